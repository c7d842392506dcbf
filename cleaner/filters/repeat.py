"""Second and later copies of long paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..text import Removal

# Refrains, table cells and boilerplate of the article's own are shorter.
_SHORTEST = 200


def point_at_repeats(document: Document) -> Iterator[Removal]:
    """Point at each long paragraph that stands above word for word."""
    rule = document.context.get("repeat")
    if rule is None:
        return
    seen: set[str] = set()
    for number in document.standing:
        line = document.line(number)
        if len(line) < _SHORTEST or document.shape(number) != "prose":
            continue
        folded = document.folded(number)
        if folded in seen:
            yield document.take(number, rule)
        seen.add(folded)
