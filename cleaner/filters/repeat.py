"""Long paragraphs that a page prints twice in a row."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..text import Removal

# Refrains, table cells and boilerplate of the article's own are shorter.
_SHORTEST = 200
# Further apart, a copy is a quotation, or the whole article again.
_MOST_LINES_APART = 3


def point_at_repeats(document: Document) -> Iterator[Removal]:
    """Point at each long paragraph that stands word for word directly above, or at most two lines further up."""
    rule = document.context.get("repeat")
    if rule is None:
        return
    seen: dict[str, int] = {}
    for place, number in enumerate(document.standing):
        line = document.line(number)
        if len(line) < _SHORTEST or document.shape(number) != "prose":
            continue
        folded = document.folded(number)
        above = seen.get(folded)
        if above is not None and place - above <= _MOST_LINES_APART:
            yield document.take(number, rule)
        else:
            seen[folded] = place
