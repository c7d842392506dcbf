"""`cleaner rules`: list, show and test rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..price import LIMIT, Price, prices
from ..rulefile import load_list
from ..rules import FilterList, Rule, RuleError, find_lists, load_lists, selector_names, unknown
from .completion import FILE
from .console import counted
from .options import CHOOSING, make_cleaner, with_options

# So many rules are named with what they cost.
_DEAREST = 3


@click.group("rules")
def command() -> None:
    """List, show and test rules."""


@command.command("list")
@with_options(CHOOSING)
def list_rules(**rules: Any) -> int:
    """Print the rules in force: id, level, what they remove, and why."""
    found = make_cleaner(**rules).rules
    width = max((len(rule.id) for rule in found), default=0)
    for rule in found:
        click.echo(f"{rule.id:{width}}  {rule.level:10}  {rule.removes:5}  {rule.why}")
    click.echo(f"{len(found)} rules", err=True)
    return 0


@command.command("show")
@click.argument("name", metavar="RULE")
@click.option("--lists", multiple=True, type=FILE, metavar="PATH", help="Rules of your own, besides the built-in ones.")
def show(name: str, lists: tuple[str, ...]) -> int:
    """Print a rule, or all rules of a list or topic, with their examples."""
    try:
        loaded = load_lists(None, lists)
    except (RuleError, ValueError, OSError) as error:
        raise click.UsageError(str(error)) from None
    found = [rule for rules in loaded for rule in rules if name in selector_names(rule)]
    if not found:
        names = {known for rules in loaded for rule in rules for known in selector_names(rule)}
        raise click.UsageError(unknown(name, names))
    paths = {rules.id: rules.path for rules in loaded}
    known = {price.rule.id: price for price in prices(found, (rule for rules in loaded for rule in rules))}
    for rule in found:
        click.echo(_described(rule, str(paths[rule.list_id]), known[rule.id]))
    return 0


def _described(rule: Rule, path: str, price: Price) -> str:
    said = [rule.level, f"removes {rule.removes}"]
    if rule.removes == "rest":
        said.append(f"holds {rule.holds}")
    if rule.where != "anywhere":
        said.append(f"where {rule.where}")
    said += [f"{way} {name}" for way, name in (("above", rule.above), ("below", rule.below)) if name]
    if rule.inside != "no":
        said.append(f"inside {rule.inside}")
    said += [word for word, yes in (("bound", rule.bound), ("named", rule.named)) if yes]
    parts = [f"{rule.id}  ({', '.join(said)})", f"  {rule.why}", f"  in {path}"]
    if rule.pattern and not rule.has_neighbour:
        parts.append(f"  {_price(price)}")
    for title, values in (
        ("only on", rule.sites),
        ("keywords", (", ".join(rule.keywords),) if rule.keywords else ()),
        ("lines", rule.lines),
        ("pattern", (rule.pattern,) if rule.pattern else ()),
        ("removes for example", rule.match),
        ("keeps for example", rule.keep),
    ):
        if values:
            parts.append(f"  {title}:")
            parts += [f"    {value}" for value in values]
    return "\n".join(parts) + "\n"


def _price(price: Price) -> str:
    if price.everywhere:
        lines = "the last lines" if price.rule.where == "end" else "all lines"
        return f"dear: {lines} of every text are searched for its keywords"
    return f"tried on {price.per_mille:.0f} of 1,000 lines that stay (at most {LIMIT})"


@command.command("test", short_help="Make the rules prove themselves.")
@click.argument("folder", required=False, type=FILE, metavar="[DIR]")
def test(folder: str | None) -> int:
    """Make the built-in rules, or those in DIR, prove themselves: examples, harm to others, speed.

    Also says which are the dearest, by how many ordinary lines their patterns are tried on.
    """
    from ..prove import out_of_place, prove

    others: tuple[FilterList, ...] = ()
    try:
        if folder is None:
            lists = list(load_lists())
        else:
            lists = [load_list(path, name) for path, name in find_lists(Path(folder))]
            names = {rules.id for rules in lists}
            others = tuple(rules for rules in load_lists() if rules.id not in names)
            for name in sorted(names & {its.id for its in load_lists()}):
                click.echo(
                    f"{name}: in the place of the built-in list; for --lists it needs a name of its own", err=True
                )
    except (RuleError, OSError) as error:
        raise click.UsageError(str(error)) from None
    problems = [*(() if folder else out_of_place(lists)), *prove(lists, others)]
    for problem in problems:
        click.echo(problem, err=True)
    tested = [rule for rules in lists for rule in rules]
    rules = counted(len(tested), "rule")
    if problems:
        click.echo(f"{rules} in {counted(len(lists), 'list')}: {counted(len(problems), 'problem')}")
        return 1
    click.echo(f"{rules} proved")
    known = [*tested, *(rule for its in others for rule in its)]
    for price in prices(tested, known)[:_DEAREST]:
        click.echo(f"  {price.rule.id}: {_price(price)}")
    return 0
