r"""Links that go over several lines: cards with a picture, a headline and a date, as converters from HTML write them.

    [![](https://.../quay.jpg)\
    \
    **The ferry that never came**\
    \
    2 May 2023](https://...)

Source of the syntax: CommonMark 0.31, sections 6.3 (links) and 6.7 (hard line breaks).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .links import IMAGE, TARGET, TO_IMAGE

# Real cards have two to twelve; what is longer is something else.
_MOST_LINES = 24
# Bullets, numbers or a heading's marks, and then words or pictures without a bracket that closes.
_BEGINS = re.compile(r"((?:[ \t]{0,3}(?:[-*+•]|\d{1,2}[.)]|#{1,6})[ \t]+)?)\[(?!\^)([^\[\]]*)")
_ENDS = re.compile(rf"([^\[\]]*)\]({TARGET})[ \t]*")
_MARKS = " \t\\*_#"


class Card(NamedTuple):
    """A link over several lines: its first and last line, what a reader sees of it, and where it leads."""

    first: int
    last: int
    words: str
    target: str


def cards(lines: Sequence[str], broken: Iterable[int]) -> Iterator[Card]:
    r"""Yield the links that go over several lines; ``broken``: the numbers, sorted, of lines that hold a backslash.

    A link to a larger copy of a picture or to a heading of the text is none.

    >>> list(cards(["[![](a.jpg)\\", "\\", "**The ferry**](/f)"], [0, 1]))
    [Card(first=0, last=2, words='The ferry', target='/f')]
    """
    last = -1
    for number in broken:
        if number > last and lines[number].endswith("\\"):
            card = _card(lines, number)
            if card:
                last = card.last
                yield card


def _card(lines: Sequence[str], first: int) -> Card | None:
    begins = _BEGINS.fullmatch(IMAGE.sub("", lines[first]))
    if begins is None:
        return None
    pieces = [begins[2]]
    for number in range(first + 1, min(first + _MOST_LINES, len(lines))):
        line = IMAGE.sub("", lines[number])
        if ends := _ENDS.fullmatch(line):
            words = " ".join(filter(None, (piece.strip(_MARKS) for piece in [*pieces, ends[1]])))
            target = ends[2][1:-1]
            if not words or target.startswith("#") or TO_IMAGE.search(target):
                return None
            return Card(first, number, begins[1] + words, target)
        if not line.endswith("\\") or "[" in line or "]" in line:
            return None
        pieces.append(line)
    return None
