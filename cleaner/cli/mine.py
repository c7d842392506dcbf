"""`cleaner mine`: propose rules for the boilerplate of single sites."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec

from ..batch.job import Job
from ..batch.run import Run
from ..batch.sources import Plan, Source, UsageError
from ..batch.work import Outcome
from ..files.atomic import TEMP_PREFIX
from ..files.compression import STDIN
from ..files.options import Options
from ..files.problems import FileError, os_cause, printable
from ..mine import Proposal, Recorder, Settings, mine
from ..mine.count import Seen
from ..mine.propose import ACCEPTED
from ..mine.rulefile import (
    decisions_path,
    read_decisions,
    read_rules,
    write_proposals,
)
from ..mine.spool import Pass, Spool, tagged
from ..pipeline import Cleaner, Result
from ..rules import Rule, RuleError
from .completion import FILE
from .console import Console, counted, exit_code, listener, say
from .options import CHOOSING, FILES, count_jobs, make_cleaner, make_excluded, parted, with_options


class _AsItIs(Cleaner):
    """The passes read documents as they are: nothing is looked for."""

    def explain(self, text: str, url: str | None = None) -> Result:
        return Result(text, text, (), (), "unchanged")


_AS_IT_IS = _AsItIs(select=(), unicode="none")

_MINING = (
    click.option("-o", "--output", required=True, type=FILE, metavar="RULES", help="Rule file to write (.toml)."),
    click.option("--site-field", metavar="NAME", help="Field with the URL or the name of the site."),
    click.option(
        "--documents", type=click.IntRange(2), default=3, metavar="N", help="Least documents of a site (default: 3)."
    ),
    click.option(
        "--share", type=click.FloatRange(0, 1), default=0.02, metavar="P", help="Least share of them (default: 0.02)."
    ),
    click.option(
        "--sample",
        type=click.IntRange(0),
        default=128,
        metavar="N",
        help="Look at so many pages of a site at most (default: 128; 0: all).",
    ),
    click.option("--memory", type=click.IntRange(1), default=256, metavar="MIB", help="Of the sketch (default: 256)."),
    click.option(
        "--accept-above",
        type=click.FloatRange(0, 1),
        metavar="SCORE",
        help=f"Accept proposals from this score on at once ({ACCEPTED} is a good one).",
    ),
    click.option("--resume", is_flag=True, help="Go on where an earlier run with the same arguments was stopped."),
)


@click.command("mine", short_help="Propose rules for the boilerplate of single sites.")
@click.argument("sources", nargs=-1, required=True, type=FILE, metavar="SRC...")
@with_options(_MINING, CHOOSING, FILES)
def command(
    sources: tuple[str, ...],
    output: str,
    site_field: str | None,
    documents: int,
    share: float,
    sample: int,
    memory: int,
    accept_above: float | None,
    resume: bool,
    **given: Any,
) -> int:
    """Find the lines that come back on the pages of a site (SRC: files and folders) and propose rules for them.

    The corpus is read three times. Rules accepted in RULES before stay; what was rejected is not proposed again.
    """
    files, rules = parted(given)
    path = Path(output)
    _refuse(sources, path)
    try:
        accepted = [rule for rule in read_rules(path) if rule.status == "accepted"]
        decided = read_decisions(decisions_path(path))
    except (RuleError, ValueError, OSError) as error:
        raise click.UsageError(str(error)) from None
    if accepted:
        rules["lists"] = (*rules["lists"], output)
    cleaner = make_cleaner(**rules)
    site_field = site_field or files.url_field
    options = files.reading(site_field, on_error="skip")
    # A count in the sketch takes three bytes in rows of one, and the paragraphs' sketch is half as large.
    settings = Settings(documents, share, sample, (memory << 20) * 2 // 9)
    rejected = [fingerprint for fingerprint, decision in decided.items() if decision == "rejected"]
    asked = [list(map(os.path.abspath, sources)), files.exclude, files.format, cleaner.digest, settings, rejected]
    digest = hashlib.sha256(repr((asked, Job(_AS_IT_IS, options).digest)).encode("utf-8", "surrogatepass")).hexdigest()

    def plan() -> Plan:
        return Plan(list(sources), "", files.format, make_excluded(files.exclude), writes=False)

    try:
        spool = Spool(path.with_name(f"{TEMP_PREFIX}mine-{path.stem}"), digest, resume)
        corpus = _Corpus(plan, options, spool, site_field, count_jobs(files.jobs), files.quiet)
        try:
            proposals = mine(corpus, cleaner, settings, rejected)
            pairs, problems = write_proposals(path, proposals, accepted, accept_above)
            spool.close(remove=True)
        except BaseException as error:
            spool.close(remove=isinstance(error, UsageError))  # After another call nothing of it counts.
            raise
    except (UsageError, FileError) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"{printable(error.filename or output)}: {os_cause(error)}") from None
    if files.output_format == "json":
        say(json.dumps(_as_dict(pairs, len(accepted), problems), ensure_ascii=False))
    elif not files.quiet:
        _say_what(path, pairs, len(accepted), problems, corpus.seen)
        if pairs and not site_field:
            say("note: the folder of a file was taken for its site; --site-field names the field with the URL")
    return corpus.code


def _refuse(sources: tuple[str, ...], path: Path) -> None:
    """Raise a usage error for what cannot be mined, or is no place for rules."""
    if path.suffix != ".toml":
        raise click.BadParameter("a rule file's name ends in .toml", param_hint="--output")
    if STDIN in sources:
        raise click.UsageError("the corpus is read three times, which standard input cannot be: name a file")
    if not path.absolute().parent.is_dir():
        raise click.BadParameter(f"no such folder: {printable(str(path.parent))}", param_hint="--output")


class _Corpus:
    """Reads the corpus, anew for each pass; `code` is the worst exit code of all, `seen` what the first pass met."""

    def __init__(
        self, plan: Callable[[], Plan], options: Options, spool: Spool, site_field: str | None, jobs: int, quiet: bool
    ) -> None:
        self.seen = _Seen()
        self.code = 0
        self._plan = plan
        self._options = options
        self._spool = spool
        self._site_field = site_field
        self._jobs = jobs
        self._quiet = quiet
        self._is_first = True

    def __call__(self, recorder: Recorder, take: Callable[[str], None]) -> None:
        """Hand the records of all documents to take; raises `UsageError` where none names its site."""
        is_first, self._is_first = self._is_first, False
        part = self._spool.begin(self.seen.before(take) if is_first else take)
        console = _taking(listener(self._quiet), part, silent=not is_first)
        job = Job(_AS_IT_IS, self._options, False, _Tagged(recorder), records_all=True)
        try:
            summary = Run(job, self._plan(), self._jobs, console, part)()
        finally:
            console.close()
        self._spool.end(part)
        self.code = max(self.code, exit_code(summary))
        if is_first and self.seen.sites and not self.seen.named and self._site_field:
            raise UsageError(f"no document has a field {self._site_field!r}: it is to name the site of each")


class _Seen:
    """How many pages of each site the first pass met, and whether any of them names its site."""

    def __init__(self) -> None:
        self.sites: Counter[str] = Counter()
        self.named = False

    def before(self, take: Callable[[str], None]) -> Callable[[str], None]:
        """Return what counts a record of the first pass and hands it on."""

        def taking(record: str) -> None:
            # A record begins with its site: decoding it once more would take longer than all that is done with it.
            self.sites[record.partition('",')[0]] += 1
            self.named = self.named or msgspec.json.decode(record, type=Seen).named
            take(record)

        return taking

    def __str__(self) -> str:
        most = max(self.sites.values(), default=0)
        pages, sites = counted(self.sites.total(), "page"), counted(len(self.sites), "site")
        return f"{pages} of {sites}, at most {most:,} of one"


@dataclass(frozen=True)
class _Tagged:
    """A recorder for a run over files: its records say of which file they are."""

    recorder: Recorder

    def __call__(self, name: str, line: int, url: str | None, result: Result) -> str:
        return tagged(name, self.recorder(name, line, url, result.original))


def _taking(console: Console, part: Pass, silent: bool) -> Console:
    """Return the console with the records going elsewhere; silent about faults that an earlier pass named."""
    say_done = console.done

    def done(source: Source, outcome: Outcome) -> None:
        part.done(source, outcome)
        if not silent:
            say_done(source, outcome)

    console.records = part.records  # type: ignore[method-assign]
    console.done = done  # type: ignore[method-assign]
    if silent:
        console.fault = lambda name, line, cause: None  # type: ignore[method-assign]
    return console


def _as_dict(pairs: list[tuple[Rule, Proposal]], before: int, problems: list[str]) -> dict[str, Any]:
    status = Counter(rule.status for rule, _ in pairs)
    return {
        "rules": len(pairs),
        "sites": len({proposal.site for _, proposal in pairs}),
        "proposed": status["proposed"],
        "accepted": status["accepted"],
        "accepted_before": before,
        "left_out": problems,
    }


def _say_what(path: Path, pairs: list[tuple[Rule, Proposal]], before: int, problems: list[str], seen: _Seen) -> None:
    status = Counter(rule.status for rule, _ in pairs)
    sites = len({proposal.site for _, proposal in pairs})
    counts = f"{status['proposed']:,} proposed, {status['accepted']:,} accepted"
    if pairs:
        say(f"{counted(len(pairs), 'rule')} for {counted(sites, 'site')} in {path}: {counts}")
    else:
        say(f"nothing new for {path} ({seen}): no other line comes back on enough pages of one and is safe to propose")
    if before:
        say(f"accepted before, and staying: {counted(before, 'rule')}")
    if problems:
        say(f"{len(problems):,} left out, since they do not prove themselves; the first: {problems[0]}")
    if status["proposed"]:
        say(f"next: cleaner review {path}")
