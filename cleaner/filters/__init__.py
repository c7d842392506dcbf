"""The filters, in the order in which they run.

Each is a function from a document to the removals that it points at.  None changes the text.  Those that look at
neighbours run after those that look at single lines, and all of them run again until none finds anything: what one
removes may be what another waited for, and a second cleaning must find nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..document import Document
from ..indexes import InForce
from ..rules import Rule
from ..text import Page, Removal
from .bio import point_at_bios
from .block import point_at_blocks
from .comments import point_at_comments
from .foot import point_at_foot
from .island import point_at_islands
from .line import point_at_lines
from .menu import point_at_menus
from .neighbour import point_at_neighbours
from .repeat import point_at_repeats
from .rest import point_at_rest
from .span import point_in_lines
from .stories import point_at_stories
from .tail import point_at_tail
from .thread import point_at_threads

Filter = Callable[[Document], Iterable[Removal]]

FILTERS: list[Filter] = [
    point_at_lines,
    point_at_neighbours,
    point_at_comments,
    point_at_threads,
    point_at_bios,
    point_at_rest,
    point_at_blocks,
    point_at_foot,
    point_at_islands,
    point_at_stories,
    point_at_tail,
    point_at_menus,
    point_at_repeats,
]
# A round costs little more than a look at each line; real documents take two or three.
_MOST_ROUNDS = 50


def removals(page: Page, hits: dict[int, list[Rule]], suspects: Iterable[int], force: InForce) -> list[Removal]:
    """Return the removals, some of which may overlap, of a page by the rules in force.

    ``hits``: the rules that take a line whole, by its number.  ``suspects``: lines that may hold a prompt.
    """
    document = Document(page, hits, force)
    found = list(point_at_lines(document)) if hits else []
    found += point_in_lines(document, force.spans, sorted(suspects))
    for number in document.trimmed:
        # What a prompt leaves may be a line that a rule knows.
        hits.pop(number, None)
        document.add_hits(number, [rule for index in force.lines for rule in index.match(document.folded(number))])
    return found + point(document)


def point(document: Document) -> list[Removal]:
    """Return what the filters point at, each asked again as long as any of them finds something."""
    found: list[Removal] = []
    for _ in range(_MOST_ROUNDS):
        before = len(found)
        document.settle()
        document.look_at_end()
        for filter_lines in FILTERS:
            if document.changed:
                document.settle()
            found += filter_lines(document)
        if len(found) == before:
            break
    return found
