"""Who is told what a run does while it goes on, and the summary at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from .sources import Source
from .tally import Tally
from .work import Outcome


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
