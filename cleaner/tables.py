"""From rules to the tables of an index: worked out once, then remembered."""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Sequence

from .keys import Keys, Tables
from .openings import anchors_of
from .rules import Rule


def tables(rules: Sequence[Rule]) -> Tables:
    """Return where rules are found, by their place in ``rules``."""
    made = Tables()
    whole: dict[str, list[int]] = defaultdict(list)
    sides: dict[str, dict[str, list[int]]] = {"head": defaultdict(list), "tail": defaultdict(list)}
    words: dict[str, list[int]] = defaultdict(list)
    needs: list[tuple[tuple[str, ...], ...]] = []
    for number, rule in enumerate(rules):
        found = anchors_of(rule)
        made.begins.append(found.check if found.side == "tail" else ())
        made.ends.append(found.check if found.side == "head" else ())
        at_end = found.side == "words" and rule.where == "end"
        needs.append(((rule.keywords,) if rule.keywords else ()) + found.needs)
        for line in found.whole:
            whole[line].append(number)
        if at_end:
            made.at_end.append(number)
        elif found.side == "words":
            for word in rule.keywords:
                words[word].append(number)
        else:
            for key in found.keys:
                sides[found.side][key].append(number)
    grouped: dict[tuple[int, ...], int] = {}

    def numbered(found: dict[str, list[int]]) -> dict[str, int]:
        return {key: grouped.setdefault(tuple(found[key]), len(grouped)) for key in sorted(found)}

    made.whole, made.words = Keys(numbered(whole)), numbered(words)
    made.heads, made.tails = Keys(numbered(sides["head"])), Keys(numbered(sides["tail"]), from_end=True)
    made.groups = list(grouped)
    made.packed_needs = marshal.dumps(needs)
    return made
