import re
from pathlib import Path

import pytest

from portalaudit.cli.beginnings import BEGINNINGS
from portalaudit.inventory.inventory_vocabulary import vocabulary
from tests.cli.running import LEAVER, PACK, PRACTICE, portalaudit

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_rule_its_cases_and_a_pack_are_written(here: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "new", "rule", "no-night-logins")
    assert ran.code == 0
    assert (
        ran.out
        == """\
wrote policies/own/pack.yaml
wrote policies/own/no-night-logins.yaml
wrote policies/own/no-night-logins.cases.yaml
next: write a failing case into policies/own/no-night-logins.cases.yaml, then the rule; \
`check` calls it an error until it is written
next: run `portalaudit test --select no-night-logins`, which says what is still to be written
"""
    )


@pytest.mark.slow
@pytest.mark.parametrize("subject", BEGINNINGS)
def test_a_new_rule_is_an_error_that_says_what_is_to_be_written(subject: str, here: Path, capsys: Capture) -> None:
    portalaudit(capsys, "new", "rule", "mine", "--for", subject)
    ran = portalaudit(capsys, "test")
    assert (ran.code, ran.out) == (
        2,
        """\
error[empty-value]: this rule is not written yet, so it is not evaluated; fill in title, require, rationale, \
remediation, evidence
 --> policies/own/mine.yaml:5:8
  = next: replace each 'Write here …' in this file, or remove the file and its cases
0 rules, 0 cases
""",
    )


@pytest.mark.slow
def test_a_new_rule_is_not_in_force_until_every_text_of_it_is_written(here: Path, capsys: Capture) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "all.yaml").write_text(PRACTICE + LEAVER)
    portalaudit(capsys, "new", "rule", "own-rule", "-p", "mine/policies")
    rule = here / "mine/policies/own/own-rule.yaml"
    missing = ["title", "require", "rationale", "remediation", "evidence"]
    for key in list(missing):
        ran = portalaudit(capsys, "check", "mine")
        assert ran.code == 2
        assert f"so it is not evaluated; fill in {', '.join(missing)}\n" in ran.out
        assert "[own-rule]" not in ran.out
        missing.remove(key)
        rule.write_text(filled(rule.read_text(), key))
    ran = portalaudit(capsys, "check", "mine")
    assert ran.code == 1
    assert "medium[own-rule]: kimlee is not as it should be\n" in ran.out


FILLED = {"title": "Nobody", "require": '"false"', "rationale": "Why.", "remediation": "What.", "evidence": "Keep."}


def filled(text: str, *keys: str) -> str:
    """The text of a new rule with these keys written."""
    for key in keys:
        text = re.sub(rf"^{key}: (>-\n  )?Write here .*$", f"{key}: {FILLED[key]}", text, flags=re.MULTILINE)
    return text


@pytest.mark.slow
@pytest.mark.parametrize("subject", BEGINNINGS)
def test_the_cases_of_a_new_rule_fail_until_they_differ(subject: str, here: Path, capsys: Capture) -> None:
    portalaudit(capsys, "new", "rule", "mine", "--for", subject)
    rule = here / "policies/own/mine.yaml"
    rule.write_text(filled(rule.read_text(), *FILLED))
    ran = portalaudit(capsys, "test")
    assert ran.code == 1, ran.out
    told = [line.strip() for line in ran.out.splitlines() if not line.startswith(" -->")]
    assert [line for line in told if line.startswith("FAILED")] == [
        "FAILED mine: Describe here one that keeps it",
        "FAILED mine: Describe here one it is not for",
        "FAILED mine: its cases lack a passing case",
        "FAILED mine: its cases lack a case that does not apply or is unknown",
    ]
    assert "1 rule, 3 cases; 2 wrong; 1 rule without all kinds of case" in told


def test_once_the_rule_is_written_its_cases_are_good(here: Path, capsys: Capture) -> None:
    portalaudit(capsys, "new", "rule", "mine")
    rule, cases = here / "policies/own/mine.yaml", here / "policies/own/mine.cases.yaml"
    written = filled(rule.read_text(), *FILLED).replace('require: "false"', "require: account.individual")
    rule.write_text(written.replace("# when: ...", "when: account.live"))
    before, failing, passing, aside = cases.read_text().split("  - name:")
    failing = failing.replace("type: individual", "type: shared_legacy")
    aside = aside.replace("status: active", "status: disabled")
    cases.write_text(f"{before}  - name:{failing}  - name:{passing}  - name:{aside}")
    ran = portalaudit(capsys, "test", "--coverage", "--mutate")
    assert (ran.code, ran.out) == (0, "1 rule, 3 cases; 0 gaps; 2 changes tried, 0 unnoticed: all good\n")


def test_every_kind_of_subject_but_files_can_be_begun() -> None:
    subjects = {name for name, entity in vocabulary().entities.items() if entity.is_subject}
    assert set(BEGINNINGS) == subjects - {"file"}


def test_nothing_is_overwritten(here: Path, capsys: Capture) -> None:
    portalaudit(capsys, "new", "rule", "mine")
    before = {path: path.read_bytes() for path in here.rglob("*.yaml")}
    ran = portalaudit(capsys, "new", "rule", "mine")
    assert ran.code == 2
    assert "there is a rule 'mine' already, in policies/own/mine.yaml." in ran.err
    (here / "policies/own/mine.yaml").rename(here / "policies/own/yours.yaml")
    ran = portalaudit(capsys, "new", "rule", "mine")
    assert ran.code == 2
    assert "'policies/own/mine.cases.yaml' is there already, and nothing is overwritten." in ran.err
    (here / "policies/own/yours.yaml").rename(here / "policies/own/mine.yaml")
    assert {path: path.read_bytes() for path in here.rglob("*.yaml")} == before


def test_a_shipped_rule_keeps_its_name(here: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "new", "rule", "dormant-account")
    assert ran.code == 2
    assert "there is a rule 'dormant-account' already, in portalaudit-policies/portal-access/" in ran.err
    assert list(here.iterdir()) == []


def test_the_only_pack_there_is_gets_the_rule(here: Path, capsys: Capture) -> None:
    (here / "rules" / "clinic").mkdir(parents=True)
    (here / "rules" / "clinic" / "pack.yaml").write_text(PACK)
    ran = portalaudit(capsys, "new", "rule", "mine", "-p", "rules")
    assert ran.out.splitlines()[0] == "wrote rules/clinic/mine.yaml"
    assert "next: run `portalaudit test rules --select mine`" in ran.out
    assert (here / "rules" / "clinic" / "pack.yaml").read_text() == PACK


def test_among_several_packs_one_has_to_be_named(here: Path, capsys: Capture) -> None:
    for name in ("one", "two"):
        (here / "policies" / name).mkdir(parents=True)
        (here / "policies" / name / "pack.yaml").write_text(PACK.replace("own", name))
    ran = portalaudit(capsys, "new", "rule", "mine")
    assert ran.code == 2
    assert "'policies' holds several packs: one, two. Say which with --pack." in ran.err
    assert portalaudit(capsys, "new", "rule", "mine", "--pack", "two").code == 0


def test_a_pack_that_is_not_in_use_is_told(here: Path, capsys: Capture) -> None:
    (here / "policies").mkdir()
    (here / "policies" / "policy.yaml").write_text("packs: [portal-access]\n")
    ran = portalaudit(capsys, "new", "rule", "mine")
    assert ran.out.splitlines()[-1] == (
        "next: add 'own' to `packs:` in policies/policy.yaml, or the rule is not evaluated"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Mine"], "'Mine' is not a valid rule name."),
        (["../mine"], "'../mine' is not a valid rule name."),
        (["mine", "--pack", "../x"], "'../x' is not a valid pack name."),
        (["mine", "--for", "acount"], "Did you mean 'account'?"),
        (["mine", "--for", "file"], "no rule can be begun for 'file'"),
    ],
)
def test_what_cannot_be_is_refused(arguments: list[str], message: str, here: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "new", "rule", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert list(here.iterdir()) == []
