import io
import json
from pathlib import Path

import pytest

from portalaudit.cli import progress
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

Capture = pytest.CaptureFixture[str]
CASES = """\
as_of: 2026-11-20
given: {portals: [{id: nmp, name: Noridian, kind: mac}]}
cases:
  - name: Left and live
    inventory:
      staff: [{id: kim, name: Kim, engagements: [{kind: employee, start: 2024-01-01, end: 2026-08-14}]}]
      accounts:
        - {id: a, portal: nmp, login: kim, person: kim, type: individual, status: active}  # expect: fail
  - name: Here
    inventory:
      staff: [{id: kim, name: Kim, engagements: [{kind: employee, start: 2024-01-01}]}]
      accounts:
        - {id: a, portal: nmp, login: kim, person: kim, type: individual, status: active}  # expect: pass
  - name: Gone
    inventory:
      staff: [{id: kim, name: Kim, engagements: [{kind: employee, start: 2024-01-01}]}]
      accounts:
        - {id: a, portal: nmp, login: kim, person: kim, type: individual, status: deleted}  # expect: not_applicable
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policies folder with one own rule, in the current folder."""
    pack = tmp_path / "policies" / "own"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text(PACK)
    (pack / "leavers.yaml").write_text(RULE)
    (pack / "leavers.cases.yaml").write_text(CASES)
    (tmp_path / "policies" / "policy.yaml").write_text("packs: [own]\n")
    monkeypatch.chdir(tmp_path)
    return pack


def test_good_cases_give_exit_code_0(own: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "test")
    assert ran.code == 0
    assert ran.out == "1 rule, 3 cases: all good\n"


def test_verbose_names_every_case(own: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "test", "-v", "--select", "leavers")
    assert "ok     leavers: Left and live" in ran.out


def test_a_wrong_case_gives_exit_code_1(own: Path, capsys: Capture) -> None:
    (own / "leavers.cases.yaml").write_text(CASES.replace("expect: fail", "expect: fail low"))
    ran = portalaudit(capsys, "test")
    assert ran.code == 1
    assert "FAILED leavers: Left and live" in ran.out
    assert "line 8: expected fail low, got fail high: kim is still active" in ran.out


def test_a_rule_without_cases_gives_exit_code_1(own: Path, capsys: Capture) -> None:
    (own / "leavers.cases.yaml").unlink()
    ran = portalaudit(capsys, "test")
    assert ran.code == 1
    assert "FAILED leavers: its cases lack a file leavers.cases.yaml beside the rule" in ran.out


def test_a_mark_that_cannot_be_read_gives_exit_code_2(own: Path, capsys: Capture) -> None:
    (own / "leavers.cases.yaml").write_text(CASES.replace("# expect: pass", "# expect pass"))
    ran = portalaudit(capsys, "test")
    assert ran.code == 2
    assert "error[bad-cases]: this comment means to be a mark" in ran.out


@pytest.mark.slow
def test_the_shipped_rules_pass_their_cases(capsys: Capture) -> None:
    ran = portalaudit(capsys, "test", str(Path(__file__).resolve().parents[2] / "policies"))
    assert ran.code == 0, ran.out


def test_rules_lists_what_is_in_force_and_what_is_left_out(own: Path, capsys: Capture) -> None:
    assert "leavers  high      People who have left hold no live account" in portalaudit(capsys, "rules").out
    left_out = "packs: [own]\nrules: {leavers: {leave_out: true, reason: Nobody leaves}}\n"
    (own.parent / "policy.yaml").write_text(left_out)
    assert "leavers  left out: Nobody leaves" in portalaudit(capsys, "rules").out


def test_explain_says_what_why_and_how(own: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "explain", "leavers")
    assert ran.code == 0
    for part in ("Severity: high", "account.person.employed", "They left.", "Revoke it.", "PS-4"):
        assert part in ran.out


def test_explain_names_the_nearest_rule(own: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "explain", "leaver")
    assert ran.code == 2
    assert "Did you mean 'leavers'?" in ran.err


def test_broken_policies_are_told_with_their_places(own: Path, capsys: Capture) -> None:
    (own / "leavers.yaml").write_text(RULE.replace("account.live", "account.alive"))
    ran = portalaudit(capsys, "rules")
    assert ran.code == 2
    assert "policies/own/leavers.yaml:5:15" in ran.err


def test_facts_of_one_entity(capsys: Capture) -> None:
    ran = portalaudit(capsys, "facts", "account")
    assert "  * account.live: boolean" in ran.out
    assert "    account.login: text" in ran.out
    assert portalaudit(capsys, "facts", "acount").code == 2


def test_facts_of_all_end_with_the_functions(capsys: Capture) -> None:
    ran = portalaudit(capsys, "facts")
    assert "  * portal.accounts: list of account\n    Every login to this portal, closed ones too." in ran.out
    (_, functions) = ran.out.split("\nfunctions (beside those of CEL")
    assert "    latest(dates, otherwise): date\n    The latest of the dates; the other date" in functions
    assert "functions (" not in portalaudit(capsys, "facts", "account").out


ATTRIBUTES = """\
properties:
  badge: {type: string, description: Number of the badge}
  boss: {properties: {since: {type: string, format: date}}}
"""


def test_facts_of_a_practice_s_own(own: Path, capsys: Capture) -> None:
    folder = own.parent / "attributes"
    folder.mkdir()
    (folder / "accounts.yaml").write_text(ATTRIBUTES)
    (own / "leavers.yaml").write_text(RULE.replace("account.live", "account.attributes.bagde == ''"))
    ran = portalaudit(capsys, "facts", "account")
    assert (ran.code, ran.err) == (0, "")
    assert "    account.attributes.badge: text\n    Number of the badge\n" in ran.out
    assert "    account.attributes.boss.since: date\n" in ran.out
    ran = portalaudit(capsys, "rules")
    assert "an account.attributes has no fact `bagde` (did you mean `badge`?)" in ran.err


def test_facts_tell_what_is_wrong_with_a_schema(own: Path, capsys: Capture) -> None:
    folder = own.parent / "attributes"
    folder.mkdir()
    (folder / "accounts.yaml").write_text("type: list\n")
    ran = portalaudit(capsys, "facts", "account")
    assert ran.code == 2
    assert "\n --> policies/attributes/accounts.yaml:1:7\n  = next: " in ran.err
    assert "  * account.live: boolean\n" in ran.out


def test_what_a_schema_refuses_is_told_with_the_place_of_the_schema(own: Path, capsys: Capture) -> None:
    folder = own.parent / "attributes"
    folder.mkdir()
    (folder / "accounts.yaml").write_text(ATTRIBUTES.replace("string, desc", "integer, desc"))
    file = own.parent.parent / "inventory" / "practice.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(PRACTICE + LEAVER.replace("status: active", "status: active, attributes: {badge: x}"))
    ran = portalaudit(capsys, "check")
    assert ran.code == 2
    assert " ::: policies/attributes/accounts.yaml:2:11\n" in ran.out


@pytest.mark.parametrize("name", [[], ["accounts"], ["practice"], ["report"], ["framework"]])
def test_schema_prints_json(name: list[str], capsys: Capture) -> None:
    ran = portalaudit(capsys, "schema", *name)
    assert json.loads(ran.out)["$schema"].startswith("https://json-schema.org/")
    assert portalaudit(capsys, "schema", "acounts").code == 2


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_on_a_terminal_for_long_work_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Terminal())
    bar = progress.watch(wanted=True)
    bar.reading(3, 10)
    assert list(bar.judging(10, [], iter(()))) == []
    assert progress.sys.stderr.getvalue() == ""
    bar.reading(3, progress.LONG_BYTES)
    assert list(bar.judging(progress.LONG_ACCOUNTS, [], iter(()))) == []
    assert "Reading 3 files" in progress.sys.stderr.getvalue()
    assert "Judging" in progress.sys.stderr.getvalue()
    progress.begin("Evaluating")
    assert progress.sys.stderr.getvalue().endswith("\nEvaluating …\n")
    monkeypatch.setenv("TERM", "dumb")
    progress.begin("Again")
    assert "Again" not in progress.sys.stderr.getvalue()
    assert type(progress.watch(wanted=False)) is not type(bar)
