"""Which kinds of characters a text holds: most texts in other scripts than Latin hold none that any step changes.

Latin texts hold few characters outside ASCII, which are looked at one by one (`signs.py`). Others hold hundreds, so
each character counts with the kinds it is of, by a table, and all of a text come to one number. The same table says
where a text in any script could hold mojibake.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from ..native import kinds as kinds_of
from ..native import places as places_of

__all__ = [
    "ASTRAL", "CJK", "KEY", "LONELY", "MARK", "QUOTE", "SUSPECT", "WORK", "WORK_CJK", "all_sound", "kinds_of",
    "places_of", "table",
]  # fmt: skip

QUOTE = 0x01
"""A quote that becomes straight."""
WORK = 0x02
"""Something that a step changes in a line without Han, Kana or Hangul, quotes and what is mojibake apart."""
WORK_CJK = 0x04
"""The same in a line with one of these."""
KEY = 0x08
"""What every piece of mojibake holds one of."""
CJK = 0x10
"""Han, Kana or Hangul."""
MARK = 0x20
"""What may change with what stands before it in NFC."""
SUSPECT = 0x40
"""Something that bad places are made of, beside another character outside ASCII."""
LONELY = 0x80
"""The same, with nothing but ASCII beside it."""
ASTRAL = 0x100
"""Above U+FFFF: of these nothing is known."""


def all_sound(held: int) -> bool:
    """Whether no text of characters of these kinds together can be bad: that takes a key, and something suspect."""
    return not held & ASTRAL and not (held & KEY and held & (SUSPECT | LONELY))


def table(members: Mapping[int, Iterable[str]]) -> bytes:
    """The kinds of each character up to U+FFFF, from the characters of each kind; marks are added."""
    made = bytearray(0x10000)
    for kind, chars in {**members, MARK: _marks()}.items():
        for char in chars:
            if ord(char) < len(made):
                made[ord(char)] |= kind
    return bytes(made)


def _marks() -> set[str]:
    """What NFC changes, moves, or composes with what stands before it: No and Maybe in UAX #15, 9, and all marks."""
    found = {*map(chr, range(0x1161, 0x1176)), *map(chr, range(0x11A8, 0x11C3))}
    for char in map(chr, range(0x80, 0x10000)):
        parts = unicodedata.decomposition(char)
        if parts and parts[0] != "<":
            found.update(chr(int(part, 16)) for part in parts.split()[1:])
        if unicodedata.combining(char) or not unicodedata.is_normalized("NFC", char):
            found.add(char)
    return found
