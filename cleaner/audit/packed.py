"""The short form of edits: many of one kind are one run."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from .edits import Edit

RUN = 3  # From so many edits of one kind on, they are written as one run.


def pack(found: list[Edit]) -> list[Any]:
    """Return edits in the short form: `[start, end, new, by, old]`, and of many of one kind one run.

    A run is `[[start, gap, gap, ...], size, new, by, old]`: each gap leads from one start to the next.

    >>> pack([Edit(at, at + 3, 1, "unicode:quotes", "“") for at in (0, 9, 20)])
    [[[0, 9, 11], 3, 1, 'unicode:quotes', '“']]
    """
    kinds: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for start, _, new, by, old in found:
        kinds[new, by, old].append(start)
    packed: list[Any] = []
    for edit in found:
        starts = kinds[edit[2:]]
        if len(starts) < RUN:
            packed.append(list(edit))
        elif starts[0] == edit.start:
            gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
            packed.append([[starts[0], *gaps], edit.end - edit.start, *edit[2:]])
    return packed


def unpack(packed: Iterable[Any]) -> list[Edit]:
    """Return the edits of a record, sorted; raises `ValueError` or `TypeError` for anything but what `pack` made."""
    found: list[Edit] = []
    for starts, end_or_size, new, by, old in packed:
        if isinstance(starts, int):
            found.append(Edit(starts, end_or_size, new, by, old))
            continue
        at = 0
        for gap in starts:
            at += gap
            found.append(Edit(at, at + end_or_size, new, by, old))
    found.sort(key=lambda edit: edit[:2])
    return found
