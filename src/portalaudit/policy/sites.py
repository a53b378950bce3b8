"""The expressions of a rule, each with where it is written and when it is asked."""

from collections.abc import Iterator

from portalaudit.model.values import dataclass, replace
from portalaudit.policy.asked import Asked
from portalaudit.policy.form import CheckForm, Form
from portalaudit.policy.form_compiler import compile_form
from portalaudit.policy.messages import Template
from portalaudit.policy.rules import Check, Rule
from portalaudit.policy.scope import Language, Scope
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True)
class Site:
    """One expression of a rule. `name` is what people call it: `when`, `require of no-agreement`, `escalate 1`."""

    route: Route
    name: str
    text: str


def sites(rule: Rule) -> Iterator[Site]:
    """Every expression of a rule, in the order in which they are asked."""
    return (Site(route, name, text) for route, name, text in rule.form.texts())


def with_text(rule: Rule, site: Site, text: str, scope: Scope) -> Rule | None:
    """The rule with another expression at a site; None where it is none."""
    form = rule.form.with_text(site.route, text)
    asked = compile_form(form, scope)
    return rule.asking(form, asked) if isinstance(asked, Asked) else None


def scope_of(rule: Rule, language: Language) -> Scope:
    """What the rule's expressions may name."""
    return language.scope(rule.variable, {name: param.shape.fact_type for name, param in rule.declared.items()})


def asking(rule: Rule, site: Site, question: str, scope: Scope) -> Rule | None:
    """A rule that passes where the site's expression is asked and the question holds; None where CEL refuses it."""
    form = Form(
        variables=_variables_before(rule.form, site),
        when=_reached(rule.form, site),
        checks=(CheckForm((), "", "", "", "", _of_an_item(rule.form, site, question)),),
    )
    asked = compile_form(form, scope)
    if not isinstance(asked, Asked):
        return None
    alone = Check("", asked.checks[0], _SILENT, ())
    return replace(
        rule,
        form=form,
        when=asked.when,
        begun=asked.begun,
        checks=(alone,),
        together=None,
        variables={},
        escalate=(),
        downgrade=(),
        resolved=None,
        reads=asked.reads,
    )


_SILENT = Template("", ())


def _variables_before(form: Form, site: Site) -> dict[str, str]:
    """The variables that a site's expression may use."""
    names = list(form.variables)
    known = names[: names.index(str(site.route[1]))] if site.route[0] == "variables" else names
    return {name: form.variables[name] for name in known}


def _of_an_item(form: Form, site: Site, question: str) -> str:
    """The question, asked of any item for which the check's expression is reached."""
    check = _check(form, site)
    if check is None or not check.each or site.route[-1] == "each":
        return question
    guard = f"({check.when}) && " if check.when and site.route[-1] == "require" else ""
    return f"({check.each}).exists({check.item}, {guard}({question}))"


def _check(form: Form, site: Site) -> CheckForm | None:
    return next((one for one in form.checks if one.where and site.route[:2] == one.where), None)


def _reached(form: Form, site: Site) -> str:
    """When the site's expression is asked: all before it have led there."""
    if site.route[0] in ("variables", "when"):
        return ""
    conditions = [f"({form.when})"] if form.when else []
    check = _check(form, site)
    if check is not None and check.when and not check.each and site.route[-1] == "require":
        conditions.append(f"({check.when})")
    if site.route[0] == "resolved":
        conditions += map(_whole, form.checks)
    if site.route[0] in ("escalate", "downgrade"):
        conditions.append(f"!({' && '.join(map(_whole, form.checks))})")
        conditions += [f"!({text})" for route, text in _changes(form) if route < _order(site.route)]
    return " && ".join(conditions)


def _whole(check: CheckForm) -> str:
    held = f"(!({check.when}) || ({check.require}))" if check.when else f"({check.require})"
    return f"({check.each}).all({check.item}, {held})" if check.each else held


def _changes(form: Form) -> Iterator[tuple[tuple[int, int], str]]:
    for place, texts in enumerate((form.escalate, form.downgrade)):
        yield from (((place, index), text) for index, text in enumerate(texts))


def _order(route: Route) -> tuple[int, int]:
    return (0 if route[0] == "escalate" else 1), int(route[1])
