"""Readers' comments: all that stands between their header and the form for another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..document import Document
from ..text import Removal
from .line import opener

# More than a popular article's comments on one page.
_MOST_LINES = 600
# Each comment has a line that says when or by whom: two of them, and one in so many lines, or these are no comments.
_MARK = re.compile(
    r".{0,40}\b(?:\d{1,2}[:.]\d\d(?: ?[ap]m)?|(?:19|20)\d\d|ago|says:?|said:|reply|report|\d+ likes?)\b.{0,20}"
)
_LEAST_MARKS = 2
_LINES_TO_A_MARK = 12
# An article has a date or two, and a thread one with each answer.
_LEAST_MARKS_OF_A_THREAD = 4


def point_at_comments(document: Document) -> Iterator[Removal]:
    """Point at what stands between a header that holds comments and the form under the last of them.

    A header alone proves nothing: in a forum the answers are the text.  Header, form and the lines that name each
    comment's author or time do together.
    """
    rule = document.context.get("comments")
    if rule is None or not document.opens("rest"):
        return
    if not any(trigger.holds == "form" for rules in document.hits.values() for trigger in rules):
        return
    form: int | None = None
    for number in sorted(document.hits, reverse=True):
        trigger = opener(document, number, "rest")
        if trigger is None:
            continue
        if trigger.holds == "form":
            form = number
        elif trigger.holds == "comments" and form is not None:
            between = document.standing[document.place(number) : document.place(form)]
            form = None
            if len(between) > _MOST_LINES or not document.article_above(number) or is_thread(document, number):
                continue
            if are_comments(document, between):
                document.opened.add(number)
                for line in between:
                    yield document.take(line, rule)


def are_comments(document: Document, between: Sequence[int], least: int = _LEAST_MARKS) -> bool:
    """Whether enough of some lines say when or by whom a comment was written."""
    marks = sum(bool(_MARK.fullmatch(document.folded(n))) for n in between if len(document.line(n)) < 80)
    return marks >= max(least, len(between) / _LINES_TO_A_MARK)


def is_thread(document: Document, number: int) -> bool:
    """Whether what stands above a line is a thread already: a forum's text, into which the line was set."""
    above = document.standing[: document.place(number)]
    return are_comments(document, above, _LEAST_MARKS_OF_A_THREAD)
