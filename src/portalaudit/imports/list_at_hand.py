"""One list that is ready to be compared, with everything that a comparison asks for."""

import re
from collections.abc import Sequence

from portalaudit.imports.import_plan import ListRead
from portalaudit.imports.inventory_draft import Draft
from portalaudit.imports.inventory_folder import InventoryFolder, Opened
from portalaudit.imports.kept_maps import Learned
from portalaudit.imports.list_files import GivenList
from portalaudit.imports.people_matching import People
from portalaudit.imports.question_file import AskedBefore
from portalaudit.inventory.facts.identity import generic_words
from portalaudit.inventory.records import Account
from portalaudit.model import Place
from portalaudit.model.values import dataclass, field
from portalaudit.sheets.layouts import Layout
from portalaudit.sheets.list_reading import Sheet


@dataclass(frozen=True, slots=True)
class ListAtHand:
    """A list, the inventory as the lists before it leave it, and the draft of what it changes.

    `vendor` is the company whose people a roster shows, empty for the practice's own; `job_words` are patterns of words
    that name a job and no person. `also_seen` are the people of the file's other sheets that were gone through,
    and `shows_all` says that with this one the file has shown everyone.
    """

    given: GivenList
    sheet: Sheet
    layout: Layout
    taken_on: str
    today: str
    vendor: str
    opened: Opened
    folder: InventoryFolder
    before: AskedBefore
    job_words: Sequence[str]
    draft: Draft
    learned: Learned
    also_seen: set[str] = field(default_factory=set)
    shows_all: bool = False

    @property
    def place(self) -> Place:
        """The line of the headings."""
        return self.sheet.place(self.layout.head.line)

    @property
    def scope(self) -> str:
        """What the ids of questions about its rows begin with: the portal, else the kind."""
        return self.layout.portal or self.layout.kind.value

    def people(self, on: str) -> People:
        """Everyone of the staff list, as seen from a day."""
        return everyone(self.opened, on, self.job_words)

    def names_a_job(self, text: str) -> bool:
        """Whether a login or a name shown is that of a job, as the rules about such names have it."""
        return _names_a_job(text, self.opened, self.job_words)

    def read(self, rows: int, *, about: str = "", kept_as: str = "", sha256: str = "", decisions: str = "") -> ListRead:
        """What the plan says of the list."""
        kind, coverage = self.layout.kind, self.layout.coverage
        return ListRead(self.given.path, kind, self.taken_on, coverage, rows, about, kept_as, sha256, decisions)


def everyone(opened: Opened, on: str, job_words: Sequence[str]) -> People:
    """Everyone of the staff list, as seen from a day, with the mailboxes that their own logins have."""
    inventory = opened.inventory
    shared = inventory.practice.shared_mailboxes if inventory.practice else None
    accounts: Sequence[Account] = inventory.tables["accounts"].records
    mailboxes = (
        (address, account.person)
        for account in accounts
        if account.person and account.type == "individual"
        for address in (account.email or "", account.login)
        if "@" in address and not _names_a_job(address, opened, job_words)
    )
    return People(inventory.tables["staff"].records, on, shared_mailboxes=shared or (), mailboxes=mailboxes)


def _names_a_job(text: str, opened: Opened, job_words: Sequence[str]) -> bool:
    words = generic_words(text, (), opened.world)
    return any(re.fullmatch(pattern, word) for word in words for pattern in job_words)
