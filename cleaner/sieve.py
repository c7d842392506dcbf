"""The first sieve, compiled: what ``_sieve.c`` needs to know of folding and of an index.

Without a compiler the package is installed without it; then the index asks its gates, with the same answers.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate

from .fold import AROUND, BEHIND, KEY_LENGTH, LOOSE_END, PARTS, fold_char, one_digit
from .keys import Tables
from .native import COMPILED, Sieve, grams, learn, paths, set_of, table
from .signs import BEGINS, GOES_ON

# As _sieve.c has them.
_NOTHING, _UNKNOWN, _SEVERAL, _LAST_SEVERAL = 0, 0xFFFF, 0xE000, 0xF8FF
_AROUND, _BEHIND, _LOOSE, _BEGINS_MOJIBAKE, _GOES_ON, _PART = 1, 2, 4, 8, 16, 32
_MOST = 8
_MOST_RULES = 0xFFFF
_PLANE = 0x10000

Packed = tuple[bytes, ...]


def folding() -> Packed:
    """Return what each code point of the Basic Multilingual Plane folds to, and what else is known of it, as bytes."""
    folds, kinds, several = array("H", bytes(2 * _PLANE)), bytearray(_PLANE), array("H")
    numbers: dict[str, int] = {}
    for code in range(_PLANE):
        char = chr(code)
        folded = fold_char(char)
        if char in PARTS or len(folded) > _MOST or any(ord(c) >= _PLANE for c in folded):
            folds[code] = _UNKNOWN
        elif len(folded) > 1:
            if folded not in numbers:
                several.extend([len(folded), *map(ord, folded), *[0] * (_MOST - len(folded))])
            folds[code] = _SEVERAL + numbers.setdefault(folded, len(numbers))
        else:
            folds[code] = ord(folded) if folded else _NOTHING
        kinds[code] = (
            _AROUND * (char in AROUND)
            | _BEHIND * (char in BEHIND)
            | _LOOSE * (char in LOOSE_END)
            | _BEGINS_MOJIBAKE * (char in BEGINS)
            | _GOES_ON * (GOES_ON.match(char) is not None)
            | _PART * (char in PARTS)
        )
    if _SEVERAL + len(numbers) > _LAST_SEVERAL:
        raise ValueError(f"{len(numbers)} foldings of several characters are more than the compiled sieve has room for")
    return folds.tobytes(), bytes(kinds), several.tobytes()


def packed(made: Sequence[Tables]) -> list[Packed]:
    """Return what ``unpacked`` makes compiled sieves of, one for each index; empty where there can be none."""
    if not COMPILED or any(len(its.needs) > _MOST_RULES for its in made):
        return []
    return [folding(), *map(hashed, made)]


def unpacked(parts: Sequence[Packed]) -> list[Sieve]:
    """Return the compiled sieves that ``packed`` described; from then on lines are folded by them as well."""
    if parts:
        learn(*parts[0])
    return [Sieve(*parts[0], *its) for its in parts[1:]]


def hashed(made: Tables) -> Packed:
    """Return the keys of an index as the hash tables of a compiled sieve, and what it must know of its rules."""
    heads, tails = dict(made.heads.pairs()), dict(made.tails.pairs())
    labels = made.whole.texts
    beginnings = sorted({one_digit(label)[:KEY_LENGTH] for label in labels})
    needs = [[number for group in groups for number in _as_grams(group)] for groups in made.needs]
    # Of keys from the end the sieve reads the last character first, as they are stored.
    return (
        table([*heads.items()]),
        table([*tails.items()]),
        set_of(labels),
        set_of(beginnings),
        paths([*heads], beginnings),
        paths([*tails], []),
        *_lists(made.groups),
        *_lists(needs),
    )


def _as_grams(words: tuple[str, ...]) -> list[int]:
    """A group of words, of which a rule needs one: how many, and what each is made of."""
    return [len(words), *(number for word in words for number in grams(word))]


def _lists(lists: Sequence[Sequence[int]]) -> Packed:
    """Lists of small numbers: where each starts among all, and all of them."""
    starts = array("I", [0, *accumulate(map(len, lists))])
    return starts.tobytes(), array("H", [number for each in lists for number in each]).tobytes()
