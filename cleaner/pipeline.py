"""``Cleaner``: the one path through all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Literal

from .document import Document
from .filters import FILTERS
from .filters.span import point_at_spans, span_suspects
from .index import Index
from .normalize import normalize, parse_unicode
from .rules import LEVELS, FilterList, Level, Rule, choose, load_lists
from .text import Removal, cut, merge, split_lines, tidy

Status = Literal["unchanged", "cleaned", "empty", "gutted"]


@dataclass(frozen=True, slots=True)
class Result:
    """What ``Cleaner.explain`` found.

    ``removals`` are sorted and disjoint spans of ``original``; ``cuts`` are the spans that went: the removals and the
    line ends and blank lines that they left behind.  ``text`` is what stayed, normalised.
    """

    original: str
    text: str
    removals: tuple[Removal, ...]
    cuts: tuple[tuple[int, int], ...]
    status: Status


class Engine:
    """The rules of one choice of settings, indexed."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        general = [rule for rule in rules if not rule.sites]
        self.lines = Index(rule for rule in general if rule.removes != "span")
        self.spans = Index(rule for rule in general if rule.removes == "span")

    def find(self, text: str) -> tuple[list[Removal], list[str], list[int]]:
        """Return the removals, sorted and disjoint, and the lines and their offsets."""
        lines, starts = split_lines(text)
        document = Document(text, lines, starts, {})
        for number in self.lines.suspects(lines):
            rules = self.lines.match(document.folded(number))
            if rules:
                document.hits[number] = rules
        removals: list[Removal] = []
        if document.hits:
            for _, point in FILTERS:
                removals += point(document)
        for number in span_suspects(self.spans, lines):
            if number not in document.gone:
                removals += point_at_spans(self.spans, lines[number], starts[number])
        return list(merge(removals)), lines, starts


@lru_cache(maxsize=16)
def _engine(
    languages: tuple[str, ...] | None,
    level: Level,
    lists: tuple[str, ...],
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...],
) -> Engine:
    if select == ():
        return Engine(())
    return Engine(choose(load_lists(languages, lists), level, select, ignore))


@dataclass(frozen=True)
class Cleaner:
    """Strips boilerplate by rules, then normalises the Unicode.  Immutable, picklable, safe to share among threads.

    languages: whose lists to use, such as ``("de", "en")``; None for all.  Lists for any language are always used.
    level: ``"strict"`` (rules that were never wrong on our data), ``"standard"`` or ``"aggressive"``.
    lists: folders or files with rules of your own, besides the built-in ones.
    select, ignore: rules by id (``en/related:also-read``), list (``en/related``), topic (``related``) or language.
    ``select=None`` takes all, ``select=()`` none, which leaves only the Unicode stage.
    unicode: a preset, ``"plain"``, ``"repair"`` or ``"none"``, or a tuple of a preset and steps to leave out.

    Rules are read at the first use, once per process.  Raises TypeError or ValueError for a wrong argument.
    """

    languages: tuple[str, ...] | None = None
    level: Level = "standard"
    lists: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    unicode: str | tuple[str, ...] = "plain"

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"level must be one of {', '.join(LEVELS)}, not {self.level!r}")
        for name in ("languages", "lists", "select", "ignore"):
            value = getattr(self, name)
            if value is None and name in ("languages", "select"):
                continue
            object.__setattr__(self, name, _names(name, value))
        if not isinstance(self.unicode, str):
            object.__setattr__(self, "unicode", _names("unicode", self.unicode))
        parse_unicode(self.unicode)

    def __getstate__(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _settings(self) -> object:
        return parse_unicode(self.unicode)

    @cached_property
    def _engine(self) -> Engine:
        return _engine(self.languages, self.level, self.lists, self.select, self.ignore)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, in the order of their lists."""
        return self._engine.rules

    @cached_property
    def digest(self) -> str:
        """A hexadecimal SHA-256 of the rules in force, the options and the version: equal digests, equal output."""
        from . import __version__

        seen = hashlib.sha256(repr((__version__, self.level, self.unicode)).encode())
        for rule in self.rules:
            seen.update(repr((rule.id, rule.removes, rule.lines, rule.pattern, rule.keywords, rule.where, rule.sites)).encode())
        return seen.hexdigest()

    def clean(self, text: str) -> str:
        """Return text without boilerplate, its Unicode normalised.  Raises TypeError for anything but a str."""
        _expect_text(text)
        removals, lines, starts = self._engine.find(text)
        if removals:
            text = cut(text, tidy(lines, starts, len(text), removals))
        return normalize(text, self._settings)

    def explain(self, text: str, url: str | None = None) -> Result:
        """Return what ``clean`` returns, and what was removed by which rule, with offsets in the text given."""
        _expect_text(text)
        removals, lines, starts = self._engine.find(text)
        cuts = tidy(lines, starts, len(text), removals)
        cleaned = normalize(cut(text, cuts), self._settings)
        status: Status = "unchanged" if cleaned == text else "cleaned"
        if not cleaned.strip():
            status = "gutted" if text.strip() else "empty"
        return Result(text, cleaned, tuple(removals), tuple(cuts), status)


def _expect_text(text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"expected a str, not {type(text).__name__}: decode bytes first, and leave out what is None")


def _names(argument: str, value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError(f"{argument} must be several names, such as ({value!r},), not the text {value!r}")
    names = tuple(str(name) for name in value)
    return names


@lru_cache(maxsize=1)
def _default() -> Cleaner:
    return Cleaner()


def clean(text: str) -> str:
    """Return text without boilerplate, its Unicode normalised: ``Cleaner().clean(text)``.

    >>> clean("The ferry sank.\\n\\nAdvertisement\\n\\nNobody was hurt.")
    'The ferry sank.\\n\\nNobody was hurt.'
    """
    return _default().clean(text)
