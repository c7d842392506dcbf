"""Make every rule prove itself: it removes what it says, nothing that any rule wants kept, and neither a hostile
line nor many ordinary ones make it slow.

``cleaner rules test`` and the tests run this; so do lists of your own before they are used in a batch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from .alternatives import said_twice
from .engine import Engine
from .filters.neighbour import matches
from .filters.span import point_at_spans
from .fold import KEY_LENGTH, fold, fold_pattern
from .index import Index
from .openings import anchors_of, common_keys, openings
from .price import too_dear
from .rules import LEVELS, FilterList, Rule, RuleError, names_of
from .signs import plain_view, signs_of
from .suspects import span_suspects
from .text import split_lines

# Units that make careless patterns backtrack, repeated to _HOSTILE_LENGTH characters.
_HOSTILE_UNITS = (
    " ",
    "a",
    "a ",
    "1",
    ".",
    "- ",
    "| ",
    "A.",
    "ab, ",
    "\u00a0",
    "“",
    "é",
    "also read ",
    "read: ",
    "www.a.",
    "(",
    "a@",
)
_HOSTILE_LENGTH = 20_000
# And words of the pattern itself, said again and again behind an example: a line of this length shows whether there are
# many ways to read them.
_MOST_WORDS = 40
_WORDS_LENGTH = 400
_WORDS_SECONDS = 0.25
_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_WORD = re.compile(r"\\.|\(\?P<\w+>")
# A busy machine may stall once; that is not the pattern's fault.
_TRIALS = 3
_HOSTILE_SECONDS = 1.0

# A line is judged alone and where it would do most harm: in the middle of an article.
_ABOVE = "The council met on Monday evening to discuss the new bridge, and the debate went on for almost three hours."
_BELOW = "Most of the members said afterwards that they would vote for the plan, but two of them asked for more time."


# Behind a prompt whose pattern has an end nothing of an article's length can stand.
_PROSE = f" {_ABOVE} {_BELOW}".lower() * 8
_LANGUAGE = re.compile("[a-z]{2,3}")


def prove(lists: Sequence[FilterList], others: Sequence[FilterList] = ()) -> list[str]:
    """Return what is wrong with the rules of ``lists``, one message each; an empty list is the proof.

    ``others`` are lists whose ``keep`` examples must survive these rules too, and whose rules must spare theirs.
    """
    problems = [problem for filter_list in lists for rule in filter_list for problem in _own_problems(rule)]
    if problems:
        return problems
    judged, known = ([rule for its in group for rule in its] for group in (lists, (*lists, *others)))
    return [*too_dear(judged, known), *_harm([*lists, *others], {filter_list.id for filter_list in lists})]


def out_of_place(lists: Sequence[FilterList]) -> Iterator[str]:
    """Yield what is wrong with the places of built-in rules: an order that nobody finds them by, a folder that is no
    language.
    """
    for filter_list in lists:
        if not _LANGUAGE.fullmatch(filter_list.language):
            yield f"{filter_list.path}: a list stands in the folder of its language: en, de, any ..."
        ids = [rule.id for rule in filter_list]
        for before, after in pairwise(ids):
            if after < before:
                name = after.partition(":")[2]
                yield f"{filter_list.path}: rules are sorted by id: move {name!r} above {before.partition(':')[2]!r}"
                break


def _own_problems(rule: Rule) -> Iterator[str]:
    try:
        index = Index(() if rule.has_neighbour else (rule,))
        pattern = rule.regex if rule.pattern else None
    except (RuleError, regex.error) as error:
        yield (str(error) if str(error).startswith(rule.id) else f"{rule.id}: the pattern does not compile: {error}")
        return
    for example in rule.match:
        folded = fold(example)
        if rule.keywords and not any(word in folded for word in rule.keywords):
            yield (
                f"{rule.id}: example {example!r} has none of the keywords {list(rule.keywords)}, "
                f"so the pattern never sees it"
            )
        elif rule.has_neighbour:
            if not matches(rule, folded):
                yield _stays(rule, example, folded)
        elif rule.removes == "span":
            if not list(point_at_spans(index, example, 0)):
                yield (
                    f"{rule.id}: example {example!r} stays: a span is a bracketed group or the last sentences of a "
                    f"line, and the pattern must match it whole"
                )
        elif rule.removes != "context" and not (rule in index.match(folded) or any(index.match_at_end([example]))):
            yield _stays(rule, example, folded)
    for line in rule.lines:
        if not (matches(rule, fold(line)) if rule.has_neighbour else rule in index.match(fold(line))):
            yield f"{rule.id}: line {line!r} holds nothing but punctuation or decoration once folded"
    if pattern is not None:
        yield from (f"{rule.id}: {problem}: leave one out" for problem in dict.fromkeys(said_twice(rule.pattern)))
        yield from _slowness(rule)
        yield from _endlessness(rule)
        found = anchors_of(rule)
        if not rule.has_neighbour and (common := common_keys(found)):
            where = "begin" if found.side == "head" else "end"
            yield (
                f"{rule.id}: too many lines {where} with {common[0]!r}, and each would be tried: take the slot beside "
                f"it apart into the words that stand there, or split the rule"
            )


def _stays(rule: Rule, example: str, folded: str) -> str:
    words = folded.split()
    open_ = rule.keywords and rule.where != "end" and anchors_of(rule).side == "words"
    if open_ and not {*words} & {*rule.keywords}:
        return (
            f"{rule.id}: example {example!r} stays: a pattern open at both ends is found by whole words, and none "
            f"of {words} is one of the keywords {list(rule.keywords)}"
        )
    # Classes such as \S are no letters and the P of a group's name is none.
    capital = any(char.isupper() for char in regex.sub(r"\\.|\(\?P", "", rule.pattern))
    return f"{rule.id}: example {example!r} stays: the pattern must match the whole folded line {folded!r}" + (
        ": write the pattern in lower case" if capital else ""
    )


def _slowness(rule: Rule) -> Iterator[str]:
    begin = [key for key, _ in openings(fold_pattern(rule.pattern), KEY_LENGTH)[:3]]
    starts = dict.fromkeys(["", *begin, *(fold(example) for example in rule.match[:1])])
    for unit in _HOSTILE_UNITS:
        for start in starts:
            line = start + unit * (_HOSTILE_LENGTH // len(unit))
            if all(_times_out(rule, line) for _ in range(_TRIALS)):
                yield _is_slow(rule, start + unit, _HOSTILE_LENGTH, _HOSTILE_SECONDS)
                return
    words = [*dict.fromkeys(_WORD.findall(_NO_WORD.sub(" ", fold_pattern(rule.pattern))))]
    units = [f"{between}{word}" for word in words[:: 1 + len(words) // _MOST_WORDS] for between in (" ", ", ")]
    for unit in (*units, "a", "1", "-", " a", ", a"):
        for start in map(fold, rule.match[:1]):
            # No pattern ends with the last sign: all ways to read the words are tried.
            line = start + unit * (_WORDS_LENGTH // len(unit)) + " §"
            if all(_times_out(rule, line, _WORDS_SECONDS) for _ in range(_TRIALS)):
                yield _is_slow(rule, start + unit, _WORDS_LENGTH, _WORDS_SECONDS)
                return


def _is_slow(rule: Rule, said: str, length: int, seconds: float) -> str:
    return (
        f"{rule.id}: the pattern takes over {seconds:g} s for {length} characters of {said!r}: bound its repetitions, "
        f"or make them exclude what follows them"
    )


def _endlessness(rule: Rule) -> Iterator[str]:
    for example in map(fold, rule.match):
        for line in (f"{example}{_PROSE}", f"{_PROSE.lstrip()} {example}"):
            if not _times_out(rule, line) and rule.regex.fullmatch(line):
                yield (
                    f"{rule.id}: the pattern takes a line of {len(line):,} characters, which may be the article: bound "
                    f"its repetitions, such as .{{0,200}} in the place of .*"
                )
                return


def _times_out(rule: Rule, line: str, seconds: float = _HOSTILE_SECONDS) -> bool:
    try:
        rule.regex.fullmatch(line, timeout=seconds)
    except TimeoutError:
        return True
    return False


def _harm(lists: Sequence[FilterList], judged_ids: set[str]) -> Iterator[str]:
    """Yield the harm that rules do to examples, where the rule or the example is of a list under judgement."""
    rules = [rule for filter_list in lists for rule in filter_list]
    for rule in rules:
        if rule.has_neighbour and rule.list_id in judged_ids:
            yield from _beside_its_neighbours(rule, rules)
    judges = Engine([rule for rule in rules if rule.list_id in judged_ids])
    # An example of an aggressive rule must survive all levels; others those up to the default.
    for level in ("standard", "aggressive"):
        examples = [
            (rule, example)
            for rule in rules
            if (rule.level == "aggressive") == (level == "aggressive")
            for example in rule.keep
            # What no rule under judgement knows a line of, none of them removes: most examples of the other lists.
            if rule.list_id in judged_ids or _knows_a_line(judges, example)
        ]
        if not examples:
            continue
        allowed = LEVELS[: LEVELS.index(level) + 1]
        engine = Engine([rule for rule in rules if rule.level in allowed])
        last = {rule.id for rule in engine.rules if rule.where == "end"}
        for rule, example in examples:
            for culprit in sorted(set(_removed_by(engine, example, last))):
                if judged_ids.isdisjoint((rule.list_id, culprit.partition(":")[0])):
                    continue
                yield f"{culprit}: removes what {rule.id} wants kept: {example!r}"


def _beside_its_neighbours(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield what a rule for lines beside a removal does to its own ``keep`` lines there, where it could take them."""
    found: dict[str, Rule] = {}
    for side, name in (("above", rule.above), ("below", rule.below)):
        named = [other for other in rules if name and name in names_of(other.id) and not other.has_neighbour]
        if name and not named:
            yield f"{rule.id}: {side} = {name!r} names no rule, list or topic: `cleaner rules list` shows them"
            return
        for other in named:
            if other.removes == "line" and other.where == "anywhere":
                found[side] = other
    if len(found) < bool(rule.above) + bool(rule.below):
        return
    engine = Engine([replace(other, sites=(), bound=False) for other in (rule, *found.values())])
    above, below = ((*o.lines, *o.match)[:1] if (o := found.get(side)) else () for side in ("below", "above"))
    for example in rule.keep:
        text = "\n".join((f"{_ABOVE}\n", *above, example, *below, f"\n{_BELOW}"))
        if any(removal.rule == rule.id for removal in engine.find(text)[0]):
            yield f"{rule.id}: removes what it wants kept, right beside what goes: {example!r}"


def _knows_a_line(engine: Engine, example: str) -> bool:
    """Whether some rule could begin to remove something of an example, wherever it stands."""
    if engine.context:
        return True
    text = f"{_ABOVE}\n{example}\n{_BELOW}"
    view = plain_view(text, signs_of(text))
    lines, starts = split_lines(view)
    index = engine.general
    return (
        any(index.lines.search(lines))
        or any(index.lines.match_at_end(lines))
        or bool(span_suspects(index.spans, text, view, lines, starts))
    )


def _removed_by(engine: Engine, example: str, last: set[str]) -> Iterable[str]:
    offset = len(_ABOVE) + 2
    inside = (offset, offset + len(example))
    removals, _, _ = engine.find(f"{_ABOVE}\n\n{example}\n\n{_BELOW}")
    alone, _, _ = engine.find(example)
    # Rules for an article's last lines must spare it there; others may know by its place what it is.
    at_end, _, _ = engine.find(f"{_ABOVE}\n\n{_BELOW}\n\n{example}")
    found = [r.rule for r in removals if r.start < inside[1] and r.end > inside[0]] + [r.rule for r in alone]
    return found + [r.rule for r in at_end if r.rule in last and r.start > len(_ABOVE)]
