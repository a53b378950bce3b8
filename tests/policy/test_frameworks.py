from pathlib import Path

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.model.frameworks import Control
from portalaudit.pipeline import compile_all
from portalaudit.policy.frameworks import is_framework, read_frameworks
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load

SHIPPED = Path(__file__).resolve().parents[2] / "policies"
GOOD = """\
id: own
title: Own framework
version: "1"
source: {title: A book, seen_on: 2026-11-22}
controls:
  - {id: A-1, title: First, required: true}
  - {id: A-2, title: Second, required: false, note: Look elsewhere, verified: false}
"""


def document(text: str, path: str = "frameworks/own.yaml") -> Document:
    found, problems = load(Text(path, text.encode()))
    assert found is not None
    assert problems == ()
    return found


def test_a_framework_is_read_with_titles_and_notes() -> None:
    (framework,), problems = read_frameworks([document(GOOD)])

    assert problems == ()
    assert (framework.id, framework.title, framework.version) == ("own", "Own framework", "1")
    assert (framework.source, framework.url, framework.seen_on) == ("A book", "", "2026-11-22")
    assert framework.controls == (
        Control("A-1", "First", is_required=True),
        Control("A-2", "Second, addressable", "Look elsewhere", is_verified=False),
    )


@pytest.mark.parametrize(
    ("change", "message", "line"),
    [
        (("id: own", "id: other"), "the id is `other`, and the file is named `own`", 1),
        (("id: A-2", "id: A-1"), "the control `A-1` is listed twice", 7),
        (("title: Second", "titel: Second"), "unknown key 'titel'", 7),
        (('version: "1"\n', ""), "a framework needs the key 'version'", 1),
    ],
)
def test_a_mistake_is_told_at_its_line(change: tuple[str, str], message: str, line: int) -> None:
    _, problems = read_frameworks([document(GOOD.replace(*change))])

    assert any(message in problem.message and problem.place.line == line for problem in problems), problems


def test_files_of_frameworks_are_no_rules() -> None:
    assert is_framework("frameworks/hipaa.yaml")
    assert not is_framework("portal-access/frameworks.yaml")


def test_every_control_that_a_shipped_rule_names_has_a_title() -> None:
    files, unread = read_policies(SHIPPED)
    policies, problems = compile_all(files)

    assert (unread, problems) == ((), ())
    frameworks = policies.rules.frameworks
    assert [f.id for f in frameworks] == ["cis-v8", "hipaa", "hitrust", "nist-800-53", "soc2"]
    assert [(f.id, c.id, c.rules) for f in frameworks for c in f.controls if not c.title] == []
    assert all(f.source and f.seen_on for f in frameworks)


def test_a_control_knows_the_rules_that_name_it_and_those_left_out(tmp_path: Path) -> None:
    setting = "{leave_out: true, reason: no MAC}"
    (tmp_path / "policy.yaml").write_text(f"packs: [portal-access]\nrules: {{dormant-account: {setting}}}\n")
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "own.yaml").write_text(GOOD)
    files, _ = read_policies(tmp_path)
    policies, problems = compile_all(files)

    assert problems == ()
    known = {(f.id, c.id): c for f in policies.rules.frameworks for c in f.controls}
    assert "active-after-termination" in known["hipaa", "164.308(a)(3)(ii)(C)"].rules
    assert known["own", "A-1"].rules == ()
    left_out = {rule for control in known.values() for rule in control.left_out}
    named = {rule for control in known.values() for rule in control.rules}
    assert "dormant-account" not in named
    assert left_out == {"dormant-account"}
