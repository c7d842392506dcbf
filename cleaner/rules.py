"""Rules: what they are, and how they are read from TOML files and checked.

A rule file is ``<language>/<topic>.toml``; ``lists/README.md`` describes the format.  Reading checks the form of each
rule; ``cleaner.prove`` checks what the rules do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from .cache import contents, contents_by_stamp, remembered
from .compiled import compile_re, compile_regex, without_guard
from .fold import fold, fold_pattern

if TYPE_CHECKING:
    import regex

    _AnyPattern = re.Pattern[str] | regex.Pattern[str]

Removes = Literal["line", "span", "block", "rest", "context"]
Level = Literal["strict", "standard", "aggressive"]
Where = Literal["anywhere", "head", "foot", "end", "beside", "label"]
Holds = Literal["links", "comments", "form", "bio", "end"]
Inside = Literal["no", "paragraphs", "lines", "never"]

LEVELS: tuple[Level, ...] = get_args(Level)
BUILT_IN = Path(__file__).parent / "lists"
# For text in any language: labels such as "Facebook", and what no language owns.
ANY = "any"


class RuleError(ValueError):
    """A rule file that cannot be used; the message names each rule and what to change."""


_TEXTS = ("lines", "match", "keep")


class _Packed:
    """Room for lines and examples as ``packed`` leaves them: most are never asked for, and to part them takes time."""

    __slots__ = ("_texts",)
    _texts: tuple[str | tuple[str, ...], ...]


# Compared by identity: a dictionary of rules must not hash all their examples at each look-up.
@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Rule(_Packed):
    """One rule: what it points at, why, and the examples that prove it.

    ``id`` is the path to open and the name within that file: ``en/related:also-read``.
    """

    id: str
    removes: Removes
    why: str
    lines: tuple[str, ...] = ()
    pattern: str = ""
    keywords: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    level: Level = "standard"
    where: Where = "anywhere"
    holds: Holds = "links"
    inside: Inside = "no"
    above: str = ""
    below: str = ""
    sites: tuple[str, ...] = ()
    bound: bool = False
    named: bool = False
    status: Literal["accepted", "proposed"] = "accepted"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> tuple[str, ...]:
            # Asked for what was not set: a rule that ``unpacked`` made.
            if name not in _TEXTS:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            texts = self._texts[_TEXTS.index(name)]
            apart = tuple(texts.split("\n")) if isinstance(texts, str) else texts
            object.__setattr__(self, name, apart)
            return apart

    @property
    def list_id(self) -> str:
        """The file's id: ``en/related``."""
        return self.id.partition(":")[0]

    @property
    def topic(self) -> str:
        """The file's last name: ``related``."""
        return self.list_id.rpartition("/")[2]

    @property
    def language(self) -> str:
        """The file's first folder: ``en``; empty for a file outside any folder."""
        return self.list_id.partition("/")[0] if "/" in self.list_id else ""

    @property
    def has_neighbour(self) -> bool:
        """Whether it holds only right above or right below what another rule removes: found by that, not by words."""
        return bool(self.above or self.below)

    @property
    def regex(self) -> regex.Pattern[str]:
        """The pattern, compiled at its first use; raises ``regex.error`` where it cannot be."""
        return _compile(self.pattern)

    @property
    def fast_regex(self) -> _AnyPattern:
        """The same pattern for ASCII, and for text that ``read_alike`` says yes to."""
        return _compile_fast(self.pattern)

    def full_match(self, *, fast: bool) -> Callable[[str], Any]:
        """What tells whether the pattern takes a folded text whole; ``fast``: one that ``fast_regex`` is for."""
        compiled = _compile_fast if fast else _compile
        guard, pattern = without_guard(self.pattern)
        matches: Callable[[str], Any] = compiled(pattern).fullmatch
        if not guard:
            return matches
        forbids: Callable[[str], Any] = compiled(guard).match
        return lambda folded: matches(folded) and not forbids(folded)


@cache
def _compile_fast(pattern: str) -> _AnyPattern:
    """Compile with the standard library where it can: three times as fast, and alike on text read alike."""
    folded = fold_pattern(pattern)
    try:
        return compile_re(folded)
    except (re.error, FutureWarning):
        return _compile(pattern)


@cache
def _compile(pattern: str) -> regex.Pattern[str]:
    return compile_regex(fold_pattern(pattern))


@dataclass(frozen=True)
class FilterList:
    """The rules of one file, in the file's order."""

    id: str
    path: Path
    rules: tuple[Rule, ...]

    @cached_property
    def language(self) -> str:
        return self.id.partition("/")[0] if "/" in self.id else ""

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)


def load_list(path: Path, list_id: str, *, check_patterns: bool = True) -> FilterList:
    """Read one rule file; ``check_patterns`` compiles each pattern, which takes a millisecond each.

    Raises RuleError naming the file, the rule and what to change; OSError where the file cannot be read.
    """
    import tomllib

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: not valid TOML: {error}") from error
    unknown = sorted(set(data) - {"rule", "inside"})
    if unknown:
        raise RuleError(f"{path}: unknown table {unknown[0]!r}: a rule file holds [[rule]] tables and `inside` only")
    # What a file says of all its rules stands in each that says nothing else.
    common = {key: data[key] for key in ("inside",) if key in data}
    rules: list[Rule] = []
    problems: list[str] = []
    for number, own in enumerate(data.get("rule", ()), 1):
        table = {**common, **own}
        name = f"{list_id}:{table.get('id', f'rule {number}')}"
        found = _pattern_problems(table.get("pattern")) if check_patterns else []
        found = found or list(_form_problems(table))
        if name in {rule.id for rule in rules}:
            found.append("the id stands twice in the file")
        problems += [f"{name}: {problem}" for problem in found]
        if not found:
            rules.append(_rule(table, name))
    if problems:
        raise RuleError(f"{path}:\n  " + "\n  ".join(problems))
    return FilterList(list_id, path, tuple(rules))


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


def _form_problems(table: dict[str, Any]) -> Iterator[str]:
    from .openings import anchors

    for key, value in table.items():
        if key not in _FIELDS:
            yield f"unknown key {key!r}: expected one of {', '.join(sorted(_FIELDS))}"
        elif key in _TEXT_FIELDS and not isinstance(value, str):
            yield f"{key} must be a text, not {value!r}"
        elif key in ("bound", "named"):
            if not isinstance(value, bool):
                yield f"{key} must be true or false, not {value!r}"
        elif key not in _TEXT_FIELDS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            yield f"{key} must be a list of texts, not {value!r}"
        elif key in _CHOICES and value not in _CHOICES[key]:
            yield f"{key} must be one of {', '.join(_CHOICES[key])}, not {value!r}"
        elif key in ("lines", "keywords") and not all(map(fold, value)):
            yield f"{key} holds a text of which nothing is left once it is folded: every line would fit it"
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
    if table.get("pattern"):
        if not table.get("match"):
            yield "match is missing: give at least one line that the pattern must remove"
        elif anchors((), table["pattern"]).side == "words" and not (table.get("keywords") or neighbour):
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
            _compile(pattern)
    except regex.error as error:
        return [f"the pattern does not compile: {error}"]
    return []


def _rule(table: dict[str, Any], rule_id: str) -> Rule:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    values["id"] = rule_id
    values["keywords"] = tuple(fold(word) for word in values.get("keywords", ()))
    return Rule(**values)


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


def packed(rules: Iterable[Rule]) -> list[tuple[Any, ...]]:
    """Return rules as plain values, for the cache."""
    names = _plain_names()
    return [
        (tuple(_together(getattr(rule, name)) for name in _TEXTS), *(getattr(rule, name) for name in names))
        for rule in rules
    ]


def _plain_names() -> list[str]:
    return [each.name for each in fields(Rule) if each.name not in _TEXTS]


def _together(lines: tuple[str, ...]) -> str | tuple[str, ...]:
    """Lines as one text, which is read in a third of the time."""
    return "\n".join(lines) if lines and "\n" not in "".join(lines) else lines


def unpacked(values: Iterable[tuple[Any, ...]]) -> list[Rule]:
    """Return the rules that ``packed`` made plain."""
    # Each slot is set by itself: ``__init__`` of a frozen class takes three times as long, for thousands of rules.
    setters = [getattr(Rule, name).__set__ for name in ("_texts", *_plain_names())]
    rules = []
    for value in values:
        rule = object.__new__(Rule)
        for set_slot, its in zip(setters, value, strict=True):
            set_slot(rule, its)
        rules.append(rule)
    return rules


# The modules by which rules are read and made ready: what they made is as old as they are.
MADE_BY = frozenset(
    {
        *("_sieve", "cache", "compiled", "engine", "fold", "keys", "mojibake"),
        *("openings", "rules", "sieve", "signs", "syntax", "tables"),
    }
)


def _built_in_files() -> list[tuple[str, str]]:
    # English first: pages in other languages hold English lines too, and a rule's id should say what a line is.
    return sorted(_find_files(BUILT_IN), key=lambda pair: (not pair[1].startswith("en/"), pair[1]))


def _look_at_built_in() -> str:
    """What stands now in the built-in lists, and in the code that reads them."""
    with os.scandir(BUILT_IN.parent) as entries:
        code = sorted(entry.path for entry in entries if entry.name.partition(".")[0] in MADE_BY)
    return contents_by_stamp([path for path, _ in _find_files(BUILT_IN)] + code)


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
    from .openings import Anchors, anchors, remember

    def build() -> list[tuple[Any, ...]]:
        # The built-in patterns are compiled by the tests; here each is compiled when a line first needs it.
        read = [load_list(Path(path), name, check_patterns=False) for path, name in _built_in_files()]
        return [
            (r.id, str(r.path), packed(r), [anchors(rule.lines, rule.pattern).as_tuple() for rule in r]) for r in read
        ]

    stored = remembered("lists", _built_in_seen(), _look_at_built_in, __version__, build)
    lists: list[FilterList] = []
    for name, path, values, found in stored:
        rules = unpacked(values)
        for rule, its in zip(rules, found, strict=True):
            remember(rule.lines, rule.pattern, Anchors(*its))
        lists.append(FilterList(name, Path(path), tuple(rules)))
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
    unknown = sorted(set(languages or ()) - {*known, ANY})
    if unknown:
        raise ValueError(f"no lists for language {unknown[0]!r}: expected some of {', '.join(known)}")
    wanted = {*known, ANY} if languages is None else {*languages, ANY}
    built_in = [filter_list for filter_list in _built_in() if filter_list.language in wanted]
    own: list[FilterList] = []
    for source in extra:
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
    language (``en``).  Raises ValueError for one that names nothing.
    """
    rules = [rule for filter_list in lists for rule in filter_list if rule.status == "accepted"]
    names = {name for rule in rules for name in selector_names(rule)}
    for selector in (*(select or ()), *ignore):
        if selector not in names:
            raise ValueError(f"no rule, list, topic or language is named {selector!r}: `cleaner rules list` shows them")
    allowed = LEVELS[: LEVELS.index(level) + 1]
    return tuple(
        rule
        for rule in rules
        if rule.level in allowed
        and (select is None or not selector_names(rule).isdisjoint(select))
        and selector_names(rule).isdisjoint(ignore)
    )


def selector_names(rule: Rule) -> set[str]:
    """The selectors that name a rule."""
    return {rule.id, rule.list_id, rule.topic, rule.language} - {""}


@cache
def names_of(rule_id: str) -> frozenset[str]:
    """The names by which other rules may call a rule that they are bound to: its id, its list's, its topic."""
    list_id = rule_id.partition(":")[0]
    return frozenset((rule_id, list_id, list_id.rpartition("/")[2])) - {""}
