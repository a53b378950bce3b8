"""Words of an inventory, as a list is read into them."""

import datetime

from portalaudit.sheets.list_reading import ListVocabulary

TODAY = datetime.date(2026, 11, 20)

VOCABULARY = ListVocabulary(
    statuses=(
        *("active", "pending", "locked", "disabled", "suspended", "deactivated", "terminated", "deleted", "revoked"),
    ),
    live=("active", "pending", "locked"),
    engagements=("employee", "contractor", "vendor", "locum", "student", "volunteer"),
    second_factors=("none", "sms", "email", "voice", "totp", "push", "passkey", "sso"),
    decisions=("keep", "modify", "revoke", "unknown_user", "gone"),
    permissions=("claim_status.view", "eligibility.view", "remit.view", "user.manage"),
    portals=("availity", "brigid", "google", "medicaid", "nmp", "onehealthport", "rimrock", "uhc"),
    profiles={"nmp": "noridian_nmp", "availity": "availity", "onehealthport": "onehealthport", "uhc": "uhc"},
    native_roles={
        "nmp": ("Provider Administrator", "Provider End User", "Vendor Administrator", "Eligibility", "Claim Status"),
        "availity": ("Administrator", "Claim Status", "Eligibility and Benefits"),
    },
)
