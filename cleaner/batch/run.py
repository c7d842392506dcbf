"""One run over many files: hands out the work, writes the large files, keeps the journal, adds up."""

from __future__ import annotations

import errno
import itertools
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ..files.atomic import sweep, sync_folder
from ..files.compression import STDIN
from ..files.problems import Problem, os_cause
from .inline import Died, Inline
from .job import MAX_NAMED, Job
from .sources import STDOUT, Fault, Plan, Source
from .tally import Tally
from .work import CleanedPiece, Files, Outcome, Piece, Worker, beginning, failed

if TYPE_CHECKING:  # Loaded when they are needed: a small text starts without.
    from .pool import Pool
    from .shard import OpenShard

_BATCH_FILES = 32
_BATCH_BYTES = 512 << 10
_LARGE = 4 << 20  # Files of records with about so much text or more are cut into chunks for all workers.
_RATIO = 4  # Of text to its compressed size.
_READER_GONE = os_cause(BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)))
_SYNC_AFTER = 2.0  # Seconds of work, at most, that an audit which is gone on with has to do again.
_LEAD = 8  # Chunks, for each worker, that may be under way or done before the one to be written next.


class Listener(Protocol):
    """Who is told what happens, as it happens. `wants_total` has all inputs found before the first is read."""

    wants_total: bool

    def begin(self, total: int | None) -> None:
        """Say that the work begins, on so many bytes of input if that is known."""

    def fault(self, name: str, line: int | None, cause: str) -> None:
        """Say that a file failed, or a record of it."""

    def done(self, source: Source, outcome: Outcome) -> None:
        """Say that a file is done or failed."""

    def records(self, records: list[str]) -> None:
        """Take what the job's recorder returned for some documents of one file."""

    def sync(self) -> None:
        """Return when the records taken so far are safe: outputs that replace their inputs wait for this."""

    def progress(self, size: int) -> None:
        """Say that so many more bytes of input are done."""


@dataclass
class Summary:
    """What a run did. `failed` files have no output; `problems` are records that could not be cleaned."""

    tally: Tally = field(default_factory=Tally)
    files: int = 0
    failed: int = 0
    problems: int = 0
    resumed: int = 0  # Files that an earlier run had finished.
    size: int = 0  # Bytes of input.
    seconds: float = 0.0
    gutted: list[str] = field(default_factory=list)  # The first documents that lost too much.


class Finished(Protocol):
    """Who knows what an earlier run has finished: a `Journal`, or what mining keeps."""

    def finished(self, source: Source) -> Outcome | None:
        """Return what became of a file that need not be read again; asked of every file, in order."""

    def write(self, finished: list[tuple[Source, Outcome]]) -> None:
        """Record files that were finished."""

    def complete(self) -> None:
        """Take note that every file was finished, or failed."""


class Run:
    """One run. `jobs` is the number of processes; 1 does everything in this one.

    With `resume`, files that an earlier run was in the middle of are gone on with; the journal knows the finished ones.
    """

    def __init__(
        self,
        job: Job,
        plan: Plan,
        jobs: int,
        listener: Listener,
        journal: Finished | None = None,
        resume: bool = False,
    ) -> None:
        self._job = job
        self._plan = plan
        self._jobs = jobs
        self._listener = listener
        self._journal = journal
        self._resume = resume
        self._shards: dict[int, _Shard] = {}
        self._numbers = itertools.count()
        self._retried: set[str] = set()
        self._unwritten: list[tuple[Source, Outcome]] = []  # Finished, and not yet in the journal.
        self._synced = time.monotonic()
        self.summary = Summary()

    def __call__(self) -> Summary:
        """Do it all; whatever stops it, no process is left, and of outputs only what can be gone on with, hidden."""
        begun = time.monotonic()
        walk = self._plan.walk()
        if self._listener.wants_total:
            found = list(walk)
            total = sum(_size(item) for item in found)
            walk = iter(found)
        else:
            total = None
        head = list(_head(walk))
        few = len(head) < _BATCH_FILES and sum(_size(item) for item in head) < _BATCH_BYTES
        tasks = self._tasks(itertools.chain(head, walk))
        pool = Inline(Worker(self._job)) if few or self._jobs == 1 else self._pool()
        try:
            self._listener.begin(total)  # After the workers were forked: what it starts is not theirs.
            for task, result in pool.results(tasks):
                if isinstance(result, Died):
                    self._died(pool, task, result)
                elif isinstance(task, Files):
                    self._finished(list(zip(task.sources, result, strict=True)))
                else:
                    self._piece_done(task, result)
            self._write_journal()
            if self._journal:
                self._journal.complete()
        finally:
            for task, pid in pool.close():
                self._sweep(task, pid)
            for shard in self._shards.values():
                shard.output.suspend()
            self.summary.seconds = time.monotonic() - begun
        return self.summary

    def _pool(self) -> Pool:
        from .pool import Pool

        return Pool(self._jobs, beginning(self._job))

    def _tasks(self, items: Iterable[Source | Fault]) -> Iterator[Files | Piece | None]:
        batch: list[Source] = []
        size = 0
        for item in items:
            if isinstance(item, Fault):
                self.summary.failed += 1
                self._listener.fault(item.name, None, item.cause)
                continue
            if self._journal and (outcome := self._journal.finished(item)):
                self.summary.resumed += 1
                self._count(item, outcome)
                self._listener.progress(item.size)
                continue
            if item.kind.format != "text" and (_text_size(item) >= _LARGE or item.path == STDIN):
                yield from self._pieces(item)
                continue
            batch.append(item)
            size += item.size
            if len(batch) == _BATCH_FILES or size > _BATCH_BYTES:
                yield Files(batch)
                batch, size = [], 0
        if batch:
            yield Files(batch)

    def _pieces(self, source: Source) -> Iterator[Piece | None]:
        from .shard import OpenShard

        try:
            output = OpenShard(source, self._job, self._resume)
        except Exception as error:  # noqa: BLE001 - one file's failure stops no other
            self._finished([(source, failed(error))])
            return
        shard = _Shard(source, output)
        number = next(self._numbers)
        self._shards[number] = shard
        try:
            for work in output.works():
                if piece := output.replay(work):
                    shard.yielded += 1
                    self._take(shard, piece)
                    continue
                while shard.yielded - shard.written > _LEAD * self._jobs:
                    yield None
                if number not in self._shards:
                    return  # It failed meanwhile.
                shard.yielded += 1
                yield Piece(source.name, number, shard.yielded - 1, work)
            shard.ended = True
            self._end_if_written(number)
        except Exception as error:  # noqa: BLE001 - one file's failure stops no other
            self._shard_failed(number, error)

    def _piece_done(self, piece: Piece, result: CleanedPiece | Outcome) -> None:
        shard = self._shards.get(piece.shard)
        if shard is None:
            return
        if isinstance(result, Outcome):
            self._end(piece.shard, result)
            return
        shard.waiting[piece.number] = (piece, result)
        try:
            while ready := shard.waiting.pop(shard.written, None):
                self._write(shard, *ready)
            self._end_if_written(piece.shard)
        except Exception as error:  # noqa: BLE001 - one file's failure stops no other
            self._shard_failed(piece.shard, error)

    def _write(self, shard: _Shard, piece: Piece, result: CleanedPiece) -> None:
        shard.output.write(piece.work, result.data)
        shard.output.finished(piece.work, result)
        self._take(shard, result)

    def _take(self, shard: _Shard, result: CleanedPiece) -> None:
        """Count a chunk that is written, with all before it."""
        shard.written += 1
        shard.outcome.tally.add(result.tally)
        shard.outcome.add_problems(result.problems, result.problem_count)
        shard.outcome.gutted += result.gutted[: MAX_NAMED - len(shard.outcome.gutted)]
        if result.records:
            self._listener.records(result.records)
        position = shard.output.position()
        self._listener.progress(position - shard.position)
        shard.position = position

    def _end_if_written(self, number: int) -> None:
        shard = self._shards.get(number)
        if shard and shard.ended and shard.written == shard.yielded:
            if closing := shard.output.closing(shard.outcome.tally):
                self._listener.records(closing)
            if self._job.in_place:
                shard.outcome.waiting += shard.output.hold(shard.outcome.tally)
            else:
                shard.output.commit()
            shard.outcome.note = shard.output.note
            self._end(number, shard.outcome)

    def _shard_failed(self, number: int, error: Exception) -> None:
        if number in self._shards:
            self._end(number, failed(error))

    def _end(self, number: int, outcome: Outcome) -> None:
        shard = self._shards.pop(number)
        if outcome.cause:
            shard.output.discard()
        self._finished([(shard.source, outcome)], shard.position)
        shard.output.forget()

    def _finished(self, files: list[tuple[Source, Outcome]], seen: int = 0) -> None:
        """Take what became of some files, of which so many bytes are counted as progress already."""
        for source, outcome in files:
            if outcome.cause == _READER_GONE and source.target in ("", STDOUT):
                raise BrokenPipeError(errno.EPIPE, _READER_GONE)
            if outcome.records:
                self._listener.records(outcome.records)
        self._replace([outcome for _, outcome in files if outcome.waiting])
        # A text file that was dropped has no output to go by.
        good = [(s, o) for s, o in files if not o.cause and not (o.tally.dropped and s.kind.format == "text")]
        self._unwritten += good
        # What the journal calls finished is never done again: its part of the audit must be on the disk before.
        if not self._job.audit or time.monotonic() - self._synced > _SYNC_AFTER:
            self._write_journal()
        for source, outcome in files:
            self._count(source, outcome)
        self._listener.progress(sum(source.size for source, _ in files) - seen)

    def _write_journal(self) -> None:
        if self._journal and self._unwritten:
            if self._job.audit:
                self._listener.sync()
            self._journal.write(self._unwritten)
        self._unwritten = []
        self._synced = time.monotonic()

    def _replace(self, outcomes: list[Outcome]) -> None:
        """Put outputs in the place of their inputs, once the records of what they lost are safe."""
        if outcomes:
            self._listener.sync()
        for outcome in outcomes:
            for temp, target in outcome.waiting:
                try:
                    os.replace(temp, target)
                    sync_folder(os.path.dirname(target) or os.curdir)
                except OSError as error:
                    outcome.cause = os_cause(error)

    def _count(self, source: Source, outcome: Outcome) -> None:
        summary = self.summary
        summary.size += source.size
        summary.problems += outcome.problem_count
        if outcome.cause:
            summary.failed += 1
            self._listener.fault(source.name, outcome.line, outcome.cause)
        else:
            summary.files += 1
            summary.tally.add(outcome.tally)
            summary.gutted += outcome.gutted[: MAX_NAMED - len(summary.gutted)]
        for problem in outcome.problems:
            self._listener.fault(source.name, problem.line, problem.cause)
        if len(outcome.problems) < outcome.problem_count:
            more = outcome.problem_count - len(outcome.problems)
            self._listener.fault(source.name, None, f"and {more} more records")
        self._listener.done(source, outcome)

    def _died(self, pool: Pool | Inline, task: Files | Piece, news: Died) -> None:
        """Have the work of a dead worker done again, each file alone, and give up what kills a second one."""
        self._sweep(task, news.pid)
        if isinstance(task, Files) and len(task.sources) > 1:
            for source in task.sources:
                pool.retry(Files([source]))
            return
        name = task.sources[0].path if isinstance(task, Files) else f"{task.shard}:{task.number}"
        if name not in self._retried:
            self._retried.add(name)
            pool.retry(task)
            return
        from ..files.shards import as_written

        cause = f"the process that cleaned this died twice, {news.how}"
        if isinstance(task, Files):
            self._finished([(task.sources[0], Outcome(cause=cause))])
        elif self._job.options.fields.on_error == "keep":
            chunk = task.work.chunk
            problem = Problem(
                chunk.line, f"{cause}: the records of the {len(chunk.data)} bytes from here stay as they are"
            )
            kept = as_written(chunk.data, task.work.form)
            self._piece_done(task, CleanedPiece(kept, Tally(), [problem], 1, [], []))
        else:
            self._piece_done(task, Outcome(cause=cause, line=task.work.chunk.line))

    def _sweep(self, task: Files | Piece, pid: int) -> None:
        """Remove what a worker that ended in the middle of a task left half written."""
        if isinstance(task, Files) and self._job.writes:
            for folder in {os.path.dirname(source.target) for source in task.sources}:
                sweep(folder or os.curdir, self._job.options.run, pid)


class _Shard:
    """A large file under way: how many of its chunks were given out and written."""

    def __init__(self, source: Source, output: OpenShard) -> None:
        self.source = source
        self.output = output
        self.outcome = Outcome()
        self.yielded = 0
        self.written = 0
        self.position = 0
        self.ended = False
        self.waiting: dict[int, tuple[Piece, CleanedPiece]] = {}


def _head(walk: Iterator[Source | Fault]) -> Iterator[Source | Fault]:
    """Yield from walk until there is enough for a first task."""
    size = 0
    for count, item in enumerate(walk, 1):
        yield item
        size += _size(item)
        if count >= _BATCH_FILES or size >= _BATCH_BYTES:
            return


def _size(item: Source | Fault) -> int:
    return item.size if isinstance(item, Source) else 0


def _text_size(source: Source) -> int:
    """Return about how much text a file of records holds, in bytes."""
    return source.size * _RATIO if source.kind.compression or source.kind.format == "parquet" else source.size
