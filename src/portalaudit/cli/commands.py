"""The commands by name. A command's module is imported when it is called, so that the others cost nothing."""

import importlib

import click

from portalaudit import __version__
from portalaudit.cli.command_help import with_help, write_commands
from portalaudit.cli.variables import about_unknown

COMMANDS = {
    "start": "Begin a practice's folder from six questions, ready to check.",
    "check": "Check the inventory against the rules, and write reports.",
    "report": "Write a report of results that were saved as JSON.",
    "access": "Show who can log in where.",
    "baseline": "Record today's findings as known, to see only new ones.",
    "diff": "Say in plain words what changed between two versions of the files.",
    "history": "Show when findings opened and closed, from git.",
    "explain": "Explain a rule, or every result for an account or person.",
    "import": "Read rosters, user lists and training sheets into the inventory.",
    "questions": "List the missing facts, or write a sheet to fill in.",
    "waivers": "List waivers, what each one covers, and when it ends.",
    "directory": "Print the directory of payer portals.",
    "roadmap": "Show how far each portal's rollout is.",
    "mac": "Show the Medicare contractor (MAC) for a state, and its portal.",
    "fields": "Show when to check the payer's portal, not the clearinghouse.",
    "rules": "List the rules.",
    "policy": "Show what your policy changes in the rules.",
    "facts": "List the facts that rules may read.",
    "new": "Create a rule and its cases from a template.",
    "test": "Test the rules with their own cases.",
    "completion": "Print the script that completes words in your shell.",
    "schema": "Print a JSON Schema, for editors that check your files.",
    "lsp": "Serve an editor: findings, completion and more as you type.",
}


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        try:
            module = importlib.import_module(f"portalaudit.cli.{cmd_name}_command")
        except ImportError:
            _expect_libyaml()
            raise
        return with_help(module.command, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as lost:
            # Click would leave with exit code 1, as for findings. Ours to a process that helps broke; those of readers
            # never come here. Without a number it is an error like any other to click.
            raise BrokenPipeError(str(lost)) from lost

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from portalaudit.cli.suggesting import did_you_mean  # noqa: PLC0415  only a mistake needs it

            meant = did_you_mean(args[0], COMMANDS, "`portalaudit --help` lists the commands.")
            raise click.UsageError(f"there is no command '{args[0]}'.{meant}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_commands(COMMANDS, formatter)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="portalaudit")
def cli() -> None:
    """Compliance as code for payer portal access.

    New here? `portalaudit start my-practice` asks six questions and writes a practice's folder, ready to check.

    portalaudit checks a practice's inventory of staff, portals and accounts against rules. Nothing is ever sent
    anywhere. `portalaudit COMMAND --help` says more about a command.

    Exit code: 0 good, 1 findings or something to do, 2 a file or flag is wrong, 3 a bug of portalaudit.
    """
    if said := about_unknown():
        click.echo(said, err=True)


def _expect_libyaml() -> None:
    """Raises click.ClickException where PyYAML has no libyaml: some systems build it so."""
    import yaml  # noqa: PLC0415 -- help and version do without it

    if not yaml.__with_libyaml__:
        raise click.ClickException(
            "PyYAML was installed without libyaml, which reads the files; install one that has it with "
            "`python -m pip install --force-reinstall --only-binary :all: pyyaml`."
        )
