"""The strict dialect is held against the schemas of those who validate JUnit files."""

from pathlib import Path

import pytest
from junitparser import JUnitXml
from lxml import etree

from portalaudit.model.report import Report
from portalaudit.report import reporter, to_junit
from tests.report import sample
from tests.report.comparing import held_against_main

HERE = Path(__file__).parent
REPORTS = [
    sample.everything(),
    sample.clean(),
    sample.nothing(),
    sample.two(),
    sample.many(30, 3),
    held_against_main(),
    sample.accepted(3),
]


def strict(report: Report, *, every: bool = False) -> bytes:
    return "".join(to_junit.render(report, every=every, strict=True)).encode()


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("report", REPORTS)
def test_it_follows_the_schema_of_jenkins_and_what_ant_asks(report: Report, every: bool) -> None:
    document = etree.fromstring(strict(report, every=every))

    etree.XMLSchema(etree.parse(HERE / "junit-10.xsd")).assertValid(document)
    etree.RelaxNG(etree.parse(HERE / "junit-strict.rng")).assertValid(document)
    assert [suite.get("id") for suite in document] == [str(number) for number in range(len(document))]


def test_the_other_dialect_does_not() -> None:
    document = etree.fromstring("".join(to_junit.render(sample.two())).encode())

    assert not etree.XMLSchema(etree.parse(HERE / "junit-10.xsd")).validate(document)


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("report", REPORTS)
def test_both_dialects_have_the_same_cases_with_the_same_outcomes(report: Report, every: bool) -> None:
    def outcomes(text: bytes) -> list[tuple[str, str, list[tuple[str, str | None]]]]:
        return [
            (
                str(case.get("classname")),
                str(case.get("name")),
                [(one.tag, one.get("type")) for one in case if one.tag != "properties"],
            )
            for case in etree.fromstring(text).iter("testcase")
        ]

    plain = "".join(to_junit.render(report, every=every)).encode()
    assert outcomes(plain) == outcomes(strict(report, every=every))


def test_what_a_case_has_no_property_for_stands_in_its_text() -> None:
    text = strict(held_against_main()).decode()
    _, worse = held_against_main().findings()

    assert f"fingerprint: {worse.fingerprint}\n" in text
    assert "\nchange: worse: high instead of low\n" in text
    assert " file=" not in text
    numbers = [
        one.value for suite in JUnitXml.fromstring(text.encode()) for one in suite.properties() if one.name == "passed"
    ]
    assert numbers == ["2", "4"]


def test_it_is_a_format_of_its_own() -> None:
    assert "".join(reporter("junit-strict").render(sample.two())).encode() == strict(sample.two())
    with pytest.raises(KeyError):
        to_junit.table("lax")
