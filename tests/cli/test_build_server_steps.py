"""The steps that are offered to build servers do what they promise, run as the servers run them."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from portalaudit.cli.build_server_files import build_server_files
from tests.cli.build_servers import ACTION, Job, component, documents, gitlab_script, shell
from tests.cli.repositories import commit, git, repository, write
from tests.cli.test_base import ACCOUNTS, FILES, SHARED

PRACTICE = {name.replace("office/", "inventory/"): text for name, text in FILES.items()}
WORKFLOW = build_server_files("github", ())[".github/workflows/portalaudit.yml"]
PIPELINE = build_server_files("gitlab", ())[".gitlab-ci.yml"]


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """A practice with a branch that adds one shared login to what is wrong already."""
    top = tmp_path / "practice"
    repository(top, PRACTICE, "-b", "main")
    git(top, "checkout", "-q", "-b", "work")
    write(top, {"inventory/accounts.yaml": ACCOUNTS + SHARED})
    commit(top)
    return top


def github_job(top: Path, *, base: str = "") -> Job:
    temp = top.parent / "temp"
    temp.mkdir(exist_ok=True)
    return Job(top, temp, {"github.event.pull_request.base.sha": base})


def named_step(steps: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [step for step in steps if step.get("name") == name]
    return found


ANNOTATION = (
    "::error file=inventory/accounts.yaml,line=4,col=5,title=critical%3A sharing::"
    "desk is used by Al Jones, Mo Ortiz (new)"
)


def test_the_workflow_fails_a_pull_request_on_what_it_brings(practice: Path) -> None:
    job = github_job(practice, base=git(practice, "rev-parse", "main"))
    steps = documents(WORKFLOW)[0]["jobs"]["check"]["steps"]
    done = job.run(named_step(steps, "Check"))
    assert (done.returncode, done.stderr) == (1, "")
    assert [line for line in done.stdout.splitlines() if line.startswith("::error")] == [ANNOTATION]
    assert (
        "| new | critical | sharing | desk is used by Al Jones, Mo Ortiz | inventory/accounts.yaml:4:5 |" in job.summary
    )
    kept = sorted(path.name for path in (practice / "reports").iterdir())
    assert kept == ["portalaudit.html", "portalaudit.sarif", "portalaudit.xml"]
    assert json.loads((practice / "reports/portalaudit.sarif").read_text())["version"] == "2.1.0"
    git(practice, "checkout", "-q", "main")
    assert job.run(named_step(steps, "Check")).returncode == 0
    job.contexts.clear()
    on_main = job.run(named_step(steps, "Check"))
    assert on_main.returncode == 1
    assert "title=high%3A leavers::kimlee is still active" in on_main.stdout


def test_the_workflow_tests_the_rules_of_the_practice(practice: Path) -> None:
    job = github_job(practice)
    steps = documents(WORKFLOW)[0]["jobs"]["test"]["steps"]
    done = job.run(named_step(steps, "Test"))
    assert done.returncode == 1
    assert "FAILED sharing: its cases lack" in done.stdout
    git(practice, "rm", "-rq", "policies/own")
    done = job.run(named_step(steps, "Test"))
    assert (done.returncode, done.stdout.splitlines()[0]) == (2, "error[unknown-pack]: there is no pack `own`")


@pytest.mark.parametrize("variable", ["CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA"])
@pytest.mark.parametrize("text", [PIPELINE, component()], ids=["file", "component"])
def test_the_pipeline_fails_a_merge_request_on_what_it_brings(variable: str, text: str, practice: Path) -> None:
    made = documents(text)[-1]["portalaudit"]
    variables = {**made.get("variables", {}), "CI": "true", variable: git(practice, "rev-parse", "main")}
    done = shell(gitlab_script(text), practice, variables)
    assert (done.returncode, done.stderr) == (1, "")
    assert "Compared with " in done.stdout
    assert "::error" not in done.stdout
    quality = made["artifacts"]["reports"]
    entries = json.loads((practice / quality["codequality"]).read_text())
    assert {one["check_name"] for one in entries} == {"leavers", "rights", "sharing"}
    assert etree.parse(practice / quality["junit"]).getroot().get("failures") == "1"
    assert [(practice / path).is_file() for path in made["artifacts"]["paths"]] == [True]
    git(practice, "checkout", "-q", "main")
    assert shell(gitlab_script(text), practice, variables).returncode == 0
    del variables[variable]
    assert shell(gitlab_script(text), practice, variables).returncode == 1


def test_the_inputs_of_the_component_reach_the_check(practice: Path) -> None:
    git(practice, "mv", "inventory", "the office")
    git(practice, "mv", "policies", "rules")
    text = component(inventory="the office", policies="rules", **{"fail-on": "critical"})
    made = documents(text)[-1]["portalaudit"]
    done = shell(gitlab_script(text), practice, made["variables"])
    assert done.returncode == 1
    assert "desk is used by Al Jones, Mo Ortiz" in done.stdout
    git(practice, "rm", "-q", "--cached", "the office/accounts.yaml")
    write(practice, {"the office/accounts.yaml": ACCOUNTS})
    assert shell(gitlab_script(text), practice, made["variables"]).returncode == 0


# ---------------------------------------------------------------- the action


def action_job(top: Path, **inputs: str) -> Job:
    """The job whose step is the action, with what it was given."""
    job = github_job(top)
    for name, one in documents(ACTION.read_text())[0]["inputs"].items():
        job.contexts[f"inputs.{name}"] = job.filled(inputs.get(name, one["default"]))
    job.contexts["steps.install.outputs.python"] = sys.executable
    return job


def outputs(job: Job) -> dict[str, str]:
    """What a workflow reads of the action."""
    declared = documents(ACTION.read_text())[0]["outputs"]
    return {name: job.filled(one["value"]) for name, one in declared.items()}


def check_step() -> dict[str, Any]:
    return named_step(documents(ACTION.read_text())[0]["runs"]["steps"], "Check")


def test_the_action_says_what_a_pull_request_brings(practice: Path) -> None:
    job = action_job(practice, base=git(practice, "rev-parse", "main"), output="markdown=comment.md\n\nconcise=c.txt\n")
    done = job.run(check_step())
    assert (done.returncode, done.stderr) == (1, "")
    assert ANNOTATION in done.stdout.splitlines()
    reports = job.temp / "portalaudit/reports"
    assert outputs(job) == {
        "exit-code": "1",
        "findings": "1",
        "report": str(reports / "portalaudit.html"),
        "sarif": str(reports / "portalaudit.sarif"),
    }
    assert sorted(path.name for path in reports.iterdir()) == [
        f"portalaudit.{ending}" for ending in ("html", "json", "md", "sarif", "xml")
    ]
    assert "Compared with " in job.summary
    assert (practice / "comment.md").read_text() == job.summary
    assert "critical[sharing]" in (practice / "c.txt").read_text()


def test_the_action_without_a_base_counts_everything(practice: Path) -> None:
    job = action_job(practice, base="none")
    assert job.run(check_step()).returncode == 1
    assert outputs(job)["findings"] == "3"
    job = action_job(practice, **{"fail-on": "never"})
    assert job.run(check_step()).returncode == 0
    assert (outputs(job)["exit-code"], outputs(job)["findings"]) == ("1", "3")
    git(practice, "checkout", "-q", "main")
    job = action_job(practice, **{"fail-on": "critical"})
    assert job.run(check_step()).returncode == 0
    assert (outputs(job)["exit-code"], outputs(job)["findings"]) == ("0", "2")


def test_the_action_fails_on_what_is_wrong_with_files_and_flags(practice: Path) -> None:
    write(practice, {"inventory/accounts.yaml": "acounts: []\n"})
    job = action_job(practice, **{"fail-on": "never"})
    assert job.run(check_step()).returncode == 2
    assert outputs(job)["exit-code"] == "2"
    assert "Nothing was checked. Fix the problem first" in job.summary
    assert "acounts" in job.summary
    job = action_job(practice, inventory="nowhere")
    done = job.run(check_step())
    assert done.returncode == 2
    assert "there is no folder 'nowhere'" in done.stderr
    # The reports of the run before are not taken for those of this one.
    assert outputs(job) == {"exit-code": "2", "findings": "", "report": "", "sarif": ""}


HOSTILE = [
    '$(touch hacked); `touch hacked`; "; touch hacked; #',
    "--version",
    "x\ny=z",
    "inventory'; touch hacked; '",
]


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["inventory", "policies", "base", "fail-on", "output"])
def test_no_input_of_the_action_is_run(name: str, text: str, practice: Path) -> None:
    job = action_job(practice, **{name: text})
    done = job.run(check_step())
    assert done.returncode == 2
    assert outputs(job) == {"exit-code": "2", "findings": "", "report": "", "sarif": ""}
    assert not list(practice.rglob("hacked"))


def test_no_file_of_the_repository_stands_in_for_a_module(practice: Path) -> None:
    for module in ("json", "yaml", "portalaudit", "click"):
        write(practice, {f"{module}.py": "raise SystemExit('taken over')\n"})
    job = action_job(practice)
    done = job.run(check_step())
    assert (done.returncode, done.stderr) == (1, "")
    assert outputs(job)["findings"] == "3"


@pytest.mark.slow
@pytest.mark.network
def test_the_action_installs_itself_from_its_lock(practice: Path) -> None:
    install = named_step(documents(ACTION.read_text())[0]["runs"]["steps"], "Install portalaudit")
    job = action_job(practice)
    del job.contexts["steps.install.outputs.python"]
    job.contexts["github.action_path"] = str(ACTION.parent)
    done = job.run(install)
    assert done.returncode == 0, done.stderr
    assert Path(job.contexts["steps.install.outputs.python"]).is_relative_to(job.temp)
    assert job.run(check_step()).returncode == 1
    assert outputs(job)["findings"] == "3"
