"""Writing rule files, and the files beside them: samples in context, and what was decided."""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from ..files.atomic import write_file
from ..fold import fold
from ..prove import prove
from ..rulefile import load_list
from ..rules import FilterList, Rule, load_lists
from .families import is_caption, is_end, is_sign, stands_above_credit
from .propose import Proposal, in_prose

_HEAD = "Mined by `cleaner mine`. Proposals do nothing until they are accepted: `cleaner review {name}`."
_LONGEST_ID = 60
# The order of the keys of a rule, as people write them.
_KEYS = (
    "id",
    "removes",
    "where",
    "holds",
    "inside",
    "above",
    "below",
    "level",
    "sites",
    "status",
    "bound",
    "named",
    "lines",
    "pattern",
    "keywords",
)
_LAST = ("why", "match", "keep")
_DEFAULTS = {field.name: field.default for field in fields(Rule)}
_SCORE = re.compile(r"Score (\d\.\d+)")
_WANTED = re.compile(r": removes what (\S+) wants kept")
_FINGERPRINT = re.compile(r"fingerprint ([0-9a-f]{12})")


def score_of(rule: Rule) -> float:
    """Return the score that a mined rule's reason states; 0 for a rule that nobody mined."""
    found = _SCORE.search(rule.why)
    return float(found[1]) if found else 0.0


def fingerprint_of(rule: Rule) -> str:
    """Return the fingerprint that a mined rule's reason states; the rule's id for a rule that nobody mined."""
    found = _FINGERPRINT.search(rule.why)
    return found[1] if found else rule.id


def to_toml(rules: Iterable[Rule], head: str) -> str:
    """Return a rule file with these rules, headed by a comment."""
    return "".join([f"# {line}\n" for line in head.splitlines()] + [f"\n{_table(rule)}" for rule in rules])


def _table(rule: Rule) -> str:
    lines = ["[[rule]]"]
    for key in (*_KEYS, *_LAST):
        value = rule.id.partition(":")[2] if key == "id" else getattr(rule, key)
        if key in ("id", "removes", "why") or value != _DEFAULTS.get(key):
            lines.append(f"{key} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # A regex is easier to read as it is; TOML forbids control characters there, and apostrophes end it.
        if "\\" in value and value.isprintable() and "'''" not in value and value[-1] != "'":
            return f"'''{value}'''" if "'" in value else f"'{value}'"
        return _text(value)
    assert isinstance(value, tuple)
    items = [_text(item) for item in value]
    joined = ", ".join(items)
    return f"[{joined}]" if len(joined) < 100 else "[\n" + "".join(f"    {item},\n" for item in items) + "]"


def _text(text: str) -> str:
    # JSON's escapes are TOML's, but for U+007F, which JSON lets through.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def named(
    proposals: Iterable[Proposal], list_id: str, day: str, taken: Iterable[str] = ()
) -> list[tuple[Rule, Proposal]]:
    """Return the rules of proposals, each with an id of its own made of its site and its words."""
    used = set(taken)
    pairs = []
    for proposal in proposals:
        words = re.findall(r"[a-z0-9]+", fold(f"{proposal.site} {_called(proposal)}"))
        name = _cut_between_words("-".join(words)) or "line"
        numbered = name
        count = 1
        while f"{list_id}:{numbered}" in used:
            count += 1
            numbered = f"{name}-{count}"
        used.add(f"{list_id}:{numbered}")
        pairs.append((proposal.rule(f"{list_id}:{numbered}", day), proposal))
    return pairs


def _cut_between_words(name: str) -> str:
    """The whole words of a long name that fit; where the first is too long, what fits of it."""
    if len(name) <= _LONGEST_ID:
        return name
    whole, _, _ = name[: _LONGEST_ID + 1].rpartition("-")
    return whole or name[:_LONGEST_ID]


def _called(proposal: Proposal) -> str:
    if stands_above_credit(proposal.form):
        return "captions above credits"
    if is_sign(proposal.form):
        return "lone sign"
    if is_end(proposal.form):
        return f"below {proposal.examples[0]}"
    return f"captions {proposal.form}" if is_caption(proposal.form) else proposal.examples[0]


def proved(rules: list[Rule], list_id: str) -> tuple[list[Rule], list[str]]:
    """Return the rules that prove themselves against all built-in lists, and why the others do not.

    They are judged as if they held on every site: a line that some list wants kept is worth keeping here too.
    """
    others = load_lists()
    problems: list[str] = []
    while rules:
        wide = [replace(rule, sites=()) for rule in rules]
        found = prove([FilterList(list_id, Path(list_id), tuple(wide))], others)
        if not found:
            break
        guilty = {problem.split(": ", 1)[0] for problem in found}
        problems += [problem for problem in found if problem.startswith(f"{list_id}:")]
        # A line near a mined one is often boilerplate itself: another example will do.
        asked = {wanted[1] for problem in found if (wanted := _WANTED.search(problem))}
        guilty |= {rule.id for rule in rules if rule.id in asked and rule.keep == _safe_keep(rule)}
        rules = [
            replace(rule, keep=_safe_keep(rule)) if rule.id in asked else rule
            for rule in rules
            if rule.id not in guilty
        ]
    return rules, problems


def write_proposals(
    path: Path, proposals: Iterable[Proposal], accepted: Sequence[Rule] = (), accept_above: float | None = None
) -> tuple[list[tuple[Rule, Proposal]], list[str]]:
    """Write the rules of proposals after those accepted before, and their samples beside them.

    accept_above: accept the proposals that score as much.  Returns the new rules with their proposals, and why the
    others were left out: they do not prove themselves.  Raises OSError where a file cannot be written.
    """
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    pairs = named(proposals, path.stem, day, (rule.id for rule in accepted))
    good, problems = proved([rule for rule, _ in pairs], path.stem)
    by_id = {rule.id: rule for rule in good}
    written = []
    for rule, proposal in pairs:
        if rule.id in by_id:
            good_enough = accept_above is not None and proposal.score >= accept_above
            written.append((replace(by_id[rule.id], status="accepted" if good_enough else "proposed"), proposal))
    write_text(path, to_toml([*accepted, *(rule for rule, _ in written)], _HEAD.format(name=path.name)))
    write_samples(samples_path(path), written)
    return written, problems


def _safe_keep(rule: Rule) -> tuple[str, ...]:
    return (in_prose(_shown(rule)),)


def read_rules(path: Path) -> list[Rule]:
    """Return the rules of a mined file, none where it does not exist; raises RuleError for one that is no rule file."""
    return list(load_list(path, path.stem)) if path.exists() else []


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    write_file(os.fspath(path), os.fspath(path.parent), text.encode("utf-8", "backslashreplace"))


def samples_path(rules: Path) -> Path:
    """Return where the samples of a rule file are."""
    return rules.with_suffix(".samples.jsonl")


def decisions_path(rules: Path) -> Path:
    """Return where the decisions on a rule file are."""
    return rules.with_suffix(".decisions.jsonl")


def write_samples(path: Path, pairs: Iterable[tuple[Rule, Proposal]]) -> None:
    """Write the samples of proposals in context, by rule id."""
    records = (json.dumps({"rule": rule.id, "samples": p.samples}, ensure_ascii=False) for rule, p in pairs)
    write_text(path, "".join(record + "\n" for record in records))


def read_samples(path: Path) -> dict[str, list[tuple[list[str], str, list[str]]]]:
    """Return samples by rule id: the lines above, the line, the lines below; nothing where there is no file."""
    if not path.exists():
        return {}
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {record["rule"]: [tuple(sample) for sample in record["samples"]] for record in records}


def read_decisions(path: Path) -> dict[str, str]:
    """Return the last decision by fingerprint: ``accepted``, ``rejected``, ``undone``; none where there is no file."""
    return {record["fingerprint"]: record["decision"] for record in _decisions(path)}


def _decisions(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            record = json.loads(line)
            if not {"fingerprint", "decision"} <= record.keys():
                raise ValueError
            yield record
        except (ValueError, AttributeError):
            raise ValueError(f"{path}:{number}: not a decision: mend or remove the line") from None


def add_decision(path: Path, rule: Rule, decision: str, was: Rule | None = None, place: int = 0) -> None:
    """Add a decision on a rule to the file of decisions; with what it was before, and where, it can be undone."""
    record: dict[str, Any] = {
        "fingerprint": fingerprint_of(rule),
        "decision": decision,
        "sites": rule.sites,
        "line": _shown(rule),
    }
    if was is not None:
        record |= {"was": {name: getattr(was, name) for name in _DEFAULTS}, "place": place}
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")


def last_decision(path: Path) -> tuple[Rule, str, int] | None:
    """Return what the rule of the last decision that stands was before, the decision, and its place; None for none."""
    standing: list[dict[str, Any]] = []
    for record in _decisions(path):
        if record["decision"] != "undone":
            standing.append(record)
        elif standing:
            standing.pop()
    if not standing or "was" not in standing[-1]:
        return None
    record = standing[-1]
    was: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in record["was"].items()
    }
    return Rule(**was), record["decision"], record["place"]


def _shown(rule: Rule) -> str:
    return (rule.lines or rule.match)[0]
