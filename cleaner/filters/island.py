"""Short lines enclosed by removals."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..text import Removal

# More lines than these between two removals are something of their own.
_MOST_LINES = 2
# Labels of advertisements stand between any two lines of an article, the items of a list too: they enclose nothing.
_INSIDE_ARTICLES = ("ads:", "navigation:article-content", "player:")


def point_at_islands(document: Document) -> Iterator[Removal]:
    """Point at one or two lines without a full sentence that removals enclose on both sides, below the last prose."""
    rule = document.context.get("island")
    if rule is None or not document.gone or document.last_prose < 0:
        return
    run: list[int] = []
    enclosed = False
    for number in range(document.last_prose + 1, len(document.lines)):
        if number in document.gone:
            if any(name in document.gone[number] for name in _INSIDE_ARTICLES):
                continue
            if enclosed and 0 < len(run) <= _MOST_LINES:
                for island in run:
                    yield document.take(island, rule)
            run, enclosed = [], True
        elif not document.blank(number):
            run.append(number)
            if document.shape(number) not in ("headline", "label"):
                run, enclosed = [], False
