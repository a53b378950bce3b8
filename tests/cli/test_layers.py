# ruff: noqa: E501  problems are shown as they are told, one a line
"""Policies that extend others, as a run sees them from the folder where it starts."""

import json
from pathlib import Path

import pytest

from portalaudit.cli.folders import read_policies
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def consultant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A consultant's folder: base policies with a pack, and one client that extends them."""
    write(tmp_path, "base/policy.yaml", "packs: [own]\nrules: {leavers: {severity: low, reason: Slow portals}}\n")
    write(tmp_path, "base/waivers.yaml", "waivers: []\n")
    write(tmp_path, "base/own/pack.yaml", PACK)
    write(tmp_path, "base/own/leavers.yaml", RULE)
    write(tmp_path, "clients/a/policies/policy.yaml", "extends: ../../../base\n")
    write(tmp_path, "clients/a/inventory/all.yaml", PRACTICE + LEAVER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def told(own: str) -> list[str]:
    return [f"{one.place} {one.code}: {one.message} | {one.hint}" for one in read_policies(Path(own))[1]]


def test_a_client_is_judged_by_the_base_s_pack_as_the_base_sets_it(consultant: Path, capsys: Capture) -> None:
    check = ("check", "clients/a/inventory", "-p", "clients/a/policies", "--as-of", "2026-11-20", "-q")
    assert portalaudit(capsys, *check, "-o", "json=report.json").code == 1
    report = json.loads((consultant / "report.json").read_text(encoding="utf-8"))
    (rule,) = report["rules"]
    assert (rule["severity"], rule["location"]["path"]) == ("low", "../../base/own/leavers.yaml")
    assert rule["severity_changed"]["set"] == {
        "by": "base",
        "location": {"path": "../../base/policy.yaml", "line": 2, "column": 29, "end_column": 32},
    }
    paths = [file["path"] for file in report["inputs"]["files"] if not file["path"].startswith("portalaudit-policies/")]
    assert paths == [
        "inventory/all.yaml",
        "../../base/own/leavers.yaml",
        "../../base/own/pack.yaml",
        "../../base/policy.yaml",
        "policies/policy.yaml",
    ]
    assert report["problems"] == []


def test_the_hash_of_the_policies_is_one_from_wherever_they_are_read(
    consultant: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    above, _ = read_policies(Path("clients/a/policies"))
    monkeypatch.chdir(consultant / "clients" / "a")
    within, _ = read_policies(Path("policies"))
    assert sorted(text.inside for text in above.texts) == sorted(text.inside for text in within.texts)
    assert (within.bases, above.bases) == (("../../base/policy.yaml",), ("base/policy.yaml",))


def test_a_base_s_waivers_are_nobody_else_s(consultant: Path) -> None:
    files, _ = read_policies(Path("clients/a/policies"))
    assert [text.path for text in files.texts if text.path.endswith("waivers.yaml")] == []


def test_a_base_folder_in_the_inventory_is_not_read_as_records(consultant: Path, capsys: Capture) -> None:
    write(consultant, "policies/policy.yaml", "extends: ../base\n")
    (consultant / "clients/a/policies/policy.yaml").unlink()
    ran = portalaudit(capsys, "check", ".", "--as-of", "2026-11-20")
    assert "unknown-section" not in ran.out
    assert ran.code == 1


def test_a_chain_has_the_nearest_base_first_and_its_files_win(consultant: Path) -> None:
    write(consultant, "base/policy.yaml", "packs: [own]\nextends: ../grand\n")
    write(consultant, "grand/policy.yaml", "packs: [old]\n")
    write(consultant, "grand/own/pack.yaml", PACK)
    write(consultant, "grand/own/old.yaml", RULE)
    write(consultant, "grand/reference/own.yaml", "{}\n")
    files, problems = read_policies(Path("clients/a/policies"))
    assert problems == ()
    assert files.bases == ("base/policy.yaml", "grand/policy.yaml")
    paths = {text.path for text in files.texts}
    assert {"base/own/leavers.yaml", "grand/reference/own.yaml"} <= paths
    assert not any(path.endswith("own/old.yaml") for path in paths)


OWN = "clients/a/policies/policy.yaml"
BESIDE = "keep the base policies in a folder beside it"
MISTAKES = [
    ("../bass", [f"{OWN}:1:10 bad-base: there is no folder '../bass' | it is looked for from the folder of this file"]),
    ("../empty", [f"{OWN}:1:10 bad-base: the folder '../empty' has no policy.yaml | put one there, or name the folder of the base policies"]),
    (".", [f"{OWN}:1:10 bad-base: these policies extend each other: clients/a/policies extends . | let one of them extend nothing"]),
    ("..", [f"{OWN}:1:10 bad-base: '..' lies in a folder that extends it, or around it | {BESIDE}"]),
    ("inner", [f"{OWN}:1:10 bad-base: 'inner' lies in a folder that extends it, or around it | {BESIDE}"]),
    ("../../../base/policy.yaml", [f"{OWN}:1:10 bad-base: '../../../base/policy.yaml' is a file | name the folder that it is in"]),
    ("/base", [f"{OWN}:1:10 bad-base: '/base' is a full path, which is another one on each computer | lead there from here, like ../base"]),
]  # fmt: skip


@pytest.mark.parametrize(("extends", "expected"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_base_that_cannot_be_used_is_a_problem_at_its_place(
    consultant: Path, extends: str, expected: list[str]
) -> None:
    (consultant / "clients/a/empty").mkdir()
    write(consultant, "clients/a/policies/inner/policy.yaml", "packs: [own]\n")
    write(consultant, OWN, f"extends: {extends}\n")
    assert told("clients/a/policies") == expected


def test_a_cycle_is_told_where_it_closes(consultant: Path) -> None:
    write(consultant, "base/policy.yaml", "packs: [own]\nextends: ../clients/a/policies\n")
    assert told("clients/a/policies") == [
        "base/policy.yaml:2:10 bad-base: these policies extend each other: clients/a/policies extends base extends ../clients/a/policies | let one of them extend nothing"
    ]


@pytest.mark.parametrize("policy", ["extends: [../base]\n", "extends: {a: b}\n"])
def test_what_is_no_folder_s_name_is_told_once(consultant: Path, capsys: Capture, policy: str) -> None:
    write(consultant, OWN, f"{policy}packs: []\n")
    assert told("clients/a/policies") == []
    ran = portalaudit(capsys, "rules", "-p", "clients/a/policies")
    assert ran.code == 2
    assert f"{OWN}:1:10: " in ran.err
    assert ran.err.count(OWN) == 1


def test_a_file_that_cannot_be_read_is_named_as_the_user_finds_it(consultant: Path) -> None:
    (consultant / "base/own/gone.yaml").symlink_to(consultant / "nowhere.yaml")
    assert told("clients/a/policies") == [
        "base/own/gone.yaml:1:1 link-leaves-folder: this link leads out of the folder and is not followed | put a copy of the file here instead of the link"
    ]


def test_a_linked_policies_folder_leads_on_from_where_it_really_is(consultant: Path) -> None:
    (consultant / "link").symlink_to(consultant / "clients/a/policies")
    files, problems = read_policies(Path("link"))
    assert problems == ()
    assert files.bases == ("link/../../../base/policy.yaml",)
    assert (consultant / "link/../../../base/policy.yaml").is_file()


def test_the_cases_of_shipped_rules_may_be_left_unread(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mine.cases.yaml").write_text("cases: []\n")
    whole, _ = read_policies(tmp_path)
    without, _ = read_policies(tmp_path, shipped_cases=False)
    left_out = {text.path for text in whole.texts} - {text.path for text in without.texts}
    assert "portalaudit-policies/portal-access/lifecycle/active-after-termination.cases.yaml" in left_out
    assert all(path.endswith(".cases.yaml") for path in left_out)
    assert "own/mine.cases.yaml" in {text.inside for text in without.texts}
