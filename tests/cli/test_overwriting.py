"""No report takes the place of what a run reads, whatever name leads to it, and nothing is written before."""

from pathlib import Path

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

AS_OF = "--as-of=2026-11-20"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "inventory" / "lists").mkdir(parents=True)
    (tmp_path / "inventory" / "all.yaml").write_text(PRACTICE + LEAVER)
    (tmp_path / "inventory" / "lists" / "availity.csv").write_text("login,status\nkimlee,Active\n")
    (tmp_path / "policies" / "own").mkdir(parents=True)
    (tmp_path / "policies" / "own" / "pack.yaml").write_text(PACK)
    (tmp_path / "policies" / "own" / "leavers.yaml").write_text(RULE)
    (tmp_path / "policies" / "policy.yaml").write_text("packs: [own]\n")
    (tmp_path / "policies" / "notes.txt").write_text("written by hand\n")
    (tmp_path / "portalaudit.toml").write_text("[check]\njobs = 1\n")
    (tmp_path / "link.json").symlink_to("inventory/all.yaml")
    (tmp_path / "folder").symlink_to("inventory")
    (tmp_path / "hard.json").hardlink_to(tmp_path / "inventory" / "all.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def everything(practice: Path) -> dict[str, str]:
    return {str(file): file.read_text() for file in sorted(practice.rglob("*")) if file.is_file()}


NAMED = "has the name of an inventory, policy or settings file"
READ = "is read, and a report never replaces what was read"


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("inventory/all.yaml", NAMED),
        ("inventory/../inventory/all.yaml", NAMED),
        ("folder/all.yaml", NAMED),
        ("link.json", NAMED),
        ("inventory/ALL.YAML", NAMED),
        ("inventory/new.yml", NAMED),
        ("policies/policy.yaml", NAMED),
        ("policies/waivers.yaml", NAMED),
        ("policies/own/leavers.yaml", NAMED),
        ("portalaudit.toml", NAMED),
        ("hard.json", READ),
        ("inventory/lists/availity.csv", READ),
        ("folder/lists/availity.csv", READ),
        ("policies/notes.txt", READ),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ("check", "-ojson={}"),
        ("check", "-q", "-ohtml=r.html", "-ojunit={}"),
        ("directory", "-ocsv={}"),
        ("roadmap", "-ojson={}"),
        ("waivers", "-ojson={}"),
        ("explain", "nmp-kim", "-otext={}"),
    ],
    ids=" ".join,
)
def test_nothing_that_is_read_is_replaced(
    practice: Path, capsys: Capture, command: tuple[str, ...], place: str, why: str
) -> None:
    before = everything(practice)
    ran = portalaudit(capsys, *(part.format(place) for part in command), AS_OF)
    assert (ran.code, ran.out) == (2, "")
    assert f"'{place}' " in ran.err
    assert why.removeprefix("is read, and") in ran.err
    assert everything(practice) == before


@pytest.mark.parametrize(
    "command",
    [
        ("test", "policies", "-ojson={}"),
        ("test", "-ojunit={}"),
        ("rules", "-ocsv={}"),
        ("mac", "OR", "-ocsv={}"),
        ("fields", "-ojson={}"),
        ("explain", "leavers", "-otext={}"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("place", ["policies/policy.yaml", "link.json", "portalaudit.toml"])
def test_commands_about_rules_replace_no_source_either(
    practice: Path, capsys: Capture, command: tuple[str, ...], place: str
) -> None:
    before = everything(practice)
    ran = portalaudit(capsys, *(part.format(place) for part in command))
    assert ran.code == 2
    assert f"'{place}' {NAMED}" in ran.err
    assert everything(practice) == before


def test_a_place_of_the_config_file_is_refused_alike(practice: Path, capsys: Capture) -> None:
    (practice / "portalaudit.toml").write_text('[check]\noutput = "json=inventory/all.yaml"\n')
    before = everything(practice)
    assert portalaudit(capsys, "check", AS_OF).code == 2
    assert everything(practice) == before


def test_a_report_in_the_inventory_can_be_written_again(practice: Path, capsys: Capture) -> None:
    outputs = [f"-o{name}=inventory/reports/r.{name}" for name in ("json", "junit", "sarif", "html")]
    for _ in range(2):
        assert portalaudit(capsys, "check", AS_OF, "-q", *outputs).code == 1


def test_reports_elsewhere_are_replaced(practice: Path, capsys: Capture) -> None:
    (practice / "r.json").write_text("old")
    assert portalaudit(capsys, "check", AS_OF, "-q", "-ojson=r.json").code == 1
    assert (practice / "r.json").read_text().startswith('{"schema"')
