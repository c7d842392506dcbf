"""Readers' comments to the end of the page, for those who ask for it: only at the level ``aggressive``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Document
from ..text import Removal
from ..words import SAYS, either
from .comments import are_comments, is_thread
from .goes_on import goes_on
from .line import openers

# An article that readers comment on is longer than this, in characters.
_LEAST_ARTICLE = 1_000
# "12 comments": a number says that what follows are comments, where a bare "Comments" may be a chapter.
_COUNTED = re.compile(r"\d")
# WordPress sets this above each comment.
_SAYS = re.compile(rf"\S.{{1,50}} (?:{either(SAYS)}):")
_LEAST_SAYS = 3
_LINES_TO_A_COMMENT = 8
# Below a header that counts them: the article's share of the prose.
_LEAST_SHARE = 0.8


def point_at_threads(document: Document) -> Iterator[Removal]:
    """Point at all that stands below the header of readers' comments, whatever it looks like.

    The header counts them, or each of them says by whom or when it was written; or there is no header, and line after
    line reads "Jane says:".  A heading marked as one ends the search: then the page goes on.
    """
    rule = document.context.get("thread")
    if rule is None:
        return
    first = _first_comment(document)
    if first is None:
        return
    below = document.standing[document.place(first) :]
    if any(document.shape(number) == "heading" for number in below):
        return
    for number in below:
        yield document.take(number, rule)


def _first_comment(document: Document) -> int | None:
    """The first line of the comments; none where it is not sure that they are."""
    standing = document.standing
    for number in sorted(document.hits):
        if not any(opened.holds in ("comments", "form") for opened in openers(document, number, "rest")):
            continue
        below = standing[document.place(number + 1) :]
        if not below or document.prose_above(number)[1] < _LEAST_ARTICLE or is_thread(document, number):
            continue
        if are_comments(document, below):
            return below[0]
        # A counter stands above articles and inside them too.
        little = document.prose_above(number)[1] >= _LEAST_SHARE * document.prose_above(len(document.lines))[1]
        if _COUNTED.search(document.folded(number)) and little and not goes_on(document, number, below):
            return below[0]
    says = [number for number in standing if len(document.line(number)) < 80 and _SAYS.fullmatch(document.line(number))]
    if len(says) < _LEAST_SAYS:
        return None
    between = document.place(says[-1]) - document.place(says[0])
    return says[0] if between <= _LINES_TO_A_COMMENT * len(says) else None
