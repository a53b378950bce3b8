"""What people write for a value that only certain words may have.

Each word is listed with the allowed words that it may mean; where it stands, the first that is allowed there counts. A
word without any is one that must not be taken for a misspelt other.
"""

from collections.abc import Mapping

_MEANINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    # States of logins, contracts and registrations
    (("active", "enable", "keep", "verified"), "enabled"),
    (("active",), "live on open opened current working valid in_use reactivated unlocked good"),
    (("pending", "submitted"), "new invited requested waiting in_progress in_process applied not_yet_active"),
    (("locked",), "blocked locked_out lockout"),
    (("disabled", "ended", "closed"), "inactive not_active off switched_off turned_off"),
    (("deactivated", "closed", "ended"), "closed cancelled canceled"),
    (("suspended",), "on_hold hold paused on_leave"),
    (("deleted", "ended", "revoke"), "removed gone purged"),
    (("ended", "revoke", "closed"), "terminated termed expired lapsed cancelled canceled"),
    (("verified", "keep"), "approved complete completed registered confirmed"),
    (("rejected", "revoke"), "denied declined refused"),
    (("not_started",), "none todo to_do open new"),
    # Types of logins
    (("individual",), "person personal user named human own unique staff single"),
    (("shared_legacy",), "shared generic group team common multi_user"),
    (("service", "it"), "system machine"),
    (("bot",), "robot rpa automation script"),
    (("break_glass", "emergency"), "emergency emergency_access break_the_glass"),
    (("test",), "demo sandbox"),
    # Second factors
    (("totp",), "authenticator authenticator_app app google_authenticator microsoft_authenticator otp token code"),
    (("sms", "phone"), "text text_message txt texting mobile cell"),
    (("email",), "mail e_mail email_code"),
    (("voice", "phone"), "call phone_call telephone landline ivr_call"),
    (("passkey",), "fido fido2 webauthn security_key yubikey hardware_key face_id touch_id"),
    (("push",), "duo okta_verify push_notification"),
    (("none",), "off no false disabled not_enrolled"),
    ((), "yes true required enrolled done phone"),
    # People
    (("employee",), "w2 full_time part_time permanent regular employed worker"),
    ((), "employer"),
    (("contractor",), "1099 freelance freelancer temp temporary agency"),
    (("locum",), "locum_tenens locums"),
    (("student",), "intern extern resident trainee"),
    (("front_office",), "front_desk reception scheduler check_in"),
    (("billing_desk", "billing_company"), "billing biller billers back_office rcm revenue_cycle"),
    (("clinical",), "clinician provider physician nurse medical"),
    (("administrative",), "admin administration manager management"),
    # Portals, payers, vendors, documents
    (("mac", "medicare_ffs"), "medicare traditional_medicare original_medicare"),
    (("mac", "medicare_ffs"), "medicare_a medicare_b medicare_part_a medicare_part_b part_a part_b"),
    ((), "medicare_d medicare_part_d part_d"),
    (("medicaid", "medicaid_ffs"), "medicaid state_medicaid"),
    (("medicare_advantage",), "advantage ma_plan part_c medicare_part_c medicare_c"),
    (("medicaid_managed",), "mco managed_medicaid medicaid_mco managed_care"),
    (("commercial",), "private ppo hmo employer_group"),
    (("workers_comp",), "workers_compensation work_comp wc workmans_comp"),
    (("auto",), "no_fault pip car"),
    (("va",), "veterans veterans_affairs"),
    (("tricare",), "champus military"),
    (("hub",), "multi_payer multipayer clearinghouse"),
    (("standalone",), "payer own single proprietary payer_portal"),
    (("sso",), "single_sign_on identity_provider"),
    (("it",), "it_vendor msp it_support information_technology"),
    (("temp_agency",), "staffing staffing_agency"),
    (("sop",), "procedure standard_operating_procedure"),
    (("agreement",), "contract baa business_associate_agreement"),
    (("job_description",), "jd"),
    (("letter_of_agreement",), "loa"),
    (("in_network",), "par participating contracted in"),
    (("out_of_network",), "non_par non_participating oon out not_in_network"),
    (("spreadsheet",), "excel"),
    (("paper",), "sticky_note notebook written_down"),
    # Decisions of reviews, and changes of rights
    (("keep",), "approve certify certified retain retained maintain kept ok no_change unchanged"),
    (("revoke",), "remove delete terminate deny disable deactivate"),
    (("modify",), "change changed reduce reduced update updated downgrade adjust"),
    (("unknown_user",), "unknown not_ours unmatched no_match"),
    (("gone",), "left already_removed already_deleted"),
    ((), "none"),
    (("create",), "add added new created"),
    (("grant",), "give given assigned"),
    (("phone",), "telephone hotline call_center"),
)


def _by_word() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for allowed, words in _MEANINGS:
        for word in words.split():
            found[word] = (*found.get(word, ()), *allowed)
    return found


SYNONYMS = _by_word()
"""The allowed words that another word may mean, first those that come first."""
