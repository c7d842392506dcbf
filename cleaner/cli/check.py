"""`cleaner check`: what `clean` would change, without writing anything."""

from __future__ import annotations

import json
from typing import Any

import click

from ..batch.job import Job
from ..batch.run import Run
from ..batch.sources import Plan, Source, UsageError
from ..batch.tally import most_first
from ..batch.work import Outcome
from ..files.compression import STDIN
from ..files.problems import printable
from .completion import FILE
from .console import Console, exit_code, show_summary, summary_dict
from .display import Diff, coloured
from .options import FILES, RULES, count_jobs, make_cleaner, make_excluded, parted, with_options

_SHOWING = (
    click.option("--diff", is_flag=True, help="Show each change as a unified diff."),
    click.option("--statistics", is_flag=True, help="Count removals by rule and by file."),
)


class _Changes(Console):
    """Keeps what each changed file lost."""

    def __init__(self, quiet: bool) -> None:
        super().__init__(quiet)
        self.files: dict[str, Outcome] = {}

    def done(self, source: Source, outcome: Outcome) -> None:
        """Keep the outcome of a file that would change."""
        super().done(source, outcome)
        if outcome.tally.changed:
            self.files[source.name] = outcome


@click.command("check")
@click.argument("sources", nargs=-1, type=FILE, metavar="[SRC]...")
@with_options(_SHOWING, RULES, FILES)
def command(
    sources: tuple[str, ...],
    diff: bool,
    statistics: bool,
    **given: Any,
) -> int:
    """Say which files (SRC; - or none: standard input) `clean` would change.

    Exit code 1 if there is any, 0 if there is none, 3 if some could not be read.
    """
    files, rules = parted(given)
    cleaner = make_cleaner(**rules)
    options = files.reading()
    try:
        plan = Plan(list(sources) or [STDIN], "", files.format, make_excluded(files.exclude), writes=False)
    except UsageError as error:
        raise click.UsageError(str(error)) from None
    as_json = files.output_format == "json"
    job = Job(cleaner, options, False, Diff(coloured()) if diff and not as_json else None)
    changes = _Changes(files.quiet or as_json)
    summary = Run(job, plan, count_jobs(files.jobs), changes)()
    if as_json:
        changed = {name: dict(outcome.tally.removals) for name, outcome in sorted(changes.files.items())}
        # In ASCII: a name comes back as it is, and no terminal obeys it.
        click.echo(json.dumps({**summary_dict(summary, plan), "changed_files": changed}))
    else:
        if statistics:
            _show_statistics(changes.files, most_first(summary.tally.removals))
        elif not diff and not files.quiet:
            for name in sorted(changes.files):
                click.echo(f"would change {printable(name)}")
        show_summary(summary, plan, files.output_format, files.quiet)
    return exit_code(summary) or (1 if summary.tally.changed else 0)


def _show_statistics(files: dict[str, Outcome], rules: dict[str, int]) -> None:
    """Print removals by rule and by file, the most first."""
    for rule, count in rules.items():
        click.echo(f"{count:8,}  {rule}")
    by_file = sorted(files.items(), key=lambda item: (-item[1].tally.removals.total(), item[0]))
    for name, outcome in by_file:
        click.echo(f"{outcome.tally.removals.total():8,}  {printable(name)}")
