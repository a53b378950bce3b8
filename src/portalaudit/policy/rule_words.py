"""What a rule says and where it points: messages and routes, as they were compiled."""

from portalaudit.model.values import dataclass
from portalaudit.policy.messages import Template
from portalaudit.policy.readtree import Route


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """A second place of a finding: a route from the subject, and the words beside it."""

    point_at: Route
    label: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is said of a subject of which something was looked into and decided, and where that points."""

    message: Template
    point_at: Route


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The compiled messages and routes of a rule; those of its checks in their order."""

    message: Template | None
    pass_message: Template | None
    checks: tuple[Template | None, ...]
    about: tuple[Template | None, ...]
    point_at: Route
    checks_point_at: tuple[Route, ...]
    related: tuple[SecondPlace, ...]
    resolution: Resolution | None
