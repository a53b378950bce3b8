"""The hooks of this repository, run by pre-commit itself in the repository of a practice."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from portalaudit.cli.build_server_files import build_server_files
from portalaudit.cli.commands import COMMANDS
from tests.cli.build_servers import BIN, REPOSITORY, documents
from tests.cli.repositories import commit, git, repository, write
from tests.cli.test_base import ACCOUNTS, FILES, SHARED, WAIVER
from tests.cli.test_other_commands import CASES

HOOKS = {one["id"]: one for one in documents((REPOSITORY / ".pre-commit-hooks.yaml").read_text())[0]}
PRACTICE = {name.replace("office/", "inventory/"): text for name, text in FILES.items()}
OWN = {f"policies/own/{name}.yaml" for name in ("sharing", "rights", "factor")}
TESTED = {name: text for name, text in PRACTICE.items() if name not in OWN} | {"policies/own/leavers.cases.yaml": CASES}


def test_the_hooks_are_commands_that_read_whole_folders() -> None:
    assert list(HOOKS) == ["portalaudit", "portalaudit-waivers", "portalaudit-test"]
    for hook in HOOKS.values():
        assert (hook["language"], hook["pass_filenames"]) == ("python", "false")
        assert hook["entry"].split()[1] in COMMANDS
    (repo,) = documents(build_server_files("github", ())[".pre-commit-config.yaml"])[0]["repos"]
    assert {one["id"] for one in repo["hooks"]} == set(HOOKS)


class PreCommit:
    """pre-commit in a practice, with this repository as it is now, and environments of its own."""

    def __init__(self, folder: Path) -> None:
        self.top = folder / "practice"
        self._env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},  # noqa: TID251
            "PRE_COMMIT_HOME": str(folder / "environments"),
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        tracked = subprocess.run(
            ["git", "-C", REPOSITORY, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            check=True,
            text=True,
        )
        source = folder / "portalaudit"
        for name in tracked.stdout.split("\0")[:-1]:
            if (REPOSITORY / name).is_file() and not name.startswith("tests/"):
                (source / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(REPOSITORY / name, source / name)
        rev = repository(source, {})
        repository(self.top, TESTED, "-b", "main")
        text = build_server_files("github", ())[".pre-commit-config.yaml"].splitlines()
        config = [line.replace(line.split(": ")[-1], str(source)) if "repo:" in line else line for line in text]
        config = [f"    rev: {rev}" if "rev:" in line else line for line in config]
        write(self.top, {".pre-commit-config.yaml": "\n".join(config)})
        commit(self.top)

    def run(self, *arguments: str) -> tuple[int, dict[str, str], str]:
        """The exit code, what became of each hook, and everything that was said."""
        git(self.top, "add", "-A")
        done = subprocess.run(
            [BIN / "pre-commit", "run", "--color=never", *arguments],
            cwd=self.top,
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )
        ends = ("Passed", "Failed", "Skipped")
        lines = [line for line in done.stdout.splitlines() if line.startswith("portalaudit ") and line.endswith(ends)]
        names = {hook["name"]: name for name, hook in HOOKS.items()}
        return (
            done.returncode,
            {names[line.partition("..")[0]]: next(end for end in ends if line.endswith(end)) for line in lines},
            done.stdout + done.stderr,
        )


def every(**other: str) -> dict[str, str]:
    return {name: other.get(name.removeprefix("portalaudit-"), "Passed") for name in HOOKS}


@pytest.mark.slow
@pytest.mark.network
def test_pre_commit_runs_each_hook_where_it_matters(tmp_path: Path) -> None:
    hooks = PreCommit(tmp_path)
    # What was wrong before does not stop a commit, and neither does a file of another kind.
    code, ends, said = hooks.run("--all-files")
    assert (code, ends) == (0, every()), said
    write(hooks.top, {"README.md": "Ours"})
    assert hooks.run()[:2] == (0, every(portalaudit="Skipped", waivers="Skipped", test="Skipped"))

    hired = "  - {id: nmp-kim2, portal: nmp, login: kim2, person: kim, type: individual, status: active, mfa: totp}\n"
    write(hooks.top, {"inventory/accounts.yaml": ACCOUNTS + hired})
    code, ends, said = hooks.run()
    assert (code, ends) == (1, every(portalaudit="Failed", test="Skipped")), said
    assert "high[leavers]: kim2 is still active" in said
    assert "kimlee" not in said
    git(hooks.top, "reset", "-q", "--hard")

    waiver = WAIVER.replace("rule: sharing", "rule: leavers").replace("nmp-desk", "nmp-kim").replace("jo\n", "al\n")
    write(hooks.top, {"policies/waivers.yaml": waiver})
    code, ends, said = hooks.run()
    assert ends["portalaudit-waivers"] == "Failed", said
    assert "Invalid" in said or "al" in said
    git(hooks.top, "reset", "-q", "--hard")

    write(hooks.top, {"policies/own/leavers.cases.yaml": CASES.replace("expect: fail", "expect: pass")})
    code, ends, said = hooks.run()
    assert (code, ends["portalaudit-test"]) == (1, "Failed"), said
    assert SHARED not in said
