"""The second pass: where the lines that came back stand, and what they look like."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache

import msgspec

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
    something that was removed.
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
    """Measures the lines of a document that the sketch has seen often enough, and that ``cleaner`` leaves."""

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
        result = self._cleaner.explain(text, url)
        standing, gone_beside, gone_below = _standing(result)
        prose = [i for i, text in enumerate(standing) if is_prose(text.strip())]
        if not prose:
            return ""
        reaches = self._counts.sketch.reaches
        often = [[form for form, number in counted(site, text) if reaches(number, least)] for text in standing]
        # Of a paragraph, itself and not its family: reports that differ in a number are articles.
        told = {i for i in prose if often[i] and not is_family(often[i][0])}
        # A paragraph that stands on many pages is no part of the article: where that begins and ends, others tell.
        own = [i for i in prose if i not in told] or prose
        comes_back = told | {i for i, these in enumerate(often) if these and i not in prose}
        # Lone signs say nothing: what stands beyond them does.
        known = comes_back | {n for n, text in enumerate(standing) if not _ALNUM.search(text)}
        found: list[Line] = []
        for number, text in enumerate(standing):
            if these := often[number]:
                place = "head" if number < own[0] else "foot" if number > own[-1] else "middle"
                marks = _marks(standing, number, own, number in gone_beside)
                # The same heading stands above something else on every page.
                below = number + 1
                if below < len(standing) and below not in known | gone_below and "prose" not in marks:
                    marks.append("heads")
                above_known = number in gone_below or number - 1 in known
                below_known = below in gone_below or below in known or below == len(standing)
                if above_known and below_known:
                    marks.append("block")
                if _names_site(site, text):
                    marks.append("brand")
                found.append(Line(text.strip(), these, place, " ".join(marks)))
        return msgspec.json.encode(Measured(site, found)).decode() if found else ""


@lru_cache(10_000)
def _brand(site: str) -> str:
    """Return the part of a site's name that its own lines may hold: ``bayherald`` of bay-herald.example."""
    return _NOT_ALNUM.sub("", site.partition(".")[0]).removeprefix("the")


@lru_cache(10_000)
def _names_site(site: str, line: str) -> bool:
    """Whether a line names its site, as no byline does."""
    brand = _brand(site)
    return len(brand) >= _LONG_BRAND and brand in _NOT_ALNUM.sub("", fold(line))


def _standing(result: Result) -> tuple[list[str], set[int], set[int]]:
    """Return the lines of a document that stand, which stand next to one that was removed, and which right below."""
    lines, starts = split_lines(result.original)
    standing: list[str] = []
    beside: set[int] = set()
    below: set[int] = set()
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
            beside.update((len(standing) - 1, len(standing)))
            below.add(len(standing))
    return standing, beside, below


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
