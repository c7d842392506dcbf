"""Normalisation form C, also where `unicodedata` takes long: to tell whether a text is in it, and to bring it there.

`unicodedata.is_normalized` reads a text once, unless it meets a character that may compose with the one before it.
Every text in Hindi holds one, the nukta; then it decomposes and composes the whole text, which takes fifty times
as long. So for the scripts of India we look only at the neighbours of such characters.

`unicodedata.normalize` sorts the marks behind a letter by moving each to its place past all that are before it: for a
hundred thousand of them that takes minutes. Honest text holds a few (UAX #15, 13, "Stream-Safe Text Format", allows
for thirty), so of more than that we sort them ourselves before.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import chain, starmap
from operator import itemgetter

_INDIA = range(0x0900, 0x0E00)
_BLOCK = 7  # Bits of a code point's place in its block.
_INDIA_RE = re.compile(f"[{chr(_INDIA.start)}-{chr(_INDIA.stop - 1)}]")
_LAST, _FIRST_TWO = itemgetter(slice(-1, None)), itemgetter(slice(2))
_SAMPLE = 300  # Characters at the start of a text that tell its script: what is fast, not what is right.


@lru_cache(maxsize=1)
def _second_halves() -> frozenset[str]:
    """The characters of these scripts that may compose with the one before them."""
    pairs = (unicodedata.decomposition(chr(code)).split() for code in _INDIA)
    return frozenset(chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and pair[0][0] != "<")


@cache
def _second_halves_of(block: int) -> tuple[str, ...]:
    """Those in one block of 128 code points: a script of India has one to itself."""
    return tuple(char for char in _second_halves() if ord(char) >> _BLOCK == block)


def nfc(text: str) -> str:
    """The same as `unicodedata.normalize("NFC", text)`, in time that grows as the text does."""
    # So many marks in a row that three of those would be marks: looked for so, the others cost nothing.
    if len(text) > _STEP and _MAY_BE_MARKS.search(text[::_STEP]):
        text = _marks_re().sub(_in_order, text)
    return unicodedata.normalize("NFC", text)


_STEP = 30
# No mark is a letter, a digit or a space: to list them all takes a tenth of a second, which most runs can spare.
_MAY_BE_MARKS = re.compile(r"[^\w\s\x00-\u02ff]{3}")


@lru_cache(maxsize=1)
def _marks_re() -> re.Pattern[str]:
    """A row of marks, and of what is made of marks alone."""
    marks = (char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(_apart(char)[0]))
    return re.compile(f"[{''.join(marks)}]{{{_STEP},}}")


def _in_order(marks: re.Match[str]) -> str:
    """In canonical order: by class, and within each as they stood (The Unicode Standard, 3.11)."""
    return "".join(sorted(chain.from_iterable(map(_apart, marks[0])), key=unicodedata.combining))


def _apart(char: str) -> str:
    return unicodedata.normalize("NFD", char)


def is_nfc(text: str) -> bool:
    """The same as `unicodedata.is_normalized("NFC", text)`."""
    # In UTF-8 all of these begin with one byte, which is found at once.
    sampled = b"\xe0" in text[:_SAMPLE].encode("utf-8", "surrogatepass")
    first = _INDIA_RE.search(text, 0, _SAMPLE) if sampled else None
    if first:
        found = [char for char in _second_halves_of(ord(first[0]) >> _BLOCK) if char in text]
        parts = [text.split(char) for char in found]
        if found and all(_are_settled(char, its) for char, its in zip(found, parts, strict=True)):
            # They are composed with their neighbours, so they can be masked: all else is for the quick check.
            text = "!".join(parts[0])
            for char in found[1:]:
                text = text.replace(char, "!")
    return unicodedata.is_normalized("NFC", text)


def _are_settled(char: str, parts: list[str]) -> bool:
    """Whether a character is settled wherever it parts a text."""
    # Of one character before it and two behind there are few.
    sides = set(zip(map(_LAST, parts), map(_FIRST_TWO, parts[1:]), strict=False))
    return all(starmap(_settled(char), sides))


@cache
def _settled(char: str) -> Callable[[str, str], bool]:
    """Whether a character is composed with its neighbours, who hold all that it could compose or change places with.

    Nothing crosses a character that starts a cluster, so one must stand at either side.
    """

    @lru_cache(maxsize=65536)
    def settled(before: str, behind: str) -> bool:
        return (
            before != ""
            and _starts_cluster(before)
            and any(map(_starts_cluster, behind))
            and unicodedata.is_normalized("NFC", before + char + behind)
        )

    return settled


def _starts_cluster(char: str) -> bool:
    return (
        unicodedata.combining(char) == 0
        and char not in _second_halves()
        and (ord(char) in _INDIA or unicodedata.category(char)[0] in "PZ" or char.isascii())
    )
