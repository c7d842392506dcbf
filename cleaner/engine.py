"""The rules of one choice of settings, ready to run: from a text to the spans that go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from .cache import remembered
from .document import Document
from .filters import is_unprompted, point
from .filters.line import point_at_lines
from .filters.span import point_in_lines, span_suspects
from .index import Index, Tables, tables
from .rules import Level, Rule, choose, list_files, load_lists
from .text import Removal, merge, split_lines


class Indexes:
    """Some rules, indexed: those for whole lines and those for spans."""

    def __init__(self, lines: Iterable[Rule], spans: Iterable[Rule], made: Sequence[Tables] = ()) -> None:
        of_lines, of_spans = made or (None, None)
        self.lines = Index(lines, of_lines)
        self.spans = Index(spans, of_spans)


def _parted(rules: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    lines: list[Rule] = []
    spans: list[Rule] = []
    for rule in rules:
        (spans if rule.removes == "span" else lines).append(rule)
    return lines, spans


class Engine:
    """The rules of one choice of settings, indexed, with those of single sites apart."""

    def __init__(self, rules: Iterable[Rule], made: Sequence[Tables] = ()) -> None:
        self.rules = tuple(rules)
        self.general = Indexes(*_parted(rule for rule in self.rules if not rule.sites), made)
        self._sites: dict[str, list[Rule]] = {}
        self.context: dict[str, str] = {}
        for rule in self.rules:
            for site in rule.sites:
                self._sites.setdefault(site.casefold(), []).append(rule)
            if rule.removes == "context":
                self.context[rule.id.partition(":")[2]] = rule.id
        self._site_indexes: dict[str, Indexes] = {}

    def indexes(self, url: str | None) -> list[Indexes]:
        """The indexes that a document concerns: the general one, and those of its host and the domains above it."""
        if not url or not self._sites:
            return [self.general]
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").rstrip(".")
        found = [self.general]
        while host:
            if host in self._sites:
                if host not in self._site_indexes:
                    self._site_indexes[host] = Indexes(*_parted(self._sites[host]))
                found.append(self._site_indexes[host])
            host = host.partition(".")[2]
        return found

    def find(self, text: str, url: str | None = None) -> tuple[list[Removal], list[str], list[int]]:
        """Return the removals, sorted and disjoint, and the lines and their offsets."""
        lines, starts = split_lines(text)
        indexes = self.indexes(url)
        hits: dict[int, list[Rule]] = {}
        for index in indexes:
            for number, rules in index.lines.search(lines):
                hits.setdefault(number, []).extend(rules)
        document = Document(text, lines, starts, hits, self.context, [index.lines for index in indexes])
        document.look_at_end()
        removals = list(point_at_lines(document)) if hits else []
        suspects = {number for index in indexes for number in span_suspects(index.spans, text, lines, starts)}
        if suspects:
            removals += point_in_lines(document, [index.spans for index in indexes], sorted(suspects))
            for number in document.trimmed:
                # What a prompt leaves may be a line that a rule knows.
                hits[number] = [rule for index in indexes for rule in index.lines.match(document.folded(number))]
        if hits or is_unprompted(self.context, lines):
            removals += point(document)
        return list(merge(removals)), lines, starts


@dataclass
class _Stored:
    rules: list[Rule]
    made: list[Tables]


@lru_cache(maxsize=16)
def load_engine(
    languages: tuple[str, ...] | None,
    level: Level,
    lists: tuple[str, ...],
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...],
) -> Engine:
    """Return the engine of some settings, indexed once per process and remembered from one process to the next.

    Raises RuleError for a list that cannot be used, ValueError for a name that is not known.
    """
    if select == ():
        return Engine(())

    def build() -> _Stored:
        rules = choose(load_lists(languages, lists), level, select, ignore)
        return _Stored(list(rules), [tables(part) for part in _parted(r for r in rules if not r.sites)])

    from . import __version__

    settings = repr((__version__, languages, level, lists, select, ignore))
    stored = remembered("engine", list_files(lists), settings, _Stored, build)
    return Engine(stored.rules, stored.made)
