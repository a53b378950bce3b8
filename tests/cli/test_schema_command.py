"""`portalaudit schema`: the schemas of all files, and those that lie beside a practice."""

import calendar
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portalaudit.cli.schema_command import ANSWERS, POLICY_FILES
from portalaudit.inventory.value_meanings import MEANINGS
from portalaudit.source.dates import DAY_PATTERN, MOMENT_PATTERN, read_day
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

Capture = pytest.CaptureFixture[str]
KINDS = ["", *POLICY_FILES, "map", "baseline"]


def schema(capsys: Capture, *kind: str) -> Any:
    ran = portalaudit(capsys, "schema", *filter(None, kind))
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    Draft202012Validator.check_schema(found)
    return found


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_may_say_null_and_no_editor_is_told_so(capsys: Capture, kind: str) -> None:
    for part in parts(schema(capsys, kind)):
        assert part.get("type") != "null"
        assert part.get("default", "") is not None


def test_what_is_said_of_a_field_stays_where_its_null_goes(capsys: Capture) -> None:
    person = schema(capsys, "accounts")["$defs"]["Account"]["properties"]["email"]
    assert person["type"] == "string"
    assert "anyOf" not in person
    assert person["description"].startswith("Email") or person["description"]


@pytest.mark.parametrize("kind", [*ANSWERS, "baseline"])
def test_every_file_that_is_written_as_json_has_a_schema(capsys: Capture, kind: str) -> None:
    assert schema(capsys, kind)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_baseline_fits_its_schema(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path, text in (
        ("inventory/all.yaml", PRACTICE + LEAVER),
        ("policies/own/pack.yaml", PACK),
        ("policies/own/leavers.yaml", RULE),
        ("policies/policy.yaml", "packs: [own]\n"),
    ):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)
    assert portalaudit(capsys, "baseline", "write", "b.json", "--as-of=2026-11-20").code == 0
    checker = Draft202012Validator(schema(capsys, "baseline"))
    value = json.loads(Path("b.json").read_text())
    assert len(value["known"]) == 1
    assert list(checker.iter_errors(value)) == []
    value["known"][0]["fingerprint"] = "x"
    assert [list(error.absolute_path) for error in checker.iter_errors(value)] == [["known", 0, "fingerprint"]]


@pytest.mark.parametrize(
    "text",
    ["2026-13-45", "2026-00-10", "2026-04-31", "2026-02-30", "2026-12-32", "1850-01-01", "2026-1-1", "26-01-01", ""],
)
def test_an_editor_underlines_a_day_that_the_program_refuses(text: str) -> None:
    assert re.search(DAY_PATTERN, text) is None
    assert re.search(MOMENT_PATTERN, text) is None
    with pytest.raises(ValueError, match=r"date|calendar|before 1900"):
        read_day(text)


@pytest.mark.parametrize("text", ["2026-01-31", "2024-02-29", "2026-04-30", "1900-12-31", "2199-10-31"])
def test_no_editor_underlines_a_day_that_the_program_takes(text: str) -> None:
    assert re.search(DAY_PATTERN, text)
    assert re.search(MOMENT_PATTERN, text)
    assert read_day(text) == text


def test_an_editor_knows_every_leap_year() -> None:
    for year in range(1900, 2200):
        assert bool(re.search(DAY_PATTERN, f"{year}-02-29")) is calendar.isleap(year)


@pytest.mark.parametrize("text", ["2026-01-31T17:30", "2026-01-31 17:30:00-08:00", "2026-01-31T00:00:59.5Z"])
def test_a_time_is_no_mistake(text: str) -> None:
    assert re.search(MOMENT_PATTERN, text)
    assert re.search(MOMENT_PATTERN, text.replace(":30", ":61").replace(":59", ":61")) is None


def test_every_value_that_has_a_meaning_says_it(capsys: Capture) -> None:
    found = {
        tuple(part["enum"]): part
        for kind in KINDS
        for part in parts(schema(capsys, kind))
        if "enumDescriptions" in part
    }
    assert set(found) == set(MEANINGS)
    for values, part in found.items():
        assert part["enumDescriptions"] == part["markdownEnumDescriptions"] == list(MEANINGS[values].values())


def test_schemas_are_written_beside_a_practice_and_compared(tmp_path: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "schema", "--check", str(tmp_path)).code == 1
    ran = portalaudit(capsys, "schema", "--write", str(tmp_path))
    assert ran.code == 0
    assert len(ran.out.splitlines()) == len(list(tmp_path.rglob("*.json"))) == 11
    assert portalaudit(capsys, "schema", "--check", str(tmp_path)) == type(ran)(0, "", "")
    assert portalaudit(capsys, "schema", "--write", str(tmp_path)).out == ""
    stale = tmp_path / "schema" / "rule.schema.json"
    stale.write_text("{}")
    ran = portalaudit(capsys, "schema", "--check", str(tmp_path))
    assert (ran.code, ran.out.splitlines()) == (
        1,
        [f"{stale} is not that of this version", f"next: portalaudit schema --write {tmp_path}"],
    )


def test_settings_of_an_editor_are_the_user_s(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / ".vscode").mkdir()
    own = tmp_path / ".vscode" / "settings.json"
    own.write_text('{"yaml.schemas": {"./schema/inventory.schema.json": "/inventory/*.yaml"}}')
    before = own.read_bytes()
    out = portalaudit(capsys, "schema", "--write", str(tmp_path)).out
    assert own.read_bytes() == before
    assert '  "./schema/policy.schema.json": "/policies/policy.yaml"\n' in out
    assert '  "./schema/inventory.schema.json"' not in out


def test_one_thing_at_a_time_and_only_in_a_folder(tmp_path: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "schema", "rule", "--check", str(tmp_path)).code == 2
    ran = portalaudit(capsys, "schema", "--write", str(tmp_path / "gone"))
    assert (ran.code, "Name the practice's folder." in ran.err) == (2, True)


def test_a_new_rule_names_its_schema_where_there_is_one(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert portalaudit(capsys, "new", "rule", "first").code == 0
    assert "$schema" not in Path("policies/own/first.yaml").read_text()
    portalaudit(capsys, "schema", "--write")
    assert portalaudit(capsys, "new", "rule", "second").code == 0
    for name, kind in (("second.yaml", "rule"), ("second.cases.yaml", "cases")):
        first = Path("policies/own", name).read_text().splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../../schema/{kind}.schema.json"
    assert (tmp_path / "policies/own/../../schema/rule.schema.json").is_file()
