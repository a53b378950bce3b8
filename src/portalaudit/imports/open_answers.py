"""Answers in the file of questions that need no list: whose a login is, and when someone left, was away or is back.

The others are about a list, what its columns, words and titles mean: they count when it is imported again.
"""

from collections import Counter
from collections.abc import Sequence

from portalaudit.imports.answered_users import answered_user, names_no_one
from portalaudit.imports.import_plan import ListRead
from portalaudit.imports.inventory_draft import Draft
from portalaudit.imports.leave_days import leave_answered
from portalaudit.imports.people_matching import People
from portalaudit.imports.question_file import QUESTIONS, Answer, AskedBefore
from portalaudit.imports.yaml_text import Value
from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.records import Account, Person
from portalaudit.model import Place
from portalaudit.sheets.listed import Coverage, ListKind
from portalaudit.source.dates import read_day


def plan_open_answers(before: AskedBefore, people: People, draft: Draft, today: str) -> tuple[ListRead, int]:
    """Everything that the answers change by themselves; which lists the others wait for is said.

    With it comes how many wait.
    """
    every = before.answers.every()
    planner = _Answers(before, people, draft, today)
    waiting = Counter(before.list_of(ask) for ask, answer in every.items() if not planner.take(ask, answer))
    for name, number in sorted(waiting.items()):
        what = "1 answer counts" if number == 1 else f"{number:,} answers count"
        draft.remark(
            Place(QUESTIONS), f"{what} when the list is imported again: {name or 'the one that was asked about'}"
        )
    return ListRead(QUESTIONS, ListKind.QUESTIONS, "", Coverage.UNKNOWN, len(every)), waiting.total()


class _Answers:
    def __init__(self, before: AskedBefore, people: People, draft: Draft, today: str) -> None:
        self._before, self._people, self._draft, self._today = before, people, draft, today
        self._accounts: Sequence[Account] = draft.inventory.tables["accounts"].records

    def take(self, ask: str, answer: Answer) -> bool:
        """Use an answer, or say why it cannot be used; False where it needs its list."""
        scope, _, rest = ask.partition("/")
        what, _, key = rest.partition("/")
        if what == "person":
            return self._login(ask, answer, [one for one in self._accounts if one.portal == scope], key)
        if scope == "roster" and what in ("left", "back", "leave"):
            person = self._people.by_id.get(key)
            if what == "leave":
                return person is not None and self._leave(ask, answer, person)
            return person is not None and self._spell(ask, answer, person, is_back=what == "back")
        return False

    def _login(self, ask: str, answer: Answer, accounts: Sequence[Account], login: str) -> bool:
        account = next((one for one in accounts if strict_form(one.login) == login), None)
        if account is None:
            return False
        user = answered_user(answer, self._people, self._today)
        if user is None:
            self._draft.remark(self._place(ask), names_no_one(answer, ask))
            return True
        self._before.answers.get(ask)
        portal = self._draft.inventory.tables["portals"].get(account.portal)
        name = f"{account.login} on {portal.name if portal else account.portal}"
        if not (account.person or account.persons or account.used_by or account.match):
            self._draft.change("accounts", account, user, self._place(ask), name=name)
        return True

    def _spell(self, ask: str, answer: Answer, person: Person, *, is_back: bool) -> bool:
        spells = person.engagements or ()
        if not spells:
            return False
        try:
            day = read_day(answer.text.strip())
        except ValueError as error:
            self._draft.remark(self._place(ask), f"the answer '{answer.text}' to {ask} {error}")
            return True
        self._before.answers.get(ask)
        index, spell = max(enumerate(spells), key=lambda each: each[1].start)
        if is_back and spell.end is not None and spell.end < day:
            begun: dict[str, Value] = {"kind": spell.kind, "start": day}
            self._draft.grow("staff", person, ("engagements",), begun, self._place(ask), name=person.name)
        elif not is_back and spell.end is None:
            path = ("engagements", index, "end")
            self._draft.set_part("staff", person, path, day, self._place(ask), name=person.name)
        return True

    def _leave(self, ask: str, answer: Answer, person: Person) -> bool:
        spells = person.engagements or ()
        if not spells:
            return False
        try:
            leave = leave_answered(answer.text)
        except ValueError as error:
            self._draft.remark(self._place(ask), f"the answer '{answer.text}' to {ask} {error}")
            return True
        self._before.answers.get(ask)
        index, spell = max(enumerate(spells), key=lambda each: each[1].start)
        if leave["start"] not in [one.start for one in spell.leave or ()]:
            into = ("engagements", index, "leave")
            self._draft.grow("staff", person, into, leave, self._place(ask), name=person.name)
        return True

    def _place(self, ask: str) -> Place:
        return Place(QUESTIONS, self._before.numbers[ask])
