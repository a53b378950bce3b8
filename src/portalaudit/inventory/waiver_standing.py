"""What is known of a waiver besides what is recorded of it: what the policies and the other rules say."""

from typing import Literal

from portalaudit.model.values import dataclass, field

Defect = Literal[
    "no reason",
    "no requester",
    "not approved",
    "no approval date",
    "approved later",
    "no last day",
    "ended",
    "self-approved",
    "approved by the person concerned",
    "approver not authorized",
    "rule allows no waivers",
    "too long",
]
"""Why a waiver does not count, whatever any rule says."""

RuleState = Literal["in use", "left out", "pack not in use", "unknown"]
Answer = Literal["fail", "unknown", "error", "pass", "resolved", "not_applicable"]


@dataclass(frozen=True, slots=True, eq=False)
class WaiverStanding:
    """What a waiver is worth on the day."""

    defects: tuple[Defect, ...] = field(
        default=(), metadata={"meaning": "Why it does not count, whatever the rules for waivers say"}
    )
    answer: Answer | None = field(
        default=None,
        metadata={
            "meaning": "What its rule says of the subject before any waiver; absent where the rule does not judge it"
        },
    )
    rule_state: RuleState = field(default="in use", metadata={"meaning": "Whether its rule is in use"})
    meant: str | None = field(
        default=None,
        metadata={"meaning": "Subject of the rule with an id much like the one recorded, which there is not"},
    )
    covers_up_to: str | None = field(
        default=None, metadata={"meaning": "The most severe finding that it covers, where the finding is worse"}
    )
    uncovered: tuple[str, ...] = field(
        default=(), metadata={"meaning": "Failed checks that it does not name, where it covers the severity"}
    )
    voided: bool = field(
        default=False, metadata={"meaning": "Whether it fails a check of a rule for waivers without which none counts"}
    )

    @property
    def counts(self) -> bool:
        """Whether the waiver turns a finding that it covers into an accepted one."""
        return not self.defects and not self.voided
