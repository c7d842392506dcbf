"""What a worker does: whole small files, one after the other, and chunks of large ones."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..files.atomic import STDOUT, AtomicFile, Direct, Nowhere, write_file, writing
from ..files.compression import compress
from ..files.options import refuse_column
from ..files.problems import FileError, Problem, WriteError, os_cause
from ..files.remote import RemoteFile, is_remote
from ..files.text import clean_document, read_document
from .job import Desk, Job
from .sources import Source
from .tally import Tally

if TYPE_CHECKING:  # Loaded when there are records: text does without.
    from ..files.shards import Work

MAX_PROBLEMS = 20  # Named of each file; the rest is counted.


@dataclass
class Outcome:
    """What became of a file: written, or failed for a cause, at a line if that is known.

    `problems` are the first of the records that could not be cleaned, `problem_count` is how many there are.
    `note` says what else the user should know, `records` is what the job's recorder returned, `gutted` the names of
    the first documents that lost too much, `waiting` the temporary file and the target of an output that waits for the
    audit to be on the disk, `reader_gone` that nobody reads standard output any more.
    """

    tally: Tally = field(default_factory=Tally)
    cause: str = ""
    line: int | None = None
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    note: str = ""
    records: list[str] = field(default_factory=list)
    gutted: list[str] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    reader_gone: bool = False

    def add_problems(self, problems: list[Problem], count: int) -> None:
        """Add records that could not be cleaned: so many, of which these are the first."""
        self.problem_count += count
        self.problems += problems[: MAX_PROBLEMS - len(self.problems)]


Sink = AtomicFile | Direct | Nowhere | RemoteFile


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
    """What came of a chunk: the bytes to write, the counts, the first of the faulty records and how many there are."""

    data: bytes
    tally: Tally
    problems: list[Problem]
    problem_count: int
    gutted: list[str]
    records: list[str]


class Worker:
    """The function that does tasks: `Files` give a list of `Outcome`, a `Piece` a `CleanedPiece` or an `Outcome`."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, task: Files | Piece) -> list[Outcome] | CleanedPiece | Outcome:
        """Do a task; every failure is an outcome."""
        if isinstance(task, Files):
            return [clean_file(source, self._job) for source in task.sources]
        from ..files.shards import clean_chunk

        desk = Desk(self._job, task.name)
        try:
            done = clean_chunk(task.work, desk)
        except Exception as error:  # noqa: BLE001 - one file's failure, a bug of ours included, stops no other
            return failed(error)
        count = len(done.problems)
        return CleanedPiece(done.data, desk.tally, done.problems[:MAX_PROBLEMS], count, desk.gutted, desk.records)


def beginning(job: Job, formats: frozenset[str]) -> partial[Worker]:
    """Return what `Pool` calls in each worker process of a run that begins with files of these formats."""
    return partial(_begin, job, formats)


def _begin(job: Job, formats: frozenset[str]) -> Worker:
    load(job, formats)  # Nothing is left to load where the worker was forked.
    if "parquet" in formats:
        _load_parquet()
    return Worker(job)


# A line for a rule, and a character for each part of the Unicode stage.
_SAMPLE = "The ferry sank.\n\nAlso Read | Council votes on the tram line\n\n“Cafe\u0301” &amp; Ã©cole, ﬁn\u200b."


def load(job: Job, formats: frozenset[str]) -> None:
    """Load what is else loaded when a text needs it, and may be loaded before a fork."""
    job.cleaner.explain(_SAMPLE)
    if "jsonl" in formats:
        from ..files import jsonl  # noqa: F401
    if "parquet" in formats and sys.platform == "linux":  # What it loads of macOS does not work behind a fork.
        _load_parquet()


def _load_parquet() -> None:
    with contextlib.suppress(FileError):  # What is missing is said of the file.
        from ..files import parquet  # noqa: F401


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
        gone = isinstance(error, WriteError) and error.errno == errno.EPIPE and error.filename == STDOUT
        return Outcome(cause=os_cause(error), reader_gone=gone)
    if isinstance(error, MemoryError):
        return Outcome(cause="not enough memory")
    return Outcome(cause=f"{type(error).__name__}: {error} (please report this)")


def open_output(source: Source, job: Job) -> Sink:
    """Return what the output is written to; its owner commits or discards it."""
    if not job.writes:
        return Nowhere()
    if is_remote(source.target):
        return RemoteFile(source.target)
    if source.direct:
        with writing(source.target):
            fd = 1 if source.target == STDOUT else os.open(source.target, os.O_WRONLY | os.O_APPEND)
        return Direct(fd, source.target)
    return AtomicFile(source.target, job.options.run, job.options.fsync)


def _clean_text(source: Source, job: Job) -> Outcome:
    options = job.options
    refuse_column(options)
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
    from ..files.shards import clean_chunk
    from .shard import OpenShard

    outcome = Outcome()
    desk = Desk(job, source.name)
    shard = OpenShard(source, job)
    try:
        for work in shard.works():
            done = clean_chunk(work, desk)
            outcome.add_problems(done.problems, len(done.problems))
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
