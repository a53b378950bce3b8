"""What policies change of the rules in use: parameters, severities, and rules left out, each with its reason.

A practice has one policy of its own. It may extend a base policy, such as a consultant's for several practices, and
that another: the furthest is applied first, so that the nearer one has the last word.
"""

from collections.abc import Iterable, Mapping, Sequence

from portalaudit.model import Place, Problem, ProblemCode, Related, Severity
from portalaudit.model.origin import Layer, Origin
from portalaudit.model.rule_summary import LeftOutRule
from portalaudit.model.values import dataclass, field
from portalaudit.policy.message_spelling import did_you_mean
from portalaudit.policy.rule_records import PolicyFile, SettingFile
from portalaudit.policy.rules import Rule
from portalaudit.source.document import Document
from portalaudit.source.document import Route as FileRoute


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule that the practice does not ask, and why. `title`, `severity` and `controls` are the pack's."""

    rule: str
    title: str
    severity: Severity
    reason: str
    origin: Origin
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where it is left out."""
        return self.origin.place

    @property
    def summary(self) -> LeftOutRule:
        """What a report says of it."""
        return LeftOutRule(self.rule, self.title, self.severity, self.reason, self.origin)


@dataclass(frozen=True, slots=True)
class Policy:
    """A `policy.yaml`, the document to point into, and whose it is."""

    written: PolicyFile
    document: Document
    layer: Layer = Layer.OWN

    def origin(self, where: FileRoute, *, key: bool = False) -> Origin:
        """The place of a setting, as where a rule has it from."""
        return Origin(self.layer, self.document.place(where, key=key))


class Settings:
    """Policies applied to rules, furthest base first. `elsewhere` names rules that are not in use, with the reason."""

    def __init__(self, policies: Sequence[Policy], rules: Iterable[Rule], elsewhere: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self._rules = {rule.id: rule for rule in rules}
        self._left_out: dict[str, tuple[LeftOut, Rule]] = {}
        self._elsewhere = elsewhere
        for policy in policies:
            self.policy = policy
            for rule_id, setting in policy.written.rules.items():
                self._apply(rule_id, setting)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, by id."""
        return tuple(self._rules[rule_id] for rule_id in sorted(self._rules))

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The rules that are not asked, in the order of the policies."""
        return tuple(left_out for left_out, _ in self._left_out.values())

    def _apply(self, rule_id: str, setting: SettingFile) -> None:
        left_out, rule = self._left_out.get(rule_id, (None, self._rules.get(rule_id)))
        if rule is None:
            self._unknown(rule_id)
        elif setting.leave_out:
            self._leave_out(rule, setting)
        elif left_out and setting.leave_out is None:
            self._idle(left_out)
        else:
            self._left_out.pop(rule_id, None)
            self._rules[rule_id] = self._changed(rule, setting)

    def _unknown(self, rule_id: str) -> None:
        """A base policy may speak of packs that not every practice uses, never of a rule that does not exist."""
        reason = self._elsewhere.get(rule_id)
        if reason is None:
            hint = did_you_mean(rule_id, (*self._rules, *self._elsewhere), "`portalaudit rules` lists them")
            self._problem(ProblemCode.UNKNOWN_RULE, ("rules", rule_id), f"there is no rule `{rule_id}`", hint)
        elif reason and self.policy.layer is Layer.OWN:
            hint = "name its pack under `packs:`, or remove this"
            self._problem(ProblemCode.UNKNOWN_RULE, ("rules", rule_id), f"the rule `{rule_id}` {reason}", hint)

    def _leave_out(self, rule: Rule, setting: SettingFile) -> None:
        where = ("rules", rule.id)
        if setting.params or setting.severity:
            message = f"the rule `{rule.id}` is left out, so nothing else can be set for it"
            self._problem(ProblemCode.INVALID_VALUE, where, message, "remove the other settings")
        self._expect_reason(rule, setting, "is left out")
        origin = self.policy.origin(where, key=True)
        left_out = LeftOut(rule.id, rule.title, rule.pack_severity, setting.reason or "", origin, rule.controls)
        self._left_out[rule.id] = left_out, rule
        self._rules.pop(rule.id, None)

    def _idle(self, left_out: LeftOut) -> None:
        """Something is set for a rule that a base policy leaves out."""
        message = f"the rule `{left_out.rule}` is left out by the policy that this one extends, so this changes nothing"
        hint = "write `leave_out: false` to evaluate it again, or remove this"
        related = (Related(left_out.place, "left out here"),)
        self._problem(ProblemCode.INVALID_VALUE, ("rules", left_out.rule), message, hint, related=related)

    def _changed(self, rule: Rule, setting: SettingFile) -> Rule:
        origins = {name: self.policy.origin(("rules", rule.id, "params", name)) for name in setting.params}
        changed, wrong = rule.with_params(setting.params, setting.reason or "", origins)
        for name, message in wrong.items():
            is_known = name in rule.declared
            hint = rule.declared[name].description if is_known else did_you_mean(name, rule.declared, _declared(rule))
            item = rule.declared[name].shape.wrong_item(setting.params[name]) if is_known else None
            where: FileRoute = ("rules", rule.id, "params", name, *(() if item is None else (item,)))
            self._problem(ProblemCode.BAD_PARAMETER, where, message, hint, key=not is_known)
        loosened = [one.name for one in changed.loosened if one.name in setting.params]
        if setting.severity not in (None, rule.pack_severity):
            self._expect_reason(rule, setting, "has another severity")
        elif loosened:
            self._expect_reason(rule, setting, f"is loosened in {', '.join(f'`{name}`' for name in loosened)}")
        if setting.severity is None:
            return changed
        return changed.with_severity(
            setting.severity, setting.reason or "", self.policy.origin(("rules", rule.id, "severity"))
        )

    def _expect_reason(self, rule: Rule, setting: SettingFile, what: str) -> None:
        if not setting.reason:
            message = f"a reason is missing: the rule `{rule.id}` {what}"
            hint = "say why under `reason:`; every report shows it"
            self._problem(ProblemCode.MISSING_KEY, ("rules", rule.id), message, hint)

    def _problem(
        self,
        code: ProblemCode,
        where: FileRoute,
        message: str,
        hint: str,
        *,
        key: bool = True,
        related: tuple[Related, ...] = (),
    ) -> None:
        self.problems.append(Problem(code, message, self.policy.document.place(where, key=key), hint, related))


def _declared(rule: Rule) -> str:
    if not rule.declared:
        return "it has none"
    return f"it has {', '.join(f'`{name}`' for name in rule.declared)}"
