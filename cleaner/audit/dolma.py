"""An audit as Dolma's attributes: beside each file of documents one with a row for each row, telling spans of its text.

The format is that of the Dolma toolkit (https://github.com/allenai/dolma, docs/data-format.md): spans are
``[start, end, score]`` in code points of the text, and an attribute's name is ``<experiment>__<tagger>__<type>``.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import IO, Any

import msgspec

from ..files.atomic import AtomicFile
from ..files.compression import compressor
from ..files.kinds import compression_of
from ..files.problems import FileError, printable
from ..files.records import Value
from ..pipeline import Result
from .edits import spans
from .record import dumps

_ONLY = "Dolma has attributes for JSON Lines in UTF-8: leave out --audit-format"
_NO_ROW = '{"attributes":{}}\n'  # For a line that holds no text.
_END, _FAILED = "end", "failed"


class _Names(msgspec.Struct):
    id: Any = None
    source: Any = None


_names = msgspec.json.Decoder(_Names).decode


def attributes(result: Result) -> dict[str, list[list[float]]]:
    """Return what was done to a text as Dolma's attributes.

    `cleaner__rules__cut` holds all that rules removed, with the line ends that go with it: replaced by nothing, they
    leave the text as it is before the Unicode stage. `cleaner__rules__<id>` holds what a rule pointed at,
    `cleaner__unicode__<step>` what a step changed, `cleaner__document__removed` the share that was removed.
    """
    size = len(result.original)
    removed = sum(removal.end - removal.start for removal in result.removals)
    found: dict[str, list[list[float]]] = defaultdict(list)
    found["cleaner__document__removed"] = [[0, size, round(removed / size, 4) if size else 0.0]]
    found["cleaner__document__gutted"] = [[0, size, float(result.status == "gutted")]]
    found["cleaner__rules__cut"] = [[start, end, 1.0] for start, end in result.cuts]
    for removal in result.removals:
        found[f"cleaner__rules__{removal.rule}"].append([removal.start, removal.end, 1.0])
    if result.status != "unchanged":
        for start, end, _, by in spans(result):
            if by.startswith("unicode:"):
                found[f"cleaner__unicode__{by.removeprefix('unicode:')}"].append([start, end, 1.0])
    return dict(found)


class DolmaAuditor:
    """Makes the rows for one file; the interface of `writer.Auditor`."""

    every = True

    def __init__(self, digest: str, path: str) -> None:
        self._path = path

    def value(self, result: Result, written: str | None, line: int, url: str | None, value: Value) -> str:
        """Return the row of a text, to be written by a `DolmaTrail`."""
        if value.kind != "jsonl":
            raise FileError(_ONLY)
        record = value.record.removeprefix(b"\xef\xbb\xbf")
        try:
            names = _names(record)
        except (msgspec.DecodeError, UnicodeDecodeError):  # Lone surrogates, NaN: what Python itself reads.
            found = json.loads(record)
            names = _Names(found.get("id"), found.get("source"))
        row: dict[str, Any] = {"id": names.id, "attributes": attributes(result)}
        if names.source is not None:
            row["source"] = names.source
        return f"{self._path}\0{line}\0{dumps(row)}"

    def file(self, *_: object) -> str:
        """Refuse a text file: it has no rows."""
        raise FileError(_ONLY)

    def failed(self, cause: str) -> str:
        """Return what tells that nothing is written for the file."""
        return f"{self._path}\0{_FAILED}\0"

    def records(self, documents: int, size: int, digest: str, encoding: str, bom: bytes, kept: bool, lines: int) -> str:
        """Return what ends the file: it had so many lines."""
        if encoding != "utf-8":
            raise FileError(_ONLY)
        return f"{self._path}\0{_END}\0{lines}"


class DolmaTrail:
    """A folder of attributes, one file for each file of documents, at the same place below it; each appears whole.

    `sources` are the inputs as they were named. A folder that holds anything is refused, unless `again` says that an
    earlier run is gone on with.
    """

    def __init__(self, folder: str, sources: list[str], again: bool, run: str) -> None:
        self._folder = Path(folder)
        if self._folder.exists() and not self._folder.is_dir():
            raise FileError(f"{printable(folder)} is a file: attributes need a folder, such as attributes/cleaner")
        if not again and self._folder.exists() and any(self._folder.iterdir()):
            raise FileError(f"{printable(folder)} holds something already: choose another folder")
        self._sources = sources
        self._run = run
        self._files: dict[str, _Attributes] = {}

    def write(self, lines: list[str]) -> None:
        """Write what `DolmaAuditor` made."""
        for line in lines:
            path, place, row = line.split("\0", 2)
            if place == _FAILED:
                if path in self._files:
                    self._files.pop(path).discard()
                continue
            if path not in self._files:
                self._files[path] = self._start(path)
            if place == _END:
                self._files.pop(path).commit(int(row))
            else:
                self._files[path].put(int(place), row)

    def sync(self) -> None:
        """Do nothing: a file appears when it is whole."""

    def close(self) -> None:
        """Throw away what is not whole."""
        for file in self._files.values():
            file.discard()
        self._files.clear()

    def _start(self, path: str) -> _Attributes:
        target = self._folder / self._below(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        return _Attributes(str(target), self._run)

    def _below(self, path: str) -> str:
        """The path of a file below the folder that was named; below the folders' names if there are several."""
        for source in self._sources:
            root = source.rstrip(os.sep) + os.sep
            if path.startswith(root):
                below = path[len(root) :]
                return str(Path(Path(source).resolve().name) / below) if len(self._sources) > 1 else below
        return Path(path).name


class _Attributes:
    """One file of attributes that is being written."""

    def __init__(self, target: str, run: str) -> None:
        self._file = AtomicFile(target, run)
        compression = compression_of(target)
        self._stream: IO[bytes] | None = compressor(self._file, compression) if compression else None
        self._rows = 0
        self._last = ""  # Waits for the next line, since of a key that stands twice the last one counts.

    def put(self, line: int, row: str) -> None:
        if line > self._rows:
            self._write(self._last + _NO_ROW * (line - self._rows - 1))
            self._rows = line
        self._last = row

    def commit(self, lines: int) -> None:
        self._write(self._last + _NO_ROW * (lines - self._rows))
        if self._stream is not None:
            self._stream.close()
        self._file.commit()

    def discard(self) -> None:
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
        self._file.discard()

    def _write(self, text: str) -> None:
        (self._stream or self._file).write(text.encode())
