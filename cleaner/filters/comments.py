"""Readers' comments: all that stands between their header and the form for another one."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..text import Removal
from .line import opener

# More than a popular article's comments on one page.
_MOST_LINES = 600


def point_at_comments(document: Document) -> Iterator[Removal]:
    """Point at what stands between a header that holds comments and the form under the last of them.

    A header alone proves nothing: in a forum the answers are the text.  Header and form together do.
    """
    rule = document.context.get("comments")
    triggers = [(n, r.holds) for n in sorted(document.hits) if (r := opener(document, n, "rest"))]
    form = next((n for n, holds in reversed(triggers) if holds == "form"), None)
    if rule is None or form is None:
        return
    header = next((n for n, holds in triggers if holds == "comments" and n < form), None)
    if header is None or header <= document.first_prose:
        return
    between = [n for n in document.standing[document.place(header) : document.place(form)] if n not in document.gone]
    if len(between) <= _MOST_LINES and not any(document.shape(n) == "heading" for n in between):
        for number in between:
            yield document.take(number, rule)
