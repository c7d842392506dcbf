"""From cleaned files and their audit back to the files that they were made of."""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..files.compression import Reader, Writable, compress, compressor
from ..files.delimited import DELIMITERS, found_delimiter, layout, line_ends, replace_fields, row_chunks, value_of
from ..files.jsonl import replace_strings, text_of
from ..files.kinds import Kind
from ..files.lines import Chunk, line_chunks
from ..files.options import Options
from ..files.problems import FileError, printable
from ..files.records import Fields, Value
from ..files.shards import clean_chunk
from ..files.text import read_document
from ..files.transcode import StreamEncoding, as_utf8, from_utf8
from .reader import Audit
from .record import CSV_FORMS, JSON_FORMS, AuditError, Form, Record, sha256
from .restore import damaged, restore, where
from .undo import as_bytes

LARGEST = 1 << 31
_OPTIONS = Options(max_size=LARGEST, max_ratio=0)


def restore_text(path: str, kind: Kind, name: str, audit: Audit) -> bytes:
    """Return the original bytes of a text file, decompressed; raises `AuditError`, `FileError` or `OSError`."""
    data = read_document(path, kind.compression, _OPTIONS)
    record = audit.text(name, sha256(data))
    return data if record is None else restore(data, record)


def restore_records(path: str, kind: Kind, name: str, audit: Audit, target: Writable, compression: str) -> None:
    """Write the original of a file of records to target; raises `AuditError`, `FileError` or `OSError`.

    What was written until then is to be thrown away.
    """
    known, closing = audit.closing(name)
    values = audit.values.get(known)
    records = _Records(known, audit.of_file(known), values.fields if values else ())
    if kind.format == "parquet":
        _restore_columns(path, kind, compression, records, target)
    elif compression:
        with compressor(target, compression) as stream:
            _restore_lines(path, kind, records, closing, stream)
    else:
        _restore_lines(path, kind, records, closing, target)
    records.require_all_used()


def compressed(data: bytes, compression: str) -> bytes:
    """Return data as one file of a compression."""
    return compress(data, compression)


class _Records:
    """The lines of one file's audit, read in step with the file: what is in memory belongs to one line of it.

    Lines are asked for in ascending order. Raises `AuditError` for a text that the file does not hold.
    """

    def __init__(self, path: str, records: Iterator[Record], fields: Iterable[str]) -> None:
        self.path = path
        self.fields = tuple(fields)
        self._records = records
        self._next = next(records, None)
        self._line = 0
        self._waiting: dict[str, deque[Record]] = defaultdict(deque)
        self._dropped: deque[bytes] = deque()

    def at(self, line: int) -> bool:
        """Whether something in this line was changed."""
        if line != self._line:
            self._go_to(line)
        return any(self._waiting.values())

    def dropped(self, line: int) -> bytes | None:
        """Return a record that stood in this line and was dropped; None if there is none, or no more."""
        if line != self._line:
            self._go_to(line)
        return self._dropped.popleft() if self._dropped else None

    def original(self, line: int, field: str, cleaned: bytes) -> tuple[str, Record] | None:
        """Return the original of a text, and its line in the audit; None for a text that was not changed.

        Two texts can share a line and a field: a key that stands twice.
        """
        if line != self._line:
            self._go_to(line)
        queue = self._waiting.get(field)
        if not queue or sha256(cleaned) != queue[0]["sha256"][1]:
            return None
        record = queue.popleft()
        original = restore(cleaned, record)
        return original.decode("utf-8", "surrogatepass"), record

    def require_all_used(self) -> None:
        """Raise `AuditError` if the audit tells of more."""
        self._go_to(self._next["line"] if self._next else self._line + 1)
        if any(self._waiting.values()) or self._dropped:
            raise self._strange(self._line, next((name for name, queue in self._waiting.items() if queue), ""))

    def _go_to(self, line: int) -> None:
        for name, queue in self._waiting.items():
            if queue:
                raise self._strange(self._line, name)
        self._line = line
        while self._next and self._next["line"] <= line:
            record = self._next
            if record["line"] < line:
                raise self._strange(record["line"], record["field"])
            if "dropped" in record:
                self._dropped.append(_dropped(record))
                self._waiting.clear()  # The whole record comes back, all its fields at once.
            else:
                self._waiting[record["field"]].append(record)
            self._next = next(self._records, None)

    def _strange(self, line: int, field: str) -> AuditError:
        place = f"{printable(self.path)}:{line} ({printable(field)})"
        return AuditError(f"{place}: not the text that this audit was written for, or changed since")


def _dropped(record: Record) -> bytes:
    try:
        return as_bytes(record["dropped"])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise damaged(where(record), error) from None


def _restore_lines(path: str, kind: Kind, records: _Records, closing: dict[str, Any], target: Writable) -> None:
    """Restore JSON Lines, CSV or TSV, and check the hash of the whole."""
    encoding = closing.get("encoding", "utf-8")
    mark = bytes.fromhex(closing.get("bom", ""))
    seen = hashlib.sha256()
    size = 0
    held = b""

    def put(data: bytes) -> None:
        nonlocal held, size
        data, held = held + data, data[-1:]  # The last byte waits: it may be a line end that was not there.
        data = data[: len(data) - len(held)]
        write(data)

    def write(data: bytes) -> None:
        nonlocal size
        data = from_utf8(data, StreamEncoding(encoding)) if encoding != "utf-8" else data
        size += len(data)
        seen.update(data)
        target.write(data)

    if mark:
        seen.update(mark)
        size += len(mark)
        target.write(mark)
    with Reader(path, kind.compression, 0) as reader:
        read: Callable[[int], bytes] = reader.read
        if closing.get("written", "utf-8") != "utf-8":
            read = as_utf8(read, StreamEncoding(encoding, mark, "mark"))
        if kind.format in DELIMITERS:
            delimiter, read = found_delimiter(read, kind.format, records.fields)
            pieces = _rows(row_chunks(read, delimiter, LARGEST), delimiter, records)
        else:
            pieces = _lines(line_chunks(read, LARGEST), records)
        for piece in pieces:
            if piece:
                put(piece)
    if held and not (held == b"\n" and size == closing.get("size")):
        write(held)
    if "sha256" in closing and seen.hexdigest() != closing["sha256"]:
        raise AuditError(
            f"{printable(records.path)}: what the audit gives is not the original: either the file was changed after "
            "it was cleaned, or lines of the audit are missing"
        )


def _lines(chunks: Iterator[Chunk], records: _Records) -> Iterator[bytes]:
    number = 1
    for chunk in chunks:
        for line in chunk.data.splitlines(keepends=True) if b"\r" not in chunk.data else _split(chunk.data):
            while (dropped := records.dropped(number)) is not None:
                yield dropped + b"\n"
                number += 1
            yield _restored_line(line, number, records) if records.at(number) and not chunk.fault else line
            number += line.endswith(b"\n")
    while (dropped := records.dropped(number)) is not None:
        yield dropped + b"\n"
        number += 1


def _split(data: bytes) -> list[bytes]:
    """Split after line feeds only, as `bytes.splitlines` does not."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _restored_line(line: bytes, number: int, records: _Records) -> bytes:
    def replace(name: str, raw: bytes) -> bytes:
        found = records.original(number, name, text_of(raw).encode("utf-8", "surrogatepass"))
        return raw if found is None else as_it_stood(*found, JSON_FORMS)

    try:
        return replace_strings(line, number, records.fields, replace)
    except ValueError as error:
        raise AuditError(f"{printable(records.path)}:{number}: {error}") from None


def _rows(chunks: Iterator[Chunk], delimiter: bytes, records: _Records) -> Iterator[bytes]:
    header = next(chunks, None)
    if header is None:
        return
    yield header.data
    columns = layout(header.data, delimiter, Fields(records.fields)) if records.fields and not header.fault else None
    number = 1 + line_ends(header.data)

    def replace(name: str, raw: bytes) -> bytes:
        found = records.original(number, name, value_of(raw))
        return raw if found is None else as_it_stood(*found, CSV_FORMS)

    for chunk in chunks:
        if chunk.fault or columns is None:
            yield chunk.data
            continue
        for row, replaced in replace_fields(chunk.data, columns, replace):
            while (dropped := records.dropped(number)) is not None:
                number += line_ends(dropped)
                yield dropped
            original = replaced() if records.at(number) else row
            number += line_ends(original)
            yield original
    while (dropped := records.dropped(number)) is not None:
        number += line_ends(dropped)
        yield dropped


def as_it_stood(text: str, record: Record, forms: dict[str, Form]) -> bytes:
    """Return a text as it stood in its file."""
    try:
        if "raw" in record:
            return as_bytes(record["raw"])
        return forms[record.get("form", next(iter(forms)))](text)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise damaged(where(record), error) from None


def _restore_columns(path: str, kind: Kind, compression: str, records: _Records, target: Writable) -> None:
    from ..files.parquet import ParquetShard

    def original(text: str, line: int, url: str | None, value: Value) -> str:
        found = records.original(line, value.field, text.encode())
        return text if found is None else found[0]

    replace: Callable[[str, int, str | None, Value], str | None] = original
    shard = ParquetShard(path, Options(Fields(records.fields), max_ratio=0), kind.compression, compression)
    try:
        started = False
        for work in shard.works():
            if not started:
                shard.start(target)
                started = True
            shard.write(work, clean_chunk(work, replace).data)
        if not started:
            shard.start(target)
        shard.finish()
    except FileError as error:
        raise FileError(f"{printable(path)}: {error}") from None
    finally:
        shard.close()
