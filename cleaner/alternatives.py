"""Find alternatives of a pattern that take the same text: one of them is idle, and in a repetition they are worse.

``(é|e)`` folds to ``(e|e)``: a line that holds forty of them can be read in a million million ways, and where the
pattern fits none, all are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from .fold import fold_pattern

_TOKENS = re.compile(r"\\[pP]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P?<\w+>|<?[=!]|[:>]))?|.", re.DOTALL)
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d*,?\d*\})[?+]?")
# Groups that take the text which they stand for: not those that only look ahead or behind.
_TAKES = re.compile(r"\((?!\?<?[=!])")
# A class of these is as good as alternatives: neither negated nor with ranges or classes of its own.
_CLASS = re.compile(r"\[([^\\^\[\]-]{1,8})\]")
_MOST_READINGS = 200
_SHOWN = 60


@dataclass
class _Group:
    opening: str
    around: _Group | None = None
    repeated: bool = False
    # Each alternative as it is written, and all texts that it takes; what is no plain letter stands as it is written.
    written: list[str] = field(default_factory=lambda: [""])
    readings: list[frozenset[str]] = field(default_factory=lambda: [frozenset([""])])

    def add(self, written: str, readings: frozenset[str]) -> None:
        """Let a piece follow; where there are too many texts, what is written stands for them."""
        before = self.readings[-1]
        if len(before) * len(readings) > _MOST_READINGS:
            readings = frozenset([_opaque(written)])
        self.written[-1] += written
        self.readings[-1] = frozenset(map("".join, product(before, readings)))

    def is_repeated(self) -> bool:
        """Whether its own quantifier, or one around it, repeats it."""
        return self.repeated or (self.around is not None and self.around.is_repeated())

    def shown(self) -> str:
        """Enough of it to find it by."""
        alternatives = "|".join(self.written)
        return f"({alternatives if len(alternatives) <= _SHOWN else f'{alternatives[:_SHOWN]}...'})"

    def close(self) -> tuple[str, frozenset[str]]:
        """The whole group as a piece."""
        written = f"{self.opening}{'|'.join(self.written)})"
        together = frozenset().union(*self.readings)
        if not _TAKES.match(self.opening) or len(together) > _MOST_READINGS:
            together = frozenset([_opaque(written)])
        return written, together


def said_twice(pattern: str) -> Iterator[str]:
    """Yield which alternatives of a pattern are idle.

    >>> print(*said_twice("(read|see) (the|é|e)"), *said_twice("(link |links? )+"), sep="; ")
    'e' in (the|é|e) is the same as 'é' once folded; 'links? ' in (link |links? ) takes 'link ' as 'link ' does
    """
    for group in _groups(pattern):
        first: dict[str, str] = {}
        for written in group.written:
            folded = fold_pattern(written)
            if folded not in first:
                first[folded] = written
            elif written == first[folded]:
                yield f"{written!r} stands twice in {group.shown()}"
            else:
                yield f"{written!r} in {group.shown()} is the same as {first[folded]!r} once folded"
        # A choice that is made once costs nothing.
        if group.is_repeated():
            yield from _overlaps(group)


def _overlaps(group: _Group) -> Iterator[str]:
    taken: dict[str, str] = {}
    for written, readings in zip(group.written, group.readings, strict=True):
        for reading in sorted(readings):
            other = taken.setdefault(reading, written)
            if fold_pattern(other) != fold_pattern(written):
                yield f"{written!r} in {group.shown()} takes {reading!r} as {other!r} does"
                break


def _opaque(written: str) -> str:
    return f"<{written}>"


def _groups(pattern: str) -> list[_Group]:
    """Return each group, the whole pattern first."""
    group = _Group("")
    groups = [group]
    at = 0
    while at < len(pattern):
        found = _TOKENS.match(pattern, at)
        assert found
        token, at = found[0], found.end()
        if token.startswith("("):
            group = _Group(token, group)
            groups.append(group)
            continue
        if token == "|":
            group.written.append("")
            group.readings.append(frozenset([""]))
            continue
        closed = group if token == ")" and group.around else None
        written, readings = closed.close() if closed else (token, _readings(token))
        if sign := _QUANTIFIER.match(pattern, at):
            at = sign.end()
            written += sign[0]
            readings = readings | {""} if sign[0] == "?" else frozenset([_opaque(fold_pattern(written))])
        if closed and closed.around:
            closed.repeated = bool(sign and sign[0][0] != "?")
            group = closed.around
        group.add(written, readings)
    return groups


def _readings(token: str) -> frozenset[str]:
    if found := _CLASS.fullmatch(token):
        return frozenset(map(fold_pattern, found[1]))
    if len(token) == 2 and token[0] == "\\" and not token[1].isalnum():
        return frozenset([token[1]])
    plain = len(token) == 1 and token not in ".^$"
    return frozenset([fold_pattern(token) if plain else _opaque(token)])
