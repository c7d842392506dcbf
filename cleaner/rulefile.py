"""A rule file, read and checked for its form.  ``lists/README.md`` describes the format.

What the rules do, ``cleaner.prove`` checks.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from .fold import fold
from .openings import anchors
from .rule import FilterList, Holds, Inside, Level, Removes, Rule, RuleError, Where, compile_pattern

_FIELDS = {field.name for field in fields(Rule)}
_TEXT_FIELDS = {"id", "removes", "why", "pattern", "level", "where", "holds", "inside", "above", "below", "status"}
_CHOICES: dict[str, tuple[str, ...]] = {
    "removes": get_args(Removes),
    "level": get_args(Level),
    "where": get_args(Where),
    "holds": get_args(Holds),
    "inside": get_args(Inside),
    "status": ("accepted", "proposed"),
}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Flags at a pattern's beginning, or for a part of it.
_FLAGS = re.compile(r"(?<!\\)\(\?[aimsuxf-]+[:)]")
# A host has none of these: whoever writes one has written an address, or a pattern.
_NO_HOST = re.compile(r"[\s/:*]")


def load_list(path: Path, list_id: str, *, check_patterns: bool = True) -> FilterList:
    """Read one rule file; ``check_patterns`` compiles each pattern, which takes a millisecond each.

    Raises RuleError naming the file, the rule and what to change; OSError where the file cannot be read.
    """
    rules: list[Rule] = []
    problems: list[str] = []
    for number, table in enumerate(_tables(path), 1):
        name = f"{list_id}:{table.get('id', f'rule {number}')}"
        found = _pattern_problems(table.get("pattern")) if check_patterns else []
        found = found or [*_key_problems(table), *_form_problems(table)]
        if name in {rule.id for rule in rules}:
            found.append("the id stands twice in the file")
        problems += [f"{name}: {problem}" for problem in found]
        if not found:
            rules.append(_rule(table, name))
    if problems:
        raise RuleError(f"{path}:\n  " + "\n  ".join(problems))
    return FilterList(list_id, path, tuple(rules))


def _tables(path: Path) -> list[dict[str, Any]]:
    """The tables of a file; what it says of all its rules stands in each that says nothing else."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RuleError(f"{path}: not UTF-8 in line {line}: save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: not valid TOML: {error}") from error
    unknown = sorted(set(data) - {"rule", "inside"})
    if unknown:
        raise RuleError(f"{path}: unknown table {unknown[0]!r}: a rule file holds [[rule]] tables and `inside` only")
    tables = data.get("rule", [])
    if not (isinstance(tables, list) and all(isinstance(table, dict) for table in tables)):
        raise RuleError(f"{path}: write [[rule]], in two brackets, above each rule")
    return [{**({"inside": data["inside"]} if "inside" in data else {}), **table} for table in tables]


def _key_problems(table: dict[str, Any]) -> Iterator[str]:
    """What is wrong with each key by itself."""
    for key, value in table.items():
        if key not in _FIELDS:
            near = difflib.get_close_matches(key, _FIELDS, 1)
            yield f"unknown key {key!r}: " + (
                f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(sorted(_FIELDS))}"
            )
        elif key in ("bound", "named"):
            if not isinstance(value, bool):
                yield f"{key} must be true or false, not {value!r}"
        elif key in _TEXT_FIELDS:
            if not isinstance(value, str):
                yield f"{key} must be a text, not {value!r}"
            elif key in _CHOICES and value not in _CHOICES[key]:
                yield f"{key} must be one of {', '.join(_CHOICES[key])}, not {value!r}"
            elif key == "id" and value and not _ID.fullmatch(value):
                yield "id must be lower case: letters from a to z and digits, words joined by hyphens"
        elif not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            yield f"{key} must be a list of texts, not {value!r}"
        elif key in ("lines", "keywords") and not all(map(fold, value)):
            yield f"{key} holds a text of which nothing is left once it is folded: every line would fit it"
        elif key == "sites" and (wrong := [site for site in value if not site or _NO_HOST.search(site)]):
            yield f"sites are hosts, such as example.com, not {wrong[0]!r}"


def _form_problems(table: dict[str, Any]) -> Iterator[str]:
    """What is missing, and what does not go together."""
    for key in ("id", "removes", "why"):
        if not table.get(key):
            yield f"{key} is missing"
    if table.get("removes") == "context":
        if table.get("lines") or table.get("pattern"):
            yield "a context rule has neither lines nor a pattern: a filter in cleaner/filters/ asks for it by its id"
    elif bool(table.get("lines")) == bool(table.get("pattern")):
        yield "give either lines (whole lines, no regex) or a pattern"
    if not table.get("keep"):
        yield "keep is missing: give at least one line of an article that looks alike and must stay"
    neighbour = table.get("above") or table.get("below")
    if neighbour and (table.get("removes") != "line" or table.get("keywords")):
        yield "above and below are for rules that remove a line, found by what stands beside it and not by keywords"
    if "holds" in table and table.get("removes") != "rest":
        yield 'holds is for rules with removes = "rest": it says what stands below the line'
    in_lines = table.get("removes") == "span"
    if isinstance(table.get("pattern"), str) and table["pattern"]:
        if flags := _FLAGS.search(table["pattern"]):
            yield f"leave {flags.group()} out: what a pattern sees is in lower case, on one line"
        elif not table.get("match"):
            yield "match is missing: give at least one line that the pattern must remove"
        elif in_lines and anchors((), table["pattern"], in_lines=True).side == "words":
            yield "inside lines only a pattern's beginning is looked for: begin it with fixed words"
        elif anchors((), table["pattern"]).side == "words" and not (in_lines or table.get("keywords") or neighbour):
            yield (
                "the pattern begins and ends with a slot, so every line would reach it: "
                "begin or end it with fixed words, or give keywords, or say what it stands above or below"
            )
    elif table.get("removes") == "span":
        yield "a span needs a pattern, not lines"
    if table.get("named") and not (table.get("where") == "end" and table.get("keywords")):
        yield 'named is for a pattern open at both ends, with keywords and where = "end"'


def _pattern_problems(pattern: object) -> list[str]:
    import regex

    try:
        if isinstance(pattern, str):
            compile_pattern(pattern)
    except regex.error as error:
        return [f"the pattern does not compile: {error}"]
    return []


def _rule(table: dict[str, Any], rule_id: str) -> Rule:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    values["id"] = rule_id
    values["keywords"] = tuple(fold(word) for word in values.get("keywords", ()))
    return Rule(**values)
