"""Cleaning inside other engines: `arrow` does the work on columns, the others are thin skins over it or `Cleaner`.

Nothing is imported from here by ``import cleaner``.  An adapter without its engine says which extra to install.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..engine import Engine
from ..pipeline import Cleaner, Result


def digest_of(cleaner: Cleaner) -> str:
    """Return `Cleaner.digest`, worked out once for equal cleaners with the same rules."""
    return _digest(cleaner, cleaner.engine)


@lru_cache(maxsize=16)
def _digest(cleaner: Cleaner, _its: Engine) -> str:
    return cleaner.digest


def expect_same_rules(cleaner: Cleaner, digest: str) -> None:
    """Raise ValueError unless a cleaner that came from another process has the digest that it had there."""
    if digest_of(cleaner) != digest:
        raise ValueError(
            f"the rules here (digest {digest_of(cleaner)[:12]}) are not those of the process that sent the job "
            f"({digest[:12]}): install the same version of cleaner, and the same lists, on every machine"
        )


def edited_metadata(metadata: Mapping[str, Any], result: Result | None) -> dict[str, Any]:
    """Return a copy of a document's metadata, with what was removed, if there is a result to tell it.

    Raises ValueError where an earlier run told it already.
    """
    edited = dict(metadata)
    if result is not None:
        removed = [{"start": r.start, "end": r.end, "rule": r.rule} for r in result.removals]
        for name, value in (("cleaner_removed", removed), ("cleaner_status", result.status)):
            if name in edited:
                raise ValueError(f"the metadata has {name!r} already: drop or rename it before you clean again")
            edited[name] = value
    return edited
