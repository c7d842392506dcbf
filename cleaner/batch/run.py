"""One run over many files: hands out the work, writes the large files, keeps the journal, adds up."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from ..files.atomic import sweep, sync_folder, writing
from ..files.compression import STDIN
from ..files.problems import FileError, Problem, os_cause
from .inline import Died, Inline
from .job import MAX_NAMED, Job
from .listener import Listener, Summary
from .sources import Fault, Plan, Source
from .tally import Tally
from .work import CleanedPiece, Files, Outcome, Piece, Worker, beginning, load

if TYPE_CHECKING:  # Loaded when they are needed: a small text starts without.
    from .large import LargeFiles
    from .pool import Pool

_BATCH_FILES = 32
_BATCH_BYTES = 512 << 10
_LARGE = 4 << 20  # Files of records with about so much text or more are cut into chunks for all workers.
_RATIO = 4  # Of text to its compressed size.
_SYNC_AFTER = 2.0  # Seconds of work, at most, that an audit which is gone on with has to do again.


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
        self._large: LargeFiles | None = None  # From the first one on.
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
        pool = Inline(Worker(self._job)) if few or self._jobs == 1 else self._pool(head)
        try:
            self._listener.begin(total)  # After the workers were forked: what it starts is not theirs.
            for task, result in pool.results(tasks):
                if isinstance(result, Died):
                    self._died(pool, task, result)
                elif isinstance(task, Files):
                    self._finished(list(zip(task.sources, result, strict=True)))
                else:
                    self._large_files().done(task, result)
            self._write_journal()
            if self._journal:
                self._journal.complete()
        finally:
            for task, pid in pool.close():
                self._sweep(task, pid)
            if self._large:
                self._large.suspend()
            self.summary.seconds = time.monotonic() - begun
        return self.summary

    def _pool(self, head: list[Source | Fault]) -> Pool:
        from .pool import Pool

        formats = frozenset(item.kind.format for item in head if isinstance(item, Source))
        return Pool(self._jobs, beginning(self._job, formats), lambda: load(self._job, formats))

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
                yield from self._large_files().pieces(item)
                continue
            batch.append(item)
            size += item.size
            if len(batch) == _BATCH_FILES or size > _BATCH_BYTES:
                yield Files(batch)
                batch, size = [], 0
        if batch:
            yield Files(batch)

    def _large_files(self) -> LargeFiles:
        if self._large is None:
            from .large import LargeFiles

            self._large = LargeFiles(self._job, self._jobs, self._listener, self._resume, self._large_file_ended)
        return self._large

    def _large_file_ended(self, source: Source, outcome: Outcome, seen: int) -> None:
        self._finished([(source, outcome)], seen)

    def _finished(self, files: list[tuple[Source, Outcome]], seen: int = 0) -> None:
        """Take what became of some files, of which so many bytes are counted as progress already."""
        for _, outcome in files:
            if outcome.reader_gone:
                raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
            if outcome.records:
                self._listener.records(outcome.records)
        self._replace([(source, outcome) for source, outcome in files if outcome.waiting])
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

    def _replace(self, files: list[tuple[Source, Outcome]]) -> None:
        """Put outputs in the place of their inputs, once the records of what they lost are safe."""
        if files:
            self._listener.sync()
        for source, outcome in files:
            for temp, target in outcome.waiting:
                try:
                    with writing(target):
                        now = os.stat(target)
                        # Somebody's change is not to be lost: what it was before it is not what was cleaned.
                        if (now.st_size, now.st_mtime_ns) != (source.size, source.mtime):
                            raise FileError("changed while it was cleaned: it stays as it is now")
                        os.replace(temp, target)
                        sync_folder(os.path.dirname(target) or os.curdir)
                except (OSError, FileError) as error:
                    outcome.cause = os_cause(error) if isinstance(error, OSError) else str(error)
                    with contextlib.suppress(OSError):
                        os.unlink(temp)

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
            self._large_files().done(task, CleanedPiece(kept, Tally(), [problem], 1, [], []))
        else:
            self._large_files().done(task, Outcome(cause=cause, line=task.work.chunk.line))

    def _sweep(self, task: Files | Piece, pid: int) -> None:
        """Remove what a worker that ended in the middle of a task left half written."""
        if isinstance(task, Files) and self._job.writes:
            for folder in {os.path.dirname(source.target) for source in task.sources}:
                sweep(folder or os.curdir, self._job.options.run, pid)


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
