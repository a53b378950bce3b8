"""A report names every rule, pack and reference file that is not as it ships."""

import json
from pathlib import Path
from shutil import copytree

import pytest

from portalaudit import __version__
from portalaudit.cli.shipped import policies_dir
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

AS_OF = "--as-of=2026-11-20"
Capture = pytest.CaptureFixture[str]
Found = tuple[str, str, str, str | None]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice without policies of its own."""
    write(tmp_path, "inventory/all.yaml", PRACTICE + LEAVER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, path: str, text: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def run_of(capsys: Capture, *arguments: str) -> dict[str, object]:
    ran = portalaudit(capsys, "check", AS_OF, "-ojson=-", *arguments)
    found: dict[str, object] = json.loads(ran.out)["run"]
    return found


def deviations(run: dict[str, object]) -> list[Found]:
    every = run["edited"]
    assert isinstance(every, list)
    return [(one["how"], one["what"], one["name"], (one["location"] or {}).get("path")) for one in every]


def test_without_policies_of_its_own_every_rule_is_as_shipped(practice: Path, capsys: Capture) -> None:
    run = run_of(capsys)
    assert run["edited"] == []
    assert run["rules_as_shipped"] == run["rules_in_force"] != 0


def test_a_copy_of_everything_is_as_shipped_with_any_line_ends(practice: Path, capsys: Capture) -> None:
    copytree(policies_dir(), practice / "policies")
    for file in (practice / "policies").rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    run = run_of(capsys)
    assert run["edited"] == []
    assert run["rules_as_shipped"] == run["rules_in_force"]


def test_an_own_pack_of_the_same_name_tells_the_rules_that_it_costs(practice: Path, capsys: Capture) -> None:
    rule = next(policies_dir().glob("portal-access/*/dormant-account.yaml"))
    write(practice, "policies/portal-access/pack.yaml", PACK.replace("id: own", "id: portal-access"))
    write(practice, "policies/portal-access/dormant-account.yaml", rule.read_text(encoding="utf-8") + "# ours\n")
    whole = sorted(
        file.stem
        for file in (policies_dir() / "portal-access").rglob("*.yaml")
        if not file.name.endswith((".cases.yaml", "pack.yaml")) and file.parent.name != "facts"
    )
    run = run_of(capsys)
    assert (run["rules_in_force"], run["rules_as_shipped"]) == (1, 0)
    assert run["edited"] == [
        {
            "how": "edited",
            "what": "rule",
            "name": "dormant-account",
            "location": {
                "path": "policies/portal-access/dormant-account.yaml",
                "line": 2,
                "column": 5,
                "end_column": 20,
            },
            "of": "",
            "lost": [],
            "edited": [],
        },
        {
            "how": "replaced",
            "what": "pack",
            "name": "portal-access",
            "location": {"path": "policies/portal-access/pack.yaml", "line": 1, "column": 1},
            "of": "portalaudit-policies",
            "lost": [rule for rule in whole if rule != "dormant-account"],
            "edited": ["dormant-account"],
        },
    ]


@pytest.mark.parametrize("name", ["console", "html", "json", "junit"])
def test_every_format_names_a_replaced_pack(practice: Path, capsys: Capture, name: str) -> None:
    write(practice, "policies/portal-access/pack.yaml", PACK.replace("id: own", "id: portal-access"))
    write(practice, "policies/portal-access/leavers.yaml", RULE)
    shown = portalaudit(capsys, "check", AS_OF, f"-o{name}=-").out
    for word in ("replaced", "portalaudit-policies", "policies/portal-access", "active-after-termination"):
        assert word in shown, word


def test_an_own_pack_that_has_the_folder_but_not_the_id_of_a_shipped_one_is_told(
    practice: Path, capsys: Capture
) -> None:
    write(practice, "policies/portal-access/pack.yaml", PACK)
    write(practice, "policies/portal-access/leavers.yaml", RULE)
    assert [found[:3] for found in deviations(run_of(capsys))] == [
        ("added", "rule", "leavers"),
        ("replaced", "pack", "portal-access"),
    ]


def test_rules_of_the_practice_itself_are_added(practice: Path, capsys: Capture) -> None:
    write(practice, "policies/own/pack.yaml", PACK)
    write(practice, "policies/own/leavers.yaml", RULE)
    run = run_of(capsys)
    assert deviations(run) == [("added", "rule", "leavers", "policies/own/leavers.yaml")]
    assert run["rules_as_shipped"] == int(str(run["rules_in_force"])) - 1


def test_a_default_pack_that_is_not_chosen_is_named_with_its_rules(practice: Path, capsys: Capture) -> None:
    write(practice, "policies/own/pack.yaml", PACK)
    write(practice, "policies/own/leavers.yaml", RULE)
    write(practice, "policies/policy.yaml", "packs: [own]\n")
    run = run_of(capsys)
    _, unused = deviations(run)
    assert unused == ("not used", "pack", "portal-access", "policies/policy.yaml")
    assert "active-after-termination" in str(run["edited"])


@pytest.mark.parametrize("path", ["reference/sod.yaml", "frameworks/hipaa.yaml"])
def test_a_file_of_the_same_name_is_named(practice: Path, capsys: Capture, path: str) -> None:
    write(practice, f"policies/{path}", (policies_dir() / path).read_text(encoding="utf-8") + "# ours\n")
    assert deviations(run_of(capsys)) == [("replaced", "file", path, f"policies/{path}")]


def test_reference_data_of_the_practice_itself_is_named(practice: Path, capsys: Capture) -> None:
    write(practice, "policies/reference/ours.yaml", "defaults: []\n")
    assert deviations(run_of(capsys)) == [("added", "file", "reference/ours.yaml", "policies/reference/ours.yaml")]


def test_a_base_folder_that_replaces_a_pack_is_named_and_so_is_one_that_replaces_its_pack(
    practice: Path, capsys: Capture
) -> None:
    write(practice, "base/policy.yaml", "packs: [own]\n")
    write(practice, "base/own/pack.yaml", PACK)
    write(practice, "base/own/leavers.yaml", RULE)
    write(practice, "base/own/others.yaml", RULE.replace("id: leavers", "id: others"))
    write(practice, "policies/policy.yaml", "extends: ../base\n")
    write(practice, "policies/own/pack.yaml", PACK)
    write(practice, "policies/own/leavers.yaml", RULE.replace("severity: high", "severity: low"))
    run = run_of(capsys)
    replaced = [one for one in run["edited"] if one["how"] == "replaced"]  # type: ignore[attr-defined]
    assert [(one["name"], one["of"], one["lost"], one["edited"]) for one in replaced] == [
        ("own", "base", ["others"], ["leavers"])
    ]


def test_a_shipped_folder_edited_in_place_is_named(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = practice / "installed"
    copytree(policies_dir(), installed)
    monkeypatch.setattr("portalaudit.cli.folders.policies_dir", lambda: installed)
    rule = next(installed.glob("portal-access/*/dormant-account.yaml"))
    rule.write_text(rule.read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    reference = installed / "reference" / "sod.yaml"
    reference.write_text(reference.read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    next(installed.glob("portal-access/*/credential-vault.yaml")).unlink()
    assert deviations(run_of(capsys)) == [
        ("edited", "file", "reference/sod.yaml", "portalaudit-policies/reference/sod.yaml"),
        (
            "edited",
            "rule",
            "dormant-account",
            f"portalaudit-policies/{rule.relative_to(installed).as_posix()}",
        ),
        ("missing", "rule", "credential-vault", None),
    ]


def test_what_policy_yaml_sets_is_counted_apart(practice: Path, capsys: Capture) -> None:
    write(
        practice,
        "policies/policy.yaml",
        "rules:\n"
        "  dormant-account: {params: {dormant_days: 300}, reason: Locums}\n"
        "  mfa-missing: {severity: low, reason: Later}\n"
        "  credential-vault: {leave_out: true, reason: Ours}\n",
    )
    run = run_of(capsys)
    whole = int(str(run["rules_in_force"]))
    assert (run["rules_as_shipped"], run["edited"]) == (whole - 2, [])
    assert (
        f"rules {whole - 2} of {whole} as shipped with portalaudit {__version__}; "
        "1 loosened; 1 with another severity; 1 left out "
    ) in " ".join(portalaudit(capsys, "check", AS_OF).out.split())
