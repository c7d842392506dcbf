"""Tags that an extractor left in a text: ``<p>Advertisement</p>``, ``[b]Also read:[/b] ...``.

Known are the tags that stand around words.  A text that *speaks* of markup, or shows it, is left alone: a manual's
``<a href="...">Subscribe</a>`` is what it is about.  Source of the names: HTML Living Standard, section 4; the TEI that
extractors write ("TEI Guidelines", chapter 3); the BBCode that forums share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from .compiled import compile_re
from .fold import readable

_BLOCKS = (
    "address|article|aside|blockquote|body|br|center|comments|dd|details|div|dl|doc|dt|figcaption|figure|footer|h[1-6]"
    "|head|header|hr|html|item|lb|li|list|main|nav|ol|p|quote|section|summary|ul"
)
_INLINE = "hi|ref|a|abbr|b|big|button|cite|del|em|font|i|ins|label|mark|q|s|small|span|strike|strong|sub|sup|time|u|wbr"
# Tags that part words: what stands before one and behind it is no one word.
PARTING = frozenset((*_BLOCKS.replace("h[1-6]", "h1").split("|"), "h2", "h3", "h4", "h5", "h6"))
_NO_END = frozenset(("br", "hr", "lb", "wbr"))
_ATTRIBUTES = r"""(?:\s(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+|/)?"""
_TAG = re.compile(rf"<(/?)({_BLOCKS}|{_INLINE})({_ATTRIBUTES})>", re.IGNORECASE)
_BBCODE = re.compile(
    r"(?:\[(/)|(?<![\w)])\[)(b|i|u|s|url|center|left|right|size|color|font)((?:=[^\[\]]{1,200})?)\]", re.IGNORECASE
)
# What a line begins with that is an element: no tag without an end.
_ELEMENT = re.compile(
    rf"\s*(?:</?(?!(?:br|hr|lb|wbr)\b)(?:{_BLOCKS}|{_INLINE})\b|`[^`]+>`_|{_BBCODE.pattern})", re.IGNORECASE
)
_TARGET = re.compile(r"""\s(?:href|target)\s*=\s*["']?([^\s"'>]*)""", re.IGNORECASE)
# Any tag, comment or script, known or not.
_ANY_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>|\]\([^()\s]*\)")
_UNKNOWN = re.compile("</?[a-zA-Z!?]")
_ESCAPED = re.compile("&(?:amp;)*(?:lt;|LT;|#0*60;|#[xX]0*3[cC];)/?[a-zA-Z]")

# What shows markup: code, whole documents, templates, a tag that a sentence speaks of ("the <b> element").  What each
# begins with is looked for fast.
_SHOWN_BY = ("```", "~~~", "{{", "{%", "classname=")
_SHOWS = (
    re.compile(r"`[^`\n]*<(?!https?:)"),
    re.compile(r"<(?:!doctype|html|head(?! rend)|body|code|pre|samp|kbd|tt|xmp|template|textarea|\?|%)"),
    re.compile(r" <(?:(?<=\w <)|(?<=\w, <))(?!(?:br|hr)\b)[a-z][a-z0-9]*/?> [a-z]"),
    re.compile(r" <(?<=\w <)(?:[a-z]+|h[1-6])/?>[,.;:)]"),
)
# What a text begins with that is a page as a whole, without its head.
_PAGE = re.compile(r"\s*+(?:<html[^<>]*+>\s*+)?<body[^<>]*+>", re.IGNORECASE)
_DIRECTIVE = re.compile(r"^\.\. [\w-]+::", re.MULTILINE)
# What speaks of it, in lower case, behind a space or a mark; and some names.  In addresses, and in names of files, the
# words stand behind other signs.  What begins alike stands together, and no class of signs is named: so they are found
# in a tenth of the time.
_BEFORE = r"[^0-9A-Za-z_./@#\u00c0-\u1fff\u3040-\ud7ff-]"
_PART = "(?:tag|text|element|attribute)s?"
_SPEAKS = compile_re(
    rf"{_BEFORE}(?:a(?:lt|nchor) {_PART}|b(?:bcode|uttons?)|c(?:ss\d?|losing {_PART})|d(?:html\d?|jango)"
    rf"|ecmascript\d?|front-?end|h(?:tml\d?|tmx|ref|yperlinks?|eading {_PART})|j(?:avascript|query|sx|inja2?)"
    rf"|link {_PART}|m(?:ark(?:down|up)|eta {_PART})|opening {_PART}|p(?:hp\d?|lug-?ins?)"
    rf"|s(?:vg|nippets?|idebars?|tyle ?sheets?|ource code|hort ?codes?|creen ?readers?|cript {_PART})"
    rf"|t(?:sx|ypescript|emplates?|itle {_PART})|web(?: ?pages?| design\w*| develop\w*)|x(?:html\d?|ml))(?![\w/-])"
)
_NAMES = compile_re(rf"{_BEFORE}(?:Angular|Bootstrap|DOM|Flask|Laravel|R(?:ails|eact)|Svelte|Tailwind|Vue)\b")
# Lines of a text that holds few: more of them in a row are an example that it shows.
_MOST_IN_A_ROW = 3
# A label is shorter: "You may also like:".  Where nothing stands between words, letters are counted.
_LEAST_TO_ANNOUNCE = 6
_LEAST_UNSPACED = 15


class Tag(NamedTuple):
    """A tag in a line: its start and end, its name in lower case, and its attributes."""

    start: int
    end: int
    closes: bool
    name: str
    attributes: str

    @property
    def is_half(self) -> bool:
        """Whether it is one of two: there is another that closes it, or that it closes."""
        return self.name not in _NO_END and not self.attributes.endswith("/")


class Tags:
    """A line with tags: the known ones, in their order, those that open with those that close them, and the rest.

    ``pairs``: None unless all are closed in their order.  ``bare``: the line without its known tags.
    """

    def __init__(self, line: str) -> None:
        self.known = tags_of(line)
        self.pairs = pairs_of(self.known)
        self.bare = _TAG.sub("", line) if self.known else line

    def has_words(self) -> bool:
        """Whether the line holds more than tags."""
        return any(map(str.isalnum, readable(self.bare)))

    def all_known(self) -> bool:
        """Whether the line holds no tags but known ones."""
        return "<" not in self.bare or not _UNKNOWN.search(self.bare)

    def unmatched(self) -> set[str]:
        """The names of tags of which the line opens more, or fewer, than it closes."""
        opened: dict[str, int] = {}
        for tag in self.known:
            if tag.is_half:
                opened[tag.name] = opened.get(tag.name, 0) + (-1 if tag.closes else 1)
        return {name for name, more in opened.items() if more}


def target_of(tag: Tag) -> str | None:
    """Where a link leads, None for a tag that is none."""
    if tag.name == "url":
        return tag.attributes[1:]
    if tag.name not in ("a", "ref"):
        return None
    found = _TARGET.search(tag.attributes)
    return found[1] if found else ""


def tags_of(line: str) -> list[Tag]:
    """Return the known tags of a line, in their order."""
    return [_tag(found) for found in _TAG.finditer(line)] if "<" in line else []


def codes_of(line: str) -> list[Tag]:
    """Return the tags in square brackets of a line, in their order."""
    return [_tag(found) for found in _BBCODE.finditer(line)] if "[/" in line else []


def _tag(found: re.Match[str]) -> Tag:
    return Tag(found.start(), found.end(), bool(found[1]), found[2].lower(), found[3])


def pairs_of(tags: Iterable[Tag]) -> list[tuple[Tag, Tag]] | None:
    """Return the tags that open with those that close them; None unless all are closed in their order.

    >>> [(a.name, b.start) for a, b in pairs_of(tags_of("<p>One<br>two</p>"))]
    [('p', 13)]
    """
    opened: list[Tag] = []
    pairs: list[tuple[Tag, Tag]] = []
    for tag in tags:
        if not tag.is_half:
            continue
        if not tag.closes:
            opened.append(tag)
        elif opened and opened[-1].name == tag.name:
            pairs.append((opened.pop(), tag))
        else:
            return None
    return None if opened else pairs


def has_escaped(text: str) -> bool:
    """Whether a text holds an escaped tag."""
    return "&" in text and _ESCAPED.search(text) is not None


def escaped_lines(lines: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of the lines with escaped tags that the Unicode stage will resolve: those before any ``<``."""
    for number, line in enumerate(lines):
        if "<" in line:
            return
        if has_escaped(line):
            yield number


def left_behind(lines: Sequence[str], worth: Iterable[int], read: Callable[[str], Tags]) -> frozenset[int]:
    """Return the numbers of the lines whose known tags an extractor left; none for a text that is about markup.

    ``worth``: the lines that hold ``<`` or ``[/``, in their order.  ``read``: returns the tags of a line.
    """
    found = [number for number in worth if _holds_tags(lines[number], read) or _is_lone_link(lines, number)]
    if not found or is_about_markup("\n".join(lines)):
        return frozenset()
    elements = [number for number in found if _ELEMENT.match(lines[number])]
    if 2 * sum(len(lines[number]) for number in elements) > sum(map(len, lines)):
        # The text is nothing but elements.
        return frozenset(found)
    if any(_is_announced(lines, number) for number in elements):
        return frozenset()
    shown = set(_shown(lines, elements, read))
    return frozenset(n for n in found if n not in shown and not lines[n].startswith((" ", "\t")))


def _holds_tags(line: str, read: Callable[[str], Tags]) -> bool:
    return ("<" in line and bool(read(line).known)) or ("[/" in line and _BBCODE.search(line) is not None)


def _is_lone_link(lines: Sequence[str], number: int) -> bool:
    """Whether a line with links in reStructuredText is a paragraph by itself: documentation wraps its lines."""
    if ">`_" not in lines[number]:
        return False
    around = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
    return not any(line.strip() for line in around)


def _is_announced(lines: Sequence[str], number: int) -> bool:
    """Whether the line above says in a sentence that an example follows: "Put this below the article:"."""
    above = next((lines[n].rstrip() for n in range(number - 1, -1, -1) if lines[n].strip()), "")
    if not above.endswith((":", "：")):
        return False
    return len(above.split()) >= _LEAST_TO_ANNOUNCE or (not above.isascii() and len(above) >= _LEAST_UNSPACED)


def _shown(lines: Sequence[str], elements: Sequence[int], read: Callable[[str], Tags]) -> Iterator[int]:
    """Yield the elements that stand in a row that is long, or holds one that is not closed on its line."""
    row: list[int] = []
    for number in [*elements, len(lines) + 1]:
        if row and number > row[-1] + 1:
            if len(row) > _MOST_IN_A_ROW or any(read(lines[n]).pairs is None for n in row):
                yield from row
            row = []
        row.append(number)


def is_about_markup(text: str) -> bool:
    """Whether a text shows markup or speaks of it.

    >>> is_about_markup("A page in HTML has a head."), is_about_markup("See https://example.org/css/a.html, please.")
    (True, False)
    """
    first = text.find("<")
    # What stays escaped below a tag is shown.
    if first >= 0 and _ESCAPED.search(text, text.rfind("\n", 0, first) + 1):
        return True
    low = text.lower()
    page = _PAGE.match(low)
    if any(map(low.__contains__, _SHOWN_BY)) or any(shows.search(low, page.end() if page else 0) for shows in _SHOWS):
        return True
    if "::" in text and _DIRECTIVE.search(text):
        return True
    bare = " " + _ANY_TAG.sub(" ", text)
    return _SPEAKS.search(bare.lower()) is not None or _NAMES.search(bare) is not None
