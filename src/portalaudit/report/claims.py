"""What a rule claims of controls, as text for the page: which it covers, and which it only touches."""

from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.values import dataclass
from portalaudit.report import wording
from portalaudit.report.characters import visible


@dataclass(frozen=True, slots=True)
class Claim:
    """The controls of one framework that a rule covers, or that it touches. `how` is the word for it."""

    how: str
    framework: str
    ids: str


def claims(rule: RuleSummary) -> tuple[Claim, ...]:
    """What a rule covers, then what it touches, by framework."""
    return tuple(
        Claim(how, wording.framework(name), wording.control_ids(rule, name, ids))
        for how, controls in (("covers", rule.covers), ("touches", rule.touches))
        for name, ids in controls.items()
        if ids
    )


def rule_anchor(rule: str) -> str:
    """The id in the page of everything that one rule answered."""
    return f"rule-{visible(rule)}"
