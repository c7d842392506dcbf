"""Which characters beyond plain ASCII a text holds, and the text with the frequent ones plain.

Worked out once for a text: rules, filters and the Unicode stage all ask.  What is plain ASCII they read two to three
times as fast, and nearly all of what is not in English news is quotation marks, dashes and no-break spaces.
"""

from __future__ import annotations

import re
from operator import itemgetter

from .native import others

# Printable ASCII, tab and line feed.
PLAIN_BYTES = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_ASCII = bytes(range(0x80))
# Characters at the start of a text that tell whether most are beyond ASCII.
_SAMPLE = 256
_NONE: frozenset[str] = frozenset()

# One code point for another: an offset in the plain view holds in the text.
FREQUENT = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}

# A quotation mark at a line's end that points to where a link leads: "Share on Facebook »".
POINTERS = frozenset("»›")
_ANGLES = re.compile("[«‹»›]")
_AT_END = re.compile("(?<![»›])[»›]++(?=[ \t\u00a0]*+(?:\n|$))")
_MAY_END = ("", "\n", " ", "\t", "\u00a0", "»", "›")
_NO_POINTER_BEHIND = tuple(".!?…,;:")

# A letter that UTF-8 read in a one-byte encoding leaves, and what then follows it: only then is ftfy worth asking.
BEGINS = frozenset(map(chr, (*range(0xC2, 0xF5), *range(0x102, 0x11C))))
GOES_ON = re.compile("[\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
MOJIBAKE = re.compile(f"[{''.join(sorted(BEGINS))}]{GOES_ON.pattern}")
_LAST = itemgetter(slice(-1, None))


def beyond_ascii(text: str) -> str:
    """Return the characters of a text outside ASCII, as often as they stand there."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def signs_of(text: str) -> frozenset[str] | None:
    """Return the characters of a text but for printable ASCII, tabs and line feeds; None if most are no ASCII.

    >>> sorted(signs_of("The “Café”, coffee for 5 €"))
    ['é', '“', '”', '€']
    """
    if text.isascii():
        rest = text.encode("ascii").translate(None, PLAIN_BYTES)
        return frozenset(rest.decode("ascii")) if rest else _NONE
    sample = text[:_SAMPLE]
    if len(sample.encode("utf-8", "surrogatepass")) > 1.5 * len(sample):
        return None
    found = others(text)
    if found is None:
        rest = text.encode("utf-8", "surrogatepass").translate(None, PLAIN_BYTES)
        found = frozenset(rest.decode("utf-8", "surrogatepass"))
    return found


def plain_view(text: str, signs: frozenset[str] | None) -> str:
    """Return a text with its quotation marks, dashes and no-break spaces plain, code point for code point.

    An angle at a line's end that closes no quotation is an arrow.  In mojibake these signs are pieces of letters: it is
    mended before.
    """
    if signs is None:
        # Of a text that is mostly beyond ASCII nothing gets faster.
        return with_arrows(text)
    if not signs.isdisjoint(POINTERS):
        text = with_arrows(text)
    for sign in signs.intersection(FREQUENT):
        text = text.replace(sign, FREQUENT[sign])
    return text


def with_arrows(text: str) -> str:
    """Return a text with an arrow for each angle that ends a line and closes no quotation."""
    found: list[re.Match[str]] = []
    for sign in POINTERS:
        # Looking for a sign takes a tenth of looking for a pattern, and few stand at the end of a line.
        at = text.find(sign)
        while at >= 0:
            if text[at + 1 : at + 2] in _MAY_END and (ends := _AT_END.match(text, at)):
                found.append(ends)
            at = text.find(sign, at + 1)
    if not found:
        return text
    made: list[str] = []
    at = 0
    for ends in sorted(found, key=lambda ends: ends.start()):
        made += (text[at : ends.start()], _arrow(ends))
        at = ends.end()
    return "".join([*made, text[at:]])


def _arrow(found: re.Match[str]) -> str:
    """What ends a line: an arrow, unless it ends a sentence or closes what the line opens."""
    text, end = found.string, found.start()
    before = text[text.rfind("\n", 0, end) + 1 : end].rstrip()
    if not before or before.endswith(_NO_POINTER_BEHIND) or _ANGLES.search(before):
        return found[0]
    return ">" * len(found[0])


def holds_mojibake(text: str, signs: frozenset[str] | set[str]) -> bool:
    """Whether a text, whose characters beyond ASCII are given, may hold UTF-8 that was read in a one-byte encoding."""
    begins = signs & BEGINS
    if not begins:
        return False
    # Of what goes on with such a letter a text holds little: what stands before it is found faster than a pattern is.
    for sign in filter(GOES_ON.match, signs):
        *before, _ = text.split(sign)
        if not begins.isdisjoint(map(_LAST, before)):
            return True
    return False
