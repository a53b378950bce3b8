"""A rule file compiled: one rule, ready to be asked, or everything that is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from portalaudit.model import FactType, Place
from portalaudit.model.problem import Problem
from portalaudit.model.values import replace
from portalaudit.policy.acting import RuleAction
from portalaudit.policy.asked import Asked
from portalaudit.policy.expressions import Expression
from portalaudit.policy.form import Form, form_of
from portalaudit.policy.rule_records import ActionFile, ChangeFile, ResolvedFile, RuleFile
from portalaudit.policy.rule_words import Resolution, RuleWords, SecondPlace
from portalaudit.policy.rules import Change, Check, Reference, Rule
from portalaudit.policy.scope import Language
from portalaudit.policy.soundness import sound_part
from portalaudit.policy.workbench import Workbench
from portalaudit.source.document import Document
from portalaudit.source.record_types import validator
from portalaudit.source.typed import read


def compile_words(written: RuleFile, bench: Workbench, asked: Asked | None) -> RuleWords:
    """The messages and routes of a rule file; what is wrong with them is among the problems of the bench."""
    variables = {name: one.type for name, one in asked.variables.items()} if asked else {}
    names = [_names(asked, index, variables) for index in range(len(written.checks))]
    messages, abouts, routes = [], [], []
    for index, check in enumerate(written.checks if asked else ()):
        where = ("checks", index)
        messages.append(bench.template((*where, "message"), check.message, names[index]))
        abouts.append(bench.template((*where, "about"), check.about, names[index]) if check.about else None)
        known = {name: kind for name, kind in names[index].items() if name not in variables}
        at = (*where, "point_at")
        routes.append(bench.fact_route(at, check.point_at, known) if check.point_at else ())
    return RuleWords(
        message=bench.template(("message",), written.message, variables) if written.message else None,
        pass_message=bench.template(("pass_message",), written.pass_message, variables)
        if written.pass_message
        else None,
        checks=tuple(messages),
        about=tuple(abouts),
        point_at=bench.fact_route(("point_at",), written.point_at) if written.point_at else (),
        checks_point_at=tuple(routes),
        related=tuple(
            SecondPlace(bench.fact_route(("related", index, "point_at"), second.point_at), second.label)
            for index, second in enumerate(written.related)
        ),
        resolution=_resolution(written.resolved, bench, variables) if written.resolved else None,
    )


def _resolution(written: ResolvedFile, bench: Workbench, variables: Mapping[str, FactType]) -> Resolution | None:
    message = bench.template(("resolved", "message"), written.message, variables)
    route = bench.fact_route(("resolved", "point_at"), written.point_at) if written.point_at else ()
    return Resolution(message, route) if message else None


def _names(asked: Asked | None, index: int, variables: Mapping[str, FactType]) -> Mapping[str, FactType]:
    items = asked.checks[index].items if asked else None
    return {**variables, items.name: items.type} if items else variables


def compile_rule(document: Document, language: Language, pack: str = "") -> tuple[Rule | None, tuple[Problem, ...]]:
    """The rule of one file with its parameters at their defaults; None, and everything that is wrong, otherwise."""
    reader = validator(RuleFile)
    written, problems = read(document, (), document.data, reader, "rule")
    bench = Workbench(document, language)
    filling = {"id": PurePosixPath(document.path).stem, **_FILLING}
    whole = written or sound_part(document, reader, filling, vital="params")
    rule = _compile(whole, bench) if whole else None
    problems = (*problems, *bench.problems)
    return (replace(rule, pack=pack) if rule and not problems else None), problems


_FILLING = {"title": "-", "severity": "info"}
"""What stands in for keys that are missing or wrong while the others are checked."""


def _compile(written: RuleFile, bench: Workbench) -> Rule | None:
    bench.expect_id(written.id, PurePosixPath(bench.document.path).stem)
    declared = {name: param for name in written.params if (param := bench.param(name, written.params[name]))}
    variable, group_by = bench.subject(written.subject)
    if variable is None or len(declared) < len(written.params):
        return None
    bench.open_scope(variable, {name: param.shape.fact_type for name, param in declared.items()})
    form = form_of(written)
    bench.expect_requirement(written)
    bench.expect_action(variable, written.action)
    asked = bench.asked(form)
    words = compile_words(written, bench, asked)
    bench.expect_params_used(declared)
    bench.expect_pattern_formats(declared)
    if bench.problems or asked is None:
        return None
    rule = _described(written, variable, asked, words)
    params = {name: param.default for name, param in declared.items()}
    place = bench.document.place(("id",))
    return replace(rule, group_by=group_by, form=form, declared=declared, params=params, place=place)


def _described(written: RuleFile, variable: str, asked: Asked, words: RuleWords) -> Rule:
    """The rule as its file says; what depends on the file's place and parameters is still to come."""
    return Rule(
        id=written.id,
        title=written.title,
        fault=written.fault or "",
        severity=written.severity,
        variable=variable,
        group_by=(),
        form=Form(),
        when=asked.when,
        begun=asked.begun,
        checks=tuple(_checks(written, asked, words)),
        together=asked.together,
        message=words.message,
        pass_message=words.pass_message,
        variables=asked.variables,
        related=words.related,
        waivable=written.waivable,
        declared={},
        params={},
        escalate=_changes(written.escalate, asked.escalate),
        downgrade=_changes(written.downgrade, asked.downgrade),
        resolved=asked.resolved,
        resolution=words.resolution,
        controls={name: (*claimed.covers, *claimed.touches) for name, claimed in written.controls.items()},
        covers={name: claimed.covers for name, claimed in written.controls.items() if claimed.covers},
        version=written.version,
        maturity=written.maturity,
        rationale=written.rationale or "",
        remediation=written.remediation or "",
        evidence=written.evidence or "",
        impact=written.impact,
        references=tuple(Reference(one.title, one.url or "", one.note or "") for one in written.references),
        tags=written.tags,
        place=Place(""),
        reads=asked.reads,
        action=_action(written.action),
        applies_to=written.applies_to or "",
    )


def _action(written: ActionFile | None) -> RuleAction | None:
    return RuleAction(written.verb, written.group_by, written.settles) if written else None


def _changes(written: Sequence[ChangeFile], conditions: Sequence[Expression]) -> tuple[Change, ...]:
    return tuple(Change(when, one.severity) for when, one in zip(conditions, written, strict=True))


def _checks(written: RuleFile, asked: Asked, words: RuleWords) -> Iterator[Check]:
    if not written.checks and asked.checks and words.message:
        yield Check("", asked.checks[0], words.message, words.point_at)
    for index, check in enumerate(written.checks):
        message, point_at = words.checks[index], words.checks_point_at[index] or words.point_at
        if message:
            yield Check(
                check.id, asked.checks[index], message, point_at, check.severity, words.about[index], check.voids
            )
