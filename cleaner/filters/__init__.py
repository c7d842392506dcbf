"""The filters, in the order in which they run.

Each is a function from a document to the removals that it points at.  None changes the text.  Those that look at
neighbours run after those that look at single lines, and all of them run again until none finds anything: what one
removes may be what another waited for, and a second cleaning must find nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from ..document import Document
from ..text import Removal
from .bio import ends_in_bio, point_at_bios
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
    ("bio", point_at_bios),
    ("rest", point_at_rest),
    ("block", point_at_blocks),
    ("island", point_at_islands),
    ("menu", point_at_menus),
    ("repeat", point_at_repeats),
]
# A round costs little more than a look at each line; real documents take two or three.
_MOST_ROUNDS = 50


def is_unprompted(context: Collection[str], lines: Sequence[str]) -> bool:
    """Whether filters are worth asking about lines none of which a rule knows."""
    return "repeat" in context or ("bio" in context and ends_in_bio(lines))


def point(document: Document) -> list[Removal]:
    """Return what the filters point at, each asked again as long as any of them finds something."""
    removals: list[Removal] = []
    for _ in range(_MOST_ROUNDS):
        before = len(removals)
        document.settle()
        document.look_at_end()
        for _, filter_lines in FILTERS:
            document.settle()
            removals += filter_lines(document)
        if len(removals) == before:
            break
    return removals
