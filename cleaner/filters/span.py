"""Prompts glued to a paragraph: in brackets, or as its last sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ..document import Document
from ..fold import fold
from ..gate import GATE_LENGTH
from ..index import Index
from ..rules import Rule
from ..signs import with_arrows
from ..text import Removal, merge
from .line import in_language

_BRACKETS = re.compile(
    r"\([^()\n]{3,250}\)|\[[^\[\]\n]{3,250}\]|（[^（）\n]{2,120}）|【[^【】\n]{2,120}】|〔[^〔〕\n]{2,120}〕"
)
# Where a sentence ends and the next begins: the cut is made there or not at all.
_BOUNDARY = re.compile(r"(?:[.!?…।؟۔][\"'”’»)\]]*|[\"”’»)\]])\s+(?=\S)|[。！？](?=\S)")
# Not every full stop ends a sentence: "Mr. Also", "U.S. Read", "No. 4".
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|prof|st|jr|sr|gen|sen|rep|gov|no|vs|\w)\.$", re.IGNORECASE)
_LONGEST_BEFORE = 12
# A prompt of more sentences than these is a paragraph.
_MOST_SENTENCES = 3
# A sentence stays in front of a prompt that is cut off, not a mark or a name.
_LEAST_LEFT = 12
# A longer sentence behind a prompt is the article's, though a pattern's slot may reach over it.
_LONGEST_BEHIND = 40
# Rounds in which what one removal leaves is a prompt itself; real lines need two.
_MOST_ROUNDS = 50
# How far back from a line's end its last sentences may begin.
_REACH = 600


def point_in_lines(document: Document, indexes: Iterable[Index], numbers: Iterable[int]) -> Iterator[Removal]:
    """Point at the prompts in some lines that still stand, until nothing more is found in what is left of each."""

    def spoken(rule: Rule) -> bool:
        return in_language(document, rule)

    for number in numbers:
        if number in document.gone:
            continue
        left, start = document.lines[number], document.starts[number]
        found: list[Removal] = []
        for _ in range(_MOST_ROUNDS):
            spans = [span for index in indexes for span in point_at_spans(index, left, start, spoken)]
            if not spans:
                break
            left = with_arrows(_blanked(left, start, spans))
            found += spans
        if found:
            document.trim(number, left, found[0].rule)
            yield from found


def _blanked(line: str, start: int, spans: Iterable[Removal]) -> str:
    """A line with spaces in the place of spans, so that offsets hold."""
    made: list[str] = []
    at = 0
    for span in merge(spans):
        a, b = span.start - start, span.end - start
        made += (line[at:a], " " * (b - a))
        at = b
    return "".join([*made, line[at:]])


def point_at_spans(
    index: Index, line: str, start: int, holds: Callable[[Rule], bool] | None = None
) -> Iterator[Removal]:
    """Point at the bracketed groups and the last sentences of a line that a ``span`` rule matches whole.

    ``start`` is the line's offset in the text.  ``holds`` says which rules are in force there; without it, all
    are.  A line is never left without its first sentence: whole lines are the business of line rules.
    """
    last, end = len(line.rstrip(" .")), _end_of(line, len(line))
    words: dict[int, re.Match[str]] = {}
    for group in _BRACKETS.finditer(line):
        if group[0][0] in "([" and " " not in group[0]:
            # "PARIS (Reuters) - ...": one word inside a line is a dateline or a name, whatever it is at the end.
            words[group.end()] = group
            if not last <= group.end() < end:
                continue
        rule = _rule_for(index, group[0], holds)
        if rule:
            yield Removal(start + group.start(), start + group.end(), rule)
    least = len(line) - len(line.lstrip()) + _LEAST_LEFT
    while found := _last_sentence(index, line, end, least, holds) or _last_word(index, words.get(end), holds):
        bound, rule = found
        yield Removal(start + bound, start + end, rule)
        end = _end_of(line, bound)


def _end_of(line: str, end: int) -> int:
    """Where a line ends that is cut off at ``end``, without spaces."""
    while end > 0 and line[end - 1].isspace():
        end -= 1
    return end


def _last_word(
    index: Index, group: re.Match[str] | None, holds: Callable[[Rule], bool] | None
) -> tuple[int, str] | None:
    """Where a word in brackets begins that stands at the line's end by now, and the rule that takes it."""
    rule = group and _rule_for(index, group[0], holds)
    return (group.start(), rule) if group and rule else None


def _last_sentence(
    index: Index, line: str, end: int, least: int, holds: Callable[[Rule], bool] | None
) -> tuple[int, str] | None:
    """Where the last one, two … sentences before ``end`` begin and the rule that takes them whole.

    What is in front of them must not end before ``least``.
    """
    bounds = [b.end() for b in _BOUNDARY.finditer(line, max(0, end - _REACH), end)]
    bounds = [b for b in bounds if not _is_abbreviated(line[max(0, b - _LONGEST_BEFORE) : b].rstrip())]
    below = end
    for bound in reversed(bounds[-_MOST_SENTENCES:]):
        rule = _rule_for(index, line[bound:end], holds)
        if rule and _end_of(line, bound) >= least:
            return bound, rule
        if below - bound > _LONGEST_BEHIND:
            break
        below = bound
    return None


def _is_abbreviated(before: str) -> bool:
    # Most sentences end with a word longer than any of these.
    return before[-1:] == "." and not before[-6:-1].isalpha() and _ABBREVIATION.search(before) is not None


def _rule_for(index: Index, unit: str, holds: Callable[[Rule], bool] | None) -> str | None:
    if not (index.could_begin(unit, 0) or index.tail_gate[unit.rstrip()[-GATE_LENGTH:]]):
        return None
    return next((rule.id for rule in index.match(fold(unit)) if holds is None or holds(rule)), None)
