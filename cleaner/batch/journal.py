"""What a run has finished, so that one that was stopped can go on where it was.

One line of JSON for each finished file: its name, size and age as they were read, the size, age and inode of what was
written, and the counts. The first line holds the digest of the rules and options; under another digest nothing counts.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from typing import Any

from ..files.atomic import TEMP_PREFIX, TEMP_SUFFIX, lock, write_fully, writing
from ..files.problems import FileError, Problem, printable
from .checkpoint import LOG, PART
from .sources import Source
from .tally import Tally
from .work import Outcome

_FORM = 2
_FLAGS = os.O_RDWR | os.O_CREAT
for _name in ("O_CLOEXEC", "O_NOFOLLOW"):  # A name that can be foretold must not lead elsewhere.
    _FLAGS |= getattr(os, _name, 0)


class Journal:
    """The record of finished files in the folder that is written to, for the run with this key.

    `resume` takes over what an earlier run with the same digest finished. Raises `FileError` where another
    process is writing there.
    """

    def __init__(self, folder: str, key: str, digest: str, resume: bool) -> None:
        self._folder = folder
        self.path = os.path.join(folder, f"{TEMP_PREFIX}resume-{key}")
        self._fd = os.open(self.path, _FLAGS, 0o666)
        self._done: dict[str, list[Any]] = {}
        self._unfinished: list[str] = []
        try:
            if not stat.S_ISREG(os.fstat(self._fd).st_mode):
                raise FileError(f"{printable(self.path)} is not a regular file: remove it")
            lock(self._fd, folder)
            self.stale = self._read(digest) if resume else ""
            self._sweep(key, resume)
            if not self._done:
                os.ftruncate(self._fd, 0)
                os.lseek(self._fd, 0, os.SEEK_SET)
                write_fully(self._fd, _line({"cleaner": _FORM, "digest": digest}))
        except BaseException:
            os.close(self._fd)
            raise

    def finished(self, source: Source) -> Outcome | None:
        """Return what became of source in the earlier run, if neither it nor its output has changed since."""
        entry = self._done.get(self._name(source))
        if entry is None or entry[1:3] != [source.size, source.mtime]:
            return None
        if _state(source.target) != entry[3]:
            return None
        tally, note, count, problems = entry[4:]
        found = [Problem(line, cause) for line, cause in problems]
        return Outcome(Tally.from_list(tally), note=note, problem_count=count, problems=found)

    def forget(self, source: Source) -> None:
        """Have source done again."""
        self._done.pop(self._name(source), None)

    def write(self, finished: list[tuple[Source, Outcome]]) -> None:
        """Record files whose output is in its place; one that is gone again will be made again."""
        lines = []
        for source, outcome in finished:
            written = _state(source.target)
            if written is None:
                continue
            tally, problems = outcome.tally.as_list(), outcome.problems
            entry = [self._name(source), source.size, source.mtime, written]
            lines.append(_line([*entry, tally, outcome.note, outcome.problem_count, problems]))
        with writing(self.path):
            write_fully(self._fd, b"".join(lines))

    def complete(self) -> None:
        """Remove what an earlier run left half written of files that are none of the inputs any more."""
        for path in self._unfinished:
            _unlink(path)

    def close(self) -> None:
        """Close the file, and with it give up the lock."""
        os.close(self._fd)

    def _name(self, source: Source) -> str:
        return source.target.removeprefix(self._folder).lstrip(os.sep)

    def _read(self, digest: str) -> str:
        """Read what was finished; return why nothing counts, if so. A last line that was cut off is dropped."""
        with open(self._fd, "rb", closefd=False) as file:
            lines = file.read().splitlines(keepends=True)
        if not lines:
            return ""
        whole = 0
        header: Any = None
        for line in lines:
            try:
                entry = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                entry = None
            if entry is None or (header is not None and not _is_entry(entry)):
                break
            whole += len(line)
            if header is None:
                header = entry
                if entry != {"cleaner": _FORM, "digest": digest}:
                    return "the rules or options are not those of the earlier run"
            else:
                self._done[entry[0]] = entry
        os.ftruncate(self._fd, whole)
        os.lseek(self._fd, 0, os.SEEK_END)
        return ""

    def _sweep(self, key: str, resume: bool) -> None:
        """Remove what a run with this key that was killed left half written, unless it can be finished."""
        marker = f"{TEMP_PREFIX}{key}-"
        folders = [self._folder]
        while folders:
            with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif not entry.name.startswith(marker):
                        continue
                    elif resume and entry.name.endswith((PART, LOG)):
                        self._unfinished.append(entry.path)
                    elif entry.name.endswith((TEMP_SUFFIX, PART, LOG)):
                        _unlink(entry.path)


def _is_entry(entry: Any) -> bool:
    """Say whether a line is one of ours: what comes behind damage is done again."""
    return isinstance(entry, list) and len(entry) == 8 and isinstance(entry[0], str)


def _state(path: str) -> list[int] | None:
    """Return what tells an output from any other that stands in its place: much cheaper than to read it once more.

    The inode is that of the file that was written, and whoever writes into it makes it younger.
    """
    try:
        status = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def _unlink(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


_encode = json.JSONEncoder(separators=(",", ":")).encode  # One for all: making it takes longer than a line does.


def _line(value: object) -> bytes:
    return _encode(value).encode("ascii") + b"\n"
