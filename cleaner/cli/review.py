"""`cleaner review`: accept or reject the rules that `cleaner mine` proposed."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path
from typing import Any

import click

from ..files.problems import os_cause, printable
from ..mine.rulefile import write_text
from ..review import Review, pattern_of, shown, to_html, where_it_goes
from ..rules import Rule, RuleError
from .completion import FILE
from .console import say
from .stop import Terminated

_KEYS = "[a]ccept  [r]eject  [e]dit  [s]kip  [u]ndo  [q]uit"
_END_KEYS = "[u]ndo  [q]uit"


@click.command("review", short_help="Accept or reject proposed rules.")
@click.argument("rules", type=FILE, metavar="RULES")
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
    # What was done so far: a rule that was skipped, None for a decision, which its file remembers.
    done: list[Rule | None] = []
    again: Rule | None = None
    while True:
        rules = [rule for rule in review.open_proposals() if rule not in done]
        if rules:
            rule = again if again in rules else rules[0]
            assert rule is not None
            _show(rule, review, f"{len(done) + 1} of {len(done) + len(rules)}")
            key = _decide(rule, review, done)
            if key == "q":
                say(f"{len(review.open_proposals())} still open; the same command goes on from here")
        else:
            key = _end(review, done)
        if key == "q":
            return
        again = _undo(review, done) if key == "u" else None


def _end(review: Review, done: list[Rule | None]) -> str:
    """Say that nothing is open any more, and return ``u`` if the last decision is taken back, else ``q``."""
    if done:
        say(f"nothing more to decide on; {len(review.open_proposals())} skipped")
    else:
        say(f"nothing to decide on in {printable(str(review.path))}")
    return "u" if (done or review.can_undo()) and _ask(_END_KEYS) == "u" else "q"


def _decide(rule: Rule, review: Review, done: list[Rule | None]) -> str:
    """Do what the keys say until one of them settles the proposal; return that key."""
    while True:
        key = _ask()
        if key in ("q", ""):
            return "q"
        if key == "u":
            if done or review.can_undo():
                return key
            say("  nothing to undo")
        elif key not in "ares":
            say(f"  no such key: {_KEYS}")
        elif key != "e" or _edit(rule, review):
            if key in "ar":
                review.decide(rule, "accepted" if key == "a" else "rejected")
            done.append(rule if key == "s" else None)
            return key


def _undo(review: Review, done: list[Rule | None]) -> Rule | None:
    """Take back what was done last, now or in an earlier review; return the proposal."""
    last = done.pop() if done else None
    return last or review.undo()


def _ask(keys: str = _KEYS) -> str:
    """Return the key that was pressed, in lower case; nothing at the end of the input."""
    click.echo(f"  {click.style(keys, dim=True)} ", nl=False)
    key = click.getchar() if sys.stdin.isatty() else sys.stdin.readline().strip()[:1]
    click.echo(key if key.isprintable() else "")
    return key.lower()


def _show(rule: Rule, review: Review, place: str) -> None:
    click.echo(f"\n{click.style(place, bold=True)}  {printable(', '.join(rule.sites))}")
    _say(rule.why, "  ")
    if only := where_it_goes(rule):
        _say(only, "  ")
    _say(rule.pattern or rule.lines[0], "  ", bold=True)
    for sample in review.samples.get(rule.id, []):
        click.echo()
        for text, goes in shown(rule, sample):
            if goes:
                _say(text, "  - ", fg="red")
            else:
                _say(text, "    ")
    click.echo()


def _say(text: str, begin: str, **style: Any) -> None:
    """Print a text, in a terminal wrapped between words and indented like its first line."""
    shown = printable(text)
    if sys.stdout.isatty():
        width = max(40, shutil.get_terminal_size().columns)
        indent = " " * len(begin)
        shown = textwrap.fill(shown, width, initial_indent=begin, subsequent_indent=indent, break_on_hyphens=False)
    else:
        shown = begin + shown
    click.echo(click.style(shown, **style) if style else shown)


def _edit(rule: Rule, review: Review) -> bool:
    """Ask for another pattern, of which the line remains an example; return whether it was accepted."""
    text = _ask_text("  pattern: ", pattern_of(rule))
    if text in ("", rule.pattern):
        click.echo("  nothing changed")
        return False
    problems = review.edit(rule, text)
    for problem in problems:
        _say(problem, "  ")
    if not problems:
        click.echo("  it proves itself: accepted")
    return not problems


def _ask_text(prompt: str, now: str) -> str:
    """Return the line typed, which begins as it is now where the terminal can do that; nothing if it was given up."""
    try:
        import readline
    except ImportError:  # Windows: it must be typed anew.
        readline = None  # type: ignore[assignment]
    if readline is not None and sys.stdin.isatty():
        readline.set_startup_hook(lambda: readline.insert_text(now))
    try:
        return input(prompt).strip()
    except Terminated:  # Meant for the program, not for the line.
        raise
    except (EOFError, KeyboardInterrupt):
        click.echo()
        return ""
    finally:
        if readline is not None:
            readline.set_startup_hook()
