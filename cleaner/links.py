"""Links, and the words that they are seen by: a removal takes a link whole or leaves it whole.

``[Share on Facebook](https://...)`` says what "Share on Facebook" says, and so does a link whose picture is described
so.  Source of the syntax: CommonMark 0.31, sections 4.7 (definitions), 6.3 (inline and reference links) and 6.4
(images); docutils, "reStructuredText Markup Specification" (embedded URIs); MediaWiki, "Help:Links" (external links).
Left alone are pictures that are no link, which no rule knows, and a text's table of contents, ``[Usage](#usage)``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from .text import Removal

# Of a link or another pair of marks: where it begins and ends, and what stands inside.
Unit = tuple[int, int, int, int]
# What is not seen, and what is shown in its place, which is no longer.
Gap = tuple[int, int, str]

TARGET = r"""\((?:[^()\s]++|\([^()\s]*+\))*+(?:[ \t]+"[^"]*+")?\)"""
IMAGE = re.compile(rf"!\[([^\[\]]*+)\]{TARGET}")
_WORDS = rf"((?:[^\[\]\\!]++|{IMAGE.pattern.replace('(', '(?:', 1)}|!|\\.)*+)\]"
# Of Pandoc: "{.button}", '{target="_blank"}'.
_ATTRIBUTE = r"""(?:[.#][\w-]+|[\w:-]+=(?:"[^"{}]*+"|[^\s"{}]++))"""
_ATTRIBUTES = rf"\{{{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})*+\}}"
# Behind a word or a bracket it is a page builder's own notation: "BLOCK(cta)[2](...)".  What begins with a sign that
# all of them hold is looked for four times as fast.
_LINK = re.compile(rf"\[(?<![!)\]\\]\[)(?<![^\W_]\[){_WORDS}({TARGET}|\[[^\[\]]*+\])(?:{_ATTRIBUTES})?")
_WIKI_LINK = re.compile(r"\[(?<![\w\[\]\\]\[)(https?://[^\s\[\]]++) ([^\[\]]++)\](?![(\[])")
_RST_LINK = re.compile(r"`(?<![\w`]`)([^`<>]*[^`<>\s])\s*<(https?://[^<>\s]++)>`__?(?!\w)")
_DEFINITION = re.compile(r"""^ {0,3}\[([^\[\]^]++)\]:[ \t]+\S++(?:[ \t]+(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?[ \t]*$""")
_REFERENCE_NUMBER = re.compile(r"\d{1,3}")
_NO_LETTERS = re.compile(r"[\W\d_]+")
# Around a link that is all of a line: bullets and emphasis, or a number.
_AROUND = " \t-*+•_"
_NUMBER = re.compile(r"\s*\d{1,2}[.)]\s")
_AWAY = ("http:", "https:", "//")
# A link to a larger copy of its picture.
TO_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)\b", re.IGNORECASE)


class Words:
    """What is seen of a line, and where each piece of it stands there.

    >>> words = Words("A [ferry](/f).", [(2, 3, ""), (8, 13, "")])
    >>> words.text, words.place(2)
    ('A ferry.', 3)
    """

    def __init__(self, line: str, gaps: Iterable[Gap]) -> None:
        pieces: list[str] = []
        # Where each piece begins, in the words and in the line.
        self._offsets: list[int] = []
        self._places: list[int] = []
        # Of the words, the characters that stand for what is not seen.
        self._shown: set[int] = set()
        at = offset = 0
        for start, end, shown in [*sorted(gaps), (len(line), len(line), "")]:
            if start + len(shown) > at <= start:
                pieces += (line[at:start], shown)
                self._offsets.append(offset)
                self._places.append(at)
                offset += start + len(shown) - at
                self._shown.update(range(offset - len(shown), offset))
            at = max(at, end)
        self.text = "".join(pieces)

    def place(self, offset: int) -> int:
        """Where a character of the words stands in the line."""
        piece = bisect_right(self._offsets, offset) - 1
        return self._places[piece] + offset - self._offsets[piece]

    def end(self, start: int, end: int) -> int:
        """The end of a span of the words without what it ends with that stands for a tag: half of one is none."""
        while end > start and end - 1 in self._shown:
            end -= 1
        return end

    def before(self, place: int) -> int:
        """How many characters of the words stand before a place in the line."""
        piece = bisect_left(self._places, place) - 1
        if piece < 0:
            return 0
        end = self._offsets[piece + 1] if piece + 1 < len(self._offsets) else len(self.text)
        return min(self._offsets[piece] + place - self._places[piece], end)

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """Where the first word between two places in the line begins and the last ends; (end, end) for none."""
        first, last = self.before(start), self.before(end)
        return (self.place(first), self.place(last - 1) + 1) if first < last else (end, end)


class Linked:
    """A line with markup: how long it is, what is seen of it, its links and other pairs of marks.

    Links and pairs are their start and end, and those of what is inside, all in characters of the line.  A removal
    takes a link whole or not at all; of a pair, such as ``<p>`` and ``</p>``, it takes both marks or none.
    ``leads_away``: the line is nothing but one link to another page, behind a bullet or not.  ``stays``: nothing of it
    may go.  ``undivided``: where its words stand is not known, and they go all together.  ``above``: the link goes over
    so many lines more, above this one, which go with it.
    """

    def __init__(
        self,
        length: int,
        words: Words,
        links: Sequence[Unit] = (),
        pairs: Sequence[Unit] = (),
        *,
        leads_away: bool = False,
        stays: bool = False,
        undivided: bool = False,
        above: int = 0,
    ) -> None:
        self.length = length
        self.words = words
        self.links = links
        self.leads_away = leads_away
        self.stays = stays
        self.above = above
        self._undivided = undivided
        self._units = sorted([(unit, True) for unit in links] + [(unit, False) for unit in pairs])
        self._begins = [unit[0] for unit, _ in self._units]
        # How far the units up to each reach: never less than those before it.
        self._reach = [*accumulate([unit[1] for unit, _ in self._units], max)]

    def whole(self, start: int, end: int) -> tuple[int, int] | None:
        """What a span of the words is in the line, with the markup that it takes; None if it would part some."""
        if self.stays:
            return None
        if start == 0 and end == len(self.words.text):
            return 0, self.length
        end = self.words.end(start, end)
        if self._undivided or start == end:
            return None
        first, last = self.words.place(start), self.words.place(end - 1) + 1
        near = self._units[bisect_right(self._reach, first) : bisect_left(self._begins, last)]
        # From the inside out: what an inner pair adds may be all that is in an outer one.
        for (begin, close, inner, inner_end), is_link in sorted(near, key=_extent):
            if close <= first or begin >= last:
                continue
            words, words_end = self.words.inside(inner, inner_end)
            if words_end <= first or words >= last:
                # It takes none of the words, and ends among the marks.
                continue
            if first <= words and words_end <= last:
                first, last = min(first, begin), max(last, close)
            elif is_link or first < inner or last > inner_end:
                return None
        return first, last


def _extent(unit: tuple[Unit, bool]) -> int:
    return unit[0][1] - unit[0][0]


class Link(NamedTuple):
    """A link in a line: its start and end, the spans of its words, and where it leads."""

    start: int
    end: int
    words: Sequence[tuple[int, int]]
    target: str


def defined(lines: Sequence[str]) -> dict[int, str]:
    """Return the names of reference links, by the numbers of the lines that define them: ``[1]: https://...``."""
    found = ((number, _DEFINITION.match(line)) for number, line in enumerate(lines) if "]:" in line)
    return {number: _name(definition[1]) for number, definition in found if definition}


def links_in(line: str, names: Collection[str] | None) -> Iterator[Link]:
    """Yield the links of a line; ``names`` are those that the text defines, for reference links; None for no such."""
    if "](" in line or "][" in line:
        for found in _LINK.finditer(line):
            target = found[2][1:-1]
            if found[2][0] == "[" and not _is_reference(target or found[1], names):
                continue
            words = _words(line, found)
            if words is not None:
                yield Link(found.start(), found.end(), words, target)
    if "[http" in line:
        for found in _WIKI_LINK.finditer(line):
            yield Link(found.start(), found.end(), [found.span(2)], found[1])


def embedded_links(line: str) -> Iterator[Link]:
    """Yield the links of a line in reStructuredText.

    Documentation lists names of things and of people so: a prompt is more than a word.
    """
    links = [*_RST_LINK.finditer(line)]
    if any(" " in found[1] for found in links):
        for found in links:
            yield Link(found.start(), found.end(), [found.span(1)], found[2])


def _is_reference(reference: str, names: Collection[str] | None) -> bool:
    """Whether a reference is one that the text defines, or a number: where those lead goes with the page's foot."""
    if names is None:
        return False
    return _REFERENCE_NUMBER.fullmatch(reference) is not None or _name(reference) in names


def _name(reference: str) -> str:
    """Names of references differ neither in case nor in spaces."""
    return " ".join(reference.split()).casefold()


def _words(line: str, link: re.Match[str]) -> list[tuple[int, int]] | None:
    """Where the words of a link stand: what is no picture, or else the first picture's description.

    None for a picture that leads to a larger copy of it, and for an entry of the text's own table of contents.
    """
    start, end = link.span(1)
    if link[2].startswith("(#") and leads_to_heading(link[1], link[2]):
        return None
    if "![" not in link[1]:
        return [(start, end)] if start < end else []
    words: list[tuple[int, int]] = []
    images = [*IMAGE.finditer(line, start, end)]
    for image in images:
        words.append((start, image.start()))
        start = image.end()
    words.append((start, end))
    if not images or "".join([line[first:last] for first, last in words]).strip():
        return [span for span in words if span[0] < span[1]]
    return None if TO_IMAGE.search(link[2]) else [images[0].span(1)]


def leads_to_heading(words: str, target: str) -> bool:
    """Whether a link is an entry of a table of contents: a heading and the anchor made of it have the same letters."""
    return _NO_LETTERS.sub("", words).casefold() == _NO_LETTERS.sub("", target).casefold()


def is_away(around: str, target: str) -> bool:
    """Whether a link to another page is all of a line, given what stands around it."""
    if not target.startswith(_AWAY):
        return False
    number = _NUMBER.match(around)
    return not around[number.end() if number else 0 :].strip(_AROUND)


def with_links(
    removals: Iterable[Removal], linked: Mapping[int, Linked], lines: Sequence[str], starts: Sequence[int]
) -> Iterator[Removal]:
    """Yield removals in lines as they are written, of those in lines with nothing but the words of their markup.

    What would take a part of a link, or one of two marks, is left out.
    """
    for removal in removals:
        number = bisect_right(starts, removal.start) - 1
        line, at = lines[number], starts[number]
        its = linked.get(number)
        span = its.whole(removal.start - at, removal.end - at) if its else (removal.start - at, removal.end - at)
        if span and not _parts_marks(line, *span):
            start, end = span
            for part in range(number - its.above if its else number, number):
                yield Removal(starts[part], starts[part] + len(lines[part]), removal.rule)
            if start and line.startswith(("</", "**", "__"), end):
                # No space is left hanging before a mark that closes.
                start = len(line[:start].rstrip())
            yield Removal(at + start, at + end, removal.rule)


def _parts_marks(line: str, start: int, end: int) -> bool:
    """Whether a removal takes one of two marks, "**We left at noon. Read more**", or half of "[Read more][letter]"."""
    if end - start >= len(line):
        return False
    if line[end - 1] == "]" and line[end : end + 1] in ("[", "("):
        return True
    return any(line.count(mark, start, end) % 2 == 1 for mark in ("**", "__"))
