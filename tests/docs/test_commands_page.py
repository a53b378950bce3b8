"""The page on settings holds what can be set, and its examples count."""

import re
from pathlib import Path

import commands_page
import pytest

from portalaudit.cli.command_help import GROUPS
from portalaudit.cli.settings import WITHOUT_SETTINGS
from tests.cli.running import LEAVER, PRACTICE, portalaudit

PAGE = "\n".join(commands_page.settings())
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("inventory", "clients/alder/inventory", "clients/birch/inventory"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "all.yaml").write_text(PRACTICE + LEAVER)
    (tmp_path / "clients/birch/rules").mkdir()
    (tmp_path / "clients/birch/rules/policy.yaml").write_text("packs: [portal-access]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_the_first_example_counts(office: Path, capsys: Capture) -> None:
    (office / "portalaudit.toml").write_text(EXAMPLES[0])
    assert "fail-on high (portalaudit.toml:2)" in " ".join(portalaudit(capsys, "check").out.split())
    assert (office / "reports/audit.html").is_file()
    assert portalaudit(capsys, "access").code == 0
    assert (office / "reports/access.xlsx").is_file()


def test_the_practices_of_the_example_are_checked(office: Path, capsys: Capture) -> None:
    (office / "portalaudit.toml").write_text(EXAMPLES[1])
    assert portalaudit(capsys, "check").out.endswith("2 practices: 2 with findings or questions.\n")
    assert sorted(file.name for file in (office / "reports").iterdir()) == ["Birch Pediatrics.html", "alder.html"]
    for name in ("birch pediatrics", "clients/birch"):
        assert "fail-on high (portalaudit.toml:11)" in " ".join(portalaudit(capsys, "check", name).out.split())


def test_every_command_with_settings_has_a_table() -> None:
    headings = re.findall(r"^## \[(.*)\]$", PAGE, re.MULTILINE)
    commands = [name.replace(" ", ".") for name, _ in commands_page.every_command()]
    assert headings == [name for name in commands if name not in WITHOUT_SETTINGS]
    assert '| `fail-on` | `"critical"`, `"high"`, `"medium"`, `"low"` | `PORTALAUDIT_FAIL_ON` |' in PAGE
    assert "`write`" not in PAGE


def test_the_page_on_commands_links_to_every_command() -> None:
    page = "\n".join(commands_page.commands())
    links = re.findall(r"\]\(#([a-z-]+)\)", page)
    anchors = {heading.replace(" ", "-") for heading in re.findall(r"^## (.*)$", page, re.MULTILINE)}
    assert len(links) == sum(map(len, GROUPS.values()))
    assert set(links) <= anchors
