"""What results in JSON are made of: places, names and waivers, each in one shape wherever it stands."""

from portalaudit.model.action import Action
from portalaudit.model.comparison import Comparison
from portalaudit.model.place import Place, Related
from portalaudit.model.problem import Problem
from portalaudit.model.question import Question
from portalaudit.model.report import Report
from portalaudit.model.verdict import CompensatingControl, Named, Status, Subject, Verdict, Waiver
from portalaudit.report.compared import Counts, of_findings, of_questions


def location(place: Place) -> dict[str, object]:
    """A place in a file; the end where it is known."""
    end = {"end_column": place.end_column} if place.end_column > place.column else {}
    return {"path": place.path, "line": place.line, "column": place.column, **end}


def root(report: Report) -> dict[str, object]:
    """Where all paths begin, and how one leads from there to the inventory."""
    return {"is": "repository" if report.in_repository else "folder", "inventory": report.inputs.inventory}


def related_places(related: tuple[Related, ...]) -> list[dict[str, object]]:
    """Second places, each with the words beside it."""
    return [{**location(one.place), "label": one.label} for one in related]


def problem_as_json(problem: Problem) -> dict[str, object]:
    """What is wrong in a file."""
    return {
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "location": location(problem.place),
        "related": related_places(problem.related),
    }


def waiver_as_json(waiver: Waiver) -> dict[str, object]:
    """The waiver of a finding, whole."""
    return {
        "id": waiver.id,
        "reason": waiver.reason,
        "requested_by": named(waiver.requested_by),
        "approved_by": named(waiver.approved_by),
        "approved_on": waiver.approved_on.isoformat(),
        "expires_on": waiver.expires_on.isoformat(),
        "days_left": waiver.days_left,
        "ticket": waiver.ticket,
        "compensating_control": _done_instead(waiver.compensating_control),
        "renewals": waiver.renewals,
        "severity": waiver.severity,
        "required": [{"framework": one.framework, "id": one.id, "title": one.title} for one in waiver.required],
        "location": location(waiver.place),
    }


def action_as_json(action: Action) -> dict[str, object]:
    """One line of what to do."""
    return {
        "verb": action.verb,
        "title": action.title,
        "due": action.due,
        "by": action.by,
        "severity": action.severity,
        "targets": [
            {
                "subject": _subject(target.of),
                "name": target.name,
                "portal": target.portal and named(target.portal),
                "person": target.person and named(target.person),
                "severity": target.severity,
                "findings": target.findings,
            }
            for target in action.targets
        ],
        "settles": action.settles,
    }


def change_as_json(report: Report, verdict: Verdict) -> dict[str, object]:
    """How a finding or question compares with the base; nothing where there is no base."""
    changed = report.comparison.changes.get(verdict.fingerprint) if report.comparison else None
    if changed is None:
        return {}
    gaps = [
        {"subject": _subject(one.of), "fields": one.fields, "section": one.section or None, "unclear": one.is_written}
        for one in verdict.gaps
    ]
    return {"change": changed.change, "worse_because": changed.why, **({"waits_for": gaps} if gaps else {})}


def comparison_as_json(report: Report, comparison: Comparison) -> dict[str, object]:
    """What a run is compared with, and what is not among its results: what is fixed, and what the policies change."""
    base = comparison.base
    return {
        "base": {
            "ref": base.ref,
            "commit": base.commit or None,
            "inventory": base.folder or ".",
            "has_inventory": base.has_inventory,
        },
        "notes": base.notes,
        "findings": _counts(of_findings(report, comparison)),
        "questions": _counts(of_questions(report, comparison)),
        "fixed": list(map(_gone, comparison.fixed)),
        "no_longer_recorded": list(map(_gone, comparison.unrecorded)),
        "policies": [
            {
                "part": one.part,
                "name": one.name,
                "message": f"this branch {one.words}",
                "location": None if one.place is None else location(one.place),
            }
            for one in comparison.policies
        ],
    }


def _gone(verdict: Verdict) -> dict[str, object]:
    return {
        "rule": verdict.rule,
        "subject": _subject(verdict.subject),
        "status": verdict.status,
        "severity": None if verdict.status is Status.UNKNOWN else verdict.severity,
        "message": verdict.message,
        "fingerprint": verdict.fingerprint,
    }


def _counts(counts: Counts) -> dict[str, object]:
    return {
        "new": counts.new,
        "worse": counts.worse,
        "same": counts.same,
        "fixed": counts.fixed,
        "no_longer_recorded": counts.unrecorded,
    }


def question_as_json(question: Question) -> dict[str, object]:
    """One missing fact, with what waits for it."""
    return {
        "id": question.id,
        "title": question.title,
        "words": question.words,
        "severity": question.severity,
        "fields": question.fields,
        "section": question.section or None,
        "unclear": question.is_written,
        "answers": question.answers,
        "rules": question.rules,
        "recorded": question.recorded,
        "records": [
            {
                "subject": _subject(asked.of),
                "name": asked.name,
                "portal": asked.portal and named(asked.portal),
                "person": asked.person and named(asked.person),
                "answers": asked.answers,
                "location": location(asked.place),
            }
            for asked in question.records
        ],
        "not_listed": [named(portal) for portal in question.not_listed],
    }


def _subject(of: Subject) -> dict[str, str]:
    return {"type": of.type, "id": of.id}


def named(one: Named) -> dict[str, str]:
    """A person or a portal."""
    return {"id": one.id, "name": one.name}


def _done_instead(control: CompensatingControl | None) -> dict[str, object] | None:
    if control is None:
        return None
    last = control.last_performed_on
    return {
        "text": control.text,
        "performer": named(control.performer) if control.performer else None,
        "every_days": control.every_days,
        "last_performed_on": last.isoformat() if last else None,
    }
