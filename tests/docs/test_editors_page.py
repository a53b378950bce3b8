"""The page about editors names every schema that there is, and what it says of files is so."""

import re
from pathlib import Path

from portalaudit.cli.editor_files import schema_line
from portalaudit.cli.schema_command import ANSWERS, POLICY_FILES, SETTINGS
from portalaudit.inventory.records import SECTIONS
from tests.docs.test_schema_files import complaints

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "editors.md").read_text(encoding="utf-8")


def test_every_schema_is_named() -> None:
    programs = PAGE.split("## Programs\n")[1]
    named = set(re.findall(r"`([a-z-]+)`", programs)) - set(SECTIONS)
    assert named == {*ANSWERS, *POLICY_FILES, "map", "baseline", SETTINGS}


def test_what_the_page_says_is_underlined_is_so() -> None:
    staff = "staff: [{id: a, name: A, engagements: [{kind: employee, start: DAY}]}]"
    assert complaints(staff.replace("DAY", "2026-04-30")) == []
    for wrong in ("2026-13-45", "2026-04-31", "null"):
        assert complaints(staff.replace("DAY", wrong)) != []


def test_the_line_of_the_page_is_that_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "inventory.schema.json").touch()
    assert schema_line("inventory", tmp_path / "policies", tmp_path / "inventory") in PAGE
