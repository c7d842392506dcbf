"""Deciding on proposals: which are open, what a decision does to the rule file, and a page for reading them."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from .fold import fold, loose
from .mine.families import pattern
from .mine.rulefile import (
    add_decision,
    decisions_path,
    fingerprint_of,
    last_decision,
    proved,
    read_rules,
    read_samples,
    samples_path,
    score_of,
    to_toml,
    write_text,
)
from .rules import Rule, RuleError

Decision = Literal["accepted", "rejected"]
_WHERE = {
    "head": "above the article",
    "foot": "below the article",
    "end": "among the last lines",
    "beside": "next to something that goes",
    "label": "as a label without a full stop, or next to something that goes",
    "between": "between two paragraphs or at the end, or next to something that goes",
}
Sample = tuple[list[str], str, list[str]]


@dataclass
class Review:
    """The proposals of a rule file and what becomes of them.

    Each decision is written at once: to the rule file, from which a rejected rule goes, and to the file of decisions,
    by which `cleaner mine` knows it again.  So a review can stop at any time and go on later.
    """

    path: Path
    rules: list[Rule]
    head: str
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Review:
        """Read a rule file and its samples; raises RuleError or OSError where it cannot be read."""
        if not path.exists():
            raise RuleError(f"{path}: no such rule file: `cleaner mine` writes one")
        text = path.read_text(encoding="utf-8").splitlines()
        head = [
            line.removeprefix("#").strip() for line in text[: next((i for i, t in enumerate(text) if t[:1] != "#"), 0)]
        ]
        return cls(path, read_rules(path), "\n".join(head), read_samples(samples_path(path)))

    def open_proposals(self) -> list[Rule]:
        """Return the proposals that nobody has decided on, by site, the best first."""
        proposed = [rule for rule in self.rules if rule.status == "proposed"]
        return sorted(proposed, key=lambda rule: (rule.sites, -score_of(rule), rule.id))

    def decide(self, rule: Rule, decision: Decision, was: Rule | None = None) -> None:
        """Accept or reject a proposal; ``was``: what it was before it was edited."""
        place = self.rules.index(rule)
        self.rules = [
            replace(other, status="accepted") if other is rule else other
            for other in self.rules
            if decision == "accepted" or other is not rule
        ]
        # The decision first: a rule rejected twice is harmless, one forgotten comes back.
        add_decision(decisions_path(self.path), rule, decision, was or rule, place)
        self._save()

    def can_undo(self) -> bool:
        """Whether there is a decision to take back, of this review or an earlier one."""
        return self._last() is not None

    def undo(self) -> Rule | None:
        """Take the last decision back and return the proposal; None where there is none to take back."""
        last = self._last()
        if last is None:
            return None
        rule, decision, place = last
        if decision == "rejected":
            self.rules.insert(place, rule)
        else:
            self.rules = [rule if other.id == rule.id else other for other in self.rules]
        # The rule first: a decision that is taken back twice would take another one with it.
        self._save()
        add_decision(decisions_path(self.path), rule, "undone")
        return rule

    def _last(self) -> tuple[Rule, str, int] | None:
        """Return the last decision that can be taken back.

        None, too, where the rule file was written anew since: it may hold the rule in other words, or not at all.
        """
        last = last_decision(decisions_path(self.path))
        if last is None:
            return None
        same = [fingerprint_of(rule) for rule in self.rules if rule.id == last[0].id]
        return last if same == ([] if last[1] == "rejected" else [fingerprint_of(last[0])]) else None

    def edit(self, rule: Rule, pattern: str) -> list[str]:
        """Put another pattern in a proposal and accept it; return why it cannot be, if so.

        It must still match the examples, which a proposed line becomes, and prove itself against all lists.
        """
        changed = replace(rule, pattern=pattern, lines=(), match=rule.match or rule.lines)
        _, problems = proved([changed], rule.list_id)
        if problems:
            return problems
        self.rules = [changed if other is rule else other for other in self.rules]
        self.decide(changed, "accepted", rule)
        return []

    def accept_above(self, least: float) -> int:
        """Accept all proposals from a score on and return how many they are."""
        chosen = [rule for rule in self.open_proposals() if score_of(rule) >= least]
        for rule in chosen:
            add_decision(decisions_path(self.path), rule, "accepted", rule, self.rules.index(rule))
        ids = {rule.id for rule in chosen}
        self.rules = [replace(rule, status="accepted") if rule.id in ids else rule for rule in self.rules]
        self._save()
        return len(chosen)

    def _save(self) -> None:
        write_text(self.path, to_toml(self.rules, self.head))


def pattern_of(rule: Rule) -> str:
    """Return the pattern of a rule, or one for its line."""
    return rule.pattern or pattern(loose(fold(rule.lines[0])))


def where_it_goes(rule: Rule) -> str:
    """Return where alone the rule removes its line, or what else, in words; nothing for a line that goes anywhere."""
    if rule.removes == "rest":
        return "What stands below it goes, if that is little beside the article."
    sides = [f"right {way} what {name} takes" for way, name in (("above", rule.above), ("below", rule.below)) if name]
    places = [_WHERE[rule.where], *sides] if rule.where in _WHERE else sides
    return f"Goes only {' and '.join(places)}." if places else ""


def shown(rule: Rule, sample: Sample) -> list[tuple[str, bool]]:
    """Return the lines of a sample, each with whether the rule speaks of removing it: a line, or what is below."""
    above, line, below = sample
    is_rest = rule.removes == "rest"
    return [*((text, False) for text in above), (line, not is_rest), *((text, is_rest) for text in below)]


# ------------------------------------------------------------------ a page for reading them

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid; }
article { margin: 1.5rem 0; padding: .5rem 1rem; border-left: .25rem solid GrayText; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
p { margin: .4rem 0; }
.sample { margin: .6rem 0; padding: .4rem .8rem; border: 1px solid GrayText; border-radius: .3rem; }
.sample p { overflow-wrap: anywhere; }
.why { opacity: .75; }
mark { text-decoration: line-through; }
"""


def to_html(review: Review) -> str:
    """Return one page, without scripts and links to elsewhere, with all open proposals and their samples."""
    proposals = review.open_proposals()
    title = f"{len(proposals)} proposals in {review.path.name}"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{html.escape(title)}</h1>",
            "<p>A struck-through line is what the proposal would remove; around it are its neighbours on the page. ",
            f"To decide: <code>cleaner review {html.escape(review.path.name)}</code></p>",
            *_sections(proposals, review.samples),
            "</body></html>",
            "",
        ]
    )


def _sections(proposals: list[Rule], samples: dict[str, list[Sample]]) -> Iterator[str]:
    site = ""
    for rule in proposals:
        if rule.sites[:1] != (site,):
            site = rule.sites[0] if rule.sites else ""
            yield f"<h2>{html.escape(site)}</h2>"
        yield f'<article id="{html.escape(rule.id)}"><h3>{html.escape((rule.lines or rule.match)[0])}</h3>'
        yield f'<p class="why">{html.escape(" ".join((rule.why, where_it_goes(rule))))}</p>'
        if rule.pattern:
            yield f"<p><code>{html.escape(rule.pattern)}</code></p>"
        for above, line, below in samples.get(rule.id, []):
            lines = "".join(
                f"<p><mark>{html.escape(text)}</mark></p>" if goes else f"<p>{html.escape(text)}</p>"
                for text, goes in shown(rule, (above, line, below))
            )
            yield f'<div class="sample" dir="auto">{lines}</div>'
        yield f'<p class="why">Stays: {html.escape("; ".join(rule.keep))}</p></article>'
