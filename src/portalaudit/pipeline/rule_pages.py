"""A rule told whole: what it asks and why, how to fix a finding, where its values come from, and examples."""

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from portalaudit.evaluate.examples import Example, examples
from portalaudit.model.article import Article, Part
from portalaudit.model.framework import Control
from portalaudit.model.origin import Layer
from portalaudit.model.rule_summary import Maturity, ParamValue
from portalaudit.pipeline.policies import Policies
from portalaudit.policy.form import CheckForm
from portalaudit.policy.packs import beside
from portalaudit.policy.params import Param
from portalaudit.policy.rules import Check, Reference, Rule

WIDTH = 96
_LAYERS = {Layer.PACK: "the pack", Layer.BASE: "the base policy", Layer.OWN: "this practice's policy"}


def rule_page(rule: Rule, policies: Policies) -> Article:
    """Everything that is known of one rule. Examples are there where the policies were read with their cases."""
    return Article(
        title=rule.id,
        summary=f"{rule.title}. Severity: {_severity(rule)}.",
        parts=(
            Part("Applies to", (_population(rule),)),
            Part("Applies when", code=_code(rule.form.when or "always")),
            *_begun(rule.form.begun),
            *(Part(f"Where `{name}` is", code=_code(text)) for name, text in rule.form.variables.items()),
            *(_check(form, check) for form, check in zip(rule.form.checks, rule.checks, strict=True)),
            *_resolved(rule),
            Part("Severity changes", points=tuple(_changes(rule))),
            Part("Why", _paragraphs(rule.rationale)),
            Part("To fix a finding", _paragraphs(rule.remediation)),
            Part("Action", (_action(rule, policies),) if rule.action else ()),
            Part("Evidence to keep", _paragraphs(rule.evidence)),
            Part("Impact", (", ".join(word.replace("_", " ") for word in rule.impact),)),
            Part("Parameters", points=tuple(_param(rule, param) for param in rule.declared.values())),
            Part("Supports evidence for", points=tuple(_controls(rule, policies))),
            Part("Waivers", (_waivers(rule),)),
            Part("Examples", points=tuple(map(_example, _examples(rule, policies)))),
            Part("Read more", points=tuple(map(_reference, rule.references))),
            Part("Maturity", (_maturity(rule),)),
            Part("Pack", (_pack(rule, policies),)),
        ),
    )


def _population(rule: Rule) -> str:
    return rule.summary.population or f"each {rule.subject.replace('_', ' ')} for which this holds"


def _begun(text: str) -> Iterator[Part]:
    if text:
        yield Part("Applies to the first of them only, until for one of them", code=_code(text))


def _resolved(rule: Rule) -> Iterator[Part]:
    if rule.resolution is not None:
        said = f"Instead of a pass the answer is then “{' '.join(rule.resolution.message.text.split())}”."
        yield Part("Resolved, if all of that holds and", (said,), code=_code(rule.form.resolved))


def _check(form: CheckForm, check: Check) -> Part:
    heading = f"Requires ({form.id})" if form.id else "Requires"
    when = f"{form.when}  =>  {form.require}" if form.when else form.require
    code = _code(f"for each {form.item} in {form.each}:  {when}" if form.each else when)
    severity = f" ({check.severity})" if check.severity else ""
    said = f"Otherwise the finding says{severity}: “{' '.join(check.message.text.split())}”."
    return Part(heading, (said,), code=code)


def _action(rule: Rule, policies: Policies) -> str:
    """What is done once about all of its findings, by when, by whom, and what that settles."""
    if rule.action is None:
        return ""
    verb = policies.reference.actions.get(rule.action.verb)
    settled = f" Other findings about the same {' or '.join(rule.action.settles)} end with it."
    said = f"`{rule.action.verb}` for each {rule.action.group_by}"
    if verb is not None:
        said = f"{said}: {verb.singular}. Usually {verb.due}, by the {verb.by}"
    return f"{said}.{settled if rule.action.settles else ''}"


def _code(text: str) -> str:
    """An expression on lines of a readable length."""
    return textwrap.fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def _severity(rule: Rule) -> str:
    change = rule.severity_changed
    if change is None:
        return rule.severity.value
    where = f" at {change.origin.place}" if change.origin else ""
    return f"{rule.severity} instead of {change.pack}, set{where}"


def _changes(rule: Rule) -> Iterator[str]:
    for changes in (rule.escalate, rule.downgrade):
        for change in changes:
            yield f"{change.severity} when `{' '.join(change.when.text.split())}`"


def _param(rule: Rule, param: Param) -> str:
    value = _value(rule.params[param.name], param)
    setting = rule.settings.get(param.name)
    if setting is None:
        where = "the pack's default"
    else:
        loosened = any(one.name == param.name for one in rule.loosened)
        kind = ", which weakens the rule" if loosened else ""
        reason = f"; reason given: {setting.reason}" if setting.reason else ""
        where = (
            f"set by {_LAYERS[setting.origin.layer]} at {setting.origin.place}{kind}; "
            f"the pack says {_value(param.default, param)}{reason}"
        )
    return f"`{param.name}` is {value} ({where}). {' '.join(param.description.split())}"


def _value(value: ParamValue, param: Param) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = ", ".join(value) if isinstance(value, tuple) else str(value)
    return f"{words or 'nothing'} {param.unit}".rstrip()


def _controls(rule: Rule, policies: Policies) -> Iterator[str]:
    for framework in policies.rules.frameworks:
        listed = {control.id: control for control in framework.controls}
        for claim, ids in (("covers", rule.covers), ("touches", rule.summary.touches)):
            for name in ids.get(framework.id, ()):
                yield f"{framework.title}: {claim} {_control(listed.get(name, Control(name)))}"


def _control(control: Control) -> str:
    mark = f" ({control.implementation})" if control.implementation else ""
    doubt = "" if control.is_verified else "; the id is from memory, check it in the source"
    return f"{control.id}{f': {control.title}' if control.title else ''}{mark}{doubt}"


def _waivers(rule: Rule) -> str:
    if rule.waivable:
        return "A finding may be waived for a limited time, with a reason and an approver."
    allowed = next((one for one in rule.loosened if one.allows_waivers), None)
    if allowed is not None and allowed.origin is not None:
        return f"The pack forbids waivers; they are allowed at {allowed.origin.place}. Reason given: {allowed.reason}"
    return "A finding may not be waived unless policy.yaml allows it by name."


def _examples(rule: Rule, policies: Policies) -> Iterable[Example]:
    for document in policies.cases:
        if PurePosixPath(beside(document.path)).name == rule.id:
            return examples(document)
    return ()


def _example(example: Example) -> str:
    answers = ", ".join(answer if number == 1 else f"{number} times {answer}" for answer, number in example.answers)
    return f"{example.name}: {answers or 'nothing is found'}"


def _reference(reference: Reference) -> str:
    return ", ".join(filter(None, (reference.title, reference.url, reference.note)))


def _pack(rule: Rule, policies: Policies) -> str:
    pack = next((pack for pack in policies.rules.packs if pack.id == rule.pack), None)
    if pack is None:
        return f"The rule is written at {rule.place}."
    standing = {"proposal": " It is a proposal, not law.", "draft": " It is a draft.", "retired": " It is retired."}
    named = f"{pack.title}, version {pack.version}.{standing.get(pack.status, '')}"
    return f"{named} The rule is written at {rule.place}."


def _maturity(rule: Rule) -> str:
    said = {
        Maturity.STABLE: "It has proved itself in the samples and cases that ship with it.",
        Maturity.PREVIEW: "It may answer wrongly where practices differ, or rests on data that was not verified.",
    }
    return f"Version {rule.version}, {rule.maturity}. {said[rule.maturity]}"
