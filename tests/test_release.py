"""A release as it is built, and every way of docs/install.md to get it, tried with what was built here."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from shutil import copytree, which

import pytest
import yaml
from dockerfile_parse import DockerfileParser

from portalaudit import __version__
from portalaudit.model.project_pages import DOCS, HOME

REPOSITORY = Path(__file__).resolve().parents[1]
SAMPLE = REPOSITORY / "inventory" / "cascade-ridge"
TOOLS = Path(sys.executable).parent
PAGE = (REPOSITORY / "docs" / "install.md").read_text(encoding="utf-8")
BY_NAME, ONE_FILE, IN_A_CONTAINER, ON_WINDOWS = (
    block.splitlines() for block in re.findall(r"^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
)
DOCKERFILE = REPOSITORY / ".ci" / "Dockerfile"
RELEASE = REPOSITORY / ".github" / "workflows" / "release.yml"
AT_A_TIME = "1790000000"
IS_BUILD_SERVER = bool(os.environ.get("CI"))  # noqa: TID251 -- there it must not be left out
needs_packages = [pytest.mark.network, pytest.mark.slow]


def ran(command: list[str], folder: Path, **settings: object) -> "subprocess.CompletedProcess[str]":
    """A command in a folder, as a shell with these settings gives it."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "PYTHONPATH")}  # noqa: TID251
    more = {name: str(value) for name, value in settings.items()}
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={**kept, "BIN": str(TOOLS), **more}
    )
    said = done.stdout + done.stderr
    if not IS_BUILD_SERVER and any(words in said for words in ("dns error", "Failed to fetch", "from versions: none")):
        pytest.skip("needs a network")
    return done


def offline(command: list[str]) -> list[str]:
    """The same command without a network, where this system can take it away."""
    away = ["unshare", "--map-root-user", "--net"]
    can = which("unshare") and subprocess.run([*away, "true"], capture_output=True, check=False).returncode == 0
    return [*away, *command] if can else command


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "dist"
    done = ran([str(REPOSITORY / ".ci" / "build"), str(folder)], REPOSITORY, SOURCE_DATE_EPOCH=AT_A_TIME)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.network
@pytest.mark.slow
def test_a_release_is_three_files_and_the_same_bytes_again(dist: Path, tmp_path: Path) -> None:
    names = [f"portalaudit-{__version__}-py3-none-any.whl", f"portalaudit-{__version__}.tar.gz", "portalaudit.pyz"]
    done = ran([str(REPOSITORY / ".ci" / "build"), str(tmp_path / "again")], tmp_path, SOURCE_DATE_EPOCH=AT_A_TIME)
    assert done.returncode == 0, done.stderr
    for folder in (dist, tmp_path / "again"):
        assert sorted(path.name for path in folder.iterdir()) == names
    digests = [
        [sha256((folder / name).read_bytes()).hexdigest() for name in names] for folder in (dist, tmp_path / "again")
    ]
    assert digests[0] == digests[1]


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.parametrize("command", BY_NAME)
def test_it_is_got_by_its_name(command: str, dist: Path, tmp_path: Path) -> None:
    program, *arguments = shlex.split(command)
    bins = tmp_path / "bin"
    settings = {
        **dict.fromkeys(("UV_FIND_LINKS", "PIP_FIND_LINKS"), dist),
        **{name: tmp_path / name for name in ("UV_TOOL_DIR", "PIPX_HOME")},
        **dict.fromkeys(("UV_TOOL_BIN_DIR", "PIPX_BIN_DIR"), bins),
        "UV_PYTHON": sys.executable,
        "PIPX_DEFAULT_BACKEND": "pip",
    }
    where = TOOLS
    if program == "pip":
        subprocess.run([sys.executable, "-m", "venv", tmp_path / "own"], check=True)
        where = bins = tmp_path / "own" / "bin"
    done = ran([str(where / program), *arguments], tmp_path, **settings)
    assert done.returncode == 0, done.stderr
    if "rules" not in arguments:
        assert ran([str(bins / "portalaudit"), "--version"], tmp_path).stdout == f"portalaudit, version {__version__}\n"
        done = ran([str(bins / "portalaudit"), "rules"], tmp_path)
    assert "active-after-termination" in done.stdout


@pytest.mark.network
@pytest.mark.slow
def test_the_one_file_checks_without_a_network_from_any_folder(dist: Path, tmp_path: Path) -> None:
    copytree(SAMPLE, tmp_path / "inventory")
    (command,) = ONE_FILE
    words = command.replace("python portalaudit.pyz", f"{sys.executable} {dist / 'portalaudit.pyz'}").split()
    unpacked = tmp_path / "unpacked"
    done = ran(offline(words), tmp_path, SHIV_ROOT=unpacked)
    assert "active-after-termination" in done.stdout, done.stderr
    check = [*words[:2], "check", "--as-of", "2026-11-20", "-q", "-o", "json=a.json", "-o", "xlsx=a.xlsx"]
    done = ran(offline(check), tmp_path, SHIV_ROOT=unpacked)
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (report["practice"]["id"], report["problems"]) == ("cascade-ridge", [])
    assert (tmp_path / "a.xlsx").stat().st_size > 10_000


@pytest.mark.slow
def test_python_s_launcher_needs_no_command_on_the_path(tmp_path: Path) -> None:
    install, *commands = ON_WINDOWS
    assert install == "py -m pip install portalaudit"
    for command in commands:
        assert ran([sys.executable, *command.split()[1:]], tmp_path).returncode in (0, 1)
    assert (tmp_path / "cedar-hill" / "inventory").is_dir()


# The container. No image can be built in a test: its steps are run where they lead into another folder.


def steps() -> Iterator[tuple[str, str]]:
    for step in DockerfileParser(path=str(DOCKERFILE)).structure:
        if step["instruction"] != "COMMENT":
            yield step["instruction"], step["value"]


def test_the_container_is_small_nameless_and_labelled() -> None:
    every = list(steps())
    images = [value for name, value in every if name == "FROM"]
    assert images == ["${PYTHON} AS build", "${PYTHON}"]
    assert ("ARG", "PYTHON=python:3.13-slim") in every
    last = every[[value for _, value in every].index("${PYTHON}") :]
    assert ("USER", "10001:10001") in last
    assert [value for name, value in last if name == "COPY"] == ["--from=build /opt/portalaudit /opt/portalaudit"]
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', next(v for n, v in last if n == "LABEL")))
    assert (labels["source"], labels["url"], labels["licenses"]) == (HOME, DOCS, "Apache-2.0")
    assert ("ARG", f"VERSION={__version__}") in last
    assert not any(name == "EXPOSE" for name, _ in every)
    assert all("://" not in value for name, value in every if name == "RUN")


def test_what_the_container_copies_is_let_through_and_nothing_else() -> None:
    let_through = re.findall(r"^!(.*)$", (REPOSITORY / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    copied = [value.split()[:-1] for name, value in steps() if name == "COPY" and "--from" not in value]
    assert sorted(path for paths in copied for path in paths) == sorted(let_through)
    assert [path for path in let_through if not (REPOSITORY / path).exists()] == []


@pytest.mark.network
@pytest.mark.slow
def test_the_steps_of_the_container_make_a_program_that_needs_no_network(tmp_path: Path) -> None:
    for name, value in steps():
        if name == "COPY" and "--from" not in value:
            *sources, target = value.split()
            for source in sources:
                place = tmp_path / "source" / (f"{target}{Path(source).name}" if target.endswith("/") else target)
                place.parent.mkdir(parents=True, exist_ok=True)
                _copy(REPOSITORY / source, place)
        elif name == "RUN" and "useradd" not in value:
            moved = re.sub(r"(?<=\s)/(build|opt|dist)\b", rf"{tmp_path}/\1", f" {value}")
            own = moved.replace(" python -m", f" {sys.executable} -m")
            done = ran(["bash", "-euc", own], tmp_path / "source", PIP_DISABLE_PIP_VERSION_CHECK=1)
            assert done.returncode == 0, done.stderr
    copytree(SAMPLE, tmp_path / "work" / "inventory")
    program = tmp_path / "opt" / "portalaudit" / "bin" / "portalaudit"
    done = ran(offline([str(program), "check", "--as-of", "2026-11-20", "-o", "html=report.html"]), tmp_path / "work")
    assert "findings need attention" in done.stdout, done.stderr
    assert not (tmp_path / "opt" / "portalaudit" / "bin" / "hatchling").exists()
    assert not (tmp_path / "opt" / "portalaudit" / "bin" / "pip").exists()


def _copy(source: Path, place: Path) -> None:
    if source.is_dir():
        copytree(source, place)
    else:
        place.write_bytes(source.read_bytes())


def test_the_container_is_told_of_as_it_is() -> None:
    build, start = map(shlex.split, IN_A_CONTAINER)
    assert (REPOSITORY / build[build.index("--file") + 1]).samefile(DOCKERFILE)
    assert start[start.index("--network") + 1] == "none"
    assert start[-2:] == ["portalaudit", "check"]
    assert ("WORKDIR", "/work") in steps()


# The bill of materials, and the workflow.


@pytest.mark.slow
def test_the_bill_names_every_library_of_a_release_with_its_digests(tmp_path: Path) -> None:
    done = ran([str(REPOSITORY / ".ci" / "sbom"), str(tmp_path / "sbom.json")], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    bill = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["purl"] == f"pkg:pypi/portalaudit@{__version__}"
    lock = (REPOSITORY / ".ci" / "requirements-run.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)(?:\[.*\])?==([\w.]+)", lock, re.MULTILINE))
    assert {one["name"]: one["version"] for one in bill["components"]} == locked
    assert all(one["externalReferences"][0]["hashes"] for one in bill["components"])


def jobs() -> dict[str, dict[str, object]]:
    return yaml.load(RELEASE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["jobs"]  # type: ignore[no-any-return]  # noqa: TID251, S506


def test_only_the_job_that_needs_a_right_has_it() -> None:
    rights = {name: job["permissions"] for name, job in jobs().items()}
    assert rights == {
        "build": {"contents": "read"},
        "attest": {"attestations": "write", "contents": "read", "id-token": "write"},
        "publish": {"id-token": "write"},
        "announce": {"contents": "write"},
    }
    assert (jobs()["publish"]["environment"], jobs()["publish"]["needs"]) == ("release", "attest")
    assert "secrets." not in RELEASE.read_text(encoding="utf-8")


CHANGELOG = f"""\
# Changelog

## [Unreleased]

- Not yet.

## [{__version__}] - 2026-12-01

### Added

- Everything.

## [0.0.1] - 2026-01-01

- Nothing.
"""


def notes(tmp_path: Path, tag: str, changelog: str) -> tuple[int, str, str]:
    (tmp_path / "changelog.md").write_text(changelog, encoding="utf-8")
    done = ran([str(REPOSITORY / ".ci" / "release-notes"), tag, "changelog.md"], tmp_path)
    return done.returncode, done.stdout, done.stderr


def test_the_notes_of_a_release_are_its_part_of_the_changelog(tmp_path: Path) -> None:
    assert notes(tmp_path, f"v{__version__}", CHANGELOG) == (0, "\n### Added\n\n- Everything.\n", "")
    said = f"the tag v0.0.1 is not the version of the program, {__version__}\n"
    assert notes(tmp_path, "v0.0.1", CHANGELOG) == (1, "", said)
    code, out, said = notes(tmp_path, f"v{__version__}", CHANGELOG.replace(f"[{__version__}]", "[9.9.9]"))
    assert (code, out, said.split(":")[0]) == (1, "", f"the changelog says nothing of {__version__}")


def test_the_page_about_releases_says_what_there_is() -> None:
    page = (REPOSITORY / "docs" / "releasing.md").read_text(encoding="utf-8")
    for script in re.findall(r"`(\.ci/\w+)", page):
        assert os.access(REPOSITORY / script, os.X_OK)
    version = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["version"]
    assert f"`{version['path']}`" in page


@pytest.mark.slow
def test_the_forms_for_issues_are_what_the_host_takes() -> None:
    forms = sorted((REPOSITORY / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    kinds = {"config.yml": "github-issue-config"}
    for form in forms:
        kind = f"vendor.{kinds.get(form.name, 'github-issue-forms')}"
        done = ran([str(TOOLS / "check-jsonschema"), "--builtin-schema", kind, str(form)], REPOSITORY)
        assert done.returncode == 0, done.stdout
    assert len(forms) == 4


@pytest.mark.slow
def test_the_shell_of_every_script_is_sound() -> None:
    scripts = [path for path in (REPOSITORY / ".ci").rglob("*") if path.is_file() and os.access(path, os.X_OK)]
    assert len(scripts) >= 7
    assert ran([str(TOOLS / "shellcheck"), *map(str, scripts)], REPOSITORY).stdout == ""
