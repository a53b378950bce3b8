"""Measures `portalaudit check` against what someone would use otherwise, in one run on one machine.

    python benchmarks/run.py                                    10,000 accounts, many files, and a cold start
    python benchmarks/run.py --accounts 100000 --one-file       one file
    python benchmarks/run.py --accounts 100 1000 10000 100000 1000000 --runs 3

Every figure is of a whole process, from its start to its end, and a median. The commands take turns, so that a
machine that grows slower does so for all of them; a ratio is taken turn by turn and then its median.
"""

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from baseline import RULES
from generate import write_inventory
from measure import CommandError, Cost, cores, measure

HERE = Path(__file__).resolve().parent
AS_OF = "2026-11-20"
CLEAN = frozenset({0})
JUDGED = frozenset({0, 1})
MOST_IN_ONE_FILE = 110_000
COLD_RUNS = 15
COLD_TARGET = 2.2


@dataclass(frozen=True, slots=True)
class Contender:
    """A command to measure, where it runs, and how its share of the script's time should come out."""

    name: str
    command: tuple[str, ...]
    good: frozenset[int] = CLEAN
    pinned: bool = True
    target: float | None = None


TARGETS = {1_000: 1.1, 10_000: 0.6, 100_000: 0.3}
"""The most of (a) on one core, in many files, by number of accounts."""


def contenders(inventory: Path, out: Path, *, accounts: int, jobs: int, one_file: bool) -> tuple[Contender, ...]:
    """The script, the floor, and portalaudit on one core and on all."""
    python = sys.executable
    check = (*program(), "check", str(inventory), "--as-of", AS_OF)  # what ships, as it is kept from the first turn
    junit = ("--quiet", "--junit-all", "--output", f"junit={out}")
    return (
        Contender("(a) hand-written script", (python, str(HERE / "baseline.py"), str(inventory))),
        Contender("(b) bare PyYAML events", (python, str(HERE / "events.py"), str(inventory))),
        Contender("portalaudit, (a)'s rules", (*check, "-j", "1", "--select", ",".join(RULES)), JUDGED),
        Contender(
            "portalaudit, one core", (*check, "-j", "1"), JUDGED, target=None if one_file else TARGETS.get(accounts)
        ),
        Contender(f"portalaudit, {jobs} cores", (*check, "-j", str(jobs)), JUDGED, pinned=False, target=0.25),
        Contender("  with JUnit, all verdicts", (*check, "-j", str(jobs), *junit), JUDGED, pinned=False),
    )


def program() -> tuple[str, ...]:
    """The installed command beside this Python."""
    return (str(Path(sys.executable).parent / "portalaudit"),)


def take_turns(
    entrants: Sequence[Contender], runs: int, core: int, environment: Mapping[str, str] | None = None
) -> dict[str, list[Cost]]:
    """Costs by name. One run of each goes first and does not count: it warms the disk and the compiled modules."""
    costs: dict[str, list[Cost]] = {entrant.name: [] for entrant in entrants}
    for turn in range(runs + 1):
        for entrant in entrants:
            pinned = core if entrant.pinned else None
            cost = measure(entrant.command, core=pinned, good=entrant.good, environment=environment)
            if turn:
                costs[entrant.name].append(cost)
    return costs


def peak(entrant: Contender, costs: Sequence[Cost]) -> float:
    """Peak memory in MB; of a command with several processes all of them together, in a run of its own."""
    if entrant.pinned:
        return statistics.median(cost.peak for cost in costs)
    return measure(entrant.command, core=None, good=entrant.good, sample=True).peak


def compare(accounts: int, runs: int, *, one_file: bool, workplace: Path) -> None:
    """Measure one size and print it, of installed programs: the first turn compiles what such have compiled."""
    inventory = workplace / f"practice-{accounts}"
    write_inventory(inventory, accounts, per_file=0 if one_file else 1000)
    files = [file.stat().st_size for file in inventory.iterdir()]
    print(f"\n{accounts:,} accounts in {len(files):,} file(s), {sum(files) / 1e6:.1f} MB; median of {runs}")
    here = cores()
    entrants = contenders(inventory, workplace / "report.xml", accounts=accounts, jobs=len(here), one_file=one_file)
    costs = take_turns(entrants, runs, here[0], installed(workplace))
    script, floor = costs[entrants[0].name], costs[entrants[1].name]
    print(f"{'':26}{'wall s':>9}{'cpu s':>9}{'µs/acct':>9}{'peak MB':>9}{'of (a)':>8}{'target':>8}{'of (b)':>8}")
    for entrant in entrants:
        own = costs[entrant.name]
        wall = statistics.median(cost.wall for cost in own)
        print(
            f"{entrant.name:26}{wall:9.2f}{statistics.median(cost.cpu for cost in own):9.2f}"
            f"{wall / accounts * 1e6:9.0f}{peak(entrant, own):9.0f}"
            f"{ratio(own, script):8.2f}{f'≤ {entrant.target}' if entrant.target else '':>8}{ratio(own, floor):8.2f}"
        )
    shutil.rmtree(inventory)


def _wall(cost: Cost) -> float:
    return cost.wall


def _cpu(cost: Cost) -> float:
    return cost.cpu


def ratio(own: Sequence[Cost], other: Sequence[Cost], of: Callable[[Cost], float] = _wall) -> float:
    """The median over the turns of one's time as a share of the other's."""
    return statistics.median(of(one) / of(two) for one, two in zip(own, other, strict=True))


def cold_start(workplace: Path) -> None:
    """Print what a pre-merge check of a small practice costs next to importing three libraries.

    An installed program is compiled, and so are the libraries that it and the yardstick import: the first turn, which
    does not count, compiles them, and with them the rules into the cache.
    """
    inventory = workplace / "small"
    write_inventory(inventory, 100)
    check = (*program(), "check", str(inventory), "--as-of", AS_OF)
    junit = ("--quiet", "--no-progress", "--output", f"junit={workplace / 'small.xml'}")
    entrants = (
        Contender("import click, pydantic, yaml", (sys.executable, "-c", "import click, pydantic, yaml")),
        Contender("100 accounts to JUnit", (*check, *junit), JUDGED, target=COLD_TARGET),
        Contender("  with --no-cache", (*check, *junit, "--no-cache"), JUDGED),
        Contender("  --version", (*program(), "--version")),
    )
    costs = take_turns(entrants, COLD_RUNS, cores()[0], installed(workplace))
    yardstick = costs[entrants[0].name]
    print(f"\nCold start, median of {COLD_RUNS}")
    print(f"{'':30}{'wall ms':>9}{'cpu ms':>9}{'of wall':>9}{'of cpu':>9}{'target':>9}")
    for entrant in entrants:
        own = costs[entrant.name]
        wall, cpu = (statistics.median(map(of, own)) * 1000 for of in (_wall, _cpu))
        target = f"≤ {entrant.target}" if entrant.target else ""
        print(
            f"{entrant.name:30}{wall:9.0f}{cpu:9.0f}{ratio(own, yardstick):9.2f}{ratio(own, yardstick, _cpu):9.2f}"
            f"{target:>9}"
        )


def installed(workplace: Path) -> Mapping[str, str]:
    """An environment in which modules are compiled once, into a folder of this run, and so are rules."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(workplace / "modules"), "XDG_CACHE_HOME": str(workplace / "cache")}


def machine() -> str:
    """The machine in a line."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.split(":")[1].strip() for line in told if line.startswith("model name")), "unknown processor")
    load = os.getloadavg()[0]
    return f"Python {platform.python_version()}, {model}, {len(cores())} cores, load {load:.1f} at the start"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, nargs="+", default=[10_000], metavar="N")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--one-file", action="store_true", help="the whole practice in one file")
    parser.add_argument("--no-cold-start", action="store_true")
    asked = parser.parse_args()
    if asked.one_file and max(asked.accounts) > MOST_IN_ONE_FILE:
        parser.error(f"a file may hold 64 MiB, which is about {MOST_IN_ONE_FILE:,} accounts")
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        try:
            for accounts in asked.accounts:
                compare(accounts, asked.runs, one_file=asked.one_file, workplace=Path(folder))
            if not asked.no_cold_start:
                cold_start(Path(folder))
        except CommandError as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
