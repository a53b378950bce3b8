"""What help says besides: commands and flags in groups, examples, and the exit code where a command has only the usual.

It stands here together, because one command should read like the other.
"""

import inspect
from collections.abc import Iterator, Mapping, Sequence

import click

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Get started": ("start", "import", "questions"),
    "Audit": ("check", "report", "access", "waivers", "baseline"),
    "Look up": ("explain", "directory", "roadmap", "mac", "fields"),
    "In git": ("diff", "history"),
    "Write rules": ("rules", "policy", "facts", "new", "test"),
    "Editor and shell": ("schema", "lsp", "completion"),
}
"""The commands as the list of them shows them."""

EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "access": (
        ("portalaudit access", "Everyone, portal by portal"),
        ('portalaudit access --person "Kim Lee"', "What one person can log in to"),
        ("portalaudit access --portal availity -o access.xlsx", "One portal, as a workbook"),
    ),
    "baseline": (("portalaudit baseline write known.json", "Take what is found today as known"),),
    "baseline write": (
        ("portalaudit baseline write known.json", "Take what is found today as known"),
        ("portalaudit check --baseline known.json", "From then on, only what is new or worse counts"),
    ),
    "check": (
        ("portalaudit check", "Check inventory/ and print what to do"),
        ("portalaudit check -o audit.html", "Write a page to work with, too"),
        ("portalaudit check --fail-on high -q -o junit=audit.xml", "In a build: fail on high and critical findings"),
        ("portalaudit check --base origin/main", "In a pull request: only what is new or worse"),
    ),
    "completion": (('eval "$(portalaudit completion bash)"', "Try it in this terminal"),),
    "diff": (
        ("portalaudit diff main", "What changed since the branch main"),
        ("portalaudit diff v1 v2 -o changes.html", "Between two commits, as a page"),
    ),
    "directory": (
        ("portalaudit directory", "Print it"),
        ("portalaudit directory -o directory.xlsx", "Write a workbook"),
    ),
    "explain": (
        ("portalaudit explain shared-credential", "A rule"),
        ('portalaudit explain "Kim Lee"', "A person: every rule, and its answer"),
    ),
    "facts": (
        ("portalaudit facts account", "What a rule may read of an account"),
        ("portalaudit facts", "Everything"),
    ),
    "fields": (
        ("portalaudit fields", "Everything"),
        ("portalaudit fields cob", "One question: coordination of benefits"),
    ),
    "history": (
        ("portalaudit history", "Since the first commit"),
        ("portalaudit history --since 2026-01-01 -o history.html", "This year, as a page"),
    ),
    "import": (
        ("portalaudit import users.csv --portal availity", "Show what a portal's user list would change"),
        ("portalaudit import users.csv --portal availity --write", "Make the changes"),
        ("portalaudit import missing-facts.csv --write", "Take over the answers of a sheet that was filled in"),
    ),
    "lsp": (("portalaudit lsp", "What an editor starts, and talks to over standard input and output"),),
    "mac": (
        ("portalaudit mac OR", "The contractors of Oregon"),
        ('portalaudit mac VA --county "Fairfax County"', "A county of a state that is divided"),
    ),
    "new": (("portalaudit new rule no-shared-logins", "Begin a rule of your own"),),
    "new rule": (
        ("portalaudit new rule no-shared-logins", "A rule about accounts"),
        ("portalaudit new rule badge-returned --for person", "A rule about people"),
    ),
    "policy": (("portalaudit policy show", "What is set otherwise than shipped"),),
    "policy show": (
        ("portalaudit policy show", "What is set otherwise than shipped"),
        ("portalaudit policy show --all", "Every severity and parameter"),
    ),
    "questions": (
        ("portalaudit questions", "Print them"),
        ("portalaudit questions -o missing-facts.csv", "Write a sheet to fill in, for `portalaudit import`"),
    ),
    "report": (
        (
            "portalaudit report audit.json -o audit.html",
            "A page of what `portalaudit check -o audit.json` found that day",
        ),
    ),
    "roadmap": (("portalaudit roadmap", "Print it"), ("portalaudit roadmap -o roadmap.xlsx", "Write a workbook")),
    "rules": (
        ("portalaudit rules", "All of them"),
        ("portalaudit rules --control AC-2 --severity high", "High ones for one control"),
    ),
    "schema": (
        ("portalaudit schema > inventory.schema.json", "That of an inventory file"),
        ("portalaudit schema policy", "That of policy.yaml"),
    ),
    "start": (
        ("portalaudit start my-practice", "Answer six questions"),
        ("portalaudit start my-practice --yes --state OR", "Answer one, and take the rest as proposed"),
    ),
    "test": (
        ("portalaudit test", "Test the rules in policies/"),
        ("portalaudit test --select no-shared-logins -v", "Test one, and list its cases"),
    ),
    "waivers": (
        ("portalaudit waivers", "All of them"),
        ("portalaudit waivers --within 60d", "Which end in the next 60 days"),
    ),
}
"""What people type, and what it does, for each command."""

USUAL_EXIT_CODE = "Exit code: 0, or 2 where a file or flag is wrong."

OPTION_GROUPS: Mapping[str, tuple[str, ...]] = {
    "What to check": ("as_of", "select", "ignore", "base", "baseline"),
    "What decides the exit code": ("fail_on", "allow_questions"),
    "Reports": ("outputs", "junit_all", "quiet", "full", "verbose", "color", "no_color", "no_annotations"),
    "The lists": ("portal", "new_portal", "vendor", "kind", "taken_on", "coverage"),
    "Rules and settings": ("policies", "config", "no_cache", "jobs", "no_progress"),
}
"""The flags of a command that has many, in groups; those that are in none stand above them."""

FEW = 10
"""So many flags need no groups."""


def with_help(command: click.Command, *names: str) -> click.Command:
    """The command with examples below its help, and the exit code where it says none of its own."""
    lines = "\n".join(_examples(" ".join(names)))
    command.epilog = f"\b\nExamples:\n{lines}" if lines else command.epilog
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            with_help(one, *names, name)
    elif command.help and "Exit code" not in command.help:
        command.help = f"{inspect.cleandoc(command.help)}\n\n{USUAL_EXIT_CODE}"
    return command


def _examples(name: str) -> Iterator[str]:
    for line, meaning in EXAMPLES.get(name, ()):
        yield f"  {line}"
        yield f"      {meaning}"


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The flags of a command; in groups where there are many. Those that all commands share come last."""
    flags = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    records = [(str(flag.name), record) for flag in flags if (record := flag.get_help_record(ctx))]
    grouped = {name for names in OPTION_GROUPS.values() for name in names}
    if len(records) <= FEW:
        order = {name: at for at, name in enumerate(OPTION_GROUPS["Rules and settings"])}
        records.sort(key=lambda one: len(order) + 1 if _is_help(one[0]) else order.get(one[0], -1))
        _write(formatter, "Options", [record for _, record in records])
        return
    _write(formatter, "Options", [record for name, record in records if name not in grouped and not _is_help(name)])
    for title, names in OPTION_GROUPS.items():
        _write(formatter, title, [record for name, record in records if name in names])
    _write(formatter, "Help", [record for name, record in records if _is_help(name)])


def _is_help(name: str) -> bool:
    return name.endswith("help")


def _write(formatter: click.HelpFormatter, title: str, records: Sequence[tuple[str, str]]) -> None:
    if records:
        with formatter.section(title):
            formatter.write_dl(records)


def write_commands(commands: Mapping[str, str], formatter: click.HelpFormatter) -> None:
    """The list of commands in their groups."""
    for title, names in GROUPS.items():
        _write(formatter, title, [(name, commands[name]) for name in names])
