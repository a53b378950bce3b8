"""What every record of the reference data says of its own standing: where it was read, and whether someone did."""

from typing import Annotated, Literal

from portalaudit.inventory.records.common import Date, Ref, Text
from portalaudit.source.record_types import StringConstraints, field, record

Sensitivity = Literal["phi", "financial", "admin"]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
SourceRef = Annotated[Text, Ref("sources")]


@record
class Source:
    """Where something was read."""

    title: Text = field(description="What it is, with its date where it has one")
    url: Url | None = field(None, description="Address, where the whole address is known")
    seen_on: Date | None = field(None, description="Day it was read")


@record
class Sourced:
    """What every record of the reference data says of its own standing."""

    source: tuple[SourceRef, ...] | None = field(None, description="Where it was read, as keys of the sources table")
    verified: bool = field(default=False, description="Whether it was checked in its source")
    proposed: bool = field(
        default=False, description="Whether it is portalaudit's own proposal, to be adapted; no source sets it"
    )
    unverified: tuple[Text, ...] | None = field(
        None, description="Fields that are not yet checked in a source, in a record that is otherwise verified"
    )
    note: Text | None = field(None, description="What a reader should know")

    def is_verified(self, field: str = "") -> bool:
        """Whether the record, and the named field of it, was read in its source."""
        return self.verified and field not in (self.unverified or ())
