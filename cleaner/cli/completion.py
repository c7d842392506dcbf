"""`cleaner completion`: the script that completes commands and options in a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _File(click.types.StringParamType):
    """The name of a file or folder, which is looked at by whoever uses it: the type has shells complete it."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name; one that is empty is a variable that was never set."""
        if not value:
            self.fail("the name is empty", param, ctx)
        return str(super().convert(value, param, ctx))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


FILE = _File()


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the completion script for SHELL: bash, zsh or fish.

    Put it where the shell looks for such scripts; for zsh, into a folder of its $fpath, as _cleaner:

    \b
    cleaner completion bash > ~/.local/share/bash-completion/completions/cleaner
    cleaner completion fish > ~/.config/fish/completions/cleaner.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(ctx.find_root().command, {}, "cleaner", "_CLEANER_COMPLETE").source())
    return 0
