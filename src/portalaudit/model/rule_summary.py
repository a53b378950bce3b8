"""What a reader of a report needs to know of a rule: what it says, and what the practice changed of it."""

from collections.abc import Mapping
from enum import StrEnum

from portalaudit.model.framework import Implementation
from portalaudit.model.origin import Origin
from portalaudit.model.place import Place
from portalaudit.model.values import dataclass, field
from portalaudit.model.verdict import Severity

ParamValue = str | int | bool | tuple[str, ...]


MAY_BE_WAIVED = "may be waived"
"""What is loosened where a policy allows waivers that the pack forbids; no parameter can have this name."""


@dataclass(frozen=True, slots=True)
class Loosened:
    """A parameter set past the pack's default, which weakens the control that the rule supports."""

    name: str
    value: ParamValue
    default: ParamValue
    reason: str
    origin: Origin | None = None

    @property
    def allows_waivers(self) -> bool:
        """Whether it is no parameter, but waivers that the pack forbids."""
        return self.name == MAY_BE_WAIVED


@dataclass(frozen=True, slots=True)
class SeverityChange:
    """Another severity than the pack's, set by the practice: a critical rule set to info fails no run."""

    pack: Severity
    reason: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class LeftOutRule:
    """A rule of a pack in use that the practice does not ask. `severity` is the pack's."""

    id: str
    title: str
    severity: Severity
    reason: str
    origin: Origin | None = None


class Maturity(StrEnum):
    """How far a rule has proved itself. A preview may answer wrongly somewhere, or rests on unverified data."""

    STABLE = "stable"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """What a reader of a report needs to know of a rule.

    `title` is the compliant state, `fault` the other one where the rule names it; `controls` maps a framework to the
    ids that the rule supports evidence for, `covers` to those of them that it evaluates as a whole. `when` is the
    expression that says of which subjects it is asked, `applies_to` the same in words where the rule has them. `marks`
    says by framework and id how a regulation marks those controls that it marks. `url` is the page of the rule on the
    web, empty where it has none.
    """

    id: str
    title: str
    severity: Severity
    subject: str
    rationale: str
    remediation: str
    controls: Mapping[str, tuple[str, ...]]
    params: Mapping[str, ParamValue]
    place: Place
    loosened: tuple[Loosened, ...] = ()
    severity_changed: SeverityChange | None = None
    fault: str = ""
    when: str = ""
    applies_to: str = ""
    covers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: str = "1"
    maturity: Maturity = Maturity.STABLE
    marks: Mapping[tuple[str, str], Implementation] = field(default_factory=dict)
    url: str = ""

    @property
    def population(self) -> str:
        """What the rule applies to, in words; empty where only its expression says that."""
        return self.applies_to or ("" if self.when else f"every {self.subject.replace('_', ' ')}")

    @property
    def touches(self) -> Mapping[str, tuple[str, ...]]:
        """The controls of which it evaluates a part or a sign, by framework."""
        return {
            name: tuple(one for one in ids if one not in self.covers.get(name, ()))
            for name, ids in self.controls.items()
        }
