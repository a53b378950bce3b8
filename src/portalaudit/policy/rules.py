"""Rules, ready to be asked of every subject: what `rule_compiler` makes of their files."""

from collections.abc import Mapping
from types import MappingProxyType

from portalaudit.model import Place, Severity
from portalaudit.model.framework import Implementation
from portalaudit.model.origin import Origin
from portalaudit.model.rule_summary import MAY_BE_WAIVED, Loosened, Maturity, ParamValue, RuleSummary, SeverityChange
from portalaudit.model.values import dataclass, field, replace
from portalaudit.policy.acting import RuleAction
from portalaudit.policy.asked import Asked, AskedCheck
from portalaudit.policy.expressions import Computed, Expression
from portalaudit.policy.form import Form
from portalaudit.policy.messages import Template
from portalaudit.policy.params import Param, Written
from portalaudit.policy.readtree import ReadTree, Route
from portalaudit.policy.rule_words import Resolution, SecondPlace


@dataclass(frozen=True, slots=True)
class Change:
    """Another severity for a finding where the condition holds."""

    when: Expression
    severity: Severity


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement: what must hold, what is said where it does not, and where that points.

    `id` is empty where the rule has this one requirement only. `point_at` begins with the item's name where it leads
    from an item. Without a `severity` of its own it matters as much as the rule. `about` begins its sentence, once for
    all checks that begin with the same words. A waiver that fails one that `voids` does not count.
    """

    id: str
    asked: AskedCheck
    message: Template
    point_at: Route
    severity: Severity | None = None
    about: Template | None = None
    voids: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Something to read."""

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class ParamSetting:
    """Who set a parameter, and the reason given, which may be empty."""

    reason: str
    origin: Origin


_SET_BY_NOBODY: Mapping[str, Origin] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, ready to be asked of every subject. Pickles.

    `variable` is the subject's name in expressions: an entity, or `group` where `group_by` holds routes from an
    account. `form` is what is asked as it is written, and `when`, `checks`, `escalate` and `downgrade` are made of it.
    `message` begins a finding where there are several checks. `resolved` holds where a subject is in order only since
    something was looked into and decided, which `resolution` tells. `variables` are those that messages may show.
    `params` are the values in force. `reads` covers every expression: subjects that agree in all of it have one answer.
    `controls` are by framework the ids that it supports evidence for, `covers` those that it evaluates as a whole.
    `settings` tells of each parameter that a policy sets who did; every other one has the pack's default. `marks` says
    how regulations mark its controls, by framework and id, `applies_to` in words of which subjects it is asked.
    """

    id: str
    title: str
    fault: str
    severity: Severity
    variable: str
    group_by: tuple[Route, ...]
    form: Form
    when: Expression | None
    begun: Expression | None
    checks: tuple[Check, ...]
    together: Expression | None
    message: Template | None
    pass_message: Template | None
    variables: Mapping[str, Computed]
    related: tuple[SecondPlace, ...]
    waivable: bool
    declared: Mapping[str, Param]
    params: Mapping[str, ParamValue]
    escalate: tuple[Change, ...]
    downgrade: tuple[Change, ...]
    resolved: Expression | None
    resolution: Resolution | None
    controls: Mapping[str, tuple[str, ...]]
    covers: Mapping[str, tuple[str, ...]]
    version: str
    maturity: Maturity
    rationale: str
    remediation: str
    evidence: str
    impact: tuple[str, ...]
    references: tuple[Reference, ...]
    tags: tuple[str, ...]
    place: Place
    reads: ReadTree
    action: RuleAction | None = None
    pack: str = ""
    loosened: tuple[Loosened, ...] = ()
    severity_changed: SeverityChange | None = None
    settings: Mapping[str, ParamSetting] = field(default_factory=dict)
    marks: Mapping[tuple[str, str], Implementation] = field(default_factory=dict)
    applies_to: str = ""
    url: str = ""

    @property
    def pack_severity(self) -> Severity:
        """The severity that the pack gives."""
        return self.severity_changed.pack if self.severity_changed else self.severity

    @property
    def subject(self) -> str:
        """What the rule judges, for people."""
        if not self.group_by:
            return self.variable
        return f"accounts by {', '.join('.'.join(route) for route in self.group_by)}"

    def asking(self, form: Form, asked: Asked) -> "Rule":
        """The same rule with other expressions in the same places."""
        return replace(
            self,
            form=form,
            when=asked.when,
            begun=asked.begun,
            checks=tuple(replace(one, asked=new) for one, new in zip(self.checks, asked.checks, strict=True)),
            together=asked.together,
            variables=asked.variables,
            escalate=_with_conditions(self.escalate, asked.escalate),
            downgrade=_with_conditions(self.downgrade, asked.downgrade),
            resolved=asked.resolved,
            reads=asked.reads,
        )

    def with_params(
        self, written: Mapping[str, Written], reason: str = "", origins: Mapping[str, Origin] = _SET_BY_NOBODY
    ) -> "tuple[Rule, Mapping[str, str]]":
        """The rule with other values of its parameters, and by name what is wrong with those that it cannot take.

        A value that asks less of the practice than the default does is kept in `loosened`, with the reason. `origins`
        says by name where a policy sets them.
        """
        values: dict[str, ParamValue] = {}
        wrong: dict[str, str] = {}
        for name, text in written.items():
            if name not in self.declared:
                wrong[name] = f"the rule `{self.id}` has no parameter `{name}`"
                continue
            try:
                values[name] = self.declared[name].shape.read(text)
            except ValueError as error:
                wrong[name] = f"`{name}` {error}"
        loosened = tuple(
            Loosened(name, value, self.declared[name].default, reason, origins.get(name))
            for name, value in values.items()
            if self.declared[name].is_loosened(value)
        )
        kept = tuple(one for one in self.loosened if one.name not in values)
        settings = {name: ParamSetting(reason, origins[name]) for name in values if name in origins}
        changed = replace(
            self,
            params={**self.params, **values},
            loosened=(*kept, *loosened),
            settings={**self.settings, **settings},
        )
        return changed, wrong

    def with_severity(self, severity: Severity, reason: str, origin: Origin | None = None) -> "Rule":
        """The rule with another severity. What the pack says is kept in `severity_changed`, with the reason."""
        pack = self.pack_severity
        changed = None if severity is pack else SeverityChange(pack, reason, origin)
        return replace(self, severity=severity, severity_changed=changed)

    def with_waivers(self, reason: str, origin: Origin) -> "Rule":
        """The rule as one whose findings may be waived although the pack forbids it: that loosens it."""
        if self.waivable:
            return self
        kept = (one for one in self.loosened if one.name != MAY_BE_WAIVED)
        loosened = Loosened(MAY_BE_WAIVED, value=True, default=False, reason=reason, origin=origin)
        return replace(self, loosened=(*kept, loosened))

    @property
    def summary(self) -> RuleSummary:
        """What a report says of the rule."""
        return RuleSummary(
            id=self.id,
            title=self.title,
            severity=self.severity,
            subject=self.subject,
            rationale=self.rationale,
            remediation=self.remediation,
            controls=self.controls,
            params=self.params,
            place=self.place,
            loosened=self.loosened,
            severity_changed=self.severity_changed,
            fault=self.fault,
            when=self.form.when,
            applies_to=self.applies_to,
            covers=self.covers,
            version=self.version,
            maturity=self.maturity,
            marks=self.marks,
            url=self.url,
        )


def _with_conditions(changes: tuple[Change, ...], conditions: tuple[Expression, ...]) -> tuple[Change, ...]:
    return tuple(replace(change, when=when) for change, when in zip(changes, conditions, strict=True))
