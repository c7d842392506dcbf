"""Labels of a page that may be headings of the article: "Log in" in a guide, "Contact" in a notice."""

from __future__ import annotations

from functools import lru_cache

import regex

from ..document import Document
from ..fold import fold, loose
from ..words import HEADINGS

_TEXT = ("prose", "sentence", "item")
# Under "Contact": a telephone number, an address, or a field of either ("Town hall: 3 Market Square").
_TO_REACH = regex.compile(r"\d\d|\w@\w|^[^:]{2,40}: \S")
# The article's text is not far above.
_LINES_ABOVE = 5
# So many ad markers in a row are passed over.
_MOST_INSIDE = 3
_ASKS = "¿?"
# "Salary: 14,200 pounds": a record's line.  Of a record, two more are among the next lines.
_FIELD = regex.compile(r"[^\W\d][^\s:.!?]{1,20}(?: [^\s:.!?]{1,15}){0,2}:\s")
_FIELDS_AROUND = 3
_LEAST_FIELDS = 2


def may_head_part(document: Document, number: int) -> bool:
    """Whether a label of a page stands as a heading does: no rule knows the lines around it, and text is below.

    At the page's edges such labels stand above the article, or next to each other.
    """
    if loose(document.folded(number)).strip(_ASKS).rstrip() not in _headings():
        return False
    above, below = _next(document, number, 0), _next(document, number, 1)
    if above < 0 or below == len(document.lines):
        return False
    if any(n in document.hits or n in document.gone for n in (above, below)):
        return False
    if document.shape(below) not in _TEXT and not _TO_REACH.search(document.line(below)):
        return False
    place = document.place(number)
    return any(document.shape(n) in _TEXT for n in document.standing[max(0, place - _LINES_ABOVE) : place])


def _next(document: Document, number: int, way: int) -> int:
    """The next line upwards (``way`` 0) or downwards, but for ad markers."""
    for _ in range(_MOST_INSIDE):
        number = document.neighbours(number)[way]
        rules = document.hits.get(number, ())
        if not any(rule.inside == "lines" for rule in rules):
            break
    return number


@lru_cache(1)
def _headings() -> frozenset[str]:
    return frozenset(loose(fold(label)) for labels in HEADINGS.values() for label in labels.split("|"))


def is_of_record(document: Document, number: int) -> bool:
    """Whether a line with a label ("Editor: Jane Doe") is one of several of a record: an offer's, a show's credits.

    No rule knows the others: of what a page says of itself, most lines are known.
    """
    if not _FIELD.match(document.folded(number)):
        return False
    place = document.place(number)
    around = document.standing[max(0, place - _FIELDS_AROUND) : place + _FIELDS_AROUND + 1]
    others = sum(n not in document.hits and bool(_FIELD.match(document.folded(n))) for n in around)
    return others >= _LEAST_FIELDS
