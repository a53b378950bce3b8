"""The schema files as an editor uses them: sample files name their schema and fit it, a wrong key is underlined."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from portalaudit.cli.schema_command import POLICY_FILES
from portalaudit.report import to_json
from portalaudit.sheets.map_files import SHIPPED
from tests.report import sample

REPOSITORY = Path(__file__).resolve().parents[2]
SCHEMAS = REPOSITORY / "inventory" / "schema"
POLICIES = REPOSITORY / "policies"
SAMPLES = [
    REPOSITORY / "inventory" / path for path in ("cascade-ridge", "riverbend", "keystone/clients", "keystone/company")
]
FILES = sorted(file for sample in SAMPLES for file in sample.rglob("*.yaml"))
SCHEMA_LINE = re.compile(r"\A# yaml-language-server: \$schema=(\S+)\n")

PLAIN_SCALARS = [
    (re.compile(r"null|Null|NULL|~|"), lambda text: None),
    (re.compile(r"true|True|TRUE"), lambda text: True),
    (re.compile(r"false|False|FALSE"), lambda text: False),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
]
"""YAML 1.2's core schema, by which editors read: no dates, and `NO` is a text."""


def as_an_editor(text: str) -> Any:
    return _value(yaml.compose(text, yaml.SafeLoader))


def _value(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {_value(key): _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if node.style is None:
        for pattern, read in PLAIN_SCALARS:
            if pattern.fullmatch(node.value):
                return read(node.value)
    return node.value


@cache
def validator(name: str) -> Draft202012Validator:
    folder = SCHEMAS if (SCHEMAS / name).is_file() else POLICIES / "schema"
    schema = json.loads((folder / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(text: str, kind: str = "inventory") -> list[str]:
    return [error.message for error in validator(f"{kind}.schema.json").iter_errors(as_an_editor(text))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_sample_file_names_the_schema(file: Path) -> None:
    named = SCHEMA_LINE.match(file.read_text(encoding="utf-8"))
    assert named
    assert (file.parent / named[1]).resolve() == SCHEMAS / "inventory.schema.json"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_sample_file_fits_the_schema(file: Path) -> None:
    assert complaints(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("acounts: []", "'acounts' was unexpected"),
        ("roles: [{id: a, titel: b, title: c}]", "'titel' was unexpected"),
        ("roles: [{id: a}]", "'title' is a required property"),
        ("accounts: [{id: a, portal: b, login: c, type: d, status: active}]", "'d' is not one of"),
        ("staff: {id: a, name: b}", "is not of type 'array'"),
    ],
)
def test_an_editor_underlines_a_mistake(text: str, complaint: str) -> None:
    (found,) = complaints(text)
    assert complaint in found


def test_a_json_report_fits_the_schema_of_reports() -> None:
    report = json.loads("".join(to_json.render(sample.everything())))
    assert list(validator("report.schema.json").iter_errors(report)) == []
    report["result"] = []
    assert ["'result' was unexpected" in e.message for e in validator("report.schema.json").iter_errors(report)] == [
        True
    ]


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda file: file.name)
def test_a_shipped_map_names_its_schema_and_fits_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    named = SCHEMA_LINE.match(text)
    assert named
    assert (file.parent / named[1]).resolve() == SCHEMAS / "map.schema.json"
    assert complaints(text, "map") == []
    (complaint,) = complaints(text.replace("\nkind:", "\nkinds: x\nkind:"), "map")
    assert "'kinds' was unexpected" in complaint


SHIPPED_POLICIES = sorted(POLICIES.rglob("*.yaml"))
SAMPLE_POLICIES = sorted((REPOSITORY / "inventory" / "keystone" / "policies").rglob("*.yaml"))
BY_NAME = ("pack", "policy", "waivers")
BY_FOLDER = {"frameworks": "framework", "reference": "reference"}


def kind_of(file: Path) -> str:
    if file.stem in BY_NAME:
        return file.stem
    kind = BY_FOLDER.get(file.parent.name) or ("cases" if file.name.endswith(".cases.yaml") else "rule")
    return {"rule": "facts", "cases": "fact-cases"}[kind] if file.parent.name == "facts" else kind


def test_every_policy_file_names_its_schema_in_its_first_line() -> None:
    named = {
        file: line and (file.parent / line[1]).resolve()
        for file in (*SHIPPED_POLICIES, *SAMPLE_POLICIES)
        for line in [SCHEMA_LINE.match(file.read_text(encoding="utf-8"))]
    }
    assert len(named) > 160
    assert named == {file: POLICIES / "schema" / f"{kind_of(file)}.schema.json" for file in named}


@pytest.mark.slow
def test_every_shipped_policy_file_fits_its_schema() -> None:
    found = {file: complaints(file.read_text(encoding="utf-8"), kind_of(file)) for file in SHIPPED_POLICIES}
    assert {kind_of(file) for file in found} == {*POLICY_FILES} - {"policy", "waivers"}
    assert {file: told for file, told in found.items() if told} == {}


def test_the_sample_policies_that_extend_one_another_fit_their_schemas() -> None:
    assert {file.stem for file in SAMPLE_POLICIES} == {"policy", "waivers"}
    assert {
        file: told for file in SAMPLE_POLICIES if (told := complaints(file.read_text(encoding="utf-8"), file.stem))
    } == {}


POLICY = """\
extends: ../base
packs: [portal-access]
rules:
  dormant-account: {params: {dormant_days: 60, words: [7, x]}, severity: low, leave_out: false, reason: Small office}
"""
WAIVER = "waivers: [{id: a, rule: b, subject: c, compensating_control: log is read}]"
RULE = "{id: a, title: A, severity: low, for: account, require: account.live, message: m}"


def test_a_whole_policy_fits_its_schema() -> None:
    assert complaints(POLICY, "policy") == []
    assert complaints(RULE, "rule") == []
    assert complaints("waivers: {approvers: [a], allow: [{rule: b, reason: c}]}", "policy") == []
    assert complaints(WAIVER, "waivers") == []
    assert complaints(WAIVER.replace("log is read", "{text: a, every_days: 30}"), "waivers") == []


@pytest.mark.parametrize(
    ("kind", "text", "complaint"),
    [
        ("policy", "extend: ../base", "'extend' was unexpected"),
        ("policy", "packs: portal-access", "'portal-access' is not of type 'array'"),
        ("policy", "rules: {a: {leave_out: maybe}}", "'maybe' is not of type 'boolean'"),
        ("policy", "rules: {a: {serverity: low}}", "'serverity' was unexpected"),
        ("policy", "rules: {a: {params: {days: {b: 1}}}}", "is not valid under any of the given schemas"),
        ("rule", RULE.replace("severity: low", "severity: lowest"), "'lowest' is not one of"),
        ("rule", RULE.replace("id: a, ", ""), "'id' is a required property"),
        ("rule", RULE.replace("for: account", "for: {accounts_by: []}"), "is not valid under any of the given schemas"),
        ("pack", "{id: a, title: A, version: '1', status: new}", "'new' is not one of"),
        ("cases", "{as_of: 2026-11-20, cases: [{name: a}]}", "'inventory' is a required property"),
        ("policy", "waivers: {approver: [a]}", "'approver' was unexpected"),
        ("waivers", "waivers: [{id: a, rule: b}]", "'subject' is a required property"),
        ("waivers", WAIVER.replace("log is read", "{every_days: 30}"), "is not valid under any of the given schemas"),
    ],
)
def test_an_editor_underlines_a_mistake_in_a_policy_file(kind: str, text: str, complaint: str) -> None:
    (found,) = complaints(text, kind)
    assert complaint in found
