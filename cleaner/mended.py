"""A text whose mojibake is mended, for the rules to see, and where what they find there stands in the text as given.

The Unicode stage comes last. Rules that saw a line before it is mended would know it only when the text is cleaned
again. Few texts hold mojibake, and nearly all that do not are told by their signs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .fold import UNSEEN, unescape
from .mojibake import mend
from .normalize import is_sound, normalize, parse_unicode
from .normalize.scripts import has_cjk
from .text import Removal, split_lines

# An entity that may be a piece of a letter, now or in another round; in plain ASCII a space is none.
_ENTITY = re.compile(r"&(?!(?:lt|gt|quot|apos|amp(?!;#?\w{1,24};));)#?[0-9A-Za-z]{1,24};")
_LETTER = re.compile(r"&(?!(?:lt|gt|quot|apos|nbsp|#39|#160|amp(?!;#?\w{1,24};));)#?[0-9A-Za-z]{1,24};")
_PIECE = re.compile(r"&#?[0-9A-Za-z]{1,24};|.", re.DOTALL)
# Controls, of which few are signs of Windows-1252; the others go.
_C1 = re.compile("[\x80-\x9f]")
_PLAIN = parse_unicode("plain")
# Signs that nothing else becomes but full-width forms and ligatures; and the letters and digits of them, for lines in
# which brackets become plain.
_PRINTABLE = frozenset(map(chr, range(0x21, 0x7F))) - {*"\"'"}
_LETTERS = frozenset(filter(str.isalnum, _PRINTABLE))
# What stands between a place and the nearest of these: spaces, a bracket, a mark.
_NEAR = 8
# How many places of a line are tried for places of the line mended, and how long a line may be for that.
_MOST_TRIED = 32
_LONGEST_TRIED = 4_000


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with some lines mended: `text`. `lines` and `starts` are those of the text as given.

    `places`: where each of these starts in the mended text; `better`: the mended lines, by number.
    """

    text: str
    lines: list[str]
    starts: list[int]
    places: Sequence[int]
    better: dict[int, str]

    def as_given(self, removals: Iterable[Removal]) -> Iterator[Removal]:
        """Yield removals in the mended text as such in the text as given.

        What takes a part of a mended line is left out where nobody can tell where that stands in the line as given.
        """
        aligned: dict[int, Alignment] = {}
        for removal in removals:
            number = bisect_right(self.places, removal.start) - 1
            place, start = self.places[number], self.starts[number]
            part: tuple[int, int] | None = removal.start - place, removal.end - place
            if part and number in self.better:
                if number not in aligned:
                    aligned[number] = Alignment(self.lines[number], self.better[number])
                part = aligned[number].part(*part)
            if part:
                yield Removal(start + part[0], start + part[1], removal.rule)


def mended(text: str, signs: frozenset[str] | None, sound: bool) -> Mended | None:
    """The text with each line that holds mojibake as the Unicode stage will leave it; None if none does.

    `signs`: what `signs_of` says of the text; `sound`: what `is_sound` does.
    """
    unseen = [sign for sign in UNSEEN if sign in (text if signs is None else signs)]
    if sound and not unseen and not _has_entity(text):
        return None
    if sound and not _has_entity(text) and is_sound(_without(text, unseen), signs):
        return None
    lines, starts = split_lines(text)
    better: dict[int, str] = {}
    for number, line in enumerate(lines):
        if ("&" in line or not line.isascii()) and (its := _mended(line, unseen)) is not None:
            better[number] = its
    return _put_together(text, lines, starts, better) if better else None


def _put_together(text: str, lines: list[str], starts: list[int], better: dict[int, str]) -> Mended:
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for number, (line, start) in enumerate(zip(lines, starts, strict=True)):
        places.append(at)
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        piece = better.get(number, line) + text[start + len(line) : end]
        pieces.append(piece)
        at += len(piece)
    return Mended("".join(pieces), lines, starts, places, better)


def _has_entity(text: str) -> bool:
    return "&" in text and (_LETTER if text.isascii() else _ENTITY).search(text) is not None


def _without(text: str, signs: Iterable[str]) -> str:
    for sign in signs:
        text = text.replace(sign, "")
    return text


def _mended(line: str, unseen: Sequence[str]) -> str | None:
    """A line as the Unicode stage will leave it; None if it mends no mojibake there."""
    plain = unescape(line) if "&" in line else line
    if not is_sound(plain, None) and (better := mend(plain)) != plain:
        # A line becomes plain by what it is as given: with letters of East Asia or without.
        known = plain is line and has_cjk(line) == has_cjk(better)
        return normalize(better if known else line, _PLAIN)
    bare = _C1.sub("", _without(plain, unseen))
    return normalize(line, _PLAIN) if bare != plain and not is_sound(bare, None) and mend(bare) != bare else None


# ------------------------------------------------------------------ parts of lines


class Alignment:
    """A line and what it is when it is mended: where a part of that stands in the line."""

    def __init__(self, line: str, better: str) -> None:
        self._better = better
        self._pieces = _PIECE.findall(line)
        self._plain = [unescape(piece) for piece in self._pieces]
        self._offsets = [*accumulate(map(len, self._pieces), initial=0)]
        self._signs = [_Signs(signs, self._plain, better) for signs in (_PRINTABLE, _LETTERS)]
        self._left = _MOST_TRIED if len(line) <= _LONGEST_TRIED else 0

    def part(self, first: int, last: int) -> tuple[int, int] | None:
        """Where a part of the mended line stands; None if that cannot be told.

        >>> Alignment("C\u00c3\u00b4te & c\u00c3\u00b4t\u00c3\u00a9. (Lire)", "Côte & côté. (Lire)").part(13, 19)
        (16, 22)
        """
        start, end = self._place(first), self._place(last)
        return None if start is None or end is None else (self._offsets[start], self._offsets[end])

    def _place(self, at: int) -> int | None:
        """How many pieces stand before an offset in the mended line.

        Signs of ASCII come through mending as they are, so it is told from the nearest of them, if what stands between
        came through as well.  Else a letter was read as so many as it has bytes in UTF-8, or more in like measure, and
        the two halves must come out as those of the line.
        """
        better, plain = self._better, self._plain
        if at in (0, len(better)):
            return len(plain) if at else 0
        for signs in self._signs:
            if not signs.come_through:
                continue
            (low, left), (high, right) = signs.around(at)
            if at - left <= _NEAR and plain[low : low + at - left] == [*better[left:at]]:
                return low + at - left
            if right - at <= _NEAR and plain[high - (right - at) : high] == [*better[at:right]]:
                return high - (right - at)
            if not self._left:
                continue
            before, behind = _in_bytes(better[left:at]), _in_bytes(better[at:right])
            likely = low + (high - low) * before // (before + behind)
            for end in sorted(range(low + before, high + 1), key=lambda end: abs(end - likely))[: self._left]:
                self._left -= 1
                halves = "".join(self._pieces[:end]), "".join(self._pieces[end:])
                if tuple(normalize(half, _PLAIN) for half in halves) == (better[:at], better[at:]):
                    return end
        return None


def _in_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


class _Signs:
    """Where some signs stand: in the pieces of a line, and in the line mended."""

    def __init__(self, signs: Collection[str], plain: Sequence[str], better: str) -> None:
        self._in_line = [at for at, piece in enumerate(plain) if piece in signs]
        self._in_better = [at for at, char in enumerate(better) if char in signs]
        self.come_through = len(self._in_line) == len(self._in_better)
        self._ends = len(plain), len(better)

    def around(self, at: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where the last sign before an offset in the mended line ends, and where the next one begins: in both."""
        next_one = bisect_left(self._in_better, at)
        before, after = (0, 0), self._ends
        if next_one:
            before = self._in_line[next_one - 1] + 1, self._in_better[next_one - 1] + 1
        if next_one < len(self._in_better):
            after = self._in_line[next_one], self._in_better[next_one]
        return before, after
