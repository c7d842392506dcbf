"""``Cleaner``: the one path through all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from .engine import Engine, load_engine
from .normalize import UnicodeSettings, is_sound, normalize, parse_unicode
from .rules import LEVELS, Level, Rule
from .signs import signs_of
from .text import Removal, cut, tidy

if TYPE_CHECKING:
    from .audit import Edit

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

    def edits(self, encoding: str = "utf-8", errors: str = "surrogatepass") -> tuple[Edit, ...]:
        """Return every edit, of rules and of the Unicode stage, sorted and disjoint.

        Each is (start, end, new, by, old): offsets in bytes of the original in an encoding, how many bytes stand
        there now, the rule's id or the Unicode step (``unicode:quotes``), and what stood there.
        """
        from .audit import edits  # Only now: audit is built on this module.

        return edits(self, encoding, errors)


@dataclass(frozen=True)
class Cleaner:
    """Strips boilerplate by rules, then normalises the Unicode.  Immutable, picklable, safe to share among threads.

    languages: whose lists to use, such as ``("de", "en")``; None for all.  Lists for any language are always used.
    level: ``"strict"`` (rules that were never wrong on our data), ``"standard"`` or ``"aggressive"``.
    lists: folders or files with rules of your own, besides the built-in ones.
    select, ignore: rules by id (``en/related:also-read``), list (``en/related``), topic (``related``) or language.
    ``select=None`` takes all, ``select=()`` none, which leaves only the Unicode stage.
    unicode: a preset, ``"plain"``, ``"repair"`` or ``"none"``, or a tuple of a preset and steps to leave out, such as
    ``("plain", "-quotes")``.
    max_removed: a document that loses more than this share of its characters, or all its text, is ``gutted``; it is
    cleaned all the same, and whoever calls decides what to do with it.

    Rules are read at the first use, the built-in ones once per process.  Raises TypeError or ValueError for a wrong
    argument.
    """

    languages: tuple[str, ...] | None = None
    level: Level = "standard"
    lists: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    unicode: str | tuple[str, ...] = "plain"
    max_removed: float = 0.5

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"level must be one of {', '.join(LEVELS)}, not {self.level!r}")
        for name in ("languages", "lists", "select", "ignore"):
            value = getattr(self, name)
            if value is None and name in ("languages", "select"):
                continue
            object.__setattr__(self, name, _names(name, value))
        if not isinstance(self.max_removed, int | float):
            raise TypeError(f"max_removed must be a number, from 0 to 1, not {self.max_removed!r}")
        if not 0 <= self.max_removed <= 1:
            raise ValueError(f"max_removed is a share, from 0 to 1, not {self.max_removed!r}")
        if not isinstance(self.unicode, str):
            object.__setattr__(self, "unicode", _names("unicode", self.unicode))
        parse_unicode(self.unicode)

    def __getstate__(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _settings(self) -> UnicodeSettings:
        return parse_unicode(self.unicode)

    @cached_property
    def engine(self) -> Engine:
        """What finds the removals: for tools that ask which lines rules know, rather than clean."""
        return load_engine(self.languages, self.level, self.lists, self.select, self.ignore)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, in the order of their lists."""
        return self.engine.rules

    @cached_property
    def digest(self) -> str:
        """A hexadecimal SHA-256 of the rules in force, the options and the version: equal digests, equal output."""
        from . import __version__

        return hashlib.sha256(repr((__version__, self.level, self.unicode, self.engine.digest)).encode()).hexdigest()

    def clean(self, text: str, url: str | None = None) -> str:
        """Return text without boilerplate, its Unicode normalised.

        url: where the text comes from, for rules that hold for single sites.  Raises TypeError for anything but a str.
        """
        _, _, cleaned = self._done(text, url)
        return cleaned

    def _done(self, text: str, url: str | None) -> tuple[list[Removal], list[tuple[int, int]], str]:
        """The removals, the spans that go, and the text that is left."""
        _expect_text(text)
        signs = signs_of(text)
        sound = is_sound(text, signs)
        removals, lines, starts = self.engine.find(text, url, signs, sound)
        cuts: list[tuple[int, int]] = []
        if removals:
            sound = sound and all(_is_whole(text, removal) for removal in removals)
            cuts = tidy(lines, starts, len(text), removals)
            text = cut(text, cuts)
        return removals, cuts, normalize(text, self._settings, signs, sound)

    def explain(self, text: str, url: str | None = None) -> Result:
        """Return what ``clean`` returns, and what was removed by which rule, with offsets in the text given."""
        removals, cuts, cleaned = self._done(text, url)
        status: Status = "unchanged" if cleaned == text else "cleaned"
        if not text.strip():
            status = "empty"
        elif removals and (
            not cleaned.strip() or sum(r.end - r.start for r in removals) > self.max_removed * len(text)
        ):
            status = "gutted"
        return Result(text, cleaned, tuple(removals), tuple(cuts), status)


def _is_whole(text: str, removal: Removal) -> bool:
    """Whether a removal takes all of a line: then what it leaves is whole lines."""
    return text[max(0, removal.start - 1) : removal.start] in "\n" and text[removal.end : removal.end + 1] in "\n"


def _expect_text(text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"expected a str, not {type(text).__name__}: decode bytes first, and leave out what is None")


def _names(argument: str, value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError(f"{argument} must be several names, such as ({value!r},), not the text {value!r}")
    if not isinstance(value, Iterable):
        raise TypeError(f"{argument} must be several names, such as a tuple of texts, not {value!r}")
    names = tuple(value)
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"{argument} must be names, not {name!r}")
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
