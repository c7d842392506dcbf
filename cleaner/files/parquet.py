"""Parquet: the text columns are replaced; schema, metadata, row groups and codecs stay.

Written with `pyarrow`, so the pages are laid out its way; the values of all other columns are the same.
"""

from __future__ import annotations

import io
import itertools
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import IO, Any

from .atomic import is_special
from .compression import STDIN, Reader, Writable, compressor, open_raw
from .lines import Chunk
from .options import Options
from .problems import FileError, MissingExtra, Problem
from .records import CleanText, Fields, Value
from .shards import Work
from .transcode import StreamEncoding

try:
    import pyarrow as pa
    import pyarrow.compute  # `cast` would load it later, in each process.
    import pyarrow.parquet as pq
except ImportError:
    raise MissingExtra("Parquet", "parquet") from None

# It needs the extra, too.
from .columns import AUDIT, AUDIT_PATHS, AUDIT_TYPE, bytes_column, path_of, resolved, text_column, with_column

_ENCODINGS = ("BYTE_STREAM_SPLIT", "DELTA_BINARY_PACKED", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY")
_ENCRYPTED = "encrypted Parquet: decrypt it first"
_SIGNATURE = 28  # Bytes.
_ROWS = 256  # Of a batch: about a megabyte of news.


class ParquetShard:
    """A Parquet file; one compressed once more, or from a pipe, is put into a temporary file first.

    What waits in memory is at most one row group, since those are written whole.
    """

    note = ""
    encoding = StreamEncoding()

    def watch(self, see: Callable[[bytes], object]) -> None:
        """Do nothing: the bytes of a Parquet file are not kept, only its values."""

    def __init__(self, path: str, options: Options, packed: str = "", compression: str = "") -> None:
        direct = not packed and path != STDIN and not is_special(path)
        self._handle = open_raw(path) if direct else _unpacked(path, packed, options.max_ratio)
        self._compression = compression
        self._pack: IO[bytes] | None = None
        with ExitStack() as unless_done:
            unless_done.callback(self._handle.close)
            try:
                self._file = pq.ParquetFile(self._handle, buffer_size=1 << 20, pre_buffer=False)
                self._schema = self._written = self._file.schema_arrow
            except (pa.ArrowException, OSError) as error:
                raise _broken(error) from None
            if _is_signed(self._handle, self._file.metadata.serialized_size):
                raise FileError(_ENCRYPTED)
            self._fields = resolved(self._schema, options.fields)
            unless_done.pop_all()
        self._writer: pq.ParquetWriter | None = None
        self._sink: pa.PythonFile | None = None
        # By first row: the rows of its group that follow, and the batch.
        self._waiting: dict[int, tuple[int, pa.RecordBatch]] = {}
        self._group: list[pa.RecordBatch] = []
        self._empty_groups: list[int] = []  # Each by the row that follows it.

    def works(self) -> Iterator[Work]:
        """Yield the text columns (and the URL's) of some rows at a time; the other columns wait here."""
        row = 1
        names = [*self._fields.text, *([self._fields.url] if self._fields.url else ())]
        for group in range(self._file.num_row_groups):
            left = self._file.metadata.row_group(group).num_rows
            if not left:
                self._empty_groups.append(row)
                continue
            batches = self._file.iter_batches(_ROWS, row_groups=[group], use_threads=False)
            while left > 0:
                try:
                    batch = next(batches)
                except (pa.ArrowException, OSError, StopIteration) as error:
                    raise _broken(error) from None
                left -= batch.num_rows
                self._waiting[row] = (left, batch)
                yield Work(
                    Chunk(_to_bytes([text_column(batch, name) for name in names], names), row), "parquet", self._fields
                )
                row += batch.num_rows

    def start(self, target: Writable) -> None:
        """Begin to write to target, with the codecs and encodings of the input."""
        if self._compression:
            self._pack = target = compressor(target, self._compression)
        self._sink = pa.PythonFile(_Sink(target), mode="w")
        if self._fields.audit:
            self._written = self._schema.append(pa.field(AUDIT, AUDIT_TYPE))
        settings = _settings(self._file, self._fields)
        self._writer = pq.ParquetWriter(self._sink, self._written, **settings)

    def write(self, work: Work, data: bytes) -> None:
        """Write the rows of the next batch with the columns that came back; a row group goes out as one."""
        left, batch = self._waiting.pop(work.chunk.line)
        if self._writer is None:
            return
        self._write_empty_groups(work.chunk.line)
        if data != work.chunk.data:
            columns, audit, kept = _from_bytes(data)
            for name, column in zip(self._fields.text, columns, strict=False):
                batch = with_column(batch, path_of(self._schema, name), column)
            if audit is not None:
                batch = pa.RecordBatch.from_arrays([*batch.columns, audit], schema=self._written)
            if kept is not None:
                batch = batch.filter(kept.is_valid())
        self._group.append(batch)
        if not left:
            table = pa.Table.from_batches(self._group, self._written)
            self._group = []
            self._writer.write_table(table, row_group_size=max(1, table.num_rows))

    def _write_empty_groups(self, row: float) -> None:
        """Write the row groups without rows that stand before a row."""
        while self._writer is not None and self._empty_groups and self._empty_groups[0] <= row:
            self._empty_groups.pop(0)
            self._writer.write_table(self._written.empty_table())

    def restore(self, target: Writable, original: Callable[[str | None, Any, int], str | None]) -> None:
        """Write the file to target without its audit, each text as `original` gives it, and close it.

        That takes a text, what stands beside it as its audit, and the row (from 1).
        """
        at = self._schema.get_field_index(AUDIT)
        if at < 0:
            raise FileError(f"no column {AUDIT!r}: an audit in a file is named with --audit")
        self._written = self._schema.remove(at)
        path = path_of(self._schema, self._fields.text[0])
        self.start(target)
        for work in self.works():
            left, batch = self._waiting[work.chunk.line]
            texts, rows = text_column(batch, self._fields.text[0]).to_pylist(), batch.column(at).to_pylist()
            for i, (text, row) in enumerate(zip(texts, rows, strict=True)):
                if row is None and _is_faulty(text):
                    continue  # It was kept as it stood.
                restored = original(None if text is None else text.decode(), row, work.chunk.line + i)
                texts[i] = None if restored is None else restored.encode()
            batch = with_column(batch, path, bytes_column(texts))
            self._waiting[work.chunk.line] = (left, batch.remove_column(at))
            self.write(work, work.chunk.data)
        self.finish()

    def finish(self) -> None:
        """Write the footer."""
        self._write_empty_groups(math.inf)
        if self._writer is not None:
            self._writer.close()
        if self._pack is not None:
            self._pack.close()
            self._pack = None
        self.close()

    def position(self) -> int:
        """Return about how many bytes of the input were read."""
        return 0 if self._handle.closed else self._handle.tell()

    def close(self) -> None:
        """Close the files, for one that failed: what the writer still writes goes into a file to be removed."""
        self._waiting.clear()
        if self._writer is not None and self._writer.is_open:
            with suppress(OSError, pa.ArrowException):
                self._writer.close()
        if self._pack is not None:
            with suppress(OSError):
                self._pack.close()
        self._handle.close()


def _unpacked(path: str, compression: str, max_ratio: float) -> IO[bytes]:
    handle: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the shard closes it.
    try:
        with Reader(path, compression, max_ratio) as reader:
            while data := reader.read(1 << 20):
                handle.write(data)
        handle.seek(0)
    except BaseException:
        handle.close()
        raise
    return handle


def clean_columns(data: bytes, first_row: int, fields: Fields, clean: CleanText) -> tuple[bytes, list[Problem]]:
    """Return the columns with their texts cleaned, and what went wrong: a text that is not UTF-8.

    The columns are those of `Work`: the texts, then the URLs. Empty cells stay empty.
    """
    columns, _, _ = _from_bytes(data)
    urls = None
    if len(columns) > len(fields.text):
        urls = [url and url.decode("utf-8", "replace") for url in columns[-1].to_pylist()]
    cells = [column.to_pylist() for column in columns[: len(fields.text)]]
    texts, problems = _texts(cells, first_row, fields.on_error)
    faulty = {problem.line - first_row for problem in problems}
    changed = fields.audit
    audits: list[dict[str, Any] | None] | None = [] if fields.audit else None
    out = []
    left_out: set[int] = set()
    for name, values, rows in zip(fields.text, cells, texts, strict=True):
        for i, text in enumerate(rows):
            if text is None or i in faulty:
                if audits is not None:
                    audits.append(None)
                continue
            cleaned = clean(text, first_row + i, urls[i] if urls else None, Value("parquet", name, audits=audits))
            if cleaned is None:
                left_out.add(i)
            elif cleaned != text:
                values[i] = cleaned.encode()
                changed = True
        out.append(bytes_column(values))
    if fields.on_error == "skip":
        left_out |= faulty
    if not changed and not left_out:
        return data, problems
    names = list(fields.text)
    if audits is not None:
        out.append(pa.array(audits, AUDIT_TYPE))
        names.append(_AUDIT)
    if left_out:
        out.append(bytes_column([None if i in left_out else b"" for i in range(len(out[0]))]))
        names.append(_KEPT)
    return _to_bytes(out, names), problems


def _texts(
    columns: Sequence[list[bytes | None]], first_row: int, on_error: str
) -> tuple[list[list[str | None]], list[Problem]]:
    """Return the texts of columns, None for those that are not UTF-8, and the first of these in each row, by row.

    All are read before the first is cleaned: of a row that is kept as it is, nothing must be counted or recorded.
    """
    causes: dict[int, str] = {}
    texts: list[list[str | None]] = []
    for column in columns:
        rows: list[str | None] = []
        for i, value in enumerate(column):
            try:
                rows.append(None if value is None else value.decode())
            except UnicodeDecodeError as error:
                rows.append(None)
                causes.setdefault(i, f"not valid UTF-8: byte {error.start} of the text, {error.reason}")
        texts.append(rows)
    if causes and on_error == "fail":
        first = min(causes)
        raise FileError(causes[first], first_row + first)
    return texts, [Problem(first_row + i, causes[i]) for i in sorted(causes)]


# No names of columns: what is added beside the texts, and cells that are empty where a row is left out.
_AUDIT, _KEPT = "\0audit", "\0kept"


def _to_bytes(columns: Sequence[pa.Array], names: Sequence[str]) -> bytes:
    batch = pa.RecordBatch.from_arrays(list(columns), names=list(names))
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue()


def _from_bytes(data: bytes) -> tuple[list[pa.Array], pa.Array | None, pa.Array | None]:
    """Return the columns, the audit's and that of the rows that are left out, each None where there is none."""
    columns = dict(zip((batch := pa.ipc.open_stream(data).read_next_batch()).schema.names, batch.columns, strict=True))
    audit, kept = columns.pop(_AUDIT, None), columns.pop(_KEPT, None)
    return list(columns.values()), audit, kept


def _is_faulty(text: bytes | None) -> bool:
    try:
        (text or b"").decode()
    except UnicodeDecodeError:
        return True
    return False


def _settings(file: pq.ParquetFile, fields: Fields) -> dict[str, Any]:
    """Return what the writer needs to lay the output out as the input was, but for the texts, which change."""
    metadata = file.metadata
    settings: dict[str, Any] = {
        "version": metadata.format_version if metadata.format_version in ("1.0", "2.4", "2.6") else "2.6",
        "store_schema": b"ARROW:schema" in (metadata.metadata or {}),
    }
    if not metadata.num_row_groups:
        return settings
    group = metadata.row_group(0)
    columns = [group.column(i) for i in range(group.num_columns)]
    codecs = {column.path_in_schema: column.compression.lower() for column in columns}
    settings["compression"] = {name: "none" if codec == "uncompressed" else codec for name, codec in codecs.items()}
    settings["use_dictionary"] = [
        column.path_in_schema for column in columns if any("DICTIONARY" in encoding for encoding in column.encodings)
    ]
    if fields.audit:  # Stored like the text.
        codec = settings["compression"].get(".".join(path_of(file.schema_arrow, fields.text[0])), "snappy")
        settings["compression"] |= dict.fromkeys(AUDIT_PATHS, codec)
        settings["use_dictionary"] += AUDIT_PATHS
    settings["column_encoding"] = _encodings(columns, settings["use_dictionary"])
    settings["write_statistics"] = [column.path_in_schema for column in columns if column.is_stats_set] or False
    settings["write_page_index"] = any(column.has_column_index for column in columns)
    kept = itertools.takewhile(
        lambda one: columns[one.column_index].path_in_schema not in fields.text, group.sorting_columns
    )
    settings["sorting_columns"] = list(kept) or None  # What is cleaned may no longer be in order.
    settings["use_deprecated_int96_timestamps"] = any(column.physical_type == "INT96" for column in columns)
    return settings


def _encodings(columns: list[Any], in_dictionary: list[str]) -> dict[str, str] | None:
    """Return the encoding of each column, of those that a writer has to be asked for."""
    found = {
        column.path_in_schema: encoding
        for column in columns
        for encoding in column.encodings
        if encoding in _ENCODINGS and column.path_in_schema not in in_dictionary
    }
    return found or None


class _Sink:
    """What `pyarrow` needs of a Python file to write to."""

    def __init__(self, target: Writable) -> None:
        self._target = target
        self.closed = False

    def write(self, data: Any) -> int:
        data = bytes(data)
        self._target.write(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: the target is flushed by its owner."""

    def close(self) -> None:
        self.closed = True


def _is_signed(handle: IO[bytes], footer_size: int) -> bool:
    """Say whether a footer ends with a signature, as it does where columns are encrypted and it is not itself.

    `pyarrow` ends the process when it is asked about such a column.
    """
    handle.seek(-8, io.SEEK_END)
    return int.from_bytes(handle.read(4), "little") == footer_size + _SIGNATURE


def _broken(error: BaseException) -> FileError:
    if "encrypted" in str(error):
        return FileError(_ENCRYPTED)
    return FileError(f"broken Parquet: {' '.join(str(error).split()) or 'it ends too early'}")
