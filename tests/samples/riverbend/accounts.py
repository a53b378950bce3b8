"""The account records of all portals, with the planted ones among them."""

from collections.abc import Callable, Iterator

from tests.samples.riverbend import planted
from tests.samples.riverbend.access import OF_STATE, PORTALS, Login, logins
from tests.samples.riverbend.choice import ago, day, number, pick, plus, workday_before, working_day
from tests.samples.riverbend.nobodys import Account, not_of_people, unmatched
from tests.samples.riverbend.people import Person, short
from tests.samples.riverbend.planted import tax_ids
from tests.samples.riverbend.rights import rights

VERIFIED_ON = {
    "mycgs": "2012-09-17",
    "palmetto-rrb": "2014-05-12",
    "oh-medicaid": "2011-08-02",
    "ky-medicaid": "2013-04-22",
    "in-medicaid": "2016-10-10",
    "availity": "2012-04-16",
    "uhc": "2012-11-05",
    "cigna": "2013-02-18",
    "tristate-mutual": "2014-01-13",
    "evicore": "2015-06-15",
    "carelon": "2016-03-14",
    "buckeye-river": "2013-07-08",
    "bluegrass": "2014-09-15",
    "hoosier-prairie": "2017-01-23",
}
BASELINE = "2023-01-01"
"""From this day on every approval is kept."""

_APPROVALS_BEGAN = "2018-03-05"
_NEEDS_REASON = frozenset({"manager", "cbo", "denials", "administrator", "network"})
_REASONS = {
    "front": ("eligibility at check-in", "eligibility and referral status at the desk", "front desk, {site}"),
    "clinical": ("prior authorizations for {site}", "authorizations ordered in clinic, {site}"),
    "authorization": ("prior authorization team", "authorizations, all sites"),
    "billing": ("claims follow-up", "billing office, claims and status"),
    "denials": ("denials and appeals", "appeals desk, may answer overpayment letters"),
    "posting": ("payment posting",),
    "posting and billing": ("payment posting, and claims while the desk was short in 2025",),
    "coding": ("claim status for coding questions",),
    "cbo": ("runs the billing office",),
    "manager": ("practice manager, {site}",),
    "credentialing": ("provider data for {site} and the other sites",),
    "credentialing and administrator": ("provider data, and backup administrator",),
    "administrator": ("portal administrator for the group",),
    "network": ("clearinghouse connection during the network move",),
}


def accounts(people: dict[str, Person]) -> dict[str, list[Account]]:
    """The accounts of each portal, in the order of their files."""
    found: dict[str, list[Account]] = {portal: [] for portal in PORTALS}
    for login in logins(people):
        found[login.portal].append(_account(login))
    for given in found.values():
        given.sort(key=lambda a: str(a["id"]))
    for portal, account in (*_of_former(people), *_second_logins(people), *unmatched(), *not_of_people()):
        found[portal].append(account)
    for given in found.values():
        _head(given, lambda a: "deactivated_on" in a, "Of people who have left; kept for six years")
        _head(
            given, lambda a: a.get("match") == "unmatched", "In the list of November, and nobody knows whose they are"
        )
        _head(given, lambda a: a["type"] != "individual", "Of no person")
    _make_dormant([a for portal in PORTALS for a in found[portal]], people)
    return found


def _head(given: list[Account], belongs: Callable[[Account], bool], words: str) -> None:
    """Put a comment above the first of a kind."""
    for account in [a for a in given if belongs(a)][:1]:
        account["#"] = words


def _account(login: Login) -> Account:
    person, portal = login.person, login.portal
    created = _created(person, portal)
    account: Account = {
        "id": f"{portal}-{short(person)}",
        "portal": portal,
        "login": _login_text(person, portal),
        "person": person.id,
        "type": "individual",
        "status": "active",
        "email": person.email,
    }
    if portal == "mycgs":
        account["payers"] = ["medicare-b"]
    if portal not in OF_STATE:
        account["tax_ids"] = list(tax_ids(person, portal))
    account |= {key: list(value) for key, value in rights(portal, login.duty).items()}
    account |= _approval(person, portal, login.duty, created)
    account |= {
        "created_on": created,
        "last_login_on": _last_login(person, portal),
        "mfa": "totp"
        if _is_privileged(account)
        else pick(f"{person.id}/{portal}/mfa", ("totp", "totp", "sms", "push")),
        "credential_custody": "personal_vault",
    }
    _change(account, login)
    return account


def _login_text(person: Person, portal: str) -> str:
    plain = short(person)
    if portal == "uhc":
        return f"{plain}_rmg"
    if portal in ("mycgs", "oh-medicaid", "ky-medicaid"):
        return f"{plain.upper()}{10 + number(person.id + portal, 90)}"
    return person.email if portal in ("evicore", "carelon") else plain


def _is_privileged(account: Account) -> bool:
    names = {*account.get("native_roles", ()), *account.get("permissions", ())}  # type: ignore[misc]
    return not names.isdisjoint(
        {"user.manage", "Administrator", "Provider Administrator", "Website Access Manager", "Transaction Enrollment"}
    )


def _created(person: Person, portal: str) -> str:
    key = f"{person.id}/{portal}/made"
    if portal == "availity" and person.role == "practice_manager":
        return "2022-03-14"
    if person.role == "portal_admin":
        return max(VERIFIED_ON[portal], working_day(plus(person.start, 3 + number(key, 9))))
    opened = plus(VERIFIED_ON[portal], 20 + number(key + "/opened", 900))
    return working_day(max(plus(person.start, 2 + number(key, 18)), opened if opened < "2023" else ""))


def _approval(person: Person, portal: str, duty: str, created: str) -> Account:
    """Who asked and who agreed; of many older logins nobody knows any more."""
    needed = duty in _NEEDS_REASON or created >= BASELINE
    if not needed and (created < _APPROVALS_BEGAN or number(f"{person.id}/{portal}/kept", 10) < 4):
        return {}
    reason = pick(f"{person.id}/{portal}/why", _REASONS[duty]).format(site=person.site.capitalize())
    return {
        "requested_by": person.manager or person.id,
        "approved_by": "a-delacroix" if person.manager in (None, "a-delacroix", "g-jamison") else "f-iverson",
        "approved_on": plus(created, -number(f"{person.id}/{portal}/yes", 3)),
        "approval_reason": reason,
        "provisioned_by": "n-abernathy" if created < "2012-06" or person.id == "g-jamison" else "g-jamison",
    }


def _last_login(person: Person, portal: str) -> str:
    for leave in person.leave:
        is_open = "end" not in leave or str(leave["end"]) >= ago(0)
        if is_open and leave["continuous"]:
            return workday_before(plus(str(leave["start"]), -1))
    return workday_before(ago(10 + number(f"{person.id}/{portal}/login", 8)))


# ---------------------------------------------------------------- changes of what somebody may do


def _change(account: Account, login: Login) -> None:
    person = login.person
    if person.id in planted.MOVED_TO_BILLING and login.portal == "availity":
        _add_billing(account)
    if person.id == planted.MOVED_IN_ORDER[0]:
        _set_anew(account, "authorization", plus(planted.MOVED_IN_ORDER[2], 2), "moved to prior authorization")
    if person.id == "t-underwood":
        _suspend(account)
    if person.id == "s-teague":
        account |= {"suspended_on": "2026-03-02", "enabled_on": "2026-06-29"}
        _set_anew(account, "clinical", "2026-06-29", "back from leave, same work as before")
    if person.id == planted.LEAVING_SOON[0]:
        account["scheduled_deactivation_on"] = planted.LEAVING_SOON[1]
    if login.portal == "tristate-mutual" and person.role == "practice_manager":
        account |= {"last_login_on": workday_before(ago(58 + number(person.id, 60))), "expected_use": "annual"}


def _add_billing(account: Account) -> None:
    account["native_roles"] = [*account["native_roles"], "Claim Status", "Claims"]  # type: ignore[misc]
    account["#native_roles"] = "front desk and billing, nobody took the first away"
    grant = _grant("grant", "2026-10-19", "v-albrecht", "claims follow-up for the site, now in the billing office")
    account["grants"] = [
        {**grant, "permissions": ["claim_status.view", "claim_detail.view", "claim.submit", "claim.correct"]}
    ]


def _set_anew(account: Account, duty: str, on: str, reason: str) -> None:
    account |= {key: list(value) for key, value in rights(str(account["portal"]), duty).items()}
    account["grants"] = [_grant("modify", on, "v-albrecht", reason)]


def _grant(kind: str, on: str, asked: str, reason: str) -> Account:
    return {
        "kind": kind,
        "granted_on": on,
        "requested_by": asked,
        "approved_by": "f-iverson",
        "approved_on": on,
        "performed_by": "g-jamison",
        "reason": reason,
    }


def _suspend(account: Account) -> None:
    account |= {"status": "suspended", "suspended_on": "2026-08-17"}


# ---------------------------------------------------------------- logins that ended


def _of_former(people: dict[str, Person]) -> Iterator[tuple[str, Account]]:
    for person_id, delays in planted.LATE.items():
        for portal, late in delays.items():
            yield portal, _ended(people[person_id], portal, late)
    for person_id, portals in planted.LEFT_IN_ORDER.items():
        for portal in portals:
            yield portal, _ended(people[person_id], portal, 0)


def _ended(person: Person, portal: str, late: int) -> Account:
    last = str(person.end)
    account = _account(Login(portal, person, _former_duty(person)))
    used = planted.USED_AFTERWARDS.get((person.id, portal))
    account |= {
        "status": "revoked" if portal == "availity" else "deactivated",
        "deactivated_on": plus(last, late),
        "deactivated_by": "h-kruse",
        "deactivation_confirmation": f"leavers/{person.id}/{portal}.pdf",
        "last_login_on": workday_before(plus(last, -number(f"{person.id}/{portal}/last", 4)))
        if used is None
        else plus(last, used),
    }
    if portal in ("availity", "uhc") and person.id == "b-yost":
        account["#deactivated_on"] = "given notice in the morning, closed before noon"
    return account


def _former_duty(person: Person) -> str:
    return {"biller": "billing", "clinical_support": "clinical", "portal_admin": "administrator"}.get(
        person.role, "front"
    )


# ---------------------------------------------------------------- logins that nobody should have


def _second_logins(people: dict[str, Person]) -> Iterator[tuple[str, Account]]:
    """The logins from before a wedding, beside the new ones."""
    for person_id, (name, portal) in planted.FORMER_NAMES.items():
        person = people[person_id]
        duty = next(each.duty for each in logins(people) if (each.portal, each.person.id) == (portal, person_id))
        account = _account(Login(portal, person, duty))
        old = f"{name[0].lower()}{name.split()[-1].lower()}"
        account |= {
            "#": f"{name} before the wedding; {person.name} has a login of her own now",
            "id": f"{portal}-{old}",
            "login": f"{old}_rmg" if portal == "uhc" else old,
            "display_name": name,
            "last_login_on": workday_before(ago(52 + number(old, 24))),
        }
        yield portal, account


# ---------------------------------------------------------------- logins that nobody uses

_SELDOM = frozenset(PORTALS) - {"mycgs", "palmetto-rrb", "availity", "oh-medicaid", "ky-medicaid", "in-medicaid"}


def _make_dormant(all_accounts: list[Account], people: dict[str, Person]) -> None:
    """As many idle logins as planted, those from before a wedding among them."""
    wanted = planted.DORMANT - len(planted.FORMER_NAMES)
    candidates = [a for a in all_accounts if _may_lie_idle(a, people)]
    for account in sorted(candidates, key=lambda a: number(f"{a['id']}/idle", 10**6))[:wanted]:
        days = 46 + number(f"{account['id']}/days", 30 if account["portal"] == "uhc" else 130)
        account["last_login_on"] = workday_before(ago(days))


def _may_lie_idle(account: Account, people: dict[str, Person]) -> bool:
    person = people.get(str(account.get("person")))
    if person is None or account["portal"] not in _SELDOM or account["status"] != "active" or "display_name" in account:
        return False
    fixed = (*planted.FORMER_NAMES, *planted.LEAVE, *planted.LEAVE_IN_ORDER, planted.MOVED_IN_ORDER[0])
    works = person.role in ("front_desk", "scheduler", "clinical_support", "clinician", "biller", "pa_specialist")
    old_enough = day(str(account["created_on"])) < day("2026-05-01")
    return works and person.id not in fixed and "expected_use" not in account and old_enough
