"""Writing an audit: the lines of each document as workers make them, and the file that takes them."""

from __future__ import annotations

import json
import os
from collections.abc import Container
from pathlib import Path
from typing import IO, Any

from .. import __version__
from ..files.atomic import Direct
from ..files.compression import compressor
from ..files.encoding import Decoded
from ..files.kinds import compression_of
from ..files.problems import FileError, printable
from ..files.records import Value
from ..pipeline import Result
from .reader import heads
from .record import FORMS, SHORT, VERSION, Record, dumps, file_record, sha256, value_record
from .undo import as_text


class Auditor:
    """Makes the lines of an audit for the documents of one file; `digest` is that of the rules and options."""

    every = False  # Texts that stay have no line.

    def __init__(self, digest: str, path: str) -> None:
        self._head: Record = {"audit": VERSION, "cleaner": __version__, "digest": digest, "path": path}

    def value(self, result: Result, written: str | None, line: int, url: str | None, value: Value) -> str:
        """Return the line of a field's text; None was written where the record was left out."""
        head = {**self._head, "line": line, "field": value.field}
        if url:
            head["url"] = url
        forms = FORMS.get(value.kind)
        record = value_record(result, result.text if written is None else written, value.raw, forms)
        if written is None:
            if not value.record:
                raise FileError("a row left out of Parquet is in no audit: choose --on-gutted clean or keep", line)
            record["dropped"] = as_text(value.record)
        return dumps({**head, **record})

    def file(
        self, result: Result, before: bytes, after: bytes | None, source: Decoded, keep_encoding: bool, target: str
    ) -> str:
        """Return the line of a text file; None for after where none was written, which would have been target."""
        if before == after and result.status != "gutted":
            return json.dumps(sha256(before)[:SHORT]) + "\n"
        record = file_record(result, before, before if after is None else after, source, keep_encoding)
        if after is None:
            record.update(dropped=as_text(before), target=target)
        return dumps({**self._head, **record})

    def records(self, documents: int, size: int, digest: str, encoding: str, bom: bytes, kept: bool, lines: int) -> str:
        """Return the line that closes a file of records: how many texts it had, and its size and hash (or "").

        `kept` is whether it was written in its own encoding.
        """
        closing: Record = {"documents": documents}
        if digest:
            closing.update(size=size, sha256=digest)
        if encoding != "utf-8":
            closing.update(encoding=encoding, bom=bom.hex(), written=encoding if kept else "utf-8")
        return dumps({**self._head, "file": closing})

    def failed(self, cause: str) -> str:
        """Return the line of a file that failed: nothing was written."""
        return dumps({**self._head, "status": "failed", "cause": cause})


_BESIDE = ".going-on"  # The end of the name of an audit that is being written anew.


class Trail:
    """An audit that is being written: a file of its own, never one that is there already.

    Unchanged text files have no line of their own: the short hashes of a thousand share one. The last line says how
    many went before, so that an audit which lost its end is noticed.

    With `finished`, the audit of an earlier run is gone on with: of its lines those stay that tell of these paths. It
    is written anew beside the old one, which it replaces when it holds as much.
    """

    def __init__(self, path: str, finished: Container[str] | None = None) -> None:
        compression = compression_of(path)
        if compression in ("bz2", "xz"):
            raise FileError("an audit can be .jsonl, .jsonl.zst or .jsonl.gz")
        if finished is None:
            self._open(path, compression)
            return
        beside = Path(path + _BESIDE)
        beside.unlink(missing_ok=True)
        self._open(str(beside), compression)
        try:
            self._take_over(path, finished)
            beside.replace(path)
        except BaseException:
            self.abandon()
            beside.unlink()
            raise

    def _open(self, path: str, compression: str) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        try:
            self._fd = os.open(path, flags, 0o666)
        except FileExistsError:
            raise FileError(
                f"{printable(path)} exists, and may be the only way back from an earlier run: choose another name"
            ) from None
        self._sink = Direct(self._fd, path)
        self._stream: IO[bytes] | None = compressor(self._sink, compression) if compression else None
        self._lines = 0
        self._same: list[str] = []

    def _take_over(self, path: str, finished: Container[str]) -> None:
        for head, line in heads(path):
            if head.unchanged is not None or (head.status != "failed" and head.path in finished):
                self._lines += 1
                self._put(line)
        self.sync()

    def write(self, lines: list[str]) -> None:
        """Write what `Auditor` made."""
        whole = []
        for line in lines:
            if line.startswith('"'):
                self._same.append(json.loads(line))
            else:
                whole.append(line)
        if len(self._same) >= 1000:
            whole.append(self._unchanged())
        if whole:
            self._lines += len(whole)
            self._put("".join(whole).encode())

    def sync(self) -> None:
        """Return when all that was written is on the disk, whole and readable."""
        if self._same:
            self._lines += 1
            self._put(self._unchanged().encode())
        if self._stream is not None:
            self._flush_frame(self._stream)
        os.fsync(self._fd)

    def close(self) -> None:
        """Write the last line and close the file."""
        if self._same:
            self._lines += 1
            self._put(self._unchanged().encode())
        self._put(dumps({"audit": VERSION, "end": {"lines": self._lines}}).encode())
        self.abandon()

    def abandon(self) -> None:
        """Close the file without its last line, as for a run that was stopped."""
        if self._stream is not None:
            self._stream.close()
        if self._fd >= 0:
            os.fsync(self._fd)
            os.close(self._fd)
            self._fd = -1

    def _unchanged(self) -> str:
        same, self._same = self._same, []
        return dumps({"audit": VERSION, "unchanged": same})

    def _put(self, data: bytes) -> None:
        if self._stream is not None:
            self._stream.write(data)
        else:
            self._sink.write(data)

    @staticmethod
    def _flush_frame(stream: Any) -> None:
        """Have the compressor write all that it was given, so that a reader gets it even if nothing follows."""
        if hasattr(stream, "FLUSH_FRAME"):
            stream.flush(stream.FLUSH_FRAME)
        else:
            stream.flush()
