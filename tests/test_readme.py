"""Every command of the README runs, and what it shows and says is so."""

import json
import os
import re
import shlex
import sys
from pathlib import Path
from shutil import copyfile, copytree
from subprocess import CompletedProcess
from subprocess import run as start
from typing import NamedTuple

import pytest

from portalaudit.cli.funnel import Exit, run
from portalaudit.model import Status
from tests.cli.repositories import commit, git, repository
from tests.docs.test_schema_files import complaints

REPOSITORY = Path(__file__).resolve().parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if not kind for line in block.splitlines()]
TOUR, MERGE = (
    re.findall(r"^\$ (.+)\n((?:[^$].*\n)*)", block, re.MULTILINE) for kind, block in BLOCKS if kind == "console"
)
"""Commands that follow each other, each with the end of what it says, where that is shown."""
TARGETS = sorted(
    set(re.findall(r"`make ([a-z]+)`", README)) | {c.split()[1] for c in COMMANDS if c.startswith("make ")}
)

TARGETS_RUN = {
    "audit": ["portalaudit check inventory/cascade-ridge", "-o html=reports/cascade-ridge.html"],
    "bench": ["python benchmarks/run.py"],
    "fuzz": ["python -m tests.fuzz --minutes 10"],
    "generated": ["python docs/generate.py"],
    "lint": ["ruff check", "ruff format --check", "mypy", "lint-imports"],
    "lock": ["--group dev", "--group build"],
    "pictures": ["python docs/pictures.py"],
    "rules": ["portalaudit test policies --coverage --mutate"],
    "test": ["python -m pytest"],
}

INVENTORY, WAIVERS, RULE, POLICY = (block for kind, block in BLOCKS if kind == "yaml")
(SETTINGS,) = (block for kind, block in BLOCKS if kind == "toml")
INVENTORY_PATH = Path(re.findall(r"save it as `([^`]+)`", README)[0])
WAIVERS_PATH = Path(re.findall(r"writes it into `([^`]+)`", README)[0])
POLICY_PATH = Path(re.findall(r"stands in `([^`]+)`", README)[0])


SET_UP_ALREADY = ["-o", ".venv/.ready", "-o", ".venv/.ready-dev"]


def make(*arguments: str) -> CompletedProcess[str]:
    """Make in a folder that is set up already, free of the settings of a make that runs the tests."""
    clean = ["env", "-u", "MAKEFLAGS", "-u", "MFLAGS", "-u", "MAKELEVEL", "-u", "NO_COLOR"]
    command = [*clean, "make", "--no-print-directory", *SET_UP_ALREADY, *arguments]
    return start(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def test_the_readme_names_these_targets() -> None:
    assert sorted(TARGETS_RUN) == TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_every_target(target: str) -> None:
    planned = make("-n", target)
    assert planned.returncode == 0, planned.stderr
    places = [planned.stdout.find(words) for words in TARGETS_RUN[target]]
    assert -1 not in places
    assert places == sorted(places)


def test_make_audit_shows_what_is_wrong_and_writes_the_page(tmp_path: Path) -> None:
    done = make("audit", f"BIN={Path(sys.executable).parent}", f"REPORT={tmp_path / 'cascade-ridge'}")

    assert done.returncode == 0, done.stderr
    assert "Close 2 logins of people who have left" in done.stdout
    assert "findings need attention" in done.stdout
    assert f"The whole report, to open in a browser: {tmp_path / 'cascade-ridge.html'}" in done.stdout
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".xml"]


INSTALLERS = {
    "uvx": "findings need attention",
    "pipx run": "findings need attention",
    "uv tool": "Installed 1 executable: portalaudit",
    "pipx install": "installed package portalaudit 0.1.0",
}
"""What each way of installing says when it worked, by the first words of its command."""
NO_NETWORK = ("Failed to fetch", "from versions: none")
IS_BUILD_SERVER = bool(os.environ.get("CI"))  # noqa: TID251 -- there it must not be left out
INSTALLING = [c for c in COMMANDS if c.split()[0] not in {"make", "portalaudit"}]


def test_every_command_is_of_a_kind_that_is_run_here() -> None:
    assert [next((words for words in INSTALLERS if c.startswith(words)), c) for c in INSTALLING] == list(INSTALLERS)


@pytest.fixture(scope="module")
def cloned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone, with what is not committed yet."""
    folder = tmp_path_factory.mktemp("clone") / "portalaudit"
    listed = start(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (REPOSITORY / name).exists():
            copyfile(REPOSITORY / name, folder / name)
    return folder


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.parametrize("command", INSTALLING, ids=lambda command: " ".join(command.split()[:2]))
def test_every_way_of_installing_it_works(command: str, cloned: Path, tmp_path: Path) -> None:
    tools = Path(sys.executable).parent
    places = {name: tmp_path / name for name in ("UV_TOOL_DIR", "UV_TOOL_BIN_DIR", "PIPX_HOME", "PIPX_BIN_DIR")}
    with_pip = {"UV_PYTHON": sys.executable, "PIPX_DEFAULT_BACKEND": "pip"}
    settings = [f"{name}={value}" for name, value in {**places, **with_pip}.items()]
    program, *arguments = command.split()

    done = start(
        ["env", "-u", "NO_COLOR", *settings, str(tools / program), *arguments],
        cwd=cloned,
        capture_output=True,
        text=True,
        check=False,
    )

    said = done.stdout + done.stderr
    if not IS_BUILD_SERVER and any(words in said for words in NO_NETWORK):
        pytest.skip("needs a network")
    assert INSTALLERS[next(words for words in INSTALLERS if command.startswith(words))] in said
    assert done.returncode == (Exit.FINDINGS if "check" in arguments else Exit.CLEAN)
    for made in (*places["UV_TOOL_BIN_DIR"].glob("*"), *places["PIPX_BIN_DIR"].glob("*")):
        assert start([made, "mac", "OR"], capture_output=True, text=True, check=True).stdout.startswith(
            "Medicare contr"
        )


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which somebody has done all that the README says."""
    for path, text in {INVENTORY_PATH: INVENTORY, WAIVERS_PATH: WAIVERS, POLICY_PATH: POLICY}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    copytree(REPOSITORY / "policies", tmp_path / "policies")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTALAUDIT_AS_OF", "2026-11-20")
    return tmp_path


SAYS = {
    "check": "klee01 on Noridian Medicare Portal is still active: Kim Lee left on 2026-08-14",
    "access": "klee01",
    "rules": "  critical  ",
    "explain": "active-after-termination",
    "facts": "account.live: boolean",
    "test": ": all good",
    "directory": "Portals of no payer",
    "roadmap": "4 Training: not known: what Kim Lee needs is not written down",
    "mac": "Noridian Healthcare Solutions",
    "fields": "Look in the portal when: ",
    "policy": "Value: 60",
    "new": "wrote my-practice/policies/own/badge-missing.cases.yaml",
    "questions": "  2 checks      Creation date: klee01 on Noridian Medicare Portal (created_on)\n",
    "waivers": "In force, and over within 60 days\n\ntwo-administrators\n",
}


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("portalaudit ")])
def test_every_other_command_runs(command: str, clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, name, *arguments = shlex.split(command)

    code = run([name, *arguments])
    printed = capsys.readouterr()

    assert code == (Exit.FINDINGS if name in {"check", "waivers"} else Exit.CLEAN), printed.err
    assert SAYS[name] in printed.out
    for written in re.findall(r"html=(\S+)", command):
        assert "Kim Lee left on 2026-08-14" in (clone / written).read_text(encoding="utf-8")


def test_lists_become_an_inventory_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copytree(REPOSITORY / "tests" / "sheets" / "lists", tmp_path / "tests" / "sheets" / "lists")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTALAUDIT_AS_OF", "2026-11-20")
    said = {}
    for command, shown in TOUR:
        program, *arguments = shlex.split(command)
        if program == "portalaudit":
            said[arguments[0]] = run(arguments), capsys.readouterr().out
            assert said[arguments[0]][1].endswith(shown)
        elif program == "cp":
            for file in arguments[:-1]:
                copyfile(file, Path(arguments[-1]) / Path(file).name)
        else:
            assert program == "cd"
            monkeypatch.chdir(*arguments)

    assert {name: code for name, (code, _) in said.items()} == {
        "start": Exit.CLEAN,
        "import": Exit.FINDINGS,
        "check": Exit.FINDINGS,
        "access": Exit.CLEAN,
    }
    assert "Find out who uses 3 logins" in said["check"][1]
    assert "maria.ortiz@juniperflats.example.org" in said["access"][1]


def test_a_branch_is_judged_by_what_it_brings(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = INVENTORY.replace("type: individual\n    status: active", "type: individual\n    status: deleted")
    assert before != INVENTORY
    INVENTORY_PATH.write_text(before, encoding="utf-8")
    base = repository(clone, {}, "--initial-branch=main")
    git(clone, "update-ref", "refs/remotes/origin/main", base)
    INVENTORY_PATH.write_text(INVENTORY, encoding="utf-8")
    commit(clone)

    said = {}
    for command, _ in MERGE:
        _, name, *arguments = shlex.split(command)
        said[name] = run([name, *arguments]), capsys.readouterr().out

    assert {name: code for name, (code, _) in said.items()} == {
        "check": Exit.FINDINGS,
        "diff": Exit.CLEAN,
        "history": Exit.CLEAN,
    }
    assert "Kim Lee left on 2026-08-14" in said["check"][1]
    assert "Kim Lee left on 2026-08-14" in Path("comment.md").read_text(encoding="utf-8")
    assert "klee01" in said["diff"][1]
    assert "active-after-termination" in said["history"][1]


def test_what_is_known_is_recorded_without_git(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (written,) = re.findall(r"`portalaudit (baseline write [^`]+)`", README)
    (compared,) = re.findall(r"`(check --baseline [^`]+)`", README)
    assert run(written.split()) == Exit.CLEAN
    capsys.readouterr()
    assert run([*compared.split(), INVENTORY_PATH.parent.as_posix()]) == Exit.FINDINGS
    said = capsys.readouterr().out
    assert said.startswith("critical[active-after-termination]: klee01 ")
    assert "Compared with known.json: 1 new finding. 0 fixed; 4 findings and " in said


def test_the_policy_of_the_readme_is_shown(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["policy", "show", "-p", POLICY_PATH.parent.as_posix()])
    printed = capsys.readouterr()
    assert (code, printed.err) == (Exit.CLEAN, "")
    assert "  Value: 60\n  Pack says: 45\n  Effect: loosened\n" in printed.out
    assert "  Value: left out\n" in printed.out
    assert "shared-credential" in printed.out


def test_the_waiver_of_the_readme_counts_in_its_small_inventory(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["check", INVENTORY_PATH.parent.as_posix(), "-o", "json=-"])
    report = json.loads(capsys.readouterr().out)
    assert code == Exit.FINDINGS
    assert report["problems"] == []
    assert all(v["waiver"]["required"] == [] for v in report["results"] if v["status"] == "waived")
    assert [(v["rule"], v["subject"]["id"]) for v in report["results"] if v["status"] == "waived"] == [
        ("administrator-redundancy", "nmp")
    ]
    assert [v for v in report["results"] if v["rule"] == "waiver-invalid" and v["status"] != "pass"] == []


def test_a_policy_where_the_readme_puts_it_applies_to_no_sample(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copytree(REPOSITORY / "inventory" / "cascade-ridge", clone / "inventory" / "cascade-ridge")
    run(["check", "inventory/cascade-ridge"])
    assert "loosened" not in capsys.readouterr().out
    run(["check", INVENTORY_PATH.parent.as_posix()])
    assert "loosened" in capsys.readouterr().out


def test_the_settings_of_the_readme_count(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (clone / "portalaudit.toml").write_text(SETTINGS, encoding="utf-8")
    code = run(["check", INVENTORY_PATH.parent.as_posix()])
    printed = capsys.readouterr().out
    assert code == Exit.FINDINGS
    assert "fail-on high (portalaudit.toml:2)" in " ".join(printed.split())
    assert "Kim Lee left on 2026-08-14" in (clone / "reports" / "audit.html").read_text(encoding="utf-8")


def test_the_small_inventory_is_whole_and_fits_its_schema() -> None:
    assert complaints(INVENTORY) == []
    (schema,) = re.findall(r"\A# yaml-language-server: \$schema=(\S+)\n", INVENTORY)
    assert (REPOSITORY / INVENTORY_PATH.parent / schema).resolve().is_file()


def test_the_rule_begins_as_shown() -> None:
    (rule_id,) = re.findall(r"^id: (\S+)$", RULE, re.MULTILINE)
    (path,) = (REPOSITORY / "policies").rglob(f"{rule_id}.yaml")
    assert path.read_text(encoding="utf-8").startswith(RULE)


def test_every_verdict_has_its_row() -> None:
    rows = re.findall(r"^\| ([a-z ]+) \| ", README.split("## What a verdict means")[1].split("## ")[0], re.MULTILINE)
    assert rows == ["verdict", *(status.value.replace("_", " ") for status in Status)]


def test_every_exit_code_is_told() -> None:
    (sentences,) = re.findall(r"^The exit code .*?\.\n\n", README, re.MULTILINE | re.DOTALL)
    assert [int(number) for number in re.findall(r"\d+", sentences)] == sorted(Exit)


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https://)([^)]+)\)", README))
def test_every_link_leads_somewhere(target: str) -> None:
    assert (REPOSITORY / target).exists()


class Slip(NamedTuple):
    """A word misspelt in a file, and what portalaudit must say of it."""

    place: str
    right: str
    wrong: str
    message: str


SLIPS = [
    Slip("2:1", "accounts", "acounts", "'acounts' is not a section of an inventory; did you mean 'accounts'?"),
    Slip("4:13", "cigna", "cinga", "'cinga' is not the id of any record in 'portals'; did you mean 'cigna'?"),
    Slip("6:13", "m-ortiz", "m-oritz", "'m-oritz' is not the id of any record in 'staff'; did you mean 'm-ortiz'?"),
    Slip("8:5", "status", "statis", "unknown key 'statis' in an account; did you mean 'status'?"),
    Slip("8:13", "active", "actve", "'actve' is not one of the values of 'status'; did you mean 'active'?"),
]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.wrong)
def test_whoever_breaks_a_file_reads_where_and_what_was_meant(
    slip: Slip, clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copytree(REPOSITORY / "inventory" / "cascade-ridge", clone / "inventory" / "cascade-ridge")
    file = "inventory/cascade-ridge/accounts/cigna.yaml"
    lines = (clone / file).read_text(encoding="utf-8").split("\n")
    broken = int(slip.place.split(":")[0]) - 1
    assert slip.right in lines[broken]
    lines[broken] = lines[broken].replace(slip.right, slip.wrong)
    (clone / file).write_text("\n".join(lines), encoding="utf-8")

    code = run(["check", "inventory/cascade-ridge"])
    printed = capsys.readouterr().out.split("\n")

    assert code == Exit.USER_FILES
    (told,) = (number for number, text in enumerate(printed) if text.endswith(f": {slip.message}"))
    assert printed[told].startswith("error[")
    assert printed[told + 1].strip() == f"--> {file}:{slip.place}"
    assert lines[broken].strip() in printed[told + 3]
