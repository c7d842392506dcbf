"""The options of `cleaner clean` that make it record what it does, and the listener that writes the record."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..audit.writer import Auditor, Trail
from ..batch.job import Job
from ..batch.sources import Plan, Source
from ..batch.work import Outcome
from ..files.problems import FileError, os_cause, printable
from ..files.remote import is_remote
from .console import Console

AUDIT = (
    click.option("--audit", metavar="FILE", help="Record every edit in FILE (.jsonl, .jsonl.zst) for `restore`."),
    click.option("--in-place", is_flag=True, help="Replace the inputs; only with --audit."),
    click.option(
        "--on-gutted",
        type=click.Choice(["clean", "keep", "drop"]),
        default="clean",
        metavar="WHAT",
        help="Documents over --max-removed: clean (default), keep, drop.",
    ),
)


class Audited:
    """Passes on what a console is told, and writes the records to an audit. A `Listener`."""

    def __init__(self, console: Console, trail: Trail, job: Job) -> None:
        self._console = console
        self._trail = trail
        self._job = job
        self.wants_total = console.wants_total

    def begin(self, total: int | None) -> None:
        """Tell the console."""
        self._console.begin(total)

    def fault(self, name: str, line: int | None, cause: str) -> None:
        """Tell the console."""
        self._console.fault(name, line, cause)

    def done(self, source: Source, outcome: Outcome) -> None:
        """Record a file that failed, and tell the console."""
        if outcome.cause:
            self._trail.write([Auditor(self._job.audit, source.name).failed(outcome.cause)])
        self._console.done(source, outcome)

    def records(self, records: list[str]) -> None:
        """Write what was recorded."""
        self._trail.write(records)

    def sync(self) -> None:
        """Return when all of it is on the disk."""
        self._trail.sync()

    def progress(self, size: int) -> None:
        """Tell the console."""
        self._console.progress(size)


def refuse_in_place(audit: str | None, names: list[str], output: str | None, resume: bool, on_gutted: str) -> None:
    """Raise a usage error for what cannot be done in place."""
    if not audit:
        raise click.UsageError("--in-place needs --audit FILE: without it nothing would bring the originals back")
    if output or resume:
        raise click.UsageError("--in-place goes with neither -o nor --resume")
    if on_gutted == "drop":
        raise click.UsageError("--in-place drops no documents: choose --on-gutted clean or keep")
    remote = [name for name in names if is_remote(name)]
    if remote:
        raise click.UsageError(f"{remote[0]}: only local files can be cleaned in place")


def open_trail(audit: str, plan: Plan, resume: bool, on_error: str) -> Trail:
    """Return the audit to write; raises a usage error where it would be incomplete, in the way or overwritten."""
    if resume:
        raise click.UsageError("--audit cannot go on where an earlier run was stopped: leave out --resume")
    if on_error == "skip":
        raise click.UsageError("--audit needs every record: choose --on-error keep or fail")
    real = os.path.realpath(audit)
    for source in plan.sources:
        folder = os.path.realpath(source)
        if Path(folder).is_dir() and real.startswith(folder.rstrip(os.sep) + os.sep):
            raise click.UsageError(f"{printable(audit)} lies inside the input {printable(source)}: put it elsewhere")
    if plan.out and real == os.path.realpath(plan.out):
        raise click.UsageError(f"{printable(audit)} is the output itself: choose another file")
    try:
        return Trail(audit)
    except FileError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"{printable(audit)}: {os_cause(error)}") from None
