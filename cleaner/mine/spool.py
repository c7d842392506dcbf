"""What a run of mining has read so far, on disk: one that was stopped goes on, and reads no finished file again.

Each pass has a file of lines in a folder beside the rules: the records of the documents, in order, and after those of
a file that is finished a mark with its name, size and age.  What no mark follows was cut short and is dropped.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..batch.sources import Source
from ..batch.work import Outcome
from ..files.atomic import TEMP_PREFIX
from ..files.problems import FileError, Problem, printable
from ..files.remote import is_remote

try:
    import fcntl
except ImportError:  # Windows: two runs at once are not noticed there.
    fcntl = None  # type: ignore[assignment]

_FORM = 1
# Between the name of a file and a record of it.
_TAG = "\0"
_MARK = b'{"file":'


def tagged(name: str, record: str) -> str:
    """Return a record that says of which file it is."""
    return f"{name}{_TAG}{record}"


class Spool:
    """The folder with what the passes of one run have read.

    ``digest``: of all that the records depend on, besides the files.  Without ``resume`` nothing counts that is there.
    Raises FileError where another run is using the folder, OSError where it cannot be written.
    """

    def __init__(self, folder: Path, digest: str, resume: bool) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._digest = digest
        self._resume = resume
        self._passes = 0
        self._lock = os.open(folder / f"{TEMP_PREFIX}lock", os.O_RDWR | os.O_CREAT, 0o666)
        if fcntl is not None:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(self._lock)
                raise FileError(f"another run is mining into {printable(str(folder))}: wait for it") from None

    def begin(self, take: Callable[[str], None]) -> Pass:
        """Begin the next pass: hand on what an earlier run read in it, and get ready for the rest."""
        self._passes += 1
        return Pass(self._folder / f"{TEMP_PREFIX}pass-{self._passes}", self._digest, self._resume, take)

    def end(self, done: Pass) -> None:
        """End a pass: what the next one reads depends on what this one did."""
        self._digest = done.close()

    def close(self, remove: bool = False) -> None:
        """Give up the lock; ``remove`` everything, once the rules are written."""
        if remove:
            shutil.rmtree(self._folder)
        os.close(self._lock)


class Pass:
    """One pass: says which files need not be read, and puts the records of the others in the order of the files.

    Workers finish files in any order, and of the copies of an article the one that was read first counts.
    """

    def __init__(self, path: Path, digest: str, resume: bool, take: Callable[[str], None]) -> None:
        self._take = take
        self._seen = hashlib.sha256(digest.encode())
        self._finished: dict[str, list[Any]] = {}
        self._met: set[str] = set()
        self._order: deque[str] = deque()
        self._waiting: dict[str, list[str]] = {}
        self._ended: dict[str, bytes] = {}
        header = _line({"cleaner": _FORM, "digest": digest})
        self._file = path.open("a+b")
        end = self._replay(header) if resume else 0
        self._file.truncate(end)
        if not end:
            self._file.write(header)

    def finished(self, source: Source) -> Outcome | None:
        """Return the outcome of a file that need not be read: it was, in an earlier run or a moment ago."""
        if source.path in self._met:
            return Outcome()
        self._met.add(source.path)
        if source.path in self._finished:
            count, problems = self._finished[source.path][3:]
            return Outcome(problem_count=count, problems=[Problem(line, cause) for line, cause in problems])
        self._order.append(source.name)
        return None

    def write(self, finished: list[tuple[Source, Outcome]]) -> None:
        """Do nothing: ``done`` is told of every file."""

    def complete(self) -> None:
        """Do nothing: the rules are still to be written."""

    def records(self, records: list[str]) -> None:
        """Take records of a file: at once where it is its turn."""
        for record in records:
            name, _, bare = record.partition(_TAG)
            if bare and self._order and name == self._order[0]:
                self._one(bare)
            elif bare:
                self._waiting.setdefault(name, []).append(bare)

    def done(self, source: Source, outcome: Outcome) -> None:
        """Take note that a file was read to its end, or failed."""
        if source.name not in self._order:
            return
        about = [source.path, source.size, source.mtime, outcome.problem_count, outcome.problems]
        # The records of a file that failed count for nothing: it is read again.
        self._ended[source.name] = _line({"file": None if outcome.cause else about})
        while self._order and self._order[0] in self._ended:
            self._mark(self._ended.pop(self._order.popleft()))
            for record in self._waiting.pop(self._order[0], ()) if self._order else ():
                self._one(record)

    def close(self) -> str:
        """Close the file; return a digest of what was read."""
        self._file.close()
        return self._seen.hexdigest()

    def _one(self, record: str) -> None:
        self._file.write(record.encode() + b"\n")
        self._take(record)

    def _mark(self, mark: bytes) -> None:
        self._file.write(mark)
        self._file.flush()
        if file := json.loads(mark)["file"]:
            self._seen.update(_line(file[:3]))

    def _replay(self, header: bytes) -> int:
        """Hand on the records of finished files; return where the last of them ends, 0 where nothing counts."""
        self._file.seek(0)
        if self._file.readline() != header:
            return 0
        parts, begin = [], self._file.tell()
        at = end = begin
        for line in self._file:
            at += len(line)
            if line.startswith(_MARK) and line.endswith(b"\n"):
                file = json.loads(line)["file"]
                if file and _is_unchanged(*file[:3]):
                    parts.append((begin, end, file))
                begin = at
            end = at
        for first, last, file in parts:
            self._finished[file[0]] = file
            self._seen.update(_line(file[:3]))
            self._file.seek(first)
            while self._file.tell() < last:
                self._take(self._file.readline().decode().rstrip("\n"))
        return begin


def _is_unchanged(path: str, size: int, mtime: int) -> bool:
    if is_remote(path):
        return True
    try:
        status = Path(path).stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (size, mtime)


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"
