"""Counts that add up: documents, characters and removals by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter

from ..rules import topic_of


@dataclass
class Tally:
    """What was done to some documents.

    `characters_in` and `characters_out` count code points of their texts, before and after. Every document is
    changed, dropped or neither; `gutted` are those that lost too much (see `Cleaner.max_removed`) or would have,
    `empty` those that had nothing but spaces to begin with.
    """

    documents: int = 0
    changed: int = 0
    gutted: int = 0
    empty: int = 0
    dropped: int = 0
    characters_in: int = 0
    characters_out: int = 0
    removals: Counter[str] = field(default_factory=Counter)  # By rule id.

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        for name, number in zip(_NUMBERS, _numbers(other), strict=True):
            if number:
                setattr(self, name, getattr(self, name) + number)
        self.removals.update(other.removals)

    def as_list(self) -> list[object]:
        """Return the tally in a short form that JSON can hold."""
        return [*_numbers(self), dict(self.removals)]

    @classmethod
    def from_list(cls, values: list[object]) -> Tally:
        """Return the tally that `as_list` wrote; raises `ValueError` for anything else."""
        *numbers, removals = values
        if len(numbers) != len(_NUMBERS) or not all(isinstance(number, int) for number in numbers):
            raise ValueError(f"not a tally: {values!r}")
        if not isinstance(removals, dict):
            raise ValueError(f"not a tally: {values!r}")
        tally = cls(removals=Counter(removals))
        for name, number in zip(_NUMBERS, numbers, strict=True):
            setattr(tally, name, number)
        return tally

    def by_topic(self) -> dict[str, int]:
        """Return the removals by family: `en/related:also-read` counts for `related`. Most frequent first."""
        return by_topic(self.removals)


def most_first(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts, the highest first, those that are equal by name: not as workers came to be done.

    >>> most_first({"b": 1, "a": 1, "c": 2})
    {'c': 2, 'a': 1, 'b': 1}
    """
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def by_topic(removals: Mapping[str, int]) -> dict[str, int]:
    """Return counts by rule id as counts by topic, the most frequent first."""
    topics: Counter[str] = Counter()
    for rule, count in removals.items():
        topics[topic_of(rule)] += count
    return most_first(topics)


_NUMBERS = tuple(f.name for f in fields(Tally) if f.name != "removals")
_numbers = attrgetter(*_NUMBERS)
