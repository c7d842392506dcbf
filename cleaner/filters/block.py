"""A header and the link-like lines under it: related stories, most read, newsletters."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..shape import is_link_like
from ..text import Removal
from .line import in_place

# Lists of related stories hold three to ten; what is longer is more likely a list of the article's.
MOST_LINES = 12


def point_at_blocks(document: Document) -> Iterator[Removal]:
    """Point at each header that a ``block`` rule matches and the lines under it that look like links.

    A block ends at the first line that does not look like one.  Where prose follows, the last line before it may be
    a subhead: it stays.
    """
    for number in sorted(document.hits):
        rule = next((r for r in document.hits[number] if r.removes == "block" and in_place(document, number, r)), None)
        if rule is None or number in document.gone:
            continue
        yield document.take(number, rule.id)
        for below in _links_below(document, number):
            yield document.take(below, rule.id)


def _links_below(document: Document, header: int) -> list[int]:
    links: list[int] = []
    at = header + 1
    while at < len(document.lines) and len(links) <= MOST_LINES:
        if not (document.blank(at) or at in document.gone):
            if not is_link_like(document.lines[at]):
                break
            links.append(at)
        at += 1
    if len(links) > MOST_LINES:
        return []
    if at < len(document.lines) and links:
        links.pop()
    return links
