"""The indexes of some rules by what they take, and of them those that one document concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from .fold import fold
from .index import Index
from .keys import Tables
from .rules import Inside, Neighbours, Rule

if TYPE_CHECKING:
    from ._sieve import Sieve

# Labels remembered with their rules: pages of one site have the same.
_MOST_LABELS = 1 << 14


class Indexes:
    """Some rules, indexed: those for whole lines, those for spans, and those that are found by a line's neighbour."""

    def __init__(self, rules: Iterable[Rule], made: Sequence[Tables] = (), sieves: Sequence[Sieve] = ()) -> None:
        of_lines, of_spans = made or (None, None)
        for_lines, for_spans = sieves or (None, None)
        lines, spans, beside = parted(rules)
        self.beside = Neighbours(beside)
        self.lines = Index(lines, of_lines, for_lines)
        self.spans = Index(spans, of_spans, for_spans)


class InForce:
    """The rules that a document concerns: ``lines``, ``spans`` and ``beside`` of some indexes, the general one first.

    ``at_end``: the indexes that are asked about a document's last lines; ``context``: from the names of the context
    rules to their ids; ``inside``: the ids of the rules whose lines stand inside articles too, and between what.
    """

    def __init__(self, indexes: Sequence[Indexes], context: Mapping[str, str], inside: Mapping[str, Inside]) -> None:
        self.lines = [index.lines for index in indexes]
        self.spans = [index.spans for index in indexes]
        self.beside = Neighbours(rule for index in indexes for rule in index.beside.rules)
        self.at_end = [index for index in self.lines if index.looks_at_end]
        self.context = context
        self.inside = inside
        self._of_labels: dict[str, tuple[Rule | None]] = {}

    def rule_for(self, label: str) -> Rule | None:
        """The rule that takes a label, as it is written, for a line: one that holds anywhere, if there is one."""
        known = self._of_labels.get(label)
        if known is None:
            rules = [rule for rule in self.match(label) if rule.removes == "line"]
            known = (next((rule for rule in rules if rule.where == "anywhere"), rules[0] if rules else None),)
            if len(self._of_labels) > _MOST_LABELS:
                self._of_labels.clear()
            self._of_labels[label] = known
        return known[0]

    def match(self, line: str) -> list[Rule]:
        """Return the rules that take a line whole, as it is written."""
        folded = fold(line)
        return [rule for index in self.lines for rule in index.match(folded)]


def parted(rules: Iterable[Rule]) -> tuple[list[Rule], list[Rule], list[Rule]]:
    """Return the rules for whole lines, those for spans, and those that are found by a line's neighbour."""
    lines: list[Rule] = []
    spans: list[Rule] = []
    beside: list[Rule] = []
    for rule in rules:
        (beside if rule.above or rule.below else spans if rule.removes == "span" else lines).append(rule)
    return lines, spans, beside
