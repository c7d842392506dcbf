"""The options that several commands share, and what they mean to the library."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from ..batch.sources import Excluded
from ..cache import contents_by_stamp, remembered
from ..files.compression import BOMB_RATIO
from ..files.kinds import FORMATS
from ..files.lines import MAX_SIZE
from ..files.options import Options
from ..files.records import Fields
from ..pipeline import Cleaner
from ..rulefile import load_list
from ..rules import BUILT_IN, LEVELS, RuleError, find_lists, load_lists
from .completion import FILE

Command = Callable[..., Any]

# One line each, so that the help of a command fits a screen.
CHOOSING = (
    click.option(
        "--level",
        type=click.Choice(LEVELS),
        default="standard",
        metavar="LEVEL",
        help="strict, standard (default) or aggressive.",
    ),
    click.option("--lang", multiple=True, metavar="LANG", help="Use the rules of these languages (default: all)."),
    click.option("--select", multiple=True, metavar="RULE", help="Only these rules, lists, topics or languages."),
    click.option("--ignore", multiple=True, metavar="RULE", help="Not these rules, lists, topics or languages."),
    click.option(
        "--lists", multiple=True, type=FILE, metavar="PATH", help="Rules of your own, besides the built-in ones."
    ),
)
RULES = (
    *CHOOSING,
    click.option(
        "--max-removed",
        type=click.FloatRange(0, 1),
        default=0.5,
        metavar="SHARE",
        help="What loses more is gutted (default: 0.5).",
    ),
    click.option(
        "--unicode",
        multiple=True,
        default=("plain",),
        metavar="STEP",
        help="plain (default), repair or none; then -STEP, +STEP.",
    ),
)
FILES = (
    click.option(
        "--format",
        type=click.Choice(FORMATS),
        metavar="FORMAT",
        help="text, jsonl, csv, tsv, parquet (default: by suffix).",
    ),
    click.option("--field", multiple=True, metavar="NAME", help="Field with the text; a.b for a member of a."),
    click.option("--url-field", metavar="NAME", help="Field with the URL, for the rules of single sites."),
    click.option("--encoding", metavar="NAME", help="Of the input (default: UTF-8, else detected)."),
    click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out files, as in .gitignore."),
    click.option(
        "--max-size",
        type=click.IntRange(1),
        default=MAX_SIZE >> 20,
        metavar="MIB",
        help=f"Largest document or record (default: {MAX_SIZE >> 20}).",
    ),
    click.option(
        "--max-ratio",
        type=click.IntRange(0),
        default=BOMB_RATIO,
        metavar="N",
        help=f"Most that an archive grows (default: {BOMB_RATIO}).",
    ),
    click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes (default: all cores)."),
    click.option("-q", "--quiet", is_flag=True, help="Print nothing but faults."),
    click.option(
        "--output-format",
        type=click.Choice(["text", "json"]),
        default="text",
        metavar="FORMAT",
        help="text (default) or json, of what is reported.",
    ),
)


@dataclass(frozen=True)
class Files:
    """What the options of `FILES` say: which files are read, and how."""

    format: str | None
    field: tuple[str, ...]
    url_field: str | None
    encoding: str | None
    exclude: tuple[str, ...]
    max_size: int
    max_ratio: int
    jobs: int | None
    quiet: bool
    output_format: str

    def reading(self, url_field: str | None = None, **more: Any) -> Options:
        """Return how the files are to be read; more: the other arguments of `make_options`."""
        field = url_field or self.url_field
        return make_options(self.field, field, self.encoding, self.max_size, self.max_ratio, **more)


def parted(given: dict[str, Any]) -> tuple[Files, dict[str, Any]]:
    """Return what the options of `FILES` say, and the values of the other options."""
    names = [each.name for each in fields(Files)]
    return Files(**{name: given[name] for name in names}), {k: v for k, v in given.items() if k not in names}


def with_options(*groups: tuple[Callable[[Command], Command], ...]) -> Callable[[Command], Command]:
    """Return a decorator that adds groups of options, in order."""

    def decorate(command: Command) -> Command:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return decorate


def make_cleaner(
    level: Any = "standard",
    lang: tuple[str, ...] = (),
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    lists: tuple[str, ...] = (),
    unicode: tuple[str, ...] = (),
    max_removed: float = 0.5,
) -> Cleaner:
    """Return the Cleaner that the options ask for; rules of the user's own must prove themselves first."""
    try:
        cleaner = Cleaner(
            languages=_split(lang) or None,
            level=level,
            lists=lists,
            select=_split(select) or None,
            ignore=_split(ignore),
            unicode=_split(unicode) or "plain",
            max_removed=max_removed,
        )
        if lists:
            _prove(lists)
        _ = cleaner.rules  # Read now: a wrong selector shows before the first file.
    except (RuleError, ValueError, OSError) as error:
        raise click.UsageError(str(error)) from None
    return cleaner


def _split(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for name in names for part in name.split(",") if part.strip())


def _prove(lists: tuple[str, ...]) -> None:
    """Raise a usage error for rules that do not prove themselves; those that did, with the same text, are believed."""
    import hashlib

    files = [(path.resolve(), name) for source in lists for path, name in find_lists(Path(source))]

    def proof() -> bool:
        from ..prove import prove

        problems = prove([load_list(path, name) for path, name in files], load_lists())
        if problems:
            shown = "\n".join(f"  {problem}" for problem in problems[:20])
            raise click.UsageError(f"the rules in {', '.join(lists)} do not prove themselves:\n{shown}")
        return True

    seen = hashlib.sha256()
    for path, name in files:
        seen.update(f"{name}\0".encode("utf-8", "surrogatepass") + hashlib.sha256(path.read_bytes()).digest())
    # Other built-in rules, or another way of matching, may harm or be harmed: then it must be proved again.
    code = Path(__file__).parents[1]
    judges = [*code.glob("*.py"), *code.glob("filters/*.py"), *(path for path, _ in find_lists(BUILT_IN))]
    names = sorted(map(str, judges))

    def look() -> str:
        return contents_by_stamp(names)

    remembered("proofs", look(), look, seen.hexdigest(), proof)


def make_options(
    field: tuple[str, ...],
    url_field: str | None,
    encoding: str | None,
    max_size: int = MAX_SIZE >> 20,
    max_ratio: int = BOMB_RATIO,
    on_error: str = "keep",
    keep_encoding: bool = False,
    fsync: bool = False,
    run: str = "",
) -> Options:
    """Return how the options want files to be read and written."""
    if encoding:
        try:
            if not codecs.lookup(encoding)._is_text_encoding:
                raise LookupError
            codecs.getincrementaldecoder(encoding)().decode(b"t")  # One that is called "undefined" reads nothing.
        except (LookupError, UnicodeError):
            raise click.BadParameter(f"no text encoding is called {encoding!r}", param_hint="--encoding") from None
    return Options(
        fields=Fields(tuple(dict.fromkeys(field)), url_field, on_error),
        encoding=encoding,
        keep_encoding=keep_encoding,
        max_size=max_size << 20,
        max_ratio=max_ratio,
        fsync=fsync,
        run=run,
    )


def make_excluded(patterns: tuple[str, ...]) -> Excluded | None:
    """Return the function that says whether a path below its folder is excluded."""
    if not patterns:
        return None
    from pathspec import GitIgnoreSpec

    try:
        spec = GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--exclude") from None
    return spec.match_file


def count_jobs(jobs: int | None, names: Iterable[str] = ()) -> int:
    """Return the number of processes: what was asked for, or the cores that this process may use."""
    if any(name.startswith("memory://") for name in names):
        return 1  # That store is this process' own.
    if jobs:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
