"""What is stored of an index: many short texts, each with the number of a group of rules, read in no time."""

from __future__ import annotations

import marshal
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

# Answers remembered before the memory starts afresh: about 10 MB.
_REMEMBERED = 1 << 16
_NONE = -1
# Which lengths keys have is known by this many characters.
_CORNER = 5
_KEYS = ("whole", "heads", "tails")


class Keys(dict[str, int]):
    """Sorted texts without line ends, each with a number; -1 for any other text.

    A dictionary of all of them would take longer to make than most programs have text.  So the texts stand in a list,
    which is searched by halving, and the dictionary holds the answers that were given.  With
    ``from_end`` each text is written backwards in the list.
    """

    def __init__(self, numbers: Mapping[str, int] | None = None, *, from_end: bool = False) -> None:
        super().__init__()
        pairs = sorted((text[::-1] if from_end else text, number) for text, number in (numbers or {}).items())
        self.from_end = from_end
        self._together = "\n".join([text for text, _ in pairs])
        self._numbers = array("I", [number for _, number in pairs])

    @cached_property
    def texts(self) -> list[str]:
        """The sorted texts; parted when first needed, for a text of a line or two mostly needs none of them."""
        return self._together.split("\n") if self._numbers else []

    def __missing__(self, text: str) -> int:
        if len(self) > _REMEMBERED:
            self.clear()
        wanted = text[::-1] if self.from_end else text
        at = bisect_left(self.texts, wanted)
        number = self._numbers[at] if at < len(self.texts) and self.texts[at] == wanted else _NONE
        self[text] = number
        return number

    def pairs(self) -> Iterator[tuple[str, int]]:
        """Yield the texts as they are stored, each with its number."""
        return zip(self.texts, self._numbers, strict=True)

    def packed(self) -> tuple[str, bytes, bool]:
        """Return plain values that ``unpacked`` takes, on the same machine."""
        return self._together, self._numbers.tobytes(), self.from_end

    @classmethod
    def unpacked(cls, texts: str, numbers: bytes, from_end: bool) -> Keys:
        """Return what ``packed`` made plain."""
        keys = cls(from_end=from_end)
        keys._together = texts
        keys._numbers.frombytes(numbers)
        return keys


class Lengths(dict[str, tuple[int, ...]]):
    """How long the keys are that a text may begin (of keys from the end: end) with, by its first (last) characters.

    Fills itself: most texts share their corners with few keys.
    """

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self._keys = keys

    def of(self, text: str) -> tuple[int, ...]:
        """The lengths of the keys worth looking up in a text."""
        return self[text[-_CORNER:] if self._keys.from_end else text[:_CORNER]]

    def __missing__(self, corner: str) -> tuple[int, ...]:
        if len(self) > _REMEMBERED:
            self.clear()
        wanted, texts = corner[::-1] if self._keys.from_end else corner, self._keys.texts
        ends = range(1, len(corner) + 1)
        found = {n for n in ends if self._keys[corner[-n:] if self._keys.from_end else corner[:n]] >= 0}
        # A text shorter than a corner has no longer keys.
        for at in range(bisect_left(texts, wanted), len(texts) if len(corner) == _CORNER else 0):
            if not texts[at].startswith(wanted):
                break
            found.add(len(texts[at]))
        lengths = self[corner] = tuple(sorted(found))
        return lengths


@dataclass
class Tables:
    """Where the rules of an index are found, each by its number: all that is stored of an index.

    ``heads``, ``tails`` and ``whole`` map keys, and folded lines without the punctuation at their end, to the number
    of a group of rules, in ``groups``; all sorted.  ``words``: for patterns open at both ends; ``at_end``: the rules of
    those that hold for the last lines only.  ``begins`` and ``ends`` hold for each rule what all its matches begin or
    end with, empty where that is not known or the keys have told it; ``packed_needs`` groups of texts, of each of which
    they hold one.
    """

    groups: list[tuple[int, ...]] = field(default_factory=list)
    whole: Keys = field(default_factory=Keys)
    heads: Keys = field(default_factory=Keys)
    tails: Keys = field(default_factory=Keys)
    words: dict[str, int] = field(default_factory=dict)
    at_end: list[int] = field(default_factory=list)
    begins: list[tuple[str, ...]] = field(default_factory=list)
    ends: list[tuple[str, ...]] = field(default_factory=list)
    packed_needs: bytes = marshal.dumps([])

    @cached_property
    def needs(self) -> list[tuple[tuple[str, ...], ...]]:
        """What rules need: read when first needed, for a compiled sieve knows it by itself."""
        needs: list[tuple[tuple[str, ...], ...]] = marshal.loads(self.packed_needs)
        return needs

    def packed(self) -> tuple[Any, ...]:
        """Return plain values, for the cache."""
        values = [getattr(self, each.name) for each in fields(self)]
        return tuple(value.packed() if isinstance(value, Keys) else value for value in values)

    @classmethod
    def unpacked(cls, values: Iterable[Any]) -> Tables:
        """Return the tables that ``packed`` made plain."""
        names = [each.name for each in fields(cls)]
        made: dict[str, Any] = dict(zip(names, values, strict=True))
        return cls(**made | {name: Keys.unpacked(*made[name]) for name in _KEYS})
