"""A heading always names the practice: by its own name, by what is written of it, or by its folder."""

import json
from pathlib import Path

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

AS_OF = "--as-of=2026-11-20"
FORMATS = ("console", "html", "json", "junit")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "clients" / "riverside").mkdir(parents=True)
    own = tmp_path / "policies" / "own"
    own.mkdir(parents=True)
    (own / "pack.yaml").write_text(PACK)
    (own / "leavers.yaml").write_text(RULE)
    (tmp_path / "policies" / "policy.yaml").write_text("packs: [own]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "clients" / "riverside"


NAMES = [
    (PRACTICE, "Test practice"),
    (PRACTICE.replace("timezone: America/Los_Angeles", "timezone: Mars"), "Test practice"),
    (PRACTICE.replace("id: test, ", ""), "Test practice"),
    (PRACTICE.replace("name: Test practice", "name: [Test]"), "Unnamed practice (folder riverside)"),
    (PRACTICE.replace("name: Test practice, ", ""), "Unnamed practice (folder riverside)"),
    ("practice: [\n", "Unnamed practice (folder riverside)"),
    ("", "Unnamed practice (folder riverside)"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_every_report_names_the_practice(practice: Path, capsys: Capture, text: str, name: str) -> None:
    (practice / "staff.yaml").write_text(LEAVER)
    if text:
        (practice / "practice.yaml").write_text(text)
    shown = {each: portalaudit(capsys, "check", "clients/riverside", AS_OF, f"-o{each}=-").out for each in FORMATS}
    assert f"\n{name}, as of 2026-11-20\n" in shown["console"]
    assert f"<h1>{name}</h1>" in shown["html"]
    assert f"<title>{name}: portal access, 2026-11-20" in shown["html"]
    assert f'<property name="practice_name" value="{name}"/>' in shown["junit"]
    assert json.loads(shown["json"])["practice"] == {"id": "test" if text == PRACTICE else "", "name": name}


@pytest.mark.parametrize("command", ["waivers", "directory", "roadmap"])
def test_every_list_names_the_practice(practice: Path, capsys: Capture, command: str) -> None:
    (practice / "staff.yaml").write_text(LEAVER)
    ran = portalaudit(capsys, command, "clients/riverside", AS_OF)
    assert ran.code == 2
    assert ", Unnamed practice (folder riverside), as of 2026-11-20\n" in ran.out
    assert "Confidential: " in ran.out


def test_an_explanation_names_the_practice(practice: Path, capsys: Capture) -> None:
    (practice / "staff.yaml").write_text(LEAVER)
    ran = portalaudit(capsys, "explain", "nmp-kim", "clients/riverside", AS_OF)
    assert ran.out.startswith("nmp-kim, Unnamed practice (folder riverside), as of 2026-11-20\n")


def test_a_folder_of_several_practices_names_the_folder(practice: Path, capsys: Capture) -> None:
    for name in ("north", "south"):
        (practice / name).mkdir()
        (practice / name / "all.yaml").write_text(PRACTICE.replace("id: test", f"id: {name}"))
    shown = portalaudit(capsys, "check", "clients/riverside", AS_OF).out
    assert "\nUnnamed practice (folder riverside), as of 2026-11-20\n" in shown


def test_from_inside_the_folder_it_has_the_same_name(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (practice / "staff.yaml").write_text(LEAVER)
    monkeypatch.chdir(practice)
    shown = portalaudit(capsys, "check", ".", AS_OF).out
    assert "\nUnnamed practice (folder riverside), as of 2026-11-20\n" in shown
