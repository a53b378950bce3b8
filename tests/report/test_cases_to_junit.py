from collections import Counter
from pathlib import Path

import pytest
from junitparser import Error, Failure, JUnitXml
from lxml import etree

from portalaudit.model.proof import Proof
from portalaudit.report.cases_to_junit import render
from tests.report import cases_sample

SCHEMA = Path(__file__).parent / "junit.rng"


def xml(proof: Proof) -> bytes:
    return "".join(render(proof)).encode()


@pytest.mark.parametrize("proof", cases_sample.EVERY)
def test_a_file_follows_the_shape_that_ci_servers_read(proof: Proof) -> None:
    etree.RelaxNG(etree.parse(SCHEMA)).assertValid(etree.fromstring(xml(proof)))


@pytest.mark.parametrize("proof", cases_sample.EVERY)
def test_counts_are_those_of_the_cases(proof: Proof) -> None:
    root = etree.fromstring(xml(proof))
    for element in (root, *root.iter("testsuite")):
        tags = Counter(child.tag for case in element.iter("testcase") for child in case)
        found = [sum(1 for _ in element.iter("testcase")), tags["failure"], tags["error"], tags["skipped"]]
        assert [int(element.get(name)) for name in ("tests", "failures", "errors", "skipped")] == found


def test_every_case_gap_and_unexplained_change_is_a_test_with_a_name_of_its_own() -> None:
    found = {
        (case.classname, case.name): [(type(told), told.type, told.message) for told in case.result]
        for suite in JUnitXml.fromstring(xml(cases_sample.everything()))
        for case in suite
    }
    gap, change = "no case makes this false in when: account.live", "no case notices this change in require: 3 to 4"
    assert found == {
        ("portalaudit.problems", "bad-cases:policies/own/leavers.cases.yaml:3:1"): [
            (Error, "bad-cases", "this comment cannot be read. write `# expect: fail`")
        ],
        ("portalaudit.here", "Somebody works here"): [],
        ("portalaudit.here", "Somebody works here (2)"): [],
        ("portalaudit.leavers", "Somebody works here"): [],
        ("portalaudit.leavers", "Left & <live>"): [
            (Failure, "case", "line 8: expected fail low, got fail high: kim\\x1b")
        ],
        ("portalaudit.leavers", "the cases lack a passing case"): [
            (Failure, "lacking", "the cases lack a passing case")
        ],
        ("portalaudit.leavers", gap): [(Failure, "gap", gap)],
        ("portalaudit.leavers", change): [(Failure, "survivor", change)],
    }
