"""What `start --ci` writes, and what servers and their checkers say of it and of this repository's own files."""

import subprocess
from pathlib import Path

import pytest

from portalaudit import __version__
from portalaudit.cli import build_server
from portalaudit.cli.build_server_files import SERVERS, build_server_files, read_owners
from tests.cli.build_servers import ACTION, BIN, COMPONENT, REPOSITORY, component, documents, gitlab_script, steps_of
from tests.cli.repositories import git, write
from tests.cli.running import Ran, portalaudit

Capture = pytest.CaptureFixture[str]
GITHUB = [".github/CODEOWNERS", ".github/workflows/portalaudit.yml", ".pre-commit-config.yaml"]
GITLAB = [".gitlab-ci.yml", ".gitlab/CODEOWNERS", ".pre-commit-config.yaml"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def start(capsys: Capture, *arguments: str) -> Ran:
    return portalaudit(capsys, "start", "cedar-hill", "--yes", *arguments)


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# ---------------------------------------------------------------- start


@pytest.mark.parametrize(("server", "added"), [("github", GITHUB), ("gitlab", GITLAB), ("none", [])])
def test_a_new_practice_has_the_files_of_its_server(server: str, added: list[str], capsys: Capture) -> None:
    assert portalaudit(capsys, "start", "plain", "--yes").code == 0
    ran = start(capsys, "--ci", server)
    assert (ran.code, ran.err) == (0, "")
    assert files_of(Path("cedar-hill")) - files_of(Path("plain")) == set(added)
    for name in added:
        assert Path("cedar-hill", name).read_text() == build_server_files(server, ())[name]


def test_a_practice_that_is_there_gets_only_what_is_missing(here: Path, capsys: Capture) -> None:
    write(here / "cedar-hill", {"inventory/practice.yaml": "mine", ".pre-commit-config.yaml": "mine"})
    ran = start(capsys, "--ci", "github", "--owner", "@cedar/privacy")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "wrote .github/workflows/portalaudit.yml",
        "wrote .github/CODEOWNERS",
        "kept .pre-commit-config.yaml, which is there already",
    ]
    assert files_of(here / "cedar-hill") == {*GITHUB, "inventory/practice.yaml"}
    assert (here / "cedar-hill/.pre-commit-config.yaml").read_text() == "mine"
    assert (here / "cedar-hill/.github/CODEOWNERS").stat().st_mode & 0o777 == 0o644
    again = start(capsys, "--ci", "github").out.splitlines()
    assert [line.split()[0] for line in again] == ["kept"] * 3
    assert start(capsys).code == 2


def test_a_repository_without_a_file_can_be_begun(here: Path, capsys: Capture) -> None:
    (here / "cedar-hill").mkdir()
    git(here / "cedar-hill", "init", "-q")
    assert start(capsys, "--ci", "gitlab").code == 0
    assert {*GITLAB, "inventory/practice.yaml"} < files_of(here / "cedar-hill")


def test_files_that_a_server_would_not_find_are_not_written(here: Path, capsys: Capture) -> None:
    git(here, "init", "-q")
    ran = start(capsys, "--ci", "github")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1] == (
        f"Error: 'cedar-hill' lies in the repository '{here.name}', and GitHub looks for these files at the top of a "
        "repository only. Give the practice a repository of its own, or see "
        "https://portalaudit.github.io/portalaudit/ci/#several-practices."
    )
    assert not (here / "cedar-hill").exists()


@pytest.mark.parametrize(
    ("there", "message"),
    [
        ("practice.yaml", "holds YAML files and no folder inventory/, which is what these files look at. Move the"),
        ("portalaudit.toml", "Each of several practices is checked by a job of its own: https://"),
    ],
)
def test_another_layout_than_these_files_look_at_is_told(there: str, message: str, here: Path, capsys: Capture) -> None:
    (here / "mine").mkdir()
    (here / "mine" / there).touch()
    ran = portalaudit(capsys, "start", "mine", "--ci", "github")
    assert (ran.code, ran.out) == (2, "")
    assert message in " ".join(ran.err.split())
    assert [one.name for one in (here / "mine").iterdir()] == [there]


def test_owners_are_who_must_agree(capsys: Capture) -> None:
    assert start(capsys, "--ci", "github", "--owner", "@m-ortiz", "--owner", "jae.park@example.org").code == 0
    assert (
        Path("cedar-hill/.github/CODEOWNERS").read_text()
        == """\
# Who must agree when these files change. GitHub asks them for a review.
# To make it binding: Settings > Rules > Require review from Code Owners.

# The list of people, portals and logins.
/inventory/ @m-ortiz jae.park@example.org

# The rules, and what someone accepts until a date (policies/waivers.yaml).
/policies/ @m-ortiz jae.park@example.org

# How it is checked, and this file.
/portalaudit.toml @m-ortiz jae.park@example.org
/.pre-commit-config.yaml @m-ortiz jae.park@example.org
/.github/ @m-ortiz jae.park@example.org
"""
    )


def test_without_owners_the_file_says_what_to_do() -> None:
    assert (
        build_server_files("gitlab", ())[".gitlab/CODEOWNERS"]
        == """\
# Who must agree when these files change. To make it binding (GitLab Premium):
# Settings > Repository > Protected branches > Code owner approval.
#
# No one is named yet: put whoever must agree in place of @my-practice/privacy in the lines below,
# and take away the `# ` in front of each.

# The list of people, portals and logins.
# /inventory/ @my-practice/privacy

# The rules, and what someone accepts until a date (policies/waivers.yaml).
# /policies/ @my-practice/privacy

# How it is checked, and this file.
# /portalaudit.toml @my-practice/privacy
# /.pre-commit-config.yaml @my-practice/privacy
# /.gitlab-ci.yml @my-practice/privacy
# /.gitlab/ @my-practice/privacy
"""
    )


@pytest.mark.parametrize("word", ["m-ortiz", "@", "@a b", "@a/", "Maria Ortiz", "@a\n/x @b", "a@b", "@ä"])
def test_what_is_no_owner_is_refused(word: str, capsys: Capture) -> None:
    with pytest.raises(ValueError, match="is not an owner"):
        read_owners([word])
    ran = start(capsys, "--ci", "github", "--owner", word)
    assert ran.code == 2
    assert "Error: --owner: '" in ran.err
    assert not Path("cedar-hill").exists()


def test_an_owner_needs_a_server(capsys: Capture) -> None:
    ran = start(capsys, "--owner", "@m-ortiz")
    assert ran.code == 2
    assert ran.err.endswith("Error: --owner goes into the files of a build server. Name one with --ci.\n")


def test_at_a_terminal_the_owner_is_asked_for(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    typed = iter(["Maria Ortiz", "@m-ortiz, @cedar/it"])
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _prompt: next(typed))
    assert build_server.files_for(here, "github", (), asks=True) == build_server_files(
        "github", ("@m-ortiz", "@cedar/it")
    )
    typed = iter(["none"])
    assert build_server.files_for(here, "github", (), asks=True) == build_server_files("github", ())
    assert build_server.files_for(here, "github", ("@x",), asks=True) == build_server_files("github", ("@x",))


def test_the_hooks_and_packages_are_those_of_this_version() -> None:
    for server, one in SERVERS.items():
        files = build_server_files(server, ())
        assert f"PORTALAUDIT: portalaudit=={__version__} #" in files[one.path]
        assert f"rev: v{__version__}\n" in files[".pre-commit-config.yaml"]
        assert "@" not in "".join(files[".pre-commit-config.yaml"].split("github.com"))


# ---------------------------------------------------------------- what the servers take

OWN_WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))


def accepted(kind: str, path: Path) -> str:
    """What is wrong with a file, by the schema of the server; nothing where it is right."""
    command = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{kind}", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture
def written(here: Path) -> dict[str, Path]:
    """The files of both servers, where their servers look for them."""
    for server in SERVERS:
        write(here / server, dict(build_server_files(server, ("@m-ortiz",))))
    return {server: here / server / one.path for server, one in SERVERS.items()}


@pytest.mark.slow
def test_the_schemas_of_the_servers_take_every_file(written: dict[str, Path], here: Path) -> None:
    assert accepted("github-workflows", written["github"]) == ""
    assert accepted("gitlab-ci", written["gitlab"]) == ""
    assert accepted("github-actions", ACTION) == ""
    assert accepted("dependabot", REPOSITORY / ".github/dependabot.yml") == ""
    for workflow in OWN_WORKFLOWS:
        assert accepted("github-workflows", workflow) == ""
    head, _, body = COMPONENT.read_text().partition("\n---\n")
    write(here, {"head.yml": head, "body.yml": body})
    assert [accepted("gitlab-ci", here / name) for name in ("head.yml", "body.yml")] == ["", ""]
    write(here, {"wrong.yml": body.replace("when: always", "when: ever")})
    assert "'ever' is not one of" in accepted("gitlab-ci", here / "wrong.yml")


@pytest.mark.slow
def test_no_weak_spot_is_found_in_workflows_and_the_action(written: dict[str, Path]) -> None:
    offered = ["--persona=pedantic", written["github"], ACTION]
    for asked in (offered, OWN_WORKFLOWS):
        command = [BIN / "zizmor", "--offline", "--quiet", *asked]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.slow
def test_the_shell_of_every_step_is_sound(written: dict[str, Path], here: Path) -> None:
    steps = [*steps_of(documents(ACTION.read_text())[0])]
    for workflow in (written["github"], *OWN_WORKFLOWS):
        steps += steps_of(documents(workflow.read_text())[0])
    scripts = [step["run"] for step in steps if "run" in step and step.get("shell") != "pwsh"]
    scripts += [gitlab_script(written["gitlab"].read_text()), gitlab_script(component())]
    assert len(scripts) > 8
    for number, script in enumerate(scripts):
        (here / f"{number}.sh").write_text(f"#!/usr/bin/env bash\nset -e\n{script}\n")
    checked = [BIN / "shellcheck", *here.glob("*.sh")]
    done = subprocess.run(checked, capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_every_action_is_named_by_its_commit_and_its_version(written: dict[str, Path]) -> None:
    named: dict[str, set[str]] = {}
    for file in (written["github"], ACTION, *OWN_WORKFLOWS):
        for line in file.read_text().splitlines():
            if "uses:" in line and "uses: ./" not in line:
                action, _, pinned = line.partition("uses: ")[2].partition("@")
                named.setdefault(action, set()).add(pinned)
    assert {"actions/checkout", "actions/setup-python", "actions/upload-artifact"} < set(named)
    for action, pins in named.items():
        (pin,) = pins
        name, comment = pin.split(" # ")
        assert len(name) == 40, action
        assert int(name, 16), action
        assert comment.startswith("v"), action


def test_a_workflow_may_do_nothing_but_what_a_job_needs(written: dict[str, Path]) -> None:
    for file in (written["github"], *OWN_WORKFLOWS):
        assert documents(file.read_text())[0]["permissions"] == {}, file.name
    jobs = documents(written["github"].read_text())[0]["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "check": {"contents": "read", "security-events": "write"},
        "test": {"contents": "read"},
    }
