"""Policies belong to an inventory, wherever a command is typed; and what lies about unused is said."""

import contextlib
import json
import os
from pathlib import Path

import pytest

from portalaudit.cli.discovery import find_policies, inventory_in
from tests.cli.repositories import git, repository
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

AS_OF = "--as-of=2026-11-20"
Capture = pytest.CaptureFixture[str]


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def policies(folder: Path, severity: str) -> None:
    write(folder, "policy.yaml", f"packs: [own]\nrules: {{leavers: {{severity: {severity}, reason: A test}}}}\n")
    write(folder, "own/pack.yaml", PACK)
    write(folder, "own/leavers.yaml", RULE.replace("severity: high", "severity: info"))


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client's folder with an inventory and policies, in a clone, and none of the machine's own around it."""
    client = tmp_path / "clone" / "clients" / "alder"
    write(client, "inventory/all.yaml", PRACTICE + LEAVER)
    (tmp_path / "clone" / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PORTALAUDIT_POLICIES", raising=False)
    return client


def used(capsys: Capture, *arguments: str) -> tuple[str, list[str], list[str]]:
    """The severity of the one finding, the folders that were used, and those that were not."""
    report = json.loads(portalaudit(capsys, "check", *arguments, AS_OF, "--select=leavers", "-ojson=-").out)
    said = report["inputs"]["policies"]
    severities = [one["severity"] for one in report["results"] if one["status"] == "fail"]
    return ",".join(severities), said["folders"], said["not_used"]


SHIPPED = "portalaudit-policies"


@pytest.mark.parametrize("place", ["inventory/policies", "policies", "../policies", "../../policies"])
def test_the_nearest_policies_from_the_inventory_upward_are_used(client: Path, capsys: Capture, place: str) -> None:
    policies(client / place, "critical")
    assert used(capsys, str(client / "inventory")) == ("critical", [place, SHIPPED], [])


def test_a_nearer_folder_wins_and_the_others_are_named(client: Path, capsys: Capture) -> None:
    policies(client / "policies", "critical")
    policies(client.parent / "policies", "low")
    policies(client.parent.parent / "policies", "medium")
    found = used(capsys, str(client / "inventory"))
    assert found == ("critical", ["policies", SHIPPED], ["../policies", "../../policies"])


@pytest.mark.parametrize(
    ("here", "inventory", "told"),
    [
        ("..", "clone/clients/alder/inventory", ("clone/clients/alder/policies", "clone/clients/policies")),
        ("clients/alder", "inventory", ("policies", "../policies")),
        ("clients/alder/inventory", ".", ("../policies", "../../policies")),
        ("clients/alder/policies", "../inventory", (".", "../../policies")),
    ],
)
def test_the_terminal_names_policies_from_where_the_command_is_typed(
    client: Path, capsys: Capture, *, here: str, inventory: str, told: tuple[str, str]
) -> None:
    for folder in (client, client.parent):
        policies(folder / "policies", "low")
    with contextlib.chdir(client.parent.parent / here):
        shown = portalaudit(capsys, "check", inventory, AS_OF).out
    assert f"  policies  {told[0]}, over those that ship with portalaudit\n" in shown
    assert f"  unused    {told[1]} (to use one: -p FOLDER)\n" in shown


def test_pages_name_policies_from_the_top_of_the_clone(client: Path, capsys: Capture) -> None:
    for folder in (client, client.parent):
        policies(folder / "policies", "low")
    write(client.parent.parent, ".git/HEAD", "ref: refs/heads/main\n")
    write(client.parent.parent, ".git/HEAD", "ref: refs/heads/main\n")
    page = portalaudit(capsys, "check", str(client / "inventory"), AS_OF, "-ohtml=-").out
    assert "<dt>Policies</dt> <dd>clients/alder/policies, over those that ship with portalaudit</dd>" in page
    assert "<dt>Unused</dt> <dd>clients/policies (to use one: -p FOLDER)</dd>" in page


@pytest.mark.parametrize("in_clone", [True, False])
@pytest.mark.parametrize(
    ("here", "inventory", "path"),
    [
        ("inventory", ".", "all.yaml"),
        (".", "inventory", "inventory/all.yaml"),
        ("policies", "../inventory", "../inventory/all.yaml"),
        ("inventory/notes", "..", "../all.yaml"),
    ],
)
def test_the_terminal_names_files_from_where_the_command_is_typed(
    client: Path, capsys: Capture, *, here: str, inventory: str, path: str, in_clone: bool
) -> None:
    policies(client / "policies", "low")
    (client / "inventory/notes").mkdir()
    if in_clone:
        write(client.parent.parent, ".git/HEAD", "ref: refs/heads/main\n")
    with contextlib.chdir(client / here):
        told = portalaudit(capsys, "check", inventory, AS_OF, "--select=leavers").out
    assert f" --> {path}:6:" in told
    assert f" Start with leavers at {path}:6:" in " ".join(told.split())


def test_the_flag_wins_and_what_it_passes_over_is_named(client: Path, capsys: Capture) -> None:
    policies(client / "policies", "critical")
    policies(client.parent / "strict", "low")
    found = used(capsys, str(client / "inventory"), "-p", str(client.parent / "strict"))
    assert found == ("low", ["../strict", SHIPPED], ["policies"])


def test_the_working_directory_s_policies_are_not_used_and_that_is_said(
    client: Path, capsys: Capture, tmp_path: Path
) -> None:
    policies(tmp_path / "policies", "critical")
    ran = portalaudit(capsys, "check", str(client / "inventory"), AS_OF, "-ojson=-")
    assert json.loads(ran.out)["inputs"]["policies"] == {"folders": [SHIPPED], "not_used": []}
    assert ran.err == (
        "note: the folder policies/ here is not used, because the policies of an inventory are looked for from its "
        "own folder upward. To use it: -p policies.\n"
    )
    assert portalaudit(capsys, "check", str(client / "inventory"), AS_OF, "-p", "policies", "-q").err == ""


def test_the_search_ends_at_the_top_of_the_clone(client: Path, tmp_path: Path) -> None:
    policies(tmp_path / "policies", "critical")
    assert find_policies(client / "inventory").folder is None
    (tmp_path / "clone" / ".git").rmdir()
    assert find_policies(client / "inventory").folder == tmp_path / "policies"


def test_the_search_ends_at_the_home_folder(client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "clone" / ".git").rmdir()
    policies(tmp_path / "policies", "critical")
    monkeypatch.setenv("HOME", str(client.parent))
    assert find_policies(client / "inventory").folder is None


def test_policies_beside_an_inventory_that_is_a_clone_itself_are_used(client: Path) -> None:
    policies(client / "policies", "critical")
    (client / "inventory" / ".git").mkdir()
    assert find_policies(client / "inventory").folder == client / "policies"


def test_records_in_a_folder_of_that_name_stay_records(client: Path, capsys: Capture) -> None:
    write(client, "inventory/policies/papers.yaml", "documents: [{id: sop, kind: sop}]\n")
    policies(client / "policies", "critical")
    ran = portalaudit(capsys, "check", str(client / "inventory"), AS_OF, "--select=leavers", "-ojson=-")
    report = json.loads(ran.out)
    paths = [one["path"] for one in report["inputs"]["files"]]
    assert "inventory/policies/papers.yaml" in paths
    assert "policies/own/leavers.yaml" in paths
    assert report["inputs"]["policies"] == {"folders": ["policies", SHIPPED], "not_used": []}


def test_a_folder_of_folders_for_clients_is_passed_over_and_named(client: Path, capsys: Capture) -> None:
    write(client.parent, "policies/alder/policy.yaml", "packs: []\n")
    policies(client.parent.parent / "policies", "critical")
    found = used(capsys, str(client / "inventory"))
    assert found == ("critical", ["../../policies", SHIPPED], ["../policies"])


def test_a_folder_that_holds_the_one_that_is_used_is_not_called_unused(client: Path, capsys: Capture) -> None:
    policies(client.parent / "policies" / "alder", "critical")
    found = used(capsys, str(client / "inventory"), "-p", str(client.parent / "policies" / "alder"))
    assert found == ("critical", ["../policies/alder", SHIPPED], [])


def test_misspelt_policies_are_read_and_refused(client: Path, capsys: Capture) -> None:
    write(client, "policies/polcy.yaml", "packs: []\n")
    assert portalaudit(capsys, "check", str(client / "inventory"), AS_OF).code == 2


@pytest.mark.parametrize("files", [[], ["notes.txt"], ["old/readme.md"]])
def test_an_empty_folder_is_passed_over_and_named(client: Path, capsys: Capture, files: list[str]) -> None:
    (client / "policies").mkdir()
    for name in files:
        write(client, f"policies/{name}", "x")
    ran = portalaudit(capsys, "check", str(client / "inventory"), AS_OF, "-ojson=-")
    assert json.loads(ran.out)["inputs"]["policies"] == {"folders": [SHIPPED], "not_used": ["policies"]}


def notes(capsys: Capture, inventory: Path) -> str:
    return portalaudit(capsys, "check", str(inventory), AS_OF, "-ojson=-").err


@pytest.mark.parametrize("files", [[], ["notes.txt"], ["old/readme.md"]])
def test_a_folder_without_yaml_is_said_to_change_nothing(
    client: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, files: list[str]
) -> None:
    (client / "policies").mkdir()
    for name in files:
        write(client, f"policies/{name}", "x")
    monkeypatch.chdir(client)
    assert notes(capsys, Path("inventory")) == (
        "note: the folder policies/ here holds no YAML file, so it changes nothing. To begin a rule of your own: "
        "portalaudit new rule my-first-rule.\n"
    )


def test_a_folder_of_folders_for_clients_says_how_to_use_one(
    client: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(client, "policies/birch/waivers.yaml", "waivers: []\n")
    write(client, "policies/alder/policy.yaml", "packs: []\n")
    monkeypatch.chdir(client)
    assert notes(capsys, Path("inventory")) == (
        "note: the folder policies/ here is not used, because it holds policies in folders of their own: alder, birch. "
        "To use one of them: -p policies/alder.\n"
    )


def test_a_nearer_folder_is_the_reason_where_it_is(
    client: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies(client / "policies", "low")
    policies(client / "inventory/policies", "critical")
    monkeypatch.chdir(client)
    assert notes(capsys, Path("inventory")) == (
        "note: the folder policies/ here is not used, because another one is nearer to the inventory. "
        "To use it: -p policies.\n"
    )


def test_records_in_a_folder_of_that_name_need_no_note(
    client: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(client, "inventory/policies/papers.yaml", "documents: [{id: sop, kind: sop}]\n")
    monkeypatch.chdir(client / "inventory")
    assert notes(capsys, Path()) == ""


@pytest.mark.parametrize("path", ["own/leavers.yaml", "own/people/leavers.yml"])
def test_a_rule_in_a_folder_without_a_pack_is_a_problem(client: Path, capsys: Capture, path: str) -> None:
    write(client, f"policies/{path}", RULE)
    assert find_policies(client / "inventory").folder == client / "policies"
    ran = portalaudit(capsys, "check", str(client / "inventory"), AS_OF)
    assert ran.code == 2
    assert ran.err == ""
    assert (
        "error[unknown-pack]: the folder 'own' has no pack.yaml, so this file is not used\n"
        f" --> clone/clients/alder/policies/{path}:1:1\n"
    ) in ran.out
    assert (
        "= fix: put a pack.yaml with id, title and version into 'own', or move this file into a pack's folder "
    ) in " ".join(ran.out.split())


def test_a_linked_inventory_finds_what_lies_beside_the_link_first(client: Path, tmp_path: Path) -> None:
    policies(client / "policies", "critical")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "inventory").symlink_to(client / "inventory")
    assert find_policies(tmp_path / "desk" / "inventory").folder == client / "policies"
    policies(tmp_path / "desk" / "policies", "low")
    found = find_policies(tmp_path / "desk" / "inventory")
    assert (found.folder, found.others) == (tmp_path / "desk" / "policies", (client / "policies",))


def test_the_folder_decides_the_bytes_and_not_where_the_command_is_typed(
    client: Path, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies(client / "policies", "critical")
    reports, pages = set(), set()
    for here, inventory in (
        (client, "inventory"),
        (client / "inventory", "."),
        (tmp_path, "clone/clients/alder/inventory"),
        (client / "policies" / "own", "../../inventory"),
        (Path("/"), str(client / "inventory")),
    ):
        monkeypatch.chdir(here)
        reports.add(portalaudit(capsys, "check", inventory, AS_OF, "-ojson=-").out)
        pages.add(portalaudit(capsys, "check", inventory, AS_OF, "-ohtml=-").out)
    assert (len(reports), len(pages)) == (1, 1)
    assert '"path": "policies/own/leavers.yaml"' in reports.pop()


@pytest.mark.parametrize(
    ("here", "inventory", "way"),
    [(".", "inventory", ""), ("inventory", ".", "../"), ("..", "alder/inventory", "alder/")],
)
def test_a_mistake_in_policies_is_told_from_where_one_is(
    client: Path, capsys: Capture, here: str, inventory: str, way: str
) -> None:
    shown = f"{way}policies/own/leavers.yaml:6:10"
    policies(client / "policies", "critical")
    rule = client / "policies" / "own" / "leavers.yaml"
    rule.write_text(RULE.replace("require: account", "require: acount"))
    os.chdir(client / here)
    ran = portalaudit(capsys, "check", inventory, AS_OF)
    assert f"--> {shown}\n" in ran.out
    assert "6 | require: acount.person.employed" in ran.out
    assert f"--> {shown}\n" in portalaudit(capsys, "directory", inventory, AS_OF).err


def test_commands_about_rules_look_from_the_current_folder_upward(
    client: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies(client / "policies", "critical")
    monkeypatch.chdir(client / "inventory")
    assert "leavers  critical" in portalaudit(capsys, "rules").out.replace("   ", "")
    assert portalaudit(capsys, "test").code == 1
    assert "../policies/own/leavers.yaml" in portalaudit(capsys, "test").out


def test_an_explanation_reads_the_policies_of_its_inventory(client: Path, capsys: Capture) -> None:
    policies(client / "policies", "critical")
    ran = portalaudit(capsys, "explain", "leavers", str(client / "inventory"))
    assert (ran.code, ran.err) == (0, "")
    assert "critical" in ran.out


def test_folders_that_may_not_be_looked_into_are_no_policies(client: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    policies(client / "policies", "critical")
    monkeypatch.setattr(os, "listdir", refuse)
    assert find_policies(client / "inventory").folder == client / "policies"
    monkeypatch.setattr(Path, "is_dir", refuse)
    assert find_policies(client / "inventory").folder is None


def clone(top: Path) -> None:
    """A real repository with two practices, one within the other's folder, each with policies of its own."""
    repository(
        top,
        {
            "inventory/all.yaml": PRACTICE + LEAVER,
            **own_policies("policies", "low"),
            "clients/alder/inventory/all.yaml": PRACTICE + LEAVER,
            **own_policies("clients/alder/policies", "critical"),
        },
    )


def own_policies(folder: str, severity: str) -> dict[str, str]:
    return {
        f"{folder}/policy.yaml": "packs: [own]\n",
        f"{folder}/own/pack.yaml": PACK,
        f"{folder}/own/leavers.yaml": RULE.replace("severity: high", f"severity: {severity}"),
    }


def test_a_practice_within_the_folder_of_another_has_its_own(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone(tmp_path / "nested")
    monkeypatch.chdir(tmp_path)
    assert used(capsys, "nested/clients/alder/inventory") == (
        "critical",
        ["clients/alder/policies", SHIPPED],
        ["policies"],
    )
    assert used(capsys, "nested/inventory") == ("low", ["policies", SHIPPED], [])


def test_a_worktree_has_the_policies_that_lie_in_it(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not those of the folder that it lies in, or of the repository that it belongs to."""
    clone(tmp_path / "main")
    git(tmp_path / "main", "worktree", "add", "-q", "--detach", str(tmp_path / "main" / "trees" / "one"))
    tree = tmp_path / "main" / "trees" / "one"
    monkeypatch.chdir(tmp_path)
    assert used(capsys, str(tree / "inventory")) == ("low", ["policies", SHIPPED], [])
    git(tree, "rm", "-rq", "policies")
    assert find_policies(tree / "inventory").folder is None


def test_a_base_is_judged_by_the_policies_that_were_nearest_then(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path / "moved"
    clone(top)
    git(top, "rm", "-rq", "clients/alder/policies")
    monkeypatch.chdir(tmp_path)
    arguments = ("moved/clients/alder/inventory", AS_OF, "--select=leavers", "--base=HEAD", "-ojson=-")
    report = json.loads(portalaudit(capsys, "check", *arguments).out)
    (fail,) = (one for one in report["results"] if one["status"] == "fail")
    assert fail["severity"] == "critical"
    assert any("leavers" in one["message"] for one in report["comparison"]["policies"]), report["comparison"]


def test_the_folder_of_a_practice_stands_for_its_inventory(client: Path, capsys: Capture) -> None:
    policies(client / "policies", "critical")
    write(client, "schema/inventory.schema.json", '{"password": "Summer-2026!"}')
    write(client, ".pre-commit-config.yaml", "repos: []\n")
    assert used(capsys, str(client)) == ("critical", ["policies", SHIPPED], [])
    assert inventory_in(client) == client / "inventory"


@pytest.mark.parametrize("beside", ["practice.yaml", "staff/people.yml", "more/deeper/b.yaml"])
def test_a_folder_with_other_records_is_read_as_a_whole(client: Path, beside: str) -> None:
    write(client, beside, "staff: []\n")
    assert inventory_in(client) == client


def test_a_folder_that_holds_no_records_stands_for_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, "inventory/README.md", "Nothing yet.\n")
    assert inventory_in(tmp_path) == tmp_path
