"""The second pass: where the lines that came back stand, and what they look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import msgspec

from ..engine import Engine, load_engine
from ..fold import fold, fold_lines
from ..pipeline import Cleaner
from ..rules import Where
from ..shape import is_list_item, is_prose, shape
from ..text import Removal
from .count import Counts, identity, least
from .families import is_family, key
from .lines import counted, digest
from .sites import site_of_document

# Of each family so many lines are kept as its examples.
_MEMBERS = 12
PLACES = ("head", "middle", "foot")
_NAME_WORDS = range(1, 5)
_PARTICLES = frozenset(("de", "la", "van", "von", "der", "den", "di", "da", "del", "bin", "al", "el", "y", "e"))
_SENTENCE_ENDS = ".!?。！？।॥۔…\"'”’»)"
_LONG_BRAND = 5
_GOES_ON = ".,;:)!?"
_POSSESSIVE = ("'s ", "’s ")
_ALNUM = re.compile(r"[^\W_]")
_NOT_ALNUM = re.compile(r"[\W_]+")
_SPEECH = re.compile(r"[\"'“”‘’„«»?!]")


class Line(msgspec.Struct, array_like=True):
    """A line that was met: its text, its forms, and marks of where it stands and what it could be, in one string."""

    text: str
    forms: Sequence[str]
    marks: str


class Measured(msgspec.Struct, array_like=True):
    """What the second pass keeps of a document."""

    site: str
    lines: list[Line]


@dataclass
class Measure:
    """What is known of a line or a family on one site.

    ``seen``: how often it has which marks at once.  Its place is one of them: above the article's first paragraph
    (``head``), between its paragraphs (``middle``), below its last (``foot``).  It is the ``first`` line, a
    ``headline``, an ``item`` of a list or table, ``code``, a ``name``, ``prose`` (``untold``: without an end) or
    ``speech``, is ``torn`` from a sentence, ``heads`` something of the page's own, names the ``brand``, and stands in a
    ``block`` of lines that come back or at the upper ``edge`` of one (between paragraphs ``below:`` says what the next
    line is), as a ``subhead``, or ``beside`` something that was removed, or is itself ``gone``, though
    only with its neighbours.
    ``members``: the lines of it, and in how many documents each stands.
    """

    documents: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    members: dict[str, int] = field(default_factory=dict)
    distinct: int = 0

    @cached_property
    def times(self) -> int:
        """How often it was met."""
        return self.seen.total()

    @cached_property
    def marks(self) -> Counter[str]:
        """How often it has each mark."""
        found: Counter[str] = Counter()
        for marks, times in self.seen.items():
            for mark in marks.split():
                found[mark] += times
        return found

    @property
    def places(self) -> Counter[str]:
        """How often it stands in each place where it stands."""
        return Counter({place: self.marks[place] for place in PLACES if self.marks[place]})

    def share(self, mark: str) -> float:
        """How often, of all times, it has a mark."""
        return self.marks[mark] / self.times

    @property
    def is_enclosed(self) -> bool:
        """Whether it always stands between lines that come back or go, in a row in which something goes."""
        return self.marks["block"] == self.times

    @property
    def is_edge(self) -> bool:
        """Whether it always stands in such a row or is the first line of it, and the same stands below it each time."""
        below = sum(mark.startswith("below:") for mark in self.marks)
        return self.marks["block"] + self.marks["edge"] == self.times and below == 1

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
        return self.marks[place] / self.times


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
                measure = site.get(form)
                if measure is None:
                    measure = site[form] = Measure()
                measure.seen[line.marks] += 1
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
        self._cleaner = cleaner
        self._counts = counts
        self._least = {site: least(of, documents, share) for site, of in counts.documents().items()}

    def __call__(self, name: str, line: int, url: str | None, text: str) -> str:
        """Return what is to be known of the document, in JSON; nothing for one that is not wanted."""
        site = site_of_document(name, url)
        least = self._least.get(site)
        if least is None or not self._counts.wanted(site, identity(name, line)):
            return ""
        standing, gone = _standing(*_engine(self._cleaner).find(text, url))
        prose = [number for number, bare in enumerate(standing) if is_prose(bare.strip())]
        if not prose:
            return ""
        often = self._often(site, standing, least)
        # Of a paragraph, itself and not its family: reports that differ in a number are articles.
        told = {number for number in prose if often[number] and not is_family(often[number][0])}
        # A paragraph that stands on many pages is no part of the article: where that begins and ends, others tell.
        own = [number for number in prose if number not in told] or prose
        # Most of its paragraphs come back: another version of a page, and what stands between them is the article's.
        is_version = 2 * len(told) > len(prose)
        comes_back = told | ({number for number, these in enumerate(often) if these} - set(prose))
        around = _Around.of(standing, comes_back, gone, is_version)
        found = [
            Line(bare.strip(), these, _marks(site, standing, number, own, around))
            for number, (bare, these) in enumerate(zip(standing, often, strict=True))
            if these
        ]
        found += self._gone_lines(site, gone, own, "gone beside" if is_version else "gone beside block")
        return msgspec.json.encode(Measured(site, found)).decode() if found else ""

    def _gone_lines(self, site: str, gone: list[tuple[int, str]], own: list[int], marks: str) -> list[Line]:
        if not gone:
            return []
        often = self._often(site, [bare for _, bare in gone], self._least[site])
        return [
            Line(bare.strip(), these, f"{_place(below - 1, below, own)} {marks}{_looks(bare)}")
            for (below, bare), these in zip(gone, often, strict=True)
            if these and not _is_known(self._cleaner, site, bare)
        ]

    def _often(self, site: str, lines: list[str], least: int) -> list[Sequence[str]]:
        """Return the forms of each line that came back often enough: where its family did not, it did not itself."""
        reaches = self._counts.sketch.reaches
        often: list[Sequence[str]] = []
        for line, folded in zip(lines, fold_lines(lines), strict=True):
            forms, digests = counted(site, line, folded)
            if not forms or not reaches(digests[-1], least):
                often.append(())
            elif len(forms) > 1:
                often.append([form for form, number in zip(forms, digests, strict=True) if reaches(number, least)])
            else:
                often.append(forms)
        return often


@dataclass(frozen=True)
class _Around:
    """What stands around the lines that stand: which of them are known, and which stand in a row with a removal.

    ``gone``: what goes right above the lines, and above the end, by number.
    """

    known: set[int]
    gone: dict[int, list[str]]
    rows: set[int]

    @classmethod
    def of(cls, standing: list[str], comes_back: set[int], gone: list[tuple[int, str]], is_version: bool) -> _Around:
        # Lone signs say nothing: what stands beyond them does.
        signs = {n for n, text in enumerate(standing) if not (text[0].isalnum() or _ALNUM.search(text))}
        known = comes_back | signs
        above: dict[int, list[str]] = {}
        for number, text in gone:
            above.setdefault(number, []).append(text)
        rows = set() if is_version else _beside_removals(len(standing), known, above.keys())
        return cls(known, above, rows)

    def below(self, site: str, standing: list[str], number: int) -> str:
        """Return a mark that says what stands below a line."""
        end = number + 1
        text = self.gone[end][0] if end in self.gone else standing[end] if end < len(standing) else ""
        return f" below:{digest(site, key(fold(text)))}"


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


def _standing(removed: list[Removal], lines: list[str], starts: list[int]) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the lines of a document that stand, and those that go, each with how many stand above it."""
    standing: list[str] = []
    gone: list[tuple[int, str]] = []
    if not removed:
        return [line for line in lines if line and not line.isspace()], []
    removals = iter(removed)
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


def _beside_removals(count: int, known: set[int], gone_above: Collection[int]) -> set[int]:
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
    return any(index.lines.match(fold(line)) for index in _engine(cleaner).indexes(site))


def _engine(cleaner: Cleaner) -> Engine:
    return load_engine(cleaner.languages, cleaner.level, cleaner.lists, cleaner.select, cleaner.ignore)


def _marks(site: str, standing: list[str], number: int, own: list[int], around: _Around) -> str:
    below, gone_above = number + 1, around.gone
    marks = f"{_place(number, number, own)}{_looks(standing[number])}"
    if number == 0:
        marks += " first"
    elif below in own and " prose" not in marks:
        marks += " subhead"
    if _is_rest(standing[number]) or (below < len(standing) and _is_rest(standing[below])):
        marks += " torn"
    if number in gone_above or below in gone_above:
        marks += " beside"
    below_known = below in gone_above or below in around.known
    # The same heading stands above something else on every page.
    if below < len(standing) and not below_known and " prose" not in marks:
        marks += " heads"
    if number in around.rows:
        if (number in gone_above or number - 1 in around.known) and (below_known or below == len(standing)):
            marks += " block"
        elif below_known and below not in gone_above:
            marks += " edge"
        if marks.startswith("middle"):
            marks += around.below(site, standing, number)
    return marks + " brand" if _names_site(site, standing[number]) else marks


@lru_cache(1 << 14)
def _looks(line: str) -> str:
    """Return the marks of a line that it has wherever it stands, a space before each."""
    text = line.strip()
    looks = shape(line)
    # A piece of a sentence is no headline.
    marks = f" {looks}" if looks == "prose" or (looks == "headline" and not _is_rest(line)) else ""
    # As long as a paragraph, but no sentence to its end: a long title.
    if looks == "prose" and text[-1] not in _SENTENCE_ENDS:
        marks += " untold"
    if looks in ("item", "table") or is_list_item(line):
        marks += " item"
    elif looks == "code":
        marks += " code"
    if _SPEECH.search(text[-1:] if _is_rest(line) else text[:1] + text[-1:]):
        marks += " speech"
    if _is_name(text):
        marks += " name"
    return marks


def _is_rest(line: str) -> bool:
    """Whether a line goes on with a sentence that began above it: extractors tear sentences at links."""
    begin = line.lstrip()[:3]
    return begin[:1].islower() or begin[:1] in _GOES_ON or begin in _POSSESSIVE


def _is_name(text: str) -> bool:
    """Whether a line could be a person's name or a place: up to four words, each with a capital."""
    words = [word for word in re.split(r"[\s,/|&]+", text) if word]
    return len(words) in _NAME_WORDS and all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)
