"""Reading an audit back, and finding in it what belongs to a file."""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ..files.compression import Reader
from ..files.kinds import COMPRESSIONS, compression_of
from ..files.lines import line_chunks
from ..files.problems import FileError, printable
from .record import VERSION, AuditError, Record
from .restore import where

_LARGEST = 1 << 31


@dataclass
class Audit:
    """An audit in memory: about a tenth of what it is the audit of.

    `texts` are the lines of text files by the hash of what was written, `values` those of the fields of files of
    records by path, `closings` the lines that end such a file; `unchanged` holds short hashes of text files.
    """

    path: str
    texts: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    values: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    closings: dict[str, dict[str, Any]] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    lines: int = 0
    ended: bool = False

    def records(self) -> Iterator[Record]:
        """Yield the lines of all documents."""
        for group in (*self.texts.values(), *self.values.values()):
            yield from group

    def text(self, name: str, digest: str) -> Record | None:
        """Return the line of a text file that has this name and hash; None for one that was not changed.

        Names need not be whole: what counts is how much of their ends is the same. Raises `AuditError` for a file
        that the audit does not know, or knows otherwise.
        """
        found = self.texts.get(digest, [])
        near = [record for record in found if _alike(record["path"], name)]
        if not near and digest[:16] in self.unchanged:
            return None
        if near or found:
            best = max(_alike(record["path"], name) for record in found)
            chosen = [record for record in found if _alike(record["path"], name) == best]
            if len({record["sha256"][0] for record in chosen}) > 1:
                paths = ", ".join(printable(record["path"]) for record in chosen[:3])
                raise AuditError(f"{printable(name)}: may be any of {paths}: give it the name that it had")
            return chosen[0]
        texts = [record for group in self.texts.values() for record in group]
        if any(record["sha256"][0] == digest for record in texts):
            return None  # The original itself, as when a run in place was stopped before it came to this file.
        known = [record for record in texts if _alike(record["path"], name)]
        if known:
            best_known = max(known, key=lambda record: _alike(record["path"], name))
            raise AuditError(f"{where(best_known)}: not the text that this audit was written for, or changed since")
        raise AuditError(f"{printable(name)}: the audit {printable(self.path)} does not know this document")

    def closing(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return the path that a file of records had, and the line that closes it; raises `AuditError`."""
        paths = list(self.closings)
        best = max((_alike(path, name) for path in paths), default=0)
        chosen = [path for path in paths if _alike(path, name) == best] if best or len(paths) == 1 else []
        if len(chosen) > 1:
            shown = ", ".join(printable(path) for path in chosen[:3])
            raise AuditError(f"{printable(name)}: may be any of {shown}: give it the name that it had")
        if not chosen:
            raise AuditError(f"{printable(name)}: the audit {printable(self.path)} does not know this file")
        return chosen[0], self.closings[chosen[0]]


def read_lines(path: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of an audit with their numbers; raises `FileError` or `OSError`."""
    with Reader(path, compression_of(path), 0) as reader:
        for chunk in line_chunks(reader.read, _LARGEST):
            if chunk.fault:
                raise FileError(chunk.fault, chunk.line)
            yield from enumerate(chunk.data.splitlines(keepends=True), chunk.line)


def read_audit(path: str, incomplete: bool = False) -> Audit:
    """Read an audit whole; raises `AuditError` for a damaged one, `OSError` for one that cannot be read.

    `incomplete` takes one without its end, as a run leaves it that was killed, up to where it was cut off.
    """
    audit = Audit(path)
    number = 0
    try:
        for number, line in read_lines(path):
            if incomplete and not line.endswith(b"\n"):
                break
            _take(audit, number, line)
    except FileError as error:
        if not incomplete:
            raise AuditError(f"{printable(path)}: the audit is damaged after line {number}: {error}") from None
    if not audit.ended and not incomplete:
        raise AuditError(
            f"{printable(path)}: the audit has lost its end, or its run was killed: --incomplete restores "
            "the documents that it still holds"
        )
    return audit


def _take(audit: Audit, number: int, line: bytes) -> None:
    place = f"{printable(audit.path)}:{number}"
    if audit.ended:
        raise AuditError(f"{place}: the audit is damaged: something follows its end")
    try:
        record = msgspec.json.decode(line) if b"\\ud" not in line else _lenient(line)
        if record["audit"] != VERSION:
            raise AuditError(
                f"{place}: the audit is of version {record['audit']}, this is a reader of version {VERSION}"
            )
        if "end" in record:
            audit.ended = True
            if record["end"]["lines"] != audit.lines:
                raise AuditError(f"{place}: the audit is damaged: it had {record['end']['lines']} lines before this")
            return
        audit.lines += 1
        if "unchanged" in record:
            audit.unchanged.update(record["unchanged"])
            return
        # A flipped bit may change a key's name and leave all else in order.
        if not isinstance(record["path"], str):
            raise TypeError("its path is no text")
        if "file" in record:
            audit.closings[record["path"]] = record["file"]
        elif record["status"] == "failed":
            audit.failed.add(record["path"])
        elif "line" in record:
            audit.values[record["path"]].append(record)
        else:
            audit.texts[record["sha256"][1]].append(record)
    except (msgspec.DecodeError, ValueError, KeyError, TypeError) as error:
        raise AuditError(f"{place}: the audit is damaged: this is no line of one ({error})") from None


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
