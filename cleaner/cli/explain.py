"""`cleaner explain`: a text with every removal marked, and the rule that asked for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..batch.job import Job
from ..batch.run import Run
from ..batch.sources import Plan, UsageError
from ..files.compression import STDIN
from ..files.kinds import FORMATS, kind_of
from ..normalize import UnicodeSettings, parse_unicode
from ..pipeline import Result
from .console import Console, exit_code, where
from .display import coloured, marked
from .options import RULES, make_cleaner, make_options, with_options

_READING = (
    click.option("--format", type=click.Choice(FORMATS), metavar="FORMAT", help="text, jsonl, csv, tsv or parquet."),
    click.option("--field", multiple=True, metavar="NAME", help="Field with the text; a.b for a member of a."),
    click.option("--url-field", metavar="NAME", help="Field with the URL, for the rules of single sites."),
    click.option("--encoding", metavar="NAME", help="Encoding of the input (default: UTF-8, else detected)."),
)


class _Marked:
    """Marks up each document, and heads it with its place where a file has several. A `Recorder`."""

    def __init__(self, unicode: UnicodeSettings, single: bool) -> None:
        self.unicode = unicode
        self.single = single

    def __call__(self, name: str, line: int, url: str | None, result: Result) -> str:
        """Return the document, marked up."""
        head = "" if self.single else f"{where(name, line)}\n"
        return head + "".join(text + "\n" for text in marked(result, self.unicode, coloured()))


@click.command("explain")
@click.argument("file", default=STDIN)
@with_options(RULES, _READING)
def command(
    file: str,
    format: str | None,
    field: tuple[str, ...],
    url_field: str | None,
    encoding: str | None,
    **rules: Any,
) -> int:
    """Show the text of FILE (- or none: standard input) with every removal marked.

    `-` marks what goes, with the rule that removes it; `~` a line whose Unicode changes, `>` what it becomes.
    Of a file with records, those that change are shown.
    """
    if Path(file).is_dir():
        raise click.UsageError(f"{file} is a folder: `cleaner check --diff` shows what changes in its files")
    cleaner = make_cleaner(**rules)
    kind = kind_of(Path(file).name)
    format = format or (kind.format if kind else "text")
    recorder = _Marked(parse_unicode(cleaner.unicode), format == "text")
    job = Job(cleaner, make_options(field, url_field, encoding), False, recorder, records_all=format == "text")
    try:
        plan = Plan([file], "", format)
    except UsageError as error:
        raise click.UsageError(str(error)) from None
    return exit_code(Run(job, plan, 1, Console(quiet=False))())
