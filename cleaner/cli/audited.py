"""The options of `cleaner clean` that make it record what it does, and the listener that writes the record."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..batch.job import Job
from ..batch.sources import Plan, Source, UsageError
from ..batch.work import Outcome
from ..files.atomic import STDOUT, STDOUT_NAMES
from ..files.problems import FileError, os_cause, printable
from ..files.remote import is_remote
from .completion import FILE
from .console import Console

if TYPE_CHECKING:  # Loaded with --audit only.
    from ..audit.dolma import DolmaTrail
    from ..audit.writer import Trail
    from ..batch.journal import Journal

AUDIT = (
    click.option("--audit", type=FILE, metavar="FILE", help="Record each edit in FILE (.jsonl[.zst]) to `restore`."),
    click.option(
        "--audit-format",
        type=click.Choice(["jsonl", "dolma", "column"]),
        default="jsonl",
        metavar="FORMAT",
        help="jsonl (default); dolma: a folder FILE; column: beside the text.",
    ),
    click.option("--in-place", is_flag=True, help="Replace the inputs; only with --audit."),
    click.option(
        "--on-gutted",
        type=click.Choice(["clean", "keep", "drop"]),
        default="clean",
        metavar="WHAT",
        help="Over --max-removed: clean (default), keep or drop.",
    ),
)


class Audited:
    """Passes on what a console is told, and writes the records to an audit. A `Listener`."""

    def __init__(self, console: Console, trail: Trail | DolmaTrail, job: Job) -> None:
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
            self._trail.write([self._job.auditor(source.name).failed(outcome.cause)])
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


def refuse(audit: str | None, audit_format: str, fields: tuple[str, ...], on_error: str) -> None:
    """Raise a usage error for options that an audit does not go with, and for one that is no file."""
    if audit in (STDOUT, *STDOUT_NAMES):
        raise click.UsageError(f"--audit {audit}: name a file, in which the way back stays")
    if audit_format == "column":
        if audit or len(fields) > 1:
            raise click.UsageError("--audit-format column goes into the output: no --audit, and one --field at most")
    elif not audit:
        if audit_format != "jsonl":
            raise click.UsageError("--audit-format needs --audit")
    elif audit_format == "dolma":
        if len(fields) > 1:
            raise click.UsageError("--audit-format dolma tells of one text in each record: name one --field")
    elif on_error == "skip":
        raise click.UsageError("--audit needs every record: choose --on-error keep or fail")


def refuse_in_place(
    audit: str | None, audit_format: str, names: list[str], output: str | None, resume: bool, on_gutted: str
) -> None:
    """Raise a usage error for what cannot be done in place."""
    if not audit or audit_format != "jsonl":
        raise click.UsageError("--in-place needs --audit FILE: without it nothing would bring the originals back")
    if output or resume:
        raise click.UsageError("--in-place goes with neither -o nor --resume")
    if on_gutted == "drop":
        raise click.UsageError("--in-place drops no documents: choose --on-gutted clean or keep")
    remote = [name for name in names if is_remote(name)]
    if remote:
        raise click.UsageError(f"{remote[0]}: only local files can be cleaned in place")


def open_trail(audit: str, job: Job, plan: Plan, journal: Journal | None = None) -> Trail | DolmaTrail:
    """Return the audit to write; raises a usage error where it would be incomplete, in the way or overwritten.

    With a journal, an earlier run is gone on with, and its audit too.
    """
    from ..audit.dolma import DolmaTrail
    from ..audit.writer import Trail

    real = os.path.realpath(audit)
    for source in plan.sources:
        folder = os.path.realpath(source)
        if Path(folder).is_dir() and (real + os.sep).startswith(folder.rstrip(os.sep) + os.sep):
            raise click.UsageError(f"{printable(audit)} lies inside the input {printable(source)}: put it elsewhere")
    if plan.out and real == os.path.realpath(plan.out):
        raise click.UsageError(f"{printable(audit)} is the output itself: choose another file")
    try:
        if job.dolma:
            return DolmaTrail(audit, plan.sources, journal is not None, job.options.run)
        return Trail(audit, _finished(audit, job, plan, journal) if journal else None)
    except (FileError, UsageError) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"{printable(audit)}: {os_cause(error)}") from None


def refuse_stranger(audit: str, job: Job) -> None:
    """Raise a usage error for an audit that is there and was written under other rules."""
    from ..audit.reader import heads

    if not job.dolma and Path(audit).is_file():
        digest = next((head.digest for head, _ in heads(audit) if head.digest), job.audit)
        if digest != job.audit:
            raise click.UsageError(
                f"{printable(audit)} is of a run with other rules, and may be the only way back from it: "
                "choose another name"
            )


def _finished(audit: str, job: Job, plan: Plan, journal: Journal) -> set[str] | None:
    """Return the paths that an earlier run finished and that its audit tells of; None if there was no such run."""
    from ..audit.reader import heads

    done = {item.name: item for item in plan.walk() if isinstance(item, Source) and journal.finished(item)}
    if not Path(audit).exists():
        if done:
            raise FileError(f"--resume needs the audit of the earlier run, and {printable(audit)} is not there")
        return None
    if journal.stale:
        return None
    told: set[str] = set()
    for head, _ in heads(audit):
        if head.path is not None and head.status != "failed" and (head.line is None or head.file is not None):
            told.add(head.path)
    for name, item in done.items():
        outcome = journal.finished(item)
        if outcome and name not in told and (item.kind.format != "text" or outcome.tally.changed):
            journal.forget(item)
    return {name for name, item in done.items() if journal.finished(item)}
