"""What is read of an inventory folder, and what is said of files that hold nothing."""

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
