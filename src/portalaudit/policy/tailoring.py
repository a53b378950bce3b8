"""What is set for each rule, by whom, and whether it asks more or less of the practice than the pack does."""

from collections.abc import Iterator

from portalaudit.model import Severity
from portalaudit.model.origin import Layer, Origin
from portalaudit.model.rule_summary import ParamValue
from portalaudit.model.values import dataclass
from portalaudit.policy.in_force import PolicySet
from portalaudit.policy.policy_settings import LeftOut
from portalaudit.policy.rules import Rule

LOOSENED, TIGHTENED, CHANGED, SAME = "loosened", "tightened", "changed", ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that counts for a rule, and the pack's own. `effect` is one of the words above."""

    rule: str
    name: str
    value: ParamValue
    default: ParamValue
    effect: str
    origin: Origin
    reason: str


def settings_of(policies: PolicySet) -> tuple[Setting, ...]:
    """Every severity and parameter of every rule, and what is left out: by rule, severity first, then by name."""
    found = [*(_left_out(one) for one in policies.left_out), *(s for rule in policies.rules for s in _of_rule(rule))]
    return tuple(sorted(found, key=lambda one: one.rule))


def _left_out(one: LeftOut) -> Setting:
    return Setting(one.rule, "rule", "left out", "asked", LOOSENED, one.origin, one.reason)


def _of_rule(rule: Rule) -> Iterator[Setting]:
    change, pack = rule.severity_changed, Origin(Layer.PACK, rule.place)
    origin, reason = (change.origin or pack, change.reason) if change else (pack, "")
    effect = _weighed(rule.severity, rule.pack_severity)
    yield Setting(rule.id, "severity", rule.severity, rule.pack_severity, effect, origin, reason)
    for one in rule.loosened:
        if one.allows_waivers:
            yield Setting(rule.id, one.name, one.value, one.default, LOOSENED, one.origin or pack, one.reason)
    for name in sorted(rule.declared):
        set_by = rule.settings.get(name)
        yield Setting(
            rule=rule.id,
            name=name,
            value=rule.params[name],
            default=rule.declared[name].default,
            effect=_effect(rule, name),
            origin=set_by.origin if set_by else pack,
            reason=set_by.reason if set_by else "",
        )


def _weighed(severity: Severity, pack: Severity) -> str:
    if severity is pack:
        return SAME
    return LOOSENED if severity.rank > pack.rank else TIGHTENED


def _effect(rule: Rule, name: str) -> str:
    param, value = rule.declared[name], rule.params[name]
    if value == param.default:
        return SAME
    if param.is_loosened(value):
        return LOOSENED
    return TIGHTENED if param.stricter != "none" else CHANGED
