"""The filters, in the order in which they run.

Each is a function from a document to the removals that it points at.  None changes the text.  Those that look at
neighbours run after those that look at single lines, and all of them run again until none finds anything: what one
removes may be what another waited for, and a second cleaning must find nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..document import Document
from ..text import Removal
from .block import point_at_blocks
from .comments import point_at_comments
from .island import point_at_islands, point_at_menus
from .line import point_at_lines
from .repeat import point_at_repeats
from .rest import point_at_rest

Filter = Callable[[Document], Iterable[Removal]]

FILTERS: list[tuple[str, Filter]] = [
    ("line", point_at_lines),
    ("comments", point_at_comments),
    ("rest", point_at_rest),
    ("block", point_at_blocks),
    ("island", point_at_islands),
    ("menu", point_at_menus),
    ("repeat", point_at_repeats),
]
# Context rules that need no line that a rule knows.
UNPROMPTED = frozenset(("repeat",))
# A round costs little more than a look at each line; real documents take two or three.
_MOST_ROUNDS = 50


def point(document: Document) -> list[Removal]:
    """Return what the filters point at, each asked again as long as any of them finds something."""
    removals: list[Removal] = []
    for _ in range(_MOST_ROUNDS):
        before = len(removals)
        for _, filter_lines in FILTERS:
            document.settle()
            removals += filter_lines(document)
        if len(removals) == before:
            break
    return removals
