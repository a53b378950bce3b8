"""`--select` and `--ignore`, whoever says them: what was not evaluated is told in every report."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, Ran, portalaudit

AS_OF = "--as-of=2026-11-20"
OTHER = RULE.replace("id: leavers", "id: dormant").replace("account.person.employed", "account.live")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice with two rules of its own, of which one has a finding."""
    (tmp_path / "inventory").mkdir()
    (tmp_path / "inventory" / "all.yaml").write_text(PRACTICE + LEAVER)
    own = tmp_path / "policies" / "own"
    own.mkdir(parents=True)
    (own / "pack.yaml").write_text(PACK)
    (own / "leavers.yaml").write_text(RULE)
    (own / "dormant.yaml").write_text(OTHER)
    (tmp_path / "policies" / "policy.yaml").write_text("packs: [own]\n")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "PORTALAUDIT_AS_OF", "PORTALAUDIT_SELECT", "PORTALAUDIT_IGNORE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run_of(capsys: Capture, *arguments: str) -> dict[str, Any]:
    ran = portalaudit(capsys, "check", AS_OF, "-ojson=-", *arguments)
    found: dict[str, Any] = json.loads(ran.out)["run"]
    return found


def said(run: dict[str, Any]) -> object:
    return run["select"], run["ignore"], run["set_by"]


def test_a_flag_says_it(practice: Path, capsys: Capture) -> None:
    run = run_of(capsys, "--ignore=leavers")
    assert said(run) == ([], ["leavers"], {"select": None, "ignore": "--ignore"})
    assert (run["rules_in_force"], run["rules_evaluated"]) == (2, 1)
    [left_out] = run["not_evaluated"]
    assert (left_out["id"], left_out["title"], left_out["severity"]) == (
        "leavers",
        "People who have left hold no live account",
        "high",
    )


def test_a_variable_says_it(practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTALAUDIT_SELECT", "dormant")
    run = run_of(capsys)
    assert said(run) == (["dormant"], [], {"select": "PORTALAUDIT_SELECT", "ignore": None})
    assert run["banner"] == "Partial run: 1 of 2 rules evaluated"


def test_a_line_of_the_config_file_says_it(practice: Path, capsys: Capture) -> None:
    (practice / "portalaudit.toml").write_text('# ours\n[check]\nfail-on = "critical"\nignore = ["leavers"]\n')
    assert said(run_of(capsys)) == ([], ["leavers"], {"select": None, "ignore": "portalaudit.toml:4"})


def test_a_flag_over_the_config_file_is_the_one_that_says_it(practice: Path, capsys: Capture) -> None:
    (practice / "portalaudit.toml").write_text('[check]\nignore = ["leavers"]\n')
    assert said(run_of(capsys, "--ignore=dormant")) == (
        [],
        ["dormant"],
        {"select": None, "ignore": "--ignore"},
    )


def test_without_either_the_run_is_whole(practice: Path, capsys: Capture) -> None:
    run = run_of(capsys)
    assert said(run) == ([], [], {"select": None, "ignore": None})
    assert (run["banner"], run["not_evaluated"]) == ("", [])


def test_a_quiet_partial_run_still_says_so(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", AS_OF, "-q", "--select=dormant")
    assert ran == Ran(0, "", "Partial run: 1 of 2 rules evaluated.\n")


def test_a_control_of_which_a_rule_was_not_evaluated_is_never_without_findings(practice: Path, capsys: Capture) -> None:
    def state(*arguments: str) -> str:
        frameworks = json.loads(portalaudit(capsys, "check", AS_OF, "-ojson=-", *arguments).out)["frameworks"]
        return next(str(each["state"]) for one in frameworks for each in one["controls"] if each["id"] == "PS-4")

    rule = practice / "policies" / "own" / "leavers.yaml"
    rule.write_text(rule.read_text().replace("[PS-4]", "{covers: [PS-4]}"))
    assert state() == "findings"
    assert state("--ignore=leavers") == "not fully evaluated"
    file = practice / "inventory" / "all.yaml"
    file.write_text(file.read_text().replace(", end: 2026-08-14", ""))
    assert state() == "no findings"
    assert state("--select=dormant") == "not fully evaluated"


@pytest.mark.parametrize("flag", ["--select", "--ignore"])
def test_a_named_rule_with_a_mistake_is_told_as_its_problem(practice: Path, capsys: Capture, flag: str) -> None:
    (practice / "policies" / "own" / "leavers.yaml").write_text(RULE.replace("account.live", "account.lvie"))
    ran = portalaudit(capsys, "check", AS_OF, flag, "leavers")
    assert ran.code == 2
    assert ran.err == ""
    assert "error[bad-expression]: " in ran.out
    assert "--> policies/own/leavers.yaml:5:15\n" in ran.out
    assert "live" in ran.out
    assert "no rule or control matches" not in ran.out


def test_a_control_of_a_rule_with_a_mistake_is_told_as_its_problem(practice: Path, capsys: Capture) -> None:
    for name in ("leavers", "dormant"):
        file = practice / "policies" / "own" / f"{name}.yaml"
        file.write_text(file.read_text().replace("when: account.live", "when: account.lvie"))
    ran = portalaudit(capsys, "check", AS_OF, "--select=PS-4")
    assert ran.code == 2
    assert ran.out.count("error[bad-expression]: ") == 2


def test_a_misspelt_rule_is_refused_where_only_the_inventory_has_a_mistake(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "broken.yaml").write_text("staff: [\n")
    ran = portalaudit(capsys, "check", AS_OF, "--select=leaver")
    assert ran.code == 2
    assert "no rule or control matches 'leaver'. Did you mean 'leavers'?" in ran.err
