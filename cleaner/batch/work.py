"""What a worker does: whole small files, one after the other, and chunks of large ones."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from ..audit.writer import Auditor
from ..files.atomic import AtomicFile, Direct, Nowhere, write_file
from ..files.compression import compress
from ..files.problems import FileError, Problem, os_cause
from ..files.remote import RemoteFile, is_remote
from ..files.shards import Done, Work, clean_chunk, open_shard
from ..files.text import clean_document, read_document
from ..files.transcode import from_utf8
from .job import Desk, Job
from .sources import STDOUT, Source
from .tally import Tally

MAX_PROBLEMS = 20  # Named of each file; the rest is counted.


@dataclass
class Outcome:
    """What became of a file: written, or failed for a cause, at a line if that is known.

    `problems` are the first of the records that could not be cleaned, `problem_count` is how many there are.
    `note` says what else the user should know, `records` is what the job's recorder returned, `written` the size
    of the output in bytes (0 where that is not known), `gutted` the names of the first documents that lost too much,
    `waiting` the temporary file and the target of an output that waits for the audit to be on the disk.
    """

    tally: Tally = field(default_factory=Tally)
    cause: str = ""
    line: int | None = None
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    note: str = ""
    records: list[str] = field(default_factory=list)
    written: int = 0
    gutted: list[str] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Add records that could not be cleaned."""
        for problem in problems:
            self.problem_count += 1
            if len(self.problems) < MAX_PROBLEMS:
                self.problems.append(problem)


class Files(NamedTuple):
    """A task: some small files."""

    sources: list[Source]


class Piece(NamedTuple):
    """A task: a chunk of a file that the main process reads and writes."""

    name: str
    shard: int  # Which of the open shards.
    number: int  # The chunk's place in it, from 0.
    work: Work


class CleanedPiece(NamedTuple):
    """What came of a `Piece`."""

    done: Done
    tally: Tally
    records: list[str]
    gutted: list[str]


class Worker:
    """The function that does tasks: `Files` give a list of `Outcome`, a `Piece` a `CleanedPiece` or an `Outcome`."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, task: Files | Piece) -> list[Outcome] | CleanedPiece | Outcome:
        """Do a task; every failure is an outcome."""
        if isinstance(task, Files):
            return [clean_file(source, self._job) for source in task.sources]
        desk = Desk(self._job, task.name)
        try:
            done = clean_chunk(task.work, desk)
        except Exception as error:  # noqa: BLE001 - one file's failure, a bug of ours included, stops no other
            return failed(error)
        return CleanedPiece(done, desk.tally, desk.records, desk.gutted)


def beginning(job: Job) -> partial[Worker]:
    """Return what `Pool` calls in each worker process."""
    return partial(Worker, job)


def clean_file(source: Source, job: Job) -> Outcome:
    """Clean one file and write its output; every failure is an outcome."""
    try:
        return _clean_text(source, job) if source.kind.format == "text" else _clean_records(source, job)
    except Exception as error:  # noqa: BLE001 - one file's failure, a bug of ours included, stops no other
        return failed(error)


def failed(error: Exception) -> Outcome:
    """Return the outcome of a file that failed with error."""
    if isinstance(error, FileError):
        return Outcome(cause=str(error), line=error.line)
    if isinstance(error, OSError):
        return Outcome(cause=os_cause(error))
    if isinstance(error, MemoryError):
        return Outcome(cause="not enough memory")
    return Outcome(cause=f"{type(error).__name__}: {error} (please report this)")


def open_output(source: Source, job: Job) -> AtomicFile | Direct | Nowhere | RemoteFile:
    """Return what the output is written to; its owner commits or discards it."""
    if not job.writes:
        return Nowhere()
    if is_remote(source.target):
        return RemoteFile(source.target)
    if source.direct:
        return Direct(1 if source.target == STDOUT else os.open(source.target, os.O_WRONLY))
    return AtomicFile(source.target, job.options.run, job.options.fsync)


def _clean_text(source: Source, job: Job) -> Outcome:
    options = job.options
    before = read_document(source.path, source.kind.compression, options)
    desk = Desk(job, source.name)
    after, decoded = clean_document(before, desk, options)
    desk.audit_file(before, after, decoded, options.keep_encoding, source.target)
    note = f"read as {decoded.encoding}" if decoded.found in ("detected", "mark") else ""
    outcome = Outcome(desk.tally, note=note, records=desk.records, gutted=desk.gutted)
    if after is not None and job.writes and not (job.in_place and after == before):
        _write_text(source, job, after, outcome)
    return outcome


def _write_text(source: Source, job: Job, data: bytes, outcome: Outcome) -> None:
    options = job.options
    if source.compression:
        data = compress(data, source.compression)
    outcome.written = len(data)
    if job.in_place:
        file = AtomicFile(source.target, options.run)
        file.write(data)
        outcome.waiting.append(file.hold(source.path))
    elif source.direct or is_remote(source.target):
        sink = open_output(source, job)
        sink.write(data)
        sink.commit()
    else:
        folder = os.path.dirname(source.target) or os.curdir
        write_file(source.target, folder, data, options.run, options.fsync)


def _clean_records(source: Source, job: Job) -> Outcome:
    outcome = Outcome()
    desk = Desk(job, source.name)
    shard = OpenShard(source, job)
    try:
        for work in shard.works():
            done = clean_chunk(work, desk)
            outcome.add_problems(done.problems)
            shard.write(work, done.data)
        outcome.tally, outcome.records, outcome.gutted = desk.tally, desk.records, desk.gutted
        outcome.records += shard.closing(outcome.tally)
        if job.in_place:
            outcome.waiting += shard.hold(outcome.tally)
        else:
            shard.commit()
    except BaseException:
        shard.discard()
        raise
    outcome.note = shard.note
    return outcome


class OpenShard:
    """A file of records that is being read, and the output that is being written."""

    def __init__(self, source: Source, job: Job) -> None:
        self._shard = open_shard(source.path, source.kind, job.options)
        try:
            self._sink = open_output(source, job)
        except BaseException:
            self._shard.close()
            raise
        self._source = source
        self._job = job
        self._started = False
        self._seen, self._size = hashlib.sha256(), 0
        self._back: hashlib._Hash | None = None  # Of what was read, turned back into its encoding.
        if job.audit:
            self._shard.watch(self._see)

    @property
    def note(self) -> str:
        """What the user should know of the input."""
        return self._shard.note

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
        auditor = Auditor(job.audit, self._source.name)
        kept = job.options.keep_encoding
        return [auditor.records(tally.documents, self._size, digest, encoding.name, encoding.bom, kept)]

    def _see(self, data: bytes) -> None:
        self._seen.update(data)
        self._size += len(data)

    def position(self) -> int:
        """Return how many bytes of the input were read."""
        return self._shard.position()

    def write(self, work: Work, data: bytes) -> None:
        """Write what came of the next chunk, in the order in which they were yielded."""
        self._start()
        self._shard.write(work, data)

    def commit(self) -> None:
        """Write the end and put the output in its place."""
        self._start()
        self._shard.finish()
        self._sink.commit()

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

    def _start(self) -> None:
        # Only now, since a shard knows its encoding and columns when its first chunk is read.
        if self._job.writes and not self._started:
            self._started = True
            self._shard.start(self._sink, self._source.compression)
