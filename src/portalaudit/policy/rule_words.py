"""What a rule says and where it points: messages and routes, compiled beside its expressions."""

from collections.abc import Mapping

from portalaudit.model import FactType
from portalaudit.model.values import dataclass
from portalaudit.policy.asked import Asked
from portalaudit.policy.messages import Template
from portalaudit.policy.readtree import Route
from portalaudit.policy.rule_records import ResolvedFile, RuleFile
from portalaudit.policy.workbench import Workbench


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """A second place of a finding: a route from the subject, and the words beside it."""

    point_at: Route
    label: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is said of a subject of which something was looked into and decided, and where that points."""

    message: Template
    point_at: Route


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The compiled messages and routes of a rule; those of its checks in their order."""

    message: Template | None
    pass_message: Template | None
    checks: tuple[Template | None, ...]
    about: tuple[Template | None, ...]
    point_at: Route
    checks_point_at: tuple[Route, ...]
    related: tuple[SecondPlace, ...]
    resolution: Resolution | None


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
