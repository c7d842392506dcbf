"""Everything from a trigger to the end: comments, related stories, footers."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..text import Removal
from .line import in_place


def point_at_rest(document: Document) -> Iterator[Removal]:
    """Point at all lines from the first ``rest`` trigger to the end, if no prose of the article follows it."""
    for number in sorted(document.hits):
        rule = next((r for r in document.hits[number] if r.removes == "rest" and in_place(document, number, r)), None)
        if rule is None or number < document.last_prose or document.last_prose < 0:
            continue
        for below in range(number, len(document.lines)):
            if below not in document.gone and not document.blank(below):
                yield document.take(below, rule.id)
        return
