"""Lists of other stories without a header, between removed lines.

What tells them is a rhythm that no text has: line for line the same kinds, with a date or a name at the same place.
A headline, a teaser and a name that comes again are enough at each level; other rhythms could be an article's own
list, and go only at the level ``aggressive``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from ..document import Document
from ..text import Removal
from .island import marks_a_page
from .teasers import is_stamp

# A story has two to five lines, and a list of them at least so many stories.
_PERIODS = (2, 3, 4, 5)
_LEAST_STORIES = 4
# Longer paragraphs are no teasers.
_LONGEST_TEASER = 450
# The article, in characters, and the part of all prose that it is.
_LEAST_ARTICLE = 500
_LEAST_SHARE = 0.5
# A person: two to four words with a capital each, such as "Jane van Doe".
_NAME = regex.compile(r"\p{Lu}[\p{L}.'’-]+(?: (?:de|van|von|der|den|la|el|bin|al|di|da))*(?: \p{Lu}[\p{L}.'’-]*){1,3}")
_LONGEST_NAME = 40
# A headline and its teaser.
_LEAST_LONG_LINES = 2


def point_at_stories(document: Document) -> Iterator[Removal]:
    """Point at the stories between two removals below the article, or between the last one and the end.

    Each has as many lines as the others, a headline among them, and at the same place a date or a name; or the same
    label comes again and again at that place.  They reach to the removal below them, or to the end.
    """
    any_rule, sure_rule = document.context.get("stories"), document.context.get("teasers")
    rule = any_rule or sure_rule
    if rule is None or len(document.gone) < 2:
        return
    for run in _runs(document):
        first = _first_story(document, run, sure=any_rule is None)
        if first is None or not document.article_above(run[first]):
            continue
        if any_rule is None and not _are_opened(document, run, first):
            continue
        # Every line is looked at for these two: only now.
        above, total = document.prose_above(run[first])[1], document.prose_above(len(document.lines))[1]
        if above >= max(_LEAST_ARTICLE, _LEAST_SHARE * total):
            for number in run[first:]:
                yield document.take(number, rule)


def _runs(document: Document) -> list[list[int]]:
    """The standing lines between the removals that mark a page; the last reach to the end."""
    standing = [number for number in document.standing if number not in document.gone]
    bounds = sorted(number for number in document.gone if marks_a_page(document, number))
    places = [0, *(bisect_left(standing, bound) for bound in bounds), len(standing)]
    runs = [standing[start:end] for start, end in pairwise(places) if start < end]
    # One run without a removal above or below it is the whole document.
    return runs if len(runs) > 1 or (runs and bounds and bounds[-1] > runs[-1][-1]) else []


def _first_story(document: Document, run: Sequence[int], *, sure: bool) -> int | None:
    """Where the stories begin that a run ends with; none where it ends with something else."""
    if len(run) < _PERIODS[0] * _LEAST_STORIES:
        return None
    marked = _Marked(document)
    if not any(marked[number] for number in run[-_PERIODS[-1] :]):
        return None
    for period in _PERIODS:
        for place in range(period):
            marks = _marks(marked, run, period, place)
            if len(marks) < _LEAST_STORIES or not _are_stories(document, run, marks, period, place):
                continue
            if not sure or _are_sure(document, run, marks, period):
                return len(run) - len(marks) * period
    return None


class _Marked(dict[int, bool]):
    """Whether lines are a date or a name: the same few are asked about for each length and place."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def __missing__(self, number: int) -> bool:
        marked = self[number] = is_stamp(self._document, number) or is_name(self._document, number)
        return marked


def _marks(marked: _Marked, run: Sequence[int], period: int, place: int) -> list[int]:
    """The dates or names at one place of each story, from the last one up to the first that has none."""
    marks = []
    for at in range(len(run) - period + place, place - 1, -period):
        if not marked[run[at]]:
            break
        marks.append(run[at])
    return marks


def _are_stories(document: Document, run: Sequence[int], marks: list[int], period: int, place: int) -> bool:
    if sum(is_stamp(document, n) for n in marks) < len(marks):
        # Names prove little: one of them must have written several of the stories.
        names = [document.folded(n) for n in marks]
        if len(set(names)) == len(names):
            return False
    stories = [run[i : i + period] for i in range(len(run) - len(marks) * period, len(run), period)]
    headlines = 0
    for story in stories:
        others = [n for i, n in enumerate(story) if i != place]
        shapes = [document.shape(n) for n in others]
        if any(shape in ("code", "table", "heading", "item") for shape in shapes):
            return False
        if any(len(document.line(n)) > _LONGEST_TEASER for n in others) or shapes.count("prose") > 1:
            return False
        headlines += "headline" in shapes
    return headlines * 4 >= len(stories) * 3


def _are_sure(document: Document, run: Sequence[int], marks: list[int], period: int) -> bool:
    """Whether stories have a headline, a teaser and a name each, and one of the names comes again."""
    if any(is_stamp(document, number) for number in marks) or len({document.folded(n) for n in marks}) == len(marks):
        return False
    stories = [run[i : i + period] for i in range(len(run) - len(marks) * period, len(run), period)]
    full = sum(sum(document.shape(n) != "label" for n in story) >= _LEAST_LONG_LINES for story in stories)
    return full * 4 >= len(stories) * 3


def _are_opened(document: Document, run: Sequence[int], first: int) -> bool:
    """Whether stories begin right below a removal, and no name stands as a line of its own in the article above.

    In a round-up, each entry has its writer's name; and what the page sets between two of them parts no article.
    """
    opened = first == 0 and document.place(run[0]) > 0
    above = document.standing[document.place(document.first_prose) : document.place(run[first])]
    return opened and not any(is_name(document, number) for number in above)


def is_name(document: Document, number: int) -> bool:
    """Whether a line is no more than somebody's name."""
    line = document.line(number).strip()
    return len(line) <= _LONGEST_NAME and bool(_NAME.fullmatch(line))
