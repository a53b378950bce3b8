"""Where reports go: `-o FORMAT=FILE`."""

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.writing import Content, write_out, write_whole
from portalaudit.model.values import dataclass

STDOUT = "-"

COMMANDS = frozenset({"github"})
"""The formats whose lines are commands for a build server, and must reach its log as they are."""

_LIBRARIES = {"xlsx": "openpyxl"}
"""The libraries of formats that only an extra of the same name installs."""


@dataclass(frozen=True, slots=True)
class Output:
    """One report to write. `path` is None for standard output."""

    format: str
    path: Path | None


class OutputType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """`json=reports/audit.json`, or `json=-` for standard output; one of the formats given."""

    name = "format=file"

    def __init__(self, formats: Collection[str]) -> None:
        self.formats = tuple(formats)

    def convert(self, value: str | Output, param: click.Parameter | None, ctx: click.Context | None) -> Output:
        if isinstance(value, Output):
            return value
        name, separator, file = value.partition("=")
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
        if not separator or not file.strip():
            self.fail(f"write it as {name}=FILE, or {name}=- for standard output.", param, ctx)
        return Output(name, None if file == STDOUT else Path(file))


NAMES_OF_SOURCES = (".yaml", ".yml", ".toml")
"""How files end that people write for this program. No report is of such a kind."""


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


def write_each(outputs: Iterable[Output], render: Callable[[str], Content]) -> None:
    """Write every output, files before standard output: a reader that goes away must not cost a file.

    `render` gives what a format writes. Raises click.ClickException where a place cannot be written.
    """
    for output in sorted(outputs, key=lambda output: output.path is None):
        if output.path is None:
            write_out(render(output.format), commands=output.format in COMMANDS)
        else:
            write_whole(output.path, render(output.format))
