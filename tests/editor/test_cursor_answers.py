"""What the server answers at a cursor, in the process that the editor starts."""

from pathlib import Path

import pytest
from lsprotocol import types

from tests.editor.client import Editor, with_editor
from tests.editor.practices import ALL, write_practice

FILE, POLICY, WAIVERS = "inventory/all.yaml", "policies/policy.yaml", "policies/waivers.yaml"
DAY = ("--as-of", "2026-11-20")


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    write_practice(tmp_path)
    (tmp_path / WAIVERS).write_text("waivers: []\n")
    return tmp_path


async def offered(editor: Editor, path: str, text: str) -> list[tuple[str, str | None, int, int]]:
    """What is offered at the end of a text: each id, what is said of it, and the columns that it replaces."""
    await editor.seen(path, editor.type(path, text))  # a broken file is judged by now, and nothing is known from it
    at = types.Position(text.count("\n"), len(text.rpartition("\n")[2].encode("utf-16-le")) // 2)
    params = types.CompletionParams(editor.document(path), at)
    found = await editor.text_document_completion_async(params)
    assert isinstance(found, list | tuple)
    edits = [one.text_edit for one in found]
    assert all(isinstance(edit, types.TextEdit) for edit in edits)
    return [
        (one.label, one.detail, one.text_edit.range.start.character, one.text_edit.range.end.character)
        for one in found
        if isinstance(one.text_edit, types.TextEdit)
    ]


def test_ids_are_completed_and_references_lead_to_their_records(practice: Path) -> None:
    async def does(editor: Editor) -> None:
        editor.open(FILE)
        await editor.seen(FILE)
        broken = ALL + "reviews:\n  - {id: '\U0001f600', portal: n"
        assert await offered(editor, FILE, broken) == [("nmp", "Noridian", 23, 24)]
        assert await offered(editor, FILE, ALL + "reviews:\n  - reviewer: ") == [("kim", "Kim Lee", 14, 14)]
        assert await offered(editor, FILE, ALL + "reviews:\n  - id: ") == []
        version = editor.type(FILE, ALL)
        await editor.seen(FILE, version)
        line = ALL.splitlines()[5]

        async def led(word: str) -> object:
            at = types.Position(5, line.index(word) + len(word) - 1)
            return await editor.text_document_definition_async(types.DefinitionParams(editor.document(FILE), at))

        there = types.Range(types.Position(3, 9), types.Position(3, 12))
        assert await led("person: kim") == types.Location(editor.uri(FILE), there)
        there = types.Range(types.Position(1, 15), types.Position(1, 18))
        assert await led("portal: nmp") == types.Location(editor.uri(FILE), there)
        assert await led("login: kimlee") is None
        at = types.Position(5, line.index("kimlee"))
        found = await editor.text_document_hover_async(types.HoverParams(editor.document(FILE), at))
        said = "account nmp-kim: 1 finding, 0 passed\nleavers (high): kimlee is still active"
        login = types.Range(types.Position(5, at.character), types.Position(5, at.character + 6))
        assert found == types.Hover(types.MarkupContent(types.MarkupKind.PlainText, said), login)

    assert with_editor(practice, does, *DAY).messages == []


@pytest.mark.slow
def test_rules_and_people_are_completed_in_policies_and_rules_lead_to_their_files(practice: Path) -> None:
    async def does(editor: Editor) -> None:
        editor.open(WAIVERS)
        await editor.seen(WAIVERS)
        title = "People who have left hold no live account"
        assert await offered(editor, WAIVERS, "waivers:\n  - {id: w, rule: le") == [("leavers", title, 18, 20)]
        assert await offered(editor, WAIVERS, "waivers:\n  - {id: w, approved_by: ") == [("kim", "Kim Lee", 25, 25)]
        editor.open(POLICY)
        await editor.seen(POLICY)
        assert await offered(editor, POLICY, "packs: [own]\nrules:\n  ") == [("leavers", title, 2, 2)]
        rules = "packs: [own]\nrules:\n  leavers: {severity: low, reason: Few}\n"
        await editor.seen(POLICY, editor.type(POLICY, rules))
        params = types.DefinitionParams(editor.document(POLICY), types.Position(2, 4))
        found = await editor.text_document_definition_async(params)
        assert isinstance(found, types.Location)
        assert found.uri == editor.uri("policies/own/leavers.yaml")

    assert with_editor(practice, does, *DAY).messages == []
