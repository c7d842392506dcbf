"""Edits of a text in which each character that went became the same everywhere: nearly every text.

Found at the speed of `re.split`, and proved on the way: what the edits make of the original is compared with what was
written.  Where they differ, `edits.py` looks closer.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from ..normalize import normalize, parse_unicode
from ..signs import PLAIN_BYTES
from .align import step
from .edits import Edit
from .packed import RUN, pack

if TYPE_CHECKING:
    from .align import Change

_PLAIN = parse_unicode("plain")
_COMMON = "“”‘’\u00a0\r\u200b\u00ad\u2009\u202f"

Pieces = dict[int, bytes]


def alike(text: str, after_text: str, before: bytes, after: bytes, cuts: list[Change]) -> list[Any] | None:
    """Return the edits that made after_text of text, in the short form of `pack`, or None if they are not of this kind.

    `before` and `after` are the two in UTF-8 (surrogates as three bytes); `cuts` are spans of code points of the text,
    sorted and disjoint, that went as they are.
    """
    pieces, packed = _without(text, before, cuts)
    if b"".join(pieces.values()) == after:
        return packed
    # Most often only these went; the closer look costs as much as all the rest.
    common = "".join([char for char in _COMMON if char in text and char not in after_text])
    found = _replaced(pieces, common, after)
    if found is None:
        odd = before.translate(None, PLAIN_BYTES).decode("utf-8", "surrogatepass")
        gone = "".join(sorted(char for char in set(odd) if char != _alone(char) and char not in after_text))
        found = _replaced(pieces, gone, after) if gone != "".join(sorted(common)) else None
    if found is None:
        return None
    packed += found
    packed.sort(key=_first)
    return packed


def _first(entry: list[Any]) -> int:
    start: int = entry[0] if isinstance(entry[0], int) else entry[0][0]
    return start


def _without(text: str, before: bytes, cuts: list[Change]) -> tuple[Pieces, list[Any]]:
    """Return what the cuts leave, each piece by its offset in bytes, and the cuts in the short form."""
    if not cuts:
        return {0: before}, []
    ascii_only = text.isascii()
    pieces: Pieces = {}
    found: list[Edit] = []
    at = offset = 0
    for start, end, _, by in cuts:
        size = start - at if ascii_only else len(text[at:start].encode("utf-8", "surrogatepass"))
        old = text[start:end]
        pieces[offset] = before[offset : offset + size]
        offset += size
        begin = offset
        offset += len(old) if ascii_only else len(old.encode("utf-8", "surrogatepass"))
        found.append(Edit(begin, offset, 0, by, old))
        at = end
    pieces[offset] = before[offset:]
    return pieces, pack(found)


def _replaced(pieces: Pieces, gone: str, after: bytes) -> list[Any] | None:
    """Return the places of some characters, in the short form, if without them the pieces are what was written."""
    if not gone:
        return None
    pattern, table = _replacements(gone)
    places: dict[bytes, list[int]] = {}
    made: list[bytes] = []
    for offset, piece in pieces.items():
        parts = pattern.split(piece)  # Text, separator, text, separator, ..., text.
        separators = parts[1::2]
        ends = accumulate(map(len, parts), initial=offset)
        for old, start in zip(separators, list(ends)[1::2], strict=False):
            places.setdefault(old, []).append(start)
        parts[1::2] = map(table.__getitem__, separators)
        made += parts
    if b"".join(made) != after:
        return None
    return [entry for old, starts in places.items() for entry in _entries(starts, old, len(table[old]))]


def _entries(starts: list[int], old: bytes, new: int) -> list[Any]:
    size, (by, was) = len(old), _named(old)
    if len(starts) >= RUN:
        return [[[starts[0], *[later - earlier for earlier, later in pairwise(starts)]], size, new, by, was]]
    return [[start, start + size, new, by, was] for start in starts]


@lru_cache(maxsize=1024)
def _replacements(gone: str) -> tuple[re.Pattern[bytes], dict[bytes, bytes]]:
    """A pattern with these characters as its only group, and what each becomes when it stands alone."""
    olds = ["\r\n"] * ("\r" in gone) + list(gone)  # CRLF counts as one.
    table = {_utf8(old): _utf8(_alone(old)) for old in olds}
    return re.compile(b"(" + b"|".join(map(re.escape, table)) + b")"), table


@lru_cache(maxsize=4096)
def _named(old: bytes) -> tuple[str, str]:
    was = old.decode("utf-8", "surrogatepass")
    return step(was, _alone(was)), was


@lru_cache(maxsize=4096)
def _alone(char: str) -> str:
    return normalize(char, _PLAIN)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
