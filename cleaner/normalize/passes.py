"""Passes over a text: ftfy for the lines that need it, our own steps for all, until nothing changes."""

from __future__ import annotations

import unicodedata
from collections import Counter

import ftfy

from . import explain
from .plan import LinePlan, Plan, has_entity, plan_for
from .settings import UnicodeSettings


def settle(text: str, settings: UnicodeSettings, entities: bool = True) -> str:
    """Repeat the pass until the text is its own result."""
    plan = plan_for(settings)
    while True:
        changed = pass_(text, plan, entities)
        if changed == text:
            return text
        text = changed


def settle_explained(text: str, settings: UnicodeSettings) -> tuple[str, dict[str, int]]:
    """As `settle`, and count the places that each step changed."""
    plan = plan_for(settings)
    counts: Counter[str] = Counter()
    while True:
        changed = pass_(text, plan, True, counts)
        if changed == text:
            return text, {name: counts[name] for name in settings.names() if counts[name]}
        text = changed


def pass_(text: str, plan: Plan, entities: bool = True, counts: Counter[str] | None = None) -> str:
    """One run over the text, line by line."""
    out = []
    for line in _lines(text):
        out.append(_line(line, plan, plan.of(line), entities, counts))
        entities = entities and "<" not in line
    return "".join(out)


def _lines(text: str) -> list[str]:
    """The text cut after each line feed."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines


def _line(line: str, plan: Plan, how: LinePlan, entities: bool, counts: Counter[str] | None) -> str:
    if (
        how.needs_ftfy.search(line)
        or (plan.entities and entities and has_entity(line))
        or (plan.nfc and not unicodedata.is_normalized("NFC", line))
    ):
        config = how.config if entities else how.config._replace(unescape_html=False)
        line = ftfy.fix_text(line, config) if counts is None else explain.fix_text(line, config, counts)
    else:
        for old, new in how.quotes:
            if counts is not None:
                counts["quotes"] += line.count(old)
            line = line.replace(old, new)
    for name, step in how.own:
        before = line
        line, places = step(line)
        if counts is not None and line != before:
            counts[name] += places or explain.changed_runs(before, line)
    return line
