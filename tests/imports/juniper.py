"""The made-up practice whose lists lie in `tests/sheets/lists`, as it is on its first day: no person and no login."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from portalaudit.source.files import Text
from portalaudit.source.load import load
from tests.cli.running import Ran, portalaudit

LISTS = Path(__file__).parents[1] / "sheets" / "lists"
PRACTICE = """\
# Juniper Flats, on its first day
practice:
  id: juniper-flats
  name: Juniper Flats Family Medicine
  timezone: America/New_York
portals:
  - {id: availity, name: Availity, kind: hub, profile: availity}
  - {id: nmp, name: Noridian Medicare Portal, kind: mac, profile: noridian_nmp}
  - {id: uhc, name: UnitedHealthcare Provider Portal, kind: standalone}   # the third
  - {id: ohp, name: OneHealthPort, kind: sso}
  - {id: rimrock, name: Rimrock CCO, kind: standalone}
  - {id: medicaid, name: State Medicaid Portal, kind: medicaid}
  - {id: brigid, name: St. Brigid Provider Portal, kind: standalone}
  - {id: google, name: Google Workspace, kind: sso}
roles:
  - {id: front_desk, title: Front Desk}
  - {id: biller, title: Biller}
  - {id: greeter, title: Greeter}   # its own
"""
ROSTER = ("adp-roster.csv", "--coverage", "full")
USER_LISTS = {
    "noridian-manage-users.txt": "nmp",
    "uhc-all-users.txt": "uhc",
    "availity-users.csv": "availity",
    "onehealthport-users.txt": "ohp",
    "rimrock-okta.csv": "rimrock",
    "medicaid-scim.csv": "medicaid",
    "brigid-entra.csv": "brigid",
    "google-workspace.csv": "google",
}
ABOUT_AVAILITY = {
    "availity-users.csv/column:userid": "login",
    "availity-users.csv/column:username": "name",
    "availity-users.csv/status:inactive90days": "disabled",
    "availity-users.csv/role:remittanceviewer": "remit.view",
}


class Practice:
    """An inventory folder that lists are imported into."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self._capsys = root / "inventory", capsys
        self.root.mkdir()
        (self.root / "practice.yaml").write_text(PRACTICE)

    def run(self, *arguments: str) -> Ran:
        """`portalaudit import` of lists by their names."""
        named = [str(LISTS / each) if (LISTS / each).is_file() else each for each in arguments]
        return portalaudit(
            self._capsys, "import", *named, str(self.root), "--as-of", "2026-11-20", "--taken-on", "2026-11-16"
        )

    def run_check(self) -> Ran:
        """`portalaudit check` of the inventory."""
        return portalaudit(self._capsys, "check", str(self.root), "--as-of", "2026-11-20", "-q")

    def plan(self, *arguments: str) -> dict[str, Any]:
        """The plan of an import, as programs read it."""
        ran = self.run(*arguments, "-o", "json=-")
        assert ran.code in (0, 1), ran.err
        made: dict[str, Any] = json.loads(ran.out)
        return made

    def write(self, *arguments: str) -> dict[str, Any]:
        """The plan of an import that is written."""
        return self.plan(*arguments, "--write")

    def questions(self) -> dict[str, dict[str, str]]:
        """The open questions by id."""
        path = self.root / "questions.csv"
        with path.open(newline="") as file:
            return {line["id"]: line for line in csv.DictReader(file)}

    @staticmethod
    def questions_of(plan: dict[str, Any]) -> set[str]:
        """The ids of what a plan asks."""
        return {one["id"] for one in plan["questions"]}

    def answer(self, answers: dict[str, str], by: str = "") -> None:
        """Fill in the file of questions."""
        lines = self.questions()
        assert answers.keys() <= lines.keys()
        with (self.root / "questions.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, next(iter(lines.values())))
            writer.writeheader()
            for key, line in lines.items():
                writer.writerow({**line, "answer": answers.get(key, ""), "answered_by": by if key in answers else ""})

    def records(self, section: str) -> list[dict[str, Any]]:
        """Everything that a section holds, over all files."""
        found = []
        for path in sorted(self.root.glob("**/*.yaml")):
            if path.parent.name != "maps":
                document, problems = load(Text(path.name, path.read_bytes()))
                assert document is not None
                assert problems == ()
                found += document.data.get(section, [])
        return found

    def files(self) -> dict[str, bytes]:
        """Every file with its bytes."""
        found = sorted(path for path in self.root.glob("**/*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def everything(self) -> None:
        """Import the roster and all user lists, with what Availity's unknown headings mean."""
        self.write(*ROSTER)
        for name, portal in USER_LISTS.items():
            self.write(name, "--portal", portal, "--coverage", "full")
            if name == "availity-users.csv":
                self.answer(ABOUT_AVAILITY)
                self.write(name, "--portal", portal, "--coverage", "full")


@pytest.fixture
def practice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Practice:
    return Practice(tmp_path, capsys)
