"""From settings to a plan: ftfy's configurations, and how to tell that a text needs none of ftfy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import ftfy

from ..compiled import compile_re
from . import badness, invisible, kinds
from .composed import is_nfc, nfc
from .scripts import CJK_BMP
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
    run: Callable[[str], str]
    may_change: Callable[[str], object]
    """Falsy only for a text that `run` leaves alone."""


OWN_STEPS: tuple[OwnStep, ...] = (
    OwnStep("widths", invisible.fold_cjk_widths, invisible.CJK_WIDTHS_RE.search),
    OwnStep("controls", invisible.remove_controls, invisible.CONTROLS_RE.search),
    OwnStep("spaces", invisible.plain_spaces, invisible.SPACES_RE.search),
    OwnStep("invisible", invisible.remove_invisible, invisible.CANDIDATE_RE.search),
    OwnStep("nfc", nfc, lambda text: not is_nfc(text)),
)


_WITHOUT_WIDTHS = [name for name in badness.STEPS_AFTER_HEURISTIC if name != "fix_character_width"]
_ANY_BUT_PLAIN = re.compile(r"[^\t\n -~]")
_COMMON = "“”‘’\u00a0"
_TYPICAL = f"{_COMMON}„‚–—…•™"


class Tables:
    """What is derived from ftfy once, whatever the settings. Patterns are compiled when they are first needed."""

    def __init__(self, derived: dict[str, Any]) -> None:
        self.touched: dict[str, str] = derived["touched"]
        self.touched_cjk: dict[str, str] = derived["touched_cjk"]
        self.quotes: dict[str, str] = derived["quotes"]
        self.reach: int = derived["reach"]
        self.harmless: frozenset[str] = derived["harmless"]
        """Characters that no step changes, quotes and spaces apart, and of which no bad text can be made."""
        self.suspects: frozenset[str] = derived["suspects"]
        """The other characters of ftfy's heuristic."""
        self.space_suspects: frozenset[str] = derived["space_suspects"]
        """Only texts with one of these can become bad when an odd space is made plain."""
        self._keys: frozenset[str] = derived["keys"]
        self._suspect: str = derived["suspect"]
        self.kinds: bytes = derived["kinds"]
        """See `kinds.py`."""

    @cached_property
    def suspect(self) -> re.Pattern[str]:
        """Found in every line that ftfy's heuristic calls bad."""
        return compile_re(f"{badness.as_class(self._keys)}(?:{self._suspect})")

    @cached_property
    def needs_ftfy(self) -> re.Pattern[str]:
        """Found in every line that ftfy changes other than by straightening quotes, unescaping and composing."""
        return self._scan(self.touched, "")

    @cached_property
    def needs_ftfy_cjk(self) -> re.Pattern[str]:
        """The same for ftfy without its step for widths."""
        return self._scan(self.touched_cjk, "")

    @cached_property
    def needs_work(self) -> re.Pattern[str]:
        """Found where `needs_ftfy` is, and in every line that our own steps change other than by composing."""
        return self._scan(self.touched, invisible.OWN)

    @cached_property
    def needs_work_cjk(self) -> re.Pattern[str]:
        """The same for lines with Han, Kana or Hangul."""
        return self._scan(self.touched_cjk, invisible.OWN + "".join(invisible.CJK_WIDTHS))

    @cached_property
    def space_suspect(self) -> re.Pattern[str]:
        """One of `space_suspects`."""
        return compile_re(badness.as_class(self.space_suspects))

    def _scan(self, touched: Iterable[str], also: str) -> re.Pattern[str]:
        always = badness.as_class(touched)[1:-1] + also
        keys = badness.as_class(self._keys)[1:-1]
        return compile_re(f"[{always}{keys}](?:(?<=[{always}])|{self._suspect})")


@lru_cache(maxsize=1)
def tables() -> Tables | None:
    """The tables, or None if ftfy's heuristic cannot be read: then only plain ASCII text goes without ftfy."""
    derived = badness.derived("tables", _derive)
    return None if derived is None else Tables(derived)


def _derive() -> dict[str, Any] | None:
    """Work out the tables, as plain values."""
    heuristic = badness.read_heuristic()
    quotes = badness.quotes()
    if heuristic is None or any(heuristic.woken(old, new) for old, new in quotes.items()):
        return None
    touched, touched_cjk = map(badness.touched, (badness.STEPS_AFTER_HEURISTIC, _WITHOUT_WIDTHS))
    own = members(invisible.OWN)
    harmless = frozenset(
        char
        for char in heuristic.harmless(_TYPICAL)
        if char not in touched and not invisible.CANDIDATE_RE.match(char) and is_inert(char)
    )
    return {
        "touched": touched,
        "touched_cjk": touched_cjk,
        "quotes": quotes,
        "reach": heuristic.reach,
        "suspects": heuristic.involved - harmless,
        "harmless": harmless,
        "space_suspects": frozenset().union(*(heuristic.woken(space, " ") for space in invisible.SPACES)),
        "keys": heuristic.keys,
        "kinds": kinds.table(
            {
                kinds.QUOTE: quotes,
                kinds.WORK: [*touched, *own],
                kinds.WORK_CJK: [*touched_cjk, *own, *invisible.CJK_WIDTHS],
                kinds.KEY: heuristic.keys,
                kinds.CJK: members(CJK_BMP),
                kinds.SUSPECT: heuristic.involved - harmless,
                kinds.LONELY: heuristic.lonely - harmless,
            }
        ),
        "suspect": heuristic.suspect,
    }


def members(ranges: str) -> list[str]:
    """The characters up to U+FFFF of a class, as it stands between brackets in a pattern.

    >>> members("a-cx")
    ['a', 'b', 'c', 'x']
    """
    return re.findall(f"[{ranges}]", "".join(map(chr, range(0x10000))))


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

    cjk: bool
    tables: Tables | None
    quotes: dict[str, str]
    config: ftfy.TextFixerConfig
    own: tuple[OwnStep, ...]

    @cached_property
    def needs_ftfy(self) -> re.Pattern[str]:
        """See `Tables`."""
        if self.tables is None:
            return _ANY_BUT_PLAIN
        return self.tables.needs_ftfy_cjk if self.cjk else self.tables.needs_ftfy

    @cached_property
    def needs_work(self) -> re.Pattern[str]:
        """See `Tables`."""
        if self.tables is None:
            return _ANY_BUT_PLAIN
        return self.tables.needs_work_cjk if self.cjk else self.tables.needs_work

    @cached_property
    def space_suspect(self) -> re.Pattern[str]:
        """See `Tables`."""
        return _ANY_BUT_PLAIN if self.tables is None else self.tables.space_suspect

    @cached_property
    def any_quote(self) -> re.Pattern[str]:
        """A quote that becomes straight."""
        return re.compile(badness.as_class(self.quotes))

    def straight(self, text: str) -> str:
        """The text with the quotes of these lines straight."""
        for quote in set(self.any_quote.findall(text)) if self.quotes else ():
            text = text.replace(quote, self.quotes[quote])
        return text

    @cached_property
    def fold(self) -> dict[str, str]:
        """What ftfy makes of CRLF and of single characters, where it need not look around them."""
        names = [name for name in badness.STEPS_AFTER_HEURISTIC if getattr(self.config, name)]
        # Surrogates come in pairs, escapes and what is left of C1 in sequences: those are for ftfy.
        fold = {
            char: new
            for char, new in self._touched(names).items()
            if not "\ud800" <= char <= "\udfff" and not "\x80" <= char <= "\x9f" and char != "\x1b"
        }
        return {"\r\n": "\n", **fold} if "\r" in fold else fold

    def _touched(self, names: list[str]) -> dict[str, str]:
        if self.tables and names == list(badness.STEPS_AFTER_HEURISTIC):
            return self.tables.touched
        if self.tables and names == _WITHOUT_WIDTHS:
            return self.tables.touched_cjk
        return badness.touched(names)

    @cached_property
    def fold_re(self) -> re.Pattern[str]:
        """Any key of `fold`, the longest first."""
        return re.compile("|".join(["\r\n"] * ("\r\n" in self.fold) + [badness.as_class(self.fold.keys() - {"\r\n"})]))


@dataclass(frozen=True)
class Plan:
    """What the settings come to."""

    entities: bool
    nfc: bool
    common: dict[str, str]
    """The replacements of one character by another that most texts need."""
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
    quotes = found.quotes if found and "quotes" in settings.steps else {}
    spaces = dict.fromkeys(invisible.SPACES, " ") if "spaces" in settings.steps else {}
    simple = {**quotes, **spaces}
    own_other = tuple(step for step in own if step.name != "widths")
    cjk_config = config._replace(uncurl_quotes=False, fix_character_width=False)
    return Plan(
        entities="entities" in settings.steps,
        nfc="nfc" in settings.steps,
        common={old: simple[old] for old in _COMMON if old in simple},
        rare={old: new for old, new in simple.items() if old not in _COMMON},
        other=LinePlan(False, found, quotes, config, own_other),
        cjk=LinePlan(True, found, {}, cjk_config, own),
    )
