"""The rules of all lists: found, read once per process or taken from the cache, and chosen among.

A rule file is ``<language>/<topic>.toml``; ``cleaner.rulefile`` reads one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from .cache import contents, contents_by_stamp, remembered
from .rule import LEVELS, FilterList, Inside, Level, Removes, Rule, RuleError, Where, packed, topic_of, unpacked

__all__ = [
    "ANY",
    "BUILT_IN",
    "LEVELS",
    "MADE_BY",
    "FilterList",
    "Inside",
    "Level",
    "Removes",
    "Rule",
    "RuleError",
    "Where",
    "available_languages",
    "choose",
    "find_lists",
    "load_lists",
    "look_at_lists",
    "names_of",
    "packed",
    "selector_names",
    "topic_of",
    "unknown",
    "unpacked",
]

BUILT_IN = Path(__file__).parent / "lists"
# For text in any language: labels such as "Facebook", and what no language owns.
ANY = "any"


def find_lists(source: Path) -> list[tuple[Path, str]]:
    """Return the rule files of a folder (at any depth) or a file, each with its list id, sorted by id.

    Raises RuleError where there is none.
    """
    return [(Path(path), list_id) for path, list_id in _find_files(source)]


def _find_files(source: Path) -> list[tuple[str, str]]:
    """What ``find_lists`` returns, in texts: making hundreds of paths takes as long as reading all rules."""
    if source.is_file():
        return [(str(source), source.stem)]
    if not source.exists():
        raise RuleError(f"{source}: no such file or folder of rules")
    found = sorted(_files_below(str(source), ""), key=lambda pair: pair[1])
    if not found:
        raise RuleError(f"{source}: no rule files (*.toml) there")
    return found


def _files_below(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            if name[-5:] == ".toml":
                yield entry.path, prefix + name[:-5]
            elif entry.is_dir(follow_symlinks=False):
                yield from _files_below(entry.path, f"{prefix}{name}/")


def available_languages() -> tuple[str, ...]:
    """The languages of the built-in lists, without ``any``."""
    return tuple(sorted(p.name for p in BUILT_IN.iterdir() if p.is_dir() and p.name != ANY and any(p.glob("*.toml"))))


# The modules by which rules are read and made ready: what they made is as old as they are.
MADE_BY = frozenset(
    {
        *("_sieve", "cache", "compiled", "engine", "fold", "keys", "mojibake", "native"),
        *("openings", "rule", "rulefile", "rules", "sieve", "signs", "syntax", "tables"),
    }
)


def _built_in_files() -> list[tuple[str, str]]:
    # English first: pages in other languages hold English lines too, and a rule's id should say what a line is.
    return sorted(_find_files(BUILT_IN), key=lambda pair: (not pair[1].startswith("en/"), pair[1]))


def _look_at_built_in() -> str:
    """What stands now in the built-in lists, and in the code that reads them."""
    with os.scandir(BUILT_IN.parent) as entries:
        code = sorted(entry.path for entry in entries if entry.name.partition(".")[0] in MADE_BY)
    # Wherever the package lies, what is made of it is the same.
    return contents_by_stamp([path for path, _ in _find_files(BUILT_IN)] + code, str(BUILT_IN.parent))


@cache
def _built_in_seen() -> str:
    """What stood there when this process first asked: whatever it reads of them later, it takes for no newer."""
    return _look_at_built_in()


def look_at_lists(extra: Sequence[str] = (), *, at_first: bool = False) -> str:
    """Return a digest of all that the rules come from: the built-in lists, and those of extra folders or files.

    ``at_first``: the built-in ones as this process first saw them, since it reads them once.  Raises RuleError where
    there are none.
    """
    return (_built_in_seen() if at_first else _look_at_built_in()) + _look_at_own(extra)


def _look_at_own(extra: Sequence[str]) -> str:
    return contents(path for name in extra for path, _ in _find_files(Path(name).resolve())) if extra else ""


@cache
def _built_in() -> tuple[FilterList, ...]:
    """All built-in lists, from the cache where nothing has changed since."""
    from . import __version__
    from .openings import Anchors, anchors_of, remember

    def build() -> list[tuple[Any, ...]]:
        from .rulefile import load_list  # Not needed where the lists are remembered.

        # The built-in patterns are compiled by the tests; here each is compiled when a line first needs it.
        read = [load_list(Path(path), name, check_patterns=False) for path, name in _built_in_files()]
        return [
            (
                r.id,
                packed(r),
                [anchors_of(rule).as_tuple() for rule in r],
            )
            for r in read
        ]

    stored = remembered("lists", _built_in_seen(), _look_at_built_in, __version__, build)
    lists: list[FilterList] = []
    for name, values, found in stored:
        rules = unpacked(values)
        for rule, its in zip(rules, found, strict=True):
            remember(rule.lines, rule.pattern, rule.removes == "span", Anchors(*its))
        lists.append(FilterList(name, BUILT_IN / f"{name}.toml", tuple(rules)))
    return tuple(lists)


def load_lists(languages: tuple[str, ...] | None = None, extra: tuple[str, ...] = ()) -> tuple[FilterList, ...]:
    """Read the built-in lists of some languages (None: all; ``any`` always) and those of extra folders or files.

    The built-in ones are read once per process, the others again when they have changed.  Raises RuleError for a list
    that cannot be used, ValueError for an unknown language.
    """
    return _load_lists(languages, extra, _look_at_own(extra))


@lru_cache(maxsize=8)
def _load_lists(languages: tuple[str, ...] | None, extra: tuple[str, ...], _seen: str) -> tuple[FilterList, ...]:
    known = available_languages()
    strange = sorted(set(languages or ()) - {*known, ANY})
    if strange:
        raise ValueError(f"no lists for language {strange[0]!r}: expected some of {', '.join(known)}")
    wanted = {*known, ANY} if languages is None else {*languages, ANY}
    built_in = [filter_list for filter_list in _built_in() if filter_list.language in wanted]
    own: list[FilterList] = []
    for source in extra:
        from .rulefile import load_list

        own += [load_list(path, name) for path, name in find_lists(Path(source))]
    lists = (*built_in, *own)
    seen: set[str] = set()
    for filter_list in lists:
        if filter_list.id in seen:
            raise RuleError(
                f"{filter_list.path}: a list with the id {filter_list.id!r} is loaded already: rename the file"
            )
        seen.add(filter_list.id)
    return lists


def choose(
    lists: Iterable[FilterList], level: Level, select: Sequence[str] | None, ignore: Sequence[str]
) -> tuple[Rule, ...]:
    """Return the rules that a level and the selectors leave, in order.

    A selector is a rule id (``en/related:also-read``), a list id (``en/related``), a topic (``related``) or a
    language (``en``).  Raises ValueError for one that names nothing, or selects nothing that is in force.
    """
    rules = [rule for filter_list in lists for rule in filter_list]
    names = {name for rule in rules for name in selector_names(rule)}
    for selector in (*(select or ()), *ignore):
        if selector not in names:
            raise ValueError(unknown(selector, names))
    allowed = LEVELS[: LEVELS.index(level) + 1]
    in_force = [rule for rule in rules if rule.level in allowed and rule.status == "accepted"]
    for selector in select or ():
        if not any(selector in selector_names(rule) for rule in in_force):
            raise ValueError(_why_nothing(selector, [rule for rule in rules if selector in selector_names(rule)]))
    return tuple(
        rule
        for rule in in_force
        if (select is None or not selector_names(rule).isdisjoint(select)) and selector_names(rule).isdisjoint(ignore)
    )


def unknown(selector: str, names: Iterable[str]) -> str:
    """Say that a selector names nothing, and which of some names may be meant."""
    import difflib

    near = difflib.get_close_matches(selector, names, 1, 0.75)
    hint = f"did you mean {near[0]!r}?" if near else "`cleaner rules list --level aggressive` shows all"
    return f"no rule, list, topic or language is named {selector!r}: {hint}"


def _why_nothing(selector: str, its: Sequence[Rule]) -> str:
    accepted = [rule.level for rule in its if rule.status == "accepted"]
    if not accepted:
        return f"{selector!r} is proposed only: `cleaner review` accepts it"
    return f"{selector!r} holds at the level {min(accepted, key=LEVELS.index)!r} only: choose that level"


def selector_names(rule: Rule) -> set[str]:
    """The selectors that name a rule."""
    return {rule.id, rule.list_id, rule.topic, rule.language} - {""}


class Neighbours:
    """Rules that take a line only right above or below what other rules take; their ids, and the others' names."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.ids = frozenset(rule.id for rule in self.rules)
        self.names = frozenset(name for rule in self.rules for name in (rule.above, rule.below) if name)


@cache
def names_of(rule_id: str) -> frozenset[str]:
    """The names by which other rules may call a rule that they are bound to: its id, its list's, its topic."""
    list_id = rule_id.partition(":")[0]
    return frozenset((rule_id, list_id, list_id.rpartition("/")[2])) - {""}
