"""What an editor underlines: judged as the practice is typed, in the process that the editor starts."""

import json
from pathlib import Path

import pytest
from lsprotocol.types import DiagnosticSeverity, Position, Range

from portalaudit.model.project_pages import rule_page
from tests.cli.running import portalaudit
from tests.editor.client import Editor, with_editor
from tests.editor.practices import ALL, write_practice

FILE = "inventory/all.yaml"
DAY = ("--as-of", "2026-11-20")


def span(line: int, start: int, end: int) -> Range:
    return Range(Position(line, start), Position(line, end))


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    return write_practice(tmp_path)


def test_a_finding_is_underlined_and_goes_when_it_is_mended_unsaved(practice: Path) -> None:
    async def does(editor: Editor) -> None:
        editor.open(FILE)
        (one,) = await editor.seen(FILE)
        assert one.range == span(5, 85, 91)
        assert (one.code, one.source, one.severity) == ("leavers", "portalaudit", DiagnosticSeverity.Error)
        assert one.message == "kimlee is still active"
        version = editor.type(FILE, ALL.replace("status: active", "status: deleted"))
        assert await editor.seen(FILE, version) == []

    with_editor(practice, does, *DAY)
    assert (practice / FILE).read_text() == ALL


def test_broken_yaml_while_typing_is_a_problem_at_its_place_and_the_server_goes_on(practice: Path) -> None:
    async def does(editor: Editor) -> None:
        editor.open(FILE)
        assert await editor.seen(FILE)
        for broken in ("payers: [{id: x", "payers:\n  - {id: 'x\n", "\t- \x01: [", "? {", "a: b: c\n", "x: &x *x"):
            version = editor.type(FILE, ALL + broken)
            assert await editor.seen(FILE, version)
        version = editor.type(FILE, ALL + "payers: [{id: x")
        (one,) = await editor.seen(FILE, version)
        assert (one.code, one.range) == ("syntax", span(6, 9, 15))
        version = editor.type(FILE, ALL)
        assert [one.code for one in await editor.seen(FILE, version)] == ["leavers"]

    assert with_editor(practice, does, *DAY).messages == []


@pytest.mark.slow
def test_columns_count_as_the_client_counts_and_a_problem_says_what_to_do(practice: Path) -> None:
    """A sign outside the first plane of Unicode is two units of UTF-16."""
    text = ALL.replace("name: Kim Lee", 'name: "Kim \U0001f600 Lee", rolle: x')

    async def does(editor: Editor) -> None:
        editor.open(FILE, text)
        (problem,) = [one for one in await editor.seen(FILE) if one.code == "unknown-key"]
        line = text.splitlines()[3]
        start = len(line[: line.index("rolle")].encode("utf-16-le")) // 2
        assert problem.range == span(3, start, start + 5)
        assert "roles" in problem.message

    with_editor(practice, does, *DAY)


@pytest.mark.slow
def test_a_policy_file_that_is_typed_counts_for_the_practice(practice: Path) -> None:
    rule = "policies/own/leavers.yaml"

    async def does(editor: Editor) -> None:
        editor.open(FILE)
        assert [one.code for one in await editor.seen(FILE)] == ["leavers"]
        text = (practice / rule).read_text()
        editor.open(rule)
        assert await editor.seen(rule) == []
        version = editor.type(rule, text.replace("account.person.employed", "account.persn"))
        (one,) = await editor.seen(rule, version)
        assert (one.code, one.range.start.line) == ("bad-expression", 5)
        assert editor.shown[editor.uri(FILE)][-1].diagnostics == ()
        version = editor.type(rule, text.replace("severity: high", "severity: info"))
        assert await editor.seen(rule, version) == []
        (one,) = editor.shown[editor.uri(FILE)][-1].diagnostics
        assert one.severity == DiagnosticSeverity.Information

    with_editor(practice, does, *DAY)


@pytest.mark.slow
def test_the_editor_shows_what_check_reports_with_the_pages_of_rules(
    practice: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (practice / "policies/policy.yaml").unlink()
    monkeypatch.chdir(practice)
    saved = json.loads(portalaudit(capsys, "check", *DAY, "--no-cache", "-o", "json=-").out)
    told = {
        (one["rule"], one["message"], one["location"]["line"], one["location"]["column"])
        for one in saved["results"]
        if one["status"] in ("fail", "error", "unknown")
    }

    async def does(editor: Editor) -> None:
        editor.open(FILE)
        shown = await editor.seen(FILE)
        found = {(d.code, d.message, d.range.start.line + 1, d.range.start.character + 1) for d in shown}
        assert len(found) > 15
        assert found == told
        pages = {d.code: d.code_description and d.code_description.href for d in shown}
        assert pages.pop("leavers") is None
        assert pages == {code: rule_page(str(code)) for code in pages}

    with_editor(practice, does, *DAY)


@pytest.mark.slow
def test_what_is_in_no_file_stands_at_the_top_of_the_one_typed_in(practice: Path) -> None:
    async def does(editor: Editor) -> None:
        editor.open(FILE, "practice: {id: test, name: Test practice, timezone: America/Los_Angeles}\n")
        (one,) = await editor.seen(FILE)
        assert (one.code, one.range.start) == ("nothing-to-judge", Position(0, 0))

    with_editor(practice, does, *DAY)


@pytest.mark.slow
def test_a_practice_that_cannot_be_judged_is_said_in_the_log(practice: Path) -> None:
    async def does(editor: Editor) -> None:
        editor.open(FILE)
        await editor.hears()

    editor = with_editor(practice, does, "-p", "gone")
    assert editor.messages == ["there is no folder 'gone'. Name the folder that holds policy.yaml or a pack."]


@pytest.mark.slow
def test_a_file_of_no_practice_has_nothing_to_show(practice: Path) -> None:
    other = practice.parent / f"{practice.name}-other"
    (other / ".git").mkdir(parents=True)
    (other / "notes.yaml").write_text("a: b\n")

    async def does(editor: Editor) -> None:
        editor.open("notes.yaml")

    editor = with_editor(other, does, *DAY)
    assert (editor.shown, editor.messages) == ({}, [])
