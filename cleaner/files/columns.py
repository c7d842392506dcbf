"""The columns of Arrow and Parquet that hold texts, and those that tell what was done to the texts beside them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import pyarrow as pa

from .problems import FileError
from .records import AUDIT as AUDIT
from .records import TEXT_FIELDS, Fields, audited_before, no_text_field

SPAN = [("start", pa.int64()), ("end", pa.int64())]
_EDITS = pa.list_(pa.struct([*SPAN, ("new", pa.int64()), ("by", pa.string()), ("old", pa.string())]))
AUDIT_PATHS = [
    *(f"{AUDIT}.{name}" for name in ("version", "before", "after")),
    *(f"{AUDIT}.edits.list.element.{name}" for name in ("start", "end", "new", "by", "old")),
]  # As Parquet names what is stored.
AUDIT_TYPE = pa.struct([("version", pa.int64()), ("before", pa.string()), ("after", pa.string()), ("edits", _EDITS)])


def resolved(schema: pa.Schema, fields: Fields) -> Fields:
    """Return fields with the text column found; raises `FileError` for a missing one and for one without text."""
    for name in {name for name in schema.names if schema.names.count(name) > 1}:
        raise FileError(f"several columns are called {name!r}: rename all but one")
    known = [name for name in TEXT_FIELDS if name in schema.names and _is_text(schema.field(name).type)]
    known.sort(key=lambda name: pa.types.is_null(schema.field(name).type))  # One of nulls alone, if there is no other.
    text = fields.text or tuple(known[:1])
    if not text:
        # With the type: a column of a right name may hold no text.
        raise no_text_field(
            f"{field.name} ({field.type})" if field.name in TEXT_FIELDS else field.name for field in schema
        )
    if fields.audit and AUDIT in schema.names:
        raise audited_before()
    for name in (*text, *([fields.url] if fields.url else ())):
        kind = _type_at(schema, name)
        if not _is_text(kind):
            raise FileError(f"column {name!r} is not text but {kind}")
    return replace(fields, text=text)


def _type_at(schema: pa.Schema, name: str) -> pa.DataType:
    first, *rest = path_of(schema, name)
    if first not in schema.names:
        raise FileError(f"no column {name!r}; there are: {', '.join(schema.names[:12])}")
    kind = schema.field(first).type
    for member in rest:
        if not pa.types.is_struct(kind) or kind.get_field_index(member) < 0:
            raise FileError(f"no column {name!r}: {first!r} is {kind}")
        kind = kind.field(member).type
    return kind


def path_of(schema: pa.Schema, name: str) -> list[str]:
    """Return where a field stands: `a.b` is a column of this name, if there is one, or the member b of a."""
    return [name] if name in schema.names else name.split(".")


def _is_text(kind: pa.DataType) -> bool:
    """Say whether cells of a type hold text; a column that nothing but nulls were written to has lost its type."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    types = pa.types
    return any(test(kind) for test in (types.is_string, types.is_large_string, types.is_string_view, types.is_null))


def text_column(batch: pa.RecordBatch, name: str) -> pa.Array:
    """Return a text column as bytes: what is not UTF-8 shows when it is decoded, row by row."""
    first, *rest = path_of(batch.schema, name)
    column = batch.column(batch.schema.get_field_index(first))
    for member in rest:
        index = column.type.get_field_index(member)
        column = column.flatten()[index]  # With the empty cells of the struct as empty cells of the member.
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.large_binary())


def bytes_column(values: Sequence[bytes | None]) -> pa.Array:
    """Return an array of bytes, None as an empty cell.

    Made of its parts: to be sure that a list is none of pandas', `pa.array` loads pandas where that is installed.
    """
    ends = array("q", accumulate((len(value or b"") for value in values), initial=0))
    present = None
    if None in values:
        # One number of a bit for each cell, the first one last: added up one by one, they would take the square of it.
        bits = int("".join("01"[value is not None] for value in reversed(values)), 2)
        present = pa.py_buffer(bits.to_bytes(len(values) // 8 + 1, "little"))
    data = pa.py_buffer(b"".join(filter(None, values)))
    return pa.Array.from_buffers(pa.large_binary(), len(values), [present, pa.py_buffer(ends), data])


def with_column(batch: pa.RecordBatch, path: list[str], values: pa.Array) -> pa.RecordBatch:
    """Return batch with other texts, as bytes, in the column at a path, which keeps its type."""
    index = batch.schema.get_field_index(path[0])
    column = _replaced(batch.column(index), path[1:], values)
    columns = batch.columns
    columns[index] = column
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _replaced(column: pa.Array, path: list[str], values: pa.Array) -> pa.Array:
    kind = column.type
    if path:
        index = kind.get_field_index(path[0])
        members = column.flatten()
        members[index] = _replaced(members[index], path[1:], values)
        return pa.StructArray.from_arrays(members, fields=list(kind), mask=column.is_null())
    if pa.types.is_dictionary(kind):
        return _as_text(values, kind.value_type).dictionary_encode().cast(kind)
    return _as_text(values, kind)


def _as_text(values: pa.Array, kind: pa.DataType) -> pa.Array:
    """Return bytes as text of a type, unchecked: a faulty text that is kept goes back as it came."""
    plain = pa.large_string() if pa.types.is_large_string(kind) else pa.string()
    same_width = values.cast(pa.large_binary() if pa.types.is_large_string(kind) else pa.binary())
    text = same_width.view(plain)
    return text if kind == plain else text.cast(kind)
