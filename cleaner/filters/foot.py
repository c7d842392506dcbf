"""What stands below the article: the page's footer, known by removals of two kinds in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..document import Document
from ..text import Removal
from .closing import closes
from .goes_on import is_told_on
from .island import kind_of
from .listed import first_of_a_record, goes_on_counting, is_among_fields
from .rest import MOST_LINES, is_over

# Between two removals of different kinds stand no more lines than these: inside an article they stand alone.
_MOST_BETWEEN = 3
# A footer is little beside the article.
_LEAST_SHARE_ABOVE = 0.9


def point_at_foot(document: Document) -> Iterator[Removal]:
    """Point at all that stands below two removals of different kinds in a row, if it is little beside the article.

    Such as a share bar and tags, or the form for a newsletter and a list of stories.  Lists of rules are the kinds.
    """
    rule = document.context.get("foot")
    if rule is None or len(document.gone) < 2:
        return
    standing = document.standing
    gone = document.gone
    # What stands inside articles too says nothing of where this one ends.
    marks = [(number, kind_of(gone[number])) for number in sorted(gone) if gone[number] not in document.inside]
    for (number, kind), (other, other_kind) in pairwise(marks):
        if kind == other_kind:
            continue
        place = document.place(number)
        between = standing[place : document.place(other)]
        if len(between) > _MOST_BETWEEN:
            continue
        # The first may stand inside the article, above its last sentence.
        if any(document.shape(n) not in ("headline", "label") for n in between):
            continue
        below = standing[place : place + MOST_LINES + 1]
        if not below:
            return
        if len(below) > MOST_LINES or not document.article_above(number):
            continue
        if not is_over(document, number, below, _LEAST_SHARE_ABOVE) or is_told_on(document, number, below):
            continue
        if goes_on_counting(document, number, below):
            continue
        if not (is_among_fields(document, place, below) or first_of_a_record(document, below) is not None):
            # A form stands inside articles too: the short lines right below it may be the article's last.
            for line in below[len(between) if kind == "form" else 0 :]:
                if not closes(document, line):
                    yield document.take(line, rule)
            return
