"""A training sheet against the inventory: who completed what on which day, each once."""

from collections.abc import Iterable, Sequence

from portalaudit.imports.import_plan import ListRead, Query
from portalaudit.imports.inventory_draft import slug
from portalaudit.imports.legible_rows import legible_completions
from portalaudit.imports.list_at_hand import ListAtHand
from portalaudit.imports.people_matching import Described, Matched, offered
from portalaudit.inventory.records import Person
from portalaudit.inventory.records.training_records import Completion
from portalaudit.model import Place
from portalaudit.sheets.heading_words import IGNORED, folded
from portalaudit.sheets.listed import CompletionRow, ListedRow

NEW, NOBODY = "new", "nobody"
"""Answers besides ids: a training that is a module of its own, and a person who is not of the practice."""


def plan_training(hand: ListAtHand, rows: Iterable[ListedRow]) -> ListRead:
    """Everything that a training sheet adds. The sheet is kept as the evidence of what it adds."""
    listed = [*legible_completions(rows)]
    kept = _Training(hand).run(listed)
    return hand.read(len(listed), kept_as=kept)


class _Training:
    def __init__(self, hand: ListAtHand) -> None:
        self._hand, self._draft = hand, hand.draft
        # A completion stays true of someone who has left since.
        self._people = hand.people(hand.taken_on or hand.today)
        tables = hand.opened.inventory.tables
        self._modules: dict[str, str] = {
            folded(word): each.id for each in tables["modules"].records for word in (each.title or "", each.id)
        }
        self._titles = {each.id: each.title or each.id for each in tables["modules"].records}
        completions = tables["completions"].records
        self._known = set(map(_key, completions))
        kept = hand.folder.kept_list(hand.given.content)
        self._of_this_sheet = {_key(each) for each in completions if kept and each.evidence == kept}
        self._home = self._draft.home_of("completions", "training.yaml")
        self._kept = ""

    def run(self, rows: Sequence[CompletionRow]) -> str:
        """Go through the completions; where the sheet is kept, empty where it adds nothing."""
        for row in sorted(
            rows, key=lambda one: (one.name.key if one.name else (), one.email, one.completed_on, one.place)
        ):
            module = self._module(row)
            person = self._person(row, module)
            key = (person.id if person else "", module, row.completed_on)
            if person is None or not module or key in self._known:
                continue
            self._known.add(key)
            self._kept = self._kept or self._hand.folder.keep_list(self._hand.given.name, self._hand.given.content)
            values = {"person": person.id, "module": module, "completed_on": row.completed_on, "evidence": self._kept}
            name = f"{person.name}, {self._titles.get(module, module)}"
            self._draft.add("completions", values, row.place, name=name, home=self._home)
        return self._kept

    def _person(self, row: CompletionRow, module: str) -> Person | None:
        emails = (row.email,) if row.email else ()
        found = self._people.find(Described(row.name, emails, row.employee_number), leavers=True)
        if isinstance(found, Matched):
            return found.person
        # Whom a line of a finished sheet means was answered when its completion was recorded.
        done = [each for each in found.candidates if (each.id, module, row.completed_on) in self._of_this_sheet]
        if len(done) == 1:
            return done[0]
        shown = row.name.written if row.name else row.email or row.employee_number
        ask = f"training/who/{'-'.join(row.name.key) if row.name else slug(shown)}"
        answer = self._hand.before.answers.get(ask)
        if answer is not None and answer.text.strip().casefold() == NOBODY:
            self._draft.skip(row.place, f"{shown} is not of the practice")
            return None
        if answer is not None and (person := self._people.named(answer.text)) is not None:
            return person
        question = f"Who is this? {found.why[:1].upper()}{found.why[1:]}. Write an id, or `{NOBODY}`."
        number = f" (employee number {row.employee_number})" if row.name and row.employee_number else ""
        self._draft.ask(Query(ask, f"{shown}{number}", question, row.place, tuple(map(offered, found.candidates))))
        return None

    def _module(self, row: CompletionRow) -> str:
        known = self._hand.learned.module_of(row.module)
        if known is not None:
            return known
        if folded(row.module) in self._modules:
            return self._modules[folded(row.module)]
        return self._answered(row.module, row.place)

    def _answered(self, name: str, place: Place) -> str:
        ask = f"training/module/{folded(name)}"
        answer = self._hand.before.answers.get(ask)
        word = answer.text.strip() if answer is not None else ""
        if word.casefold() == IGNORED:
            self._hand.learned.learn_module(name, "")
            return ""
        module: str = self._modules.get(folded(word), "") if word else ""
        if word.casefold() == NEW:
            module = self._draft.free_id("modules", slug(name))
            home = self._draft.home_of("modules", self._home)
            self._draft.add("modules", {"id": module, "title": name}, place, name=name, home=home)
        if module:
            self._hand.learned.learn_module(name, module)
            return module
        question = f"Which training module is this? Write its id, `{NEW}` for one of its own, or `{IGNORED}`."
        self._draft.ask(Query(ask, name, question, place, (*self._titles, NEW, IGNORED)))
        return ""


def _key(completion: Completion) -> tuple[str, str, str]:
    return completion.person, completion.module, completion.completed_on
