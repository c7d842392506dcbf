"""`cleaner restore`: from cleaned files and their audit back to the originals."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path

import click

from ..audit.back import compressed, restore_records, restore_text
from ..audit.beside import restore_beside
from ..audit.reader import Audit, read_audit
from ..audit.record import AuditError, UnknownFileError
from ..audit.undo import as_bytes
from ..batch.job import Job
from ..batch.sources import Fault, Plan, Source, UsageError
from ..batch.work import open_output
from ..files.kinds import FORMATS
from ..files.problems import FileError, os_cause, printable
from ..files.remote import is_safe
from ..pipeline import Cleaner
from .completion import FILE
from .console import counted, say

_JOB = Job(Cleaner())
# So many files without an audit are named; of the others only their number is said.
_NAMED = 5


@click.command("restore")
@click.argument("cleaned", nargs=-1, required=True, type=FILE, metavar="CLEANED...")
@click.option(
    "--audit", type=FILE, metavar="FILE", help="The audit that `clean --audit` wrote (default: beside the texts)."
)
@click.option("-o", "--output", required=True, type=FILE, metavar="OUT", help="Folder or file to write.")
@click.option("--format", type=click.Choice(FORMATS), metavar="FORMAT", help="text, jsonl, csv, tsv or parquet.")
@click.option("--field", metavar="NAME", help="Field with the text, if its audit stands beside it.")
@click.option("--incomplete", is_flag=True, help="Take an audit whose run was killed.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but faults.")
def command(
    cleaned: tuple[str, ...],
    audit: str | None,
    output: str,
    format: str | None,
    field: str | None,
    incomplete: bool,
    quiet: bool,
) -> int:
    """Rebuild the originals of CLEANED, files or folders, and check every hash.

    Without --audit it is read from beside the texts, where `clean --audit-format column` put it. A file that does
    not belong to the audit, or that was changed since, is named and not written. Exit code 3 if there is any.
    """
    try:
        if audit and field:
            raise UsageError("--field goes without --audit: an audit in a file says where its texts are")
        found = read_audit(audit, incomplete) if audit else None
        plan = Plan(list(cleaned), output, format)
    except (AuditError, UsageError) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"{printable(str(audit))}: {os_cause(error)}") from None
    with found or nullcontext():
        restored, failed = _restore_all(plan, found, field)
        if found:
            restored += _write_dropped(found, plan)
    if not quiet:
        say(f"{counted(restored, 'file')} restored" + (f", {failed:,} not" if failed else ""))
    return 3 if failed else 0


def _restore_all(plan: Plan, audit: Audit | None, field: str | None) -> tuple[int, int]:
    """Restore all files; return how many were restored, and how many were not."""
    restored = failed = unknown = 0
    for item in plan.walk():
        if isinstance(item, Source) and audit and _is_same(item.path, audit.path):
            continue
        try:
            cause = item.cause if isinstance(item, Fault) else _restore(item, audit, field)
        except UnknownFileError as error:
            unknown += 1
            if unknown <= _NAMED:
                say(f"cleaner: {error}")
            continue
        if cause:
            failed += 1
            say(f"cleaner: {cause if cause.startswith(item.name) else f'{printable(item.name)}: {cause}'}")
        restored += not cause
    if unknown > _NAMED:
        say(f"cleaner: and {counted(unknown - _NAMED, 'more file')}, for the same reason")
    return restored, failed + unknown


def _restore(source: Source, audit: Audit | None, field: str | None) -> str:
    """Restore one file; return why not, or "" if it is done. Raises `UnknownFileError`."""
    try:
        data = b""
        if source.kind.format == "text":
            if audit is None:
                place = printable(source.name)
                raise UnknownFileError(
                    f"{place}: a text has no audit beside it: name the file that it is in with --audit"
                )
            data = compressed(restore_text(source.path, source.kind, source.name, audit), source.compression)
        sink = open_output(source, _JOB)
        try:
            if source.kind.format == "text":
                sink.write(data)
            elif audit:
                restore_records(source.path, source.kind, source.name, audit, sink, source.compression)
            else:
                restore_beside(source.path, source.kind, field, sink, source.compression)
        except BaseException:
            sink.discard()
            raise
        sink.commit()
    except UnknownFileError:
        raise
    except (AuditError, FileError) as error:
        line = getattr(error, "line", None)
        return f"{printable(source.name)}:{line}: {error}" if line else str(error)
    except OSError as error:
        return os_cause(error)
    return ""


def _write_dropped(audit: Audit, plan: Plan) -> int:
    """Write the text files that were dropped whole, where they would have stood; return how many."""
    count = 0
    if not plan.out_is_folder:
        return 0
    for record in audit.dropped():
        below = os.path.basename(record["path"])  # noqa: PTH119 - a name, perhaps of another system
        for folder in plan.sources:
            inside = os.path.relpath(record["target"], folder)
            if is_safe(inside.replace(os.sep, "/")):
                below = inside
        target = Path(plan.out) / below
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(as_bytes(record["dropped"]))
            count += 1
    return count


def _is_same(path: str, other: str) -> bool:
    return Path(path).exists() and Path(other).exists() and Path(path).samefile(other)
