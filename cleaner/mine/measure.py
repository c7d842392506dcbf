"""The second pass: where the lines that came back stand, and what they look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import msgspec

from ..fold import fold, fold_lines
from ..pipeline import Cleaner
from ..rules import Where
from ..shape import is_prose
from ..text import Removal, split_lines
from .captions import LONGEST as LONGEST_CAPTION
from .captions import TOPIC, caption_forms, could_be_credited, lines_above_credits
from .count import Counts, identity, least
from .families import ABOVE_CREDIT, DATE, ENDS, is_family, key, template
from .lines import counted
from .marks import Around, Gone, brand_mark, closing_mark, looks_of, marks_of, place_of
from .sites import site_of_document

# Of each family so many lines are kept as its examples.
_MEMBERS = 12
PLACES = ("head", "middle", "foot")
# A dateline is among so many lines at the top, and so long.
_TOP = 12
_LONGEST_DATELINE = 100


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
    only with its neighbours.  It ``closes`` the article: lines of this page alone stand below it.  Between paragraphs
    ``card:`` says which topic takes the line above a name, and which line that is.
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
        return self.marks["block"] + self.marks["edge"] == self.times and self._kinds("below:") == 1

    @property
    def is_hem(self) -> bool:
        """Whether it always stands in such a row or is the last line of it, and the same stands above it each time.

        It ends with a full stop: what heads the text below does not.
        """
        is_last = self.marks["block"] + self.marks["hem"] == self.times and self._kinds("above:") == 1
        return is_last and all(line.endswith(".") for line in self.members)

    @property
    def has_neighbour(self) -> bool:
        """Whether one line that comes back, too, stands right above or right below it each time."""
        marks = [(mark, times) for mark, times in self.marks.items() if mark.startswith(("under:", "over:"))]
        return any(times == self.times for _, times in marks)

    @property
    def card(self) -> str:
        """The topic of the lists that takes the line above a name, if it is the same line each time; else nothing."""
        marks = [mark for mark in self.marks if mark.startswith("card:")]
        return marks[0].split(":")[1] if len(marks) == 1 and self.marks[marks[0]] == self.times else ""

    def closes_articles(self, least: float) -> bool:
        """Whether it always stands below the article, once a page, and on some page other lines below it."""
        is_last = self.place("foot") == 1 and self.times == self.documents and not self.marks["torn"]
        return is_last and self.documents >= least and self.marks["closes"] > 0

    def _kinds(self, mark: str) -> int:
        """Return how many marks begin so."""
        return sum(other.startswith(mark) for other in self.marks)

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
        # What these take, they know by itself.
        self._sure = {r.id for r in cleaner.rules if r.removes == "line" and not r.above and not r.below}
        self._least = {site: least(of, documents, share) for site, of in counts.documents().items()}

    def __call__(self, name: str, line: int, url: str | None, text: str) -> str:
        """Return what is to be known of the document, in JSON; nothing for one that is not wanted."""
        site = site_of_document(name, url)
        least = self._least.get(site)
        if least is None or not self._counts.wanted(site, identity(name, line)):
            return ""
        removals, _, _ = self._cleaner.engine.find(text, url)
        # The lines as they are written: a rule is made of them, and looked for in the prose.
        standing, gone = _standing(removals, *split_lines(text))
        prose = [number for number, bare in enumerate(standing) if is_prose(bare.strip())]
        if not prose:
            return ""
        often = self._often(site, standing, least)
        # Of a paragraph, itself and not its family: reports that differ in a number are articles.
        told = {number for number in prose if often[number] and not is_family(often[number][0])}
        credited = self._credited(standing, site)
        captions = {number for number in credited if len(standing[number].strip()) <= LONGEST_CAPTION}
        if 2 * len(captions) > len(prose):
            credited, captions = {}, set()
        # A paragraph that stands on many pages is no part of the article: where that begins and ends, others tell.
        own = [number for number in prose if number not in told and number not in captions] or prose
        own = _below_dateline(standing, own)
        # Most of its paragraphs come back: another version of a page, and what stands between them is the article's.
        is_version = 2 * len(told) > len(prose)
        comes_back = told | captions | ({number for number, these in enumerate(often) if these} - set(prose))
        around = Around.of(standing, comes_back, gone, is_version)
        found = [
            Line(bare.strip(), these, marks_of(site, standing, number, own, around))
            for number, (bare, these) in enumerate(zip(standing, often, strict=True))
            if these
        ]
        for number, these in credited.items():
            marks = f"{place_of(number, number, own)} prose" + ("" if number in captions else " glued")
            found.append(Line(standing[number].strip(), these, marks))
        for number, form, mark in lines_above_credits(standing, around.right_above(TOPIC), own):
            shown = standing[number].strip() if form == ABOVE_CREDIT else ""
            found.append(Line(shown, (form,), f"{place_of(number, number, own)} prose {mark}"))
        if gone:
            found += self._gone_lines(site, standing, gone, own, around.last_unknown, "" if is_version else " block")
        return msgspec.json.encode(Measured(site, found)).decode() if found else ""

    def _credited(self, standing: list[str], site: str) -> dict[int, tuple[str, ...]]:
        """Return the families of captions that lines could be of, by number."""
        indexes = self._cleaner.engine.in_force(site).lines
        bare = [text.strip() for text in standing]
        found = (
            (number, caption_forms(text, fold(text), indexes))
            for number, text in enumerate(bare)
            if could_be_credited(text)
        )
        return {number: forms for number, forms in found if forms}

    def _gone_lines(
        self, site: str, standing: list[str], gone: list[Gone], own: list[int], last_unknown: int, row: str
    ) -> list[Line]:
        """Return the lines that go; of those that a rule knows by itself only where they stand."""
        found: list[Line] = []
        often = self._often(site, [removed.text for removed in gone], self._least[site])
        for (below, bare, rule), these in zip(gone, often, strict=True):
            if not these:
                continue
            place = place_of(below - 1, below, own)
            marks = f"{place} gone beside"
            if place == "foot" and below <= last_unknown:
                marks += closing_mark(standing[below])
            if rule not in self._sure and not _is_known(self._cleaner, site, bare):
                found.append(Line(bare.strip(), these, f"{marks}{row}{looks_of(bare)}{brand_mark(site, bare)}"))
            elif not is_family(these[0]):
                found.append(Line(bare.strip(), (ENDS + these[0],), marks))
        return found

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


def _below_dateline(standing: list[str], own: list[int]) -> list[int]:
    """Return the article's own paragraphs without one above its dateline: the text of a picture, or a summary."""
    if len(own) > 1:
        for number in range(own[0] + 1, min(own[1], _TOP)):
            text = standing[number].strip()
            if len(text) < _LONGEST_DATELINE and DATE in template(key(fold(text))):
                return own[1:]
    return own


def _standing(removed: list[Removal], lines: list[str], starts: list[int]) -> tuple[list[str], list[Gone]]:
    """Return the lines of a document that stand, and those that go."""
    standing: list[str] = []
    gone: list[Gone] = []
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
            gone.append(Gone(len(standing), line, removal.rule))
    return standing, gone


@lru_cache(10_000)
def _is_known(cleaner: Cleaner, site: str, line: str) -> bool:
    """Whether a rule knows a line by itself: what goes only with its neighbours stays where those are not."""
    return any(index.match(fold(line)) for index in cleaner.engine.in_force(site).lines)
