"""The command line: a thin skin over the library. Each command is a module, loaded when it is called.

Exit codes: 0 done; 1 `check` found something to change; 2 wrong usage or settings; 3 some inputs failed;
130 interrupted; 141 who read standard output has gone; 143 terminated.
"""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from .. import __version__
from ..files.problems import FileError, WriteError, os_cause, printable
from ..settings import Settings, SettingsError, find_settings
from .stop import how

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


# As for a program that the signal of a closed pipe ends: 128 and the signal's number.
READER_GONE = 141

# What a write says, and nothing else that is done here without a name.
_OF_OUTPUT = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


class _ReaderGoneError(Exception):
    """Who read standard output has gone; click would make it the exit code with which `check` finds something."""


class Commands(click.Group):
    """A group whose commands are imported when they are needed: the others do not delay the start.

    `loaded` is called when all is there that the command needs to begin.
    """

    loaded: Callable[[], object] = staticmethod(lambda: None)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f".{cmd_name}", __name__).command
        self.loaded()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            raise _ReaderGoneError from None
        return code


def show_version(ctx: click.Context) -> None:
    """Print the version, and which of the parts that can be compiled are."""
    from importlib.util import find_spec

    from ..native import COMPILED

    filters = find_spec("cleaner.filters")
    parts = ["sieve"] * COMPILED + ["filters"] * bool(filters and not str(filters.origin).endswith(".py"))
    click.echo(f"cleaner {__version__} ({'compiled: ' if parts else 'not compiled'}{', '.join(parts)})")
    ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-V",
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=lambda ctx, _, asked: show_version(ctx) if asked else None,
    help="Show the version and what of it is compiled, and exit.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Strip boilerplate from text extracted from the web, then normalise its Unicode."""
    try:
        settings = find_settings(Path.cwd())
    except SettingsError as error:
        raise click.UsageError(str(error)) from None
    except FileNotFoundError:
        raise click.UsageError("the folder that you are in is no longer there: go to another") from None
    ctx.obj = settings
    values = {key.replace("-", "_"): value for key, value in settings.values.items()}
    ctx.default_map = dict.fromkeys(COMMANDS, values)


def main(loaded: Callable[[], object] | None = None) -> None:
    """Run the command `cleaner` and exit; `loaded` is called when it is about to begin."""
    if loaded:
        cli.loaded = loaded
    _prepare_streams()
    try:
        code = cli.main(prog_name="cleaner", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        if note := _set_by(error):
            sys.stderr.write(f"{note}\n")
        code = error.exit_code
    except FileError as error:
        sys.stderr.write(f"cleaner: {error}\n")
        code = 3
    except (KeyboardInterrupt, click.Abort) as stop:
        word, code = how(stop.__cause__ or stop)
        sys.stderr.write(f"cleaner: {word}\n")
    except _ReaderGoneError:
        _close_output()
        code = READER_GONE
    except MemoryError:
        sys.stderr.write("cleaner: not enough memory: give it more, or fewer --jobs\n")
        code = 3
    except OSError as error:
        _close_output()
        name = error.filename if isinstance(error.filename, str) else ""
        if not name and error.errno in _OF_OUTPUT:
            name = "standard output"
        place = f"{printable(name)}: " if name and not isinstance(error, WriteError) else ""  # That names it itself.
        sys.stderr.write(f"cleaner: {place}{os_cause(error)}\n")
        code = 3
    sys.exit(code)


def _prepare_streams() -> None:
    # Where a stream is closed, the next file that is opened would get its number, and the output with it. Instead,
    # reading what cannot be read and writing what cannot be written fails as it would have.
    for name, mode in (("stdin", os.O_WRONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            fd = os.open(os.devnull, mode)
            setattr(sys, name, os.fdopen(fd, "r" if name == "stdin" else "w", encoding="utf-8"))
    # The same bytes everywhere, in a locale too that has no letters for most texts.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _close_output() -> None:
    """Let what is still to be written go nowhere: Python would try it once more, and complain, at its end."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _set_by(error: click.ClickException) -> str:
    """Say which file holds a setting that an error is about: the user may never have typed the option it names."""
    ctx = getattr(error, "ctx", None)
    settings = (ctx.find_object(Settings) if ctx else None) or Settings()
    name = getattr(getattr(error, "param", None), "name", None)
    if ctx and name and ctx.get_parameter_source(name) is ParameterSource.DEFAULT_MAP:
        return f"{settings.origin} sets {name.replace('_', '-')}."
    for key, value in settings.values.items():
        values = value if isinstance(value, list) else [value]
        if any(isinstance(item, str) and item and f"'{item}'" in error.format_message() for item in values):
            return f"{settings.origin} sets {key}."
    return ""
