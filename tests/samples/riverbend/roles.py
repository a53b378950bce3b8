"""The job roles of Riverbend, as its own files define them."""

from tests.samples.riverbend.writing import Record, file, section

_DESK = ("eligibility.view", "benefits.view", "cob.view", "identifier.lookup", "cost_estimate.view")
_STATUS = ("claim_status.view", "claim_detail.view")
_MONEY = ("remit.view", "payment.view", "overpayment.view")
_AUTHORIZATIONS = ("prior_auth.view", "prior_auth.submit", "prior_auth.attach", "referral.view", "referral.submit")
_APPEALS = ("appeal.view", "appeal.submit")
_LETTERS = ("document.view", "message.payer")
_MANAGING = ("user.view", "user.manage", "role.assign", "org.manage")


def _role(
    role_id: str,
    title: str,
    category: str,
    permissions: tuple[str, ...],
    with_approval: tuple[str, ...] = (),
    *,
    owner: str = "v-albrecht",
    scope: str = "all",
    remark: str = "",
) -> Record:
    found: dict[str, object] = {"id": role_id, "title": title, "category": category, "permissions": list(permissions)}
    if remark:
        found["#category"] = remark
    if with_approval:
        found["with_approval"] = list(with_approval)
    return found | {
        "job_description": f"HR share, job descriptions, {title.lower()}",
        "job_description_on": "2025-06-02",
        "owner": owner,
        "scope": scope,
        "reviewed_on": "2026-02-03",
    }


ROLES = (
    {"#": "At the sites: for the company of the own site only", **_role(
        "front_desk", "Patient access representative", "front_office", ("@front_office",), owner="f-iverson",
        scope="assigned",
    )},
    _role("scheduler", "Scheduler", "front_office", ("@front_office",), owner="f-iverson", scope="assigned"),
    _role("clinician", "Physician or advanced practice provider", "clinical",
          (*_DESK, *_AUTHORIZATIONS, "quality.view", "quality.submit"), owner="a-delacroix", scope="assigned"),
    _role("clinical_support", "Nurse or medical assistant", "clinical",
          (*_DESK, *_AUTHORIZATIONS, "quality.view"), owner="a-delacroix", scope="assigned"),
    _role("practice_manager", "Practice manager", "billing_desk",
          (*_DESK, *_STATUS, *_MONEY, "remit.download", "prior_auth.view", "referral.view", *_LETTERS),
          _MANAGING, owner="a-delacroix", remark="they sign off the site's write-offs"),
    {"#": "Central billing office: for all three companies", **_role(
        "biller", "Billing specialist", "billing_desk",
        (*_DESK, *_STATUS, "claim.submit", "claim.correct", "claim.attach", *_APPEALS, *_MONEY, *_LETTERS),
        ("overpayment.respond",), remark="no remittance files; posting is somebody else's work",
    )},
    _role("payment_poster", "Payment poster", "billing_desk", (*_STATUS, *_MONEY, "remit.download")),
    _role("coder", "Coder", "administrative", (*_STATUS, "quality.view")),
    _role("cbo_manager", "Manager of the central billing office", "billing_desk",
          (*_DESK, *_STATUS, *_MONEY, "remit.download", "document.view", "message.payer"), ("eft.manage", "era.manage"),
          owner="a-delacroix"),
    _role("pa_specialist", "Prior authorization specialist", "clinical",
          (*_DESK, *_AUTHORIZATIONS, "document.view", "message.payer")),
    {"#": "Administration", **_role(
        "portal_admin", "Portal and EDI analyst", "administrative",
        (*_MANAGING, "third_party.manage", "audit_log.view"), ("edi.manage",), owner="f-iverson",
    )},
    _role("mac_administrator", "Administrator of the Medicare portals", "billing_desk",
          ("@front_office", *_STATUS, *_MONEY, *_APPEALS, "claim.submit", "claim.correct", "claim.attach",
           "overpayment.respond", "document.view", "message.payer"), owner="f-iverson",
          remark="an administrator of myCGS or eServices gets every function"),
    _role("credentialing", "Credentialing coordinator", "administrative",
          ("provider_data.view", "provider_data.manage", "credentialing.manage", "document.view"), owner="f-iverson"),
    _role("compliance_officer", "Compliance and privacy officer", "administrative", ("user.view", "audit_log.view"),
          owner="a-delacroix"),
    _role("hr", "Human resources coordinator", "administrative", ("user.view",), owner="a-delacroix"),
    _role("it_support", "Network engineer (contractor)", "vendor", ("audit_log.view",), ("edi.manage",),
          owner="f-iverson"),
)  # fmt: skip


def files() -> dict[str, str]:
    """The file of the roles."""
    remark = "What each job may do in a portal. Change a role here first, then in the portals."
    return {"roles.yaml": file(section("roles", ROLES), remark=remark)}
