"""The results of rules' cases for programs. The shape is fixed by `assets/cases.schema.json`."""

import json
from collections.abc import Iterator
from pathlib import Path

from portalaudit.model.place import Place
from portalaudit.model.problem import Problem
from portalaudit.model.proof import CaseResult, Gap, Proof, RuleCases, Survivor
from portalaudit.report.characters import encodable

NAME = "json"
SUFFIX = ".json"
SCHEMA_ID = "portalaudit/test/v1"
SCHEMA_PATH = Path(__file__).parent / "assets" / "cases.schema.json"


def schema() -> str:
    """The JSON Schema of the results of cases, as text."""
    return SCHEMA_PATH.read_text(encoding="utf-8")


def render(proof: Proof) -> Iterator[str]:
    """The run as one JSON object; rules by id, the cases of each in the order of their file."""
    yield encodable(json.dumps(_proof(proof), ensure_ascii=False, indent=1) + "\n")


def _proof(proof: Proof) -> dict[str, object]:
    return {
        "schema": SCHEMA_ID,
        "tool": {"name": "portalaudit", "version": proof.tool_version},
        "asked": {"coverage": proof.coverage, "mutation": proof.mutation},
        "summary": {
            "good": proof.is_good,
            "rules": len(proof.rules) - proof.files_of_facts,
            "files_of_facts": proof.files_of_facts,
            "cases": sum(len(rule.results) for rule in proof.rules),
            "wrong": proof.wrong_cases,
            "lacking": sum(bool(rule.lacking) for rule in proof.rules),
            "gaps": sum(len(rule.open_gaps) for rule in proof.rules),
            "changes": sum(rule.mutants for rule in proof.rules),
            "unnoticed": sum(len(rule.unexplained) for rule in proof.rules),
            "explained": sum(_explained(rule) for rule in proof.rules),
            "problems": len(proof.every_problem),
        },
        "rules": [_rule(rule) for rule in proof.rules],
        "problems": [_problem(problem) for problem in proof.every_problem],
    }


def _explained(rule: RuleCases) -> int:
    return len(rule.gaps) - len(rule.open_gaps) + len(rule.survivors) - len(rule.unexplained)


def _rule(rule: RuleCases) -> dict[str, object]:
    return {
        "id": rule.rule,
        "title": rule.title,
        "facts": rule.are_facts,
        "location": _location(rule.place),
        "good": rule.is_good,
        "lacking": list(rule.lacking),
        "cases": [_case(case) for case in rule.results],
        "gaps": [_gap(gap) for gap in rule.gaps],
        "changes": rule.mutants,
        "survivors": [_survivor(survivor) for survivor in rule.survivors],
    }


def _case(case: CaseResult) -> dict[str, object]:
    return {
        "name": case.name,
        "location": _location(case.place),
        "good": not case.differences,
        "statuses": sorted(case.statuses),
        "differences": list(case.differences),
    }


def _gap(gap: Gap) -> dict[str, object]:
    because = {"because": gap.because} if gap.because else {}
    return {"in": gap.site, "part": gap.part, "missing": gap.missing, "location": _location(gap.place), **because}


def _survivor(survivor: Survivor) -> dict[str, object]:
    because = {"because": survivor.because} if survivor.because else {}
    return {"in": survivor.site, "change": survivor.change, "location": _location(survivor.place), **because}


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "location": _location(problem.place),
    }


def _location(place: Place) -> dict[str, object]:
    return {"path": place.path, "line": place.line, "column": place.column}
