"""What a page prints twice in a row: long paragraphs, and headlines of other stories in one line."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..text import Removal
from .teasers import says_twice

# Refrains, table cells and boilerplate of the article's own are shorter.
_SHORTEST = 200
# Further apart, a copy is a quotation, or the whole article again.
_MOST_LINES_APART = 3
# The name under what stands twice in one line.
_LONGEST_NAME = 50
_LEAST_DOUBLED = 2


def point_at_repeats(document: Document) -> Iterator[Removal]:
    """Point at each long paragraph that stands word for word directly above, or at most two lines further up.

    And, below the first paragraph, at lines that say the same twice, if there are several, with the name under each.
    """
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
    yield from _doubled(document, rule)


def _doubled(document: Document, rule: str) -> Iterator[Removal]:
    below = document.standing[document.place(document.first_prose) :]
    doubled = [place for place, number in enumerate(below) if says_twice(document.line(number))]
    if len(doubled) < _LEAST_DOUBLED:
        return
    for place in doubled:
        yield document.take(below[place], rule)
        for under in below[place + 1 : place + 2]:
            if document.shape(under) == "label" and len(document.line(under)) <= _LONGEST_NAME:
                yield document.take(under, rule)
