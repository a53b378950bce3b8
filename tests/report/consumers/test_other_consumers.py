"""What reads the other formats takes ours."""

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar
from jsonschema import Draft7Validator, Draft202012Validator
from lxml import etree

from portalaudit.report import to_json
from tests.report.consumers.conftest import HERE, Files, Tool
from tests.report.test_to_gitlab import SCHEMA as GITLAB

pytestmark = pytest.mark.slow

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
CONCISE = re.compile(r"^(.+?):(\d+):(\d+): (?:problem|critical|high|medium|low|info|question)\[([^\]]+)\] (.*)$")
"""The pattern of the problem matcher that docs/formats.md gives for Visual Studio Code."""


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


# ---------------------------------------------------------------- SARIF


def test_sarif_schema_and_github_s_limits(files: Files) -> None:
    log = json.loads(text(files["sarif"]))
    schema = json.loads(text(HERE.parent / "sarif-2.1.0.json"))
    (Draft7Validator if "draft-07" in schema["$schema"] else Draft202012Validator)(schema).validate(log)
    [run] = log["runs"]
    assert len(run["results"]) <= 25_000
    assert all(
        len(rule["properties"].get("tags", ())) <= 20 for rule in run["tool"]["driver"]["rules"] if "properties" in rule
    )


def test_sarif_multitool(files: Files, modules: Path, tmp_path: Path) -> None:
    """It exits 0 whatever it finds, so what it wrote is read."""
    program = modules / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
    program.chmod(0o755)
    out = tmp_path / "found.sarif"
    rules = ("--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--log", "ForceOverwrite")
    subprocess.run(
        [program, "validate", files["sarif"], *rules, "--output", out], check=True, capture_output=True, timeout=300
    )
    found = json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
    assert [(one["ruleId"], one["level"], one["message"]) for one in found if one.get("level") != "note"] == []


def test_sarif_tools(files: Files, python: Tool, tmp_path: Path) -> None:
    python("sarif", "summary", files["sarif"])
    python("sarif", "codeclimate", "-o", tmp_path / "climate.json", files["sarif"])
    assert json.loads(text(tmp_path / "climate.json"))


# ---------------------------------------------------------------- GitHub


def decoded(value: str) -> str:
    return re.sub(r"%(25|0D|0A|3A|2C)", lambda found: chr(int(found[1], 16)), value)


def commands(lines: list[str]) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in lines:
        command, properties, message = COMMAND.fullmatch(line).groups()
        found.append((command, dict(one.split("=", 1) for one in properties.split(",")), message))
    return found


def test_github_s_own_library_writes_the_same_annotations(files: Files, node: Tool, tmp_path: Path) -> None:
    ours = commands(text(files["github"]).splitlines())
    names = {"file": "file", "line": "startLine", "col": "startColumn", "title": "title"}
    asked = [
        [command, decoded(message), {names[name]: decoded(value) for name, value in properties.items()}]
        for command, properties, message in ours
    ]
    (tmp_path / "asked.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in asked))
    theirs = node("write_commands.mjs", tmp_path / "asked.jsonl").stdout
    assert commands(theirs.splitlines()) == ours


def test_github_s_limits(files: Files) -> None:
    lines = [line.partition(" ")[0] for line in text(files["github"]).splitlines()]
    assert all(lines.count(f"::{name}") <= 10 for name in ("error", "warning", "notice"))
    assert len(text(files["markdown"])) <= 60_000


def test_markdown_as_github_renders_it(files: Files, python: Tool) -> None:
    page = python("read_markdown.py", files["markdown"]).stdout
    root = etree.fromstring(f"<body>{page}</body>", etree.HTMLParser())
    known = {
        *("html", "body", "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "a", "code"),
        etree.Comment,
    }
    assert {one.tag for one in root.iter()} <= known
    assert all(one.get("href", "").startswith(("https://", "mailto:")) for one in root.iter("a"))
    for table in root.iter("table"):
        assert len({len(row) for row in table.iter("tr")}) == 1


# ---------------------------------------------------------------- GitLab and editors


def test_gitlab_code_quality(files: Files) -> None:
    listed = json.loads(text(files["gitlab"]))
    Draft202012Validator(GITLAB).validate(listed)
    named = [one["fingerprint"] for one in listed]
    assert len(named) == len(set(named))


def test_the_problem_matcher_of_visual_studio_code(files: Files) -> None:
    *lines, last = text(files["concise"]).splitlines()
    assert lines
    assert [line for line in lines if not CONCISE.match(line)] == []
    assert last.startswith("portalaudit: ")


# ---------------------------------------------------------------- compliance tools and log stores


def test_trestle_reads_oscal(files: Files, python: Tool) -> None:
    """NIST's own JSON Schema of assessment results is in no package of PyPI, npm or Debian that was found.

    Of fourteen changes to a file, that schema and trestle refused the same eleven.
    """
    result = json.loads(text(files["oscal"]))["assessment-results"]["results"][0]
    counts = [len(result.get(name, ())) for name in ("observations", "risks", "findings")]
    assert python("read_oscal.py", files["oscal"]).stdout.split() == list(map(str, counts))


def test_each_version_of_ocsf_and_prowler_s_models(files: Files, python: Tool) -> None:
    events = text(files["ocsf"]).count("\n")
    assert python("read_ocsf.py", files["ocsf"]).stdout == f"{events}\n"


# ---------------------------------------------------------------- people


def test_html_follows_the_standard(files: Files, modules: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("the checker needs Java")
    checker = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-jar", checker, "--errors-only", files["html"]],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr[:2_000]) == (0, "")


def test_two_readers_of_calendars_see_the_same(files: Files, node: Tool) -> None:
    calendar = Calendar.from_ical(files["ical"].read_bytes())
    assert [part.errors for part in calendar.walk() if part.errors] == []
    ours = [
        [event["DTSTART"].dt.isoformat(), True, str(event["SUMMARY"]), str(event["UID"])]
        for event in calendar.walk("VEVENT")
    ]
    theirs = [json.loads(line) for line in node("read_ical.mjs", files["ical"]).stdout.splitlines()]
    assert theirs == ours


def test_a_workbook_and_tables_without_formulas(files: Files) -> None:
    if files["xlsx"].exists():
        book = openpyxl.load_workbook(files["xlsx"])
        assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for name in (name for name in files if name.startswith("csv")):
        rows = list(csv.reader(io.StringIO(files[name].read_text(encoding="utf-8-sig"), newline="")))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


def test_a_badge_is_a_picture_and_an_endpoint(files: Files) -> None:
    assert etree.parse(files["badge"]).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert json.loads(text(files["badge-json"]))["schemaVersion"] == 1


def test_json_follows_its_own_schema(files: Files) -> None:
    Draft202012Validator(json.loads(to_json.schema())).validate(json.loads(text(files["json"])))
