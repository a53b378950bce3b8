"""What a run does not need is not imported: whoever waits for a check before a merge feels every library."""

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
MISTAKES = {"difflib", "portalaudit.source.mismatches", "portalaudit.source.record_json"}
SEVERAL_PROCESSES = {"concurrent", "multiprocessing", "subprocess"}
ASKING_GIT = {"subprocess", "shutil"}
"""A report names the commit."""
A_TERMINAL = {"shutil", "tempfile", "portalaudit.report.to_console"}
COMPILING = {"google.protobuf.descriptor_pb2", "portalaudit.policy.descriptors"}
NEVER = {"asyncio", "email", "http", "jinja2", "jsonschema", "logging", "pydantic", "socket", "ssl", "tomllib", "xml"}

RUN = """
import sys
from portalaudit.cli.funnel import run
code = run(sys.argv[1:])
print(code, *sys.modules)
"""


def imported(*arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command and the modules that it imported."""
    done = subprocess.run([sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=True)
    code, *modules = done.stdout.splitlines()[-1].split()
    return int(code), {*modules, *(name.partition(".")[0] for name in modules)}


def test_a_check_imports_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    sample = str(REPOSITORY / "inventory" / "cascade-ridge")
    code, modules = imported("check", sample, "--as-of", "2026-11-20", "--quiet", "--output", f"junit={report}")
    assert (code, report.is_file()) == (1, True)
    assert modules & (NEVER | MISTAKES | SEVERAL_PROCESSES | A_TERMINAL) <= ASKING_GIT


def test_what_compiles_rules_is_imported_where_they_are_not_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    arguments = ("check", str(REPOSITORY / "inventory" / "cascade-ridge"), "--as-of", "2026-11-20", "--quiet")
    assert imported(*arguments)[1] >= COMPILING
    code, modules = imported(*arguments)
    assert (code, modules & {*COMPILING, "pydantic_core"}) == (1, set())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "--help")])
def test_help_needs_no_library_but_the_command_lines_own(arguments: tuple[str, ...]) -> None:
    code, modules = imported(*arguments)
    assert code == 0
    assert modules & (NEVER | MISTAKES | SEVERAL_PROCESSES) == set()
    if arguments[0] != "check":
        assert {"yaml", "google", "portalaudit.model", "pydantic_core"} & modules == set()
