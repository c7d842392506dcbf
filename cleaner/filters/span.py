"""Prompts glued to a paragraph: in brackets, or as its last sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from ..document import Document
from ..index import GATE_LENGTH, Index
from ..text import Removal, fold

_BRACKETS = re.compile(
    r"\([^()\n]{3,250}\)|\[[^\[\]\n]{3,250}\]|（[^（）\n]{2,120}）|【[^【】\n]{2,120}】|〔[^〔〕\n]{2,120}〕"
)
# What a prompt begins with, or begins after, besides a full stop and a space: in any text, and in those of a script
# that has marks of its own.  The lines begin or pass the middle of such a text in it.
_OPENERS = "(["
_MARKS = "([\xa0"
_SCRIPT_MARKS = "([\xa0（【〔\u3000。！？।؟۔"
_WITH_MARKS = re.compile("[\u0590-\u0fff\u3000-\uffef]")
_SAMPLE = 100
_BRACKETS_OPEN = "([（【〔"
# Where a sentence ends and the next begins: the cut is made there or not at all.
_BOUNDARY = re.compile(r"(?:[.!?…।؟۔][\"'”’»)\]]*|[\"”’»)\]])\s+(?=\S)|[。！？](?=\S)")
# Not every full stop ends a sentence: "Mr. Also", "U.S. Read", "No. 4".
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|prof|st|jr|sr|gen|sen|rep|gov|no|vs|\w)\.\s+$", re.IGNORECASE)
# A prompt of more sentences than these is a paragraph.
_MOST_SENTENCES = 3
# A sentence stays in front of a prompt that is cut off, not a mark or a name.
_LEAST_LEFT = 12
# How far back from a line's end its last sentences may begin.
_REACH = 600
# Shorter lines hold no paragraph with a prompt behind it: they are the business of line rules.
_SHORTEST = 60


def point_in_lines(document: Document, indexes: Iterable[Index], numbers: Iterable[int]) -> Iterator[Removal]:
    """Point at the prompts in some lines that still stand, until nothing more is found in what is left of each."""
    for number in numbers:
        if number in document.gone:
            continue
        left, start = document.lines[number], document.starts[number]
        found: list[Removal] = []
        # Cut spans become spaces, so that offsets hold.
        while spans := [span for index in indexes for span in point_at_spans(index, left, start)]:
            for span in spans:
                a, b = span.start - start, span.end - start
                left = left[:a] + " " * (b - a) + left[b:]
            found += spans
        if found:
            document.trim(number, left, found[0].rule)
            yield from found


def span_suspects(index: Index, text: str, lines: Sequence[str], starts: Sequence[int]) -> list[int]:
    """Return the numbers of the lines of a text that ``point_at_spans`` is worth asking about, some of them twice.

    Few questions for each line, the cheapest first: this runs over all lines of all documents.
    """
    if not index.rules:
        return []
    head, n = index.head_gate, GATE_LENGTH
    found = [
        i for i, line in enumerate(lines) if len(line) > _SHORTEST and head[line[(at := line.rfind(". ") + 2) : at + n]]
    ]
    for mark in _marks(text):
        after = mark not in _BRACKETS_OPEN
        at = text.find(mark)
        while at >= 0:
            if head[text[at + after : at + after + n]]:
                found.append(bisect_right(starts, at) - 1)
            at = text.find(mark, at + 1)
    return found


def _marks(text: str) -> str:
    if text.isascii():
        return _OPENERS
    half = len(text) // 2
    if _WITH_MARKS.search(text, 0, _SAMPLE) or _WITH_MARKS.search(text, half, half + _SAMPLE):
        return _SCRIPT_MARKS
    return _MARKS


def point_at_spans(index: Index, line: str, start: int) -> Iterator[Removal]:
    """Point at the bracketed groups and the last sentences of a line that a ``span`` rule matches whole.

    ``start`` is the line's offset in the text.  A line is never left without its first sentence: whole lines are the
    business of line rules.
    """
    for group in _BRACKETS.finditer(line):
        # "PARIS (Reuters) - ...": one word inside a line is a dateline or a name, whatever it is at the end.
        if group.group()[0] in "([" and " " not in group.group() and line[group.end() :].strip(" ."):
            continue
        rule = _rule_for(index, group.group())
        if rule:
            yield Removal(start + group.start(), start + group.end(), rule)
    end = len(line.rstrip())
    while end > 0:
        found = next(_last_sentences(index, line, end), None)
        if found is None:
            return
        bound, rule = found
        yield Removal(start + bound, start + end, rule)
        end = len(line[:bound].rstrip())


def _last_sentences(index: Index, line: str, end: int) -> Iterator[tuple[int, str]]:
    """Yield where the last one, two … sentences before ``end`` begin and the rule that takes them whole."""
    bounds = [b.end() for b in _BOUNDARY.finditer(line, max(0, end - _REACH), end)]
    bounds = [b for b in bounds if not _ABBREVIATION.search(line, max(0, b - 12), b)]
    for bound in reversed(bounds[-_MOST_SENTENCES:]):
        rule = _rule_for(index, line[bound:end])
        if rule and len(line[:bound].strip()) >= _LEAST_LEFT:
            yield bound, rule


def _rule_for(index: Index, unit: str) -> str | None:
    if not (index.head_gate[unit[:GATE_LENGTH]] or index.tail_gate[unit.rstrip()[-GATE_LENGTH:]]):
        return None
    rules = index.match(fold(unit))
    return rules[0].id if rules else None
