"""All that stands below the article's end, whatever it looks like: only at the level ``aggressive``."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..rules import Rule
from ..text import Removal
from .block import is_weak
from .goes_on import goes_on
from .line import openers
from .listed import parts_a_list

# These are never a page's: where one stands below, nothing goes.
_PARTS = ("code", "table", "heading")
_SHORTEST_ARTICLE = 500
# The article's share of the prose above the first header that ends it.
_LEAST_SHARE_ABOVE = 0.9
# A form for comments, or their header, stands below the article, however much readers have written.
_LEAST_SHARE_ABOVE_COMMENTS = 0.8


def point_at_tail(document: Document) -> Iterator[Removal]:
    """Point at all that stands below the first ``block`` or ``rest`` header with nearly all of the prose above it.

    At the other levels paragraphs, bulleted or numbered lines and long lists below a header stay, for they may be the
    article's.
    """
    rule = document.context.get("tail")
    if rule is None:
        return
    _, total = document.prose_above(len(document.lines))
    for number in sorted(document.hits):
        opened = openers(document, number, "rest", "block")
        if not opened or not document.article_above(number):
            continue
        _, above = document.prose_above(number)
        if above < max(_SHORTEST_ARTICLE, _least_share(opened) * total):
            continue
        below = [line for line in document.standing[document.place(number) :] if line != number]
        if any(document.shape(line) in _PARTS for line in below) or (not below and is_weak(document, number)):
            continue
        if _goes_on(document, number, opened, below):
            continue
        for line in below:
            yield document.take(line, rule)
        if number not in document.gone and below and all(opener.holds != "end" for opener in opened):
            yield document.take(number, rule)
        return


def _goes_on(document: Document, number: int, opened: list[Rule], below: list[int]) -> bool:
    """Whether the article goes on below a header that stands inside articles too: a list's rows, or what it speaks of.

    Below a header of comments only: other stories speak of the same things.
    """
    if parts_a_list(document, number, below):
        return True
    return any(rule.holds in ("comments", "form") for rule in opened) and goes_on(document, number, below)


def _least_share(opened: list[Rule]) -> float:
    of_comments = any(rule.holds in ("comments", "form") for rule in opened)
    return _LEAST_SHARE_ABOVE_COMMENTS if of_comments else _LEAST_SHARE_ABOVE
