"""Readers' comments: what stands between their header and the form for another one, or what WordPress signed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ..compiled import compile_re
from ..document import Document
from ..rules import Rule
from ..text import Removal
from ..words import AGO, MONTH, SAYS, either
from .line import openers

# More than a popular article's comments on one page.
_MOST_LINES = 600
# What a forum's answers have: more than comments, for what looks like a forum stays.
_MARK = re.compile(
    r".{0,40}\b(?:\d{1,2}[:.]\d\d(?: ?[ap]m)?|(?:19|20)\d\d|ago|says:?|said:|reply|report|\d+ likes?)\b.{0,20}"
)
# Each comment has a line that says when it was written: two of them, and one in so many lines, or these are none.
_LEAST_MARKS = 2
_LINES_TO_A_MARK = 12
# An article has a date or two, and a thread one with each answer.
_LEAST_MARKS_OF_A_THREAD = 4
# WordPress sets "Jane says:" above each comment, Blogger "Jane said...", and below it when that was: a date with its
# year, and a time.  Both may stand in one line: "Jane on March 3, 2024 at 8:45 am said:".
_SAYS = compile_re(rf"\S.{{0,50}} (?:(?:{either(SAYS)}|said)\s?[:：]|said ?(?:\.\.\.|…))")
_SAID = " said:"
_YEAR, _TIME = r"\b(?:19|20)\d\d", r"\b\d{1,2} ?[:.h時시] ?\d\d"
_WHEN = compile_re(
    rf"[^!?]{{0,50}}(?:{_YEAR}[^!?]{{1,14}}{_TIME}|{_TIME}[^!?]{{0,10}}\b(?:\d{{1,2}}\b|{MONTH})[^!?]{{1,16}}{_YEAR})[^!?]{{0,15}}"
)
_AGO = compile_re(
    rf"(?=.*\d).{{0,40}}\b(?:{either(AGO)})\b.{{0,30}}|.{{0,40}}\d ?(?:日|天|時間|小时|小時|일|시간) ?[前전].{{0,20}}"
)
_DAY = re.compile(r"(?=.*\b(?:19|20)\d\d)(?=.*\b[0-3]?\d\b)[^!?]{6,30}")
_DIGIT = re.compile(r"\d")
_LONGEST_BUTTON = 30
_LAST_SIGNS = frozenset((":", "：", ".", "…"))
_LONGEST_SIGNATURE = 80
_LEAST_SIGNED = 2


def point_at_comments(document: Document) -> Iterator[Removal]:
    """Point at what stands between a header that holds comments and the form under the last of them.

    A header alone proves nothing: in a forum the answers are the text.  Header, form and the lines that name each
    comment's author or time do together.
    """
    rule = document.context.get("comments")
    if rule is None:
        return
    comments = [*_between_header_and_form(document), *_below_title(document), *_signed(document)]
    for line in dict.fromkeys(comments):
        yield document.take(line, rule)


def _between_header_and_form(document: Document) -> list[int]:
    if not document.opens("rest"):
        return []
    if not any(trigger.holds == "form" for rules in document.hits.values() for trigger in rules):
        return []
    form: int | None = None
    found: list[int] = []
    for number in sorted(document.hits, reverse=True):
        holds = {trigger.holds for trigger in openers(document, number, "rest")}
        if "comments" in holds and form is not None:
            between = document.standing[document.place(number) : document.place(form)]
            form = None
            if len(between) > _MOST_LINES or not document.article_above(number) or is_thread(document, number):
                continue
            if are_comments(document, between):
                document.opened.add(number)
                found += between
        elif "form" in holds and form is None:
            # Each comment may have a button that opens one, too.
            form = number
    return found


def _below_title(document: Document) -> list[int]:
    """The lines to the end below a header that no article and no forum has: "3 thoughts on "The ferry""."""
    if not document.opens("rest"):
        return []
    titles = [n for n, rules in document.hits.items() if any(_is_title(rule) for rule in rules)]
    for number in sorted(titles):
        if not any(_is_title(rule) for rule in openers(document, number, "rest")):
            continue
        below = document.standing[document.place(number + 1) :]
        if len(below) > _MOST_LINES or not document.article_above(number) or not are_comments(document, below):
            continue
        # What is not near the last of them is something else.
        if _marks(document, below[-_LINES_TO_A_MARK:]):
            return below
    return []


def _is_title(rule: Rule) -> bool:
    return rule.inside == "never" and rule.holds in ("comments", "form")


def _signed(document: Document) -> list[int]:
    """The lines from the first comment that says whose it is and when it was written to the form below the last one,
    or to the end of the text if that is near.

    No article is signed like that, and no forum: so these need no header.
    """
    lines, visible = document.lines, document.visible
    # Every line of all texts is asked: the cheapest question first.
    short = [at for at, number in enumerate(visible) if len(lines[number]) <= _LONGEST_SIGNATURE]
    ends = [at for at in short if lines[visible[at]][-1:] in _LAST_SIGNS]
    signed = [visible[at] for at in ends if at + 1 < len(visible) and _is_signature(document, *visible[at : at + 2])]
    if len(signed) < _LEAST_SIGNED or not document.article_above(signed[0]):
        return []
    last = document.place(signed[-1])
    forms = (n for n in sorted(document.hits) if n > signed[-1] and _is_form(document, n))
    end = next(forms, len(document.lines))
    comments = document.standing[document.place(signed[0]) : document.place(end)]
    if len(comments) > _MOST_LINES or (end == len(document.lines) and len(document.standing) - last > _LINES_TO_A_MARK):
        return []
    return comments


def _is_signature(document: Document, number: int, below: int) -> bool:
    line = document.line(number).strip()
    if not _SAYS.fullmatch(line):
        return False
    return bool(_WHEN.fullmatch(document.folded(below)) or (line.endswith(_SAID) and _WHEN.fullmatch(line)))


def _is_form(document: Document, number: int) -> bool:
    return any(rule.holds == "form" for rule in document.hits[number])


def are_comments(document: Document, between: Sequence[int]) -> bool:
    """Whether enough of some lines say when a comment was written."""
    return _marks(document, between) >= max(_LEAST_MARKS, len(between) / _LINES_TO_A_MARK)


def _marks(document: Document, numbers: Sequence[int]) -> int:
    """How many lines say when a comment was written: on what day and at what time, or how long ago.

    The day alone will do where the same button stands below each, or one day comes again: subheads have years in them,
    a programme hours, and a diary has each day once.
    """
    short = [document.folded(n) for n in numbers if len(document.line(n)) <= _LONGEST_SIGNATURE]
    labels = Counter(line for line in short if len(line) <= _LONGEST_BUTTON and not _DIGIT.search(line))
    days = [line for line in short if _DAY.fullmatch(line)]
    marks = sum(bool(_WHEN.fullmatch(line) or _AGO.fullmatch(line)) for line in short)
    if max(labels.values(), default=0) >= _LEAST_MARKS or len(set(days)) < len(days):
        marks += len(days)
    return marks


def is_thread(document: Document, number: int) -> bool:
    """Whether what stands above a line is a thread already: a forum's text, into which the line was set."""
    above = document.standing[: document.place(number)]
    marks = sum(bool(_MARK.fullmatch(document.folded(n))) for n in above if len(document.line(n)) < _LONGEST_SIGNATURE)
    return marks >= max(_LEAST_MARKS_OF_A_THREAD, len(above) / _LINES_TO_A_MARK)
