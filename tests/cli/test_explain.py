import json
from pathlib import Path

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

Capture = pytest.CaptureFixture[str]
SAMPLE = str(Path(__file__).resolve().parents[2] / "inventory" / "cascade-ridge")
DAY = ("--as-of", "2026-11-20")


def parts(text: str) -> dict[str, list[str]]:
    return {part["heading"]: [*part["paragraphs"], *part["points"]] for part in json.loads(text)["parts"]}


def test_a_rule_is_told_whole(capsys: Capture) -> None:
    ran = portalaudit(capsys, "explain", "dormant-account", "-o", "json=-")
    told = parts(ran.out)

    assert ran.code == 0
    (population,) = told["Applies to"]
    assert population.endswith("whose last login is known from a recent list; not those of someone who has left")
    hipaa = "HIPAA Security and Privacy Rules"
    guide = "NIST SP 800-66, Implementing the HIPAA Security Rule: key activities"
    assert told["Supports evidence for"] == [
        "CIS Critical Security Controls: covers 5.3: Dormant accounts are disabled",
        f"{hipaa}: touches 164.308(a)(3)(ii)(B): Workforce clearance procedure (addressable)",
        f"{hipaa}: touches 164.308(a)(4)(ii)(C): Access establishment and modification (addressable)",
        "NIST SP 800-53, Security and Privacy Controls: covers AC-2(3): Disable accounts",
        f"{guide}: touches 164.312(a)#9: Access that is no longer needed ends",
    ]
    assert told["Maturity"] == ["Version 1, stable. It has proved itself in the samples and cases that ship with it."]
    assert told["Parameters"][0].startswith("`dormant_days` is 45 days (the pack's default). Days without login")
    assert "A stricter practice: fail (medium)" in told["Examples"]
    assert "Used within 45 days or not: 2 times pass, 2 times fail (medium)" in told["Examples"]
    assert told["Severity changes"][0].startswith("high when `account.live && (account.days_idle >= params.high_days")
    assert {"Why", "To fix a finding", "Evidence to keep", "Waivers", "Read more", "Pack"} <= set(told)


def test_a_parameter_says_where_it_was_set(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(
        "rules:\n  dormant-account:\n    params: {dormant_days: 60, high_days: 80}\n    reason: Locums rotate\n"
    )
    told = parts(portalaudit(capsys, "explain", "dormant-account", "-p", str(tmp_path), "-o", "json=-").out)

    assert told["Parameters"][0].startswith(
        f"`dormant_days` is 60 days (set by this practice's policy at {tmp_path}/policy.yaml:3:28, "
        "which weakens the rule; the pack says 45 days; reason given: Locums rotate). "
    )
    assert "weakens" not in told["Parameters"][2]


def test_an_account_is_told_by_every_rule_with_the_facts_read(capsys: Capture) -> None:
    ran = portalaudit(capsys, "explain", "uhc-klee", SAMPLE, *DAY, "-o", "json=-")
    told = parts(ran.out)
    value = json.loads(ran.out)

    assert (ran.code, ran.err) == (0, "")
    assert (value["title"], value["about"], value["as_of"]) == (
        "uhc-klee",
        "Cascade Ridge Family Medicine",
        "2026-11-20",
    )
    found = told["active-after-termination: fail, critical"]
    assert found[0].startswith("kim.lee.pdx on UnitedHealthcare")
    assert "/accounts/uhc.yaml:65:" in found[1]
    assert "account.live: yes" in found
    assert "account.users.has_left: yes" in found
    statuses = [heading.rpartition(": ")[2].split(",")[0] for heading in told if ": " in heading]
    assert statuses == sorted(statuses, key=["fail", "unknown", "pass", "not applicable"].index)
    assert {"fail", "pass", "not applicable"} <= set(statuses)


def test_why_a_rule_does_not_apply_is_said_in_words(capsys: Capture) -> None:
    told = parts(portalaudit(capsys, "explain", "uhc-klee", SAMPLE, *DAY, "-o", "json=-").out)

    assert told["nonhuman-account-ungoverned: not applicable"][0] == (
        "Someone is responsible for every login that belongs to no person. The rule does not apply here. It applies to "
        "live logins that no person signs in with every day: service, API, emergency and test logins."
    )


def test_of_a_rule_without_such_words_the_expression_is_shown(capsys: Capture, tmp_path: Path) -> None:
    inventory, policies = tmp_path / "inventory", tmp_path / "policies"
    inventory.mkdir()
    (inventory / "practice.yaml").write_text(PRACTICE + LEAVER.replace("status: active", "status: deleted"))
    (policies / "own").mkdir(parents=True)
    (policies / "own" / "leavers.yaml").write_text(RULE)
    (policies / "own" / "pack.yaml").write_text(PACK)
    ran = portalaudit(capsys, "explain", "nmp-kim", str(inventory), "-p", str(policies), *DAY, "-o", "json=-")
    told = parts(ran.out)

    assert told["leavers: not applicable"][0] == (
        "People who have left hold no live account. The rule does not apply here. It applies where `account.live`."
    )


def test_an_account_is_told_by_rules_for_groups_too(capsys: Capture) -> None:
    ran = portalaudit(capsys, "explain", "availity-frontdesk", SAMPLE, *DAY)

    assert "shared-credential (availity/frontdesk@cascaderidge.example.org): fail, critical" in ran.out


def test_a_person_is_told_with_the_accounts(capsys: Capture) -> None:
    ran = portalaudit(capsys, "explain", "d-pruitt", SAMPLE, *DAY)

    assert "role-change-unreviewed: fail, high" in ran.out
    assert "Accounts (run `explain ID` for details):" in " ".join(ran.out.split())
    assert "availity-dpruitt" in ran.out


def test_an_answer_agrees_with_check(capsys: Capture) -> None:
    portal = parts(portalaudit(capsys, "explain", "obsidian", SAMPLE, *DAY, "-o", "json=-").out)
    report = json.loads(portalaudit(capsys, "check", SAMPLE, *DAY, "-o", "json=-").out)

    expected = {
        (r["rule"], r["status"]) for r in report["results"] if r["subject"] == {"type": "portal", "id": "obsidian"}
    }
    told = {tuple(h.split(",")[0].split(": ")) for h in portal if h != "Please note"}
    assert {(rule, status.replace(" ", "_")) for rule, status in told} == expected


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("dormant-acount", "Did you mean 'dormant-account'?"),
        ("uhc-kle", "Did you mean 'uhc-klee'?"),
        ("zzz", "`portalaudit rules` lists the rules."),
    ],
)
def test_a_name_that_nothing_bears(capsys: Capture, name: str, message: str) -> None:
    ran = portalaudit(capsys, "explain", name, SAMPLE)

    assert ran.code == 2
    assert f"there is no rule '{name}', and nothing in '" in ran.err
    assert message in ran.err


def test_without_an_inventory_only_rules_can_be_explained(capsys: Capture, tmp_path: Path) -> None:
    ran = portalaudit(capsys, "explain", "uhc-klee", str(tmp_path / "none"))

    assert ran.code == 2
    assert "to look in either" in ran.err


def test_a_broken_inventory_is_told_and_the_rest_explained(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(
        PRACTICE + "portals: [{id: nmp, name: Noridian, kind: mak}, {id: b, name: B, kind: mac}]\n"
    )
    ran = portalaudit(capsys, "explain", "b", str(tmp_path), *DAY)

    assert ran.code == 2
    assert "p.yaml:2:" in ran.err
    assert ran.out.startswith("b, Test practice")


def test_a_secret_among_the_facts_is_not_repeated(capsys: Capture, tmp_path: Path) -> None:
    address = "https://example.org/?password=Tr0ub4dor-and-3"
    (tmp_path / "p.yaml").write_text(
        f"{PRACTICE}portals: [{{id: nmp, name: Noridian, kind: mac, login_url: '{address}'}}]\n"
    )
    ran = portalaudit(capsys, "explain", "nmp", str(tmp_path), *DAY)

    assert "Tr0ub4dor" not in ran.out


def test_rules_of_an_own_pack_are_explained(capsys: Capture, tmp_path: Path) -> None:
    pack = tmp_path / "own"
    pack.mkdir()
    (pack / "pack.yaml").write_text(PACK)
    (pack / "leavers.yaml").write_text(RULE)
    ran = portalaudit(capsys, "explain", "leavers", "-p", str(tmp_path))

    assert ran.code == 0
    assert "NIST SP 800-53, Security and Privacy Controls: touches PS-4: Personnel termination" in ran.out
    assert "Own rules, version 1." in ran.out


def test_what_is_not_known_is_told_apart_from_what_is_nothing(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(
        f"{PRACTICE}portals: [{{id: nmp, name: Noridian, kind: mac}}]\nstaff: [{{id: kim, name: Kim}}]\n"
        "accounts: [{id: a, portal: nmp, login: kim, person: kim, type: individual, status: active}]\n"
    )
    told = parts(portalaudit(capsys, "explain", "a", str(tmp_path), *DAY, "-o", "json=-").out)

    facts = [fact for part in told.values() for fact in part]
    assert "account.users.has_left: not known" in facts
    assert any(fact.endswith(": nothing") for fact in facts)


def test_a_waived_answer_says_why_by_whom_and_until_when(capsys: Capture) -> None:
    keystone = Path(SAMPLE).parent / "keystone"
    inventory, policies = keystone / "clients" / "millrace", keystone / "policies" / "millrace"
    told = parts(
        portalaudit(capsys, "explain", "d-eastman", str(inventory), "-p", str(policies), *DAY, "-o", "json=-").out
    )

    assert told["sod-conflict: waived"][1] == (
        "accepted by Reed Halvorsen (r-halvorsen) until 2026-12-31, 41 days left: "
        "myCGS gives an administrator every function, and two administrators are needed there."
    )


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("kim  LEE", ["duplicate-person: pass"]),
        ("kim.lee.pdx", ["active-after-termination: fail, critical"]),
        ("unitedhealthcare provider portal", ["administrator-redundancy: "]),
    ],
)
def test_people_portals_and_accounts_are_explained_by_name_or_login_too(
    capsys: Capture, name: str, headings: list[str]
) -> None:
    ran = portalaudit(capsys, "explain", name, SAMPLE, *DAY, "-o", "json=-")

    assert ran.code == 0
    for heading in headings:
        assert any(one.startswith(heading) for one in parts(ran.out)), list(parts(ran.out))


def test_of_several_that_are_called_so_each_answer_names_its_own(capsys: Capture) -> None:
    both = parts(portalaudit(capsys, "explain", "dpruitt.crfm", SAMPLE, *DAY, "-o", "json=-").out)
    one = parts(portalaudit(capsys, "explain", "cigna-dpruitt", SAMPLE, *DAY, "-o", "json=-").out)
    named = [heading for heading in both if "(cigna-dpruitt)" in heading]

    assert len(named) == len([heading for heading in one if ": " in heading and "(" not in heading])
    assert any("(obsidian-dpruitt)" in heading for heading in both)


@pytest.mark.parametrize("typed", ["kim lee", "kim van der lee"])
@pytest.mark.parametrize("listed", ["", '[[practice]]\ninventory = "a"\n'])
def test_a_name_that_a_shell_took_apart_is_to_be_quoted(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, typed: str, listed: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "portalaudit.toml").write_text(listed)
    ran = portalaudit(capsys, "explain", *typed.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f'. If the name is {typed}, put it in quotes: portalaudit explain "{typed}"\n')
    assert "quotes" not in portalaudit(capsys, "explain", "kim", "--no-such").err
    assert "quotes" not in portalaudit(capsys, "explain", "kim").err
