"""What results in JSON are made of, made values again: places, rules, waivers, actions, questions and the rest.

Everything here stands on the schema: a key is there, and of its kind. `Amiss` says what the schema cannot.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from portalaudit.model.access import Access, Coming, Holder, Known, Login, PortalInUse, Trained
from portalaudit.model.action import Action, Doer, Due, Target
from portalaudit.model.framework import Control, Framework, Implementation
from portalaudit.model.origin import Layer, Origin
from portalaudit.model.place import Place, Related
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.model.question import Asked, Question
from portalaudit.model.rule_summary import LeftOutRule, Loosened, Maturity, ParamValue, RuleSummary, SeverityChange
from portalaudit.model.verdict import CompensatingControl, Named, RequiredControl, Severity, Subject, Waiver

Value = Any
"""Something that the schema has described."""


class AmissError(ValueError):
    """A value fits the schema and cannot be. `path` leads to it."""

    def __init__(self, path: Sequence[str | int], message: str) -> None:
        super().__init__(message)
        self.path = tuple(path)


def place(value: Value) -> Place:
    """A place in a file."""
    return Place(value["path"], value["line"], value["column"], value.get("end_column", 0))


def related(values: Value) -> tuple[Related, ...]:
    """Second places."""
    return tuple(Related(place(one), one["label"]) for one in values)


def named(value: Value) -> Named | None:
    """A person or a portal; None where there is none."""
    return None if value is None else Named(value["id"], value["name"])


def subject(value: Value) -> Subject:
    """What a rule judges."""
    return Subject(value["type"], value["id"])


def day(value: Value, *path: str | int) -> datetime.date:
    """A day. Raises AmissError for one that no calendar has."""
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise AmissError(path, f"{value} is no day of the calendar") from None


def _day_text(value: Value, *path: str | int) -> str:
    return "" if value is None else day(value, *path).isoformat()


def _origin(value: Value) -> Origin | None:
    return None if value is None else Origin(Layer(value["by"]), place(value["location"]))


def _param(value: Value) -> ParamValue:
    return tuple(value) if isinstance(value, list) else value


def rule(value: Value) -> RuleSummary:
    """A rule."""
    change, when, population = value["severity_changed"], value["when"] or "", value["applies_to"] or ""
    bare = not when and population == f"every {value['subject'].replace('_', ' ')}"
    return RuleSummary(
        id=value["id"],
        title=value["title"],
        severity=Severity(value["severity"]),
        subject=value["subject"],
        rationale=value["rationale"],
        remediation=value["remediation"],
        controls=_lists(value["controls"]),
        params={name: _param(one) for name, one in value["params"].items()},
        place=place(value["location"]),
        loosened=tuple(map(_loosened, value["loosened"])),
        severity_changed=change and SeverityChange(Severity(change["pack"]), change["reason"], _origin(change["set"])),
        fault=value["fault"],
        when=when,
        applies_to="" if bare else population,
        covers=_lists(value["covers"]),
        version=value["version"],
        maturity=Maturity(value["maturity"]),
        marks={
            (framework, control): Implementation(mark)
            for framework, marks in value["implementation"].items()
            for control, mark in marks.items()
        },
        url=value["url"] or "",
    )


def _lists(value: Value) -> dict[str, tuple[str, ...]]:
    return {name: tuple(ids) for name, ids in value.items()}


def _loosened(value: Value) -> Loosened:
    return Loosened(
        value["name"], _param(value["value"]), _param(value["default"]), value["reason"], _origin(value["set"])
    )


def left_out(value: Value) -> LeftOutRule:
    """A rule that the practice does not ask."""
    return LeftOutRule(value["id"], value["title"], Severity(value["severity"]), value["reason"], _origin(value["set"]))


def framework(value: Value) -> Framework:
    """A framework with its controls."""
    source = value["source"]
    return Framework(
        id=value["id"],
        title=value["title"],
        version=value["version"],
        source=source["title"],
        url=source["url"],
        seen_on=source["seen_on"],
        controls=tuple(map(_control, value["controls"])),
    )


def _control(value: Value) -> Control:
    mark = value["implementation"]
    return Control(
        id=value["id"],
        title=value["title"],
        note=value["note"],
        is_verified=value["verified"],
        implementation=mark and Implementation(mark),
        rules=tuple(value["rules"]),
        covered_by=tuple(value["covered_by"]),
        left_out=tuple(value["left_out"]),
    )


def action(value: Value) -> Action:
    """One line of what to do."""
    return Action(
        verb=value["verb"],
        title=value["title"],
        due=Due(value["due"]),
        by=Doer(value["by"]),
        severity=Severity(value["severity"]),
        targets=tuple(map(_target, value["targets"])),
        settles=tuple(value["settles"]),
    )


def _target(value: Value) -> Target:
    return Target(
        of=subject(value["subject"]),
        name=value["name"],
        severity=Severity(value["severity"]),
        findings=tuple(value["findings"]),
        person=named(value["person"]),
        portal=named(value["portal"]),
    )


def question(value: Value) -> Question:
    """One missing fact."""
    return Question(
        title=value["title"],
        words=value["words"],
        fields=tuple(value["fields"]),
        section=value["section"] or "",
        is_written=value["unclear"],
        records=tuple(map(_asked, value["records"])),
        recorded=value["recorded"],
        answers=value["answers"],
        rules=tuple(value["rules"]),
        severity=Severity(value["severity"]),
        not_listed=tuple(Named(one["id"], one["name"]) for one in value["not_listed"]),
    )


def _asked(value: Value) -> Asked:
    return Asked(
        of=subject(value["subject"]),
        name=value["name"],
        place=place(value["location"]),
        answers=value["answers"],
        person=named(value["person"]),
        portal=named(value["portal"]),
    )


def problem(value: Value, *path: str | int) -> Problem:
    """What is wrong in a file. Raises AmissError for a kind of problem that is not known."""
    if value["code"] not in tuple(ProblemCode):
        raise AmissError((*path, "code"), f"there is no problem '{value['code']}'")
    return Problem(
        ProblemCode(value["code"]), value["message"], place(value["location"]), value["hint"], related(value["related"])
    )


def waiver(value: Value, *path: str | int) -> Waiver:
    """The waiver of a finding."""
    severity = value["severity"]
    return Waiver(
        id=value["id"],
        reason=value["reason"],
        requested_by=Named(**value["requested_by"]),
        approved_by=Named(**value["approved_by"]),
        approved_on=day(value["approved_on"], *path, "approved_on"),
        expires_on=day(value["expires_on"], *path, "expires_on"),
        days_left=value["days_left"],
        place=place(value["location"]),
        ticket=value["ticket"],
        compensating_control=_done_instead(value["compensating_control"], *path, "compensating_control"),
        renewals=value["renewals"],
        severity=severity and Severity(severity),
        required=tuple(RequiredControl(one["framework"], one["id"], one["title"]) for one in value["required"]),
    )


def _done_instead(value: Value, *path: str | int) -> CompensatingControl | None:
    if value is None:
        return None
    last = value["last_performed_on"]
    return CompensatingControl(
        value["text"],
        named(value["performer"]),
        value["every_days"],
        last and day(last, *path, "last_performed_on"),
    )


def access(value: Value) -> Access:
    """Who can log in where."""
    return Access(
        people=tuple(_holder(one, "access", "people", n) for n, one in enumerate(value["people"])),
        portals=tuple(_portal(one, "access", "portals", n) for n, one in enumerate(value["portals"])),
        logins=tuple(_login(one, "access", "logins", n) for n, one in enumerate(value["logins"])),
        coming=tuple(
            Coming(_day_text(one["on"], "access", "coming", n, "on"), one["what"])
            for n, one in enumerate(value["coming"])
        ),
    )


def _days(value: Value, names: Iterable[str], path: Sequence[str | int]) -> dict[str, str]:
    return {name: _day_text(value[name], *path, name) for name in names}


def _holder(value: Value, *path: str | int) -> Holder:
    return Holder(
        id=value["id"],
        name=value["name"],
        jobs=tuple(value["jobs"]),
        is_on_leave=value["on_leave"],
        vendor=value["vendor"] or "",
        training=tuple(
            Trained(
                one["module"], _day_text(one["completed_on"], *path, "training", n, "completed_on"), one["age_days"]
            )
            for n, one in enumerate(value["training"])
        ),
        **_days(value, ("left_on", "last_day"), path),
    )


def _portal(value: Value, *path: str | int) -> PortalInUse:
    days = _days(value, ("listed_on", "reviewed_on", "review_due_on"), path)
    return PortalInUse(value["id"], value["name"], tuple(value["administrators"]), **days)


def _login(value: Value, *path: str | int) -> Login:
    used = value["last_used_on"]
    return Login(
        account=value["account"],
        login=value["login"],
        portal=value["portal"],
        people=tuple(value["people"]),
        status=value["status"],
        place=place(value["location"]),
        kind=value["type"],
        is_live=value["live"],
        administers=value["administers"],
        is_shared=value["shared"],
        for_people=value["for_people"],
        last_used_on=used if used == "never" else _day_text(used, *path, "last_used_on"),
        permissions=tuple(value["permissions"]),
        knows_all=value["all_permissions_known"],
        roles=tuple(value["native_roles"]),
        since=_day_text(value["since"], *path, "since"),
        known_by=Known(value["known"]["by"]),
        known_on=_day_text(value["known"]["on"], *path, "known", "on"),
    )
