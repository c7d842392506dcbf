"""Markup in a text, and the words that rules see instead: links, tags, emphasis of labels, escaped signs.

Rules and filters see what a reader of the page saw: ``**Also read**: [The ferry](/f)`` is "Also read: The ferry", and
so is ``<p>Also read: The ferry</p>``.  Where each character of the words stands is known, so that a removal takes
markup whole or not at all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence, Set

from .cards import Card, cards
from .fold import readable
from .links import Gap, Link, Linked, Unit, Words, defined, embedded_links, is_away, leads_to_heading, links_in
from .tags import PARTING, Tag, Tags, codes_of, escaped_lines, has_escaped, left_behind, pairs_of, target_of

# Signs that markup begins or ends with, and the marks of which a line holds one that is worth reading.
_MARKS = {
    "[": ("](", "][", "[/", "[http"),
    "*": ("**", ":*", "*:"),
    "_": ("__", ":_", "_:"),
    "\\": ("\\",),
    "`": ("```",),
    "~": ("~~~",),
    "<": ("<",),
}
_INDENTED = re.compile(r"\t| {4}")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
# A label in emphasis, behind bullets, marks of a quotation and an opening bracket.
_LABEL = re.compile(r"[\s>]*(?:(?:[-*+•]|\d{1,2}[.)])\s+)?[\[(]?([*_]{1,3})(?=[^\s*_])")
_EMPHASIS = re.compile(r"[*_]+")
_LONGEST_LABELLED = 400
# What a heading, an item and a quotation look like in Markdown, which filters know.  No tag is shorter.
_PREFIXES = {"h1": "# ", "h2": "## ", "head": "## ", "li": "* ", "item": "* ", "blockquote": "> ", "quote": "> "}
_PREFIXES |= dict.fromkeys(("h3", "h4", "h5", "h6"), "### ")


def markup_of(text: str, lines: Sequence[str], starts: Sequence[int]) -> Markup | None:
    """Return the markup of a text, given its lines and where they begin; None if it holds none, as most do."""
    # One sign is found in a tenth of the time that two take: the lines that hold one are looked at then.
    signs = [sign for sign in _MARKS if sign in text]
    if not signs and not has_escaped(text):
        return None
    its = Markup(text, lines, starts, signs)
    return its if its.holds_any else None


class Markup:
    """The markup of a text, which holds some signs."""

    def __init__(self, text: str, lines: Sequence[str], starts: Sequence[int], signs: Iterable[str]) -> None:
        self._text = text
        self._lines = lines
        self._starts = starts
        # The lines that hold a mark, by its sign.
        self._marked = {sign: self._holding(sign) for sign in signs}
        # Those that may hold tags.
        self._worth = {number for number in self._marked.get("[", ()) if "[/" in lines[number]}
        self._worth.update(self._marked.get("<", ()))
        self._has_escaped = has_escaped(text)
        self._tags: dict[str, Tags] = {}
        # Most that hold a sign hold it for another reason.
        self.holds_any = self._has_escaped or any(self._marked.values())

    def _holding(self, sign: str) -> list[int]:
        """The numbers of the lines that hold a mark of a sign."""
        marks = _MARKS[sign]
        found: list[int] = []
        at = self._text.find(sign)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            line = self._lines[number]
            if any(mark in line for mark in marks):
                found.append(number)
            # Of each line one is enough.
            if number + 1 == len(self._starts):
                break
            at = self._text.find(sign, self._starts[number + 1])
        return found

    def _tags_of(self, line: str) -> Tags:
        its = self._tags.get(line)
        if its is None:
            its = self._tags[line] = Tags(line)
        return its

    def tagged(self, gone: Collection[int] = ()) -> frozenset[int]:
        """Return the numbers of the lines whose tags an extractor left, escaped ones too.

        Judged by all lines but those that are ``gone``: a page whose footer asks for JavaScript does not speak of it.
        """
        if not (self._worth or self._has_escaped):
            return frozenset()
        left = ["" if number in gone else line for number, line in enumerate(self._lines)] if gone else [*self._lines]
        escaped = [*escaped_lines(left)] if self._has_escaped else []
        for number in escaped:
            left[number] = readable(left[number])
        worth = sorted(self._worth.difference(gone).union(escaped))
        return left_behind(left, worth, self._tags_of)

    def all_tagged(self, tags: Set[int]) -> bool:
        """Whether no line is left whose tags may be read, given those that are."""
        return self._worth <= tags and not self._has_escaped

    def unlinked(self, tags: Set[int] = frozenset()) -> tuple[list[str], dict[int, Linked]]:
        r"""Return lines with nothing but the words of their markup, and those that had any by their numbers.

        ``tags``: the numbers of the lines whose tags are read.

        >>> markup = markup_of("* [Home](/)\n<p>Home</p>", ["* [Home](/)", "<p>Home</p>"], [0, 12])
        >>> markup.unlinked(tags={1})[0]
        ['* Home', 'Home']
        """
        lines = self._lines
        plain = [*lines]
        linked: dict[int, Linked] = {}
        is_referred = any("][" in lines[number] for number in self._marked.get("[", ()))
        defines = defined(lines) if is_referred else {}
        # What they define cannot be seen.
        for number in defines:
            linked[number] = _hidden(lines[number])
        names = frozenset(defines.values())
        asked = {*tags}.union(*self._marked.values())
        parted = self._parted()
        for number in sorted(asked - linked.keys()):
            its = self._read(lines[number], names, number in tags, parted)
            if its.stays or its.words.text != lines[number]:
                linked[number] = its
        for card in cards(lines, self._marked.get("\\", ())):
            if not any(linked[number].stays for number in range(card.first, card.last + 1) if number in linked):
                linked |= {number: _hidden(lines[number]) for number in range(card.first, card.last)}
                linked[card.last] = _of_card(card, lines[card.last])
        for number in _fenced(lines, sorted([*self._marked.get("`", ()), *self._marked.get("~", ())])):
            linked[number] = _staying(lines[number])
        for number, its in linked.items():
            plain[number] = its.words.text
        return plain, linked

    def _parted(self) -> set[str]:
        """The names of tags that some line opens, or closes, and another may close, or open."""
        seen: set[str] = set()
        parted: set[str] = set()
        for number in self._marked.get("<", ()):
            its = self._tags_of(self._lines[number])
            if its.pairs is None:
                unmatched = its.unmatched()
                parted |= seen & unmatched
                seen |= unmatched
        return parted

    def _read(self, line: str, names: Collection[str], with_tags: bool, parted: Set[str]) -> Linked:
        if with_tags and "<" not in line and "[/" not in line and ">`_" not in line:
            return self._read_escaped(line)
        if with_tags:
            return _read(line, names, self._tags_of(line))
        if parted and "<" in line:
            its = self._tags_of(line)
            # It opens what another line closes, or closes what another opens.
            if its.pairs is None and its.has_words() and not parted.isdisjoint(its.unmatched()):
                return _staying(line)
        return _read(line, names, None)

    def _read_escaped(self, line: str) -> Linked:
        """Read what the Unicode stage will make of a line with escaped tags: its words go all together."""
        shown = readable(line)
        its = _read(shown, (), self._tags_of(shown))
        if its.stays:
            return _staying(line)
        return Linked(len(line), its.words, undivided=True)


def _hidden(line: str) -> Linked:
    return Linked(len(line), Words(line, [(0, len(line), "")]))


def _of_card(card: Card, line: str) -> Linked:
    """The last line of a link over several lines, which says all of its words."""
    away, above = is_away("", card.target), card.last - card.first
    return Linked(len(line), Words(card.words, ()), leads_away=away, undivided=True, above=above)


def _staying(line: str) -> Linked:
    return Linked(len(line), Words(line, ()), stays=True)


def _fenced(lines: Sequence[str], marked: Iterable[int]) -> Iterator[int]:
    """Yield the numbers of the lines of code between fences, CommonMark 4.5; a fence that is not closed is none."""
    opened, mark = -1, ""
    for number in marked:
        line = lines[number]
        found = _FENCE.match(line)
        if found is None:
            continue
        if opened < 0:
            opened, mark = number, found[1]
        elif found[1].startswith(mark) and not line[found.end() :].strip():
            yield from range(opened, number + 1)
            opened = -1


class _Reader:
    """What is left of a line as one kind of markup after the other is read."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.gaps: list[Gap] = []
        # Where each leads.
        self.links: list[tuple[Unit, str]] = []
        self.pairs: list[Unit] = []
        self.escapes: list[Unit] = []

    def drop(self, start: int, end: int, shown: str = "") -> None:
        if start < end:
            self.gaps.append((start, end, shown))

    def words(self) -> Words:
        """What is left."""
        return Words(self.line, self.gaps)


def _read(line: str, names: Collection[str], tags: Tags | None) -> Linked:
    """Return the words of a line, and where they stand in it; ``tags``: None if they are not to be read."""
    reader = _Reader(line)
    is_code = _INDENTED.match(line) is not None
    if "[" in line:
        _read_links(reader, links_in(line, None if is_code else names))
    if tags:
        if tags.all_known() and not _read_tags(reader, tags):
            # Something of it is closed on another line.
            return _staying(line)
        if ">`_" in line:
            _read_links(reader, embedded_links(line))
        if "[/" in line:
            _read_codes(reader)
    if "\\" in line and not is_code:
        _read_escapes(reader)
    if ("*" in line or "_" in line) and len(line) <= _LONGEST_LABELLED:
        _read_emphasis(reader)
    return _linked(reader)


def _linked(reader: _Reader) -> Linked:
    words = reader.words()
    # A link without words cannot be seen.
    links = [link for link in reader.links if words.before(link[0][2]) < words.before(link[0][3])]
    away = False
    if len(links) == 1:
        (start, end, _, _), target = links[0]
        away = is_away(words.text[: words.before(start)] + words.text[words.before(end) :], target)
    units = [unit for unit, _ in links] + reader.escapes
    return Linked(len(reader.line), words, units, reader.pairs, leads_away=away)


def _read_links(reader: _Reader, links: Iterable[Link]) -> None:
    last = -1
    for link in links:
        at = link.start
        for start, end in link.words:
            # Links that nothing parts are buttons side by side.
            reader.drop(at, start, " " if at == last else "")
            at = end
        reader.drop(at, link.end)
        last = link.end
        reader.links.append(((link.start, link.end, link.start, link.end), link.target))


def _read_tags(reader: _Reader, tags: Tags) -> bool:
    """Read the tags of a line; False if words are left of a line that does not close what it opens."""
    if tags.pairs is None:
        if tags.has_words():
            return False
        # It opens or closes what stands on other lines, and cannot be seen.
        reader.drop(0, len(reader.line))
    elif tags.has_words() and not any(_is_of_contents(reader.line, *pair) for pair in tags.pairs):
        _drop_tags(reader, tags.known)
        _add(reader, tags.pairs)
    return True


def _drop_tags(reader: _Reader, tags: Sequence[Tag]) -> None:
    """Leave a space where a tag parts words, or what it is in Markdown where it begins the line."""
    line, at = reader.line, 0
    end = _end_of_words(line, tags)
    began = spaced = prefixed = False
    for tag in tags:
        between = line[at : tag.start]
        if between.strip():
            began, spaced = True, between[-1].isspace()
        elif spaced or not began:
            reader.drop(at, tag.start)
        shown = ""
        if not began and not prefixed and not tag.closes:
            shown = _PREFIXES.get(tag.name, "")
            prefixed = bool(shown)
        elif began and not spaced and tag.name in PARTING and tag.start < end:
            shown, spaced = " ", True
        reader.drop(tag.start, tag.end, shown)
        at = tag.end


def _end_of_words(line: str, tags: Sequence[Tag]) -> int:
    """Where the tags begin that a line ends with."""
    end = len(line)
    for tag in reversed(tags):
        if line[tag.end : end].strip():
            break
        end = tag.start
    return end


def _is_of_contents(line: str, opening: Tag, closing: Tag) -> bool:
    target = target_of(opening) or ""
    return target.startswith("#") and leads_to_heading(Tags(line[opening.end : closing.start]).bare, target)


def _read_codes(reader: _Reader) -> None:
    codes = codes_of(reader.line)
    pairs = pairs_of(codes)
    if pairs:
        for code in codes:
            reader.drop(code.start, code.end)
        _add(reader, pairs)


def _add(reader: _Reader, pairs: Iterable[tuple[Tag, Tag]]) -> None:
    for opening, closing in pairs:
        unit = opening.start, closing.end, opening.end, closing.start
        target = target_of(opening)
        if target is None:
            reader.pairs.append(unit)
        else:
            reader.links.append((unit, target))


def _read_escapes(reader: _Reader) -> None:
    words = reader.words()
    for found in _ESCAPE.finditer(words.text):
        at = words.place(found.start())
        if words.place(found.start() + 1) == at + 1:
            reader.drop(at, at + 1)
            reader.escapes.append((at, at + 2, at + 1, at + 2))


def _read_emphasis(reader: _Reader) -> None:
    """Read the emphasis of a line that begins with a label in emphasis, if all of it is closed."""
    words = reader.words()
    label = _LABEL.match(words.text)
    if label is None:
        return
    for first, last in _paired(words.text, label.start(1)):
        start, end = words.place(first), words.place(last)
        reader.drop(start, start + 1)
        reader.drop(end, end + 1)
        reader.pairs.append((start, end + 1, start + 1, end))


def _paired(words: str, start: int) -> list[tuple[int, int]]:
    """Return the marks of emphasis that belong together, none if one of them stands alone."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for run in _EMPHASIS.finditer(words, start):
        before, behind = words[: run.start()][-1:], words[run.end() : run.end() + 1]
        # Marks that open here close nothing here.
        closable = len(opened) if before and not before.isspace() else 0
        if run[0][0] == "_" and behind.isalnum():
            # Inside names: "__init__.py".
            closable = 0
        for place in range(*run.span()):
            if closable and words[opened[-1]] == words[place]:
                pairs.append((opened.pop(), place))
                closable -= 1
            elif behind and not behind.isspace() and not before.isalnum():
                opened.append(place)
                closable = 0
            else:
                return []
    return [] if opened else pairs
