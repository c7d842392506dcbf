"""pandas: importing this module gives every Series the accessor ``.cleaner``.

import cleaner.adapters.pandas
frame["text"] = frame["text"].cleaner.clean()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from ..pipeline import Cleaner

try:
    import pandas as pd
except ModuleNotFoundError as error:
    raise ImportError("pandas needs an extra: pip install 'cleaner[pandas]'") from error

T = TypeVar("T")


@pd.api.extensions.register_series_accessor("cleaner")
class SeriesCleaner:
    """``series.cleaner``: the texts of a Series, cleaned."""

    def __init__(self, series: Any) -> None:
        self._series = series

    def clean(self, cleaner: Cleaner | None = None, *, urls: Iterable[str | None] | None = None) -> Any:
        """Return the texts cleaned: a Series of the same index, name and dtype; what is missing stays as it is.

        urls: one for each text, in their order, or None, for the rules of single sites.
        Of a categorical Series each category is cleaned once; it takes no URLs.
        Raises TypeError for a value that is neither a text nor missing, ValueError for too many or too few URLs, or
        for a Series of URLs whose index has another order.
        """
        clean = (cleaner or Cleaner()).clean
        if isinstance(self._series.dtype, pd.CategoricalDtype):
            if urls is not None:
                raise TypeError("a categorical column cannot be cleaned by URL: convert it with .astype(object) first")
            return self._clean_categories(clean)
        return self._like(list(self._each(clean, urls)), self._series.dtype)

    def explain(self, cleaner: Cleaner | None = None, *, urls: Iterable[str | None] | None = None) -> Any:
        """Return a Series of `Result`: the cleaned text, the removals and the status of each; missing stays missing."""
        return self._like(list(self._each((cleaner or Cleaner()).explain, urls)), object)

    def _each(self, work: Callable[[str, str | None], T], urls: Iterable[str | None] | None) -> Iterator[T]:
        places = [None] * len(self._series) if urls is None else list(urls)
        if len(places) != len(self._series):
            raise ValueError(
                f"{len(self._series)} texts need as many URLs (None for an unknown one), not {len(places)}"
            )
        if isinstance(urls, pd.Series) and _reordered(urls.index, self._series.index):
            raise ValueError(
                "the URLs have the texts' index in another order: align them with urls.reindex(texts.index)"
            )
        for text, missing, url in zip(self._series, self._series.isna(), places, strict=True):
            yield text if missing else work(text, None if pd.isna(url) else url)

    def _clean_categories(self, clean: Callable[[str], str]) -> Any:
        old = self._series.dtype
        cleaned = [clean(category) for category in old.categories]
        # Two categories may have become one.
        new = pd.CategoricalDtype(list(dict.fromkeys(cleaned)), old.ordered)
        return self._like([cleaned[code] if code >= 0 else None for code in self._series.cat.codes], new)

    def _like(self, values: list[Any], dtype: Any) -> Any:
        return pd.Series(values, self._series.index, dtype, self._series.name).__finalize__(self._series)


def _reordered(index: Any, of: Any) -> bool:
    return not index.equals(of) and bool(index.sort_values().equals(of.sort_values()))
