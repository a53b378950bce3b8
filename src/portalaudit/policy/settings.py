"""What a practice changes of the rules in use: parameters, severities, and rules left out, each with its reason."""

from collections.abc import Iterable, Mapping

from portalaudit.model import Place, Problem, ProblemCode, Severity
from portalaudit.model.report import LeftOutRule
from portalaudit.model.values import dataclass, field
from portalaudit.policy.records import PolicyFile, SettingFile
from portalaudit.policy.rules import Rule
from portalaudit.policy.spelling import did_you_mean
from portalaudit.source.document import Document
from portalaudit.source.document import Route as FileRoute


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule that the practice does not ask, and why. `title`, `severity` and `controls` are the pack's."""

    rule: str
    title: str
    severity: Severity
    reason: str
    place: Place
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def summary(self) -> LeftOutRule:
        """What a report says of it."""
        return LeftOutRule(self.rule, self.title, self.severity, self.reason)


@dataclass(frozen=True, slots=True)
class Policy:
    """The practice's `policy.yaml`, and the document to point into."""

    written: PolicyFile
    document: Document


class Settings:
    """A policy applied to rules. `elsewhere` names rules that exist and are not in use, with the reason."""

    def __init__(self, policy: Policy, rules: Iterable[Rule], elsewhere: Mapping[str, str]) -> None:
        self.policy = policy
        self.problems: list[Problem] = []
        self.left_out: list[LeftOut] = []
        self._rules = {rule.id: rule for rule in rules}
        self._elsewhere = elsewhere
        for rule_id, setting in policy.written.rules.items():
            self._apply(rule_id, setting)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, by id."""
        return tuple(self._rules[rule_id] for rule_id in sorted(self._rules))

    def _apply(self, rule_id: str, setting: SettingFile) -> None:
        rule = self._rules.get(rule_id)
        if rule is None:
            self._unknown(rule_id)
        elif setting.leave_out:
            self._leave_out(rule, setting)
        else:
            self._rules[rule_id] = self._changed(rule, setting)

    def _unknown(self, rule_id: str) -> None:
        reason = self._elsewhere.get(rule_id)
        if reason is None:
            hint = did_you_mean(rule_id, (*self._rules, *self._elsewhere), "`portalaudit rules` lists them")
            self._problem(ProblemCode.UNKNOWN_RULE, ("rules", rule_id), f"there is no rule `{rule_id}`", hint)
        elif reason:
            hint = "name its pack under `packs:`, or take this away"
            self._problem(ProblemCode.UNKNOWN_RULE, ("rules", rule_id), f"the rule `{rule_id}` {reason}", hint)

    def _leave_out(self, rule: Rule, setting: SettingFile) -> None:
        where = ("rules", rule.id)
        if setting.params or setting.severity:
            message = f"the rule `{rule.id}` is left out, so nothing else can be set for it"
            self._problem(ProblemCode.INVALID_VALUE, where, message, "take the other settings away")
        self._expect_reason(rule, setting, "is left out")
        place = self.policy.document.place(where, key=True)
        self.left_out.append(LeftOut(rule.id, rule.title, rule.severity, setting.reason or "", place, rule.controls))
        del self._rules[rule.id]

    def _changed(self, rule: Rule, setting: SettingFile) -> Rule:
        changed, wrong = rule.with_params(setting.params, setting.reason or "")
        for name, message in wrong.items():
            is_known = name in rule.declared
            hint = rule.declared[name].description if is_known else did_you_mean(name, rule.declared, _declared(rule))
            item = rule.declared[name].shape.wrong_item(setting.params[name]) if is_known else None
            where: FileRoute = ("rules", rule.id, "params", name, *(() if item is None else (item,)))
            self._problem(ProblemCode.BAD_PARAMETER, where, message, hint, key=not is_known)
        if setting.severity not in (None, rule.severity):
            self._expect_reason(rule, setting, "has another severity")
        elif changed.loosened:
            names = ", ".join(f"`{one.name}`" for one in changed.loosened)
            self._expect_reason(rule, setting, f"is loosened in {names}")
        return changed.with_severity(setting.severity or rule.severity, setting.reason or "")

    def _expect_reason(self, rule: Rule, setting: SettingFile, what: str) -> None:
        if not setting.reason:
            message = f"a reason is missing: the rule `{rule.id}` {what}"
            hint = "say why under `reason:`; every report shows it"
            self._problem(ProblemCode.MISSING_KEY, ("rules", rule.id), message, hint)

    def _problem(self, code: ProblemCode, where: FileRoute, message: str, hint: str, *, key: bool = True) -> None:
        self.problems.append(Problem(code, message, self.policy.document.place(where, key=key), hint))


def _declared(rule: Rule) -> str:
    if not rule.declared:
        return "it has none"
    return f"it has {', '.join(f'`{name}`' for name in rule.declared)}"
