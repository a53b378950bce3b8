"""Practices that one config file lists, each with policies of its own, and a folder of policies that they share."""

from pathlib import Path

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE
from tests.editor.client import Editor, with_editor

DAY = ("--as-of", "2026-11-20")
LISTED = """\
[[practice]]
inventory = "clients/alder"
policies = "policies/alder"

[[practice]]
inventory = "clients/birch"
policies = "policies/birch"
"""
SHARED = "policies/base/own/leavers.yaml"
ALDER, BIRCH = "clients/alder/all.yaml", "clients/birch/all.yaml"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    files = {
        "portalaudit.toml": LISTED,
        "policies/base/own/pack.yaml": PACK,
        SHARED: RULE,
        "policies/base/policy.yaml": "packs: [own]\n",
        "policies/alder/policy.yaml": "extends: ../base\n",
        "policies/birch/policy.yaml": (
            "extends: ../base\nrules: {leavers: {severity: info, reason: They close logins on Fridays}}\n"
        ),
        ALDER: PRACTICE + LEAVER,
        BIRCH: PRACTICE.replace("id: test", "id: birch") + LEAVER,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


async def shown(editor: Editor, path: str, version: int = 1) -> list[tuple[str, int]]:
    """The codes and levels of what is underlined."""
    return [(str(one.code), int(one.severity or 0)) for one in await editor.seen(path, version)]


def test_each_practice_is_judged_by_its_own_policies(office: Path) -> None:
    async def does(editor: Editor) -> None:
        editor.open(ALDER)
        editor.open(BIRCH)
        assert await shown(editor, ALDER) == [("leavers", 1)]
        assert await shown(editor, BIRCH) == [("leavers", 3)]

    assert with_editor(office, does, *DAY).messages == []


@pytest.mark.slow
def test_a_flag_counts_over_the_policies_of_the_file(office: Path) -> None:
    async def does(editor: Editor) -> None:
        editor.open(BIRCH)
        assert await shown(editor, BIRCH) == [("leavers", 1)]

    with_editor(office, does, *DAY, "-p", "policies/base")


def test_a_shared_policy_file_is_judged_with_the_first_practice_that_goes_by_it(office: Path) -> None:
    async def does(editor: Editor) -> None:
        editor.open(SHARED)
        assert await shown(editor, SHARED) == []
        version = editor.type(SHARED, RULE.replace("account.live", "account.alive"))
        assert [code for code, _ in await shown(editor, SHARED, version)] == ["bad-expression"]

    with_editor(office, does, *DAY)


@pytest.mark.slow
def test_a_shared_policy_file_that_is_typed_counts_for_each_open_practice(office: Path) -> None:
    async def does(editor: Editor) -> None:
        for path in (ALDER, BIRCH, SHARED):
            editor.open(path)
            await editor.seen(path)
        version = editor.type(SHARED, RULE.replace("account.live", "account.alive"))
        assert [code for code, _ in await shown(editor, SHARED, version)] == ["bad-expression"]
        version = editor.type(SHARED, RULE.replace("is still {account.status}", "is open"))
        assert await shown(editor, SHARED, version) == []
        assert [editor.shown[editor.uri(path)][-1].diagnostics[0].message for path in (ALDER, BIRCH)] == [
            "kimlee is open",
            "kimlee is open",
        ]

    with_editor(office, does, *DAY)
