"""Steps of workflows, actions and pipelines as their servers run them: shell scripts, each with its variables."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
ACTION = REPOSITORY / ".github/actions/portalaudit/action.yml"
COMPONENT = REPOSITORY / ".gitlab/portalaudit.yml"
BIN = Path(sys.executable).parent
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


def documents(text: str) -> list[Any]:
    """The YAML documents of a file, whose key `on` stays a text."""
    return list(yaml.load_all(text, Loader=yaml.BaseLoader))


def steps_of(file: Any) -> list[dict[str, Any]]:
    """Every step of a workflow or of an action."""
    if "runs" in file:
        return list(file["runs"]["steps"])
    return [step for job in file["jobs"].values() for step in job["steps"]]


def component(**inputs: str) -> str:
    """The job of the component, with its inputs filled in as GitLab does."""
    head, _, body = COMPONENT.read_text().partition("\n---\n")
    for name, one in documents(head)[0]["spec"]["inputs"].items():
        body = body.replace(f"$[[ inputs.{name} ]]", inputs.get(name, one["default"]))
    assert "$[[" not in body
    return body


def gitlab_script(text: str, job: str = "portalaudit") -> str:
    """The lines of a job after those that install."""
    lines = documents(text)[-1][job]["script"]
    assert lines[0].startswith("python -m pip install ")
    return "\n".join(lines[1:])


@dataclass
class Job:
    """A job of GitHub Actions: its checkout, its folder for temporary files, and what its steps leave."""

    checkout: Path
    temp: Path
    contexts: dict[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""

    def run(self, step: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
        """A step with `run`. Its outputs can be read by those after it."""
        files = {name: self.temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV")}
        for each in files.values():
            each.write_text("")
        env = {name: self.filled(value) for name, value in step.get("env", {}).items()}
        own = {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "RUNNER_TEMP": str(self.temp),
            **{name: str(path) for name, path in files.items()},
            **self.variables,
        }
        done = shell(step["run"], self.checkout, {**own, **env})
        for line in files["GITHUB_OUTPUT"].read_text().splitlines():
            name, _, value = line.partition("=")
            self.contexts[f"steps.{step.get('id')}.outputs.{name}"] = value
        self.summary += files["GITHUB_STEP_SUMMARY"].read_text()
        assert files["GITHUB_ENV"].read_text() == ""
        return done

    def filled(self, text: str) -> str:
        """A text with its expressions answered; an unknown context is empty, as for GitHub."""
        return _EXPRESSION.sub(lambda found: self.contexts.get(found[1], ""), text)


def shell(script: str, folder: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A script as GitHub and GitLab start it: bash that ends with the first command that fails."""
    assert "${{" not in script, "an expression in a script is a way in for whoever names a branch"
    passed = {name: os.environ[name] for name in os.environ if name.startswith(("PIP_", "UV_", "SSL_"))}  # noqa: TID251
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={
            **passed,
            "PATH": f"{BIN}:{os.environ['PATH']}",  # noqa: TID251 -- where git is
            "HOME": str(folder.parent),
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(folder.parent / "cache")),  # noqa: TID251
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
