"""The fourteen portals: what is known of each, and the user lists taken from nine of them."""

from tests.samples.riverbend.access import OF_STATE, PORTALS
from tests.samples.riverbend.accounts import VERIFIED_ON, Account
from tests.samples.riverbend.choice import plus
from tests.samples.riverbend.exports import export
from tests.samples.riverbend.numbers import ORGANIZATIONS
from tests.samples.riverbend.people import ALL, Person
from tests.samples.riverbend.writing import Record, file, flow, record, section

ADMINISTRATORS = ("g-jamison", "h-kruse")
_PTANS = {"mycgs": ("9341102", "K118230", "K118231", "36T210"), "palmetto-rrb": ("P01182",)}

_LOOKING = ("eligibility.view", "benefits.view", "claim_status.view", "claim_detail.view", "remit.view", "payment.view")
_AUTHORIZING = ("prior_auth.view", "prior_auth.submit", "prior_auth.attach")
_CLAIMING = ("claim.submit", "claim.correct")

_PORTALS: dict[str, dict[str, object]] = {
    "mycgs": {
        "name": "myCGS",
        "kind": "mac",
        "profile": "mycgs",
        "login_url": "https://www.mycgsportal.com",
        "payers": ["medicare-b", "medicare-a"],
        "functions": [*_LOOKING, "cob.view", "identifier.lookup", "claim.correct", "claim.attach", "appeal.view",
                      "appeal.submit", "overpayment.view", "overpayment.respond", "message.payer"],
        "recertification": {"last_on": "2025-12-13", "by": "g-jamison", "profile_verified_on": "2026-06-09"},
        "#recertification": "360 days: whoever is not ticked in time is terminated",
    },
    "palmetto-rrb": {
        "name": "Palmetto GBA eServices (Railroad Medicare)",
        "kind": "mac",
        "profile": "palmetto_eservices",
        "login_url": "https://www.onlineproviderservices.com",
        "payers": ["railroad"],
        "functions": [*_LOOKING, "cob.view", "identifier.lookup", *_CLAIMING, "appeal.view", "appeal.submit"],
        "recertification": {"last_on": "2026-05-19", "by": "h-kruse"},
    },
    "oh-medicaid": {
        "name": "Ohio Medicaid provider network portal",
        "kind": "medicaid",
        "login_url": "https://ohpnm.omes.maximus.com",
        "payers": ["oh-medicaid-ffs"],
        "functions": [*_LOOKING, *_AUTHORIZING, *_CLAIMING, "remit.download", "provider_data.manage"],
    },
    "ky-medicaid": {
        "name": "KYHealth Net",
        "kind": "medicaid",
        "login_url": "https://home.kymmis.com",
        "payers": ["ky-medicaid-ffs"],
        "functions": [*_LOOKING, *_CLAIMING, "remit.download", "provider_data.manage"],
    },
    "in-medicaid": {
        "name": "Indiana Health Coverage Programs portal",
        "kind": "medicaid",
        "login_url": "https://portal.indianamedicaid.com",
        "payers": ["in-medicaid-ffs"],
        "functions": [*_LOOKING, *_CLAIMING, "remit.download", "provider_data.manage"],
    },
    "availity": {
        "name": "Availity Essentials",
        "kind": "hub",
        "profile": "availity",
        "login_url": "https://essentials.availity.com",
        "payers": ["anthem", "aetna", "humana"],
        "administrators": [*ADMINISTRATORS, "d-gentry", "j-mcallister", "k-neff", "l-ortega", "m-peck", "n-rudd",
                           "o-stroud", "v-albrecht"],
        "#administrators": "the six practice managers since the roll-out of 2022; Vincent only for enrollments",
        "functions": [*_LOOKING, "cob.view", "cost_estimate.view", *_AUTHORIZING, "referral.view", "referral.submit",
                      *_CLAIMING, "claim.attach", "remit.download", "provider_data.manage", "eft.manage", "era.manage"],
    },
    "uhc": {
        "name": "UnitedHealthcare Provider Portal",
        "kind": "standalone",
        "profile": "uhc",
        "login_url": "https://www.uhcprovider.com",
        "payers": ["unitedhealthcare"],
        "primary_administrator": "g-jamison",
        "functions": [*_LOOKING, "cob.view", *_AUTHORIZING, *_CLAIMING],
    },
    "cigna": {
        "name": "Cigna for Health Care Professionals",
        "kind": "standalone",
        "profile": "cigna_hcp",
        "login_url": "https://cignaforhcp.cigna.com",
        "payers": ["cigna"],
        "functions": [*_LOOKING, "cob.view"],
    },
    "tristate-mutual": {
        "name": "Tri-State Mutual provider site",
        "kind": "standalone",
        "login_url": "https://providers.tristatemutual.example.org/signin",
        "payers": ["tristate-mutual"],
        "functions": ["claim_status.view", "claim_detail.view", "claim.submit", "remit.view", "payment.view"],
    },
    "evicore": {
        "name": "eviCore",
        "kind": "standalone",
        "login_url": "https://www.evicore.com/provider",
        "payers": ["cigna"],
        "functions": [*_AUTHORIZING, "eligibility.view"],
    },
    "carelon": {
        "name": "Carelon ProviderPortal",
        "kind": "standalone",
        "login_url": "https://www.providerportal.com",
        "payers": ["anthem"],
        "functions": [*_AUTHORIZING, "eligibility.view", "document.view"],
    },
    "buckeye-river": {
        "name": "Buckeye River provider portal",
        "kind": "standalone",
        "login_url": "https://provider.buckeyeriver.example.org/login",
        "payers": ["buckeye-river"],
        "functions": [*_LOOKING, "cob.view", *_AUTHORIZING, *_CLAIMING, "remit.download"],
    },
    "bluegrass": {
        "name": "Bluegrass Valley ProviderLink",
        "kind": "standalone",
        "login_url": "https://providerlink.bluegrassvalley.example.org/login",
        "payers": ["bluegrass-valley"],
        "functions": [*_LOOKING, "cob.view", *_AUTHORIZING, *_CLAIMING],
    },
    "hoosier-prairie": {
        "name": "Hoosier Prairie Health for providers",
        "kind": "standalone",
        "login_url": "https://providers.hoosierprairie.example.org",
        "payers": ["hoosier-prairie"],
        "functions": [*_LOOKING, "cob.view", *_AUTHORIZING, *_CLAIMING],
    },
}  # fmt: skip
_PHONES = {
    "mycgs": "+1-866-555-0100",
    "palmetto-rrb": "+1-888-555-0102",
    "evicore": "+1-800-555-0150",
    "carelon": "+1-800-555-0151",
}
_PHONE = "+1-800-555-0160"
_CLEARINGHOUSE = ("clearinghouse", "Run the 270 or the 276 in TriZetto")
_FAX = ("fax", "The plan's own form; keep the transmission sheet")
_IVR = ("ivr", "Voice system of the plan for eligibility and claim status")


def files(accounts: dict[str, list[Account]], people: dict[str, Person]) -> dict[str, str]:
    """One file for each portal, and the user lists as they were downloaded."""
    found: dict[str, str] = {}
    for portal in PORTALS:
        text = section("portals", [_record(portal)])
        taken = export(portal, accounts[portal], people)
        if taken is not None:
            found[f"imports/{taken.source}"] = taken.text
            head = {"taken_on": taken.taken_on, "source": taken.source, "method": taken.method, "sha256": taken.sha256}
            text += "    exports:\n" + record(head, indent=6) + "        accounts:\n"
            text += "".join(f"          - {flow(row)}\n" for row in taken.rows)
        found[f"portals/{portal}.yaml"] = file(text, depth=1)
    return found


def _record(portal: str) -> Record:
    told = _PORTALS[portal]
    head = {key: told[key] for key in ("name", "kind", "profile", "login_url") if key in told}
    rest = {key: value for key, value in told.items() if key not in head}
    verified = VERIFIED_ON[portal]
    companies = (OF_STATE[portal],) if portal in OF_STATE else ALL
    registration: dict[str, object] = {
        "status": "verified",
        "submitted_on": plus(verified, -24),
        "verified_on": verified,
        "tax_ids": list(companies),
        "npis": [ORGANIZATIONS[ALL.index(each)] for each in companies],
    }
    if portal in _PTANS:
        registration["ptans"] = list(_PTANS[portal])
    return {
        "id": portal,
        **head,
        "url_verified_on": "2026-09-08",
        "administrators": list(ADMINISTRATORS),
        **rest,
        "registration": registration,
        **({} if "profile" in told else {"max_administrators": 3}),
        **_clocks(portal),
        "downtime": _downtime(portal),
        "prior_auth_module": _authorizations(told),
    }


def _clocks(portal: str) -> Record:
    """What the practice found out about portals of which nothing else is known."""
    if portal in ("mycgs", "palmetto-rrb", "uhc"):
        return {}
    if portal in ("availity", "cigna"):
        return {"inactivity": {"disable_days": 0}}
    return {"inactivity": {"disable_days": 0}, "mfa": {"required": True, "methods": ["sms", "totp", "push"]}}


def _authorizations(told: Record) -> Record:
    offered = "prior_auth.submit" in told["functions"]  # type: ignore[operator]
    return {"available": True, "timestamped_confirmation": True} if offered else {"available": False}


def _downtime(portal: str) -> Record:
    first = _IVR if portal in ("mycgs", "palmetto-rrb", "tristate-mutual", "evicore", "carelon") else _CLEARINGHOUSE
    between = (_FAX,) if portal in ("evicore", "carelon", "buckeye-river") else ()
    last = ("phone", "Provider services; note the name and the reference number")
    steps = [{"kind": kind, "detail": detail} for kind, detail in (first, *between, last)]
    steps[-1]["contact"] = _PHONES.get(portal, _PHONE)
    return {
        "owner": "v-albrecht",
        "steps": steps,
        "held_claims": "Claims go on through the clearinghouse; corrections wait in the work queue",
        "retro_entry": "The billing office enters the queue on the next working day",
        "reviewed_on": "2026-03-10",
        "exercised_on": "2026-03-17",
    }
