"""Every rule of every built-in list proves itself."""

import re

import pytest
from regexploit.ast.sre import SreOpParser
from regexploit.redos import find

from cleaner.compiled import read_alike
from cleaner.fold import fold, fold_pattern
from cleaner.index import Index
from cleaner.prove import prove
from cleaner.rulefile import load_list
from cleaner.rules import FilterList, load_lists

LISTS = load_lists()


def test_every_example_is_removed_every_keep_stays_and_no_line_is_slow() -> None:
    assert prove(LISTS) == []


def test_no_line_that_a_rule_matches_is_sieved_out_before() -> None:
    rules = [rule for rules in LISTS for rule in rules if rule.removes not in ("span", "context")]
    index = Index(rules)
    for rule in rules:
        for example in (*rule.lines, *rule.match):
            for line in (example, f"{example}:", example.upper(), f"   {example} |", f"* {example}"):
                if rule in index.match(fold(line)):
                    assert rule in dict(index.search([line])).get(0, []), f"{rule.id}: {line!r}"


def without_atoms(pattern: str) -> str:
    """A pattern in which what Python 3.11 never reads twice may be read twice: regexploit does not know it yet.

    >>> without_atoms("(?>a|b)++ c{0,3}+")
    '(?:a|b)+ c{0,3}'
    """
    return re.sub(r"(?<!\\)([*+?}])\+", r"\1", pattern.replace("(?>", "(?:"))


@pytest.mark.parametrize("filter_list", LISTS, ids=lambda filter_list: filter_list.id)
def test_no_pattern_can_be_made_to_backtrack(filter_list: FilterList) -> None:
    load_list(filter_list.path, filter_list.id, check_patterns=True)
    for rule in filter_list:
        if rule.pattern:
            # regexploit's own threshold: more than quadratic.
            pattern = without_atoms(fold_pattern(rule.pattern))
            found = [r for r in find(SreOpParser().parse_sre(pattern)) if r.starriness > 2]
            assert not found, f"{rule.id}: {found[0]}"


def test_on_lines_that_both_engines_read_alike_they_agree() -> None:
    examples = [fold(text) for rules in LISTS for rule in rules for text in (*rule.match, *rule.keep)]
    lines = sorted({line for line in examples if read_alike(line)})
    for filter_list in LISTS:
        if filter_list.language in ("en", "any", "de"):
            for rule in filter_list:
                if rule.pattern:
                    slow, fast = rule.full_match(fast=False), rule.full_match(fast=True)
                    for line in lines[:: 1 + len(lines) // 400]:
                        assert bool(slow(line)) == bool(fast(line)), (rule.id, line)
