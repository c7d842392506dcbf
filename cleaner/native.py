"""What is compiled of ``_sieve.c``, or what stands in for it: without a compiler the package is installed without.

Of the functions, those that return None leave the answer to Python.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

# Raised, here and in _sieve_read.h, with every change of what C is given, or of what it answers.
_FORMAT = 7

try:
    from . import _sieve

    # One that an older version left in a checkout is as good as none.
    COMPILED = _sieve.FORMAT == _FORMAT
except ImportError:
    COMPILED = False

if COMPILED or TYPE_CHECKING:
    from ._sieve import (
        Sieve,
        fold_once,
        grams,
        joints,
        kinds,
        learn,
        name_begins,
        others,
        paths,
        places,
        plain_shape,
        set_of,
        split,
        table,
    )
else:
    Sieve = grams = learn = paths = set_of = table = None

    def fold_once(line):
        return None

    def joints(lines, longest, longest_piece):
        short = ((n, line.strip()) for n, line in enumerate(lines) if len(line) <= longest)
        parted = ((n, _pieces(line)) for n, line in short)
        return [(n, pieces) for n, pieces in parted if pieces and max(map(len, pieces)) <= longest_piece]

    def _pieces(line):
        half = line[: len(line) // 2]
        if len(line) >= _LEAST_TWICE and line == f"{half} {half}":
            return [half, half]
        if line.isascii() and not _JOINT.search(line):
            return []
        joined, cuts = False, [0]
        for at in range(1, len(line)):
            before, char = line[at - 1], line[at]
            joint = char.isupper() and (before.islower() or before.isdigit())
            joined = joined or joint
            word = char.isupper() and before.isupper() and line[at + 1 : at + 2].islower()
            if joint or word or (char.isdigit() and before.isalpha()):
                cuts.append(at)
        return [line[a:b] for a, b in pairwise([*cuts, len(line)])] if joined and len(cuts) <= _MOST_PIECES else []

    def kinds(text, table):
        return 0x1FF  # A text may hold anything.

    def name_begins(line):
        return None

    def others(text):
        return None

    def places(text, table, among, alone):
        return None

    def plain_shape(line):
        return None

    def split(text):
        lines = text.split("\n")
        # Every line and its end, added up without a step of Python for each.
        *starts, _ = accumulate(map(_WITH_END, map(len, lines)), initial=0)
        return lines, starts

    _WITH_END = (1).__add__
    _JOINT = re.compile("[a-z0-9][A-Z]")
    _MOST_PIECES, _LEAST_TWICE = 120, 7

__all__ = [
    "COMPILED",
    "Sieve",
    "fold_once",
    "grams",
    "joints",
    "kinds",
    "learn",
    "name_begins",
    "others",
    "paths",
    "places",
    "plain_shape",
    "set_of",
    "split",
    "table",
]
