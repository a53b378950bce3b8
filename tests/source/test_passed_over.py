"""Every file that lies in a folder and is not read is named; what was meant to be read is a problem."""

import os
from pathlib import Path

import pytest

from portalaudit.model import Place, ProblemCode
from portalaudit.model.not_read import NotRead, Why
from portalaudit.source.passed_over import Expected, passed_over

SECTIONS = Expected(("practice", "staff", "accounts"), are_sections=True)
RULES = Expected(("id", "require", "rules"), are_sections=False)
INVENTORY = "accounts:\n  - {id: a, login: b}\n"


def look(root: Path, files: dict[str, str], expected: Expected = SECTIONS) -> tuple[dict[str, Why], dict[str, str]]:
    """Why each file is passed over, and the next step for each that is refused."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    not_read, problems = passed_over(root, expected)
    assert {one.code for one in problems} <= {ProblemCode.FILE_NOT_READ}
    return {one.path: one.why for one in not_read}, {one.place.path: one.hint.partition(",")[0] for one in problems}


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("more.yaml.txt", "more.yaml"),
        ("more.yml.txt", "more.yaml"),
        ("more.yaml.json", "more.yaml"),
        ("more.yaml.rtf", "more.yaml"),
        ("more.yaml (1)", "more.yaml"),
        ("more.yaml ", "more.yaml"),
        ("more.yaml.", "more.yaml"),
        ("more.YML\u00a0", "more.YML"),
        ("more.yam", "more.yaml"),
        ("more.ymal", "more.yaml"),
        ("more.yamll", "more.yaml"),
        ("more.yaml1", "more.yaml"),
        ("more.txt", "more.yaml"),
        ("more.json", "more.yaml"),
        ("more", "more.yaml"),
        ("sites/east/more.yaml.txt", "more.yaml"),
        ("lists/more.yaml.txt", "more.yaml"),
    ],
)
def test_a_file_with_sections_under_a_name_that_is_not_read_is_a_problem(tmp_path: Path, name: str, new: str) -> None:
    assert look(tmp_path, {name: INVENTORY}) == ({}, {name: f"rename it to '{new}'"})


@pytest.mark.parametrize(
    "content",
    [
        "practice: {id: a}\n",
        "# list\r\nstaff:\r\n  - id: a\r\n",
        "staff: # all\n  - id: a\n",
        '"accounts":\n  - id: a\n',
        '{"practice": {"id": "a"}}',
        "{staff: [{id: a}]}",
        '\n  {\n  "accounts": [\n',
    ],
)
def test_sections_are_found_however_they_are_written(tmp_path: Path, content: str) -> None:
    assert look(tmp_path, {"more.txt": content})[1] == {"more.txt": "rename it to 'more.yaml'"}


def test_the_problem_says_why_it_is_not_read(tmp_path: Path) -> None:
    look(tmp_path, {"a.yaml ": INVENTORY, "b.txt": INVENTORY})
    one, two = passed_over(tmp_path, SECTIONS)[1]
    assert (one.message, two.message) == (
        "this file is not read: its name ends in a blank",
        "this file is not read: its name does not end in .yaml or .yml",
    )
    assert (one.place, two.place) == (Place("a.yaml "), Place("b.txt"))
    assert two.hint == "rename it to 'b.yaml', or move it out of this folder if it is not in use"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("more.yaml.bak", Why.COPY),
        ("more.yaml~", Why.COPY),
        ("more.yaml.orig", Why.COPY),
        ("more.yml.2026-01-31", Why.COPY),
        ("more.yaml.disabled", Why.COPY),
        (".more.yaml", Why.HIDDEN),
        (".old/more.yaml", Why.HIDDEN),
        ("east/.old/more.yaml.bak", Why.HIDDEN),
        ("staff.xlsx", Why.FORMAT),
        ("letter.docx", Why.FORMAT),
        ("list.ods", Why.FORMAT),
        ("mail.eml", Why.FORMAT),
        ("scan.pdf", Why.FORMAT),
        ("users.csv", Why.FORMAT),
        ("notes.md", Why.FORMAT),
        ("notes", Why.FORMAT),
    ],
)
def test_any_other_file_is_named(tmp_path: Path, name: str, why: Why) -> None:
    assert look(tmp_path, {name: "call the payer"}) == ({name: why}, {})


def test_a_note_that_speaks_of_staff_is_no_list_of_staff(tmp_path: Path) -> None:
    assert look(tmp_path, {"todo.txt": "staff: ask Kim\naccounts of leavers: none\n"}) == ({"todo.txt": Why.FORMAT}, {})


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "readme.txt",
        "LICENSE",
        "portalaudit.toml",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        ".gitignore",
        ".gitattributes",
        ".git/config.yaml",
        ".vscode/settings.json",
        ".idea/more.yaml",
        ".github/workflows/check.yml",
        "node_modules/x/package.json",
        ".pre-commit-config.yaml",
        ".yamllint",
        ".gitlab-ci.yml",
        "schema/inventory.schema.json",
        "~$staff.xlsx",
        "._more.yaml",
        ".more.yaml.swp",
        ".env",
        "lists/users.csv",
        "imports/availity.xlsx",
        "all.yaml",
        "east/All.YML",
    ],
)
def test_what_belongs_there_is_not_named(tmp_path: Path, name: str) -> None:
    assert look(tmp_path, {name: INVENTORY.replace("accounts", "notes")}) == ({}, {})


@pytest.mark.parametrize(
    "content",
    ['{"schema": "portalaudit/report/v1",\n"staff": []}', '<?xml version="1.0"?>\n<testsuites name="portalaudit"'],
)
def test_a_report_that_was_written_here_is_not_named(tmp_path: Path, content: str) -> None:
    assert look(tmp_path, {"report.json": content}) == ({}, {})


def test_folders_that_are_read_as_something_else_are_left_out(tmp_path: Path) -> None:
    look(tmp_path, {"policies/x.docx": "", "east/policies/y.docx": ""})
    assert passed_over(tmp_path, SECTIONS, ("policies",))[0] == (NotRead("east/policies/y.docx", Why.FORMAT),)


def test_a_link_and_a_pipe_are_named_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text(INVENTORY)
    inventory = tmp_path / "inventory"
    inventory.mkdir()
    (inventory / "link.txt").symlink_to(tmp_path / "outside.txt")
    os.mkfifo(inventory / "pipe.json")
    assert look(inventory, {}) == ({"link.txt": Why.FORMAT, "pipe.json": Why.FORMAT}, {})


def test_a_secret_in_a_name_is_masked_and_a_name_that_is_no_text_can_be_printed(tmp_path: Path) -> None:
    names = look(tmp_path, {"pw=Hunter2x9.xlsx": ""})[0]
    assert [name for name in names if "Hunter" in name] == []
    (tmp_path / os.fsdecode(b"jos\xe9.xlsx")).touch()
    assert "jos\ufffd.xlsx" in look(tmp_path, {})[0]


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("badge.yaml.txt", "id: badge\ntitle: Badge\n", True),
        ("policy.yam", "rules: {a: {severity: low}}\n", True),
        ("policy.yaml ", "rules:\n  a: {}\n", True),
        ("badge.json", '{"id": "badge"}', False),
        ("notes.txt", "id: something\n", False),
    ],
)
def test_a_rule_under_a_name_that_is_not_read_is_a_problem(
    tmp_path: Path, name: str, content: str, refused: bool
) -> None:
    noted, problems = look(tmp_path, {name: content}, RULES)
    assert (list(problems), list(noted)) == (([name], []) if refused else ([], [name]))
