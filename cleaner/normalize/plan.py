"""From settings to a plan: ftfy's configurations, and how to tell that a text needs none of ftfy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import ftfy

from . import badness, invisible
from .composed import is_nfc
from .settings import UnicodeSettings

# ftfy's name for each of our steps. `mojibake` has two, since ftfy mends lone C1 controls outside fix_encoding too.
FTFY_NAMES: dict[str, tuple[str, ...]] = {
    "entities": ("unescape_html",),
    "mojibake": ("fix_encoding", "fix_c1_controls"),
    "ligatures": ("fix_latin_ligatures",),
    "widths": ("fix_character_width",),
    "quotes": ("uncurl_quotes",),
    "line-ends": ("fix_line_breaks",),
    "surrogates": ("fix_surrogates",),
    "escapes": ("remove_terminal_escapes",),
    "controls": ("remove_control_chars",),
}


class OwnStep(NamedTuple):
    """One of our own steps."""

    name: str
    run: Callable[[str], tuple[str, int]]
    """Returns the text and how many places it changed; 0 also if it does not count them."""
    may_change: Callable[[str], object]
    """Falsy only for a text that `run` leaves alone."""


def _nfc(text: str) -> tuple[str, int]:
    return unicodedata.normalize("NFC", text), 0


OWN_STEPS: tuple[OwnStep, ...] = (
    OwnStep("widths", invisible.fold_cjk_widths, invisible.CJK_WIDTHS_RE.search),
    OwnStep("controls", invisible.remove_controls, invisible.CONTROLS_RE.search),
    OwnStep("spaces", invisible.plain_spaces, invisible.SPACES_RE.search),
    OwnStep("invisible", invisible.remove_invisible, invisible.CANDIDATE_RE.search),
    OwnStep("nfc", _nfc, lambda text: not is_nfc(text)),
)


@dataclass(frozen=True, eq=False)
class Tables:
    """What is derived from ftfy once, whatever the settings."""

    needs_ftfy: re.Pattern[str]
    """Found in every line that ftfy changes other than by straightening quotes, unescaping and composing."""
    needs_ftfy_cjk: re.Pattern[str]
    """The same for ftfy without its step for widths."""
    suspect: re.Pattern[str]
    """Found in every line that ftfy's heuristic calls bad."""
    needs_work: re.Pattern[str]
    """Found where `needs_ftfy` is, and in every line that our own steps change other than by composing."""
    needs_work_cjk: re.Pattern[str]
    suspects: frozenset[str]
    """The characters of ftfy's heuristic that are not harmless."""
    space_suspects: frozenset[str]
    """Only texts with one of these can become bad when an odd space is made plain."""
    harmless: frozenset[str]
    """Characters that no step changes, quotes and spaces apart, and of which no bad text can be made."""
    lonely: frozenset[str]
    """A bad place that holds none of these has a suspect beside another character outside ASCII."""
    reach: int
    quotes: tuple[tuple[str, str], ...]


_ANY_NON_ASCII = re.compile(r"[^\t\n -~]")
_COMMON = "“”‘’\u00a0"
_TYPICAL = f"{_COMMON}„‚–—…•™"


@lru_cache(maxsize=1)
def tables() -> Tables | None:
    """The tables, or None if ftfy's heuristic cannot be read: then only plain ASCII text goes without ftfy."""
    heuristic = badness.read_heuristic()
    quotes = badness.quotes()
    if heuristic is None or any(heuristic.woken(old, new) for old, new in quotes.items()):
        return None
    steps = badness.STEPS_AFTER_HEURISTIC
    touched = frozenset(badness.touched(steps))
    touched_cjk = frozenset(badness.touched([name for name in steps if name != "fix_character_width"]))
    own = invisible.OWN

    def scan(fixed: frozenset[str], also: str) -> re.Pattern[str]:
        always = badness.as_class(fixed)[1:-1] + also
        keys = badness.as_class(heuristic.keys)[1:-1]
        return re.compile(f"[{always}{keys}](?:(?<=[{always}])|{heuristic.suspect})")

    harmless = frozenset(
        char
        for char in heuristic.harmless(_TYPICAL)
        if char not in touched and not invisible.CANDIDATE_RE.match(char) and is_inert(char)
    )
    return Tables(
        needs_ftfy=scan(touched, ""),
        needs_ftfy_cjk=scan(touched_cjk, ""),
        suspect=re.compile(f"{badness.as_class(heuristic.keys)}(?:{heuristic.suspect})"),
        needs_work=scan(touched, own),
        needs_work_cjk=scan(touched_cjk, own + "".join(invisible.CJK_WIDTHS)),
        suspects=heuristic.involved - harmless,
        space_suspects=frozenset().union(*(heuristic.woken(space, " ") for space in invisible.SPACES)),
        harmless=harmless,
        lonely=heuristic.lonely,
        reach=heuristic.reach,
        quotes=tuple(quotes.items()),
    )


def is_inert(char: str) -> bool:
    """Whether NFC leaves the character alone whatever stands beside it.

    What composes with the character before it is a mark, or a letter without case of an Indic script or a Jamo.

    >>> [is_inert(char) for char in ("é", "—", "\\ufe0f", "\\u0301", "क", "\\u0958")]
    [True, True, True, False, False, False]
    """
    if unicodedata.category(char) in ("Mn", "Mc", "Me", "Lo") and char not in "\ufe0e\ufe0f":
        return False
    return unicodedata.is_normalized("NFC", char)


@dataclass(frozen=True)
class LinePlan:
    """How to treat one kind of line: those with Han, Kana or Hangul, or the others."""

    needs_ftfy: re.Pattern[str]
    needs_work: re.Pattern[str]
    quotes: tuple[tuple[str, str], ...]
    quotes_re: re.Pattern[str]
    space_suspects_re: re.Pattern[str]
    fold: dict[str, str]
    """What ftfy makes of single characters, where it need not look around them."""
    fold_re: re.Pattern[str]
    config: ftfy.TextFixerConfig
    own: tuple[OwnStep, ...]


@dataclass(frozen=True)
class Plan:
    """What the settings come to."""

    entities: bool
    nfc: bool
    common: tuple[tuple[str, str], ...]
    """The replacements of one character by another that every text is searched for."""
    rare: dict[str, str]
    """The other replacements of quotes and spaces."""
    cjk: LinePlan
    other: LinePlan


@lru_cache(maxsize=64)
def plan_for(settings: UnicodeSettings) -> Plan:
    """Work out the plan of these settings. The first call imports ftfy and reads its tables."""
    on: dict[str, Any] = {name: step in settings.steps for step, names in FTFY_NAMES.items() for name in names}
    config = ftfy.TextFixerConfig(explain=False)._replace(**on)
    config = config._replace(
        unescape_html="auto" if "entities" in settings.steps else False,
        normalization="NFC" if "nfc" in settings.steps else None,
    )
    own = tuple(step for step in OWN_STEPS if step.name in settings.steps)
    found = tables()
    quotes = found.quotes if found and "quotes" in settings.steps else ()
    spaces = tuple((space, " ") for space in invisible.SPACES if "spaces" in settings.steps)
    cjk_config = config._replace(uncurl_quotes=False, fix_character_width=False)
    any_quote = re.compile(badness.as_class(frozenset(old for old, _ in quotes)) if quotes else r"(?!)")
    if found is None:
        needs = [_ANY_NON_ASCII] * 5
    else:
        suspects = re.compile(badness.as_class(found.space_suspects))
        needs = [found.needs_ftfy, found.needs_work, found.needs_ftfy_cjk, found.needs_work_cjk, suspects]
    own_other = tuple(step for step in own if step.name != "widths")
    fold, fold_re = _fold(config)
    fold_cjk, fold_cjk_re = _fold(cjk_config)
    return Plan(
        entities="entities" in settings.steps,
        nfc="nfc" in settings.steps,
        common=tuple(pair for pair in quotes + spaces if pair[0] in _COMMON),
        rare={old: new for old, new in quotes + spaces if old not in _COMMON},
        other=LinePlan(needs[0], needs[1], quotes, any_quote, needs[4], fold, fold_re, config, own_other),
        cjk=LinePlan(needs[2], needs[3], (), any_quote, needs[4], fold_cjk, fold_cjk_re, cjk_config, own),
    )


def _fold(config: ftfy.TextFixerConfig) -> tuple[dict[str, str], re.Pattern[str]]:
    names = [name for name in badness.STEPS_AFTER_HEURISTIC if getattr(config, name)]
    # Surrogates come in pairs, escapes and what is left of C1 in sequences: those are for ftfy.
    fold = {
        char: new
        for char, new in badness.touched(names).items()
        if not "\ud800" <= char <= "\udfff" and not "\x80" <= char <= "\x9f" and char != "\x1b"
    }
    if config.fix_line_breaks:
        return {"\r\n": "\n", **fold}, re.compile(f"\r\n|{badness.as_class(frozenset(fold))}")
    return fold, re.compile(badness.as_class(frozenset(fold)) if fold else r"(?!)")
