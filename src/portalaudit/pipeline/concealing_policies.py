"""What people write about rules, with secrets masked: titles, reasons, advice. What a rule asks stays as it is."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from portalaudit.model.frameworks import Framework
from portalaudit.model.report import Loosened, ParamValue, RuleSummary, SeverityChange
from portalaudit.model.values import replace
from portalaudit.policy.messages import Template
from portalaudit.policy.packs import Pack, PolicySet
from portalaudit.policy.rules import Rule
from portalaudit.source.masking import masked, masked_among

Said = Mapping[str, str]
"""What is shown instead of a text that holds a secret."""


def policies_without_secrets(policies: PolicySet) -> PolicySet:
    """The same policies with secrets masked in all that reports and lists say of them in the policies' own words."""
    texts = list(dict.fromkeys(_texts(policies)))
    said = {texts[at]: shown for at, shown in masked_among(texts).items()}
    if not said:
        return policies
    return replace(
        policies,
        rules=tuple(_rule(rule, said) for rule in policies.rules),
        packs=tuple(_pack(pack, said) for pack in policies.packs),
        left_out=tuple(
            replace(one, title=said.get(one.title, one.title), reason=said.get(one.reason, one.reason))
            for one in policies.left_out
        ),
        frameworks=tuple(_framework(one, said) for one in policies.frameworks),
    )


def summary_without_secrets(rule: RuleSummary) -> RuleSummary:
    """The same summary with secrets masked in the values of parameters."""
    params = {name: _value(value) for name, value in rule.params.items()}
    if params == rule.params:
        return rule
    loosened = tuple(replace(one, value=_value(one.value), default=_value(one.default)) for one in rule.loosened)
    return replace(rule, params=params, loosened=loosened)


def _value(value: ParamValue) -> ParamValue:
    if isinstance(value, tuple):
        return tuple(map(masked, value))
    return masked(value) if isinstance(value, str) else value


def _texts(policies: PolicySet) -> Sequence[str]:
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    for rule in policies.rules:
        _rule_through(rule, note)
    for pack in policies.packs:
        found += (pack.title, pack.description, pack.version)
    for one in policies.left_out:
        found += (one.title, one.reason)
    for framework in policies.frameworks:
        _framework_through(framework, note)
    return found


def _pack(pack: Pack, said: Said) -> Pack:
    return replace(
        pack,
        title=said.get(pack.title, pack.title),
        version=said.get(pack.version, pack.version),
        description=said.get(pack.description, pack.description),
    )


def _rule(rule: Rule, said: Said) -> Rule:
    return _rule_through(rule, lambda text: said.get(text, text))


def _rule_through(rule: Rule, through: Callable[[str], str]) -> Rule:
    """The rule with each of its texts put through a function."""
    return replace(
        rule,
        title=through(rule.title),
        fault=through(rule.fault),
        message=rule.message and _template(rule.message, through),
        pass_message=rule.pass_message and _template(rule.pass_message, through),
        checks=tuple(replace(one, message=_template(one.message, through)) for one in rule.checks),
        rationale=through(rule.rationale),
        remediation=through(rule.remediation),
        evidence=through(rule.evidence),
        references=tuple(
            replace(one, title=through(one.title), url=through(one.url), note=through(one.note))
            for one in rule.references
        ),
        declared={name: replace(one, description=through(one.description)) for name, one in rule.declared.items()},
        loosened=tuple(_reasoned(one, through) for one in rule.loosened),
        severity_changed=rule.severity_changed and _reasoned(rule.severity_changed, through),
        settings={name: replace(one, reason=through(one.reason)) for name, one in rule.settings.items()},
    )


Reasoned = TypeVar("Reasoned", Loosened, SeverityChange)


def _reasoned(value: Reasoned, through: Callable[[str], str]) -> Reasoned:
    return replace(value, reason=through(value.reason))


def _template(message: Template, through: Callable[[str], str]) -> Template:
    segments = tuple(through(piece) if isinstance(piece, str) else piece for piece in message.segments)
    return replace(message, text=through(message.text), segments=segments)


def _framework(framework: Framework, said: Said) -> Framework:
    return _framework_through(framework, lambda text: said.get(text, text))


def _framework_through(framework: Framework, through: Callable[[str], str]) -> Framework:
    controls = tuple(replace(one, title=through(one.title), note=through(one.note)) for one in framework.controls)
    return replace(
        framework,
        title=through(framework.title),
        version=through(framework.version),
        source=through(framework.source),
        url=through(framework.url),
        controls=controls,
    )
