"""What a run says on standard error: faults, notes, progress and the summary."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from ..batch.listener import Summary
from ..batch.sources import Plan, Source
from ..batch.tally import most_first
from ..batch.work import Outcome
from ..files.options import NO_COLUMN
from ..files.problems import printable

_unsaid: list[OSError] = []  # Why something could not be said.


def say(text: str) -> None:
    """Write a line to standard error.

    A log on a full disk is no reason to stop the work that has its output elsewhere: the exit code tells.
    """
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except BrokenPipeError:  # Who read it has gone: as for standard output.
        raise
    except OSError as error:
        _unsaid.append(error)
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end


def where(name: str, line: int | None) -> str:
    """Return a place as `file:line`, harmless to a terminal."""
    return printable(name) if line is None else f"{printable(name)}:{line}"


class Console:
    """Says what happens as plain lines. A `Listener`."""

    wants_total = False

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._without_column = 0

    def begin(self, total: int | None) -> None:
        """Do nothing: there is nothing to draw."""

    def close(self) -> None:
        """Count the texts that were not named."""
        if self._without_column > 1:
            say(f"cleaner: {counted(self._without_column - 1, 'more text')} for the same cause")
        self._without_column = 0

    def say(self, text: str) -> None:
        """Write a line."""
        say(text)

    def fault(self, name: str, line: int | None, cause: str) -> None:
        """Name a fault; of one that all texts of a folder have, the first."""
        self._without_column += cause == NO_COLUMN
        if cause == NO_COLUMN and self._without_column > 1:
            return
        self.say(f"cleaner: {where(name, line)}: {printable(cause)}")

    def done(self, source: Source, outcome: Outcome) -> None:
        """Pass on the note of a file, such as its encoding."""
        if outcome.note and not self._quiet:
            self.say(f"cleaner: {printable(source.name)}: {outcome.note}")

    def records(self, records: list[str]) -> None:
        """Print what was recorded."""
        sys.stdout.write("".join(records))

    def sync(self) -> None:
        """Do nothing: nothing waits for what is printed."""

    def progress(self, size: int) -> None:
        """Do nothing: plain lines show no progress."""


class Bar(Console):
    """Shows a progress bar on standard error, with the rate and the time left."""

    wants_total = True

    def begin(self, total: int | None) -> None:
        """Draw the bar."""
        from rich.console import Console as Screen
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

        # Drawn from here and not from a thread: a worker that must be replaced is forked from this process.
        self._bar = Progress(
            BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(),
            console=Screen(stderr=True), auto_refresh=False, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=total)
        self._drawn = 0.0
        self._bar.start()

    def progress(self, size: int) -> None:
        """Move the bar on."""
        self._bar.advance(self._task, size)
        now = time.monotonic()
        if now - self._drawn > 0.1:
            self._drawn = now
            self._bar.refresh()

    def say(self, text: str) -> None:
        """Write a line above the bar."""
        self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def close(self) -> None:
        """Take the bar away."""
        if hasattr(self, "_bar"):
            self._bar.stop()
        super().close()


def listener(quiet: bool) -> Console:
    """Return a bar where someone watches, plain lines otherwise."""
    return Bar(quiet) if sys.stderr.isatty() and not quiet else Console(quiet)


def counted(count: int, what: str) -> str:
    """Return a count with its noun: "1 file", "2,000 files"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def summary_lines(summary: Summary, plan: Plan) -> list[str]:
    """Return the summary for people."""
    tally = summary.tally
    counts = f"{counted(tally.documents, 'document')} in {counted(summary.files, 'file')}: {tally.changed:,} changed"
    for count, word in ((tally.gutted, "gutted"), (tally.empty, "empty"), (tally.dropped, "dropped")):
        if count:
            counts += f", {count:,} {word}"
    if summary.resumed:
        counts += f"; {counted(summary.resumed, 'file')} finished before"
    share = f" ({1 - tally.characters_out / tally.characters_in:.1%} less)" if tally.characters_in else ""
    lines = [counts, f"{tally.characters_in:,} characters in, {tally.characters_out:,} out{share}"]
    if tally.removals:
        topics = ", ".join(f"{topic} {count:,}" for topic, count in tally.by_topic().items())
        lines.append(f"{counted(tally.removals.total(), 'removal')}: {topics}")
    if summary.gutted:  # Of files that an earlier run finished, only their number is known.
        more = tally.gutted - len(summary.gutted)
        lines.append(
            "gutted: " + ", ".join(map(printable, sorted(summary.gutted))) + (f" and {more:,} more" if more else "")
        )
    if plan.other_files:
        lines.append(f"{counted(plan.other_files, 'file')} of other kinds passed over")
    failed = [f"{counted(summary.failed, 'file')} failed"] if summary.failed else []
    if summary.problems:
        failed.append(f"{counted(summary.problems, 'record')} could not be cleaned")
    if failed:
        lines.append(", ".join(failed))
    return lines


def summary_dict(summary: Summary, plan: Plan) -> dict[str, Any]:
    """Return the summary for programs."""
    tally = summary.tally
    return {
        "files": summary.files,
        "documents": tally.documents,
        "changed": tally.changed,
        "gutted": tally.gutted,
        "gutted_documents": sorted(summary.gutted),
        "empty": tally.empty,
        "dropped": tally.dropped,
        "characters_in": tally.characters_in,
        "characters_out": tally.characters_out,
        "removals": tally.by_topic(),
        "rules": most_first(tally.removals),
        "failed": summary.failed,
        "problems": summary.problems,
        "resumed": summary.resumed,
        "other_files": plan.other_files,
        "bytes_in": summary.size,
        "seconds": round(summary.seconds, 3),
    }


def show_summary(summary: Summary, plan: Plan, output_format: str, quiet: bool) -> None:
    """Write the summary to standard error."""
    if output_format == "json":
        import json

        say(json.dumps(summary_dict(summary, plan)))  # In ASCII: no terminal obeys a name.
    elif not quiet:
        for line in summary_lines(summary, plan):
            say(line)


def exit_code(summary: Summary) -> int:
    """Return 3 where some inputs failed, or what was to be said of them could not be, else 0."""
    return 3 if summary.failed or summary.problems or _unsaid else 0
