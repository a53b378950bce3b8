"""The expressions of a rule, each with where it is written and when it is asked."""

from collections.abc import Iterator

from portalaudit.model.values import dataclass, replace
from portalaudit.policy.expressions import Expression, compile_expression
from portalaudit.policy.rules import Change, Rule
from portalaudit.policy.scope import Language, Scope
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True)
class Site:
    """One expression of a rule. `name` is what people call it: `when`, `require`, `escalate 1`."""

    route: Route
    name: str
    expression: Expression


def sites(rule: Rule) -> Iterator[Site]:
    """Every expression of a rule, in the order in which they are asked."""
    if rule.when:
        yield Site(("when",), "when", rule.when)
    yield Site(("require",), "require", rule.require)
    for key, changes in (("escalate", rule.escalate), ("downgrade", rule.downgrade)):
        for index, change in enumerate(changes):
            yield Site((key, index, "when"), f"{key} {index + 1}", change.when)


def with_expression(rule: Rule, site: Site, expression: Expression) -> Rule:
    """The rule with another expression at a site."""
    match site.route:
        case ("when",):
            return replace(rule, when=expression)
        case ("escalate", int(index), _):
            return replace(rule, escalate=_with_change(rule.escalate, index, expression))
        case ("downgrade", int(index), _):
            return replace(rule, downgrade=_with_change(rule.downgrade, index, expression))
        case _:
            return replace(rule, require=expression)


def _with_change(changes: tuple[Change, ...], index: int, expression: Expression) -> tuple[Change, ...]:
    return (*changes[:index], replace(changes[index], when=expression), *changes[index + 1 :])


def scope_of(rule: Rule, language: Language) -> Scope:
    """What the rule's expressions may name."""
    return language.scope(rule.variable, {name: param.shape.fact_type for name, param in rule.declared.items()})


def asking(rule: Rule, site: Site, question: str, scope: Scope) -> Rule | None:
    """A rule that passes where the site's expression is asked and the question holds; None where CEL refuses it."""
    require = compile_expression(question, scope)
    reached = _reached(rule, site)
    when = compile_expression(reached, scope) if reached else None
    if isinstance(require, tuple) or isinstance(when, tuple):
        return None
    return replace(rule, when=when, require=require, escalate=(), downgrade=())


def _reached(rule: Rule, site: Site) -> str:
    """When the site's expression is asked: all before it have led there."""
    conditions = []
    for before in sites(rule):
        if before.route == site.route:
            break
        holds = before.name == "when"
        conditions.append(f"{'' if holds else '!'}({before.expression.text})")
    return " && ".join(conditions)
