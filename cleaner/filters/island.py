"""Short lines enclosed by removals."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..text import Removal

# More lines than these between two removals are something of their own.
_MOST_LINES = 2


def point_at_islands(document: Document) -> Iterator[Removal]:
    """Point at one or two lines without a full sentence that removals enclose on both sides, below the first prose."""
    rule = document.context.get("island")
    if rule is None or not document.gone:
        return
    gone = document.gone
    run: list[int] = []
    enclosed = False
    for number in range(document.first_prose + 1, len(document.lines)):
        if number in gone:
            if enclosed and 0 < len(run) <= _MOST_LINES:
                for island in run:
                    yield document.take(island, rule)
            run, enclosed = [], True
        elif not document.blank(number):
            if document.shape(number) in ("headline", "label"):
                run.append(number)
            else:
                run, enclosed = [], False
