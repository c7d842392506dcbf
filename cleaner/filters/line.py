"""Whole lines that a rule knows."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..rules import Rule
from ..text import Removal


def point_at_lines(document: Document) -> Iterator[Removal]:
    """Point at each line that a rule with ``removes = "line"`` matches, first those that may stand anywhere.

    What they take is no prose; so where the article begins and ends is known before rules that hold only
    above it (``where = "head"``) or below it (``where = "foot"``) are asked.
    """
    for number, rules in document.hits.items():
        rule = next(
            (r for r in rules if r.removes == "line" and r.where == "anywhere" and in_place(document, number, r)),
            None,
        )
        if rule:
            yield document.take(number, rule.id)
    for number, rules in document.hits.items():
        if number in document.gone:
            continue
        rule = next((r for r in rules if r.removes == "line" and in_place(document, number, r)), None)
        if rule:
            yield document.take(number, rule.id)


def in_place(document: Document, number: int, rule: Rule) -> bool:
    """Whether a line stands where its rule holds: anywhere, above the first prose, or below the last.

    A rule bound to its language holds only in documents written in it.
    """
    if rule.bound and rule.language not in document.languages:
        return False
    if rule.where == "head":
        return number < document.first_prose < len(document.lines)
    if rule.where == "foot":
        return number > document.last_prose > -1
    return True
