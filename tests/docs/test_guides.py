"""Every command of the guides in docs/ runs where the guide has led, and ends as it should."""

import re
import shlex
from pathlib import Path
from shutil import copyfile

import pytest

from portalaudit.cli.funnel import Exit, run
from tests.cli.repositories import git

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"
LISTS = REPOSITORY / "tests" / "sheets" / "lists"
Capture = pytest.CaptureFixture[str]


def commands(page: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(r"^\$ (.+)$", text, re.MULTILINE)


class Reader:
    """Someone who types every command of a page, one after the other."""

    def __init__(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: dict[str, str] = {}
        self.codes: list[tuple[str, int]] = []
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def types(self, command: str) -> None:
        program, *arguments = shlex.split(command)
        if program == "cd":
            self._monkeypatch.chdir(arguments[0])
        elif program == "git":
            git(Path(), *arguments)
        else:
            assert program == "portalaudit"
            code = run(arguments)
            printed = self._capsys.readouterr()
            assert code in (Exit.CLEAN, Exit.FINDINGS), printed.err
            self.codes.append((arguments[0], int(code)))
            self.said[arguments[0]] = printed.out


@pytest.fixture
def reader(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("PORTALAUDIT_AS_OF", "2026-11-20")
    return Reader(capsys, monkeypatch)


def test_an_office_comes_to_its_first_report(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in commands("start.md"):
        for file in re.findall(r"import lists/(\S+)", command):
            copyfile(LISTS / file, Path("lists") / file)
        reader.types(command)
    assert reader.codes == [
        *(("start", 0), ("import", 1), ("import", 1)),
        *(("check", 1), ("questions", 0), ("access", 0)),
    ]
    page = Path("reports/report.html").read_text(encoding="utf-8")
    assert "Cedar Hill Family Practice" in page
    assert Path("inventory/questions.csv").is_file()
    assert "maria" in reader.said["access"].lower()


def test_a_consultant_sees_a_client_and_what_its_policy_changes(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    for command in commands("consultants.md"):
        reader.types(command)
    assert reader.codes == [("check", 1), ("policy", 0)]
    assert "loosened" in reader.said["policy"]


def test_the_policy_of_a_client_is_one(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (DOCS / "consultants.md").read_text(encoding="utf-8")
    (policy,) = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for path in re.findall(r"^(?:clients|policies)/\S+$", text, re.MULTILINE):
        file = tmp_path / path
        (file if path.endswith("/") else file.parent).mkdir(parents=True, exist_ok=True)
    (tmp_path / "policies" / "base" / "policy.yaml").write_text("packs: [portal-access]\n", encoding="utf-8")
    (tmp_path / "policies" / "alder" / "policy.yaml").write_text(policy, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    reader.types("portalaudit policy show -p policies/alder")
    assert "Their locums come every other month" in reader.said["policy"]


def test_a_branch_is_compared_as_shown(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in commands("pull-requests.md"):
        reader.types(command)
    assert dict(reader.codes)["check"] == Exit.CLEAN
    assert dict(reader.codes)["diff"] == Exit.CLEAN
    assert list(Path(".github/workflows").iterdir()) != []


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "releasing.md"])
def test_what_a_page_names_is_there(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z]+)(?:`|$)", text, re.MULTILINE))
    assert [target for target in targets if f"\n{target}: " not in makefile] == []
    paths = re.findall(r"`((?:\.ci|\.github|src|docs)/[\w./-]+)", text)
    assert [path for path in paths if not (REPOSITORY / path).exists()] == []
