"""Hugging Face `datasets`: a callable for ``.map(…, batched=True)``."""

from __future__ import annotations

from typing import Any

try:
    import pyarrow as pa
except ModuleNotFoundError as error:
    raise ImportError("datasets needs an extra: pip install 'cleaner[datasets]'") from error

from .arrow import CleanBatches, expect_new


class CleanExamples(CleanBatches):
    """``dataset.map(CleanExamples(), batched=True)``: cleans the column ``field``, keeps all others.

    The arguments are those of `clean_batch`.  It takes the batches of plain datasets (a dict of lists), and of those
    ``with_format("arrow")``, whose texts it need not copy twice; streaming datasets too.  The fingerprint of what it
    makes depends on the rules and options alone, so results are found in the cache until one of these changes.
    """

    def __call__(self, batch: Any) -> Any:
        """Return a table with its texts cleaned, or the changed and added columns of a dict of lists."""
        if isinstance(batch, pa.Table):
            return super().__call__(batch)
        names = [self.field, *([self.url_field] if self.url_field else [])]
        for name in names:
            if name not in batch:
                raise KeyError(f"no columns are named {name!r}: the columns are {', '.join(batch)}")
        if isinstance(batch[self.field], str):
            raise TypeError("got one example, not a batch: call .map(..., batched=True)")
        table = pa.table({name: _texts(batch[name], name) for name in names})
        cleaned = super().__call__(table)
        for name in cleaned.schema.names[len(names) :]:
            expect_new(name, batch)
        return {name: cleaned[name].to_pylist() for name in cleaned.schema.names if name != self.url_field}


def _texts(values: Any, name: str) -> pa.Array:
    try:
        return pa.array(values, pa.large_string())
    except pa.ArrowTypeError:
        odd = next(type(value).__name__ for value in values if not isinstance(value, str | None))
        raise TypeError(f"expected a column of texts, not {odd}: {name!r}") from None
