"""Mending mojibake by ftfy, each line once: rules look at a line as mended, and the Unicode stage mends it again."""

from __future__ import annotations

from functools import lru_cache

# More lines than most documents have; ftfy takes longer over one than all else does over ten.
_REMEMBERED = 256
# What is longer is a chapter or a file: not worth the memory.
_LONGEST = 4_000


def mend(line: str) -> str:
    """Return ``ftfy.fix_encoding(line)``; the same line is not worked out twice in a row."""
    return _remembered(line) if len(line) <= _LONGEST else _mended(line)


def _mended(line: str) -> str:
    import ftfy  # Most texts need none of it.

    return ftfy.fix_encoding(line)


_remembered = lru_cache(maxsize=_REMEMBERED)(_mended)
