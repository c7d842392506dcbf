"""DuckDB: a function ``clean_text(text)`` or ``clean_text(text, url)`` in SQL."""

from __future__ import annotations

from typing import Any

from ..pipeline import Cleaner

try:
    import duckdb
    import pyarrow  # noqa: F401 - what it hands texts over with
except ModuleNotFoundError as error:
    raise ImportError("DuckDB needs an extra: pip install 'cleaner[duckdb]'") from error

from .arrow import clean_array


def register(connection: Any, cleaner: Cleaner | None = None, name: str = "clean_text") -> None:
    """Make a function that cleans texts known to a DuckDB connection; null stays null, but the URL may be null.

    Raises `duckdb.Error` where the connection has a function of this name.
    """
    cleaner = cleaner or Cleaner()

    # Only a function of any number of arguments may be called with one or two.
    def clean(*columns: Any) -> Any:
        if len(columns) not in (1, 2):
            raise TypeError(f"{name} takes a text, or a text and its URL, not {len(columns)} arguments")
        return clean_array(columns[0], cleaner, urls=columns[1] if len(columns) > 1 else None)

    # Without "special", a text of an unknown URL would become null.
    connection.create_function(name, clean, None, duckdb.type("VARCHAR"), type="arrow", null_handling="special")
