"""Large files under way: cut into chunks for all workers, put together again in order."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator

from .job import MAX_NAMED, Job
from .listener import Listener
from .shard import OpenShard
from .sources import Source
from .work import CleanedPiece, Outcome, Piece, failed

_LEAD = 8  # Chunks, for each worker, that may be under way or done before the one to be written next.


class LargeFiles:
    """The files of a run that are cut into chunks, each written as its chunks come back.

    `jobs` bounds how far ahead of the writing chunks are given out. With `resume`, files that an earlier run was in
    the middle of are gone on with. `ended` is called with a file, what became of it, and how many bytes of it were
    told to the listener as progress.
    """

    def __init__(
        self,
        job: Job,
        jobs: int,
        listener: Listener,
        resume: bool,
        ended: Callable[[Source, Outcome, int], None],
    ) -> None:
        self._job = job
        self._jobs = jobs
        self._listener = listener
        self._resume = resume
        self._ended = ended
        self._shards: dict[int, _Shard] = {}
        self._numbers = itertools.count()

    def pieces(self, source: Source) -> Iterator[Piece | None]:
        """Yield the chunks of a file to be cleaned; None while too many are under way."""
        try:
            output = OpenShard(source, self._job, self._resume)
        except Exception as error:  # noqa: BLE001 - one file's failure stops no other
            self._ended(source, failed(error), 0)
            return
        shard = _Shard(source, output)
        number = next(self._numbers)
        self._shards[number] = shard
        works = output.works()
        while True:
            work = piece = None
            with self._or_ends(number):
                work = next(works, None)
                piece = output.replay(work) if work else None
            if work is None or number not in self._shards:
                break
            if piece:
                shard.yielded += 1
                self._take(shard, piece)
                continue
            while shard.yielded - shard.written > _LEAD * self._jobs:
                yield None
            if number not in self._shards:  # It failed meanwhile.
                return
            shard.yielded += 1
            yield Piece(source.name, number, shard.yielded - 1, work)
        shard.read = True
        self._end_if_written(number)

    def done(self, piece: Piece, result: CleanedPiece | Outcome) -> None:
        """Take what came of a chunk, and write all that are next in their file."""
        number = piece.shard
        shard = self._shards.get(number)
        if shard is None:
            return
        if isinstance(result, Outcome):
            self._end(number, result)
            return
        shard.waiting[piece.number] = (piece, result)
        while number in self._shards and (ready := shard.waiting.pop(shard.written, None)):
            written, cleaned = ready
            with self._or_ends(number):
                shard.output.write(written.work, cleaned.data)
                shard.output.finished(written.work, cleaned)
            if number in self._shards:
                self._take(shard, cleaned)
        self._end_if_written(number)

    def suspend(self) -> None:
        """Close all that is under way: what is finished of it stays for a run with `resume`."""
        for shard in self._shards.values():
            shard.output.suspend()

    @contextlib.contextmanager
    def _or_ends(self, number: int) -> Iterator[None]:
        """Have whatever goes wrong with a file end it: one file's failure stops no other.

        The listener is told outside of this: an audit that cannot be written is no failure of one file.
        """
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a bug of ours included
            if number in self._shards:
                self._end(number, failed(error))

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
        if shard is None or not shard.read or shard.written < shard.yielded:
            return
        closing: list[str] = []
        with self._or_ends(number):
            closing = shard.output.closing(shard.outcome.tally)
        if closing:
            self._listener.records(closing)
        if number not in self._shards:
            return
        with self._or_ends(number):
            if self._job.in_place:
                shard.outcome.waiting += shard.output.hold(shard.outcome.tally)
            else:
                shard.output.commit()
        if number in self._shards:
            shard.outcome.note = shard.output.note
            self._end(number, shard.outcome)

    def _end(self, number: int, outcome: Outcome) -> None:
        shard = self._shards.pop(number)
        if outcome.cause:
            shard.output.discard()
        self._ended(shard.source, outcome, shard.position)
        shard.output.forget()


class _Shard:
    """A large file under way: how many of its chunks were given out and written."""

    def __init__(self, source: Source, output: OpenShard) -> None:
        self.source = source
        self.output = output
        self.outcome = Outcome()
        self.yielded = 0
        self.written = 0
        self.position = 0
        self.read = False  # To the end.
        self.waiting: dict[int, tuple[Piece, CleanedPiece]] = {}
