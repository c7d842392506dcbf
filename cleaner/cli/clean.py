"""`cleaner clean`: the main job."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..batch.job import Job, OnGutted, run_key
from ..batch.run import Run
from ..batch.sources import Plan, UsageError
from ..files.atomic import STDOUT, STDOUT_NAMES, ignores_case, is_special
from ..files.compression import STDIN
from ..files.problems import FileError, printable
from ..files.remote import is_remote
from .audited import AUDIT, Audited, open_trail, refuse, refuse_in_place, refuse_stranger
from .completion import FILE
from .console import Console, exit_code, listener, say, show_summary
from .options import FILES, RULES, count_jobs, make_cleaner, make_excluded, parted, with_options
from .stop import how

if TYPE_CHECKING:
    from ..audit.dolma import DolmaTrail
    from ..audit.writer import Trail
    from ..batch.journal import Journal

_WRITING = (
    click.option(
        "-o", "--output", type=FILE, metavar="OUT", help="Folder or file to write (default: standard output)."
    ),
    click.option("--resume", is_flag=True, help="Go on where an earlier run into OUT was stopped."),
    click.option("-n", "--dry-run", is_flag=True, help="Write nothing, but for the audit."),
    click.option(
        "--on-error",
        type=click.Choice(["fail", "skip", "keep"]),
        default="keep",
        metavar="WHAT",
        help="Faulty records: keep (default), skip; fail the file.",
    ),
    click.option("--keep-encoding", is_flag=True, help="Write in the input's encoding, not in UTF-8."),
    click.option("--fsync", is_flag=True, help="Survive a power cut; slower."),
)


@click.command("clean", short_help="Strip boilerplate from files and normalise their Unicode.")
@click.argument("sources", nargs=-1, type=FILE, metavar="[SRC]...")
@with_options(_WRITING, AUDIT, RULES, FILES)
def command(
    sources: tuple[str, ...],
    audit: str | None,
    audit_format: str,
    in_place: bool,
    on_gutted: OnGutted,
    output: str | None,
    resume: bool,
    dry_run: bool,
    on_error: str,
    keep_encoding: bool,
    fsync: bool,
    **given: Any,
) -> int:
    """Clean files and folders (SRC; - or none: standard input) into OUT.

    Text, JSON Lines, CSV, TSV and Parquet, also in .gz .bz2 .xz .zst; folders are mirrored.
    """
    files, rules = parted(given)
    names = list(sources) or [STDIN]
    refuse(audit, audit_format, files.field, on_error)
    if in_place:
        refuse_in_place(audit, audit_format, names, output, resume, on_gutted)
    out = (STDOUT if output in STDOUT_NAMES else output) or ("" if dry_run or in_place else STDOUT)
    _refuse_out(out, names, resume and not dry_run)
    try:
        plan = Plan(names, out, files.format, make_excluded(files.exclude), writes=not dry_run, in_place=in_place)
    except UsageError as error:
        raise click.UsageError(str(error)) from None
    cleaner = make_cleaner(**rules)
    run = run_key(names, out) if out != STDOUT else ""
    options = files.reading(on_error=on_error, keep_encoding=keep_encoding, fsync=fsync, run=run)
    options = replace(options, fields=replace(options.fields, audit=audit_format == "column"))
    digest = cleaner.digest if audit else ""
    in_place = in_place and not dry_run
    dolma = audit_format == "dolma"
    job = Job(cleaner, options, not dry_run, on_gutted=on_gutted, audit=digest, in_place=in_place, dolma=dolma)
    trail, journal = _records(job, plan, audit, run, resume, files.quiet)
    console = listener(files.quiet) if plan.out != STDOUT else Console(files.quiet)
    try:
        told = Audited(console, trail, job) if trail else console
        summary = Run(job, plan, count_jobs(files.jobs, [*names, out]), told, journal, resume)()
    except KeyboardInterrupt as stop:
        console.close()
        word, code = how(stop)
        say(f"cleaner: {word}{_way_on(job, plan, audit)}")
        return code
    finally:
        console.close()
        if trail:
            trail.close()
        if journal:
            journal.close()
    show_summary(summary, plan, files.output_format, files.quiet)
    return exit_code(summary)


def _refuse_out(out: str, names: list[str], resumes: bool) -> None:
    """Raise a usage error for an output that cannot take several files, or cannot be gone on with."""
    if out == STDOUT and (len(names) > 1 or Path(names[0]).is_dir()):
        raise click.UsageError("several files need somewhere to go: name a folder with -o")
    if resumes and (out == STDOUT or is_special(out)):
        raise click.UsageError("--resume keeps what is finished beside OUT: name a folder or a file with -o")


def _records(
    job: Job, plan: Plan, audit: str | None, run: str, resume: bool, quiet: bool
) -> tuple[Trail | DolmaTrail | None, Journal | None]:
    """Return the audit and the journal that a run writes, as far as it does."""
    # Nothing of an earlier run may be touched before it is clear that its audit is not in the way.
    trail = open_trail(audit, job, plan) if audit and not resume else None
    if audit and resume:
        refuse_stranger(audit, job)
    try:
        journal = _journal(job, plan, run, resume, quiet)
    except (FileError, OSError) as error:
        # Of the folder itself: what the error names would say the same again.
        cause = (error.strerror or str(error)).lower() if isinstance(error, OSError) else error
        raise click.UsageError(f"{printable(plan.out)}: {cause}") from None
    if audit and trail is None:
        trail = open_trail(audit, job, plan, journal)
    return trail, journal


def _way_on(job: Job, plan: Plan, audit: str | None) -> str:
    """Return how to go on with a run that was stopped, if it need not begin anew."""
    if job.in_place:
        return f"; what is done has its way back in {printable(str(audit))}: go on with another --audit"
    if not job.writes or plan.out == STDOUT or STDIN in plan.sources or is_remote(plan.out):
        return ""
    return "; --resume goes on from here"


def _journal(job: Job, plan: Plan, run: str, resume: bool, quiet: bool) -> Journal | None:
    if resume and is_remote(plan.out):
        raise FileError("--resume keeps its journal in OUT, which must be a local folder for that")
    if not job.writes or is_remote(plan.out) or not (plan.out_is_folder or resume):
        return None
    from ..batch.journal import Journal

    folder = plan.make_out()
    journal = Journal(folder, run, job.digest, resume)
    plan.folds_case = ignores_case(journal.path)
    if journal.stale and not quiet:
        say(f"cleaner: {journal.stale}: everything is done again")
    return journal
