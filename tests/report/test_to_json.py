import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portalaudit.model.report import Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.report import to_json
from tests.report import sample

REPORTS = [sample.everything(), sample.clean(), sample.nothing(), sample.two(), sample.many(30)]


def results(report: Report) -> Any:
    return json.loads("".join(to_json.render(report)).encode())


def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(json.loads(to_json.schema()))
    return Draft202012Validator(json.loads(to_json.schema()))


@pytest.mark.parametrize("report", REPORTS)
def test_a_results_file_follows_its_schema(report: Report) -> None:
    assert [error.message for error in validator().iter_errors(results(report))] == []


@pytest.mark.parametrize(
    "route",
    [
        (),
        ("summary",),
        ("rules", 0),
        ("results", 0),
        ("results", 0, "location"),
        ("problems", 0),
        ("actions", 0),
        ("actions", 0, "targets", 0),
        ("questions", 0),
    ],
)
def test_the_schema_knows_every_field(route: tuple[str | int, ...]) -> None:
    whole = results(sample.everything())
    part = whole
    for step in route:
        part = part[step]
    part["surprise"] = 1

    assert len(list(validator().iter_errors(whole))) == 1


@pytest.mark.parametrize("report", REPORTS)
def test_every_verdict_is_a_result(report: Report) -> None:
    verdicts = list(report.verdicts())

    assert [
        (
            one["rule"],
            one["subject"]["type"],
            one["status"],
            one["severity"],
            one["fingerprint"],
            one["location"]["line"],
        )
        for one in results(report)["results"]
    ] == [(v.rule, v.subject.type, v.status, _severity(v), v.fingerprint, v.place.line) for v in verdicts]


def _severity(verdict: Verdict) -> Severity | None:
    """What is not known has none."""
    return None if verdict.status is Status.UNKNOWN else verdict.severity


def test_an_action_and_a_question_are_whole() -> None:
    found = results(replace(sample.everything(), actions=sample.MANY_ACTIONS, questions=sample.MANY_QUESTIONS))
    (close, _), (factor, documents) = found["actions"], found["questions"]
    assert (close["verb"], close["due"], close["by"], len(close["settles"])) == (
        "close-login",
        "today",
        "master administrator",
        1,
    )
    assert close["targets"][0]["person"] == {"id": "k-lee", "name": "Kim <Lee>"}
    assert close["targets"][2] == {
        "subject": {"type": "account", "id": "availity-front"},
        "name": "login availity-front",
        "portal": None,
        "person": None,
        "severity": "critical",
        "findings": [*sample.MANY_ACTIONS[0].targets[2].findings],
    }
    assert (factor["id"], factor["answers"], factor["rules"]) == (
        "account.mfa|account.mfa_device",
        3,
        ["dormant-account", "hostile-rule"],
    )
    assert factor["not_listed"] == [{"id": "nmp", "name": "Noridian Medicare Portal"}]
    assert factor["records"][1]["location"] == {"path": "accounts.yaml", "line": 15, "column": 5}
    assert (documents["id"], documents["section"], documents["fields"]) == ("documents", "documents", [])
    assert (found["summary"]["questions"], found["summary"]["answers_waiting"]) == (2, 1)


def test_a_finding_is_whole() -> None:
    [found] = [
        one
        for one in results(sample.two())["results"]
        if one["subject"]["id"] == "nmp-klee" and one["status"] == "fail"
    ]

    assert found == {
        "rule": "active-after-termination",
        "subject": {"type": "account", "id": "nmp-klee"},
        "portal": {"id": "nmp", "name": "Noridian Medicare Portal"},
        "person": {"id": "k-lee", "name": "Kim <Lee>"},
        "status": "fail",
        "severity": "critical",
        "message": "klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14",
        "location": {"path": "accounts.yaml", "line": 7, "column": 13, "end_column": 19},
        "related": [{"path": "staff.yaml", "line": 4, "column": 60, "end_column": 70, "label": "left on this day"}],
        "checks": [],
        "undetermined": [],
        "missing": [],
        "action": "close-login",
        "settled_by": None,
        "fingerprint": "787f4294ef4085077a894a3f19f1aa59e37e3a8d8e9cc686c6aca68d21f430ef",
        "waiver": None,
    }


def test_a_pass_says_why_where_its_rule_does() -> None:
    passes = [one for one in results(sample.two())["results"] if one["status"] == "pass"]

    said = {(one["rule"], one["subject"]["id"]): (one["message"], one["portal"]) for one in passes}
    assert said["shared-credential", "uhc-tbaker"] == ("one user, seen at <3>", None)
    assert ("active-after-termination", sample.LONG_NAME) in said, sorted(said)


def test_a_resolved_result_says_what_was_found_and_where_that_is_recorded() -> None:
    [resolved] = [one for one in results(sample.two())["results"] if one["status"] == "resolved"]
    assert (resolved["message"], resolved["waiver"], resolved["location"]["line"]) == (
        "tbaker on UHC: used on 2026-08-29; looked into on 2026-09-01, decided by Maria <Ortiz>: no breach\n",
        None,
        15,
    )


def test_a_waived_result_says_why_and_until_when() -> None:
    [waived] = [one for one in results(sample.two())["results"] if one["status"] == "waived"]

    assert waived["waiver"] == {
        "id": "w-1",
        "reason": "The portal closes\nits logins once a month",
        "requested_by": {"id": "a-jones", "name": "Al Jones"},
        "approved_by": {"id": "m-ortiz", "name": "Maria <Ortiz>"},
        "approved_on": "2026-09-02",
        "expires_on": "2026-12-01",
        "days_left": 11,
        "ticket": "T-1",
        "compensating_control": {
            "text": "watched",
            "performer": {"id": "m-ortiz", "name": "Maria <Ortiz>"},
            "every_days": 30,
            "last_performed_on": "2026-11-03",
        },
        "renewals": 1,
        "severity": "critical",
        "required": [{"framework": "hipaa", "id": "164.312(a)(2)(i)", "title": "Unique <user> identification"}],
        "location": {"path": "policies/waivers.yaml", "line": 2, "column": 5},
    }


def test_hostile_text_comes_back_as_it_was() -> None:
    [found] = [one for one in results(sample.everything())["results"] if one["message"].startswith("</script>")]

    assert found["message"] == sample.HOSTILE_MESSAGE.replace("\ud800", "\N{REPLACEMENT CHARACTER}")


def test_one_result_stands_on_one_line() -> None:
    lines = "".join(to_json.render(sample.clean())).split("\n")

    assert sum(line.startswith('{"rule": ') for line in lines) == 10


def test_a_long_report_comes_in_pieces() -> None:
    pieces = list(to_json.render(sample.many(5_000)))

    assert max(map(len, pieces)) < 1_000_000
    assert len(json.loads("".join(pieces))["results"]) == 15_000


def test_what_was_changed_of_the_rules_is_told() -> None:
    whole = results(sample.everything())
    changed = {one["id"]: one["severity_changed"] for one in whole["rules"] if one["severity_changed"]}

    own = {"by": "own", "location": {"path": "policies/policy.yaml", "line": 9, "column": 15, "end_column": 19}}
    base = {"by": "base", "location": {"path": "base/policy.yaml", "line": 4, "column": 3, "end_column": 17}}
    assert changed == {
        "shared-credential": {"pack": "critical", "reason": "The payer gives out <one> login", "set": own}
    }
    assert [(one["id"], one["severity"], one["set"]) for one in whole["left_out"]] == [
        ("orphan-account", "high", base),
        ("soon-account", "low", None),
    ]
    assert [one["more_related"] for one in whole["results"] if "more_related" in one] == [3]
