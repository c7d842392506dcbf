"""Worker processes that may die: each task's result, or the news that its worker died of it.

`concurrent.futures` gives up every task when one worker dies, and cannot say which task it was.
"""

from __future__ import annotations

import contextlib
import gc
import selectors
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ..compiled import save
from ..files.problems import FileError
from .inline import Died, Function, Task
from .lane import AHEAD, HEADER, Lane

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_MAX_EARLY_DEATHS = 8
_STOPS = (signal.SIGINT, signal.SIGTERM)
_GRACE = 0.5  # Seconds that a worker has to remove its temporary files when a run is stopped.


class WorkersFail(FileError):
    """Workers die before they have done anything: trying on would not end well."""


class Pool:
    """Processes that call `begin()` once and then the function that it returned with each task.

    Tasks and results are pickled; a function that raises ends its worker, so it should not. A task whose worker
    died comes back with `Died`, and only the task that was in hand: what was waiting goes to another worker.
    `load` is called once in this process, if workers are forked from it: what it loads is theirs too.
    """

    def __init__(self, jobs: int, begin: Callable[[], Function], load: Callable[[], object] = lambda: None) -> None:
        import multiprocessing  # Slow to load, and a single file does without.

        self._begin = begin
        self._jobs = jobs
        self._again: deque[Task] = deque()
        self._selector = selectors.DefaultSelector()
        self._workers: list[_Worker] = []
        self._deaths = 0
        self._any_result = False
        methods = multiprocessing.get_all_start_methods()
        # A fork shares what is loaded already, and starts in milliseconds; nothing here has threads by then.
        self._forks = "fork" in methods
        self._context: Any = multiprocessing.get_context("fork" if self._forks else "spawn")
        if self._forks:
            load()
            gc.freeze()  # It stays: a worker that looked through it for what has gone would make a copy of it.
        for _ in range(jobs):
            self._start()

    def results(self, tasks: Iterator[Task | None]) -> Iterator[tuple[Task, Any]]:
        """Yield each task with its result, as they come. A `None` among the tasks means: none for now."""
        more = True
        while True:
            more = self._feed(tasks, more)
            if not any(worker.tasks for worker in self._workers) and not self._again:
                if not more:
                    return
                continue
            for key, events in self._selector.select():
                worker: _Worker = key.data
                try:
                    if events & selectors.EVENT_WRITE:
                        worker.send()
                        self._watch(worker)
                    if events & selectors.EVENT_READ:
                        for task, result in worker.receive():
                            self._any_result = True
                            yield task, result
                except (EOFError, ConnectionError):
                    yield from self._bury(worker)

    def retry(self, task: Task) -> None:
        """Have a task done again."""
        self._again.append(task)

    def close(self) -> list[tuple[Task, int]]:
        """End the workers; return the tasks that were cut short, each with the id of the process that had it.

        Who waits for tasks ends at once, and who does not stop working within half a second is killed.
        """
        stopped = [(task, worker.process.pid or 0) for worker in self._workers for task in worker.tasks]
        for worker in self._workers:
            worker.stop()
        deadline = time.monotonic() + _GRACE
        for worker in self._workers:
            worker.process.join(max(0.0, deadline - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()
        self._selector.close()
        return stopped

    def _feed(self, tasks: Iterator[Task | None], more: bool) -> bool:
        """Give tasks to the workers that have the fewest; return whether there may be more of them."""
        for depth in range(AHEAD):
            for worker in self._workers:
                if len(worker.tasks) > depth:
                    continue
                task = self._again.popleft() if self._again else None
                if task is None and more:
                    try:
                        task = next(tasks)
                    except StopIteration:
                        more = False
                if task is None:
                    return more
                worker.give(task)
                self._watch(worker)
        return more

    def _watch(self, worker: _Worker) -> None:
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if worker.outgoing else 0)
        self._selector.modify(worker.socket, events, worker)

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        inherited = [ours, *(worker.socket for worker in self._workers)] if self._forks else []
        tasks, results = Lane(self._forks), Lane(self._forks)
        process = self._context.Process(target=_work, args=(theirs, inherited, tasks, results, self._begin))
        process.daemon = True
        with _stops_held():  # Until the worker deals with them itself: it would end with a traceback.
            process.start()
        theirs.close()
        ours.setblocking(False)
        worker = _Worker(process, ours, tasks, results)
        self._workers.append(worker)
        self._selector.register(ours, selectors.EVENT_READ, worker)

    def _bury(self, worker: _Worker) -> Iterator[tuple[Task, Died]]:
        self._selector.unregister(worker.socket)
        worker.socket.close()
        worker.process.join()
        self._workers.remove(worker)
        self._deaths += 1
        if self._deaths > _MAX_EARLY_DEATHS + self._jobs and not self._any_result:
            raise WorkersFail(f"worker processes end before they have done anything: {_how(worker.process.exitcode)}")
        self._start()
        if worker.tasks:
            in_hand, *waiting = worker.tasks
            self._again.extend(waiting)
            yield in_hand, Died(_how(worker.process.exitcode), worker.process.pid or 0)


class _Worker:
    """A process as its parent sees it. Nothing here blocks: two that wait for each other's answer wait for ever."""

    def __init__(self, process: BaseProcess, connection: socket.socket, tasks: Lane, results: Lane) -> None:
        self.process = process
        self.socket = connection
        self._lanes = tasks, results
        self.tasks: deque[Task] = deque()
        self.outgoing: deque[memoryview] = deque()
        self._incoming = bytearray()

    def give(self, task: Task) -> None:
        self.tasks.append(task)
        self.outgoing.append(memoryview(self._lanes[0].put(task)))
        with contextlib.suppress(ConnectionError):  # A dead worker is noticed where it is read from.
            self.send()

    def send(self) -> None:
        while self.outgoing:
            try:
                sent = self.socket.send(self.outgoing[0])
            except BlockingIOError:
                return
            self.outgoing[0] = self.outgoing[0][sent:]
            if not self.outgoing[0]:
                self.outgoing.popleft()

    def receive(self) -> Iterator[tuple[Task, Any]]:
        try:
            data = self.socket.recv(1 << 20)
        except BlockingIOError:
            return
        if not data:
            raise EOFError
        self._incoming += data
        while len(self._incoming) >= HEADER.size:
            end = HEADER.size + HEADER.unpack_from(self._incoming)[0]
            if len(self._incoming) < end:
                return
            with memoryview(self._incoming) as incoming, incoming[HEADER.size : end] as sent:
                result = self._lanes[1].take(sent)
            del self._incoming[:end]
            yield self.tasks.popleft(), result

    def stop(self) -> None:
        self.socket.close()
        if self.tasks:
            self.process.terminate()


@contextlib.contextmanager
def _stops_held() -> Iterator[None]:
    """Have Ctrl-C and SIGTERM wait, for this process and the one that it starts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _how(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        try:
            name = signal.Signals(-exit_code).name
        except ValueError:
            name = "unknown"
        hint = ": the system may be short of memory" if name == "SIGKILL" else ""
        return f"killed by signal {-exit_code} ({name}){hint}"
    return f"exit code {exit_code}"


def _work(
    connection: socket.socket, inherited: list[socket.socket], tasks: Lane, results: Lane, begin: Callable[[], Function]
) -> None:
    """Be a worker: end quietly when the parent is gone, and when it says so."""
    for other in inherited:  # Held open here, they would hide from the others that the parent is gone.
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all of us; the parent decides.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    function = begin()
    stream = connection.makefile("rb")
    while len(header := stream.read(HEADER.size)) == HEADER.size:
        given = stream.read(size := HEADER.unpack(header)[0])
        if len(given) < size:  # The parent ended in the middle of it.
            return
        try:
            connection.sendall(results.put(function(tasks.take(given))))
        except ConnectionError:
            return
    save()
