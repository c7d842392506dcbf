"""The filters, in the order in which they run.

Each is a function from a document to the removals that it points at.  None changes the text.  Those that look at
neighbours run after those that look at single lines.
"""

from collections.abc import Callable, Iterable

from ..document import Document
from ..text import Removal
from .block import point_at_blocks
from .line import point_at_lines
from .rest import point_at_rest

Filter = Callable[[Document], Iterable[Removal]]

FILTERS: list[tuple[str, Filter]] = [
    ("line", point_at_lines),
    ("block", point_at_blocks),
    ("rest", point_at_rest),
]
