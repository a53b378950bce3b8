"""What each job gets on each portal, in the portal's own words where it has some."""

from collections.abc import Mapping

Rights = Mapping[str, tuple[str, ...]]
"""`native_roles`, `permissions` or both, as an account lists them."""

ELIGIBILITY = ("eligibility.view", "benefits.view", "cob.view")
CLAIMS = ("claim_status.view", "claim_detail.view")
AUTHORIZATIONS = ("prior_auth.view", "prior_auth.submit", "prior_auth.attach")
MANAGING = ("user.view", "user.manage", "role.assign")

FRONT_OF_AVAILITY = ("Base Role", "Eligibility and Benefits", "Authorization and Referral Inquiry")

_NATIVE: dict[str, dict[str, tuple[str, ...]]] = {
    "availity": {
        "front": FRONT_OF_AVAILITY,
        "clinical": ("Base Role", "Eligibility and Benefits", "Authorization and Referral Request"),
        "authorization": ("Base Role", "Eligibility and Benefits", "Authorization and Referral Request"),
        "billing": ("Base Role", "Eligibility and Benefits", "Claim Status", "Claims", "Medical Attachments"),
        "denials": ("Base Role", "Eligibility and Benefits", "Claim Status", "Medical Attachments"),
        "posting": ("Base Role", "Claim Status", "Remittance"),
        "posting and billing": ("Base Role", "Claim Status", "Claims", "Remittance"),
        "coding": ("Base Role", "Claim Status"),
        "cbo": ("Base Role", "Claim Status", "Remittance", "Transaction Enrollment"),
        "manager": ("Base Role", "Administrator", "Eligibility and Benefits", "Claim Status", "Remittance"),
        "credentialing": ("Base Role", "Provider Data Management"),
        "credentialing and administrator": ("Base Role", "Administrator", "Provider Data Management"),
        "administrator": ("Base Role", "Administrator"),
        "network": ("Base Role", "Administrator", "EDI Management"),
    },
    "mycgs": {
        "front": ("Provider User", "Eligibility", "MBI Lookup"),
        "billing": ("Provider User", "Eligibility", "MBI Lookup", "Claims", "Remittance", "Messages"),
        "denials": ("Provider User", "Eligibility", "Claims", "Remittance", "Messages", "Forms"),
        "posting": ("Provider User", "Claims", "Remittance", "Financial Tools"),
        "cbo": ("Provider User", "Claims", "Remittance", "Financial Tools"),
        "administrator": ("Provider Administrator",),
    },
    "palmetto-rrb": {
        "front": ("Provider User", "Eligibility", "MBI Lookup"),
        "billing": ("Provider User", "Eligibility", "Claims Status", "Remittances Online"),
        "administrator": ("Provider Administrator",),
        "bot": ("Provider User", "Claims Status"),
    },
}
_PERMISSIONS: dict[str, tuple[str, ...]] = {
    "front": ELIGIBILITY,
    "clinical": ("eligibility.view", *AUTHORIZATIONS),
    "authorization": ("eligibility.view", "benefits.view", *AUTHORIZATIONS),
    "billing": (*ELIGIBILITY, *CLAIMS, "claim.submit", "claim.correct", "remit.view", "payment.view"),
    "denials": (*ELIGIBILITY, *CLAIMS, "appeal.view", "appeal.submit", "remit.view", "payment.view"),
    "posting": (*CLAIMS, "remit.view", "remit.download", "payment.view"),
    "cbo": (*CLAIMS, "remit.view", "payment.view", "overpayment.view"),
    "manager": (*ELIGIBILITY, *CLAIMS, "remit.view", "payment.view"),
    "credentialing": ("provider_data.view", "provider_data.manage"),
    "administrator": MANAGING,
}
_END_USER = {"uhc": "Standard User", "cigna": "User"}
_ADMINISTRATOR = {"uhc": "Administrator", "cigna": "Website Access Manager"}
_WITHOUT = {
    "tristate-mutual": frozenset({*ELIGIBILITY, "claim.correct"}),
    "evicore": frozenset({"benefits.view", "cob.view"}),
    "carelon": frozenset({"benefits.view", "cob.view"}),
}
"""What a portal does not offer at all."""


def rights(portal: str, duty: str) -> Rights:
    """The native roles and permissions of a duty on a portal."""
    if portal in _NATIVE:
        return {"native_roles": _NATIVE[portal][duty]}
    wanted = _PERMISSIONS["posting" if duty.startswith("posting") else duty]
    allowed = tuple(p for p in wanted if p not in _WITHOUT.get(portal, frozenset()))
    if portal not in _END_USER:
        return {"permissions": allowed}
    kind = _ADMINISTRATOR if duty == "administrator" else _END_USER
    return {"native_roles": (kind[portal],), "permissions": allowed}
