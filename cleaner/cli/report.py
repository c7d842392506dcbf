"""`cleaner report`: what audits come to, as a page or as JSON."""

from __future__ import annotations

import json

import click

from ..audit.reader import read_audit
from ..audit.record import AuditError
from ..files.atomic import write_file
from ..files.problems import os_cause, printable
from ..report import report
from .completion import FILE


@click.command("report")
@click.argument("audits", nargs=-1, required=True, type=FILE, metavar="AUDIT...")
@click.option("-o", "--output", type=FILE, metavar="OUT", help="The page to write (default: report.html).")
@click.option("--json", "as_json", is_flag=True, help="JSON, to OUT or to standard output.")
@click.option("--incomplete", is_flag=True, help="Take audits whose run was killed.")
def command(audits: tuple[str, ...], output: str | None, as_json: bool, incomplete: bool) -> int:
    """Show what was removed: by status, topic, rule and site, with samples, and which documents lost most."""
    try:
        made = report(read_audit(audit, incomplete) for audit in audits)
    except AuditError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"{printable(str(error.filename))}: {os_cause(error)}") from None
    text = json.dumps(made.as_dict(), indent=2) + "\n" if as_json else made.as_page()
    if as_json and not output:
        click.echo(text, nl=False)
        return 0
    target = output or "report.html"
    folder = target.rpartition("/")[0] or "."
    try:
        write_file(target, folder, text.encode("utf-8", "surrogatepass" if as_json else "replace"))
    except OSError as error:
        raise click.UsageError(os_cause(error)) from None
    return 0
