"""`portalaudit waivers`: what is accepted, until when, and which waivers need someone."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from portalaudit.cli.funnel import Exit
from portalaudit.cli.listing_outputs import LISTING_OPTION, list_practice
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output
from portalaudit.cli.practice_options import AS_OF_OPTION, INVENTORY_ARGUMENT, open_for
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.pipeline.waiver_list import overview


class DaysType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A number of days, as `60d` or `60`."""

    name = "days"
    pattern = "^[0-9]{1,5}d?$"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        number = value.removesuffix("d")
        if number.isascii() and number.isdigit() and len(number) <= 5:
            return int(number)
        return self.fail(f"'{value}' is not a number of days, such as 60d.", param, ctx)


@click.command("waivers", cls=SettingsCommand, short_help="List waivers, what each one covers, and when it ends.")
@INVENTORY_ARGUMENT
@POLICIES_OPTION
@AS_OF_OPTION
@click.option("--within", type=DaysType(), help="List waivers that end within this many days, such as 60d.")
@LISTING_OPTION
def command(
    inventory: Path,
    policies: Path | None,
    as_of: datetime.date | None,
    within: int | None,
    outputs: Sequence[Output],
) -> int:
    """List the waivers of INVENTORY: what each accepts now, who approved it, until when, and what is to mend.

    Exit code: 0, 1 where a waiver does not count or one in force ends within the days of --within, 2 where a file is
    wrong; what could be read is listed all the same.
    """
    opened = open_for(inventory, policies, as_of, outputs)
    # A file is the same from wherever it is written, and below a full path there is no way from here.
    is_told_from_root = bool(outputs) or Path(opened.from_here.inventory).is_absolute()
    found = overview(opened, within, opened.from_root if is_told_from_root else opened.from_here)
    code = list_practice(opened, found.listing(), outputs)
    return Exit.FINDINGS if code == Exit.CLEAN and found.needs_attention else code
