"""Where a line stands on its page, and what it looks like, in marks: words, a space before each."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..fold import fold
from ..rules import topic_of
from ..shape import is_list_item, shape
from .families import key
from .lines import digest

_NAME_WORDS = range(1, 5)
_PARTICLES = frozenset(("de", "la", "van", "von", "der", "den", "di", "da", "del", "bin", "al", "el", "y", "e"))
_SENTENCE_ENDS = ".!?。！？।॥۔…\"'”’»)"
_LONG_BRAND = 5
_CARD = 2
_SHORTEST_HEADLINE = 5
_GOES_ON = ".,;:)!?"
_POSSESSIVE = ("'s ", "’s ")
_ALNUM = re.compile(r"[^\W_]")
_NOT_ALNUM = re.compile(r"[\W_]+")
_SPEECH = re.compile(r"[\"'“”‘’„«»?!]")


def marks_of(site: str, standing: list[str], number: int, own: list[int], around: Around) -> str:
    below, gone_above = number + 1, around.gone
    marks = f"{place_of(number, number, own)}{looks_of(standing[number])}"
    if number == 0:
        marks += " first"
    elif below in own and " prose" not in marks:
        marks += " subhead"
    if _is_rest(standing[number]) or (below < len(standing) and _is_rest(standing[below])):
        marks += " torn"
    if number in gone_above or below in gone_above:
        marks += " beside"
    if " name" in marks and below in gone_above and standing[number].strip() in gone_above[below][0].text:
        marks += " noted"
    if " name" in marks and marks.startswith("middle") and _ends_a_list_of_stories(gone_above.get(number, ())):
        marks += f" card:{gone_above[number][-1].topic}:{around.above(site, standing, number)}"
    if marks.startswith("foot") and number < around.last_unknown:
        marks += closing_mark(standing[below])
    below_known = below in gone_above or below in around.known
    # The same heading stands above something else on every page.
    if below < len(standing) and not below_known and " prose" not in marks:
        marks += " heads"
    if number in around.rows:
        above_known = number in gone_above or number - 1 in around.known
        if above_known and (below_known or below == len(standing)):
            marks += " block"
        elif above_known:
            marks += f" hem above:{around.above(site, standing, number)}"
        elif below_known and below not in gone_above:
            marks += " edge"
        if marks.startswith("middle"):
            marks += f" below:{around.below(site, standing, number)}"
    if marks.startswith("head") and " name" in marks:
        # Of a row of controls each has the next one above or below it.
        if number and number - 1 in around.known and number not in gone_above:
            marks += f" under:{around.above(site, standing, number)}"
        if below in around.known and below not in gone_above:
            marks += f" over:{around.below(site, standing, number)}"
    return marks + brand_mark(site, standing[number])


def closing_mark(below: str) -> str:
    """Return the mark of a line below the article, above one of the page's own; ``torn`` where that goes on with it."""
    return " torn" if _is_rest(below) else " closes"


def _ends_a_list_of_stories(gone: Sequence[Gone]) -> bool:
    """Whether the last lines that go are a headline, its writer's name, and the next headline."""
    if len(gone) <= _CARD:
        return False
    *_, before, name, last = (line.text.strip() for line in gone)
    are_headlines = min(len(before.split()), len(last.split())) >= _SHORTEST_HEADLINE
    return are_headlines and " " in name and _is_name(name) and not _is_name(last)


@lru_cache(1 << 14)
def looks_of(line: str) -> str:
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


class Gone(NamedTuple):
    """A line that goes: how many stand above it, what it says, and the rule that takes it."""

    above: int
    text: str
    rule: str

    @property
    def topic(self) -> str:
        """The topic of the rule's list."""
        return topic_of(self.rule)


@dataclass(frozen=True)
class Around:
    """What stands around the lines that stand: which of them are known, and which stand in a row with a removal.

    ``gone``: what goes right above the lines, and above the end, by number.  ``last_unknown``: the last line that is
    not known, -1 for none.
    """

    known: set[int]
    gone: dict[int, list[Gone]]
    rows: set[int]
    last_unknown: int

    @classmethod
    def of(cls, standing: list[str], comes_back: set[int], gone: list[Gone], is_version: bool) -> Around:
        # Lone signs say nothing: what stands beyond them does.
        signs = {n for n, text in enumerate(standing) if not (text[0].isalnum() or _ALNUM.search(text))}
        known = comes_back | signs
        above: dict[int, list[Gone]] = {}
        for line in gone:
            above.setdefault(line.above, []).append(line)
        rows = set() if is_version else _beside_removals(len(standing), known, above.keys())
        last_unknown = next((n for n in reversed(range(len(standing))) if n not in known), -1)
        return cls(known, above, rows, last_unknown)

    def right_above(self, topic: str) -> list[int]:
        """Return the numbers of the lines right above what rules of a topic take."""
        return [number - 1 for number, lines in self.gone.items() if number and lines[0].topic == topic]

    def below(self, site: str, standing: list[str], number: int) -> int:
        """Return a number for what stands below a line."""
        end = number + 1
        text = self.gone[end][0].text if end in self.gone else standing[end] if end < len(standing) else ""
        return digest(site, key(fold(text)))

    def above(self, site: str, standing: list[str], number: int) -> int:
        """Return a number for what stands above a line."""
        text = self.gone[number][-1].text if number in self.gone else standing[number - 1] if number else ""
        return digest(site, key(fold(text)))


def place_of(above: int, below: int, own: list[int]) -> str:
    """Return where a line stands among the article's own paragraphs; a removed one stands between two lines."""
    return "head" if above < own[0] else "foot" if below > own[-1] else "middle"


@lru_cache(10_000)
def _brand(site: str) -> str:
    """Return the part of a site's name that its own lines may hold: ``bayherald`` of bay-herald.example."""
    return _NOT_ALNUM.sub("", site.partition(".")[0]).removeprefix("the")


@lru_cache(10_000)
def brand_mark(site: str, line: str) -> str:
    """Return the marks of a line that names its site, as no byline does, and of one that says nothing else."""
    brand, text = _brand(site), _NOT_ALNUM.sub("", fold(line))
    if len(brand) < _LONG_BRAND or brand not in text:
        return ""
    return " brand bare" if text.removeprefix("the") == brand else " brand"


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
