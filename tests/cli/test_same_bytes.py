"""The same files and day give the same bytes, whatever the working directory and however the folders are named."""

import os
from pathlib import Path

import pytest

from portalaudit.report import REPORTERS
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

pytestmark = pytest.mark.slow

AS_OF = "--as-of=2026-11-20"
FORMATS = tuple(name for name in REPORTERS if name != "xlsx")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """A practice two folders down, with a broken file, and policies that extend those of a consultant."""
    folder = tmp_path / "work" / "clients" / "alder"
    write(tmp_path / "work" / "base" / "policy.yaml", "rules: {leavers: {severity: critical, reason: Ours}}\n")
    write(folder / "inventory" / "all.yaml", PRACTICE + LEAVER)
    write(folder / "inventory" / "broken.yaml", "staff: [\n")
    write(folder / "policies" / "policy.yaml", "extends: ../../../base\npacks: [own]\n")
    write(folder / "policies" / "own" / "pack.yaml", PACK)
    write(folder / "policies" / "own" / "leavers.yaml", RULE)
    return folder


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def written(capsys: Capture, out: Path, here: Path, *arguments: str) -> dict[str, str]:
    """What each format's file holds when the command is typed in a folder."""
    os.chdir(here)
    portalaudit(capsys, "check", *arguments, AS_OF, "-q", *(f"-o{name}={out / name}" for name in FORMATS))
    return {name: (out / name).read_text(encoding="utf-8") for name in FORMATS}


@pytest.mark.parametrize("is_clone", [True, False])
def test_from_everywhere_and_however_named(
    client: Path, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_clone: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "reports"
    if is_clone:
        write(tmp_path / "work" / ".git" / "HEAD", "ref: refs/heads/main\n")
    (tmp_path / "link").symlink_to(client)
    absolute = str(client / "inventory")
    first = written(capsys, out, client, "inventory")
    runs = [
        (client / "inventory", "."),
        (tmp_path, "work/clients/alder/inventory"),
        (tmp_path, absolute),
        (client.parent, absolute),
        (Path("/"), absolute),
        (client / "policies" / "own", "../../inventory/"),
        (tmp_path, "link/inventory"),
        (client, "inventory", "-p", "policies"),
        (client, "inventory", "-p", str(client / "policies")),
        (client / "inventory", ".", "-p", "../policies/"),
        (Path("/"), absolute, "-p", str(tmp_path / "link" / "policies")),
    ]
    for here, *arguments in runs:
        assert written(capsys, out, here, *arguments) == first, (here, arguments)
    root = "clients/alder/" if is_clone else ""
    for name in ("console", "html", "junit"):
        for path in ("inventory/all.yaml", "inventory/broken.yaml", "policies/own/leavers.yaml"):
            assert f"{root}{path}" in first[name] or (name == "console" and path.startswith("policies"))
    assert ("base/policy.yaml:1" if is_clone else "../../base/policy.yaml:1") in first["html"]
    assert str(tmp_path) not in "".join(first.values())


def test_an_inventory_that_is_a_clone_itself_is_the_root(
    client: Path, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "reports"
    write(client / "inventory" / ".git" / "HEAD", "ref: refs/heads/main\n")
    first = written(capsys, out, client, "inventory")
    assert 'file="all.yaml" line="6"' in first["junit"]
    assert "../policies/own/leavers.yaml" in first["html"]
    assert written(capsys, out, client / "inventory", ".") == first


def test_the_terminal_shows_places_from_where_one_is(
    client: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for here, inventory, shown in (
        (".", "inventory", "inventory/all.yaml:6:86"),
        ("inventory", ".", "all.yaml:6:86"),
        ("..", "alder/inventory", "alder/inventory/all.yaml:6:86"),
    ):
        monkeypatch.chdir(client / here)
        assert f"--> {shown}\n" in portalaudit(capsys, "check", inventory, AS_OF).out
