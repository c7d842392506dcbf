"""A header and the link-like lines under it: related stories, most read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_lowercase

from ..document import Document
from ..rules import Rule
from ..shape import is_longer_than_headings, is_one_word
from ..text import Removal
from ..words import BY, either
from .goes_on import goes_on
from .island import stands_by_the_page
from .line import LEAST_AWAY, opener
from .listed import first_of_a_record, goes_on_with_list, has_headings, parts_a_list

# Lists of other stories hold three to ten, some with a date and a name each; what goes on longer is something else.
_MOST_LINES = 15
# What went just now stands among them; further down than this nothing belongs to the header.
_MOST_SEEN = 100
# What begins in lower case or with one of these goes on with the sentence above.
_GOES_ON = frozenset(".,;:)?!’'" + ascii_lowercase)
# A header with as many short lines above it, and no removal next to it, was set into verse or a list.
_SHORT_LINES_ABOVE = 3
# Above what looks like these may stand a heading.
_ENDS = ("prose", "sentence", "item", "code", "table")
# As many may be headings of the article, if it has others.
_FEW_LINKS = 2
_LONGEST_HEADING = 100
_ASKS = ("?", "？", "؟")
# Under a quoted post.
SIGNATURE = re.compile(r"\s*[—–-] ?[^(]{2,60}\(@\w")
# What stands between the lines of a team; a headline has fewer.
_BETWEEN_NAMES = "; "
_LEAST_NAMES = 2
_BYLINE = re.compile(rf"\d|^(?:{either(BY)}) ")


def point_at_blocks(document: Document) -> Iterator[Removal]:
    """Point at each header that a ``block`` rule matches and at the lines under it that look like links.

    A block ends at the first line that could be the article's: a sentence, a paragraph, an item, code, a table, a
    heading.  A header of one word could be a heading too: it goes only with a headline under it.  From the last block
    up, so that a block which ends at another's header has that header before it goes.
    """
    if not document.opens("block"):
        return
    for number in sorted(document.hits, reverse=True):
        rule = opener(document, number, "block")
        if rule is None:
            continue
        away = document.links_away(number)
        links = away if len(away) >= LEAST_AWAY else links_below(document, number)
        if links:
            document.opened.add(number)
        if number not in document.gone and (links or _stands_alone(document, number)):
            yield document.take(number, rule.id)
        for link in links:
            yield document.take(link, rule.id)


def is_weak(document: Document, number: int) -> bool:
    """Whether a header is a single word, such as ``Related``, which an article may have as a heading."""
    return is_one_word(document.folded(number))


def _stands_alone(document: Document, number: int) -> bool:
    """Whether a header goes though nothing under it does: its links are lost, not something else."""
    if is_weak(document, number):
        return False
    place = document.place(number + 1)
    if place == len(document.standing):
        return True
    below = document.standing[place]
    return document.shape(below) == "prose" or _is_header(document, below)


def links_below(document: Document, header: int) -> list[int]:
    """Return the lines of other stories' links under a header; none where they could be something else."""
    standing = document.standing
    links: list[int] = []
    ends_at: int | None = None
    place = document.place(header)
    for number in standing[place : place + _MOST_SEEN]:
        if number in document.gone or number == header:
            continue
        if (
            document.shape(number) not in ("headline", "label")
            or _is_header(document, number)
            or SIGNATURE.match(document.line(number))
            or _is_enumeration(document.line(number))
            or (links and goes_on_with_list(document, header, links[0], number))
        ):
            ends_at = number
            break
        links.append(number)
        if len(links) > _MOST_LINES:
            return []
    record = first_of_a_record(document, links)
    if record is not None:
        ends_at = record
        links = links[: links.index(record)]
    if header < document.first_prose:
        # The title may stand among them.
        return []
    if not document.article_above(header):
        last = max((i for i, number in enumerate(links) if document.shape(number) == "headline"), default=0)
        links = links[:last]
    if record is not None or (ends_at is not None and document.shape(ends_at) in _ENDS):
        links = _without_heading(document, header, links)
        if links and ends_at is not None and document.line(ends_at).lstrip()[0] in _GOES_ON:
            # A paragraph broken at a link: its first piece may look like a headline.
            links.pop()
    if "headline" not in [document.shape(number) for number in links[:2]] or parts_a_list(
        document, header, links, least_above=_SHORT_LINES_ABOVE
    ):
        return []
    headlines = sum(document.shape(number) == "headline" for number in links)
    if headlines * 2 < len(links) or _are_headings(document, header, links, ends_at):
        return []
    return links


def _is_enumeration(line: str) -> bool:
    """Whether a line names many things: a team's players, the winners of a prize."""
    return line.count(_BETWEEN_NAMES) >= _LEAST_NAMES


def _are_headings(document: Document, header: int, links: list[int], ends_at: int | None) -> bool:
    """Whether what stands under a header may be the article's own headings.

    One or two lines, or lines above a paragraph, in an article that has headings further up too; and a question above
    its answer.
    """
    if ends_at is None or stands_by_the_page(document, header):
        return False
    before_text = document.shape(ends_at) in ("prose", "sentence")
    if len(links) > _FEW_LINKS and not before_text:
        return False
    if any(len(document.line(number)) > _LONGEST_HEADING for number in links):
        return False
    if len({document.folded(number) for number in links}) < len(links):
        return False
    if len(links) == 1 and document.line(links[0]).rstrip().endswith(_ASKS):
        return True
    return has_headings(document, header) and (not before_text or goes_on(document, header, [ends_at]))


def _without_heading(document: Document, header: int, links: list[int]) -> list[int]:
    """Leave out what may be the heading of the paragraph that follows: the last lines that are not long, or that ask.

    Under a header of several words, in an article without headings, it is one line, and the questions below it.  Where
    a date or a byline is among them, the line above it may be the title.
    """
    kept = len(links)
    left = len(links) if is_weak(document, header) or has_headings(document, header) else 1
    while kept and left and _may_be_heading(line := document.line(links[kept - 1])):
        kept -= 1
        left -= not line.rstrip().endswith(_ASKS)
    if any(_BYLINE.search(document.folded(number)) for number in links[kept:]):
        kept -= 1
    return links[: max(0, kept)]


def _may_be_heading(line: str) -> bool:
    return line.rstrip().endswith(_ASKS) or not is_longer_than_headings(line)


def _is_header(document: Document, number: int) -> bool:
    rules: list[Rule] = document.hits.get(number, [])
    return any(rule.removes in ("block", "rest") for rule in rules)
