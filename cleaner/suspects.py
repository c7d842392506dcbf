"""Which texts and lines are worth a closer look, though no rule takes a whole line of them: the cheapest questions.

Most texts end here, so this runs over all lines of all documents.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from .gate import GATE_LENGTH
from .index import Index

# What a prompt begins with, or begins after, besides a full stop and a space: in any text, and in those of a script
# that has marks of its own.  The lines begin or pass the middle of such a text in it.
_OPENERS = "(["
_MARKS = "([\xa0"
_SCRIPT_MARKS = "([\xa0（【〔\u3000。！？।؟۔"
_WITH_MARKS = re.compile("[\u0590-\u0fff\u3000-\uffef]")
_SAMPLE = 100
_BRACKETS_OPEN = "([（【〔"
# Shorter lines hold no paragraph with a prompt behind it: they are the business of line rules.
_SHORTEST = 60
# Where notes on the author stand: so many lines from the end of what stands.
LAST_LINES = 4
# No note on an author is shorter.
_SHORTEST_NOTE = 20


def span_suspects(index: Index, text: str, view: str, lines: Sequence[str], starts: Sequence[int]) -> list[int]:
    """Return the numbers of the lines of a text that ``point_at_spans`` is worth asking about, some of them twice.

    ``view`` is the text's plain view, ``lines`` and ``starts`` are its lines and their offsets.  Few questions for
    each line, the cheapest first: this runs over all lines of all documents.
    """
    if not index.rules:
        return []
    head, n, could_begin = index.head_gate, GATE_LENGTH, index.could_begin
    found = [
        i
        for i, line in enumerate(lines)
        if len(line) > _SHORTEST and head[line[(at := line.rfind(". ") + 2) : at + n]] and could_begin(line, at)
    ]
    for mark in _marks(text):
        after = mark not in _BRACKETS_OPEN
        at = text.find(mark)
        while at >= 0:
            if head[view[at + after : at + after + n]] and could_begin(view, at + after):
                found.append(bisect_right(starts, at) - 1)
            at = text.find(mark, at + 1)
    return found


def _marks(text: str) -> str:
    if text.isascii():
        return _OPENERS
    half = len(text) // 2
    for sample in (text[:_SAMPLE], text[half : half + _SAMPLE]):
        if not sample.isascii() and _WITH_MARKS.search(sample):
            return _SCRIPT_MARKS
    return _MARKS


def is_unprompted(context: Collection[str], indexes: Sequence[Index], lines: Sequence[str]) -> bool:
    """Whether filters are worth asking about lines none of which a rule knows."""
    if "repeat" in context:
        return True
    last = [*last_lines(lines)]
    if "bio" in context and last and len(last[0]) >= _SHORTEST_NOTE:
        from .filters.bio import may_be_bio

        if may_be_bio(last[0]):
            return True
    return any(any(index.match_at_end(last)) for index in indexes if index.looks_at_end)


def last_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield the last LAST_LINES lines that are not blank, from the last up."""
    left = LAST_LINES
    for line in reversed(lines):
        if line and not line.isspace():
            yield line
            left -= 1
            if not left:
                return
