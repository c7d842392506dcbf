"""`cleaner score`: a rule set on labelled data."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

import click

from ..files.problems import FileError, os_cause, printable
from ..pipeline import Cleaner
from ..rules import topic_of
from ..score import Figures, Gold, Judged, Scored, Unit, judge, read_gold
from .completion import FILE
from .options import RULES, count_jobs, make_cleaner, with_options

_CHUNK = 16
_WIDTH = 200

_SHOWING = (
    click.option(
        "--by",
        type=click.Choice(["source", "site", "language", "topic", "list", "rule"]),
        multiple=True,
        metavar="WHAT",
        help="Figures by source, site, language, topic, list or rule.",
    ),
    click.option("--mistakes", type=click.IntRange(0), default=0, metavar="N", help="Show N mistakes of each kind."),
    click.option("--compare", metavar="OPTIONS", help="Another rule set beside it: '--level strict --lists mine'."),
    click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes (default: all cores)."),
    click.option(
        "--output-format", type=click.Choice(["text", "json"]), default="text", metavar="FORMAT", help="text or json."
    ),
)

_UNITS: dict[str, Callable[[Unit], str]] = {
    "source": lambda unit: unit.gold.source or "-",
    "site": lambda unit: unit.gold.site or "-",
    "language": lambda unit: unit.gold.language or "-",
}
_RULES: dict[str, Callable[[str], str]] = {
    "topic": topic_of,
    "list": lambda rule: rule.partition(":")[0],
    "rule": str,
}


@click.command("score")
@click.argument("gold", nargs=-1, required=True, type=FILE, metavar="GOLD...")
@with_options(_SHOWING, RULES)
def command(
    gold: tuple[str, ...],
    by: tuple[str, ...],
    mistakes: int,
    compare: str | None,
    jobs: int | None,
    output_format: str,
    **rules: Any,
) -> int:
    """Score a rule set on labelled texts (GOLD: JSON Lines): boilerplate removed, article lost, precision.

    Each record has `lines`, a list of [text, label], or `text` and `gold`; docs/score.md tells the rest.
    """
    cleaners = [make_cleaner(**rules)]
    if compare is not None:
        cleaners.append(_other(compare))
    golds = list(_read(gold))
    if not golds:
        raise click.UsageError(f"no labelled text in {printable(', '.join(gold))}: see docs/score.md")
    scored = [Scored(zip(golds, _judge(golds, cleaner, count_jobs(jobs)), strict=True)) for cleaner in cleaners]
    if output_format == "json":
        click.echo(json.dumps([_as_dict(one, by) for one in scored], ensure_ascii=False, indent=1))
        return 0
    for line in _report(scored, by):
        click.echo(line)
    if mistakes and len(scored) == 1:
        for line in _mistakes(scored[0], mistakes):
            click.echo(line)
    elif len(scored) == 2:
        for line in _differences(scored[0], scored[1], mistakes or 20):
            click.echo(line)
    return 0


def _read(names: Iterable[str]) -> Iterator[Gold]:
    for name in names:
        try:
            yield from read_gold(name)
        except FileError as error:
            line = f":{error.line}" if error.line else ""
            raise click.UsageError(f"{printable(name)}{line}: {error}") from None
        except OSError as error:
            raise click.UsageError(f"{printable(name)}: {os_cause(error)}") from None


def _other(options: str) -> Cleaner:
    parser = click.Command("--compare", params=[])
    for option in RULES:
        parser = option(parser)
    parser.params += getattr(parser, "__click_params__", [])
    try:
        values = parser.make_context("--compare", shlex.split(options)).params
    except (click.UsageError, ValueError) as error:
        message = error.format_message() if isinstance(error, click.UsageError) else str(error)
        raise click.BadParameter(message, param_hint="--compare") from None
    return make_cleaner(**values)


def _judge(golds: list[Gold], cleaner: Cleaner, jobs: int) -> Iterator[list[Judged]]:
    if jobs == 1 or len(golds) <= _CHUNK:
        yield from (judge(gold, cleaner) for gold in golds)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(partial(judge, cleaner=cleaner), golds, chunksize=_CHUNK)


def _rows(scored: Scored, by: tuple[str, ...]) -> dict[str, Figures]:
    rows: dict[str, Figures] = {}
    for what in by:
        found = scored.by(_UNITS[what]) if what in _UNITS else scored.by_rule(_RULES[what])
        rows.update((f"{what} {name}", figures) for name, figures in found.items())
    if scored.units:
        rows["ALL"] = scored.total()
    if scored.kept:
        rows["KEEP"] = scored.keep()
    return rows


def _as_dict(scored: Scored, by: tuple[str, ...]) -> dict[str, Any]:
    return {
        "texts": scored.texts,
        "figures": {name: figures.as_dict() for name, figures in _rows(scored, by).items()},
        "lost": [_unit(unit) for unit in scored.mistakes("lost")],
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {"doc": unit.gold.doc, "line": unit.line, "label": unit.label, "share": unit.share, "rules": unit.rules}


def _report(scored: list[Scored], by: tuple[str, ...]) -> Iterator[str]:
    tables = [_rows(one, by) for one in scored]
    names = list(dict.fromkeys(name for table in tables for name in table))
    width = max([len(printable(name)) for name in names], default=0)
    head = ("boiler", 7), ("removed", 8), ("(chars)", 8), ("article", 8), ("lost", 8), ("(chars)", 8), ("prec.", 7)
    yield f"{'':{width}} {'docs':>6} " + " ".join(f"{title:>{room}}" for title, room in head)
    for name in names:
        for label, table in zip(("", "  compared"), tables, strict=False):
            figures = table.get(name, Figures())
            yield (
                f"{label or printable(name):{width}} {len(figures.docs):6} {figures.count['boiler']:7}"
                f" {_percent(figures.lines('boiler')):>8} {_percent(figures.share('boiler')):>8}"
                f" {figures.count['content']:8} {_percent(figures.lines('content'), 3):>8}"
                f" {_percent(figures.share('content'), 3):>8} {_percent(figures.precision):>7}"
            )


def _percent(share: float | None, digits: int = 2) -> str:
    return "-" if share is None else f"{100 * share:.{digits}f}%"


def _mistakes(scored: Scored, most: int) -> Iterator[str]:
    for kind, title in (("lost", "article lines that went"), ("stayed", "boilerplate lines that stayed")):
        wrong = scored.mistakes(kind)
        yield f"\n{len(wrong)} {title}; doc, share removed, rules, line"
        yield from (_line(unit) for unit in wrong[:most])


def _differences(first: Scored, second: Scored, most: int) -> Iterator[str]:
    shares = {(u.gold.doc, u.line, u.label): u.share for u in (*second.units, *second.kept)}
    changed = [
        (unit, shares.get((unit.gold.doc, unit.line, unit.label), 0.0))
        for unit in (*first.units, *first.kept)
        if abs(unit.share - shares.get((unit.gold.doc, unit.line, unit.label), 0.0)) > 0.02
    ]
    for label in ("content", "title", "boiler"):
        here = [(unit, other) for unit, other in changed if unit.label == label]
        if here:
            yield f"\n{len(here)} {label} lines differ; doc, share removed here, compared, line"
        for unit, other in here[:most]:
            yield f"  {printable(unit.gold.doc)[:24]:24} {unit.share:5.2f} {other:5.2f}  {_shown(unit)}"


def _line(unit: Unit) -> str:
    rules = ", ".join(unit.rules) or "-"
    return f"  {printable(unit.gold.doc)[:24]:24} {unit.share:5.2f}  {rules}  {_shown(unit)}"


def _shown(unit: Unit) -> str:
    return printable(unit.line)[:_WIDTH]
