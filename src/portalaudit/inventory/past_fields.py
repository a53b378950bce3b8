"""Which dates say that something was done, by record: what a look at an earlier day must not know.

Planned days, and the first and last days of times of work, roles, agreements and contracts, are no such dates: rules
compare them with the day that they look at.
"""

from collections.abc import Mapping

from portalaudit.inventory.records import (
    Account,
    Completion,
    Decision,
    Document,
    Engagement,
    Grant,
    Incident,
    Module,
    Payer,
    Person,
    Portal,
    Practice,
    Review,
    Role,
    Use,
    Vendor,
    Waiver,
)
from portalaudit.inventory.records.portal_records import (
    AuditLog,
    DowntimeProtocol,
    Export,
    Recertification,
    Registration,
)
from portalaudit.inventory.records.practice_records import CompensatingControl
from portalaudit.inventory.records.staff_records import Acknowledgement, ServiceAgreement
from portalaudit.inventory.records.waivers import WaiverControl

Fields = Mapping[type, tuple[str, ...]]

ONCE: Fields = {
    Account: ("approved_on", "enabled_on", "suspended_on", "deactivated_on"),
    Grant: ("approved_on",),
    Use: ("rotated_on",),
    Decision: ("executed_on",),
    Incident: ("decided_on",),
    Review: ("completed_on", "signed_on"),
    Registration: ("submitted_on", "verified_on", "closed_on"),
}
"""Done once: before its day it had not happened."""

LAST: Fields = {
    Account: ("last_login_on", "password_changed_on", "rotated_on", "recertified_on", "portal_training_on"),
    Portal: ("url_verified_on",),
    Recertification: ("last_on", "profile_verified_on"),
    DowntimeProtocol: ("reviewed_on", "exercised_on"),
    AuditLog: ("reviewed_on",),
    Person: ("exclusion_checked_on",),
    Engagement: ("renewed_on",),
    ServiceAgreement: ("renewed_on",),
    Role: ("job_description_on", "reviewed_on"),
    Module: ("reviewed_on",),
    Document: ("reviewed_on",),
    CompensatingControl: ("last_performed_on",),
    WaiverControl: ("last_performed_on",),
}
"""Done again and again, of which only the last time is written: before its day it had, or had not, been done."""

ITS_DAY: Fields = {
    Completion: ("completed_on",),
    Export: ("taken_on",),
    Decision: ("decided_on",),
    Use: ("on",),
    Incident: ("found_on",),
    Acknowledgement: ("on",),
    Review: ("opened_on", "completed_on"),
}
"""The day of the record itself, the first that is written: before it there was no such record."""

TOGETHER: Mapping[tuple[type, str], tuple[str, ...]] = {
    (Account, "approved_on"): ("approved_by",),
    (Grant, "approved_on"): ("approved_by",),
    (Account, "deactivated_on"): ("deactivated_by", "deactivation_confirmation"),
    (Decision, "executed_on"): ("executed_by", "confirmation"),
    (Review, "signed_on"): ("signed_by",),
    (Incident, "decided_on"): ("decided_by", "outcome"),
}
"""What was written down together with something that is done once."""

NESTED: Fields = {
    Account: ("grants", "uses"),
    Review: ("decisions",),
    Portal: ("registration", "recertification", "downtime", "audit_log", "exports"),
    Person: ("engagements", "acknowledgements"),
    Vendor: ("agreement",),
    Payer: ("contract",),
    Practice: ("compensating_controls",),
    Waiver: ("compensating_control",),
}
"""Fields that hold records with such dates."""

PLACED: Mapping[str, str] = {"reviews": "decisions", "accounts": "uses"}
"""Those of them, by section, whose items have places of their own and may be left out."""
