"""What reads JUnit files takes ours, both dialects, and counts as we do."""

import hashlib
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from junitparser import JUnitXml
from lxml import etree

from tests.report.consumers.conftest import HERE, HOSTILE, Files, Tool

pytestmark = pytest.mark.slow

DIALECTS = ("junit", "junit-strict")


def cases(file: Path) -> list[etree._Element]:
    return list(etree.parse(file).iter("testcase"))


def outcomes(file: Path) -> Counter[str]:
    """How many cases failed (an error counts so), were skipped and passed."""
    kinds = {"failure": "failed", "error": "failed", "skipped": "skipped"}
    return Counter(next((kinds[one.tag] for one in case if one.tag in kinds), "passed") for case in cases(file))


@pytest.mark.parametrize("name", DIALECTS)
def test_junitparser(files: Files, name: str) -> None:
    read = JUnitXml.fromfile(str(files[name]))
    found = outcomes(files[name])
    suites = list(read)
    assert sum(suite.tests for suite in suites) == found.total()
    assert sum(suite.failures + suite.errors for suite in suites) == found["failed"]
    assert sum(suite.skipped for suite in suites) == found["skipped"]


@pytest.mark.parametrize("name", DIALECTS)
def test_junit2html(files: Files, name: str, python: Tool, tmp_path: Path) -> None:
    python("junit2html", files[name], tmp_path / "page.html")
    assert (tmp_path / "page.html").stat().st_size > 10_000
    matrix = python("junit2html", "--summary-matrix", files[name]).stdout
    shown = {word.lower(): int(number) for word, number in re.findall(r"(\w+) *: *(\d+)", matrix)}
    found = outcomes(files[name])
    assert (shown["passed"], shown["skipped"]) == (found["passed"], found["skipped"])


def _skip_hostile(files: Files) -> None:
    """Two viewers put texts into scripts and styles of their page, and stop where one of them is like code."""
    if files["junit"].parent.name == HOSTILE:
        pytest.skip("this viewer takes text for code of its own page")


@pytest.mark.parametrize("name", DIALECTS)
def test_xunit_viewer(files: Files, name: str, node: Tool, tmp_path: Path) -> None:
    _skip_hostile(files)
    said = node("xunit-viewer", "-r", files[name], "-o", tmp_path / "page.html", "-b", "portalaudit").stdout
    assert "Written to" in said
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "portalaudit" in page
    assert "\x00" not in page


@pytest.mark.parametrize("name", DIALECTS)
def test_junit_viewer(files: Files, name: str, node: Tool, tmp_path: Path) -> None:
    _skip_hostile(files)
    node("junit-viewer", f"--results={files[name]}", f"--save={tmp_path / 'page.html'}")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<html" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("name", DIALECTS)
def test_allure(files: Files, name: str, node: Tool, tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    shutil.copy(files[name], tmp_path / "results" / "report.xml")
    node("allure", "awesome", tmp_path / "results", "--single-file", "-o", tmp_path / "page")
    [summary] = (tmp_path / "page").rglob("summary.json")
    stats, found = json.loads(summary.read_text(encoding="utf-8"))["stats"], outcomes(files[name])
    assert stats.get("failed", 0) + stats.get("broken", 0) == found["failed"]  # it calls an error broken
    assert (stats.get("skipped", 0), stats.get("passed", 0)) == (found["skipped"], found["passed"])
    assert stats["total"] == found.total()


def test_the_schemas_of_jenkins_xunit_plugin_and_of_ant(files: Files) -> None:
    document = etree.parse(files["junit-strict"])
    etree.XMLSchema(etree.parse(HERE.parent / "junit-10.xsd")).assertValid(document)
    etree.RelaxNG(etree.parse(HERE.parent / "junit-strict.rng")).assertValid(document)


@pytest.mark.parametrize("name", DIALECTS)
def test_gitlab_drops_no_case_and_shows_the_text_of_each_failure(files: Files, name: str) -> None:
    """It names a case by the hash of its suite, class and name, shows bodies only, and takes no file above 30 MB."""
    assert files[name].stat().st_size < 30_000_000
    for suite in etree.parse(files[name]).iter("testsuite"):
        named = [
            hashlib.sha256(f"{suite.get('name')}_{one.get('classname')}_{one.get('name')}".encode()).hexdigest()
            for one in suite.iter("testcase")
        ]
        assert len(named) == len(set(named))
    for case in cases(files[name]):
        assert all((one.text or "").strip() for one in case if one.tag in {"failure", "error"})


def test_a_reader_of_stacks_finds_the_file_and_the_line_of_each_failure(files: Files) -> None:
    """As `dorny/test-reporter` looks: a tracked file of this name below folders called like the package."""
    stack = re.compile(r"^at (.*)\((.*):(\d+)\)$")
    for case in cases(files["junit"]):
        told = [one for one in case if one.tag in {"failure", "error"}]
        if not told or case.get("name") == "not listed":
            continue
        *_, last = told[0].text.split("\n")
        package, file, line = stack.match(last).groups()
        *folders, name = case.get("file").split("/")
        assert (file, line) == (name, case.get("line"))
        parts = package.split(".")
        cut = next(at for at, part in enumerate(parts) if part and part[0] <= "Z")
        assert folders[len(folders) - cut :] == parts[:cut]


def test_readers_that_want_a_file_and_a_line_have_both(files: Files) -> None:
    """As `mikepenz/action-junit-report` and `EnricoMi/publish-unit-test-result-action` look."""
    for case in cases(files["junit"]):
        assert case.get("file")
        assert int(case.get("line")) >= 1
