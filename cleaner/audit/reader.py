"""Reading an audit back, and finding in it what belongs to a file.

An audit is read once from end to end, to see that it is whole and where its lines stand; what is kept of each is a few
numbers.  The lines themselves are read again when a document asks for them, those of a shard in step with its records.
"""

from __future__ import annotations

import os
import posixpath
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import msgspec

from ..files.compression import Reader, open_raw
from ..files.kinds import COMPRESSIONS, compression_of, kind_of
from ..files.lines import line_chunks
from ..files.problems import FileError, printable
from .record import SHORT, VERSION, AuditError, Record, UnknownFileError
from .restore import where

_LARGEST = 1 << 31
_IN_MEMORY = 32 << 20  # Of an unpacked audit; what is more goes into a temporary file.
_AT_ONCE = 1 << 16


class Head(msgspec.Struct):
    """What tells what a line is about."""

    audit: int
    path: str | None = None
    digest: str | None = None
    status: str | None = None
    line: int | None = None
    field: str | None = None
    sha256: tuple[str, str] | None = None
    dropped: Any = None
    file: dict[str, Any] | None = None
    unchanged: list[str] | None = None
    end: dict[str, int] | None = None


@dataclass
class Values:
    """Where the lines of one file of records stand, in the order in which they were made: spans of the audit."""

    spans: list[list[int]] = field(default_factory=list)
    fields: dict[str, None] = field(default_factory=dict)
    count: int = 0


class Audit:
    """An audit that is open for reading: about 300 bytes in memory for each text file, next to nothing for a record.

    `values` tells of files of records by path, `closings` holds the lines that end such a file, `unchanged` short
    hashes of text files, `failed` the paths of files that were not written.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.values: dict[str, Values] = {}
        self.closings: dict[str, dict[str, Any]] = {}
        self.unchanged: set[str] = set()
        self.failed: set[str] = set()
        self.lines = 0
        self.ended = False
        self._texts: dict[str, list[int]] = {}  # Where they stand, by the short hash of what was written.
        self._originals: set[str] = set()
        self._dropped: list[int] = []
        self._names: dict[str, list[int]] | None = None
        self._file: IO[bytes]
        self._open = ExitStack()

    def __enter__(self) -> Audit:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    # -------------------------------------------------------------- lines

    def records(self) -> Iterator[Record]:
        """Yield the lines of all documents, in the order in which they stand."""
        for _, line in self._lines(0, None):
            record = _decode(self.path, line)
            if "edits" in record:
                yield record

    def of_file(self, path: str) -> Iterator[Record]:
        """Yield the lines of the records of one file."""
        for start, end in self.values[path].spans if path in self.values else ():
            for _, line in self._lines(start, end):
                yield _decode(self.path, line)

    def dropped(self) -> Iterator[Record]:
        """Yield the lines of text files that were dropped whole."""
        return map(self._at, self._dropped)

    def _at(self, start: int) -> Record:
        return next(_decode(self.path, line) for _, line in self._lines(start, None))

    def _lines(self, start: int, end: int | None) -> Iterator[tuple[int, bytes]]:
        """Yield the lines between two places, each with its own; others may read elsewhere meanwhile."""
        held = b""
        at = start
        while end is None or at + len(held) < end:
            self._file.seek(at + len(held))
            more = self._file.read(max(_AT_ONCE, len(held)))
            if not more:
                return  # A line that was cut off is none.
            *lines, held = (held + more).split(b"\n")
            for line in lines:
                if end is not None and at >= end:
                    return
                yield at, line + b"\n"
                at += len(line) + 1

    # -------------------------------------------------------------- what belongs to a file

    def text(self, name: str, digest: str) -> Record | None:
        """Return the line of a text file that has this name and hash; None for one that was not changed.

        Names need not be whole: what counts is how much of their ends is the same. Raises `AuditError` for a file
        that the audit does not know, or knows otherwise.
        """
        short = digest[:SHORT]
        found = [record for record in map(self._at, self._texts.get(short, ())) if record["sha256"][1] == digest]
        near = [record for record in found if _alike(record["path"], name)]
        if not near and short in self.unchanged:
            return None
        if near or found:
            best = max(_alike(record["path"], name) for record in found)
            chosen = [record for record in found if _alike(record["path"], name) == best]
            if len({record["sha256"][0] for record in chosen}) > 1:
                paths = ", ".join(printable(record["path"]) for record in chosen[:3])
                raise AuditError(f"{printable(name)}: may be any of {paths}: give it the name that it had")
            return chosen[0]
        if short in self._originals:
            return None  # The original itself, as when a run in place was stopped before it came to this file.
        known = self._named(_parts(name)[-1])
        if known:
            best_known = max(known, key=lambda record: _alike(record["path"], name))
            raise AuditError(f"{where(best_known)}: not the text that this audit was written for, or changed since")
        raise self._unknown(name)

    def _named(self, base: str) -> list[Record]:
        """The lines of text files with this name, whatever their folder."""
        if self._names is None:
            self._names = {}
            for places in self._texts.values():
                for place in places:
                    self._names.setdefault(_parts(self._at(place)["path"])[-1], []).append(place)
        return list(map(self._at, self._names.get(base, ())))

    def closing(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return the path that a file of records had, and the line that closes it; raises `AuditError`."""
        paths = list(self.closings)
        best = max((_alike(path, name) for path in paths), default=0)
        chosen = [path for path in paths if _alike(path, name) == best] if best else []
        if len(paths) == 1 and _same_format(paths[0], name):  # One that was renamed is known all the same.
            chosen = paths
        if len(chosen) > 1:
            shown = ", ".join(printable(path) for path in chosen[:3])
            raise AuditError(f"{printable(name)}: may be any of {shown}: give it the name that it had")
        if not chosen:
            raise self._unknown(name)
        return chosen[0], self.closings[chosen[0]]

    def _unknown(self, name: str) -> UnknownFileError:
        return UnknownFileError(f"{printable(name)}: the audit {printable(self.path)} does not know this file")


def _same_format(path: str, name: str) -> bool:
    """Say whether two files of records may be of the same format: a name need not tell."""
    kinds = [kind for kind in map(kind_of, (path, name)) if kind]
    return len({kind.format for kind in kinds}) <= 1


def read_audit(path: str, incomplete: bool = False) -> Audit:
    """Open an audit; raises `AuditError` for a damaged one, `OSError` for one that cannot be read.

    `incomplete` takes one without its end, as a run leaves it that was killed, up to where it was cut off. A compressed
    audit is unpacked, into a temporary file if it is large.
    """
    audit = Audit(path)
    try:
        _index(audit, incomplete)
    except BaseException:
        audit._open.close()
        raise
    return audit


def _index(audit: Audit, incomplete: bool) -> None:
    path = audit.path
    compression = compression_of(path)
    seekable = not compression and Path(path).is_file()
    if seekable:
        audit._file = audit._open.enter_context(open_raw(path))
    else:
        spooled: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the audit
        audit._file = audit._open.enter_context(spooled)
    number = offset = 0
    try:
        with Reader(path, compression, 0) as reader:
            for chunk in line_chunks(reader.read, _LARGEST):
                if chunk.fault:
                    raise FileError(chunk.fault, chunk.line)
                if not seekable:
                    audit._file.write(chunk.data)
                for number, line in enumerate(chunk.data.splitlines(keepends=True), chunk.line):
                    if incomplete and not line.endswith(b"\n"):
                        break
                    _take(audit, number, offset, line)
                    offset += len(line)
    except FileError as error:
        if not incomplete:
            raise AuditError(f"{printable(path)}: the audit is damaged after line {number}: {error}") from None
    if not audit.ended and not incomplete:
        raise AuditError(
            f"{printable(path)}: the audit has lost its end, or its run was killed: --incomplete restores "
            "the documents that it still holds"
        )


def heads(path: str) -> Iterator[tuple[Head, bytes]]:
    """Yield the lines of an audit and what they are about, up to where it was cut off; raises `OSError`."""
    try:
        with Reader(path, compression_of(path), 0) as reader:
            for chunk in line_chunks(reader.read, _LARGEST):
                for line in chunk.data.splitlines(keepends=True):
                    if not line.endswith(b"\n"):
                        return
                    yield _head(line), line
    except (FileError, msgspec.MsgspecError, ValueError):
        return


def _head(line: bytes) -> Head:
    return _decode_head(line) if b"\\ud" not in line else msgspec.convert(_lenient(line), Head)


def _take(audit: Audit, number: int, offset: int, line: bytes) -> None:
    place = f"{printable(audit.path)}:{number}"
    if audit.ended:
        raise AuditError(f"{place}: the audit is damaged: something follows its end")
    try:
        head = _head(line)
        if head.audit != VERSION:
            raise AuditError(f"{place}: the audit is of version {head.audit}, this is a reader of version {VERSION}")
        if head.end is not None:
            audit.ended = True
            if head.end["lines"] != audit.lines:
                raise AuditError(f"{place}: the audit is damaged: it had {head.end['lines']} lines before this")
            return
        audit.lines += 1
        _note(audit, head, offset, len(line))
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError) as error:
        raise AuditError(f"{place}: the audit is damaged: this is no line of one ({error})") from None


def _note(audit: Audit, head: Head, offset: int, size: int) -> None:
    """Take note of where a line stands. A flipped bit may have changed a key's name and left all else in order."""
    if head.unchanged is not None:
        audit.unchanged.update(head.unchanged)
    elif head.path is None:
        raise ValueError("it has no path")
    elif head.file is not None:
        audit.closings[head.path] = head.file
    elif head.status == "failed":
        audit.failed.add(head.path)
    elif head.status is None or head.sha256 is None:
        raise ValueError("it has no status, or no hashes")
    elif head.line is not None and head.field is not None:
        values = audit.values.setdefault(head.path, Values())
        values.count += 1
        values.fields[head.field] = None
        if values.spans and values.spans[-1][1] == offset:
            values.spans[-1][1] += size
        else:
            values.spans.append([offset, offset + size])
    elif head.line is not None or head.field is not None:
        raise ValueError("it has a line, but no field, or the other way round")
    else:
        before, after = head.sha256
        audit._texts.setdefault(after[:SHORT], []).append(offset)
        audit._originals.add(before[:SHORT])
        if head.dropped is not None:
            audit._dropped.append(offset)


_decode_head = msgspec.json.Decoder(Head).decode


def _decode(path: str, line: bytes) -> Record:
    try:
        record: Record = msgspec.json.decode(line) if b"\\ud" not in line else _lenient(line)
    except (msgspec.DecodeError, ValueError) as error:
        raise AuditError(f"{printable(path)}: the audit is damaged: this is no line of one ({error})") from None
    return record


def _lenient(line: bytes) -> Any:
    import json

    return json.loads(line)  # Lone surrogates, which the faster reader refuses.


def _alike(path: str, name: str) -> int:
    """How many of the last parts of two paths are the same, whatever their compression."""
    ours, theirs = _parts(path), _parts(name)
    count = 0
    while count < min(len(ours), len(theirs)) and ours[-1 - count] == theirs[-1 - count]:
        count += 1
    return count


def _parts(path: str) -> list[str]:
    path = posixpath.normpath(path.replace(os.sep, "/"))
    stem, _, suffix = path.rpartition(".")
    return (stem if suffix.lower() in COMPRESSIONS else path).split("/")
