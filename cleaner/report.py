"""What audits come to: documents by status, removals by topic, rule and site, samples, and who lost most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .audit.packed import unpack
from .audit.reader import Audit
from .audit.record import Record
from .audit.restore import where
from .fold import fold
from .html import PAGE_END, PAGE_HEAD, bars, escape
from .rules import load_lists, topic_of

_RULES = 20
_SAMPLES = 3
_LINES = 50
_LOST = 50
_SAMPLE_LENGTH = 200
# So many different lines are counted at once.
_MOST_LINES = 100_000


@dataclass
class Report:
    """Counts that add up, in memory that grows with rules, sites and gutted documents but not with the corpus.

    `lost` are documents with the share of bytes that rules removed, those that lost most among them. `lines` are counts
    of removed lines by rule, exact up to `most_lines` different ones; beyond that each is too low by `missed` at most.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    unicode: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lines: Counter[tuple[str, str]] = field(default_factory=Counter)
    most_lines: int = _MOST_LINES
    missed: int = 0
    lost: list[tuple[float, str, str]] = field(default_factory=list)
    gutted: list[str] = field(default_factory=list)

    def add(self, audit: Audit) -> None:
        """Add an audit."""
        for record in audit.records():
            self._add_document(record)
        texts = sum(closing["documents"] for closing in audit.closings.values())
        self.statuses["failed"] += len(audit.failed)
        recorded = sum(values.count for values in audit.values.values())
        self.statuses["unchanged"] += len(audit.unchanged) + texts - recorded

    def _add_document(self, record: Record) -> None:
        self.statuses[record["status"]] += 1
        removed = 0
        site = urlsplit(record.get("url", "")).hostname or ""
        for start, end, _, by, old in unpack(record["edits"]):
            if ":" not in by or by.startswith("unicode:"):
                self.unicode[by.removeprefix("unicode:")] += 1
                continue
            removed += end - start
            self.rules[by] += 1
            self.topics[topic_of(by)] += 1
            if site:
                self.sites[site] += 1
            self._add_line(by, str(old).strip())
        if removed:
            self.lost.append((removed / max(1, record["bytes"][0]), where(record), record["status"]))
            if record["status"] == "gutted":
                self.gutted.append(where(record))
            if len(self.lost) > 100 * _LOST:
                self.lost = self._lost()

    def _add_line(self, rule: str, text: str) -> None:
        text = text[:_SAMPLE_LENGTH]
        samples = self.samples[rule]
        if len(samples) < _SAMPLES and text and text not in samples:
            samples.append(text)
        if text and "\n" not in text:
            self.lines[rule, fold(text)] += 1
            if len(self.lines) > self.most_lines:
                self._forget_rare_lines()

    def _forget_rare_lines(self) -> None:
        """Take the median count from all counts, and leave out what falls to none: what is frequent stays.

        Source: Misra and Gries, "Finding repeated elements" (1982).
        """
        least = sorted(self.lines.values())[len(self.lines) // 2]
        self.lines = Counter({line: count - least for line, count in self.lines.items() if count > least})
        self.missed += least

    def unnamed(self) -> list[tuple[str, str, int]]:
        """The lines removed most often that no rule names exactly: rule, folded line, count."""
        exact = {fold(line) for rules in load_lists() for rule in rules for line in rule.lines}
        common = ((rule, line, count) for (rule, line), count in self.lines.most_common() if count > 1)
        return [found for found in common if found[1] and found[1] not in exact][:_LINES]

    def as_dict(self) -> dict[str, Any]:
        """Return the report for programs."""
        return {
            "documents": dict(self.statuses.most_common()),
            "topics": dict(self.topics.most_common()),
            "rules": dict(self.rules.most_common()),
            "sites": dict(self.sites.most_common()),
            "unicode": dict(self.unicode.most_common()),
            "samples": {rule: self.samples[rule] for rule, _ in self.rules.most_common(_RULES)},
            "unnamed_lines": [{"rule": rule, "line": line, "count": count} for rule, line, count in self.unnamed()],
            "lost_most": [
                {"document": name, "status": status, "share": round(share, 4)} for share, name, status in self._lost()
            ],
            "gutted": sorted(self.gutted),
        }

    def _lost(self) -> list[tuple[float, str, str]]:
        return sorted(self.lost, key=lambda found: (-found[0], found[1]))[:_LOST]

    def as_page(self) -> str:
        """Return the report for people, as one page."""
        rules = self.rules.most_common(_RULES)
        samples = "".join(
            f'<tr><td>{escape(rule)}</td><td class="n">{count:,}</td>'
            f"<td>{'<br>'.join(escape(text) for text in self.samples[rule])}</td></tr>"
            for rule, count in rules
        )
        unnamed = ((f"{line}  [{rule}]", count) for rule, line, count in self.unnamed())
        lost = "".join(
            f'<tr><td class="n">{share:.0%}</td><td>{escape(name)}</td><td>{escape(status)}</td></tr>'
            for share, name, status in self._lost()
        )
        gutted = "".join(f"<tr><td>{escape(name)}</td></tr>" for name in sorted(self.gutted))
        return "".join(
            (
                PAGE_HEAD.format(title="What was removed"),
                "<h1>What was removed</h1>\n",
                f"<p>{self.statuses.total():,} documents, {self.rules.total():,} removals</p>\n",
                bars("Documents by status", self.statuses.most_common()),
                bars("Removals by topic", self.topics.most_common()),
                bars("Removals by rule", self.rules.most_common(_LINES)),
                bars("Removals by site", self.sites.most_common(_LINES)),
                bars("Unicode changes by step", self.unicode.most_common()),
                _table("The rules with most hits, and what they removed", samples),
                bars("Lines removed most often that no rule names exactly", unnamed),
                _table("Documents that lost most", lost),
                _table("Gutted documents", gutted),
                PAGE_END,
            )
        )


def _table(title: str, rows: str) -> str:
    return f"<h2>{escape(title)}</h2>\n<table>{rows}</table>\n" if rows else ""


def report(audits: Iterable[Audit]) -> Report:
    """Return the report on some audits."""
    made = Report()
    for audit in audits:
        with audit:
            made.add(audit)
    return made
