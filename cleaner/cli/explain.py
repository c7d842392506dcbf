"""`cleaner explain`: a text with every removal marked, and the rule that asked for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..audit.nearby import described, explain_line
from ..batch.job import Job, Recorder
from ..batch.run import Run
from ..batch.sources import Plan, UsageError
from ..files.compression import STDIN
from ..files.kinds import FORMATS, kind_of
from ..files.problems import FileError, printable
from ..html import PAGE_END, PAGE_HEAD, escape, section
from ..normalize import UnicodeSettings, parse_unicode
from ..pipeline import Cleaner, Result
from ..text import split_lines
from .completion import FILE
from .console import Console, exit_code, where
from .display import coloured, marked
from .options import RULES, make_cleaner, make_options, with_options

_READING = (
    click.option("--format", type=click.Choice(FORMATS), metavar="FORMAT", help="text, jsonl, csv, tsv or parquet."),
    click.option("--field", multiple=True, metavar="NAME", help="Field with the text; a.b for a member of a."),
    click.option("--url-field", metavar="NAME", help="Field with the URL, for the rules of single sites."),
    click.option("--encoding", metavar="NAME", help="Encoding of the input (default: UTF-8, else detected)."),
)


class _Line:
    """Explains one line of a text. A `Recorder`."""

    def __init__(self, cleaner: Cleaner, number: int) -> None:
        self.cleaner = cleaner
        self.number = number

    def __call__(self, name: str, line: int, url: str | None, result: Result) -> str:
        """Return why the line goes, or which rules came near it."""
        try:
            matches = explain_line(self.cleaner, result, self.number, url)
        except IndexError as error:
            raise FileError(f"no line {self.number}: {error}") from None
        text = split_lines(result.original)[0][self.number - 1]
        goes = bool(matches) and not matches[0].stopped
        head = f"{'- ' if goes else '  '}{printable(text)}\n"
        if not goes:
            head += "stays; rules that came near:\n" if matches else "stays; no rule came near\n"
        return head + "".join(printable(text) + "\n" for text in described(matches))


class _Page:
    """Makes one page of each document that is explained. A `Recorder`."""

    def __init__(self, cleaner: Cleaner) -> None:
        self.rules = {rule.id: rule.why for rule in cleaner.rules}

    def __call__(self, name: str, line: int, url: str | None, result: Result) -> str:
        """Return the document's part of the page."""
        return section(where(name, line if line > 1 else None), result, self.rules)


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
@click.argument("file", default=STDIN, type=FILE, metavar="[FILE[:LINE]]")
@click.option("--html", is_flag=True, help="Write a page to standard output: what went, struck through, and why.")
@with_options(RULES, _READING)
def command(
    file: str,
    html: bool,
    format: str | None,
    field: tuple[str, ...],
    url_field: str | None,
    encoding: str | None,
    **rules: Any,
) -> int:
    """Show the text of FILE (- or none: standard input) with every removal marked.

    `-` marks what goes, with the rule that removes it; `~` a line whose Unicode changes, `>` what it becomes, with
    the steps that change it and in how many places.
    Of a file with records, those that change are shown. With :LINE, that line of a text: the rules that match it or
    came near, and what stopped them.
    """
    file, number = _split_line(file)
    if Path(file).is_dir():
        raise click.UsageError(f"{file} is a folder: `cleaner check --diff` shows what changes in its files")
    cleaner = make_cleaner(**rules)
    kind = kind_of(Path(file).name)
    format = format or (kind.format if kind else "text")
    recorder: Recorder = _Marked(parse_unicode(cleaner.unicode), format == "text")
    if number is not None:
        if format != "text":
            raise click.UsageError(f"{file}: :LINE is for text files")
        recorder = _Line(cleaner, number)
    elif html:
        recorder = _Page(cleaner)
    job = Job(cleaner, make_options(field, url_field, encoding), False, recorder, records_all=format == "text")
    try:
        plan = Plan([file], "", format)
    except UsageError as error:
        raise click.UsageError(str(error)) from None
    if html:
        click.echo(PAGE_HEAD.format(title=escape(f"{printable(file)}: what was removed, and why")), nl=False)
    code = exit_code(Run(job, plan, 1, Console(quiet=False))())
    if html:
        click.echo(PAGE_END, nl=False)
    return code


def _split_line(file: str) -> tuple[str, int | None]:
    """Split `FILE:LINE`; a file whose name ends so is meant as it is."""
    name, colon, number = file.rpartition(":")
    if colon and name and number.isdecimal() and not Path(file).exists():
        return name, int(number)
    return file, None
