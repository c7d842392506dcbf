"""Menus in runs, for those who ask for it: only at the level ``aggressive``.

At the other levels shape alone never removes a line; here short lines above or below the article go for what stands
around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from ..document import Document
from ..text import Removal
from .island import marks_a_page, runs_below
from .listed import parts_a_list

# Of these an article is made: where one stands, no menu is looked for.
_PARTS = ("item", "code", "table", "heading")
# Fewer labels than these below the article are no menu.
_LEAST_LABELS = 2
# Fewer headlines or labels in a row may be the article's last lines; more are no list of links.
_LEAST_LINKS, _MOST_LINKS = 3, 40
# More lines than these between removals are something of their own: verse, names, results.
_MOST_IN_HEAD = 15


def point_at_menus(document: Document) -> Iterator[Removal]:
    """Point at the labels above the article that stand among removals, and at those below it next to one.

    Above, the title must be seen: a longer line stays, and labels go only around it.  Below, labels in a row go that
    stand directly under or over a removal, and longer runs of links under one.
    """
    rule = document.context.get("menu")
    if rule is None or not document.gone or document.last_prose < 0:
        return
    for number in {*_labels_above(document), *_labels_beside(document), *_links_below(document)}:
        yield document.take(number, rule)


def _labels_above(document: Document) -> list[int]:
    head = document.standing[: document.place(document.first_prose)]
    if len(head) > _MOST_IN_HEAD or not document.article_above(len(document.lines)):
        return []
    if not any(marks_a_page(document, number) for number in document.gone if number < document.first_prose):
        return []
    shapes = [document.shape(number) for number in head]
    if "headline" not in shapes or any(shape in _PARTS for shape in shapes):
        return []
    # The first line of all may be the title, however short.
    return [number for number, shape in zip(head, shapes, strict=True) if shape == "label" and number > head[0]]


def _labels_beside(document: Document) -> Iterator[int]:
    for run, above, below in runs_below(document):
        for beside, way in ((above, run), (below, run[::-1])):
            labels = list(takewhile(lambda n: document.shape(n) == "label" and n not in document.gone, way))
            if beside and len(labels) >= _LEAST_LABELS:
                yield from labels


def _links_below(document: Document) -> Iterator[int]:
    """The runs of short lines under a removal, unless they go on with a list that it was set into."""
    for run, above, _ in runs_below(document):
        if not above or not _LEAST_LINKS <= len(run) <= _MOST_LINKS or not document.article_above(run[0]):
            continue
        if all(document.shape(n) in ("headline", "label") for n in run) and not parts_a_list(document, run[0] - 1, run):
            yield from run
