"""Which texts and lines are worth a closer look, though no rule takes a whole line of them: the cheapest questions.

Most texts end here, so this runs over all lines of all documents.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache

from .compiled import compile_re
from .fold import readable
from .gate import GATE_LENGTH
from .index import OPENING, Index
from .text import Page

# What a prompt begins with, or begins behind, besides a full stop and a space: in any text, and in those of a script
# that has marks of its own.  The lines begin or pass the middle of such a text in it.
_BRACKETS = "(["
_SPACE = "\xa0"
_CLOSING = (")", "]", "*", "_")
_SCRIPT_BRACKETS = "（【〔"
_SCRIPT_STOPS = "\u3000。！？।؟۔"
_WITH_MARKS = compile_re("[\u0590-\u0fff\u3000-\uffef]")
_SAMPLE = 100
# Shorter lines hold no paragraph with a prompt behind it: they are the business of line rules.
_SHORTEST = 60
_MOST_ANSWERS = 1000
# Behind a word this short the last full stop may be an abbreviation's: "Photo: A. Smith / AP".
_ABBREVIATION = 4
_MOST_STOPS = 4
# Where notes on the author stand: so many lines from the end of what stands.
LAST_LINES = 4
# No note on an author is shorter.
_SHORTEST_NOTE = 20

# A line that is nothing but a label in brackets, behind marks or not.  Of two words it may be code, "[my section]", or
# a sound in a transcript, and those that pages write have rules.
_IN_BRACKETS = re.compile(
    r"(?! {4}) {0,3}[*_>•-]{0,3} ?[*_\\]{0,4}[\[(]((?:[^\s\[\]()]+ ){2,20}[^\s\[\]()]+?)\\?[\])][ \t*_]*"
)
_LONGEST_IN_BRACKETS = 200
# What points to where a link leads, behind a label or before it.
_FORTH, _BACK = "»›>→⟶➜➔►▶", "«‹<←⟵◄◀"
_ARROWS = frozenset(_FORTH + _BACK)
_LONGEST_POINTED = 60


def bracketed(text: str, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the number of each line that is in brackets from end to end, and the words in them.

    >>> list(bracketed("[Follow us on Google News]", ["[Follow us on Google News]"]))
    [(0, 'Follow us on Google News')]
    """
    if "[" not in text and "(" not in text:
        return
    for number, line in enumerate(lines):
        if line[-1:] in _CLOSING and len(line) <= _LONGEST_IN_BRACKETS:
            found = _IN_BRACKETS.fullmatch(line)
            if found:
                yield number, found[1]


def pointed(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the number of each short line with an arrow at an end, and the line as labels are written: "Next »".

    The words alone, "Next", may be a subhead; folded, they are the same.

    >>> page = Page("Next →", "Next →", ["Next →"], [0], frozenset("→"), ["Next →"])
    >>> list(pointed(page))
    [(0, 'Next »'), (0, 'Next»')]
    """
    if "<" not in page.view and ">" not in page.view and page.signs is not None and page.signs.isdisjoint(_ARROWS):
        return
    for number, line in enumerate(page.lines):
        if not line or len(line) > _LONGEST_POINTED:
            continue
        if line[-1].isalnum() and line[0].isalnum():
            continue
        bare = readable(line).strip()
        if not bare:
            continue
        if bare[-1] in _FORTH and _ARROWS.isdisjoint(words := bare.rstrip(f"{_FORTH} -")):
            yield from ((number, f"{words} »"), (number, f"{words}»"))
        elif bare[0] in _BACK and _ARROWS.isdisjoint(words := bare.lstrip(f"{_BACK} -")):
            yield from ((number, f"« {words}"), (number, f"«{words}"))


def span_suspects(index: Index, text: str, view: str, lines: list[str], starts: list[int]) -> set[int]:
    """Return the numbers of the lines of a text that ``point_at_spans`` is worth asking about.

    ``view`` is the text's plain view, ``lines`` and ``starts`` are its lines and their offsets.  Few questions for
    each line, the cheapest first: this runs over all lines of all documents.
    """
    if not index.rules:
        return set()
    before, behind = _marks(text)
    openings: Iterable[int]
    if index.sieve:
        openings = index.sieve.openings(lines, starts, text, before, behind, _SHORTEST)
    else:
        openings = _openings(index, text, view, lines, starts, before, behind)
    # Either way some more are found than could be: what counts is one answer, whoever asked first.
    answers: dict[str, bool] = {}
    found = set()
    for at in openings:
        line = bisect_right(starts, at) - 1
        if line not in found:
            # A hostile text asks the same a million times, or a million things.
            if len(answers) > _MOST_ANSWERS:
                answers.clear()
            piece = view[at : min(at + OPENING, starts[line] + len(lines[line]))]
            if piece not in answers:
                answers[piece] = index.begins(piece)
            if answers[piece]:
                found.add(line)
    return found


def _openings(
    index: Index, text: str, view: str, lines: list[str], starts: list[int], before: str, behind: str
) -> Iterator[int]:
    """Yield the offsets at which a prompt may begin: at a mark, behind one, and after a line's last full stop."""
    head, n, could_begin = index.head_gate, GATE_LENGTH, index.could_begin
    for start, line in zip(starts, lines, strict=True):
        end = len(line.rstrip(" ")) if len(line) > _SHORTEST else 0
        for _ in range(_MOST_STOPS):
            end = line.rfind(". ", 0, end)
            if end < 0:
                break
            if head[line[end + 2 : end + 2 + n]] and could_begin(line, end + 2):
                yield start + end + 2
            word = line.rfind(" ", 0, end) + 1
            if end - word > _ABBREVIATION:
                break
            end = word + 1  # The space before the word may stand behind another full stop.
    for marks, after in ((before, 0), (behind, 1)):
        for mark in marks:
            at = text.find(mark)
            while at >= 0:
                begin = at + after
                if head[view[begin : begin + n]] and could_begin(view, begin):
                    yield begin
                at = text.find(mark, at + 1)


def _marks(text: str) -> tuple[str, str]:
    """The marks that a prompt in a text may begin with, and those that it may begin behind."""
    if text.isascii():
        return _BRACKETS, ""
    half = len(text) // 2
    for sample in (text[:_SAMPLE], text[half : half + _SAMPLE]):
        if not sample.isascii() and _WITH_MARKS.search(sample):
            return _BRACKETS + _SCRIPT_BRACKETS, _SPACE + _SCRIPT_STOPS
    return _BRACKETS, _SPACE


def is_unprompted(context: Collection[str], indexes: Sequence[Index], lines: Sequence[str]) -> bool:
    """Whether filters are worth asking about lines none of which a rule knows."""
    if "repeat" in context:
        return True
    last = [*last_lines(lines)]
    if "bio" in context and last and len(last[0]) >= _SHORTEST_NOTE and _may_be_bio()(last[0]):
        return True
    return any(any(index.match_at_end(last)) for index in indexes if index.looks_at_end)


@cache
def _may_be_bio() -> Callable[[str], bool]:
    from .filters.bio import may_be_bio  # Only now: most texts of a line or two need none of the filters.

    return may_be_bio


def last_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield the last LAST_LINES lines that are not blank, from the last up."""
    left = LAST_LINES
    for line in reversed(lines):
        if line and not line.isspace():
            yield line
            left -= 1
            if not left:
                return
