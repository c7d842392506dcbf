"""The rules of one choice of settings, ready to run: from a text to the spans that go."""

from __future__ import annotations

import hashlib
import marshal
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from . import sieve
from .cache import remembered
from .glued import glued
from .index import Index
from .indexes import Indexes, InForce, parted
from .keys import Tables
from .links import Linked, with_links
from .markup import markup_of
from .mended import mended
from .native import COMPILED
from .normalize import is_sound
from .rules import Inside, Level, Rule, choose, load_lists, look_at_lists, packed, unpacked
from .signs import plain_view, signs_of
from .suspects import bracketed, is_unprompted, pointed, span_suspects
from .text import Page, Removal, merge, split_lines

if TYPE_CHECKING:
    from ._sieve import Sieve


# Of a rule, all that its removals depend on.
_what_counts = attrgetter(
    "id", "removes", "lines", "pattern", "keywords", "where", "holds", "inside", "above", "below", "bound", "named",
    "sites",
)  # fmt: skip


# What articles set in brackets themselves: "(Source: Office for National Statistics)".
_OF_SOURCES = ("agency", "credits", "copyright", "dates", "meta")
_NO_LINKS: dict[int, Linked] = {}


class Engine:
    """The rules of one choice of settings, indexed, with those of single sites apart.

    ``made``: what was worked out of those of all sites before; ``sieves``: the compiled ones for them, if there are;
    ``digest``: what ``digest_of`` says of the rules, if it is known.
    """

    def __init__(
        self, rules: Iterable[Rule], made: Sequence[Tables] = (), sieves: Sequence[Sieve] = (), digest: str = ""
    ) -> None:
        self.rules = tuple(rules)
        self._digest = digest
        self.general = Indexes((rule for rule in self.rules if not rule.sites), made, sieves)
        self._sites: dict[str, list[Rule]] = {}
        self.context: dict[str, str] = {}
        self._inside: dict[str, Inside] = {}
        for rule in self.rules:
            for site in rule.sites:
                self._sites.setdefault(site.casefold(), []).append(rule)
            if rule.inside in ("paragraphs", "lines"):
                self._inside[rule.id] = rule.inside
            if rule.removes == "context":
                self.context[rule.id.partition(":")[2]] = rule.id
        self._site_indexes: dict[str, Indexes] = {}
        self._everywhere = InForce([self.general], self.context, self._inside)
        self._in_force: dict[tuple[str, ...], InForce] = {(): self._everywhere}

    def in_force(self, url: object) -> InForce:
        """The rules that a document concerns: the general ones, and those of its host and the domains above it."""
        if url is None:
            return self._everywhere
        if not isinstance(url, str):  # Declared as any object: compiled, another would be refused in words of mypyc's.
            raise TypeError(f"url must be a str or None, not {type(url).__name__}: where the text comes from")
        if not url or not self._sites:
            return self._everywhere
        sites = tuple(site for site in _domains(url) if site in self._sites)
        if sites not in self._in_force:
            for site in sites:
                if site not in self._site_indexes:
                    self._site_indexes[site] = Indexes(self._sites[site])
            its = [self._site_indexes[site] for site in sites]
            self._in_force[sites] = InForce([self.general, *its], self.context, self._inside)
        return self._in_force[sites]

    @property
    def digest(self) -> str:
        """A hexadecimal SHA-256 of the rules in force."""
        if not self._digest:
            self._digest = digest_of(self.rules)
        return self._digest

    def find(
        self, text: str, url: object = None, signs: frozenset[str] | None = None, sound: bool | None = None
    ) -> tuple[list[Removal], list[str], list[int]]:
        """Return the removals, sorted and disjoint, and the lines, as filters see them, and their offsets.

        ``signs``: what ``signs_of`` says of the text, ``sound``: what ``is_sound`` does; worked out here if not given.
        """
        if signs is None:
            signs = signs_of(text)
        better = mended(text, signs, is_sound(text, signs) if sound is None else sound)
        if better:
            found, _, _ = self._find(better.text, url, signs_of(better.text))
            return list(merge(better.as_given(found))), better.lines, better.starts
        return self._find(text, url, signs)

    def _find(self, text: str, url: object, signs: frozenset[str] | None) -> tuple[list[Removal], list[str], list[int]]:
        """The same of a text without mojibake that could be mended."""
        force = self.in_force(url)
        view = plain_view(text, signs)
        written, starts = split_lines(view)
        page = Page(text, view, written, starts, signs, written)
        markup = markup_of(view, written, starts)
        if not markup:
            return list(merge(_found(page, _NO_LINKS, force))), written, starts
        tags = markup.tagged()
        while True:
            # Of markup, filters see the words.
            lines, linked = markup.unlinked(tags)
            away = frozenset(number for number, its in linked.items() if its.leads_away)
            found = _found(Page(text, view, written, starts, signs, lines, away), linked, force)
            found = list(merge(with_links(found, linked, written, starts)))
            # Which tags are the page's is judged again by what is left: a second cleaning must find nothing more.
            judged = not found or markup.all_tagged(tags)
            more = tags if judged else markup.tagged(_whole(found, written, starts))
            if more <= tags:
                return found, written, starts
            tags |= more


def _domains(url: str) -> Iterator[str]:
    """Yield the host of a URL and the domains above it; nothing where it names none."""
    from urllib.parse import urlsplit

    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").rstrip(".")
    except ValueError:  # No URL, such as "[broken": whose page it is, nobody knows.
        return
    while host:
        yield host
        host = host.partition(".")[2]


def _found(page: Page, linked: Mapping[int, Linked], force: InForce) -> list[Removal]:
    """Return the removals of a text, some of which may overlap."""
    lines = page.lines
    hits = dict(force.lines[0].search(lines))
    suspects: set[int] = set()
    for index in force.lines[1:]:
        for number, rules in index.search(lines):
            hits.setdefault(number, []).extend(rules)
    _add_labels(page, hits, force)
    for index in force.spans:
        suspects |= span_suspects(index, page.text, page.view, page.written, page.starts)
        suspects |= _suspects(index, lines, linked)
    for number, its in linked.items():
        if its.stays:
            hits.pop(number, None)
            suspects.discard(number)
    if not (hits or suspects or is_unprompted(force.context, force.lines, lines)):
        return []
    return _removals()(page, hits, suspects, force)


def _add_labels(page: Page, hits: dict[int, list[Rule]], force: InForce) -> None:
    """Take note of labels that the index does not find as they are written: with an arrow, glued, in brackets."""
    for number, raw in pointed(page):
        known = hits.get(number, ())
        more = [rule for rule in force.match(raw) if rule.lines and rule not in known]
        if more:
            hits.setdefault(number, []).extend(more)
    for number, label in glued(page.lines, force):
        hits.setdefault(number, []).append(label)
    for number, words in bracketed(page.text, page.lines):
        if number not in hits:
            # A label means in brackets what it means without; a header of a list stands in none.
            whole = [r for r in force.match(words) if r.removes == "line" and r.where not in ("foot", "end")]
            if whole := [rule for rule in whole if rule.topic not in _OF_SOURCES]:
                hits[number] = whole


def _suspects(index: Index, lines: Sequence[str], numbers: Iterable[int]) -> set[int]:
    """Return those of some lines, by their numbers, that ``point_at_spans`` is worth asking about."""
    asked = [*numbers]
    if not asked:
        return set()
    texts = [lines[number] for number in asked]
    text = "\n".join(texts)
    starts = [*accumulate([len(line) + 1 for line in texts], initial=0)][:-1]
    return {asked[at] for at in span_suspects(index, text, text, texts, starts)}


def _whole(removals: Iterable[Removal], lines: Sequence[str], starts: Sequence[int]) -> set[int]:
    """The numbers of the lines that removals take whole."""
    gone = ((bisect_right(starts, removal.start) - 1, removal) for removal in removals)
    return {n for n, removal in gone if removal.end - removal.start == len(lines[n])}


@cache
def _removals() -> Callable[..., list[Removal]]:
    from .filters import removals  # Only now: most texts of a line or two need none of it.

    return removals


def digest_of(rules: Iterable[Rule]) -> str:
    """Return a hexadecimal SHA-256 of all that the removals of some rules depend on."""
    # A form of marshal that no Python changes any more, and the fastest way to write them all.
    return hashlib.sha256(marshal.dumps([_what_counts(rule) for rule in rules], 2)).hexdigest()


def load_engine(
    languages: tuple[str, ...] | None,
    level: Level,
    lists: tuple[str, ...],
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...],
) -> Engine:
    """Return the engine of some settings, indexed once per process and remembered from one process to the next.

    Where lists of one's own have changed, it is made anew.  Raises RuleError for a list that cannot be used,
    ValueError for a name that is not known, OSError for a list that cannot be read.
    """
    if select == ():
        return Engine(())
    return _engine(languages, level, lists, select, ignore, look_at_lists(lists, at_first=True))


@lru_cache(maxsize=16)
def _engine(
    languages: tuple[str, ...] | None,
    level: Level,
    lists: tuple[str, ...],
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...],
    seen: str,
) -> Engine:
    def build() -> tuple[Any, ...]:
        from .tables import tables

        rules = choose(load_lists(languages, lists), level, select, ignore)
        made = [tables(part) for part in parted(rule for rule in rules if not rule.sites)[:2]]
        return packed(rules), [its.packed() for its in made], sieve.packed(made), digest_of(rules)

    from . import __version__

    settings = repr((__version__, COMPILED, languages, level, lists, select, ignore))
    rules, made, sieves, digest = remembered("engine", seen, lambda: look_at_lists(lists), settings, build)
    return Engine(unpacked(rules), [Tables.unpacked(its) for its in made], sieve.unpacked(sieves), digest)
