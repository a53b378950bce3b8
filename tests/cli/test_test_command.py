import json
import shutil
from pathlib import Path

import pytest

from portalaudit.cli.shipped import policies_dir
from tests.cli.running import PACK, RULE, portalaudit
from tests.cli.test_other_commands import CASES

Capture = pytest.CaptureFixture[str]
OTHER = RULE.replace("id: leavers", "id: leavers-again")


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of one good rule in the policies folder of the current folder."""
    folder = tmp_path / "policies" / "own"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(PACK)
    (folder / "leavers.yaml").write_text(RULE)
    (folder / "leavers.cases.yaml").write_text(CASES)
    monkeypatch.chdir(tmp_path)
    return folder


def test_one_s_own_rules_are_tested_and_not_the_shipped_ones(pack: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "test")
    assert (ran.code, ran.out) == (0, "1 rule, 3 cases: all good\n")


def test_a_folder_with_nothing_but_a_pack_is_enough(pack: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "test", "policies/own")
    assert (ran.code, ran.out) == (0, "1 rule, 3 cases: all good\n")


def test_one_s_own_rules_may_read_facts_of_the_shipped_pack(pack: Path, capsys: Capture) -> None:
    """Facts that are written in YAML, of which one's own pack has none."""
    (pack / "leavers.yaml").write_text(
        RULE.replace("when: account.live", "when: account.live && !account.created_by_grant")
    )
    ran = portalaudit(capsys, "test")
    assert (ran.code, ran.out, ran.err) == (0, "1 rule, 3 cases: all good\n", "")


@pytest.mark.slow
def test_a_copy_of_a_shipped_pack_is_tested_by_itself(capsys: Capture) -> None:
    ran = portalaudit(capsys, "test", str(policies_dir() / "portal-access"), "--select", "dormant-account")
    assert ran.code == 0, ran.out


def test_rules_of_packs_that_are_not_in_use_are_tested(pack: Path, capsys: Capture) -> None:
    (pack.parent / "policy.yaml").write_text("packs: [portal-access]\n")
    assert portalaudit(capsys, "test").out == "1 rule, 3 cases: all good\n"


def test_settings_of_the_practice_change_no_case(pack: Path, capsys: Capture) -> None:
    setting = "packs: [own]\nrules: {leavers: {severity: low, reason: We are few}}\n"
    (pack.parent / "policy.yaml").write_text(setting)
    (pack / "leavers.cases.yaml").write_text(CASES.replace("expect: fail", "expect: fail high"))
    assert portalaudit(capsys, "test").out == "1 rule, 3 cases: all good\n"


def test_a_rule_whose_file_of_cases_holds_none_is_not_all_good(pack: Path, capsys: Capture) -> None:
    (pack / "leavers.cases.yaml").write_text("as_of: 2026-11-20\ncases: []\n")
    ran = portalaudit(capsys, "test")
    assert ran.code == 1
    assert [line for line in ran.out.splitlines() if line.startswith(("FAILED", "1 rule"))] == [
        "FAILED leavers: its cases lack a failing case",
        "FAILED leavers: its cases lack a passing case",
        "FAILED leavers: its cases lack a case that does not apply or is unknown",
        "1 rule, 0 cases; 1 rule without all kinds of case",
    ]


@pytest.mark.slow
def test_shipped_rules_are_tested_where_there_is_no_other(pack: Path, capsys: Capture) -> None:
    for file in pack.iterdir():
        file.unlink()
    ran = portalaudit(capsys, "test", "--select", "late-deactivation,dormant-account")
    assert ran.code == 0
    assert ran.out.startswith("2 rules, ")


@pytest.mark.slow
def test_a_shipped_rule_is_tested_where_it_is_asked_for(pack: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "test", "--select", "dormant-account")
    assert ran.code == 0
    assert ran.out.startswith("1 rule, ")


def test_with_own_no_shipped_rule_is_tested(pack: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "test", "--own").out == "1 rule, 3 cases: all good\n"
    shutil.rmtree(pack)
    (pack.parent / "policy.yaml").write_text("packs: [portal-access]\n")
    ran = portalaudit(capsys, "test", "--own")
    assert (ran.code, ran.out, ran.err) == (0, "0 rules, 0 cases\n", "")
    ran = portalaudit(capsys, "test", "--own", "--select", "dormant-account")
    assert (ran.code, ran.out) == (2, "")


def test_a_rule_that_does_not_exist_is_told_with_the_nearest(pack: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "test", "--select", "leaver")
    assert ran.code == 2
    assert "no rule or control matches 'leaver'. Did you mean 'leavers'?" in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["leavers.yaml", "leavers.yml", "leavers.YAML"])
@pytest.mark.parametrize("cases", ["leavers.cases.yaml", "leavers.cases.yml", "leavers.Cases.YML"])
def test_a_rule_and_its_cases_may_end_in_yml(pack: Path, capsys: Capture, rule: str, cases: str) -> None:
    (pack / "leavers.yaml").rename(pack / rule)
    (pack / "leavers.cases.yaml").rename(pack / cases)
    assert portalaudit(capsys, "test").out == "1 rule, 3 cases: all good\n"
    assert "Examples" in portalaudit(capsys, "explain", "leavers").out


def test_a_rule_with_dots_in_its_file_name_has_cases_too(pack: Path, capsys: Capture) -> None:
    (pack / "leavers.yaml").rename(pack / "1.leavers.yaml")
    (pack / "leavers.cases.yaml").rename(pack / "1.leavers.cases.yml")
    ran = portalaudit(capsys, "test")
    assert "bad-cases" not in ran.out


def test_a_second_file_of_cases_is_a_problem(pack: Path, capsys: Capture) -> None:
    (pack / "leavers.cases.yml").write_text(CASES)
    ran = portalaudit(capsys, "test")
    assert ran.code == 2
    assert "error[bad-cases]: its rule has other cases in leavers.cases.yaml, and these are not run" in ran.out
    assert " --> policies/own/leavers.cases.yml:1:1" in ran.out


def test_cases_that_belong_to_no_rule_are_a_problem(pack: Path, capsys: Capture) -> None:
    (pack / "leaver.cases.yaml").write_text(CASES)
    ran = portalaudit(capsys, "test")
    assert ran.code == 2
    assert "error[bad-cases]: no rule lies beside these cases" in ran.out
    assert " --> policies/own/leaver.cases.yaml:1:1" in ran.out


def test_cases_belong_to_the_rule_beside_them(pack: Path, capsys: Capture) -> None:
    (pack / "elsewhere").mkdir()
    (pack / "leavers.cases.yaml").rename(pack / "elsewhere" / "leavers.cases.yaml")
    ran = portalaudit(capsys, "test")
    assert ran.code == 2
    assert "its cases lack a file leavers.cases.yaml beside the rule" in ran.out


def test_every_mistake_in_a_rule_is_told(pack: Path, capsys: Capture) -> None:
    (pack / "leavers.yaml").write_text(RULE.replace("account.live", "account.alive"))
    ran = portalaudit(capsys, "test")
    assert ran.code == 2
    assert " --> policies/own/leavers.yaml:5:15" in ran.out


@pytest.mark.slow
def test_changes_that_no_case_notices_give_exit_code_1(pack: Path, capsys: Capture) -> None:
    (pack / "leavers.yaml").write_text(RULE.replace("when: account.live", "when: account.live && account.individual"))
    assert portalaudit(capsys, "test").code == 0
    ran = portalaudit(capsys, "test", "--mutate", "--coverage")
    assert ran.code == 1
    assert ran.out.splitlines()[:4] == [
        "GAP    leavers: no case makes this false in when: account.individual",
        " --> policies/own/leavers.yaml:5:23",
        "ALIVE  leavers: no case notices this change in when: drop account.individual",
        " --> policies/own/leavers.yaml:5:23",
    ]


@pytest.mark.slow
def test_explained_changes_are_good_and_explanations_of_nothing_are_not(pack: Path, capsys: Capture) -> None:
    rule = RULE.replace("when: account.live", "when: account.live && !account.parked")
    (pack / "leavers.yaml").write_text(rule)
    reason = "survivors:\n  - {in: when, change: drop !account.parked, because: A live account is not parked}\n"
    (pack / "leavers.cases.yaml").write_text(CASES + reason)
    ran = portalaudit(capsys, "test", "--mutate")
    assert ran.code == 0
    assert ran.out == "1 rule, 3 cases; 7 changes tried, 0 unnoticed, 1 explained: all good\n"
    (pack / "leavers.yaml").write_text(RULE)
    assert portalaudit(capsys, "test").code == 0
    ran = portalaudit(capsys, "test", "--mutate")
    assert ran.code == 2
    assert "`drop !account.parked` in when is not a change that goes unnoticed" in ran.out
    assert " --> policies/own/leavers.cases.yaml:20:24" in ran.out


def test_several_processes_find_the_same(pack: Path, capsys: Capture) -> None:
    (pack / "leavers-again.yaml").write_text(OTHER)
    (pack / "leavers-again.cases.yaml").write_text(CASES.replace("expect: fail", "expect: fail low"))
    (pack / "leavers.yaml").write_text(RULE.replace("when: account.live", "when: account.live && account.individual"))
    alone = portalaudit(capsys, "test", "--mutate", "--coverage", "-j", "1")
    together = portalaudit(capsys, "test", "--mutate", "--coverage", "-j", "2")
    assert alone.code == 1
    assert "FAILED leavers-again" in alone.out
    assert alone == together


def test_results_go_into_files_and_to_standard_output(pack: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "test", "-o", "junit=out/cases.xml", "-o", "json=-")
    assert ran.code == 0
    assert json.loads(ran.out)["summary"]["cases"] == 3
    assert '<testsuites name="portalaudit" tests="3" failures="0"' in Path("out/cases.xml").read_text()


def test_two_results_for_one_place_are_refused(pack: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "test", "-o", "junit=out.xml", "-o", "json=out.xml")
    assert ran.code == 2
    assert "would both go to 'out.xml'" in ran.err
    assert portalaudit(capsys, "test", "-o", "html=out.html").code == 2
    assert not Path("out.html").exists()


BROKEN = {
    "empty": "",
    "a list": "- a\n",
    "no YAML": "cases: [\n",
    "no day": CASES.replace("as_of: 2026-11-20\n", ""),
    "a day that is none": CASES.replace("2026-11-20", "2026-02-30"),
    "no cases": "as_of: 2026-11-20\n",
    "cases that are a text": "as_of: 2026-11-20\ncases: none\n",
    "cases that are empty": "as_of: 2026-11-20\ncases:\n",
    "a case that is a text": "as_of: 2026-11-20\ncases: [one]\n",
    "a case without a name": CASES.replace("name: Gone", "nam: Gone"),
    "an inventory that is a list": "as_of: 2026-11-20\ncases: [{name: a, inventory: []}]\n",
    "a section that is a text": "as_of: 2026-11-20\ncases: [{name: a, inventory: {accounts: none}}]\n",
    "a section that does not exist": "as_of: 2026-11-20\ncases: [{name: a, inventory: {acounts: []}}]\n",
    "given that is a list": CASES.replace("{portals: [{id: nmp, name: Noridian, kind: mac}]}", "[]"),
    "an id twice": CASES.replace(
        "- {id: a, ", "- {id: a, portal: nmp, login: b, type: api, status: active}\n        - {id: a, ", 1
    ),
    "a time zone that is none": CASES.replace(
        "  - name: Gone\n    inventory:\n",
        "  - name: Gone\n    inventory:\n      practice: {id: a, name: A, timezone: Moon}\n",
    ),
    "two practices": CASES.replace("given: {", "given: {practice: {id: a, name: A, timezone: UTC}, ").replace(
        "  - name: Gone\n    inventory:\n",
        "  - name: Gone\n    inventory:\n      practice: {id: b, name: B, timezone: UTC}\n",
    ),
    "files that are a list": CASES + "    files: [a]\n",
    "params that are a list": CASES + "    params: [a]\n",
    "a parameter that does not exist": CASES + "    params: {days: 3}\n",
    "a mark that is none": CASES.replace("expect: pass", "expect pass"),
    "a key that does not exist": CASES + "case: []\n",
    "an explanation without a reason": CASES + "survivors: [{in: when, change: a}]\n",
    "an anchor": CASES.replace("given: {", "given: &a {"),
    "a control character": CASES.replace("Gone", '"\\a"'),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BROKEN)
def test_no_broken_cases_file_is_more_than_a_message(name: str, pack: Path, capsys: Capture) -> None:
    assert BROKEN[name] != CASES
    (pack / "leavers.cases.yaml").write_text(BROKEN[name])
    ran = portalaudit(capsys, "test", "--mutate", "--coverage", "-j", "1")
    assert ran.code == 2, ran.out
    assert ran.err == ""
    assert " --> policies/own/leavers.cases.yaml:" in ran.out


FACTS = "facts:\n  gone: {type: boolean, meaning: Whether it is closed, expression: account.status == 'deactivated'}\n"
FACT_CASES = """\
as_of: 2026-11-20
cases:
  - name: Two accounts
    inventory:
      portals: [{id: p, name: P, kind: standalone}]
      accounts:
        - {id: a, portal: p, login: x, type: individual, status: active}
        - {id: b, portal: p, login: y, type: individual, status: deactivated}
    expect: {a: {gone: false}, b: {gone: true}}
"""


def facts(pack: Path, text: str = FACTS, cases: str = FACT_CASES) -> None:
    (pack / "facts").mkdir(exist_ok=True)
    (pack / "facts" / "account.yaml").write_text(text)
    (pack / "facts" / "account.cases.yaml").write_text(cases)


@pytest.mark.parametrize("folder", ["policies", "policies/own"])
def test_facts_are_proved_beside_the_rules_that_use_them(pack: Path, capsys: Capture, folder: str) -> None:
    facts(pack)
    (pack / "leavers.yaml").write_text(RULE.replace("account.live", "account.live && !account.gone"))
    ran = portalaudit(capsys, "test", folder)
    assert (ran.code, ran.err) == (0, ""), ran.out
    assert ran.out == "1 rule, 1 file of facts, 4 cases: all good\n"


def test_a_wrong_case_of_a_fact_is_shown_at_its_line(pack: Path, capsys: Capture) -> None:
    facts(pack, cases=FACT_CASES.replace("{gone: true}", "{gone: false}"))
    ran = portalaudit(capsys, "test")
    assert ran.code == 1
    assert "policies/own/facts/account.cases.yaml:3:11" in ran.out
    assert "b: `gone` is true, not false" in ran.out


def test_a_mistake_in_a_fact_stops_nothing_but_is_told_once(pack: Path, capsys: Capture) -> None:
    facts(pack, text=FACTS.replace("account.status", "account.stattus"))
    ran = portalaudit(capsys, "test")
    assert ran.code == 2
    assert ran.out.count("an account has no fact `stattus`") == 1
    assert "policies/own/facts/account.yaml:2:76" in ran.out
