"""Rules: what they are, and how they are kept for another process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from .compiled import compile_re, compile_regex, without_guard
from .fold import fold_pattern

if TYPE_CHECKING:
    import regex

    _AnyPattern = re.Pattern[str] | regex.Pattern[str]

Removes = Literal["line", "span", "block", "rest", "context"]
Level = Literal["strict", "standard", "aggressive"]
Where = Literal["anywhere", "head", "foot", "end", "beside", "label", "between"]
Holds = Literal["links", "comments", "form", "bio", "end"]
Inside = Literal["no", "paragraphs", "lines", "never"]

LEVELS: tuple[Level, ...] = get_args(Level)


def topic_of(rule_id: str) -> str:
    """The topic in a rule's full id.

    >>> topic_of("en/related:also-read")
    'related'
    """
    return rule_id.partition(":")[0].rpartition("/")[2]


class RuleError(ValueError):
    """A rule file that cannot be used; the message names each rule and what to change."""


_TEXTS = ("lines", "match", "keep")


class _Packed:
    """Room for lines and examples as ``packed`` leaves them: most are never asked for, and to part them takes time."""

    __slots__ = ("_texts",)
    _texts: tuple[str | tuple[str, ...], ...]


# Compared by identity: a dictionary of rules must not hash all their examples at each look-up.
@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Rule(_Packed):
    """One rule: what it points at, why, and the examples that prove it.

    ``id`` is the path to open and the name within that file: ``en/related:also-read``.
    """

    id: str
    removes: Removes
    why: str
    lines: tuple[str, ...] = ()
    pattern: str = ""
    keywords: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    level: Level = "standard"
    where: Where = "anywhere"
    holds: Holds = "links"
    inside: Inside = "no"
    above: str = ""
    below: str = ""
    sites: tuple[str, ...] = ()
    bound: bool = False
    named: bool = False
    status: Literal["accepted", "proposed"] = "accepted"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> tuple[str, ...]:
            # Asked for what was not set: a rule that ``unpacked`` made.
            if name not in _TEXTS:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            texts = self._texts[_TEXTS.index(name)]
            apart = tuple(texts.split("\n")) if isinstance(texts, str) else texts
            object.__setattr__(self, name, apart)
            return apart

    @property
    def list_id(self) -> str:
        """The file's id: ``en/related``."""
        return self.id.partition(":")[0]

    @property
    def topic(self) -> str:
        """The file's last name: ``related``."""
        return topic_of(self.id)

    @property
    def language(self) -> str:
        """The file's first folder: ``en``; empty for a file outside any folder."""
        return self.list_id.partition("/")[0] if "/" in self.list_id else ""

    @property
    def has_neighbour(self) -> bool:
        """Whether it holds only right above or right below what another rule removes: found by that, not by words."""
        return bool(self.above or self.below)

    @property
    def regex(self) -> regex.Pattern[str]:
        """The pattern, compiled at its first use; raises ``regex.error`` where it cannot be."""
        return compile_pattern(self.pattern)

    def full_match(self, *, fast: bool) -> Callable[[str], Any]:
        """What tells whether the pattern takes a folded text whole; ``fast``: one that ``read_alike`` says yes to."""
        compiled = _compile_fast if fast else compile_pattern
        guard, pattern = without_guard(self.pattern)
        matches: Callable[[str], Any] = compiled(pattern).fullmatch
        if not guard:
            return matches
        forbids: Callable[[str], Any] = compiled(guard).match
        return lambda folded: matches(folded) and not forbids(folded)


@cache
def _compile_fast(pattern: str) -> _AnyPattern:
    """Compile with the standard library where it can: three times as fast, and alike on text read alike."""
    folded = fold_pattern(pattern)
    try:
        return compile_re(folded)
    except (re.error, FutureWarning):
        return compile_pattern(pattern)


@cache
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    return compile_regex(fold_pattern(pattern))


@dataclass(frozen=True)
class FilterList:
    """The rules of one file, in the file's order."""

    id: str
    path: Path
    rules: tuple[Rule, ...]

    @cached_property
    def language(self) -> str:
        return self.id.partition("/")[0] if "/" in self.id else ""

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)


def packed(rules: Iterable[Rule]) -> list[tuple[Any, ...]]:
    """Return rules as plain values, for the cache."""
    names = _plain_names()
    return [
        (tuple(_together(getattr(rule, name)) for name in _TEXTS), *(getattr(rule, name) for name in names))
        for rule in rules
    ]


def _plain_names() -> list[str]:
    return [each.name for each in fields(Rule) if each.name not in _TEXTS]


def _together(lines: tuple[str, ...]) -> str | tuple[str, ...]:
    """Lines as one text, which is read in a third of the time."""
    return "\n".join(lines) if lines and "\n" not in "".join(lines) else lines


def unpacked(values: Iterable[tuple[Any, ...]]) -> list[Rule]:
    """Return the rules that ``packed`` made plain."""
    # Each slot is set by itself: ``__init__`` of a frozen class takes three times as long, for thousands of rules.
    setters = [getattr(Rule, name).__set__ for name in ("_texts", *_plain_names())]
    rules = []
    for value in values:
        rule = object.__new__(Rule)
        for set_slot, its in zip(setters, value, strict=True):
            set_slot(rule, its)
        rules.append(rule)
    return rules
