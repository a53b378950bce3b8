"""Editors' servers go by our schemas, and underline what the program refuses."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from portalaudit.cli.fresh_practice import SETTINGS
from portalaudit.cli.settings_schema import settings_schema
from tests.cli.running import portalaudit
from tests.cli.test_settings_schema import FAULTS, ONLY_THE_PROGRAM, examples

pytestmark = pytest.mark.slow


def test_taplo_finds_the_schema_that_a_file_names_and_refuses_what_the_program_refuses(
    tmp_path: Path, modules: Path
) -> None:
    """It starts for seconds, so it reads many files at once, and names those that have mistakes."""
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "settings.schema.json").write_text(json.dumps(settings_schema()))
    head, *_ = SETTINGS.splitlines()
    wrong = [text for name, text in FAULTS.items() if name not in ONLY_THE_PROGRAM]
    for number, text in enumerate([*examples(), *wrong]):
        (tmp_path / f"{number}.toml").write_text(f"{head}\n{text.removeprefix(head)}", encoding="utf-8")
    command = ["node", modules / ".bin" / "taplo", "lint", *sorted(tmp_path.glob("*.toml"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    refused = {int(name) for name in re.findall(r"/(\d+)\.toml:\d+:\d+$", done.stderr, re.MULTILINE)}
    assert refused == set(range(len(examples()), len(examples()) + len(wrong)))


MISTAKES = """\
accounts:
  - id: a
    portal: n
    login: x
    type: individual
    status: locked
    created_on: 2026-13-45
    email: null
"""


def _send(to: IO[bytes], **message: Any) -> None:
    data = json.dumps({"jsonrpc": "2.0", **message}).encode()
    to.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
    to.flush()


def _messages(heard: IO[bytes]) -> Iterator[dict[str, Any]]:
    while line := heard.readline():
        length = int(line.split(b":")[1])
        while heard.readline().strip():
            pass
        yield json.loads(heard.read(length))


def test_the_language_server_of_editors_underlines_and_explains(
    tmp_path: Path, modules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portalaudit(capsys, "schema", "--write", str(tmp_path))
    (tmp_path / "inventory").mkdir()
    uri = (tmp_path / "inventory" / "a.yaml").as_uri()
    named = "# yaml-language-server: $schema=../schema/inventory.schema.json\n"
    with subprocess.Popen(
        ["node", modules / ".bin" / "yaml-language-server", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdin
        assert server.stdout
        capabilities = {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}
        _send(
            server.stdin,
            id=1,
            method="initialize",
            params={"processId": None, "rootUri": None, "capabilities": capabilities},
        )
        heard = _messages(server.stdout)
        next(one for one in heard if one.get("id") == 1)
        _send(server.stdin, method="initialized", params={})
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": named + MISTAKES}
        _send(server.stdin, method="textDocument/didOpen", params={"textDocument": document})
        told = next(one["params"]["diagnostics"] for one in heard if _is_told(server.stdin, one))
        where = {"textDocument": {"uri": uri}, "position": {"line": 6, "character": 14}}
        _send(server.stdin, id=2, method="textDocument/hover", params=where)
        hover = next(one["result"] for one in heard if one.get("id") == 2)
        server.kill()
    found = {(one["range"]["start"]["line"], one["message"]) for one in told}
    assert (7, "write a day of the calendar as YYYY-MM-DD, like 2026-01-31") in found
    assert {line for line, _ in found} == {7, 8}
    assert "* `locked`: It cannot sign in just now" in hover["contents"]["value"]


def _is_told(to: IO[bytes], message: dict[str, Any]) -> bool:
    """Whether these are mistakes; what the server asks on the way is answered with nothing."""
    if "id" in message and "method" in message:
        asked = message.get("params", {}).get("items", [])
        _send(to, id=message["id"], result=[{"validate": True, "hover": True}, *({} for _ in asked[1:])])
    return message.get("method") == "textDocument/publishDiagnostics" and bool(message["params"]["diagnostics"])
