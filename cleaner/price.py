"""What a rule costs those whose texts it never matches: on how many ordinary lines its pattern is tried.

Seconds depend on the machine and its other work; tries do not.  The ordinary lines are the ``keep`` examples of all
lists: there are some in every language, and they open as prompts do, which is where a pattern is tried.  Real pages
see fewer tries (a tenth of these, in English news), and mostly of the same rules.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .fold import KEY_LENGTH, fold
from .index import beginning, ending, holds_all
from .openings import Anchors, anchors_of
from .rules import Rule
from .shape import begins_with_name

# Of the 5,185 rules of November 2026 the dearest is tried on 108 of 1,000 lines, one in a thousand on 91, one in a
# hundred on 45, one in ten on 14, and most on none; new examples move the dearest by a tenth.  One at the limit would
# cost a twentieth of what all patterns do.
LIMIT = 150
# Of fewer lines than these a share says nothing: in a language with fewer, it is a share of so many.
_LEAST_LINES = 200
# What may be a prompt glued to a paragraph: a bracketed group, or all behind the end of a sentence.
_SPAN = re.compile(r"([(\[（【〔][^\n()\[\]（）【】〔〕]+[)\]）】〕])|[.!?…।؟۔][\"'”’»)\]]*\s+|[。！？]")


@dataclass(slots=True)
class Price:
    """On how many ``lines`` of a language the pattern of a rule is tried: of the language in which it is dearest.

    ``keys``: what those lines begin or end with, and how many with each.  ``everywhere``: all lines of all texts
    (``where = "end"``: all last lines) are searched for its keywords.
    """

    rule: Rule
    language: str = ""
    tries: int = 0
    lines: int = _LEAST_LINES
    keys: Counter[str] = field(default_factory=Counter)
    everywhere: bool = False

    @property
    def per_mille(self) -> float:
        """Tries for each 1,000 lines."""
        return 1000.0 if self.everywhere else 1000 * self.tries / self.lines


def prices(rules: Iterable[Rule], known: Iterable[Rule]) -> list[Price]:
    """Return the price of each rule, the dearest first, by the ``keep`` examples of the ``known`` ones but its own.

    Rules for single sites and rules found by their neighbour cost nothing elsewhere: theirs is 0.
    """
    found = {rule.id: Price(rule) for rule in rules}
    finder = _Finder(price.rule for price in found.values())
    for rule in finder.everywhere:
        found[rule.id].everywhere = True
    for language, lines in _ordinary_lines(known if found else ()).items():
        tried: dict[str, Counter[str]] = defaultdict(Counter)
        for line, owners in lines.items():
            for rule_id, key in finder.tried(line).items():
                if rule_id not in owners:
                    tried[rule_id][key] += 1
        count = max(len(lines), _LEAST_LINES)
        for rule_id, keys in tried.items():
            its = Price(found[rule_id].rule, language, keys.total(), count, keys, found[rule_id].everywhere)
            found[rule_id] = max(found[rule_id], its, key=lambda price: price.per_mille)
    return sorted(found.values(), key=lambda price: (-price.per_mille, price.rule.id))


def too_dear(judged: Iterable[Rule], known: Iterable[Rule]) -> Iterator[str]:
    """Yield what is wrong with those of some rules that everybody would pay too much for.

    What a rule outside any language's folder costs is its author's own business.
    """
    for price in prices((rule for rule in judged if rule.language), known):
        rule = price.rule
        if price.everywhere:
            # One that only ``aggressive`` has costs those who ask for it.
            if rule.level != "aggressive":
                at_end = rule.where == "end"
                yield (
                    f"{rule.id}: {'the last lines' if at_end else 'all lines'} of every text would be searched for its "
                    f"keywords: begin or end the pattern with fixed words, or give sites{', or named' * at_end}"
                )
        elif price.per_mille > LIMIT:
            side = "begin" if anchors_of(rule).side == "head" else "end"
            often = ", ".join(f"{key!r} ({count})" for key, count in price.keys.most_common(4))
            yield (
                f"{rule.id}: the pattern is tried on {price.per_mille:.0f} of 1,000 lines that stay, {LIMIT} at most: "
                f"{price.tries} examples in {price.language!r} {side} as it does, with {often}: spell out what stands "
                f"beside such ordinary words, leave them out, or split the rule"
            )


def _ordinary_lines(known: Iterable[Rule]) -> dict[str, dict[str, set[str]]]:
    """The lines of the examples that stay, by language, each with the rules whose near miss it is."""
    lines: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for rule in known:
        for example in rule.keep:
            for line in filter(str.strip, example.splitlines()):
                lines[rule.language][line].add(rule.id)
    return lines


class _Finder:
    """Some rules, by what lines begin or end with: as ``Index``, but tries are counted and nothing is matched."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.everywhere: list[Rule] = []
        self._named: list[Rule] = []
        self._anchors: dict[str, Anchors] = {}
        # By side, for whole lines and for spans: key to rules.
        self._keys: dict[tuple[str, bool], dict[str, list[Rule]]] = defaultdict(lambda: defaultdict(list))
        for rule in rules:
            if not rule.pattern or rule.sites or rule.has_neighbour:
                continue
            its = self._anchors[rule.id] = anchors_of(rule)
            if its.side == "words":
                (self._named if rule.named else self.everywhere).append(rule)
            for key in its.keys:
                self._keys[its.side, rule.removes == "span"][key].append(rule)

    def tried(self, line: str) -> dict[str, str]:
        """Return the ids of the rules whose patterns are tried on a line, each with the key that leads to it."""
        folded = fold(line)
        found = dict(self._among(folded, is_span=False))
        for piece in _span_pieces(line):
            found |= self._among(fold(piece), is_span=True)
        if self._named and begins_with_name(line):
            found |= {rule.id: word for rule in self._named for word in rule.keywords if word in folded}
        return found

    def _among(self, folded: str, *, is_span: bool) -> Iterator[tuple[str, str]]:
        head, tail = beginning(folded), ending(folded)
        heads, tails = self._keys["head", is_span], self._keys["tail", is_span]
        for n in range(1, KEY_LENGTH + 1):
            for rule in heads.get(head[:n], ()):
                its = self._anchors[rule.id]
                if (not its.check or tail.endswith(its.check)) and _holds_needs(rule, its, folded):
                    yield rule.id, head[:n]
            for rule in tails.get(tail[-n:], ()):
                its = self._anchors[rule.id]
                if (not its.check or head.startswith(its.check)) and _holds_needs(rule, its, folded):
                    yield rule.id, tail[-n:]


def _holds_needs(rule: Rule, its: Anchors, folded: str) -> bool:
    needs = (rule.keywords, *its.needs) if rule.keywords else its.needs
    return holds_all(folded, needs)


def _span_pieces(line: str) -> Iterator[str]:
    for mark in _SPAN.finditer(line):
        yield mark.group(1) or line[mark.end() :]
