"""Short lines enclosed by removals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..document import Document
from ..rules import topic_of
from ..shape import may_be_unstopped_sentence
from ..text import Removal

# More lines than these between two removals are something of their own.
_MOST_LINES = 2
# A page's residue says the same twice, but hardly more often.
_MOST_OF_A_RULE = 2
# What a sign-up form is made of.
OF_A_FORM = frozenset(("newsletter", "subscribe", "consent", "forms"))

# A form stands inside articles too, and so do its terms, what it offers and pleas for money: all of these are one kind.
_WITH_ITS_TERMS = OF_A_FORM | {
    "appeals",
    "cookies",
    "copyright",
    "digests",
    "legal",
    "offers",
    "pitches",
    "prompts",
    "support",
}


def point_at_islands(document: Document) -> Iterator[Removal]:
    """Point at one or two lines without a full sentence below the last prose, with parts of one thing above and below.

    Between two different things, such as a form set into the text and the page's foot, stands what the article ends
    with; so it does where its own short lines stand above: results, times, prices.
    """
    rule = document.context.get("island")
    if rule is None or len(document.gone) < 2:
        return
    for run, above, below in runs_below(document):
        if not (above and below) or len(run) > _MOST_LINES or not all(_holds_no_sentence(document, n) for n in run):
            continue
        if _is_amid_one_thing(document, run) and not _has_short_lines_above(document, run):
            for number in run:
                yield document.take(number, rule)


def _holds_no_sentence(document: Document, number: int) -> bool:
    if document.shape(number) not in ("headline", "label"):
        return False
    # Thai sets no full stop: there, a headline cannot be told from a short paragraph.
    return not may_be_unstopped_sentence(document.line(number).strip())


def _is_amid_one_thing(document: Document, run: list[int]) -> bool:
    """Whether what went above and below a run is of one topic, or of one form.

    The same label over and over is a record's field or an item's mark: what stands between is no page's residue.
    """
    gone = document.gone
    above = gone[next(n for n in range(run[0] - 1, -1, -1) if n in gone)]
    below = gone[next(n for n in range(run[-1] + 1, len(document.lines)) if n in gone)]
    if above == below and sum(rule == above for rule in gone.values()) > _MOST_OF_A_RULE:
        return False
    topics = {topic_of(above), topic_of(below)}
    return len(topics) == 1 or topics <= OF_A_FORM


def _has_short_lines_above(document: Document, run: list[int]) -> bool:
    """Whether the last line that stands above a run is a short one below the last prose."""
    place = document.place(run[0])
    above = document.standing[place - 1] if place else -1
    return above > document.last_prose and document.shape(above) in ("headline", "label")


def runs_below(document: Document) -> list[tuple[list[int], bool, bool]]:
    """The runs of lines below the last prose that nothing removed parts, and whether removals stand above and below."""
    if not document.gone or document.last_prose < 0:
        return []
    runs: list[tuple[list[int], bool, bool]] = []
    run: list[int] = []
    above = False
    for number in range(document.last_prose + 1, len(document.lines)):
        if number not in document.gone:
            if not document.blank(number):
                run.append(number)
        elif marks_a_page(document, number):
            if run:
                runs.append((run, above, True))
            run, above = [], True
    if run:
        runs.append((run, above, False))
    return runs


def stands_by_the_page(document: Document, number: int) -> bool:
    """Whether a removal that marks a page stands next to a line."""
    return any(n in document.gone and marks_a_page(document, n) for n in document.neighbours(number))


def marks_a_page(document: Document, number: int) -> bool:
    """Whether a removal stands at a page's edge.

    Labels of advertisements stand between any two lines of an article, the items of a list too: they enclose nothing.
    """
    return document.inside.get(document.gone[number]) != "lines"


@cache
def kind_of(rule_id: str) -> str:
    """The topic of a rule, in whatever language; those of one form count as one."""
    topic = topic_of(rule_id)
    return "form" if topic in _WITH_ITS_TERMS else topic
