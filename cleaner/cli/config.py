"""`cleaner config`: which settings hold, and where each comes from."""

from __future__ import annotations

import json

import click

from ..settings import KEYS, Settings
from .clean import command as clean


@click.command("config")
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", metavar="FORMAT", help="text or json."
)
@click.pass_context
def command(ctx: click.Context, output_format: str) -> int:
    """Show each setting, its value, and the file that it comes from.

    Settings are read from cleaner.toml, or from [tool.cleaner] in pyproject.toml, in this folder or the
    nearest one above it. Options on the command line come before them.
    """
    settings: Settings = ctx.obj
    defaults = {parameter.name: parameter for parameter in clean.params}
    rows = []
    for key, kind in KEYS.items():
        if key in settings.values:
            rows.append((key, settings.values[key], settings.origin))
        else:
            default = defaults[key.replace("-", "_")].default
            if kind is list:
                default = list(default) if isinstance(default, tuple) else []
            elif kind is bool:
                default = False
            rows.append((key, default if isinstance(default, kind) else None, "default"))
    if output_format == "json":
        table = {key: {"value": value, "from": origin} for key, value, origin in rows}
        click.echo(json.dumps(table, ensure_ascii=False, indent=2))
        return 0
    width = max(len(key) for key in KEYS)
    shown = [(key, json.dumps(value, ensure_ascii=False), origin) for key, value, origin in rows]
    values = max(len(value) for _, value, _ in shown)
    for key, value, origin in shown:
        click.echo(f"{key:{width}}  {value:{values}}  {origin}")
    if not settings.origin:
        click.echo("No cleaner.toml and no [tool.cleaner] in a pyproject.toml from here upwards.", err=True)
    return 0
