"""What a line is counted as: itself, folded, and its family, each as a number of 62 bits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from ..fold import fold
from .families import is_family, key, template

# Longer lines are paragraphs: those that come back are quotations and agency text more often than boilerplate.
LONGEST = 400
# Of longer lines no family is made: those that differ in a number are reports written from a template.
_LONGEST_OF_FAMILY = 140
# What is known of shorter lines is remembered.
_REMEMBERED = 120


# The forms of a line, the widest last, and their digests.
Counted = tuple[Sequence[str], Sequence[int]]


def digest(site: str, text: str) -> int:
    """Return 62 bits for a line of a site, the same in every process."""
    seen = blake2b(f"{site}\n{text}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(seen.digest(), "big") >> 2


def counted(site: str, line: str, folded: str) -> Counted:
    """Return what a line of a site is counted as; nothing for one that is too short or too long."""
    length = len(line)
    if length <= _REMEMBERED:
        return _remembered(site, folded) if length > 1 or not line.isalnum() else _NOTHING
    return _counted(site, folded) if length <= LONGEST else _NOTHING


def _counted(site: str, folded: str) -> Counted:
    # Tuples: the garbage collector need not look at them again and again.
    forms = forms_of(key(folded))
    return tuple(forms), tuple([digest(site, form) for form in forms])


_NOTHING: Counted = ((), ())
# The same short lines come back on every page.
_remembered = lru_cache(1 << 15)(_counted)


def forms(line: str) -> list[str]:
    """Return what a line is counted as: itself, folded, and its family, if that is more."""
    return forms_of(key(fold(line)))


def forms_of(exact: str) -> list[str]:
    """Return what a line is counted as that is folded already, without the punctuation at its end."""
    if not exact:
        return []
    if len(exact) > _LONGEST_OF_FAMILY:
        return [exact]
    form = template(exact)
    return [exact, form] if form != exact and is_family(form) else [exact]
