"""Where reports go: `-o FORMAT=FILE`, or `-o FILE` where the name of the file says which format it is."""

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portalaudit.cli.paths import NAMED
from portalaudit.cli.redacting import say
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.writing import Content, write_out, write_whole
from portalaudit.model.values import dataclass

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

STDOUT = "-"

COMMANDS = frozenset({"github"})
"""The formats whose lines are commands for a build server, and must reach its log as they are."""

OF_THE_RUN = "summary"
"""The format that is about all practices of a run, where each of the others is about one."""

BY_NAME_ONLY = frozenset({"junit-strict", "badge-json", OF_THE_RUN})
"""The formats that no one means who writes only `report.xml` or `report.json`."""

_ALSO_CALLED = {"md": "markdown", "markdown": "md", "text": "console", "console": "text"}
"""One format has two names, as reports and lists call it; each command takes both."""

_LIBRARIES = {"xlsx": "openpyxl"}
"""The libraries of formats that only an extra of the same name installs."""


@dataclass(frozen=True, slots=True)
class Output:
    """One report to write. `path` is None for standard output.

    `others` are the formats that the name of the file would fit as well, where only that says which one it is.
    """

    format: str
    path: Path | None
    others: tuple[str, ...] = ()


def _own_suffix(name: str) -> str:
    return ".txt" if name == "text" else f".{name}"


class OutputType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """`json=reports/audit.json`, or `json=-` for standard output; one of the formats given.

    Of a file alone, such as `report.html`, the first format with its suffix is taken; `suffix_of` gives that of each.
    """

    name = "format=file"

    def __init__(self, formats: Collection[str], suffix_of: Callable[[str], str] = _own_suffix) -> None:
        self.formats = tuple(formats)
        self.suffix_of = suffix_of

    def convert(self, value: str | Output, param: click.Parameter | None, ctx: click.Context | None) -> Output:
        if isinstance(value, Output):
            return value
        name, separator, file = value.partition("=")
        fitting = () if separator else self._fitting(value, param, ctx)
        if fitting:
            name, file = fitting[0], value
        if name not in self.formats and _ALSO_CALLED.get(name) in self.formats:
            name = _ALSO_CALLED[name]
        if name not in self.formats:
            known = ", ".join(self.formats)
            self.fail(f"there is no format '{name}'; there are {known}.{did_you_mean(name, self.formats)}", param, ctx)
        if name in _LIBRARIES and find_spec(_LIBRARIES[name]) is None:
            self.fail(
                f"{name} needs the library {_LIBRARIES[name]}, which is not installed: "
                f"pip install 'portalaudit[{name}]'",
                param,
                ctx,
            )
        if "\0" in file:
            self.fail("a name cannot hold a NUL character.", param, ctx)
        if not (separator or fitting) or not file.strip():
            self.fail(f"write it as {name}=FILE, or {name}=- for standard output.", param, ctx)
        return Output(name, None if file == STDOUT else Path(file), fitting[1:])

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        """The formats, each with the sign that the file stands behind; then files."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 -- only a shell that completes needs it

        if "=" in incomplete:
            return [CompletionItem(incomplete, type="file")]
        return [CompletionItem(f"{name}=") for name in self.formats if name.startswith(incomplete)]

    @property
    def pattern(self) -> str:
        """The pattern of what it takes, for editors."""
        names = (*self.formats, *(word for word, name in _ALSO_CALLED.items() if name in self.formats))
        ends = dict.fromkeys(self.suffix_of(name) for name in self.formats if name not in BY_NAME_ONLY)
        in_any_case = (
            "".join(f"[{sign}{sign.upper()}]" if sign.isalpha() else f"\\{sign}" for sign in end) for end in ends
        )
        return rf"^(?:(?:{'|'.join(names)})={NAMED}|[^=\u0000]*[^=/\u0000](?:{'|'.join(in_any_case)}))$"

    def _fitting(self, file: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The formats of which files end like this one; none where its name has no end."""
        suffix = Path(file).suffix.lower()
        if not suffix:
            return ()
        meant = (name for name in self.formats if name not in BY_NAME_ONLY)
        found = tuple(name for name in meant if self.suffix_of(name) == suffix)
        if not found:
            known = ", ".join(self.formats)
            self.fail(f"no format ends in '{suffix}'; write FORMAT={file}, with one of {known}.", param, ctx)
        return found


NAMES_OF_SOURCES = (".yaml", ".yml", ".toml")
"""How files end that people write for this program. No report is of such a kind."""


def parts(outputs: Sequence[Output]) -> tuple[tuple[Output, ...], tuple[Output, ...]]:
    """The outputs about one practice, and those about all practices of a run."""
    of_run = tuple(one for one in outputs if one.format == OF_THE_RUN)
    return tuple(one for one in outputs if one not in of_run), of_run


def refuse_places(outputs: Sequence[Output]) -> None:
    """Raise click.UsageError where two reports would go to one place, or one to a file that people write."""
    seen: dict[str, Output] = {}
    for output in outputs:
        place = STDOUT if output.path is None else os.path.realpath(output.path)
        first = seen.setdefault(place, output)
        if first is not output:
            shown = "standard output" if output.path is None else f"'{output.path}'"
            raise click.UsageError(f"{first.format} and {output.format} would both go to {shown}. Give each its own.")
        if place.lower().endswith(NAMES_OF_SOURCES):
            raise click.UsageError(
                f"'{output.path}' has the name of an inventory, policy or settings file, and a report never replaces "
                f"one. Let its name end otherwise, like {output.path and output.path.stem}.{output.format}."
            )


def write_each(outputs: Iterable[Output], render: Callable[[str], Content], *, is_quiet: bool = False) -> None:
    """Write every output, files before standard output: a reader that goes away must not cost a file.

    `render` gives what a format writes. Where the name of a file left a choice, standard error says which was made, but
    not of a run that is quiet.
    Raises click.ClickException where a place cannot be written.
    """
    for output in sorted(outputs, key=lambda output: output.path is None):
        if output.path is None:
            write_out(render(output.format), commands=output.format in COMMANDS)
        else:
            write_whole(output.path, render(output.format))
        if output.others and not is_quiet:
            say(
                f"'{output.path}' is written as {output.format}. For {' or '.join(output.others)} write -o "
                f"{output.others[0]}={output.path}."
            )
