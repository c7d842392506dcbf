"""Short lines enclosed by removals."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..shape import may_be_unstopped_sentence
from ..text import Removal

# More lines than these between two removals are something of their own.
_MOST_LINES = 2
# A page's residue says the same twice, but hardly more often.
_MOST_OF_A_RULE = 2


def point_at_islands(document: Document) -> Iterator[Removal]:
    """Point at one or two lines without a full sentence that removals enclose on both sides, below the last prose."""
    rule = document.context.get("island")
    if rule is None or len(document.gone) < 2:
        return
    for run, above, below in runs_below(document):
        short = len(run) <= _MOST_LINES and all(_holds_no_sentence(document, n) for n in run)
        # The same label over and over is a record's field or an item's mark: what stands between is no page's residue.
        if above and below and short and not _between_fields(document, run):
            for number in run:
                yield document.take(number, rule)


def _holds_no_sentence(document: Document, number: int) -> bool:
    if document.shape(number) not in ("headline", "label"):
        return False
    # Thai sets no full stop: there, a headline cannot be told from a short paragraph.
    return not may_be_unstopped_sentence(document.line(number).strip())


def _between_fields(document: Document, run: list[int]) -> bool:
    """Whether the lines above and below a run went by one rule that took more than these two."""
    gone = document.gone
    above = next(n for n in range(run[0] - 1, -1, -1) if n in gone)
    below = next(n for n in range(run[-1] + 1, len(document.lines)) if n in gone)
    return gone[above] == gone[below] and sum(rule == gone[above] for rule in gone.values()) > _MOST_OF_A_RULE


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
