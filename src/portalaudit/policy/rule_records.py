"""Policy files as they are written: typed, frozen, and open to no key that is not named here."""

import re
from typing import Annotated, Literal

from portalaudit.model import Severity
from portalaudit.model.rule_summary import Maturity
from portalaudit.model.values import dataclass
from portalaudit.policy.params import ParamType, Stricter, TextFormat, Written
from portalaudit.source import dates
from portalaudit.source.record_parts import MAX_TEXT
from portalaudit.source.record_types import (
    AfterValidator,
    OrList,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    field,
    record,
)
from portalaudit.source.statements import Filled, Reason, is_missing


@dataclass(frozen=True, slots=True)
class AccountsBy:
    """A grouping: accounts that agree in all of these facts are judged together."""

    routes: tuple[str, ...]


MOST_VALUES = 1000
"""Values in one list of a policy: every rule that names it goes through them all for each of its subjects."""


def _texts(value: object) -> tuple[str, ...] | None:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(map(_bounded, value))
    return None


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError(f"is longer than {MAX_TEXT} characters; shorten it")
    return text


def _subject(value: object) -> str | AccountsBy:
    if isinstance(value, str) and value:
        return _bounded(value)
    routes = _texts(value.get("accounts_by")) if isinstance(value, dict) and len(value) == 1 else None
    if routes:
        return AccountsBy(routes)
    raise ValueError("must name one kind of record, such as account, or be {accounts_by: [login_key]}")


def _value(value: object) -> Written:
    if isinstance(value, str) and not is_missing(value):
        return _bounded(value)
    texts = _texts(value)
    if texts is None:
        raise ValueError("must be one value or a list of values")
    if len(texts) > MOST_VALUES:
        raise ValueError(f"has more than {MOST_VALUES} values; put what they have in common into a fact")
    return texts


def _param_name(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_]{0,60}", value):
        return value
    raise ValueError("is not a valid parameter name; use lowercase letters, digits and _")


def _day(value: object) -> str:
    if isinstance(value, str):
        return dates.read_day(value)
    raise ValueError("is not a date; write it as YYYY-MM-DD, like 2026-01-31")


Text = Filled
Day = Annotated[str, PlainValidator(_day), WithJsonSchema(dates.DAY_SCHEMA)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=100)]
ParamName = Annotated[str, PlainValidator(_param_name), WithJsonSchema({"type": "string"})]
Value = Annotated[
    str | tuple[str, ...],
    PlainValidator(_value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "integer", "boolean"]},
                {"type": "array", "items": {"type": ["string", "integer", "boolean"]}},
            ]
        }
    ),
]
For = Annotated[
    str | AccountsBy,
    PlainValidator(_subject),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"accounts_by": {"type": "array", "items": {"type": "string"}, "minItems": 1}},
                    "required": ["accounts_by"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
ActionObject = Literal[
    "account",
    "person",
    "portal",
    "payer",
    "role",
    "review",
    "vendor",
    "practice",
    "document",
    "waiver",
    "file",
    "module",
    "completion",
]
Settled = Literal["account", "person", "portal", "vendor"]


@record
class ParamFile:
    """One parameter of a rule."""

    type: ParamType = field(description="What it holds")
    default: Value = field(description="Value where a practice sets none")
    min: int | None = field(None, description="Least whole number allowed")
    max: int | None = field(None, description="Greatest whole number allowed")
    choices: tuple[Text, ...] = field((), description="Words allowed")
    format: TextFormat | None = field(None, description="What a text, or each text of a list, has to be")
    description: Text = field(description="What it sets")
    unit: Text | None = field(None, description="Unit, such as days")
    stricter: Stricter = field(Stricter.NONE, description="Which way of changing it is stricter")


@record
class ChangeFile:
    """A condition under which a finding has another severity."""

    when: Text = field(description="Condition, in CEL")
    severity: Severity = field(description="Severity then")


@record
class CheckFile:
    """One requirement of a rule, with its own sentence and place."""

    id: Name = field(description="Name of the check, for waivers and results")
    when: Text | None = field(None, description="To which subjects or items it applies, in CEL; to all if absent")
    each: Text | None = field(
        None, description="List, in CEL, whose every item is checked; the subject itself if absent"
    )
    item: ParamName | None = field(None, alias="as", description="Name of one item of `each` in this check")
    require: Text = field(description="What must hold, in CEL")
    about: Text | None = field(
        None, description="What the message is about; messages of several checks about the same stand in one sentence"
    )
    message: Text = field(description="What is not in order, as the end of the rule's `message`")
    point_at: Text | None = field(None, description="Fact whose place is shown; the rule's `point_at` if absent")
    severity: Severity | None = field(None, description="How much it matters; as the rule's severity if absent")
    voids: bool = field(
        default=False, description="Whether a waiver that fails it does not count, in a rule for waivers"
    )


@record
class ResolvedFile:
    """What was wrong with a subject, and was looked into and decided."""

    when: Text = field(description="Whether it was, in CEL, where everything that the rule requires holds")
    message: Text = field(description="What was found and decided")
    point_at: Text | None = field(None, description="Fact whose place is shown; the record itself if absent")


@record
class RelatedFile:
    """A second place that belongs to a finding."""

    point_at: Text = field(description="Fact whose place is shown")
    label: Text = field(description="Words beside it")


@record
class ActionFile:
    """What a finding asks for."""

    verb: Name = field(description="Action of the table of actions in the reference data, like close-login")
    group_by: ActionObject = field(description="What it is done to: the rule's subject, or what that belongs to")
    settles: tuple[Settled, ...] = field(
        (), description="Whose other findings end with it: those of the same account, person, portal or vendor"
    )


@record
class ReferenceFile:
    """Something to read."""

    title: Text = field(description="Title")
    url: Text | None = field(None, description="Address")
    note: Text | None = field(None, description="What to look for there")


def _claimed_once(controls: "ControlsFile") -> "ControlsFile":
    twice = sorted(set(controls.covers) & set(controls.touches))
    if twice:
        raise ValueError(f"names {', '.join(twice)} under both `covers` and `touches`")
    return controls


@record
class ControlsFile:
    """Controls of one framework that a rule supports evidence for. A list alone is what it touches."""

    covers: tuple[Text, ...] = field(
        (), description="Controls that the rule evaluates as a whole, as far as access to payer portals goes"
    )
    touches: tuple[Text, ...] = field((), description="Controls of which the rule evaluates a part or a sign")

    __checked__ = AfterValidator(_claimed_once)


@record
class RuleFile:
    """One rule."""

    id: Name = field(description="Stable name; the file's name without .yaml")
    version: Text = field(
        "1", description="Version of the rule; raised when the same records may get another answer from it"
    )
    maturity: Maturity = field(
        Maturity.STABLE,
        description="stable, or preview: it may answer wrongly where practices differ, or rests on unverified data",
    )
    title: Text = field(description="The state in good order, as a sentence")
    fault: Text | None = field(None, description="The state that is not, which heads the findings")
    severity: Severity = field(description="How much a finding matters")
    subject: For = field(alias="for", description="What the rule judges")
    when: Text | None = field(None, description="To which of them it applies, in CEL; to all if absent")
    applies_to: Text | None = field(
        None, description="The same in plain words for reports, such as: live logins that people sign in with"
    )
    begun: Text | None = field(
        None,
        description="What shows of one of them that the practice records this at all, in CEL; until it holds for one, "
        "the rule applies to the first only",
    )
    variables: dict[ParamName, Text] = field(
        default_factory=dict, description="Names for parts of expressions, in CEL; each may use those above it"
    )
    require: Text | None = field(None, description="What must hold, in CEL, where the rule has no `checks`")
    checks: tuple[CheckFile, ...] = field((), description="What must hold, where that is more than one thing")
    message: Text | None = field(
        None,
        description="What a finding says, or how it begins where there are checks; {account.login} stands for a fact",
    )
    resolved: ResolvedFile | None = field(
        None, description="When a subject is in order only since what was wrong was looked into and decided"
    )
    pass_message: Text | None = field(None, description="What is said of a subject that passes: the evidence")
    point_at: Text | None = field(None, description="Fact whose place a finding points at; the record itself if absent")
    related: tuple[RelatedFile, ...] = field((), description="Second places")
    waivable: bool = field(default=True, description="Whether a waiver may be written for it")
    params: dict[ParamName, ParamFile] = field(default_factory=dict, description="Values that a practice may set")
    escalate: tuple[ChangeFile, ...] = field((), description="When a finding is worse; the first that holds counts")
    downgrade: tuple[ChangeFile, ...] = field((), description="When a finding is milder, where no escalation holds")
    controls: dict[Text, Annotated[ControlsFile, OrList("touches")]] = field(
        default_factory=dict,
        description="Controls that the rule supports evidence for, by framework; a list alone is what it touches",
    )
    rationale: Text | None = field(None, description="Why it matters")
    remediation: Text | None = field(None, description="What to do about a finding")
    action: ActionFile | None = field(None, description="What is done once about several findings")
    evidence: Text | None = field(None, description="What to keep as evidence")
    impact: tuple[Literal["compliance", "audit_trail", "integrity", "availability"], ...] = field(
        (), description="What a finding endangers"
    )
    references: tuple[ReferenceFile, ...] = field((), description="Sources")
    tags: tuple[Text, ...] = field((), description="Words to find the rule by")


@record
class PackFile:
    """A folder of rules."""

    id: Name = field(description="Stable name")
    title: Text = field(description="Title")
    version: Text = field(description="Version of its rules")
    description: Text | None = field(None, description="What it is about")
    status: Literal["stable", "draft", "proposal", "retired"] = field("stable", description="How settled it is")
    checked_on: Day | None = field(None, description="Day on which it was last checked for currency")
    default: bool = field(default=False, description="Whether it is used where no policy.yaml selects packs")
    docs_url: Annotated[Text, StringConstraints(pattern=r"^https?://[^\s]+$")] | None = field(
        None, description="Address of the page of a rule, with {rule} in the place of its id; reports link to it"
    )


@record
class SettingFile:
    """What a practice changes of one rule."""

    params: dict[Text, Value] = field(default_factory=dict, description="Values of its parameters")
    severity: Severity | None = field(None, description="Another severity")
    leave_out: bool | None = field(
        None,
        description="Whether the rule is not evaluated; false evaluates it again where a base policy leaves it out",
    )
    reason: Reason | None = field(None, description="Why; needed to loosen, to change the severity and to leave out")


@record
class AllowedFile:
    """A rule that usually allows no waiver, and does here."""

    rule: Text = field(description="Id of the rule")
    reason: Reason = field(description="Why findings of this rule may be accepted here")


@record
class WaiversSetting:
    """Who may accept findings. Where no one is named, the practice's compliance officer and its approvers may."""

    approvers: tuple[Text, ...] = field((), description="Ids of the people who may approve waivers")
    approver_roles: tuple[Text, ...] = field(
        (), description="Ids of roles whose holders, on the day of the approval, may approve waivers"
    )
    allow: tuple[AllowedFile, ...] = field((), description="Rules that usually allow no waiver")


@record
class PolicyFile:
    """The practice's own policy, or one that several practices build on."""

    extends: Text | None = field(
        None, description="Folder of the policies that this one builds on, relative to this file's folder, like ../base"
    )
    packs: tuple[Text, ...] | None = field(
        None, description="Packs in use; those of the policy that this one extends, or the default ones, if absent"
    )
    rules: dict[Text, SettingFile] = field(default_factory=dict, description="Changes, by rule")
    waivers: WaiversSetting | None = field(None, description="Who may accept findings, in waivers.yaml")
