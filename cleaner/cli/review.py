"""`cleaner review`: accept or reject the rules that `cleaner mine` proposed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..files.problems import os_cause, printable
from ..mine.rulefile import write_text
from ..review import Review, to_html
from ..rules import Rule, RuleError
from .console import say

_KEYS = "[a]ccept  [r]eject  [e]dit  [s]kip  [q]uit"


@click.command("review", short_help="Accept or reject proposed rules.")
@click.argument("rules", metavar="RULES")
@click.option("--html", "page", metavar="PAGE", help="Write a page for reading the proposals instead.")
@click.option(
    "--accept-above", type=click.FloatRange(0, 1), metavar="SCORE", help="Accept all from this score on, ask nothing."
)
def command(rules: str, page: str | None, accept_above: float | None) -> int:
    """Walk through the proposals in RULES, each with its lines in context.

    Decisions are written as they are made: stop at any time and go on later. What is rejected is not proposed again.
    """
    try:
        review = Review.open(Path(rules))
        if page:
            write_text(Path(page), to_html(review))
            say(f"{len(review.open_proposals())} proposals in {page}")
        elif accept_above is not None:
            say(f"{review.accept_above(accept_above)} accepted, {len(review.open_proposals())} still open")
        else:
            _walk(review)
    except (RuleError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"{error.filename or rules}: {os_cause(error)}") from None
    return 0


def _walk(review: Review) -> None:
    proposals = review.open_proposals()
    for number, rule in enumerate(proposals, 1):
        _show(rule, review, f"{number} of {len(proposals)}")
        while True:
            key = _ask()
            if key in ("q", ""):
                say(f"{len(review.open_proposals())} still open; the same command goes on from here")
                return
            if key == "a":
                review.decide(rule, "accepted")
            elif key == "r":
                review.decide(rule, "rejected")
            elif key == "e" and not _edit(rule, review):
                continue
            elif key not in "ares":
                say(_KEYS)
                continue
            break
    say(f"nothing more to decide on; {len(review.open_proposals())} skipped")


def _ask() -> str:
    """Return the key that was pressed, in lower case; nothing at the end of the input."""
    click.echo(f"  {click.style(_KEYS, dim=True)} ", nl=False)
    key = click.getchar() if sys.stdin.isatty() else sys.stdin.readline().strip()[:1]
    click.echo(key if key.isprintable() else "")
    return key.lower()


def _show(rule: Rule, review: Review, place: str) -> None:
    click.echo(f"\n{click.style(place, bold=True)}  {printable(', '.join(rule.sites))}")
    click.echo(f"  {printable(rule.why)}")
    click.echo(f"  {click.style(printable(rule.pattern or rule.lines[0]), bold=True)}")
    for above, line, below in review.samples.get(rule.id, []):
        click.echo()
        for text in above:
            click.echo(f"    {printable(text)}")
        click.echo("  " + click.style(f"- {printable(line)}", fg="red"))
        for text in below:
            click.echo(f"    {printable(text)}")
    click.echo()


def _edit(rule: Rule, review: Review) -> bool:
    what = "pattern" if rule.pattern else "line"
    text = click.prompt(f"  new {what} (accepted if it proves itself)", default=rule.pattern or rule.lines[0])
    problems = review.edit(rule, text)
    for problem in problems:
        click.echo(f"  {printable(problem)}")
    return not problems
