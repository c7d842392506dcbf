"""The command line: a thin skin over the library. Each command is a module, loaded when it is called.

Exit codes: 0 done; 1 `check` found something to change; 2 wrong usage or settings; 3 some inputs failed;
130 interrupted.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from .. import __version__
from ..files.problems import FileError
from ..settings import SettingsError, find_settings

# Each command, in the order of the help, and what it does: known without loading it.
COMMANDS = {
    "clean": "Strip boilerplate from files and normalise their Unicode.",
    "check": "Say what clean would change; write nothing.",
    "restore": "Bring the originals back from cleaned files and their audit.",
    "report": "Show what audits come to: counts, samples, losses.",
    "explain": "Show a text with every removal marked.",
    "rules": "List, show and test rules.",
    "mine": "Propose rules for the boilerplate of single sites.",
    "review": "Accept or reject proposed rules.",
    "score": "Score rules on labelled texts.",
    "config": "Show where each setting comes from.",
    "completion": "Print the completion script for a shell.",
}


class Commands(click.Group):
    """A group whose commands are imported when they are needed: the others do not delay the start."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f".{cmd_name}", __name__).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="cleaner %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Strip boilerplate from text extracted from the web, then normalise its Unicode."""
    try:
        settings = find_settings(Path.cwd())
    except SettingsError as error:
        raise click.UsageError(str(error)) from None
    ctx.obj = settings
    values = {key.replace("-", "_"): value for key, value in settings.values.items()}
    ctx.default_map = dict.fromkeys(COMMANDS, values)


def main() -> None:
    """Run the command `cleaner` and exit."""
    try:
        code = cli.main(prog_name="cleaner", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except FileError as error:
        sys.stderr.write(f"cleaner: {error}\n")
        code = 3
    except (KeyboardInterrupt, click.Abort):
        sys.stderr.write("cleaner: interrupted\n")
        code = 130
    sys.exit(code)
