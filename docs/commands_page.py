"""The pages on commands and their settings: what help says of each, and what a config file may set."""

from collections.abc import Iterator

import click

from portalaudit.cli.command_help import GROUPS
from portalaudit.cli.commands import COMMANDS, cli
from portalaudit.cli.setting_values import Kind, kind_of
from portalaudit.cli.settings import GENERAL, TYPED_ONLY, WITHOUT_SETTINGS
from portalaudit.report.articles import table_cell

MADE = "<!-- Made by `make generated` from the program. Do not edit. -->"
WIDTH = 100

COMMANDS_HEAD = f"""\
{MADE}

# Commands

What `portalaudit COMMAND --help` says of each command. What may stand in a file instead of being typed each time is in
[Settings](configuration.md); the formats of reports are in [Formats](formats.md).
"""

SETTINGS_HEAD = f"""\
{MADE}

# Settings

Flags that you always give may stand in a file `portalaudit.toml`:

```toml
[check]
fail-on = "high"
output = ["html=reports/audit.html"]

[access]
output = "xlsx=reports/access.xlsx"
```

A table has the name of a command, as `[check]` or `[policy.show]`, and a setting that of its flag without the dashes.
A flag that is typed counts before an environment variable such as `PORTALAUDIT_FAIL_ON`, and this before the file.
Every report says what the file set. A mistake in it, such as a misspelled name, is reported with line and column, and
the exit code is 2. A variable that begins with `PORTALAUDIT_` and is none of those below sets nothing: it is named on
standard error, with what it was probably meant to be.

## Which file counts

1. The one that `--config FILE` names, or `PORTALAUDIT_CONFIG`. `--config /dev/null` means none.
2. Else the nearest `portalaudit.toml` in the inventory's folder, beside it or above it. The search ends at the top of
   the git repository (or worktree, or submodule) that holds the inventory, at your home folder, or at the top of the
   file system. Where you type the command makes no difference, unless it names no inventory: then the search begins in
   the current folder.

Paths in the file lead from its folder. So that a file in a folder that someone else wrote does no harm, reports and
baselines that it names must lie below its folder and may not be hidden; and it cannot have an import written.

## Which policies count

1. Those that `--policies FOLDER` names, then `PORTALAUDIT_POLICIES`, then `policies` in the file.
2. Else the nearest folder `policies/` from the inventory upward, as far as the file is looked for. A folder without
   policies, or one that only has folders of policies in it, is passed over.
3. Below them lie the policies that they extend, and those that ship with portalaudit.

With `--base REF`, the policies of that commit are looked for in the same way, and `policies` in its file. The report
says which were used, and which ones on the way were not.

## Against a base

With `--base REF`, the file as it stands at that commit sets what counts: `inventory`, `policies`, `as-of`, `fail-on`,
`allow-questions`, `select`, `ignore` and `baseline`, and which practices are checked. What a branch changes of these is
a line of the report, and does not count yet. The other settings, such as `output`, are those of the branch. What is
typed, and what stands in the environment, counts as ever. A branch may change a `base` that stands in the file, which
the report says: where requests are checked, type `--base`.

## Several practices

A file may list the practices of a consultant or a billing company:

```toml
[check]
output = ["html=reports/{{name}}.html"]

[[practice]]
inventory = "clients/alder/inventory"

[[practice]]
inventory = "clients/birch/inventory"
name = "Birch Pediatrics"
policies = "clients/birch/rules"
fail-on = "high"
```

`portalaudit check` checks each of them by itself, with its own policies, settings and reports, and closes with a
table: result, findings by severity, questions, and the portal review that is longest ago. The exit code is the worst.
In a folder below, only the practices in it are checked. `portalaudit check "birch pediatrics"` or
`portalaudit check clients/birch` checks one of them.

- `inventory` is needed, and must lie below the folder of the file. `name` is otherwise that of the folder.
- Whatever may stand below `[check]` may stand in a practice too, and counts before it there.
- `{{name}}` in a path is replaced by the name of the practice. Two practices never write to one file.
- `-o summary=practices.json` writes the table for programs: one file about all of them, with the result, exit code,
  day, findings by severity and unknown results of each. It names practices and no one else. `portalaudit schema
  summary` describes it.
- Other commands are about one practice: name it, as in `portalaudit access alder`, or type the command in its folder.
- A `portalaudit.toml` in the folder of a practice counts where that folder is named, and not for the list above it.

## Colors

Reports on a terminal are in color. The first of these that is there decides: `--color always`, `--color never` or
`--no-color`; `PORTALAUDIT_COLOR`; `NO_COLOR` (none); `FORCE_COLOR` or `CLICOLOR_FORCE` (always); `color` in the file;
`CLICOLOR=0` or `TERM=dumb` (none). Names of rules lead to their pages on a terminal only, also where colors are forced.

## For all commands

These stand above the first table, and count for every command that has the flag.

| setting | value | environment |
|---|---|---|"""

KINDS = {
    Kind.FLAG: "`true` or `false`",
    Kind.NUMBER: "a number",
    Kind.TEXTS: "text, or a list of texts",
    Kind.DAY: 'a day, `"2026-01-31"`',
    Kind.TEXT: "text",
}


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, in the order in which they are listed, with its whole name."""
    context = click.Context(cli, info_name="portalaudit")
    for name in (name for names in GROUPS.values() for name in names):
        command = cli.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in command.commands.items())
        elif command is not None:
            yield name, command


def commands() -> Iterator[str]:
    """The page on commands, in lines."""
    yield COMMANDS_HEAD
    for title, names in GROUPS.items():
        yield f"- {title}: {', '.join(f'[`{name}`](#{_anchor(name)})' for name in names)}"
    yield ""
    for name, command in every_command():
        yield f"## {name}\n"
        yield "```text"
        yield _help(name, command)
        yield "```\n"


def _anchor(name: str) -> str:
    """The heading of a command; of a group, that of its first one."""
    return next(whole for whole, _ in every_command() if whole.split()[0] == name).replace(" ", "-")


def _help(name: str, command: click.Command) -> str:
    context = click.Context(
        command,
        info_name=f"portalaudit {name}",
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    return command.get_help(context)


def settings() -> Iterator[str]:
    """The page on settings, in lines."""
    yield SETTINGS_HEAD
    known = {param.name: param for _, command in every_command() for param in command.params}
    for name in GENERAL:
        param = known[name.replace("-", "_")]
        yield f"| `{name}` | {KINDS[kind_of(param)]} | {_variable(param)} |"
    yield ""
    for name, command in every_command():
        if name.split()[0] not in WITHOUT_SETTINGS:
            yield from _settings(name, command)
    without = [f"`{name}`" for name in COMMANDS if name in WITHOUT_SETTINGS]
    yield f"{', '.join(without[:-1])} and {without[-1]} have no settings.\n"


def _settings(name: str, command: click.Command) -> Iterator[str]:
    yield f"## [{name.replace(' ', '.')}]\n"
    yield "| setting | value | environment | meaning |"
    yield "|---|---|---|---|"
    for param in command.params:
        long = max((opt.lstrip("-") for opt in param.opts), key=len)
        if isinstance(param, click.Option) and long not in (*TYPED_ONLY, *GENERAL):
            meaning = table_cell(" ".join((param.help or "").split()))
            yield f"| `{long}` | {_value(param)} | {_variable(param)} | {meaning} |"
    yield ""


def _value(param: click.Parameter) -> str:
    if isinstance(param.type, click.Choice):
        words = ", ".join(f'`"{word}"`' for word in param.type.choices)
        return f"{words}, or a list" if param.multiple else words
    return KINDS[kind_of(param)]


def _variable(param: click.Parameter) -> str:
    return f"`{param.envvar}`" if isinstance(param.envvar, str) else ""
