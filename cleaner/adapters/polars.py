"""Polars: importing this module gives every expression and Series the namespace ``.cleaner``.

import cleaner.adapters.polars
frame.with_columns(pl.col("text").cleaner.clean())
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..pipeline import Cleaner

try:
    import polars as pl
except ModuleNotFoundError as error:
    raise ImportError("Polars needs an extra: pip install 'cleaner[polars]'") from error

REMOVED = pl.List(pl.Struct({"start": pl.Int64, "end": pl.Int64, "rule": pl.String}))
RESULT = pl.Struct({"text": pl.String, "status": pl.String, "removed": REMOVED})


@pl.api.register_expr_namespace("cleaner")
class ExprCleaner:
    """``pl.col("text").cleaner``: the texts of a column, cleaned, element by element: lazy and streaming too."""

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    def clean(self, cleaner: Cleaner | None = None, *, url: str | pl.Expr | None = None) -> pl.Expr:
        """Return an expression of the cleaned texts, `pl.String`; null stays null.

        url: a column or expression of URLs, for the rules of single sites.
        The query fails with TypeError for a column that is not `pl.String`: cast a categorical one first.
        """
        return self._map((cleaner or Cleaner()).clean, url, pl.String())

    def explain(self, cleaner: Cleaner | None = None, *, url: str | pl.Expr | None = None) -> pl.Expr:
        """Return an expression of structs: ``text``, ``status`` and ``removed``, a list of (start, end, rule)."""
        explain = (cleaner or Cleaner()).explain

        def row(text: str, url: str | None) -> dict[str, Any]:
            result = explain(text, url)
            removed = [{"start": r.start, "end": r.end, "rule": r.rule} for r in result.removals]
            return {"text": result.text, "status": result.status, "removed": removed}

        return self._map(row, url, RESULT)

    def _map(self, work: Callable[[str, str | None], Any], url: str | pl.Expr | None, dtype: pl.DataType) -> pl.Expr:
        if url is None:

            def each(texts: pl.Series) -> pl.Series:
                _expect_texts(texts)
                return pl.Series(texts.name, [None if t is None else work(t, None) for t in texts], dtype)

            return self._expr.map_batches(each, return_dtype=dtype, is_elementwise=True)

        def pairs(rows: pl.Series) -> pl.Series:
            texts, urls = (rows.struct.field(name) for name in rows.struct.fields)
            _expect_texts(texts)
            values = [None if t is None else work(t, u) for t, u in zip(texts, urls, strict=True)]
            return pl.Series(rows.name, values, dtype)

        places = pl.col(url) if isinstance(url, str) else url
        return pl.struct(self._expr, places.alias("\0url")).map_batches(pairs, return_dtype=dtype, is_elementwise=True)


@pl.api.register_series_namespace("cleaner")
class SeriesCleaner:
    """``series.cleaner``: the same for a Series."""

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def clean(self, cleaner: Cleaner | None = None, *, url: pl.Series | None = None) -> pl.Series:
        """Return the texts cleaned; null stays null.  url: as many URLs, for the rules of single sites."""
        return self._with(url, lambda text, places: text.clean(cleaner, url=places))

    def explain(self, cleaner: Cleaner | None = None, *, url: pl.Series | None = None) -> pl.Series:
        """Return structs: ``text``, ``status`` and ``removed``, a list of (start, end, rule)."""
        return self._with(url, lambda text, places: text.explain(cleaner, url=places))

    def _with(self, url: pl.Series | None, work: Callable[[ExprCleaner, pl.Expr | None], pl.Expr]) -> pl.Series:
        frame = self._series.to_frame()
        if url is None:
            return frame.select(work(ExprCleaner(pl.all()), None)).to_series()
        if len(url) != len(self._series):
            raise ValueError(f"{len(self._series)} texts need as many URLs (null for an unknown one), not {len(url)}")
        frame = frame.with_columns(url.alias("\0urls"))
        return frame.select(work(ExprCleaner(pl.nth(0)), pl.col("\0urls"))).to_series()


def _expect_texts(texts: pl.Series) -> None:
    if texts.dtype not in (pl.String, pl.Null):
        raise TypeError(f"expected a column of pl.String, not {texts.dtype}: cast {texts.name!r} with .cast(pl.String)")
