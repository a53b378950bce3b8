"""A user list as the inventory keeps it: the file once, and on the portal's record when it was taken and what it is."""

from collections.abc import Iterable, Mapping

from portalaudit.imports.import_plan import ListRead
from portalaudit.imports.inventory_folder import digest_of
from portalaudit.imports.list_at_hand import ListAtHand
from portalaudit.imports.login_lines import Logins
from portalaudit.imports.user_lists import UserList, legible_logins, plan_user_list
from portalaudit.imports.yaml_text import Value
from portalaudit.inventory.facts.accounts import identity_domain
from portalaudit.inventory.records import Portal
from portalaudit.sheets.listed import Coverage, ListedRow

_COLUMNS: Mapping[str, frozenset[str]] = {
    "created_on": frozenset({"created_on"}),
    "email": frozenset({"email"}),
    "last_login_on": frozenset({"last_login_on"}),
    "mfa": frozenset({"mfa"}),
    "name": frozenset({"name", "given_name", "family_name"}),
    "native_roles": frozenset({"role", "has_role"}),
    "status": frozenset({"status", "active", "inactive"}),
}
"""By field of an account, the columns of a list any of which gives it."""


def plan_users(hand: ListAtHand, rows: Iterable[ListedRow]) -> ListRead:
    """Everything that a user list changes: accounts, and the portal's record of the list."""
    portals = hand.opened.inventory.tables["portals"].records
    portal = next(each for each in portals if each.id == hand.layout.portal)
    logins = Logins(legible_logins(rows))
    listed = UserList(
        portal=portal,
        rows=logins,
        taken_on=hand.taken_on,
        coverage=hand.layout.coverage,
        today=hand.today,
        place=hand.place,
        people=hand.people(hand.taken_on),
        domain_of={each.id: identity_domain(each, hand.opened.world) for each in portals},
        is_generic=hand.names_a_job,
        answers=hand.before.answers,
    )
    plan_user_list(listed, hand.draft)
    kept, digest = _kept(hand, portal)
    return hand.read(len(logins), about=portal.name, kept_as=kept, sha256=digest)


def _kept(hand: ListAtHand, portal: Portal) -> tuple[str, str]:
    """Keep the list and record it, once; where it lies, and its SHA-256. Whom it shows may be said later."""
    content = hand.given.content
    ending = hand.given.name.rpartition(".")[2].lower()
    kept, digest = hand.folder.keep_list(f"{portal.id}-{hand.taken_on}.{ending}", content), digest_of(content)
    coverage = hand.layout.coverage
    exports = portal.exports or ()
    known = next((number for number, one in enumerate(exports) if one.sha256 == digest), None)
    if known is not None and coverage is not Coverage.UNKNOWN and exports[known].coverage != coverage.value:
        path = ("exports", known, "coverage")
        hand.draft.set_part("portals", portal, path, coverage.value, hand.place, name=portal.name)
    if known is None:
        export: dict[str, Value] = {
            "taken_on": hand.taken_on,
            "source": kept,
            "sha256": digest,
            "coverage": coverage.value,
        }
        held = frozenset(hand.layout.columns)
        lacks = [name for name, columns in _COLUMNS.items() if columns.isdisjoint(held)]
        record = {**export, "lacks": lacks} if lacks else export
        hand.draft.grow("portals", portal, ("exports",), record, hand.place, name=portal.name, tell=False)
    return kept, digest
