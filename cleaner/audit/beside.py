"""From files whose audit stands beside their texts, as a field, back to the originals."""

from __future__ import annotations

import re
from typing import Any

from ..files.compression import Writable
from ..files.delimited import Layout, line_ends, take_audits, value_of
from ..files.jsonl import replace_strings, take_audit, text_of
from ..files.kinds import Kind
from ..files.options import Options
from ..files.problems import FileError, printable
from ..files.records import AUDIT, Fields
from ..files.shards import LineShard, Work, as_written
from .back import LARGEST, as_it_stood
from .column import restore_row
from .record import CSV_FORMS, JSON_FORMS, AuditError

_HEAD = re.compile(rb'[,;\t|]"?%s"?(?=[\r\n]*\Z)' % AUDIT.encode())


def restore_beside(path: str, kind: Kind, field: str | None, target: Writable, compression: str) -> None:
    """Write the original of a file of records to target; field is where its texts are (None: found as in cleaning).

    Raises `AuditError`, `FileError` or `OSError`; what was written until then is to be thrown away.
    """
    options = Options(Fields((field,) if field else ()), max_size=LARGEST, max_ratio=0)
    if kind.format == "parquet":
        from ..files.parquet import ParquetShard

        columns = ParquetShard(path, options, kind.compression, compression)
        try:
            columns.restore(target, lambda text, row, number: restore_row(text, row, _place(path, number)))
        finally:
            columns.close()
        return
    shard = LineShard(path, kind, options, compression)
    try:
        shard.start(target)
        for work in shard.works():
            shard.write(work, as_written(_restored(work, path), work.form))
        shard.finish()
    finally:
        shard.close()


def _restored(work: Work, path: str) -> bytes:
    data, line = work.chunk.data, work.chunk.line
    if work.chunk.fault:
        return data  # It was kept unread.
    if not work.kind:
        header, found = _HEAD.subn(b"", data)
        if not found:
            raise FileError(f"no column {AUDIT!r} at its end: an audit in a file is named with --audit", line)
        return header
    if work.layout:
        rows = []
        for row, spans, told in take_audits(data, work.layout):
            rows.append(_row(row, spans, told, work.layout, _place(path, line)))
            line += line_ends(rows[-1])
        return b"".join(rows)
    lines = (_line(text, line + i, work.fields.text, path) for i, text in enumerate(data.split(b"\n")))
    return b"\n".join(lines)


def _line(line: bytes, number: int, fields: tuple[str, ...], path: str) -> bytes:
    if not line or line.isspace():
        return line
    try:
        rest, row = take_audit(line, number) or (line, None)
    except ValueError:
        return line  # A faulty record, which was kept.
    found = []

    def original(name: str, raw: bytes) -> bytes:
        found.append(name)
        text = text_of(raw)
        restored = restore_row(text, row, _place(path, number))
        return raw if row is None or restored is None or restored == text else as_it_stood(restored, row, JSON_FORMS)

    restored = replace_strings(rest, number, fields, original)
    if row is not None and not found:
        raise AuditError(f"{_place(path, number)}: an audit without its text")
    return restored


def _row(row: bytes, spans: list[tuple[int, int]], told: Any, layout: Layout, place: str) -> bytes:
    if told is None:
        return row  # A faulty one, which was kept.
    begin, end = spans[layout.text[0]]
    text = value_of(row[begin:end]).decode()
    restored = restore_row(text, told, place)
    if restored is None or restored == text:
        return row
    return row[:begin] + as_it_stood(restored, told, CSV_FORMS) + row[end:]


def _place(path: str, number: int) -> str:
    return f"{printable(path)}:{number}"
