"""Measures `portalaudit import` of user lists of any length: time, and memory beside what the inventory itself takes.

    python benchmarks/imports.py                          1,000 and 10,000 lines
    python benchmarks/imports.py --rows 1000 10000 100000

A *matched* list shows people of the staff list by their mailboxes; an *unmatched* one shows strangers, so that every
line becomes a question too. The yardstick is `check` with one rule of the inventory that such an import has written:
whoever imports must read that as well. Everything is made up, and the same arguments give the same bytes.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measure import CommandError, Cost, cores, measure
from run import installed, machine, program

AS_OF = "2026-11-20"
FIRST_DAY = 16
LOGINS_OF_ONE = 10
"""How many of the logins of a matched list are one person's."""
GOOD = frozenset({0, 1})
HEAD = """\
practice: {id: big-practice, name: Big Practice Medical Group, timezone: America/Los_Angeles}
portals:
  - {id: big, name: Big Portal, kind: standalone}
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to import a list: `day` is that of the list, and `has_logins` says that the first is imported already.

    `options` are those of the command. Each way has an inventory of its own.
    """

    name: str
    options: tuple[str, ...] = ()
    day: int = FIRST_DAY
    has_logins: bool = False


WAYS = (
    Way("plan as text"),
    Way("plan as json", ("-o", "json=-")),
    Way("written", ("--write",)),
    Way("written, plan as json", ("--write", "-o", "json=-")),
    Way("the same list again", has_logins=True),
    Way("a new day in every line", ("--write",), day=17, has_logins=True),
)


def write_practice(folder: Path, rows: int) -> None:
    """A practice with a tenth as many people as the list has lines, and no login yet."""
    folder.mkdir(parents=True)
    (folder / "practice.yaml").write_text(HEAD)
    with (folder / "staff.yaml").open("w") as file:
        file.write("staff:\n")
        for number in range(max(rows // LOGINS_OF_ONE, 1)):
            file.write(
                f"  - {{id: p-{number}, name: Ada Number{_word(number)}, email: p{number}@big.example.org, "
                "engagements: [{kind: employee, start: 2020-01-06}]}\n"
            )


def write_list(path: Path, rows: int, *, matched: bool, day: int = FIRST_DAY) -> None:
    """A user list of so many lines, on which everyone signed in on some day of a year, or on that day of November."""
    with path.open("w") as file:
        file.write("Login,Name,Email,Status,Role,Last Login\n")
        file.writelines(_lines(rows, matched=matched, day=day))


def _lines(rows: int, *, matched: bool, day: int) -> Iterator[str]:
    for number in range(rows):
        person = number // LOGINS_OF_ONE
        name = f"Ada Number{_word(person)}" if matched else f"Zoe Stranger{_word(number)}"
        mailbox = f"p{person}@big.example.org" if matched else f"s{number}@elsewhere.example.org"
        signed_in = f"2026-{number % 9 + 1:02}-{number % 27 + 1:02}" if day == FIRST_DAY else f"2026-11-{day:02}"
        yield f"u{number},{name},{mailbox},Active,Clerk,{signed_in}\n"


def _word(number: int) -> str:
    """A number in letters, as part of a name."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def compare(rows: int, workplace: Path, *, matched: bool) -> None:
    """Import one list in every way and print what it costs."""
    folder = workplace / f"{rows}-{'matched' if matched else 'unmatched'}"
    write_practice(folder / "new", rows)
    for day in {way.day for way in WAYS}:
        write_list(_list(workplace, day), rows, matched=matched, day=day)
    shutil.copytree(folder / "new", folder / "written")
    _run(Way("first", ("--write",)), folder / "written", workplace)
    check = (*program(), "check", str(folder / "written"), "--as-of", AS_OF, "-j", "1", "--select", "mfa-missing", "-q")
    yardstick = measure(check, core=cores()[0], good=GOOD, environment=installed(workplace))
    size = _list(workplace, FIRST_DAY).stat().st_size / 1e6
    print(f"\n{rows:,} {'matched' if matched else 'unmatched'} lines, {size:.1f} MB")
    print(f"{'':28}{'wall s':>9}{'cpu s':>9}{'µs/line':>9}{'peak MB':>9}{'of check':>10}{'of list':>9}")
    _print("check with one rule", yardstick, yardstick, rows, size)
    for way in WAYS:
        place = folder / "now"
        shutil.copytree(folder / ("written" if way.has_logins else "new"), place)
        _print(way.name, _run(way, place, workplace), yardstick, rows, size)
        shutil.rmtree(place)


def _list(workplace: Path, day: int) -> Path:
    return workplace / f"big-2026-11-{day:02}.csv"


def _run(way: Way, inventory: Path, workplace: Path) -> Cost:
    common = ("--portal", "big", "--coverage", "full", "--as-of", AS_OF)
    command = (*program(), "import", str(_list(workplace, way.day)), str(inventory), *common, *way.options)
    return measure(command, core=cores()[0], good=GOOD, environment=installed(workplace))


def _print(name: str, cost: Cost, yardstick: Cost, rows: int, size: float) -> None:
    print(
        f"{name:28}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.cpu / rows * 1e6:9.0f}{cost.peak:9.0f}"
        f"{cost.peak / yardstick.peak:10.2f}{cost.peak / size:9.1f}"
    )


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000], metavar="N")
    asked = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        try:
            for rows in asked.rows:
                compare(rows, Path(folder), matched=True)
                compare(rows, Path(folder), matched=False)
        except CommandError as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
