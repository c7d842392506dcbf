"""Files of records, read in chunks and written in the same order: JSON Lines, CSV, TSV and Parquet.

A shard cuts its input into chunks, `clean_chunk` cleans one anywhere, in this process or another, and the shard
writes the results. Between the two it holds nothing but what is under way.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple, Protocol

from .compression import STDIN, Reader, Writable, compress, compressor, in_members
from .delimited import DELIMITERS, Layout, clean_rows, found_delimiter, layout, row_chunks, with_field
from .kinds import Kind
from .lines import Chunk, line_chunks
from .options import Options
from .problems import FileError, Problem
from .records import AUDIT, CleanText, Fields
from .transcode import StreamEncoding, as_utf8, from_utf8, stream_encoding

_HEAD = 256 << 10


class Form(NamedTuple):
    """How a cleaned chunk is written: in this encoding (None: UTF-8), behind this mark, compressed by itself."""

    encoding: StreamEncoding | None = None
    mark: bytes = b""
    compression: str = ""
    first: bool = False


class Work(NamedTuple):
    """A chunk to clean, and what is known of its file: picklable, and all that `clean_chunk` needs."""

    chunk: Chunk
    kind: str  # "jsonl", "csv" (and tsv), "parquet"; "" for what passes through.
    fields: Fields
    layout: Layout | None = None
    form: Form = Form()


class Done(NamedTuple):
    """A cleaned chunk, as it is written, and what went wrong in it."""

    data: bytes
    problems: list[Problem]


class Shard(Protocol):
    """A file of records that is open for reading, and later for writing."""

    note: str

    encoding: StreamEncoding

    def watch(self, see: Callable[[bytes], object]) -> None:
        """Have see called with all bytes of a file of lines as they are read, decompressed but not decoded."""

    def works(self) -> Iterator[Work]:
        """Yield the file's chunks, in order."""

    def write(self, work: Work, data: bytes) -> None:
        """Write what came of the next chunk, in the order in which they were yielded."""

    def start(self, target: Writable) -> None:
        """Begin to write to target."""

    def finish(self) -> None:
        """Write what is due at the end of the file."""

    def position(self) -> int:
        """Return how many bytes of the input were read, for progress."""

    def close(self) -> None:
        """Close everything; harmless if it is closed already."""


def open_shard(path: str, kind: Kind, options: Options, compression: str = "") -> Shard:
    """Open a file of records, to be written in a compression ("" for none).

    Raises `FileError` or `OSError` for one that cannot be read.
    """
    if kind.format == "parquet":
        from .parquet import ParquetShard

        return ParquetShard(path, options, kind.compression, compression)
    return LineShard(path, kind, options, compression)


def clean_chunk(work: Work, clean: CleanText) -> Done:
    """Clean one chunk; raises `FileError` for a fault where those fail the file."""
    data, problems = _cleaned(work, clean)
    return Done(as_written(data, work.form), problems)


def as_written(data: bytes, form: Form) -> bytes:
    """Return a chunk as it goes into the file, of which some were compressed and encoded already."""
    if form.encoding:
        data = from_utf8(data, form.encoding)
    data = form.mark + data if form.mark else data
    # The first one even if it is empty: a compressed file has at least one member.
    return compress(data, form.compression) if form.compression and (data or form.first) else data


def _cleaned(work: Work, clean: CleanText) -> Done:
    chunk, kind, fields, columns, _ = work
    if chunk.fault:
        return _faulty(chunk, fields.on_error)
    if kind == "jsonl":
        from .jsonl import clean_lines

        return Done(*clean_lines(chunk.data, chunk.line, fields, clean))
    if kind == "csv" and columns:
        return Done(*clean_rows(chunk.data, chunk.line, columns, fields.on_error, clean))
    if kind == "parquet":
        from .parquet import clean_columns

        return Done(*clean_columns(chunk.data, chunk.line, fields, clean))
    return Done(chunk.data, [])


def _faulty(chunk: Chunk, on_error: str) -> Done:
    if on_error == "fail":
        raise FileError(chunk.fault, chunk.line)
    problems = [] if chunk.continued else [Problem(chunk.line, chunk.fault)]
    return Done(b"" if on_error == "skip" else chunk.data, problems)


class LineShard:
    """JSON Lines, CSV or TSV, compressed or not.

    Chunks are compressed where they are cleaned, each a member of the output, if that is a compression whose
    members every reader takes for one file; if not, all are compressed here, as one stream.
    """

    def __init__(self, path: str, kind: Kind, options: Options, compression: str = "") -> None:
        self._kind = kind
        self._options = options
        self._members = compression if in_members(compression) else ""
        self._stream = compression if not self._members else ""
        # Where a chunk ends must not depend on how a pipe delivers it, if the output's bytes depend on that.
        self._fills = path != STDIN or bool(self._members)
        self._reader = Reader(path, kind.compression, options.max_ratio)
        self.encoding = StreamEncoding()
        self._see: Callable[[bytes], object] | None = None
        self._open = contextlib.ExitStack()
        self._open.callback(self._reader.close)
        self._sink: Writable | None = None
        self._first: Form | None = None  # Until a chunk has it.
        self.note = ""

    def watch(self, see: Callable[[bytes], object]) -> None:
        """Have see called with all bytes of the file as they are read, decompressed but not decoded."""
        self._see = see

    def works(self) -> Iterator[Work]:
        """Yield the file's chunks, in order."""
        head = self._read(_HEAD)
        self.encoding = stream_encoding(head, self._options.encoding)
        if self.encoding.found:
            self.note = f"read as {self.encoding.name}"
            if self._options.fields.audit:
                raise FileError(f"in {self.encoding.name}: an audit beside the texts would not bring its bytes back")
        heads = iter([head])

        def read(size: int) -> bytes:
            return next(heads, None) or self._read(size)

        source = as_utf8(read, self.encoding) if self.encoding.found else read
        if self._kind.format in DELIMITERS:
            fields = self._options.fields
            delimiter, source = found_delimiter(source, self._kind.format, fields.text)
            works = self._rows(row_chunks(source, delimiter, self._options.max_size), delimiter)
        else:
            works = self._lines(line_chunks(source, self._options.max_size))
        kept = self.encoding if self.encoding.found and self._options.keep_encoding else None
        form = Form(kept, b"", self._members)
        self._first = Form(kept, kept.bom if kept else b"", self._members, True)
        for work in works:
            yield work._replace(form=self._first or form)
            self._first = None

    def _read(self, size: int) -> bytes:
        data = self._reader.read(size)
        while self._fills and 0 < len(data) < size and (more := self._reader.read(size - len(data))):
            data += more
        if self._see:
            self._see(data)
        return data

    def _lines(self, chunks: Iterator[Chunk]) -> Iterator[Work]:
        from .jsonl import find_text_field

        fields = self._options.fields
        for chunk in chunks:
            found = fields
            if not fields.text and not chunk.fault and not chunk.data.isspace():
                name, holds_text = find_text_field(chunk.data.split(b"\n"))
                if name:
                    found = replace(fields, text=(name,))
                if holds_text:
                    fields = found
            yield Work(chunk, "jsonl", found)

    def _rows(self, chunks: Iterator[Chunk], delimiter: bytes) -> Iterator[Work]:
        header = next(chunks, None)
        if header is None:
            return
        fields = self._options.fields
        if header.fault:
            yield from (Work(chunk, "csv", fields) for chunk in itertools.chain([header], chunks))
            return
        columns = layout(header.data, delimiter, fields)
        if fields.audit:
            header = header._replace(data=with_field(header.data, delimiter, AUDIT.encode()))
        yield Work(header, "", fields)
        for chunk in chunks:
            yield Work(chunk, "csv", fields, columns)

    def start(self, target: Writable) -> None:
        """Begin to write to target."""
        self._sink = self._open.enter_context(compressor(target, self._stream)) if self._stream else target

    def write(self, work: Work, data: bytes) -> None:
        """Write what came of the next chunk."""
        if self._sink is not None:
            self._sink.write(data)

    def finish(self) -> None:
        """Write what is due at the end of the file: of an empty one all there is, else the compressor's last block."""
        if self._sink is not None and self._first:
            self._sink.write(as_written(b"", self._first))
        self._sink = None
        self._open.close()

    def position(self) -> int:
        """Return how many bytes of the input were read."""
        return self._reader.position()

    def close(self) -> None:
        """Close the files, for one that failed: what the compressor still writes goes into a file to be removed."""
        self._sink = None
        with contextlib.suppress(OSError):
            self._open.close()
