"""What was found out about a suspicious use of a login, and what was decided."""

from portalaudit.inventory.records.common import AccountRef, Date, PersonRef, Text
from portalaudit.source.record_types import field, record
from portalaudit.source.statements import Reason


@record
class Incident:
    """A use or a late closing of a login that was looked into, for example a use after its owner had left."""

    account: AccountRef = field(description="The account")
    found_on: Date = field(description="Day it was found; what lies after it is not covered")
    cause: Reason | None = field(None, description="How it came about")
    outcome: Reason | None = field(None, description="What was decided, for example no breach, or whom the practice notified")
    decided_by: PersonRef | None = field(None, description="Who decided, usually the privacy officer")
    decided_on: Date | None = field(None, description="Day of the decision")
    evidence: Text | None = field(None, description="Where the portal's log and the assessment are kept")

    @property
    def id(self) -> str:
        """An incident has no id of its own: the account and the day name it."""
        return f"{self.account}/{self.found_on}"
