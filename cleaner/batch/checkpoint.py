"""What is finished of a large file, so that a run that was killed goes on in the middle of it.

Two hidden files beside the output: the part, with the finished chunks one behind the other, and the log, with a line
of JSON for each: sizes, check sum and counts. Whoever goes on believes a chunk whose check sum is right, and does
again all that follows the first that is not: so nothing depends on what reached the disk, or in which order.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zlib
from typing import Any

from ..files.atomic import TEMP_PREFIX, lock, sync_folder, write_fully, writing
from ..files.options import Options
from ..files.problems import Problem
from ..files.shards import Work
from .tally import Tally
from .work import CleanedPiece

PART, LOG = ".part", ".log"
_FORM = 1
_FLAGS = os.O_RDWR | os.O_CREAT
for _name in ("O_CLOEXEC", "O_BINARY", "O_NOFOLLOW"):  # Names that can be foretold must not lead elsewhere.
    _FLAGS |= getattr(os, _name, 0)


class Checkpoint:
    """The finished chunks of the file that becomes target, in the run of the options; `about` says of what.

    With `resume`, chunks that an earlier run finished come back from `replay`, if it was about the same. With
    `is_output` the part itself becomes the output; otherwise that is made anew from the chunks. Raises `FileError`
    where another process is writing there, and `WriteError` for what the system refuses.
    """

    def __init__(self, target: str, options: Options, about: list[object], resume: bool, is_output: bool) -> None:
        self._target = target
        self._folder, name = os.path.split(target)
        self._folder = self._folder or os.curdir
        short = hashlib.sha256(os.fsencode(name)).hexdigest()[:12]
        stem = os.path.join(self._folder, f"{TEMP_PREFIX}{options.run}-{short}")
        self._names = (stem + PART, stem + LOG)
        self._fsync = options.fsync
        self.is_output = is_output
        self.line = 0  # Where the work goes on, if an earlier run was here.
        self._part = self._log = -1
        try:
            with writing(target):
                self._part, self._log = (os.open(name, _FLAGS, 0o666) for name in self._names)
                lock(self._log, target)
                header = _line([_FORM, *about, is_output])
                self._reader = os.fdopen(os.dup(self._log), "rb")
                self._replays = resume and self._reader.readline() == header
                self._log_end, self._part_end = (len(header) if self._replays else 0), 0
                if not self._replays:
                    self._cut()
                    write_fully(self._log, header)
        except BaseException:
            self.suspend()
            raise

    def replay(self, work: Work) -> CleanedPiece | None:
        """Return what an earlier run made of the next chunk; None from the first on that it did not finish."""
        if not self._replays:
            return None
        line = self._reader.readline()
        try:
            read, size, check, tally, problems, count, gutted = json.loads(line)
        except ValueError:
            read = size = -1
        data = b""
        if read == len(work.chunk.data):
            os.lseek(self._part, self._part_end, os.SEEK_SET)
            while len(data) < size and (more := os.read(self._part, size - len(data))):
                data += more
        if read != len(work.chunk.data) or len(data) != size or zlib.crc32(data) != check:
            self.line = work.chunk.line if self._part_end else 0
            self._cut()
            return None
        self._log_end += len(line)
        self._part_end += size
        found = [Problem(*problem) for problem in problems]
        return CleanedPiece(data, Tally.from_list(tally), found, count, gutted, [])

    def write(self, data: bytes) -> int:
        """Append to the part, which is the output."""
        with writing(self._target):
            write_fully(self._part, data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: writes are not buffered."""

    def add(self, work: Work, piece: CleanedPiece) -> None:
        """Note that a chunk is finished; for a part that is the output, it is written already."""
        data, tally, problems, count, gutted, _ = piece
        sizes = [len(work.chunk.data), len(data), zlib.crc32(data)]
        with writing(self._target):
            if not self.is_output:
                write_fully(self._part, data)
            write_fully(self._log, _line([*sizes, tally.as_list(), problems, count, gutted]))

    def end(self) -> None:
        """Say that there are no more chunks: what follows the finished ones was cut off in writing."""
        if self._replays:
            self._cut()

    def commit(self) -> None:
        """Put the part in its place, as the output."""
        with writing(self._target):
            if self._fsync:
                os.fsync(self._part)
            os.close(self._part)
            self._part = -1
            os.replace(self._names[0], self._target)
            if self._fsync:
                sync_folder(self._folder)

    def suspend(self) -> None:
        """Close both files and leave them, for another run to go on."""
        if hasattr(self, "_reader"):
            self._reader.close()
        for fd in (self._part, self._log):
            if fd >= 0:
                os.close(fd)
        self._part = self._log = -1

    def discard(self) -> None:
        """Leave no trace: the output is in its place, or there will be none."""
        self.suspend()
        for name in self._names:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)

    def _cut(self) -> None:
        """Have both files end behind the last chunk that counts, and write on from there."""
        self._replays = False
        for fd, end in ((self._part, self._part_end), (self._log, self._log_end)):
            os.ftruncate(fd, end)
            os.lseek(fd, end, os.SEEK_SET)


def _line(value: Any) -> bytes:
    return json.dumps(value).encode("ascii") + b"\n"
