"""What is read of an inventory folder, and what is said of files that hold nothing."""

import json
from pathlib import Path

import pytest

from tests.cli.running import LEAVER, PRACTICE, portalaudit

Capture = pytest.CaptureFixture[str]
STAFF = "staff:\n  - {id: kim, name: Kim Lee, engagements: [{kind: employee, start: 2024-03-04}]}\n"


@pytest.fixture
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a practice, the current one's `inventory`."""
    folder = tmp_path / "inventory"
    folder.mkdir()
    (folder / "all.yaml").write_text(PRACTICE + LEAVER)
    monkeypatch.chdir(tmp_path)
    return folder


def problems(capsys: Capture) -> tuple[int, list[str]]:
    """The exit code of a check, and the first line, place and next step of each problem."""
    ran = portalaudit(capsys, "check", "--as-of=2026-11-20", "--select=shared-credential")
    lines = ran.out.splitlines()
    starts = ("error[", " -->", "  = fix:")
    return ran.code, [line.strip() for line in lines if line.startswith(starts) or " --> inventory" in line]


@pytest.mark.parametrize(
    ("content", "holds"),
    [
        ("", "nothing"),
        ("\n \n", "nothing"),
        ("\ufeff", "nothing"),
        ("---\n", "nothing"),
        ("---\n...\n", "nothing"),
        ("{}\n", "nothing"),
        ("# staff:\n#   - id: kim\n", "only comments"),
        ("---\n# later\n", "only comments"),
    ],
)
def test_a_yaml_file_without_a_section_is_a_problem(inventory: Path, capsys: Capture, content: str, holds: str) -> None:
    (inventory / "accounts.yml").write_text(content)
    code, told = problems(capsys)
    assert (code, told[:2]) == (2, [f"error[empty-file]: this file holds {holds}", "--> inventory/accounts.yml:1:1"])


def test_nothing_is_said_of_ids_that_an_empty_file_may_have_held(inventory: Path, capsys: Capture) -> None:
    (inventory / "all.yaml").write_text(PRACTICE + LEAVER.replace("person: kim", "person: mo"))
    assert "unknown-reference" in problems(capsys)[1][0]
    (inventory / "staff.yaml").write_text("")
    assert [line for line in problems(capsys)[1] if line.startswith("error")] == [
        "error[empty-file]: this file holds nothing"
    ]


def test_a_file_with_another_problem_is_not_called_empty_too(inventory: Path, capsys: Capture) -> None:
    (inventory / "more.yaml").write_text("<<: {a: b}\n")
    assert [line for line in problems(capsys)[1] if line.startswith("error")] == [
        "error[merge-key]: '<<' would copy keys from elsewhere, which is not read here"
    ]


def test_a_section_of_nothing_is_no_empty_file(inventory: Path, capsys: Capture) -> None:
    (inventory / "more.yaml").write_text("vendors: []\n")
    assert problems(capsys) == (0, [])


MORE = "accounts:\n  - {id: nmp-xu, portal: nmp, login: xu, person: kim, type: individual, status: active}\n"


def test_files_beside_the_inventory_are_named_in_every_report(inventory: Path, capsys: Capture) -> None:
    for name in ("staff.xlsx", "more.yaml.bak"):
        (inventory / name).write_text(MORE)
    outputs = [argument for name in ("console", "json", "junit", "html") for argument in ("-o", f"{name}=r.{name}")]
    ran = portalaudit(capsys, "check", "--as-of=2026-11-20", "--select=shared-credential", "-q", *outputs)
    assert ran.code == 0
    written = {name: Path(f"r.{name}").read_text() for name in ("console", "json", "junit", "html")}
    assert "  not read  inventory/more.yaml.bak, inventory/staff.xlsx\n" in written["console"]
    assert '<property name="not read" value="inventory/more.yaml.bak, inventory/staff.xlsx"/>' in written["junit"]
    assert "<dt>Not read</dt> <dd>inventory/more.yaml.bak, inventory/staff.xlsx</dd>" in written["html"]
    assert json.loads(written["json"])["inputs"]["not_read"] == [
        {"path": "inventory/more.yaml.bak", "why": "its name is that of a copy", "searched": False},
        {"path": "inventory/staff.xlsx", "why": "it is not a YAML file", "searched": False},
    ]


def test_text_files_beside_the_inventory_are_said_to_be_searched_and_not_used(inventory: Path, capsys: Capture) -> None:
    for name in ("LIST.CSV", "notes.txt", "letter.docx", "old.yaml.bak"):
        (inventory / name).write_text("call the payer\n")
    outputs = [argument for name in ("console", "json", "junit", "html") for argument in ("-o", f"{name}=r.{name}")]
    ran = portalaudit(capsys, "check", "--as-of=2026-11-20", "--select=shared-credential", "-q", *outputs)
    assert ran.code == 0
    written = {name: Path(f"r.{name}").read_text() for name in ("console", "json", "junit", "html")}
    searched = "for passwords and patient data only, not used as data: inventory/LIST.CSV, inventory/notes.txt"
    unread = "inventory/letter.docx, inventory/old.yaml.bak"
    assert f"searched {searched} not read {unread} " in " ".join(written["console"].split())
    for name, row in (
        ("junit", '<property name="searched" value="{0}"/>\n      <property name="not read" value="{1}"/>'),
        ("html", "<dt>Searched</dt> <dd>{0}</dd></div>\n<div><dt>Not read</dt> <dd>{1}</dd>"),
    ):
        assert row.format(searched, unread) in written[name], name
    assert [(one["path"], one["searched"]) for one in json.loads(written["json"])["inputs"]["not_read"]] == [
        ("inventory/LIST.CSV", True),
        ("inventory/letter.docx", False),
        ("inventory/notes.txt", True),
        ("inventory/old.yaml.bak", False),
    ]
    assert "2 of them only searched for passwords and patient data</summary>" in written["html"]
    use = '<span class="note">searched for passwords and patient data only, not used as data</span>'
    assert f"<code>inventory/notes.txt</code> {use}</th>" in written["html"]
    assert written["html"].count(use) == 2


def test_a_list_under_a_name_that_is_not_read_gives_exit_code_2(inventory: Path, capsys: Capture) -> None:
    (inventory / "more.yaml.txt").write_text(MORE)
    code, told = problems(capsys)
    assert (code, told[:2]) == (
        2,
        [
            "error[file-not-read]: this file is not read: its name does not end in .yaml or .yml",
            "--> inventory/more.yaml.txt:1:1",
        ],
    )


def test_files_of_a_policies_folder_that_are_not_read_are_told_too(inventory: Path, capsys: Capture) -> None:
    own = inventory.parent / "policies"
    own.mkdir()
    (own / "policy.yaml").write_text("packs: [portal-access]\n")
    (own / "badge.docx").touch()
    ran = portalaudit(capsys, "check", "--as-of=2026-11-20", "--select=shared-credential")
    assert (ran.code, "  not read  policies/badge.docx\n" in ran.out) == (0, True)
    (own / "badge.yaml.txt").write_text("id: badge\nfor: account\n")
    ran = portalaudit(capsys, "check", "--as-of=2026-11-20", "--select=shared-credential")
    assert ran.code == 2
    assert " --> policies/badge.yaml.txt:1:1\n" in ran.out
