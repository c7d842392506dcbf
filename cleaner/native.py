"""What is compiled of ``_sieve.c``, or what stands in for it: without a compiler the package is installed without.

Of the functions, those that return None leave the answer to Python.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

# Raised, here and in _sieve_read.h, with every change of what C is given, or of what it answers.
_FORMAT = 6

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

__all__ = [
    "COMPILED",
    "Sieve",
    "fold_once",
    "grams",
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
