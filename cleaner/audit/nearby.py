"""Why a line goes, and for a line that stays, which rules came near and what stopped them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..fold import fold, one_digit
from ..openings import anchors_of
from ..pipeline import Cleaner, Result
from ..rules import LEVELS, Rule, load_lists, selector_names
from ..text import split_lines

_SHORTEST_KEY = 4
_SHORTEST_PART = 8
_MOST = 8


class Match(NamedTuple):
    """A rule that a line has to do with: the words that opened the index, the part matched, what stopped the rule.

    `stopped` is "" for the rule that removed the line.
    """

    rule: Rule
    opened: str
    part: str
    stopped: str


def explain_line(cleaner: Cleaner, result: Result, number: int, url: str | None = None) -> list[Match]:
    """Return what removed a line (from 1) of a result, or else the rules that came near, the nearest first.

    Raises `IndexError` for a line that is not there.
    """
    lines, starts = split_lines(result.original)
    if not 1 <= number <= len(lines):
        raise IndexError(f"there are {len(lines)} lines")
    start, folded = starts[number - 1], fold(lines[number - 1])
    end = start + len(lines[number - 1])
    known = {rule.id: rule for rule in cleaner.rules}
    gone = [removal for removal in result.removals if removal.start < max(end, start + 1) and removal.end > start]
    if gone:
        found = []
        for removal in gone:
            rule = known[removal.rule]
            part = _part(rule, fold(result.original[max(start, removal.start) : min(end, removal.end)]) or folded)
            found.append(Match(rule, _opened(rule, folded), part or "", ""))
        return found
    return _near(cleaner, known, folded, url)


def _near(cleaner: Cleaner, known: dict[str, Rule], folded: str, url: str | None) -> list[Match]:
    near: list[tuple[int, Match]] = []
    for rule in _all_rules(cleaner):
        opened = _opened(rule, folded)
        if not opened and not any(keyword in folded for keyword in rule.keywords):
            continue
        part = _part(rule, folded)
        if part is None:
            needs = anchors_of(rule).needs or ((rule.keywords,) if rule.keywords else ())
            held = all(any(text in folded for text in group) for group in needs)
            if held and len(opened) > _SHORTEST_KEY and one_digit(folded).startswith(opened):
                stopped = "what follows: the line begins like what it matches, and goes on otherwise"
                near.append((len(folded) - len(opened), Match(rule, opened, "", stopped)))
            continue
        if not _is_telling(part, folded):
            continue
        stopped = _stopped(cleaner, known, rule, folded, part, url)
        near.append((len(folded) - len(part), Match(rule, opened, part, stopped)))
    near.sort(key=lambda pair: (pair[0], pair[1].rule.id))
    return [match for _, match in near[:_MOST]]


def _is_telling(part: str, folded: str) -> bool:
    """Whether a part is more than a scrap: whole words, and some of them if it stands inside the line."""
    at = folded.find(part)
    inside = at > 0
    cut = (inside and folded[at - 1].isalnum()) or folded[at + len(part) : at + len(part) + 1].isalnum()
    return not (cut and part[-1:].isalnum()) and (not inside or len(part) >= _SHORTEST_PART)


def _all_rules(cleaner: Cleaner) -> Iterator[Rule]:
    for rules in load_lists(None, cleaner.lists):
        yield from rules


def _opened(rule: Rule, folded: str) -> str:
    """The words of the line that led the index to the rule; "" where there are none."""
    found = anchors_of(rule)
    line = one_digit(folded)
    keys = [key for key in (*found.keys, *found.whole, *rule.keywords) if len(key) >= _SHORTEST_KEY and key in line]
    return max(keys, key=len, default="")


def _part(rule: Rule, folded: str) -> str | None:
    """The longest part of a folded line that the rule matches; None where it matches none."""
    if rule.lines:
        known = [text for text in map(fold, rule.lines) if text and text in folded]
        return max(known, key=len, default=None)
    if not rule.pattern:
        return None
    whole = rule.regex.fullmatch(folded)
    found = whole or rule.regex.match(folded) or rule.regex.search(folded)
    return found[0] if found and found[0] else None


def _stopped(cleaner: Cleaner, known: dict[str, Rule], rule: Rule, folded: str, part: str, url: str | None) -> str:
    if len(part) < len(folded) and rule.removes != "span":
        at = folded.find(part)
        if at == 0:
            return f"length: {len(folded) - len(part)} more characters follow what it matches"
        return "anchor: what it matches stands inside the line, not at its beginning"
    reasons = _not_in_force(cleaner, known, rule, url)
    if reasons:
        return reasons
    if folded in map(fold, rule.keep):
        return "keep: the line is one of its examples of what stays"
    if rule.has_neighbour:
        sides = [
            f"right {way} what {name!r} removes" for way, name in (("above", rule.above), ("below", rule.below)) if name
        ]
        return f"place: it holds only {' and '.join(sides)}"
    if rule.bound:
        return f"language: it holds only in documents in {rule.language!r}"
    if rule.where != "anywhere":
        places = {
            "head": "above the article",
            "foot": "below the article",
            "end": "in the last lines, below the article",
            "beside": "next to something removed",
            "label": "as a label without a full stop, or next to something removed",
            "between": "between two paragraphs or at the end, or next to something removed",
        }
        return f"place: it holds only {places[rule.where]}"
    if rule.removes == "block":
        return "what follows: a block needs links below its header"
    if rule.removes == "rest":
        return "what follows: it takes the end of a document only where no prose follows"
    if rule.removes == "span":
        return "anchor: a span ends where a sentence or a bracket does"
    return "its surroundings"


def _not_in_force(cleaner: Cleaner, known: dict[str, Rule], rule: Rule, url: str | None) -> str:
    if rule.sites and not any(site in (url or "") for site in rule.sites):
        return f"site: it holds only on {', '.join(rule.sites)}"
    if rule.id in known:
        return ""
    if rule.status == "proposed":
        return "status: it is only proposed"
    if LEVELS.index(rule.level) > LEVELS.index(cleaner.level):
        return f"level: it is {rule.level}, and the level here is {cleaner.level}"
    if not selector_names(rule).isdisjoint(cleaner.ignore):
        return "ignored: --ignore names it"
    return "not selected: --select or --lang leave it out"


def described(matches: Iterable[Match]) -> Iterator[str]:
    """Yield lines that say it."""
    for match in matches:
        rule = match.rule
        yield f"{rule.id}  ({rule.level}, removes {rule.removes})"
        yield f"  {rule.why}"
        if match.opened:
            yield f"  opened by: {match.opened}"
        if match.part:
            yield f"  matched: {match.part}"
        if match.stopped:
            yield f"  stopped by {match.stopped}"
