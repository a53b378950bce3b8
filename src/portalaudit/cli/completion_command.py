"""`portalaudit completion SHELL`: the script that completes commands, flags and names in a shell."""

import click

from portalaudit.cli.shells import SHELLS, script
from portalaudit.cli.writing import write_out


@click.command("completion", short_help="Print the script that completes words in your shell.")
@click.argument("shell", type=click.Choice([*SHELLS]))
def command(shell: str) -> None:
    """Print the script that completes commands, flags, rules, controls, portals, people and git branches in SHELL.

    Put it where your shell reads it, then open a new terminal:

    \b
    bash   echo 'eval "$(portalaudit completion bash)"' >> ~/.bashrc
    zsh    echo 'eval "$(portalaudit completion zsh)"' >> ~/.zshrc
    fish   portalaudit completion fish > ~/.config/fish/completions/portalaudit.fish

    Names come from the files of the inventory and policies that the command line means. Nothing is written.
    """  # noqa: D301 -- the backspace keeps the lines below it as they are
    write_out([script(shell, click.get_current_context().find_root().command)])
