"""Every format names a file by the same path, whatever the folder where the command is typed."""

import contextlib
import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree  # noqa: TID251 -- reads, and writes nothing

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

Capture = pytest.CaptureFixture[str]
FINDING = "clients/alder/inventory/all.yaml"
AS_OF = "--as-of=2026-11-20"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git clone with one client's inventory and policies below its top."""
    clone = tmp_path / "clone"
    client = clone / "clients" / "alder"
    for path, text in (
        (clone / ".git" / "HEAD", "ref: refs/heads/main\n"),
        (client / "inventory" / "all.yaml", PRACTICE + LEAVER),
        (client / "policies" / "own" / "pack.yaml", PACK),
        (client / "policies" / "own" / "leavers.yaml", RULE),
        (client / "policies" / "policy.yaml", "packs: [own]\n"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (clone / ".git" / "objects").mkdir()
    (clone / ".git" / "refs").mkdir()
    monkeypatch.chdir(tmp_path)
    return clone


def of_json(text: str) -> set[str]:
    report = json.loads(text)
    assert report["inputs"]["root"] == {"is": "repository", "inventory": "clients/alder/inventory"}
    assert report["rules"][0]["location"]["path"] == "clients/alder/policies/own/leavers.yaml"
    return {one["location"]["path"] for one in report["results"]}


def of_sarif(text: str) -> set[str]:
    (run,) = json.loads(text)["runs"]
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in run["results"]]
    assert {one["uriBaseId"] for one in places} == set(run["originalUriBaseIds"]) == {"%SRCROOT%"}
    return {one["uri"] for one in places}


def of_junit(text: str) -> set[str]:
    return {case.get("file", "") for case in ElementTree.fromstring(text).iter("testcase")}


def of_gitlab(text: str) -> set[str]:
    return {one["location"]["path"] for one in json.loads(text)}


def of_csv(text: str) -> set[str]:
    rows = csv.DictReader(io.StringIO(text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")))
    return {row["File"] for row in rows if row["File"]}


def found(pattern: str) -> Callable[[str], set[str]]:
    return lambda text: set(re.findall(pattern, text))


READERS: Mapping[str, Callable[[str], set[str]]] = {
    "json": of_json,
    "sarif": of_sarif,
    "junit": of_junit,
    "gitlab": of_gitlab,
    "github": found(r"file=([^,:]+)"),
    "concise": found(r"(?m)^([^:\n]+all\.yaml):\d+:\d+: "),
    "csv": of_csv,
    "html": found(r"[\w/.-]*all\.yaml"),
    "console": found(r"[\w/.-]*all\.yaml(?=:)"),
}


@pytest.mark.parametrize("name", READERS)
def test_the_paths_of_every_format_begin_at_the_top_of_the_clone(clone: Path, capsys: Capture, name: str) -> None:
    written = set()
    for here, inventory in ((".", "clients/alder/inventory"), ("clients/alder", "inventory"), ("..", "")):
        typed = inventory or str(clone / "clients/alder/inventory")
        with contextlib.chdir(clone / here):
            written.add(portalaudit(capsys, "check", typed, AS_OF, f"-o{name}=-").out)
    (text,) = written
    assert READERS[name](text) == {FINDING}


def test_without_git_they_begin_at_the_folder_that_holds_the_inventory(clone: Path, capsys: Capture) -> None:
    (clone / ".git" / "HEAD").unlink()
    ran = portalaudit(capsys, "check", str(clone / "clients/alder/inventory"), AS_OF, "-ojson=-")
    report = json.loads(ran.out)
    assert report["inputs"]["root"] == {"is": "folder", "inventory": "inventory"}
    assert [one["location"]["path"] for one in report["results"]] == ["inventory/all.yaml"]
    assert [one["path"] for one in report["inputs"]["files"] if "portalaudit-policies" not in one["path"]] == [
        "inventory/all.yaml",
        "policies/own/leavers.yaml",
        "policies/own/pack.yaml",
        "policies/policy.yaml",
    ]


def test_access_says_its_root_too(clone: Path, capsys: Capture) -> None:
    with contextlib.chdir(clone / "clients/alder/policies"):
        answer = json.loads(portalaudit(capsys, "access", "../inventory", AS_OF, "-ojson=-").out)
    assert answer["root"] == {"is": "repository", "inventory": "clients/alder/inventory"}
    assert {one["location"]["path"] for one in answer["logins"]} == {FINDING}
