"""Logins that belong to nobody, and those that are no person's."""

from collections.abc import Iterator

from tests.samples.riverbend import planted
from tests.samples.riverbend.access import OF_STATE
from tests.samples.riverbend.choice import ago, number, workday_before
from tests.samples.riverbend.people import ALL
from tests.samples.riverbend.rights import rights

Account = dict[str, object]


def unmatched() -> Iterator[tuple[str, Account]]:
    """Logins from the user lists that are nobody's."""
    for portal, names in planted.UNMATCHED.items():
        for name in names:
            account: Account = {
                "id": f"{portal}-{name.replace('.', '').replace('_', '')}",
                "portal": portal,
                "login": name,
                "type": "individual",
                "status": "active",
                "match": "unmatched",
            }
            if portal not in OF_STATE:
                account["tax_ids"] = list(ALL)
            account |= {
                key: list(value) for key, value in rights(portal, "billing" if portal == "cigna" else "front").items()
            }
            account |= {"last_login_on": workday_before(ago(9 + number(name, 30))), "mfa": "sms"}
            yield portal, account


def not_of_people() -> Iterator[tuple[str, Account]]:
    """A robot, the key of a program, and the clearinghouse's login."""
    asked = {"requested_by": "v-albrecht", "approved_by": "a-delacroix", "provisioned_by": "g-jamison"}
    yield (
        "palmetto-rrb",
        {
            "id": "palmetto-rrb-statusbot",
            "portal": "palmetto-rrb",
            "login": "RMGSTATUS01",
            "type": "bot",
            "status": "active",
            "person": "h-kruse",
            "tax_ids": list(ALL),
            **{key: list(value) for key, value in rights("palmetto-rrb", "bot").items()},
            **asked,
            "approved_on": "2025-09-08",
            "approval_reason": "looks up claim status overnight and writes it into the billing system",
            "created_on": "2025-09-10",
            "last_login_on": ago(10),
            "purpose": "claim status of Railroad Medicare, every night",
            "known_to": ["h-kruse", "g-jamison"],
            "rotated_on": "2026-09-09",
            "next_review_on": "2027-03-10",
        },
    )
    yield (
        "availity",
        {
            "id": "availity-eligibilityapi",
            "portal": "availity",
            "login": "riverbend-eligibility-api",
            "type": "api",
            "status": "active",
            "person": "n-abernathy",
            "#person": "left in April",
            "tax_ids": list(ALL),
            "permissions": ["eligibility.view", "benefits.view", "api.use"],
            **asked,
            "approved_on": "2024-06-03",
            "approval_reason": "eligibility of tomorrow's visits, fetched every evening",
            "created_on": "2024-06-05",
            "last_login_on": ago(10),
            "purpose": "eligibility of tomorrow's visits, every evening",
            "known_to": ["n-abernathy", "g-jamison"],
            "rotated_on": "2025-06-02",
            "next_review_on": "2027-01-15",
        },
    )
    yield (
        "oh-medicaid",
        {
            "id": "oh-medicaid-edi",
            "portal": "oh-medicaid",
            "login": "RMGEDI01",
            "type": "service",
            "status": "active",
            "person": "h-kruse",
            "permissions": ["edi.manage"],
            **asked,
            "approved_on": "2023-04-03",
            "approval_reason": "trading partner login for the clearinghouse",
            "created_on": "2023-04-04",
            "last_login_on": "2026-03-18",
            "purpose": "submitter number of the clearinghouse, only needed when something changes there",
            "known_to": ["h-kruse", "g-jamison"],
            "rotated_on": "2026-04-20",
            "next_review_on": "2027-04-05",
        },
    )
