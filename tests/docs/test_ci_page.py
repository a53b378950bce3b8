"""Each example of docs/ci.md is taken by its server's schema, and its shell does what the page promises."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from portalaudit import __version__
from portalaudit.cli.build_server_files import build_server_files
from tests.cli.build_servers import ACTION, BIN, COMPONENT, REPOSITORY, documents, shell
from tests.cli.repositories import commit, git, repository, write
from tests.cli.test_base import ACCOUNTS, FILES, SHARED

PAGE = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8")
FILLED = {"COMMIT": "c0ffee00" * 5, "VERSION": __version__}
INSTALLS = re.compile(r"^(?:python3? -m venv .*|\S+ -m pip install .*)\n", re.MULTILINE)
SCHEMAS = {
    "GitHub": "github-workflows",
    "Several practices": "github-workflows",
    "GitLab": "gitlab-ci",
    "Azure Pipelines": "azure-pipelines",
    "Buildkite": "buildkite",
}


def example(title: str) -> str:
    """The example below a heading."""
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    (found,) = re.findall(r"```(?:yaml|groovy)\n(.*?)```", section, re.DOTALL)
    return re.sub("|".join(FILLED), lambda name: FILLED[name[0]], found)


@pytest.mark.slow
@pytest.mark.parametrize("title", SCHEMAS)
def test_each_example_is_taken_by_its_server(title: str, tmp_path: Path) -> None:
    text = example(title)
    # To the schema of Azure Pipelines every value is a text, and some of its patterns are none of Unicode.
    (tmp_path / "example.yml").write_text(json.dumps(documents(text)[0]) if title == "Azure Pipelines" else text)
    schema = ("--builtin-schema", f"vendor.{SCHEMAS[title]}", "--regex-variant", "nonunicode")
    command = [BIN / "check-jsonschema", *schema, tmp_path / "example.yml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_inputs_are_those_that_there_are() -> None:
    inputs = documents(ACTION.read_text())[0]["inputs"]
    assert re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE) == list(inputs)
    for title in ("GitHub", "Several practices"):
        steps = documents(example(title))[0]["jobs"]["portalaudit"]["steps"]
        (step,) = [one for one in steps if one.get("uses", "").startswith("portalaudit/")]
        assert step["with"].keys() <= inputs.keys()
        assert step["uses"].partition("@")[0].removeprefix("portalaudit/portalaudit/") == ".github/actions/portalaudit"
    offered = documents(COMPONENT.read_text())[0]["spec"]["inputs"]
    (included,) = documents(example("GitLab"))[0]["include"]
    assert included["inputs"].keys() <= offered.keys()
    assert (REPOSITORY / included["file"]) == COMPONENT
    (sentence,) = re.findall(r"Its inputs are (.*?)\. To offer", PAGE, re.DOTALL)
    assert re.findall(r"`([a-z-]+)`", sentence) == list(offered)


def test_the_hooks_are_those_that_start_writes() -> None:
    written = build_server_files("github", ())[".pre-commit-config.yaml"]
    assert documents(example("Before a commit")) == documents(written)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone as a server makes it of a practice's branch, which adds a login for two."""
    files = {name.replace("office/", "inventory/"): text for name, text in FILES.items()}
    repository(tmp_path / "server", files, "-b", "main")
    git(tmp_path / "server", "checkout", "-q", "-b", "work")
    write(tmp_path / "server", {"inventory/accounts.yaml": ACCOUNTS + SHARED})
    commit(tmp_path / "server")
    git(tmp_path, "clone", "-q", f"file://{tmp_path / 'server'}", "clone")
    return tmp_path / "clone"


def script(title: str) -> str:
    """The shell of an example, without what it installs."""
    text = example(title)
    if title == "Jenkins":
        (found,) = re.findall(r"sh '''\n(.*?)'''", text, re.DOTALL)
        found = "\n".join(line.strip() for line in found.splitlines()) + "\n"
    else:
        (step,) = [one for one in documents(text)[0]["steps"] if "bash" in one or "command" in one]
        found = step.get("bash") or step["command"].replace("$$", "$")
    return INSTALLS.sub("", found).replace(".venv/bin/", "")


BASES: dict[str, dict[str, Any]] = {
    "Azure Pipelines": {"SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"},
    "Jenkins": {"CHANGE_TARGET": "main"},
    "Buildkite": {"BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main"},
}


@pytest.mark.parametrize("title", BASES)
def test_the_shell_of_each_example_fails_on_what_a_request_brings(title: str, clone: Path) -> None:
    of_request = shell(script(title), clone, BASES[title])
    assert (of_request.returncode, of_request.stderr) == (1, "")
    assert "Compared with origin/main: 1 new finding. 0 fixed; 2 findings were there before." in of_request.stdout
    assert sorted(each.name for each in (clone / "reports").iterdir()) == ["portalaudit.html", "portalaudit.xml"]
    git(clone, "checkout", "-q", "main")
    assert shell(script(title), clone, BASES[title]).returncode == 0
    of_main = shell(script(title), clone, {})
    assert of_main.returncode == 1
    assert "Compared with" not in of_main.stdout
