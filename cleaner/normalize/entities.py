"""HTML entities: where ftfy would unescape them, and the nested ones, which it would take all day over."""

from __future__ import annotations

import re

import ftfy
from ftfy import fixes
from ftfy.chardata import HTML_ENTITIES, HTML_ENTITY_RE

from ..signs import PLAIN_BYTES

_AMPERSANDS = "|".join(name[1:] for name, char in HTML_ENTITIES.items() if char == "&")
_NESTED = f"&(?:{_AMPERSANDS}|#0{{0,22}}38;|#[xX]0{{0,21}}26;)"
_NESTED_RE = re.compile(_NESTED + "{2,}")
_ROUNDS = 8

MAX_LENGTH: int = ftfy.TextFixerConfig().max_decode_length
"""ftfy cuts lines that are longer than this many characters, and fixes the pieces one by one."""


def has_entity(text: str) -> bool:
    """Whether ftfy would find something that looks like an HTML entity before the first `<`: see `markup_start`."""
    if "&" not in text:
        return False
    found = HTML_ENTITY_RE.search(text)
    return found is not None and found.start() < markup_start(text)


def markup_start(text: str) -> int:
    """Where the line, or the piece of a long line, with the first `<` starts: entities from there on are markup."""
    first = text.find("<")
    if first < 0:
        return len(text)
    line = text.rfind("\n", 0, first) + 1
    return first - (first - line) % MAX_LENGTH


def unnested(line: str) -> str:
    """The line unescaped for good if it is plain ASCII before and after and holds nested entities; else the line.

    ftfy unescapes "&amp;amp;amp;lt;" one level in each round over the line, so its time grows with the square of
    the depth. In plain ASCII no other step has anything to do between two rounds, so we may take them all at once.

    >>> unnested("&" + "amp;" * 100_000 + "lt;")
    '<'
    """
    if "&" not in line or "<" in line or not line.isascii() or _NESTED_RE.search(line) is None:
        return line
    fixed = flat(line)
    for _ in range(_ROUNDS):
        before, fixed = fixed, fixes.unescape_html(fixed)
        if fixed == before:
            return fixed if fixed.isascii() and not fixed.encode("ascii").translate(None, PLAIN_BYTES) else line
    return line


def flat(line: str, least: int = 2) -> str:
    """The line with an ampersand that was escaped again and again, so many times at `least`, escaped once.

    >>> flat("&amp;amp;amp;lt;")
    '&amp;lt;'
    """
    return re.sub(f"{_NESTED}{{{least},}}", "&amp;", line)
