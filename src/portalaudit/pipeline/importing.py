"""Lists of other programs into an inventory: understood, compared, and planned; written only on request."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from portalaudit.imports.access_decisions import plan_decisions
from portalaudit.imports.answer_sheet import plan_answers
from portalaudit.imports.import_plan import ListRead, Plan, Query, ToldChanges
from portalaudit.imports.inventory_draft import Draft
from portalaudit.imports.inventory_folder import InventoryFolder
from portalaudit.imports.kept_maps import Learned, is_news, map_path
from portalaudit.imports.list_at_hand import ListAtHand, everyone
from portalaudit.imports.list_files import (
    GivenList,
    ListReader,
    Understood,
    Wishes,
    doubts_asked,
    list_vocabulary,
    unfit_answers,
)
from portalaudit.imports.new_portals import choose_portal, choose_vendor
from portalaudit.imports.open_answers import plan_open_answers
from portalaudit.imports.portal_exports import plan_users
from portalaudit.imports.question_file import QUESTIONS, AskedBefore, Settled, questions_content, series
from portalaudit.imports.roster_company import COMPANY, company_of
from portalaudit.imports.staff_roster import plan_roster
from portalaudit.imports.training_sheet import plan_training
from portalaudit.inventory.records import Person
from portalaudit.model import Place, Problem
from portalaudit.model.problem import in_order
from portalaudit.model.values import replace
from portalaudit.pipeline.assignment import Assignment
from portalaudit.pipeline.policies import Policies, compile_all
from portalaudit.sheets.layouts import Layout
from portalaudit.sheets.list_reading import KnownMap, map_text, read_maps, rows
from portalaudit.sheets.listed import Coverage, ListedRow, ListKind, Remark, SkippedRow
from portalaudit.source.files import Text

_ORDER = tuple(ListKind)
"""A roster comes before the lists whose people it knows."""

_SURE = (frozenset({"employee_number", "npi"}), frozenset({"email"}))
"""Columns of a user list that say whose a login is, the surest first."""

_GENERIC = "generic-identity"
"""The rule whose patterns say which logins are those of a job."""

_NOTHING_YET = "nothing of this list is taken until what it asks is answered"

_PLANNERS: Mapping[ListKind, Callable[[ListAtHand, Iterable[ListedRow]], ListRead]] = {
    ListKind.ROSTER: plan_roster,
    ListKind.USERS: plan_users,
    ListKind.TRAINING: plan_training,
    ListKind.QUESTIONS: plan_answers,
    ListKind.ACCESS: plan_decisions,
}


def plan_import(assignment: Assignment, given: Sequence[GivenList], wishes: Wishes) -> Plan:
    """What the lists would change, or, without any, the answers that wait in the file of questions.

    Nothing is written; with a problem nothing else is planned.
    """
    policies, in_policies = compile_all(assignment.policies, shelf=assignment.shelf)
    folder = InventoryFolder(assignment.inventory, assignment.left_out)
    before, in_questions = folder.asked_before()
    # No name for what is opened here: it is let go when a list has changed it, before it is read again.
    first = (*in_policies, *folder.opened(policies.reference, wishes.today).problems, *in_questions)
    if first:
        return Plan(problems=in_order(first))
    named = _named(wishes, given[0] if given else GivenList(QUESTIONS, b""), folder, policies)
    if isinstance(named, Problem):
        return Plan(problems=(named,))
    wishes, added = named
    portals = folder.opened(policies.reference, wishes.today).inventory.tables["portals"].records
    vocabulary = list_vocabulary(portals, policies.reference)
    maps, in_maps = folder.maps(vocabulary)
    reader = ListReader(wishes, maps, portals, vocabulary)
    read = [reader.understand(each, before) for each in given]
    if wrong := [*in_maps, *(problem for _, found in read for problem in found)]:
        return Plan(problems=in_order(wrong))
    tables = [one for found, _ in read for one in found]
    ready = [(one.recognised.layout, one) for one in tables if one.recognised.is_ready]
    run = _Import(policies, folder, before, wishes, maps, added=added, whole=_whole_rosters(tables))
    if not given:
        run.take_answers()
    for one in tables:
        run.note(one)
    for layout, one in sorted(((a, b) for a, b in ready if a is not None), key=lambda each: _rank(each[0])):
        run.take(one, layout)
    return run.plan()


def _named(
    wishes: Wishes, first: GivenList, folder: InventoryFolder, policies: Policies
) -> tuple[Wishes, ToldChanges] | Problem:
    """The wishes with the ids of the portal and the company that they name, and the changes that add new ones."""
    inventory, place = folder.opened(policies.reference, wishes.today).inventory, Place(first.path)
    draft = Draft(inventory)
    if wishes.portal:
        portals, profiles = inventory.tables["portals"].records, policies.reference.profiles
        portal = choose_portal(wishes.portal, wishes.new_portal, portals, profiles, place)
        if isinstance(portal, Problem):
            return portal
        portal.add_to(draft, place)
        wishes = replace(wishes, portal=portal.id)
    if wishes.vendor:
        vendor = choose_vendor(wishes.vendor, inventory.tables["vendors"].records, place)
        if isinstance(vendor, Problem):
            return vendor
        vendor.add_to(draft, place)
        wishes = replace(wishes, vendor=vendor.id)
    folder.change(draft.contents())
    added = ToldChanges()
    added.take(draft.changes)
    return wishes, added


def _whole_rosters(tables: Iterable[Understood]) -> frozenset[str]:
    """The tables with which a roster has shown everyone: a file's last sheet, where all are read and one is whole."""
    sheets: dict[str, list[Understood]] = defaultdict(list)
    for one in tables:
        if one.recognised.kind is ListKind.ROSTER:
            sheets[one.given.path].append(one)
    layouts = {every[-1].sheet.path: [one.recognised.layout for one in every] for every in sheets.values()}
    ready = {every[-1].sheet.path for every in sheets.values() if all(one.recognised.is_ready for one in every)}
    return frozenset(last for last in ready if any(one and one.coverage is Coverage.FULL for one in layouts[last]))


def _rank(layout: Layout) -> tuple[int, int]:
    """Where a list comes: a roster first, then the user lists that name people most surely, whose mailboxes help on."""
    sure = next((rank for rank, held in enumerate(_SURE) if not held.isdisjoint(layout.columns)), len(_SURE))
    return _ORDER.index(layout.kind), sure if layout.kind is ListKind.USERS else 0


class _Import:
    """One import: each list is compared with the inventory as the lists before it leave it."""

    def __init__(
        self,
        policies: Policies,
        folder: InventoryFolder,
        before: AskedBefore,
        wishes: Wishes,
        maps: Sequence[KnownMap],
        *,
        added: ToldChanges,
        whole: Collection[str],
    ) -> None:
        self._whole = whole
        self._policies, self._folder, self._before, self._wishes = policies, folder, before, wishes
        self._maps = {one.path: one.written for one in maps if one.is_own}
        self._job_words = _job_words(policies)
        self._lists: list[ListRead] = []
        self._changes = added
        self._queries: list[Query] = []
        self._skipped: list[SkippedRow] = []
        self._remarks: list[Remark] = []
        self._problems: list[Problem] = []
        self._settled = Settled()
        self._waiting = self._answered = 0
        self._seen: dict[tuple[str, str], set[str]] = {}

    def note(self, one: Understood) -> None:
        """What is said and asked of a table before any row is looked at."""
        self._queries += doubts_asked(one)
        self._remarks += one.recognised.remarks
        self._remarks += unfit_answers(one, self._before)
        if not one.recognised.is_ready:
            self._remarks.append(Remark(one.place, _NOTHING_YET))

    def take_answers(self) -> None:
        """Use the answers that need no list."""
        opened, today = (
            self._folder.opened(self._policies.reference, self._wishes.today),
            self._wishes.today.isoformat(),
        )
        draft = Draft(opened.inventory)
        people = everyone(opened, today, self._job_words)
        read, self._answered = plan_open_answers(self._before, people, draft, today)
        self._lists.append(read)
        self._keep(draft)
        self._waiting = self._before.open() - self._answered

    def _keep(self, draft: Draft) -> None:
        """Take over what a draft holds. Changes and questions come in the order of the lines, as one reads the list."""
        self._folder.change(draft.contents())
        self._changes.take(draft.changes)
        self._queries += sorted(draft.queries, key=_where)
        self._skipped += draft.skipped
        self._remarks += draft.remarks
        self._problems += draft.problems

    def take(self, one: Understood, layout: Layout) -> None:
        """Compare one list with the inventory."""
        today = self._wishes.today
        opened = self._folder.opened(self._policies.reference, today)
        draft = Draft(opened.inventory)
        hand = ListAtHand(
            given=one.given,
            sheet=one.sheet,
            layout=layout,
            taken_on=one.taken_on,
            today=today.isoformat(),
            vendor=self._wishes.vendor,
            opened=opened,
            folder=self._folder,
            before=self._before,
            job_words=self._job_words,
            draft=draft,
            learned=Learned(one for one in self._maps.values() if one.kind == layout.kind),
        )
        if layout.kind is ListKind.ROSTER and not hand.vendor:
            answered = self._before.answers.below(one.given.name)
            company = company_of(hand, rows(hand.sheet, layout), self._maps, answered.get(COMPANY))
            self._remarks += [Remark(hand.place, company.remark)] if company.remark else []
            if company.ask is not None:
                self._queries.append(company.ask)
                self._remarks.append(Remark(one.place, _NOTHING_YET))
                return
            hand = replace(hand, vendor=company.id)
        seen = self._seen.setdefault((one.given.path, hand.vendor), set())
        hand = replace(hand, also_seen=seen, shows_all=one.sheet.path in self._whole)
        self._lists.append(_PLANNERS[layout.kind](hand, _typed(hand)))
        self._keep(draft)
        self._learn(one, hand)
        self._settle(one, hand, draft)

    def _settle(self, one: Understood, hand: ListAtHand, draft: Draft) -> None:
        """Note which questions and answers are done with, now that the list was taken."""
        layout = hand.layout
        self._settled.scopes.update((one.given.name, one.scope))
        # No map keeps the day or the name of one training: while something else is open of it, they are needed again.
        if layout.kind is not ListKind.TRAINING or not draft.queries:
            self._before.answers.used.update(f"{one.scope}/{doubt}" for doubt in one.answers)
        self._before.answers.used.add(f"{one.given.name}/{COMPANY}")
        if layout.coverage is Coverage.FULL and layout.kind is ListKind.ROSTER:
            self._settled.rosters.add(series(one.given.name))
        elif layout.coverage is Coverage.FULL:
            self._settled.scopes.add(hand.scope)

    def _learn(self, one: Understood, hand: ListAtHand) -> None:
        """Keep what was understood, where it is not what the map says already."""
        layout, path = hand.layout, map_path(hand.layout, self._maps, hand.vendor)
        known = self._maps.get(path)
        learned = hand.learned.added_to(known, layout)
        if path and (known is None or learned is not known or is_news(one, known)):
            text = map_text(layout, known=learned, vendor=hand.vendor)
            self._folder.change_map(path, text)
            kept, _ = read_maps([Text(path, text.encode())])
            self._maps |= {each.path: each.written for each in kept}

    def plan(self) -> Plan:
        """Everything together, with the files as they will be."""
        after = self._folder.opened(self._policies.reference, self._wishes.today)
        first = {query.id: query for query in reversed(self._queries)}  # what two lists ask is one question
        queries = tuple(query for query in self._queries if first[query.id] is query)
        self._settled.single.update(_recorded(after.inventory.tables["staff"].records))
        return Plan(
            tuple(self._lists),
            self._changes,
            queries,
            tuple(sorted(self._skipped, key=lambda one: one.place)),
            tuple(sorted(self._remarks, key=lambda one: one.place)),
            (*self._problems, *map(_of_import, after.problems)),
            self._folder.new_texts(questions_content(queries, self._before, self._settled)),
            self._waiting,
            self._answered,
        )


def _typed(hand: ListAtHand) -> Iterator[ListedRow]:
    """The typed rows of a list; what else stands in it is said."""
    for row in rows(hand.sheet, hand.layout):
        if isinstance(row, SkippedRow):
            hand.draft.skipped.append(row)
        elif isinstance(row, Remark):
            hand.draft.remarks.append(row)
        else:
            yield row


def _recorded(staff: Iterable[Person]) -> Iterator[str]:
    """The ids of questions about last days and returns that the records answer."""
    for person in staff:
        if spells := person.engagements or ():
            yield f"roster/left/{person.id}" if all(one.end for one in spells) else f"roster/back/{person.id}"


def _where(one: Query) -> Place:
    return one.place


def _of_import(problem: Problem) -> Problem:
    """A problem of the inventory as it would be: the lists do not fit together with it."""
    hint = f"nothing was written; {problem.hint or 'look at the line of the list'}"
    return Problem(problem.code, f"with this import, {problem.message}", problem.place, hint, problem.related)


def _job_words(policies: Policies) -> tuple[str, ...]:
    rule = next((rule for rule in policies.rules.rules if rule.id == _GENERIC), None)
    patterns = rule.params.get("patterns") if rule is not None else None
    return patterns if isinstance(patterns, tuple) else ()
