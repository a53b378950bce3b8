"""The reference data that ships: exact facts, and nothing said that was not read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portalaudit.inventory.reference import SECTIONS, Profile, Reference, load_reference
from portalaudit.source.files import read_folder
from portalaudit.source.load import load_all
from portalaudit.source.record_types import record_fields

POLICIES = Path(__file__).parents[2] / "policies"
STATES = """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
    RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI
"""


@pytest.fixture(scope="module")
def reference() -> Reference:
    texts, unreadable = read_folder(POLICIES)
    documents, unloadable = load_all([t for t in texts if t.path.startswith("reference/")], 1)
    found, problems = load_reference(documents)
    assert (unreadable, unloadable, problems) == ((), (), ())
    return found


def records(reference: Reference) -> Iterator[Any]:
    for section in SECTIONS:
        yield from getattr(reference, section).values()


def values(record: Any, attribute: str) -> Iterator[str]:
    """Every text under an attribute of this name, in the record or further down."""
    for name in record_fields(record):
        value = getattr(record, name)
        for each in value if isinstance(value, tuple) else (value,):
            if record_fields(each) is not None:
                yield from values(each, attribute)
            elif name == attribute and each is not None:
                yield each


def profile(reference: Reference, name: str) -> Profile:
    found = reference.profile(name)
    assert found is not None
    return found


def test_every_section_holds_records(reference: Reference) -> None:
    assert {section: len(getattr(reference, section)) for section in SECTIONS} == {
        "permissions": 42,
        "permission_sets": 3,
        "jurisdictions": 12,
        "specialty_jurisdictions": 9,
        "profiles": 20,
        "default_roles": 12,
        "sod_pairs": 13,
        "element_comparison": 4,
        "defaults": 22,
        "status_words": 2,
        "actions": len(reference.actions),
    }


def test_the_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in (POLICIES / "reference").glob("*.yaml")) < 90_000


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (("OR", None, "B"), ("JF", "noridian_nmp")),
        (("WA", None, "A"), ("JF", "noridian_nmp")),
        (("CA", None, "B"), ("JE", "noridian_nmp")),
        (("OH", None, "B"), ("J15", "mycgs")),
        (("IN", None, "B"), ("J8", "wps_gha")),
        (("TX", None, "B"), ("JH", "novitasphere")),
        (("FL", None, "B"), ("JN", "first_coast_spot")),
        (("NY", None, "B"), ("JK", "ngsconnex")),
        (("TN", None, "B"), ("JJ", "palmetto_eservices")),
        (("VA", "Fairfax County", "B"), ("JL", "novitasphere")),
        (("VA", "fairfax", "B"), ("JL", "novitasphere")),
        (("VA", "City of Alexandria", "B"), ("JL", "novitasphere")),
        (("VA", "Falls Church  City", "B"), ("JL", "novitasphere")),
        (("VA", "Arlington", "B"), ("JL", "novitasphere")),
        (("VA", "Fairfax County", "A"), ("JM", "palmetto_eservices")),
        (("VA", "Loudoun County", "B"), ("JM", "palmetto_eservices")),
        (("VA", None, "A"), ("JM", "palmetto_eservices")),
    ],
)
def test_a_place_has_one_contractor(
    reference: Reference, place: tuple[str, str | None, str], expected: tuple[str, str]
) -> None:
    found = reference.jurisdiction_for(*place)
    assert found is not None
    assert (found.id, found.portal) == expected


@pytest.mark.parametrize(("state", "part"), [("VA", "B"), ("ZZ", "A"), ("ZZ", "B")])
def test_the_table_does_not_guess(reference: Reference, state: str, part: str) -> None:
    assert reference.jurisdiction_for(state, None, part) is None


def test_every_state_and_territory_stands_once(reference: Reference) -> None:
    listed = [state for jurisdiction in reference.jurisdictions.values() for state in jurisdiction.states]
    assert sorted(listed) == sorted(STATES.split())
    assert len(listed) == 56


@pytest.mark.parametrize("part", ["HHH", "DME"])
def test_every_state_and_territory_has_one_contractor_for_special_business(reference: Reference, part: str) -> None:
    rows = [one for one in reference.specialty_jurisdictions.values() if one.part == part]
    assert sorted(state for one in rows for state in one.states or ()) == sorted(STATES.split())
    for state in STATES.split():
        assert state in (getattr(reference.contractor_for(state, None, part), "states", None) or ())


@pytest.mark.parametrize(
    ("state", "part", "jurisdiction", "portal"),
    [
        ("VA", "HHH", "J15-HHH", "mycgs"),
        ("OR", "HHH", "J6-HHH", "ngsconnex"),
        ("ME", "HHH", "JK-HHH", "ngsconnex"),
        ("OH", "HHH", "JM-HHH", "palmetto_eservices"),
        ("NY", "DME", "DME-A", "noridian_nmp"),
        ("OH", "DME", "DME-B", "mycgs_dme"),
        ("VA", "DME", "DME-C", "mycgs_dme"),
        ("OR", "DME", "DME-D", "noridian_nmp"),
        ("VA", "A", "JM", "palmetto_eservices"),
    ],
)
def test_special_business_has_areas_of_its_own(
    reference: Reference, state: str, part: str, jurisdiction: str, portal: str
) -> None:
    found = reference.contractor_for(state, None, part)
    assert found is not None
    assert (found.id, found.portal) == (jurisdiction, portal)


def test_every_permission_named_anywhere_exists(reference: Reference) -> None:
    names = {name for record in records(reference) for key in _PERMISSION_FIELDS for name in values(record, key)}
    assert names - reference.ids["permissions"] == set()


_PERMISSION_FIELDS = ("permissions", "with_approval", "dual_approval")


def test_the_billing_desk_set_is_everything_financial(reference: Reference) -> None:
    assert reference.expand(["@billing_desk_only"]) == {
        "contract.view",
        "document.view",
        "eft.manage",
        "era.manage",
        "fee_schedule.view",
        "overpayment.respond",
        "overpayment.view",
        "payment.view",
        "remit.download",
        "remit.view",
        "report.export",
    }
    assert reference.expand(["@billing_desk_only"]) == reference.sensitive("financial")


def test_the_admin_set_is_everything_administrative(reference: Reference) -> None:
    assert reference.expand(["@admin"]) == {
        "api.use",
        "audit_log.view",
        "credentialing.manage",
        "edi.manage",
        "eft.manage",
        "era.manage",
        "org.manage",
        "provider_data.manage",
        "provider_data.view",
        "role.assign",
        "third_party.manage",
        "user.manage",
        "user.view",
    }


def test_the_front_desk_gets_nothing_financial_or_administrative(reference: Reference) -> None:
    assert reference.expand(["@front_office"]) == {
        "benefits.view",
        "cob.view",
        "cost_estimate.view",
        "eligibility.view",
        "identifier.lookup",
        "prior_auth.view",
        "referral.view",
    }
    assert not reference.expand(["@front_office"]) & (reference.sensitive("financial") | reference.sensitive("admin"))


def test_viewing_writes_nothing(reference: Reference) -> None:
    for permission in reference.permissions.values():
        verb = permission.id.rpartition(".")[2]
        assert permission.write is (verb not in {"view", "lookup", "download", "export", "use"}), permission.id


@pytest.mark.parametrize(
    ("name", "warn", "disable", "delete"),
    [
        ("noridian_nmp", 20, 30, 90),
        ("ngsconnex", None, 30, None),
        ("mycgs", None, 30, None),
        ("palmetto_eservices", None, 30, 120),
        ("novitasphere", None, 30, None),
        ("first_coast_spot", None, 30, None),
        ("uhc", None, 90, None),
        ("providerone", 120, 180, None),
    ],
)
def test_clocks_for_idle_logins(
    reference: Reference, name: str, warn: int | None, disable: int | None, delete: int | None
) -> None:
    clock = profile(reference, name).inactivity
    assert clock is not None
    assert (clock.warn_days, clock.disable_days, clock.delete_days) == (warn, disable, delete)


def test_a_clock_that_nobody_found_is_not_known(reference: Reference) -> None:
    unknown = {p.id for p in reference.profiles.values() if p.inactivity is None}
    assert unknown == {
        *("wps_gha", "availity", "cigna_hcp", "onehealthport", "oregon_mmis"),
        *("navinet", "forwardhealth", "pecos", "caqh", "hsrm"),
    }


@pytest.mark.parametrize(
    ("name", "interval", "window", "by"),
    [
        ("noridian_nmp", 365, 45, "user"),
        ("ngsconnex", 365, None, "administrator"),
        ("mycgs", 360, 47, "administrator"),
        ("mycgs_dme", 365, None, "administrator"),
        ("palmetto_eservices", 360, None, "administrator"),
        ("novitasphere", 365, None, "identity_provider"),
        ("first_coast_spot", 365, None, "administrator"),
    ],
)
def test_recertifications(reference: Reference, name: str, interval: int, window: int | None, by: str) -> None:
    found = profile(reference, name).recertification
    assert found is not None
    assert (found.interval_days, found.window_days, found.by) == (interval, window, by)


def test_noridian(reference: Reference) -> None:
    nmp = profile(reference, "noridian_nmp")
    assert nmp.max_admins is not None
    assert nmp.dual_role is not None
    assert nmp.portal_training is not None
    assert (nmp.max_admins.per_tin, nmp.max_admins.vendor, nmp.max_admins.tins_each) == (5, 2, 25)
    assert (nmp.dual_role.role, nmp.dual_role.below_fte, nmp.dual_role.billing_company) == ("Dual Role", 25, False)
    assert (nmp.portal_training.interval_days, nmp.portal_training.window_days, nmp.portal_training.delete_days) == (
        365,
        45,
        90,
    )
    assert (nmp.password_max_age_days, nmp.admin_implies, nmp.shared_email_allowed) == (365, "none", False)
    assert (nmp.one_account_per_person, nmp.one_role_per_person, nmp.users_in_us_only) == (True, True, True)
    assert nmp.login_url == "https://www.noridianmedicareportal.com"


def test_other_limits(reference: Reference) -> None:
    uhc, cigna = profile(reference, "uhc").max_admins, profile(reference, "cigna_hcp").max_admins
    cgs = profile(reference, "mycgs").recertification
    assert uhc is not None
    assert cigna is not None
    assert cgs is not None
    assert (uhc.primary, cigna.per_tin, cgs.profile_interval_days) == (1, 15, 250)
    assert profile(reference, "palmetto_eservices").automation_allowed is False
    assert profile(reference, "onehealthport").admin_must_be_staff is True
    assert [p.id for p in reference.profiles.values() if p.admin_loss_removes_users] == ["mycgs", "palmetto_eservices"]


def test_portals_that_share_a_sign_on(reference: Reference) -> None:
    shared = {p.id: p.identity_domain for p in reference.profiles.values() if p.identity_domain not in (None, p.id)}
    assert shared == {
        "novitasphere": "cms_idm",
        "first_coast_spot": "cms_idm",
        "uhc": "one_healthcare_id",
        "providerone": "onehealthport",
        "pecos": "cms_ia",
    }


def test_what_administrators_may_do(reference: Reference) -> None:
    implied = {p.id: p.admin_implies for p in reference.profiles.values() if p.admin_implies}
    assert implied == {
        "noridian_nmp": "none",
        "mycgs": "all",
        "palmetto_eservices": "all",
        "first_coast_spot": "end_user",
    }


def test_sign_in_addresses_are_on_known_hosts(reference: Reference) -> None:
    for each in reference.profiles.values():
        if each.login_url is not None:
            assert each.login_url.removeprefix("https://") in (each.known_hosts or ()), each.id


def test_administrators_and_users_are_mapped_roles(reference: Reference) -> None:
    for each in reference.profiles.values():
        named = {*(each.admin_roles or ()), *(each.end_user_roles or ())}
        assert named <= {role.name for role in each.native_roles or ()}, each.id


def test_what_nobody_read_is_not_verified(reference: Reference) -> None:
    unread = sorted(record.id for record in records(reference) if not record.verified and not record.proposed)
    assert unread == ["DME-A", "DME-B", "caqh", "hsrm", "wps_gha"]
    assert {r.id: r.unverified for r in records(reference) if r.unverified} == {
        "claim.submit": ("portal_names",),
        "noridian_nmp": ("min_admins_recommended", "self_registration"),
        "uhc": ("self_registration",),
        "ngsconnex": ("one_account_per_person", "shared_email_allowed"),
        "navinet": ("admin_roles",),
        "tmhp": ("inactivity",),
        "mycgs": ("session_timeout_minutes",),
        "novitasphere": ("recertification",),
        "availity": ("known_hosts", "admin_roles", "end_user_roles", "native_roles"),
        "cigna_hcp": ("known_hosts",),
        "onehealthport": ("one_account_per_person",),
    }
    assert not any(role.verified for role in profile(reference, "availity").native_roles or ())
    assert not profile(reference, "novitasphere").is_verified("recertification")
    assert profile(reference, "novitasphere").is_verified("inactivity")


def test_whatever_is_verified_has_a_source_and_every_source_is_used(reference: Reference) -> None:
    native = [role for each in reference.profiles.values() for role in each.native_roles or ()]
    for record in (*records(reference), *native):
        assert bool(record.source) or not record.verified, record
        assert not (record.verified and record.proposed), record
    used = {key for record in records(reference) for key in values(record, "source")}
    assert used == set(reference.sources)
    assert {source.seen_on for source in reference.sources.values()} == {"2026-11-22", "2026-11-29"}


def test_what_portalaudit_thought_of_is_called_a_proposal(reference: Reference) -> None:
    assert "proposal" not in reference.sources
    assert reference.defaults["termination_max_delay_hours"].proposed
    assert not reference.defaults["dormant_days"].proposed
    assert all(action.proposed for action in reference.actions.values())


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("novitasphere", True),
        ("first_coast_spot", True),
        ("mycgs_dme", True),
        ("cigna_hcp", True),
        ("tmhp", True),
        ("forwardhealth", True),
        ("onehealthport", None),
    ],
)
def test_a_second_factor_is_required_where_that_was_read(
    reference: Reference, name: str, required: bool | None
) -> None:
    mfa = profile(reference, name).mfa
    assert mfa is not None
    assert mfa.required is required


@pytest.mark.parametrize(("name", "days"), [("ngsconnex", 60), ("noridian_nmp", 365), ("navinet", 90), ("uhc", None)])
def test_how_long_a_password_lasts(reference: Reference, name: str, days: int | None) -> None:
    assert profile(reference, name).password_max_age_days == days


def test_the_entitlement_that_changes_bank_accounts_is_known(reference: Reference) -> None:
    assert reference.native_permissions("cigna_hcp", "EFT Enrollment and Management") == ("eft.manage",)


def test_default_roles(reference: Reference) -> None:
    roles = reference.default_roles
    assert {role.id: role.category for role in roles.values()} == {
        "front_desk": "front_office",
        "scheduler": "front_office",
        "biller": "billing_desk",
        "coder": "administrative",
        "pa_specialist": "clinical",
        "clinician": "clinical",
        "clinical_support": "clinical",
        "practice_manager": "billing_desk",
        "compliance_officer": "administrative",
        "portal_admin": "administrative",
        "credentialing": "administrative",
        "ext_billing_co": "billing_desk",
    }
    assert reference.expand(roles["front_desk"].permissions or ()) == reference.expand(["@front_office"])
    assert roles["front_desk"].with_approval == ("claim_status.view",)
    assert roles["clinician"].permissions == (*(roles["clinical_support"].permissions or ()), "quality.submit")
    assert set(reference.words("billing_desk_roles")) == {r.id for r in roles.values() if r.category == "billing_desk"}


def test_no_role_allows_and_asks_approval_for_the_same(reference: Reference) -> None:
    for role in reference.default_roles.values():
        allowed = reference.expand(role.permissions or ())
        asked = reference.expand(role.with_approval or ())
        assert not allowed & asked, role.id
        assert set(role.dual_approval or ()) <= asked, role.id


def test_conflicting_duties(reference: Reference) -> None:
    assert {pair.id: pair.severity for pair in reference.sod_pairs.values()} == {
        "SOD-01": "critical",
        "SOD-02": "critical",
        "SOD-03": "high",
        "SOD-04": "high",
        "SOD-05": "high",
        "SOD-06": "high",
        "SOD-07": "high",
        "SOD-08": "medium",
        "SOD-09": "medium",
        "SOD-10": "medium",
        "SOD-11": "high",
        "SOD-12": "low",
        "SOD-13": "low",
    }
    assert [pair.id for pair in reference.sod_pairs.values() if not pair.enabled] == ["SOD-06", "SOD-12"]


def test_defaults(reference: Reference) -> None:
    assert {d.id: d.number if d.words is None else d.words for d in reference.defaults.values()} == {
        "review_interval_days": 92,
        "review_mode": ("rolling",),
        "review_grace_days": 7,
        "termination_max_delay_hours": 24,
        "dormant_days": 45,
        "dormant_high_days": 90,
        "never_used_days": 30,
        "loa_days": 14,
        "role_change_review_days": 7,
        "remediation_days": 7,
        "remediation_critical_days": 1,
        "training_initial": ("before_access",),
        "training_refresh_days": 365,
        "suspension_warn_days": 10,
        "export_max_age_days": 35,
        "directory_verify_days": 180,
        "waiver_max_days": 180,
        "min_admins": 2,
        "max_admins": 3,
        "retention_years": 6,
        "termination_lookahead_days": 14,
        "billing_desk_roles": ("biller", "ext_billing_co", "practice_manager"),
    }


@pytest.mark.parametrize(
    ("portal", "names", "expected"),
    [
        ("oregon_mmis", ["Remittance Advice"], ("remit.view",)),
        ("oregon_mmis", ["Clerk", "remittance  ADVICE"], ("remit.view",)),
        ("noridian_nmp", ["Provider End User", "MBI Lookup"], ("identifier.lookup",)),
        ("ngsconnex", ["Financials"], ("overpayment.view", "payment.view", "remit.view")),
        ("noridian_nmp", ["Vendor Administrator"], ("role.assign", "user.manage", "user.view")),
        ("onehealthport", ["Subscriber"], ()),
        ("noridian_nmp", [], ()),
        ("noridian_nmp", ["Provider End User"], None),
        ("noridian_nmp", ["Dual Role"], None),
        ("palmetto_eservices", ["eReview"], None),
        ("oregon_mmis", ["Claims", "No Such Role"], None),
        ("no_such_portal", ["Claims"], None),
        (None, ["Claims"], None),
    ],
)
def test_native_roles_become_permissions(
    reference: Reference, portal: str | None, names: list[str], expected: tuple[str, ...] | None
) -> None:
    assert reference.native_permissions(portal, *names) == expected


def test_a_mycgs_administrator_may_do_everything_mapped(reference: Reference) -> None:
    found = reference.native_permissions("mycgs", "Provider Administrator")
    assert found is not None
    assert {"user.manage", "payment.view", "overpayment.respond", "claim.correct", "message.payer"} <= set(found)


def test_a_spot_approver_is_an_end_user_too(reference: Reference) -> None:
    approver = reference.native_permissions("first_coast_spot", "Approver")
    user = reference.native_permissions("first_coast_spot", "End User")
    assert approver is not None
    assert user is not None
    assert set(approver) == {*user, "user.view", "user.manage", "role.assign"}


def test_the_rule_leaves_out_what_the_reference_data_does_not_enable(reference: Reference) -> None:
    rule = (POLICIES / "portal-access" / "authorization" / "sod-conflict.yaml").read_text(encoding="utf-8")
    disabled = [pair.id for pair in reference.sod_pairs.values() if not pair.enabled]
    assert f"default: [{', '.join(disabled)}]" in rule
