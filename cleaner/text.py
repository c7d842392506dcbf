"""Lines and cutting: everything that knows about offsets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .native import split


@dataclass(frozen=True, slots=True, order=True)
class Removal:
    """A half-open span of code points in the original text, and the id of the rule that asked for it."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Page:
    """A text as filters are given it.

    ``view``: the text with plainer signs, ``written``: its lines, ``starts``: the offsets at which they begin, in the
    text as well; ``signs``: what ``signs_of`` says of the text, None if nobody asked; ``lines``: the lines as they
    read, without their markup; ``away``: the numbers of those that are nothing but a link to another page, in Markdown.
    """

    text: str
    view: str
    written: list[str]
    starts: list[int]
    signs: frozenset[str] | None
    lines: list[str]
    away: frozenset[int] = frozenset()


# ------------------------------------------------------------------ lines

# str.splitlines also breaks at form feeds, NEL and the C0 separators, which stand inside lines of scraped text.
_LINE_END = re.compile("\r\n|[\n\r\u2028\u2029]")


def split_lines(text: str) -> tuple[list[str], list[int]]:
    r"""Return the lines of text without their ends, and the offset at which each begins.

    Lines end at ``\n``, ``\r\n``, ``\r``, U+2028 and U+2029.  There is always one line more than line ends.

    >>> split_lines("one\r\ntwo\n")
    (['one', 'two', ''], [0, 5, 9])
    """
    if has_plain_ends(text):
        return split(text)
    lines, starts, at = [], [0], 0
    for end in _LINE_END.finditer(text):
        lines.append(text[at : end.start()])
        at = end.end()
        starts.append(at)
    lines.append(text[at:])
    return lines, starts


def has_plain_ends(text: str) -> bool:
    r"""Whether ``\n`` is the only kind of line end in text."""
    return "\r" not in text and (text.isascii() or ("\u2028" not in text and "\u2029" not in text))


# ------------------------------------------------------------------ cutting


def merge(removals: Iterable[Removal]) -> tuple[Removal, ...]:
    """Return removals sorted and disjoint: where two overlap, the later one keeps only what the earlier leaves.

    >>> merge([Removal(3, 5, "x"), Removal(1, 4, "y")])
    (Removal(start=1, end=4, rule='y'), Removal(start=4, end=5, rule='x'))
    """
    merged: list[Removal] = []
    at = 0
    for removal in sorted(removals, key=lambda r: (r.start, -r.end, r.rule)):
        start = max(removal.start, at)
        if start < removal.end:
            merged.append(removal if start == removal.start else Removal(start, removal.end, removal.rule))
            at = removal.end
    return tuple(merged)


def cut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return text without spans, which are sorted and disjoint.

    >>> cut("abcdef", [(1, 3), (4, 5)])
    'adf'
    """
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    return "".join(kept)


def tidy(
    lines: Sequence[str], starts: Sequence[int], length: int, removals: Sequence[Removal]
) -> list[tuple[int, int]]:
    """Return the spans to cut: the removals and the line ends, spaces and blank lines that they leave behind.

    ``removals`` are sorted and disjoint; ``length`` is that of the whole text.  A line that loses everything goes
    with its line end; where it stood between paragraphs one break stays; a document neither begins nor ends with a
    blank line because of a cut, and ends with a line end only if it did before.
    """
    whole, parts = _whole_lines(lines, starts, removals)
    spans = [_with_space(lines, starts, start, end) for start, end in _without_gaps(lines, starts, parts)]
    gone = _lines_left_empty(lines, starts, spans)
    for line in whole:
        spans.append((starts[line], starts[line] + len(lines[line])))
        if lines[line].strip():
            gone.add(line)
    seen = -1
    for line in sorted(gone):
        if line <= seen:
            continue
        top, seen = line, line
        while top > 0 and not lines[top - 1].strip():
            top -= 1
        while seen + 1 < len(lines) and (seen + 1 in gone or not lines[seen + 1].strip()):
            seen += 1
        spans += _gap(lines, starts, length, gone, top, seen)
    return _union(spans)


def _whole_lines(
    lines: Sequence[str], starts: Sequence[int], removals: Sequence[Removal]
) -> tuple[list[int], list[Removal]]:
    """The lines that one removal takes whole, which is nearly all that there is, and the other removals."""
    whole, parts = [], []
    for removal in removals:
        at = bisect_left(starts, removal.start)
        if at < len(starts) and starts[at] == removal.start and removal.end == removal.start + len(lines[at]):
            whole.append(at)
        else:
            parts.append(removal)
    return whole, parts


def _gap(
    lines: Sequence[str], starts: Sequence[int], length: int, gone: set[int], top: int, bottom: int
) -> list[tuple[int, int]]:
    """What to cut of the lines top to bottom, all of them blank or gone: all but the first run of blank lines."""
    last = len(lines) - 1
    if top == 0:
        return [(0, starts[bottom + 1] if bottom < last else length)]
    if bottom == last:
        ends_with_line_end = not lines[last] and last not in gone
        return [(starts[top] if ends_with_line_end else starts[top - 1] + len(lines[top - 1]), length)]
    keep = next((i for i in range(top, bottom + 1) if i not in gone), bottom + 1)
    after = next((i for i in range(keep, bottom + 1) if i in gone), bottom + 1)
    return [(starts[top], starts[keep]), (starts[after], starts[bottom + 1])]


def _without_gaps(
    lines: Sequence[str], starts: Sequence[int], removals: Sequence[Removal]
) -> Iterator[tuple[int, int]]:
    """The removals, with those made one that only spaces of a line part."""
    start = end = -1
    for removal in removals:
        at = bisect_right(starts, removal.start) - 1
        gap = lines[at][end - starts[at] : removal.start - starts[at]] if end >= starts[at] else "-"
        if start >= 0 and (not gap or gap.isspace()):
            end = removal.end
            continue
        if start >= 0:
            yield start, end
        start, end = removal.start, removal.end
    if start >= 0:
        yield start, end


def _with_space(lines: Sequence[str], starts: Sequence[int], first: int, last: int) -> tuple[int, int]:
    """The removal from first to last, and spaces that it would leave hanging at a line's end or doubled inside it."""
    at = bisect_right(starts, first) - 1
    line, start, end = lines[at], first - starts[at], last - starts[at]
    if end > len(line) or start == 0:
        return first, last
    if not line[end:].strip():
        return starts[at] + len(line[:start].rstrip()), starts[at] + len(line)
    if line[start - 1].isspace() and line[end].isspace():
        return first, starts[at] + len(line) - len(line[end:].lstrip())
    return first, last


def _lines_left_empty(lines: Sequence[str], starts: Sequence[int], spans: Sequence[tuple[int, int]]) -> set[int]:
    """The lines that had something and of which nothing but spaces stays.  ``spans`` are sorted and disjoint."""
    left: dict[int, list[str]] = {}
    cut_to: dict[int, int] = {}
    for start, end in spans:
        at = bisect_right(starts, start) - 1
        while at < len(lines) and starts[at] < end:
            line_start, line = starts[at], lines[at]
            left.setdefault(at, []).append(line[cut_to.get(at, 0) : max(0, start - line_start)])
            cut_to[at] = min(len(line), end - line_start)
            at += 1
    return {
        at
        for at, kept in left.items()
        if lines[at].strip() and not "".join(kept).strip() and not lines[at][cut_to[at] :].strip()
    }


def _union(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans sorted, with those that overlap or touch made one."""
    union: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        else:
            union.append((start, end))
    return union
