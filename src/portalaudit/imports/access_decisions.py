"""A filled-in access sheet: what was decided about each login, as decisions of a review."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from portalaudit.imports.import_plan import ListRead
from portalaudit.imports.list_at_hand import ListAtHand
from portalaudit.imports.yaml_text import Value
from portalaudit.inventory.facts.accounts import LIVE
from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.records import Account, Decision, Portal, Review
from portalaudit.model import Problem, ProblemCode
from portalaudit.sheets.listed import ListedRow, ReviewedRow
from portalaudit.source.dates import written_day


def plan_decisions(hand: ListAtHand, rows: Iterable[ListedRow]) -> ListRead:
    """Everything that a sheet of decisions changes. A decision that is recorded already changes nothing."""
    listed = [row for row in rows if isinstance(row, ReviewedRow)]
    _Decisions(hand).run(listed)
    counts = Counter(row.decision for row in listed)
    words = (f"{counts[each]:,} {each}" for each in hand.layout.vocabulary.decisions if counts[each])
    return hand.read(len(listed), decisions=", ".join(words))


class _Decisions:
    def __init__(self, hand: ListAtHand) -> None:
        self._hand, self._draft = hand, hand.draft
        self._people = hand.people(hand.today)
        tables = hand.opened.inventory.tables
        self._accounts: Sequence[Account] = tables["accounts"].records
        self._by_id: dict[str, Account] = {account.id: account for account in self._accounts}
        self._portals: dict[str, Portal] = {portal.id: portal for portal in tables["portals"].records}
        self._reviews: dict[str, list[Review]] = defaultdict(list)
        for review in tables["reviews"].records:
            self._reviews[review.portal].append(review)

    def run(self, rows: Sequence[ReviewedRow]) -> None:
        """Go through the decisions, portal by portal."""
        new: dict[str, list[ReviewedRow]] = defaultdict(list)
        for row in sorted(rows, key=lambda one: (one.portal, one.account, one.place)):
            account = self._account(row)
            if account is None:
                self._wrong(row, f"there is no login '{row.account}'{f' on {row.portal}' if row.portal else ''}")
            elif not self._is_recorded(account, row):
                new[account.portal].append(row)
        for portal, decided in sorted(new.items()):
            self._record(self._portals[portal], decided)

    def _account(self, row: ReviewedRow) -> Account | None:
        """The account of a line, by id, else by its login on the portal."""
        if row.account in self._by_id:
            return self._by_id[row.account]
        wanted, portal = strict_form(row.account), strict_form(row.portal)
        found = [
            account
            for account in self._accounts
            if strict_form(account.login) == wanted
            and (not portal or portal in (account.portal, strict_form(self._portals[account.portal].name)))
        ]
        return found[0] if len(found) == 1 else None

    def _is_recorded(self, account: Account, row: ReviewedRow) -> bool:
        return any(
            one.account == account.id
            and one.decision == row.decision
            and (not row.decided_on or written_day(one.decided_on or "") == row.decided_on)
            for review in self._reviews[account.portal]
            for one in review.decisions or ()
        )

    def _record(self, portal: Portal, rows: Sequence[ReviewedRow]) -> None:
        decisions = {account.id: (row, self._values(row, account)) for row in rows if (account := self._account(row))}
        open_reviews = [one for one in self._reviews[portal.id] if one.completed_on is None]
        if open_reviews:
            review = max(open_reviews, key=lambda one: one.opened_on or "")
            self._into(review, portal, decisions)
            return
        days = sorted(row.decided_on for row in rows if row.decided_on) or [self._hand.taken_on or self._hand.today]
        live = {account.id for account in self._accounts if account.portal == portal.id and account.status in LIVE}
        reviewers = {str(values["reviewer"]) for _, values in decisions.values() if "reviewer" in values}
        record: dict[str, Value] = {
            "id": self._draft.free_id("reviews", f"{portal.id}-{days[-1]}"),
            "portal": portal.id,
            "opened_on": days[0],
            "completed_on": days[-1] if live <= decisions.keys() else "",
            "reviewer": reviewers.pop() if len(reviewers) == 1 else "",
            "snapshot": self._snapshot(portal),
            "decisions": [values for _, values in decisions.values()],
        }
        home = self._draft.home_of("reviews", f"reviews/{portal.id}.yaml", lambda one: one.portal == portal.id)
        self._draft.add("reviews", record, rows[0].place, name=f"review of {portal.name}", home=home)

    def _into(self, review: Review, portal: Portal, decisions: dict[str, tuple[ReviewedRow, dict[str, Value]]]) -> None:
        """Decisions of a review that is open: new ones, and others about the same logins."""
        known: dict[str, tuple[int, Decision]] = {
            one.account: (number, one) for number, one in enumerate(review.decisions or ())
        }
        name = f"review of {portal.name}"
        for account, (row, values) in decisions.items():
            if account not in known:
                self._draft.grow("reviews", review, ("decisions",), values, row.place, name=name)
                continue
            number, one = known[account]
            for key, value in values.items():
                if getattr(one, key) != value:
                    self._draft.set_part("reviews", review, ("decisions", number, key), value, row.place, name=name)

    def _values(self, row: ReviewedRow, account: Account) -> dict[str, Value]:
        reviewer = self._people.named(row.reviewer) if row.reviewer else None
        if row.reviewer and reviewer is None:
            self._wrong(row, f"the reviewer '{row.reviewer}' is not on the staff list")
        values: dict[str, Value] = {
            "account": account.id,
            "decision": row.decision,
            "reviewer": reviewer.id if reviewer else "",
            "decided_on": row.decided_on,
            "reason": row.reason,
        }
        return {key: value for key, value in values.items() if value}

    @staticmethod
    def _snapshot(portal: Portal) -> dict[str, Value]:
        """The newest list that is kept of the portal, which the decisions were about."""
        newest = max(portal.exports or (), key=lambda export: export.taken_on, default=None)
        if newest is None:
            return {}
        told = {"taken_on": newest.taken_on, "source": newest.source, "sha256": newest.sha256}
        return {key: value for key, value in told.items() if value}

    def _wrong(self, row: ReviewedRow, message: str) -> None:
        hint = "correct the sheet and import it again"
        self._draft.problems.append(Problem(ProblemCode.UNKNOWN_REFERENCE, message, row.place, hint))
