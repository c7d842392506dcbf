"""Tasks done one after the other in this process: for a few files, the other way of doing them takes longer to load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Task = Any
Function = Callable[[Task], Any]


class Died(NamedTuple):
    """Instead of a result: how the worker that had the task ended, and its process id."""

    how: str
    pid: int


class Inline:
    """Tasks done in this process, with the interface of `Pool`."""

    def __init__(self, function: Function) -> None:
        self._function = function

    def results(self, tasks: Iterator[Task | None]) -> Iterator[tuple[Task, Any]]:
        """Yield each task with its result."""
        for task in tasks:
            if task is not None:
                yield task, self._function(task)

    def retry(self, task: Task) -> None:
        """Do nothing: no worker of this kind dies alone."""

    def close(self) -> list[tuple[Task, int]]:
        """Do nothing: nobody was stopped."""
        return []
