"""From settings to a plan: ftfy's configurations, and how to tell that a line needs none of ftfy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ftfy
from ftfy.chardata import HTML_ENTITY_RE

from . import badness, invisible
from .scripts import CJK_RE
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

OwnStep = tuple[str, Callable[[str], tuple[str, int]]]


def _nfc(text: str) -> tuple[str, int]:
    return unicodedata.normalize("NFC", text), 0


OWN_STEPS: tuple[OwnStep, ...] = (
    ("controls", invisible.remove_controls),
    ("invisible", invisible.remove_invisible),
    ("spaces", invisible.plain_spaces),
    ("nfc", _nfc),
)


@dataclass(frozen=True)
class LinePlan:
    """How to treat one kind of line: those with Han, Kana or Hangul, or the others."""

    needs_ftfy: re.Pattern[str]
    """Found in every line that ftfy changes other than by straightening quotes, unescaping or composing."""
    quotes: tuple[tuple[str, str], ...]
    config: ftfy.TextFixerConfig
    own: tuple[OwnStep, ...]


@dataclass(frozen=True)
class Plan:
    """What the settings come to."""

    entities: bool
    nfc: bool
    cjk: LinePlan
    other: LinePlan

    def of(self, line: str) -> LinePlan:
        """The plan for this line."""
        return self.other if CJK_RE.search(line) is None else self.cjk


@lru_cache(maxsize=1)
def _heuristic() -> badness.Heuristic | None:
    return badness.read_heuristic()


@lru_cache(maxsize=2)
def _needs_ftfy(widths: bool) -> re.Pattern[str]:
    heuristic = _heuristic()
    quotes = badness.quotes()
    if heuristic is None or not all(heuristic.survives(old, new) for old, new in quotes.items()):
        return re.compile(r"[^\t\n -~]")  # Anything that is not plain ASCII.
    touched = "".join(re.escape(char) for char in sorted(badness.touched(widths)))
    return re.compile(f"[{touched}{heuristic.keys}](?:(?<=[{touched}])|{heuristic.suspect})")


@lru_cache(maxsize=64)
def plan_for(settings: UnicodeSettings) -> Plan:
    """Work out the plan of these settings. The first call imports ftfy and reads its tables."""
    on: dict[str, Any] = {name: step in settings.steps for step, names in FTFY_NAMES.items() for name in names}
    config = ftfy.TextFixerConfig(explain=False)._replace(**on)
    config = config._replace(
        unescape_html="auto" if "entities" in settings.steps else False,
        normalization="NFC" if "nfc" in settings.steps else None,
    )
    own = tuple(step for step in OWN_STEPS if step[0] in settings.steps)
    quotes = tuple(badness.quotes().items()) if "quotes" in settings.steps else ()
    widths: tuple[OwnStep, ...] = (("widths", invisible.fold_cjk_widths),) if "widths" in settings.steps else ()
    return Plan(
        entities="entities" in settings.steps,
        nfc="nfc" in settings.steps,
        cjk=LinePlan(
            _needs_ftfy(widths=False),
            (),
            config._replace(uncurl_quotes=False, fix_character_width=False),
            widths + own,
        ),
        other=LinePlan(_needs_ftfy(widths=True), quotes, config, own),
    )


def has_entity(text: str) -> bool:
    """Whether ftfy would find something that looks like an HTML entity."""
    return "&" in text and HTML_ENTITY_RE.search(text) is not None
