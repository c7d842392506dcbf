"""The second pass: where the lines that came back stand, and what they look like."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache

import msgspec

from ..engine import load_engine
from ..fold import fold
from ..pipeline import Cleaner, Result
from ..rules import Where
from ..shape import is_list_item, is_prose, shape
from ..text import split_lines
from .count import Counts, counted, identity, least
from .families import is_family
from .sites import site_of_document

# Of each family so many lines are kept as its examples.
_MEMBERS = 12
_NAME_WORDS = range(1, 5)
_PARTICLES = frozenset(("de", "la", "van", "von", "der", "den", "di", "da", "del", "bin", "al", "el", "y", "e"))
_SENTENCE_ENDS = ".!?。！？।॥۔…\"'”’»)"
_LONG_BRAND = 5
_GOES_ON = ".,;:)!?"
_ALNUM = re.compile(r"[^\W_]")
_NOT_ALNUM = re.compile(r"[\W_]+")
_SPEECH = re.compile(r"[\"'“”‘’„«»?!]")


class Line(msgspec.Struct, array_like=True):
    """A line that stands where it was met: its text, where it stands, and marks of what it could be."""

    text: str
    forms: list[str]
    place: str
    marks: str


class Measured(msgspec.Struct, array_like=True):
    """What the second pass keeps of a document."""

    site: str
    lines: list[Line]


@dataclass
class Measure:
    """What is known of a line or a family on one site.

    ``places``: how often it stands above the article's first paragraph, between its paragraphs, below its last.
    ``marks``: how often it is the ``first`` line, a ``headline``, an ``item`` of a list or table, ``code``, a ``name``,
    ``prose`` (``untold``: without an end) or ``speech``, is ``torn`` from a sentence, ``heads`` something of the page's
    own, names the ``brand``, and stands in a ``block`` of lines that come back, as a ``subhead``, or ``beside``
    something that was removed, and how often it is ``gone`` itself, though only with its neighbours.
    ``members``: the lines of it, and in how many documents each stands.
    """

    documents: int = 0
    times: int = 0
    places: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)
    members: dict[str, int] = field(default_factory=dict)
    distinct: int = 0

    def share(self, mark: str) -> float:
        """How often, of all times, it has a mark."""
        return self.marks[mark] / self.times

    @property
    def is_enclosed(self) -> bool:
        """Whether it always stands between lines that come back or go, in a row in which something goes."""
        return self.marks["block"] == self.times

    @property
    def where(self) -> Where:
        """Where a rule for it may hold: the headline of a story below others must stay where it is a title.

        A piece of a sentence or of code goes only with what it belongs to.
        """
        if self.marks["torn"] or self.marks["code"]:
            return "beside"
        if not self.marks["headline"] or self.marks["untold"]:
            return "anywhere"
        if self.place("head") == 1:
            return "head"
        return "foot" if self.place("head") == 0 and self.place("foot") > 0.5 else "anywhere"

    def place(self, place: str) -> float:
        """How often, of all times, it stands in a place."""
        return self.places[place] / self.times


class Measures:
    """What the second pass found, by site and form."""

    def __init__(self) -> None:
        self.sites: dict[str, dict[str, Measure]] = {}

    def take(self, record: str) -> None:
        """Add a document that ``Measurer`` measured."""
        if not record:
            return
        measured = msgspec.json.decode(record, type=Measured)
        site = self.sites.setdefault(measured.site, {})
        here: set[str] = set()
        for line in measured.lines:
            for form in line.forms:
                measure = site.setdefault(form, Measure())
                measure.times += 1
                measure.places[line.place] += 1
                measure.marks.update(line.marks.split())
                if form not in here:
                    here.add(form)
                    measure.documents += 1
                if line.text not in measure.members:
                    measure.distinct += 1
                    if len(measure.members) >= _MEMBERS:
                        continue
                measure.members[line.text] = measure.members.get(line.text, 0) + 1


class Measurer:
    """Measures the lines of a document that the sketch has seen often enough, and that no rule knows by itself."""

    def __init__(self, counts: Counts, cleaner: Cleaner, documents: int, share: float) -> None:
        # What is left is counted, not written: the Unicode stage can rest.
        self._cleaner = replace(cleaner, unicode="none")
        self._counts = counts
        self._least = {site: least(of, documents, share) for site, of in counts.documents().items()}

    def __call__(self, name: str, line: int, url: str | None, text: str) -> str:
        """Return what is to be known of the document, in JSON; nothing for one that is not wanted."""
        site = site_of_document(name, url)
        least = self._least.get(site)
        if least is None or not self._counts.wanted(site, identity(name, line)):
            return ""
        standing, gone = _standing(self._cleaner.explain(text, url))
        prose = [i for i, text in enumerate(standing) if is_prose(text.strip())]
        if not prose:
            return ""
        found = self._lines(site, least, standing, gone, prose)
        return msgspec.json.encode(Measured(site, found)).decode() if found else ""

    def _lines(
        self, site: str, least: int, standing: list[str], gone: list[tuple[int, str]], prose: list[int]
    ) -> list[Line]:
        often = [self._often(site, text, least) for text in standing]
        # Of a paragraph, itself and not its family: reports that differ in a number are articles.
        told = {i for i in prose if often[i] and not is_family(often[i][0])}
        # A paragraph that stands on many pages is no part of the article: where that begins and ends, others tell.
        own = [i for i in prose if i not in told] or prose
        # Most of its paragraphs come back: another version of a page, and what stands between them is the article's.
        is_version = 2 * len(told) > len(prose)
        comes_back = told | {i for i, these in enumerate(often) if these and i not in prose}
        # Lone signs say nothing: what stands beyond them does.
        known = comes_back | {n for n, text in enumerate(standing) if not (text[0].isalnum() or _ALNUM.search(text))}
        gone_above = {number for number, _ in gone}
        rows = set() if is_version else _beside_removals(len(standing), known, gone_above)
        found: list[Line] = []
        for number, text in enumerate(standing):
            if these := often[number]:
                below = number + 1
                marks = _marks(standing, number, own, number in gone_above or below in gone_above)
                below_known = below in gone_above or below in known
                # The same heading stands above something else on every page.
                if below < len(standing) and not below_known and "prose" not in marks:
                    marks.append("heads")
                above_known = number in gone_above or number - 1 in known
                if number in rows and above_known and (below_known or below == len(standing)):
                    marks.append("block")
                if _names_site(site, text):
                    marks.append("brand")
                found.append(Line(text.strip(), these, _place(number, number, own), " ".join(marks)))
        went = ("gone", "beside") if is_version else ("gone", "beside", "block")
        for number, text in gone:
            these = self._often(site, text, least)
            if these and not _is_known(self._cleaner, site, text):
                found.append(Line(text.strip(), these, _place(number - 1, number, own), " ".join(went + _looks(text))))
        return found

    def _often(self, site: str, text: str, least: int) -> list[str]:
        """Return the forms of a line that came back often enough: where its family did not, it did not itself."""
        found, reaches = counted(site, text), self._counts.sketch.reaches
        if not found or not reaches(found[-1][1], least):
            return []
        return [form for form, number in found if reaches(number, least)]


def _place(above: int, below: int, own: list[int]) -> str:
    """Return where a line stands among the article's own paragraphs; a removed one stands between two lines."""
    return "head" if above < own[0] else "foot" if below > own[-1] else "middle"


@lru_cache(10_000)
def _brand(site: str) -> str:
    """Return the part of a site's name that its own lines may hold: ``bayherald`` of bay-herald.example."""
    return _NOT_ALNUM.sub("", site.partition(".")[0]).removeprefix("the")


@lru_cache(10_000)
def _names_site(site: str, line: str) -> bool:
    """Whether a line names its site, as no byline does."""
    brand = _brand(site)
    return len(brand) >= _LONG_BRAND and brand in _NOT_ALNUM.sub("", fold(line))


def _standing(result: Result) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the lines of a document that stand, and those that go, each with how many stand above it."""
    lines, starts = split_lines(result.original)
    standing: list[str] = []
    gone: list[tuple[int, str]] = []
    if not result.removals:
        return [line for line in lines if line and not line.isspace()], []
    removals = iter(result.removals)
    removal = next(removals, None)
    for line, start in zip(lines, starts, strict=True):
        if not line or line.isspace():
            continue
        while removal and removal.end <= start:
            removal = next(removals, None)
        end = start + len(line)
        if removal is None or removal.start >= end:
            standing.append(line)
        elif removal.start <= start and removal.end >= end:
            gone.append((len(standing), line))
    return standing, gone


def _beside_removals(count: int, known: set[int], gone_above: set[int]) -> set[int]:
    """Return which of so many lines are in a row of lines that come back in which, or beside which, something goes."""
    found: set[int] = set()
    row: list[int] = []
    touches = False
    for number in range(count + 1):
        touches |= number in gone_above
        if number in known:
            row.append(number)
            continue
        if touches:
            found.update(row)
        row, touches = [], False
    return found


@lru_cache(10_000)
def _is_known(cleaner: Cleaner, site: str, line: str) -> bool:
    """Whether a rule knows a line by itself: what goes only with its neighbours stays where those are not."""
    engine = load_engine(cleaner.languages, cleaner.level, cleaner.lists, cleaner.select, cleaner.ignore)
    return any(index.lines.match(fold(line)) for index in engine.indexes(site))


def _marks(standing: list[str], number: int, own: list[int], beside: bool) -> list[str]:
    marks = ["first"] if number == 0 else []
    if beside:
        marks.append("beside")
    looks = _looks(standing[number])
    marks += looks
    if "prose" not in looks and number + 1 in own and number > 0:
        marks.append("subhead")
    if any(_is_rest(part) for part in standing[number : number + 2]):
        marks.append("torn")
    return marks


@lru_cache(10_000)
def _looks(line: str) -> tuple[str, ...]:
    """Return the marks of a line that it has wherever it stands."""
    text = line.strip()
    looks = shape(line)
    marks: list[str] = [looks] if looks in ("prose", "headline") else []
    # As long as a paragraph, but no sentence to its end: a long title.
    if looks == "prose" and text[-1] not in _SENTENCE_ENDS:
        marks.append("untold")
    if looks in ("item", "table") or is_list_item(line):
        marks.append("item")
    elif looks == "code":
        marks.append("code")
    if _SPEECH.search(text[:1] + text[-1:]):
        marks.append("speech")
    if _is_name(text):
        marks.append("name")
    return tuple(marks)


def _is_rest(line: str) -> bool:
    """Whether a line goes on with a sentence that began above it: extractors tear sentences at links."""
    first = line.lstrip()[:1]
    return first.islower() or first in _GOES_ON


def _is_name(text: str) -> bool:
    """Whether a line could be a person's name or a place: up to four words, each with a capital."""
    words = [word for word in re.split(r"[\s,/|&]+", text) if word]
    return len(words) in _NAME_WORDS and all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)
