"""What people write about rules, with secrets masked: titles, reasons, advice. What a rule asks stays as it is."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from portalaudit.model.frameworks import Framework
from portalaudit.model.report import Loosened, ParamValue, RuleSummary, SeverityChange
from portalaudit.model.values import replace
from portalaudit.policy.in_force import PolicySet
from portalaudit.policy.messages import Template
from portalaudit.policy.packs import CompiledPacks, Pack
from portalaudit.policy.rules import Rule
from portalaudit.source.masking import masked, masked_among

Said = Mapping[str, str]
"""What is shown instead of a text that holds a secret."""


def packs_without_secrets(packs: CompiledPacks) -> CompiledPacks:
    """The same packs with secrets masked in all that reports and lists say of them in their own words."""
    texts: list[str] = []
    _packs_through(packs, _noting(texts))
    said = _said(texts)
    return _packs_through(packs, lambda text: said.get(text, text)) if said else packs


def policies_without_secrets(policies: PolicySet) -> PolicySet:
    """The same policies with secrets masked in the reasons that they give. Their packs' own words have been masked."""
    texts: list[str] = []
    _reasons_through(policies, _noting(texts))
    said = _said(texts)
    return _reasons_through(policies, lambda text: said.get(text, text)) if said else policies


def _noting(found: list[str]) -> Callable[[str], str]:
    def note(text: str) -> str:
        found.append(text)
        return text

    return note


def _said(texts: Iterable[str]) -> Said:
    distinct = list(dict.fromkeys(texts))
    return {distinct[at]: shown for at, shown in masked_among(distinct).items()}


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


def _packs_through(packs: CompiledPacks, through: Callable[[str], str]) -> CompiledPacks:
    """The packs with each of their texts put through a function."""
    return replace(
        packs,
        packs=tuple(_pack_through(pack, through) for pack in packs.packs),
        rules=tuple(_rule_through(rule, through) for rule in packs.rules),
        frameworks=tuple(_framework_through(framework, through) for framework in packs.frameworks),
    )


def _pack_through(pack: Pack, through: Callable[[str], str]) -> Pack:
    return replace(
        pack, title=through(pack.title), version=through(pack.version), description=through(pack.description)
    )


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
    )


def _reasons_through(policies: PolicySet, through: Callable[[str], str]) -> PolicySet:
    """The policies with each reason put through a function."""
    return replace(
        policies,
        rules=tuple(_set_through(rule, through) if _is_set(rule) else rule for rule in policies.rules),
        left_out=tuple(replace(one, reason=through(one.reason)) for one in policies.left_out),
    )


def _is_set(rule: Rule) -> bool:
    """Whether a policy set anything of the rule."""
    return bool(rule.loosened or rule.severity_changed or rule.settings)


def _set_through(rule: Rule, through: Callable[[str], str]) -> Rule:
    return replace(
        rule,
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
