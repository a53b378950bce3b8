"""Rules in JSON, and what a practice set or left out of them."""

from portalaudit.model.origin import Origin
from portalaudit.model.rule_summary import LeftOutRule, RuleSummary
from portalaudit.model.shipping import Deviation
from portalaudit.report.json_parts import location


def rule_as_json(rule: RuleSummary) -> dict[str, object]:
    """A rule: what it asks, and what the practice changed of it."""
    return {
        "id": rule.id,
        "title": rule.title,
        "fault": rule.fault,
        "severity": rule.severity,
        "subject": rule.subject,
        "applies_to": rule.population or None,
        "when": rule.when or None,
        "controls": dict(rule.controls),
        "covers": dict(rule.covers),
        "touches": {name: ids for name, ids in rule.touches.items() if ids},
        "implementation": _marks(rule),
        "version": rule.version,
        "maturity": rule.maturity,
        "params": dict(rule.params),
        "loosened": [
            {
                "name": one.name,
                "value": one.value,
                "default": one.default,
                "reason": one.reason,
                "set": _origin(one.origin),
            }
            for one in rule.loosened
        ],
        "severity_changed": None
        if rule.severity_changed is None
        else {
            "pack": rule.severity_changed.pack,
            "reason": rule.severity_changed.reason,
            "set": _origin(rule.severity_changed.origin),
        },
        "rationale": rule.rationale,
        "remediation": rule.remediation,
        "url": rule.url or None,
        "location": location(rule.place),
    }


def _marks(rule: RuleSummary) -> dict[str, dict[str, str]]:
    """How a regulation marks controls of the rule, by framework."""
    found: dict[str, dict[str, str]] = {}
    for (framework, control), mark in rule.marks.items():
        found.setdefault(framework, {})[control] = mark
    return found


def left_out_as_json(one: LeftOutRule) -> dict[str, object]:
    """A rule that the practice does not ask."""
    return {
        "id": one.id,
        "title": one.title,
        "severity": one.severity,
        "reason": one.reason,
        "set": _origin(one.origin),
    }


def _origin(origin: Origin | None) -> dict[str, object] | None:
    return None if origin is None else {"by": origin.layer, "location": location(origin.place)}


def deviation_as_json(one: Deviation) -> dict[str, object]:
    """A rule, pack or file that is not as it ships."""
    return {
        "how": one.how,
        "what": one.part,
        "name": one.name,
        "location": None if one.place is None else location(one.place),
        "of": one.of,
        "lost": one.lost,
        "edited": one.edited,
    }
