"""What must hold for any files whatever: an answer, reports that others can read, and no secret told."""

import datetime
import json
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from lxml import etree

from portalaudit import report as report_package
from portalaudit.cli.layers import laid_over, read_layers
from portalaudit.cli.redacting import Secrets
from portalaudit.model.proof import Proof
from portalaudit.model.report import Report
from portalaudit.pipeline import Assignment, PolicyFiles, check
from portalaudit.pipeline.proving import Task, compile_suite, prove
from portalaudit.report import CASES_REPORTERS, REPORTERS, cases_reporter, reporter, to_json
from portalaudit.report.cases_to_console import render as cases_to_console
from portalaudit.report.spreadsheets import Book
from portalaudit.report.workbook import to_bytes
from portalaudit.source.secrets import secrets_in
from tests.fuzz.bundles import Bundle, write_folder
from tests.sheets.reading_on import survive as read_as_list

AS_OF = datetime.date(2026, 11, 20)
SECRET = b"Zq8#kwT2pLmm"
TOLD_APART = b"password: " + SECRET
"""How the secret of the seeds is written; only so is it known for one."""

CASES_SCHEMA = Path(report_package.__file__).parent / "assets" / "cases.schema.json"
LISTS = (".csv", ".tsv", ".txt")
"""Files of a bundle that are read as lists of other people too."""

JUNIT = Path(__file__).parents[1] / "report" / "junit.rng"


def survive(bundle: Bundle, *, page: bool = True) -> Report:
    """Read, judge and report a bundle's files, and run the cases in it. Raises where anything is not as it must be.

    The HTML page takes as long as all the rest.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_folder({"inv/.keep": b"", "pol/.keep": b"", **bundle}, folder)
        layers, _ = read_layers(folder / "pol", "policies")
        files = laid_over(layers)
        report = check(_assignment(folder / "inv", files))
        texts = [*_reports(report, page=page), *_proved(files, report.tool_version)]
    for name, data in bundle.items():
        if name.endswith(LISTS):
            read_as_list(data)
    if may_be_known(bundle):
        door = Secrets()
        door.add(found for data in bundle.values() for found in secrets_in(data.decode(errors="replace")))
        for text in texts:
            assert SECRET.decode() not in door.redact(text), "a secret is told"
    return report


def _assignment(inventory: Path, files: PolicyFiles) -> Assignment:
    return Assignment(inventory, files, as_of=lambda _: AS_OF, chosen=lambda _: True, version="0")


def may_be_known(bundle: Bundle) -> bool:
    """Whether the secret stands only where it is recognised."""
    everything = b"\n".join((*bundle.values(), *(name.encode() for name in bundle)))
    return everything.count(SECRET) == everything.count(TOLD_APART)


def _reports(report: Report, *, page: bool) -> Iterator[str]:
    for name in REPORTERS if page else [one for one in REPORTERS if one != "html"]:
        rendered = reporter(name).render(report)
        if isinstance(rendered, Book):
            to_bytes(rendered)
            continue
        text = "".join(rendered)
        text.encode()
        _check(name, text, to_json.schema())
        yield text


def _proved(files: PolicyFiles, version: str) -> Iterator[str]:
    suite, problems = compile_suite(files, None)
    results = prove(Task(suite, suite.rules, coverage=True, mutation=False))
    proof = Proof(version, AS_OF, coverage=True, mutation=False, rules=results, problems=problems)
    for name in CASES_REPORTERS:
        text = "".join(cases_reporter(name).render(proof))
        _check(name, text, CASES_SCHEMA.read_text())
        yield text
    yield "".join(cases_to_console(proof, verbose=True))


def _check(name: str, text: str, schema: str) -> None:
    if name == "json":
        _json_validator(schema).validate(json.loads(text))
    elif name == "junit":
        _junit().assertValid(etree.fromstring(text.encode()))


@cache
def _json_validator(schema: str) -> Any:
    return Draft202012Validator(json.loads(schema))


@cache
def _junit() -> Any:
    return etree.RelaxNG(etree.parse(JUNIT))
