"""Arrow: clean an array of texts, or one column of a batch or table.

Texts never leave the process as anything but Arrow; rules are read once per process.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import count, repeat
from typing import Any, TypeVar

from ..audit.column import restore_row, row_of
from ..pipeline import Cleaner, Result
from . import digest_of, expect_same_rules

try:
    import pyarrow as pa
except ModuleNotFoundError as error:
    raise ImportError("Arrow needs an extra: pip install 'cleaner[arrow]'") from error

from ..files.columns import AUDIT as AUDIT  # It needs the extra, too.
from ..files.columns import AUDIT_TYPE as AUDIT_TYPE
from ..files.columns import SPAN

REMOVED, STATUS = "cleaner_removed", "cleaner_status"
REMOVED_TYPE = pa.list_(pa.struct([*SPAN, ("rule", pa.string())]))

# By name, since older versions of pyarrow lack is_string_view.  A column of nulls alone has a type of its own.
_TEXTS = ("string", "large_string", "string_view", "null")

Urls = Sequence[str | None] | None
T = TypeVar("T")


def clean_array(array: Any, cleaner: Cleaner | None = None, *, urls: Any = None) -> Any:
    """Return the texts of a `pyarrow.Array` or `ChunkedArray`, cleaned: same type, length and chunks; null stays null.

    array: of `string`, `large_string`, `string_view` or a dictionary of them, of which each value is cleaned once.
    urls: an array or sequence as long, with the URL of each text or None, for the rules of single sites.

    Raises TypeError for another type, ValueError for URLs that are too many or too few, and UnicodeDecodeError, with
    the row (from 0) in its notes, for a text that is not UTF-8.
    """
    clean = (cleaner or Cleaner()).clean
    return _rebuilt(array, (_build(_each(*part, clean), part[0]) for part in _parts(array, urls)))


def clean_batch(
    batch: Any,
    field: str = "text",
    *,
    url_field: str | None = None,
    removals: bool = False,
    status: bool = False,
    audit: bool = False,
    cleaner: Cleaner | None = None,
) -> Any:
    """Return a `pyarrow.RecordBatch` or `Table` with the texts of one column cleaned, and all else as it was.

    field: the column of texts; url_field: that of their URLs, for the rules of single sites.
    removals: add ``cleaner_removed: list<struct<start, end, rule>>``, spans of code points in the original text.
    status: add ``cleaner_status``: "unchanged", "cleaned", "empty" or "gutted".
    audit: add ``cleaner_audit: struct<version, before, after, edits: list<struct<start, end, new, by, old>>>``, from
    which `restore_batch` brings the texts back: hashes and edits as in ``docs/audit.md``, offsets in bytes of UTF-8.
    All three are null where the text is.

    Raises KeyError for a column that is not there, ValueError for one to be added that is; otherwise like
    `clean_array`.
    """
    cleaner = cleaner or Cleaner()
    schema, columns = batch.schema, list(batch.columns)
    at = _find(schema, field)
    urls = None if url_field is None else columns[_find(schema, url_field)]
    if not removals and not status and not audit:
        columns[at] = clean_array(columns[at], cleaner, urls=urls)
        return type(batch).from_arrays(columns, schema=schema)
    found = [(part, list(_each(part, places, cleaner.explain))) for part, places in _parts(columns[at], urls)]
    columns[at] = _rebuilt(
        columns[at], (_build((None if r is None else r.text for r in results), part) for part, results in found)
    )
    for wanted, name, type_, value in (
        (removals, REMOVED, REMOVED_TYPE, _spans),
        (status, STATUS, pa.string(), _status),
        (audit, AUDIT, AUDIT_TYPE, row_of),
    ):
        if wanted:
            expect_new(name, schema.names)
            schema = schema.append(pa.field(name, type_))
            columns.append(pa.array([None if r is None else value(r) for _, results in found for r in results], type_))
    return type(batch).from_arrays(columns, schema=schema)


def restore_batch(batch: Any, field: str = "text") -> Any:
    """Return a `RecordBatch` or `Table` with the texts of one column as they were before `clean_batch(audit=True)`.

    The column ``cleaner_audit`` goes.  Every hash is checked: raises `cleaner.audit.AuditError`, with the row (from 0),
    for a text that was changed since; KeyError for a column that is not there.
    """
    schema, columns = batch.schema, list(batch.columns)
    at, told = _find(schema, field), _find(schema, AUDIT)
    rows = iter(columns[told].to_pylist())
    number = count()
    columns[at] = _rebuilt(
        columns[at],
        (
            _build([restore_row(text, next(rows), f"row {next(number)}") for text in part.to_pylist()], part)
            for part, _ in _parts(columns[at], None)
        ),
    )
    del columns[told]
    return type(batch).from_arrays(columns, schema=schema.remove(told))


@dataclasses.dataclass(frozen=True)
class CleanBatches:
    """`clean_batch` with its arguments: a callable to hand to an engine.

    It is pickled with the digest of rules and options.  Where it arrives and the rules are others (another version,
    another list file), ValueError says so: no job may clean some rows by one set of rules and some by another.
    """

    field: str = "text"
    url_field: str | None = None
    removals: bool = False
    status: bool = False
    audit: bool = False
    cleaner: Cleaner = dataclasses.field(default_factory=Cleaner)

    def __call__(self, batch: Any) -> Any:
        """Return batch, a `RecordBatch` or `Table`, with its texts cleaned."""
        return clean_batch(
            batch,
            self.field,
            url_field=self.url_field,
            removals=self.removals,
            status=self.status,
            audit=self.audit,
            cleaner=self.cleaner,
        )

    def each(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Yield each of batches with its texts cleaned."""
        return map(self, batches)

    def output(self, schema: Any) -> Any:
        """Return the `pyarrow.Schema` of what becomes of batches with a schema."""
        return self(schema.empty_table()).schema

    def __reduce__(self) -> tuple[Any, ...]:
        settings = (self.field, self.url_field, self.removals, self.status, self.audit, self.cleaner)
        return _received, (type(self), settings, digest_of(self.cleaner))


def _received(kind: type[CleanBatches], settings: tuple[Any, ...], digest: str) -> CleanBatches:
    here = kind(*settings)
    expect_same_rules(here.cleaner, digest)
    return here


def _parts(array: Any, urls: Any) -> Iterator[tuple[Any, Urls]]:
    """Yield the chunks of an array, each with its URLs."""
    if not isinstance(array, pa.Array | pa.ChunkedArray):
        raise TypeError(
            f"expected a pyarrow.Array or ChunkedArray, not {type(array).__name__}: pyarrow.array makes one"
        )
    if urls is not None:
        urls = urls.to_pylist() if isinstance(urls, pa.Array | pa.ChunkedArray) else list(urls)
        if len(urls) != len(array):
            raise ValueError(f"{len(array)} texts need as many URLs (None for an unknown one), not {len(urls)}")
    row = 0
    for chunk in array.chunks if isinstance(array, pa.ChunkedArray) else (array,):
        yield chunk, urls and urls[row : row + len(chunk)]
        row += len(chunk)


def _rebuilt(array: Any, chunks: Iterator[Any]) -> Any:
    return pa.chunked_array(list(chunks), array.type) if isinstance(array, pa.ChunkedArray) else next(chunks)


def _each(array: Any, urls: Urls, work: Callable[[str, str | None], T]) -> Iterator[T | None]:
    """Yield what work makes of each text of an array that is not chunked; for a dictionary, it works once per value."""
    _expect_texts(array.type)
    places = repeat(None) if urls is None else urls
    if not pa.types.is_dictionary(array.type):
        for text, url in zip(_read(array), places, strict=False):
            yield None if text is None else work(text, url)
        return
    indices = array.indices.to_pylist()
    # Only those in use: a slice of a column comes with the whole dictionary.
    used = list({index for index in indices if index is not None})
    values = dict(zip(used, _read(array.dictionary.take(pa.array(used, pa.int64()))), strict=True))
    done: dict[tuple[int, str | None], T] = {}
    for index, url in zip(indices, places, strict=False):
        text = None if index is None else values[index]
        if text is not None and (index, url) not in done:
            done[index, url] = work(text, url)
        yield None if text is None else done[index, url]


def _read(array: Any) -> Iterator[str | None]:
    for row, value in enumerate(array):
        try:
            yield value.as_py()
        except UnicodeDecodeError as error:
            error.add_note(f"in row {row} of {len(array)}: a text that is not UTF-8; repair it or set it to null")
            raise


def _build(texts: Iterable[str | None], like: Any) -> Any:
    """Return texts as an array of the type and length of another."""
    if not pa.types.is_dictionary(like.type):
        return pa.array(texts, like.type, size=len(like))
    # Two values may have become one, and many libraries refuse a dictionary that holds a value twice.  So it is
    # made anew, in the old order.
    rows = list(texts)
    old = zip(like.indices.to_pylist(), rows, strict=True)
    values = list(dict.fromkeys(text for _, text in sorted(pair for pair in set(old) if pair[1] is not None)))
    places = {text: place for place, text in enumerate(values)}
    return pa.DictionaryArray.from_arrays(
        pa.array([None if text is None else places[text] for text in rows], like.type.index_type),
        pa.array(values, like.type.value_type),
        ordered=like.type.ordered,
    )


def _expect_texts(type_: Any) -> None:
    values = type_.value_type if pa.types.is_dictionary(type_) else type_
    if str(values) not in _TEXTS:
        raise TypeError(f"expected texts (string, large_string, string_view or a dictionary of them), not {type_}")


def _find(schema: Any, name: str) -> int:
    at = schema.get_all_field_indices(name)
    if len(at) != 1:
        raise KeyError(f"{len(at) or 'no'} columns are named {name!r}: the columns are {', '.join(schema.names)}")
    return int(at[0])


def expect_new(name: str, names: Container[str]) -> None:
    """Raise ValueError for a column to be added that is there, of an earlier run perhaps."""
    if name in names:
        raise ValueError(f"the column {name!r} is there already: drop or rename it before you clean again")


def _spans(result: Result) -> list[dict[str, int | str]]:
    return [{"start": r.start, "end": r.end, "rule": r.rule} for r in result.removals]


def _status(result: Result) -> str:
    return result.status
