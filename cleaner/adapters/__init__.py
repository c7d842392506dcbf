"""Cleaning inside other engines: `arrow` does the work on columns, the others are thin skins over it or `Cleaner`.

Nothing is imported from here by ``import cleaner``.  An adapter without its engine says which extra to install.
"""

from __future__ import annotations

from functools import lru_cache

from ..pipeline import Cleaner


@lru_cache(maxsize=16)
def digest_of(cleaner: Cleaner) -> str:
    """Return `Cleaner.digest`, worked out once for equal cleaners."""
    return cleaner.digest


def expect_same_rules(cleaner: Cleaner, digest: str) -> None:
    """Raise ValueError unless a cleaner that came from another process has the digest that it had there."""
    if digest_of(cleaner) != digest:
        raise ValueError(
            f"the rules here (digest {digest_of(cleaner)[:12]}) are not those of the process that sent the job "
            f"({digest[:12]}): install the same version of cleaner, and the same lists, on every machine"
        )
