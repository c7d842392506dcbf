"""A file of records under way: the input that is read, the output that is written, and what is finished of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ..files.atomic import AtomicFile
from ..files.compression import STDIN, in_members
from ..files.problems import FileError
from ..files.remote import is_remote
from ..files.shards import Work, open_shard
from ..files.transcode import from_utf8
from .checkpoint import Checkpoint
from .job import Job
from .sources import Source
from .tally import Tally
from .work import CleanedPiece, Sink, open_output


class OpenShard:
    """A file of records that is being read, and the output that is being written.

    With `resume` a checkpoint is kept, and with True what an earlier run finished is taken over from it.
    """

    def __init__(self, source: Source, job: Job, resume: bool | None = None) -> None:
        self._source = source
        self._job = job
        self._started = False
        self._seen, self._size = hashlib.sha256(), 0
        self._line_ends, self._open_line = 0, False
        self._back: hashlib._Hash | None = None  # Of what was read, turned back into its encoding.
        self._checkpoint: Checkpoint | None = None
        compression = source.compression if job.writes else ""
        self._shard = open_shard(source.path, source.kind, job.options, compression)
        try:
            self._sink = self._open_sink(compression, resume)
        except BaseException:
            self._shard.close()
            raise
        if job.audit:
            self._shard.watch(self._see)

    def _open_sink(self, compression: str, resume: bool | None) -> Sink | Checkpoint:
        source, job = self._source, self._job
        if resume is None or not can_resume(source, job):
            return open_output(source, job)
        # The beginning of a Parquet file or of one compressed stream is none that could be continued.
        is_output = source.kind.format != "parquet" and (not compression or in_members(compression))
        about: list[object] = [job.digest, source.size, source.mtime]
        self._checkpoint = Checkpoint(source.target, job.options, about, resume, is_output)
        if is_output:
            return self._checkpoint
        try:
            return open_output(source, job)
        except BaseException:
            self._checkpoint.discard()
            raise

    @property
    def note(self) -> str:
        """What the user should know of the input."""
        notes = [self._shard.note]
        if self._checkpoint and self._checkpoint.line:
            place = "row" if self._source.kind.format == "parquet" else "line"
            notes.append(f"went on at {place} {self._checkpoint.line}")
        return "; ".join(filter(None, notes))

    def works(self) -> Iterator[Work]:
        """Yield the chunks of the input, in order."""
        for work in self._shard.works():
            encoding = self._shard.encoding
            if self._job.audit and encoding.found:
                self._back = self._back or hashlib.sha256(encoding.bom)
                self._back.update(from_utf8(work.chunk.data, encoding))
            yield work

    def closing(self, tally: Tally) -> list[str]:
        """Return the line that closes the file in an audit, if there is one.

        Raises `FileError` for a file that could not be turned back into its encoding.
        """
        job, encoding = self._job, self._shard.encoding
        if not job.audit:
            return []
        if self._back and self._seen.digest() != self._back.digest():
            raise FileError(f"not every byte of it would come back in {encoding.name}: leave out --audit")
        digest = self._seen.hexdigest() if self._source.kind.format != "parquet" else ""
        auditor = job.auditor(self._source.name)
        kept = job.options.keep_encoding
        lines = self._line_ends + self._open_line
        return [auditor.records(tally.documents, self._size, digest, encoding.name, encoding.bom, kept, lines)]

    def _see(self, data: bytes) -> None:
        self._seen.update(data)
        self._size += len(data)
        if data:
            self._line_ends += data.count(b"\n")
            self._open_line = not data.endswith(b"\n")

    def position(self) -> int:
        """Return how many bytes of the input were read."""
        return self._shard.position()

    def replay(self, work: Work) -> CleanedPiece | None:
        """Return what an earlier run made of the next chunk, which is written then; None if it did not finish it."""
        if self._checkpoint is None:
            return None
        piece = self._checkpoint.replay(work)
        if piece and not self._checkpoint.is_output:
            self.write(work, piece.data)
        return piece

    def write(self, work: Work, data: bytes) -> None:
        """Write what came of the next chunk, in the order in which they were yielded."""
        self._start()
        self._shard.write(work, data)

    def finished(self, work: Work, piece: CleanedPiece) -> None:
        """Note that the chunk that was just written is finished."""
        if self._checkpoint is None:
            return
        try:
            self._checkpoint.add(work, piece)
        except OSError:
            if self._checkpoint.is_output:
                raise
            self.forget()  # The disk may have room for the output, though not for both.
            self._checkpoint = None

    def commit(self) -> None:
        """Write the end and put the output in its place."""
        self._start()
        if self._checkpoint:
            self._checkpoint.end()
        self._shard.finish()
        self._sink.commit()

    def forget(self) -> None:
        """Remove what would be needed to go on: the output is in its place, and in the journal."""
        if self._checkpoint:
            self._checkpoint.discard()

    def hold(self, tally: Tally) -> list[tuple[str, str]]:
        """Write the end; return the output's temporary name and its target, or nothing if nothing has changed."""
        self._start()
        self._shard.finish()
        if not isinstance(self._sink, AtomicFile) or not (tally.changed or self._shard.encoding.found):
            self._sink.discard()
            return []
        return [self._sink.hold(self._source.path)]

    def discard(self) -> None:
        """Close everything; nothing is left of the output."""
        self._shard.close()
        self._sink.discard()
        self.forget()

    def suspend(self) -> None:
        """Close everything; what is finished stays for a run with `resume`, if that is kept."""
        self._shard.close()
        if self._sink is not self._checkpoint:
            self._sink.discard()
        if self._checkpoint:
            self._checkpoint.suspend()

    def _start(self) -> None:
        # Only now, since a shard knows its encoding and columns when its first chunk is read.
        if self._job.writes and not self._started:
            self._started = True
            self._shard.start(self._sink)


def can_resume(source: Source, job: Job) -> bool:
    """Say whether a run over source that is killed can go on in the middle: it reads and writes local files."""
    if not job.writes or job.in_place or job.audit or source.direct or source.path == STDIN:
        return False
    return not (is_remote(source.path) or is_remote(source.target))
