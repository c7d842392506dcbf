"""Links in Markdown: rules see their words, and a removal takes them whole.

``[Share on Facebook](https://...)`` says what "Share on Facebook" says, and so does a link whose picture is described
so.  Source of the syntax: CommonMark 0.31, sections 6.3 (inline links) and 6.4 (images).  Left alone are pictures that
are no link, which no rule knows; a text's table of contents, ``[Usage](#usage)``; reference links.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .text import Removal

# What every inline link holds: most texts hold none.
SIGN = "]("
_TARGET = r"""\((?:[^()\s]++|\([^()\s]*+\))*+(?:[ \t]+"[^"]*+")?\)"""
_IMAGE = re.compile(rf"!\[([^\[\]]*+)\]{_TARGET}")
# Behind a word or a bracket it is a page builder's own notation: "BLOCK(cta)[2](...)".
_LINK = re.compile(rf"(?<![!\w)\]])\[((?:{_IMAGE.pattern.replace('(', '(?:', 1)}|[^\[\]\\]|\\.)*+)\]({_TARGET})")
_NO_LETTERS = re.compile(r"[\W\d_]+")
# Around a link that is all of a line: bullets and emphasis.
_AROUND = " \t-*+•_"
_AWAY = ("(http:", "(https:", "(//")
# A link to a larger copy of its picture.
_TO_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Linked:
    """A line with links: how long it is, where each character of its words stands, and the links.

    A link is its start and end, and those of its words, all in characters of the line.  ``leads_away``: the line is
    nothing but one link to another page, behind a bullet or not.
    """

    length: int
    places: Sequence[int]
    links: Sequence[tuple[int, int, int, int]]
    leads_away: bool

    def whole(self, start: int, end: int) -> tuple[int, int] | None:
        """What a span of the words is in the line, with the links that it takes; None if it takes a part of one."""
        if start == 0 and end == len(self.places):
            return 0, self.length
        first, last = self.places[start], self.places[end - 1] + 1
        for begin, close, words, words_end in self.links:
            if words_end <= first or words >= last:
                continue
            if words < first or words_end > last:
                return None
            first, last = min(first, begin), max(last, close)
        return first, last


def unlinked(lines: Sequence[str]) -> tuple[list[str], dict[int, Linked]]:
    """Return lines with nothing but the words of their links, and those that had any by their numbers.

    >>> unlinked(["* [Home](/)", "See [1]."])[0]
    ['* Home', 'See [1].']
    """
    plain, linked = [*lines], {}
    for number, line in enumerate(lines):
        if SIGN in line:
            its = _linked(line)
            if len(its.places) < len(line):
                plain[number], linked[number] = "".join([line[place] for place in its.places]), its
    return plain, linked


def _linked(line: str) -> Linked:
    places: list[int] = []
    links: list[tuple[int, int, int, int]] = []
    at = 0
    target = ""
    for link in _LINK.finditer(line):
        words = _words(line, link)
        if words is None:
            continue
        places += [*range(at, link.start()), *words]
        if words:
            links.append((link.start(), link.end(), words[0], words[-1] + 1))
            target = link[2]
        at = link.end()
    lone = len(links) == 1 and not (line[: links[0][0]] + line[links[0][1] :]).strip(_AROUND)
    return Linked(len(line), [*places, *range(at, len(line))], links, lone and target.startswith(_AWAY))


def _words(line: str, link: re.Match[str]) -> list[int] | None:
    """Where the words of a link stand: what is no picture, or else the first picture's description.

    None for a picture that leads to a larger copy of it, and for an entry of the text's own table of contents.
    """
    start, end = link.span(1)
    if link[2].startswith("(#") and _letters(link[1]) == _letters(link[2]):
        return None
    words: list[int] = []
    images = [*_IMAGE.finditer(line, start, end)]
    for image in images:
        words += range(start, image.start())
        start = image.end()
    words += range(start, end)
    if not images or "".join([line[place] for place in words]).strip():
        return words
    return None if _TO_IMAGE.search(link[2]) else [*range(*images[0].span(1))]


def _letters(text: str) -> str:
    """A heading and the anchor that is made of it have the same letters."""
    return _NO_LETTERS.sub("", text).casefold()


def with_links(removals: Iterable[Removal], linked: Mapping[int, Linked], starts: Sequence[int]) -> Iterator[Removal]:
    """Yield removals in lines as they are written, of those in lines with nothing but the words of links.

    What would take a part of a link is left out.
    """
    for removal in removals:
        number = bisect_right(starts, removal.start) - 1
        its = linked.get(number)
        if its is None:
            yield removal
            continue
        start = starts[number]
        span = its.whole(removal.start - start, removal.end - start)
        if span:
            yield Removal(start + span[0], start + span[1], removal.rule)
