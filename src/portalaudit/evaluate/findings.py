"""Verdicts in words: what a finding says, and the places that it points at."""

import hashlib
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from portalaudit.evaluate.detail import Detail, Item, Questions
from portalaudit.evaluate.gaps import Gap, gaps_of
from portalaudit.evaluate.not_enough import not_enough_information
from portalaudit.evaluate.selection import Mask, mask_of
from portalaudit.inventory.rows import written
from portalaudit.inventory.subjects import Subjects
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value, World
from portalaudit.model import Place, Related, Severity, Status, Subject, Verdict, fingerprint
from portalaudit.model.rule_summary import ParamValue
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Listed
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.expressions import Expression
from portalaudit.policy.messages import Lookup, Template
from portalaudit.policy.readtree import Route
from portalaudit.policy.rules import Check, Rule
from portalaudit.policy.scope import AS_OF, KEY, PARAMS

MAX_RELATED = 10
"""Second places of one finding; more would hide what they are to show, and are counted."""

MOST_ITEMS = 10
"""Items of one check that a message names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be said of a subject that needs someone: the checks that failed, and those that cannot be told."""

    status: Status
    severity: Severity
    missing: tuple[str, ...] = ()
    failure: str = ""
    failed: tuple[int, ...] = ()
    undetermined: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a failed check says of one item of its list, or of the subject: about what, and in which words.

    `several` are the values of each fact in the words that has several.
    """

    item: Item | None
    about: str
    words: str
    several: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Failed:
    """A check that failed, with its failing items where it has any, and what it says."""

    check: Check
    items: tuple[Item, ...] | None
    sentences: tuple[Sentence, ...] = ()


Failing: TypeAlias = Callable[[Expression, Mapping[str, ParamValue], Mask], Mapping[int, Sequence[Record]]]
"""The records that fail a check for some subjects, by position, where judging can tell them one by one."""


class Writer:
    """Writes the verdicts of one rule."""

    def __init__(
        self, rule: Rule, subjects: Subjects, world: World, evaluator: Evaluator, failing: Failing | None = None
    ) -> None:
        self.rule, self.subjects, self.world = rule, subjects, world
        self._questions = Questions(rule, evaluator)
        self._failing = failing
        self._failed_at: dict[int, list[int]] = {}
        self._records: dict[int, Mapping[int, Sequence[Record]]] = {}

    def expect(self, answers: Mapping[int, Answer]) -> None:
        """Be told beforehand of all verdicts to come, by position: what fails is looked up for all of them at once."""
        for position, answer in answers.items():
            for index in answer.failed:
                self._failed_at.setdefault(index, []).append(position)

    def verdict(self, position: int, answer: Answer) -> Verdict:
        """The whole verdict for the subject at a position."""
        record = self.subjects.records[position]
        subject = Subject(self.rule.variable, self.subjects.ids[position])
        detail = Detail(self._questions, record, self.world)
        failed = tuple(self._failed(record, detail, index, position) for index in answer.failed)
        place, related, more = self._places(position, record, answer, detail, failed)
        gaps = self._every_gap(record, answer)
        return Verdict(
            rule=self.rule.id,
            subject=subject,
            status=answer.status,
            severity=answer.severity,
            message=self._message(record, answer, detail, failed, gaps),
            place=place,
            fingerprint=fingerprint(self.rule.id, self._practice_id(), subject),
            related=related,
            missing=tuple(dict.fromkeys(name for gap in gaps for name in gap.names)),
            more=more,
            checks=tuple(one.check.id for one in failed if one.check.id),
            undetermined=tuple(name for index in answer.undetermined if (name := self.rule.checks[index].id)),
            gaps=tuple(dict.fromkeys(gap.missing(self.world) for gap in gaps)),
            listed=self._listed(record, detail, failed),
        )

    def evidence(self, position: int) -> str:
        """Why the subject at a position passes; empty where the rule does not say."""
        if self.rule.pass_message is None:
            return ""
        record = self.subjects.records[position]
        return self._rendered(self.rule.pass_message, record, Detail(self._questions, record, self.world))

    def _failed(self, record: Record, detail: Detail, index: int, position: int) -> Failed:
        check = self.rule.checks[index]
        items = None if check.asked.items is None else self._failing_items(detail, check, index, position)
        every: Sequence[Item | None] = (None,) if items is None else items
        return Failed(check, items, tuple(self._sentence(record, detail, check, item) for item in every))

    def _failing_items(self, detail: Detail, check: Check, index: int, position: int) -> tuple[Item, ...]:
        known = self._named(check, index).get(position)
        if known is not None:
            return tuple(Item(record, outcome=False) for record in known)
        return tuple(item for item in detail.items(check) if item.outcome is False)

    def _sentence(self, record: Record, detail: Detail, check: Check, item: Item | None) -> Sentence:
        lookup = self._lookup_in(record, detail, check, item)
        return Sentence(item, check.about.render(lookup) if check.about else "", *check.message.told(lookup))

    def _named(self, check: Check, index: int) -> Mapping[int, Sequence[Record]]:
        """The records that fail a check, by position."""
        if index not in self._records:
            among = mask_of(self._failed_at.get(index, ()), len(self.subjects.records))
            known = self._failing(check.asked.holds, self.rule.params, among) if self._failing and among else {}
            self._records[index] = known
        return self._records[index]

    def _practice_id(self) -> str:
        practice = self.world.inventory.practice
        return practice.id if practice else ""

    def _message(
        self, record: Record, answer: Answer, detail: Detail, failed: Sequence[Failed], gaps: Sequence[Gap]
    ) -> str:
        if answer.status is Status.UNKNOWN:
            return not_enough_information(gaps, self.world)
        if answer.status is Status.RESOLVED and self.rule.resolution is not None:
            return self._rendered(self.rule.resolution.message, record, detail)
        if answer.status is Status.ERROR:
            return f"the rule could not be evaluated: {answer.failure}"
        sentences = "; ".join(self._sentences(failed))
        lead = self.rule.message if self.rule.form.checks[0].where else None
        said = f"{self._rendered(lead, record, detail)}: {sentences}" if lead else sentences
        undetermined = ", ".join(self.rule.checks[index].id for index in answer.undetermined)
        return f"{said}; not enough information for: {undetermined}" if undetermined else said

    def _every_gap(self, record: Record, answer: Answer) -> tuple[Gap, ...]:
        """What is not recorded where a subject cannot be judged, each once."""
        gaps = (gap for name in answer.missing for gap in self._gaps(record, name))
        return tuple({gap.key: gap for gap in gaps}.values())

    def _gaps(self, record: Record, name: str) -> tuple[Gap, ...]:
        """What is not recorded where a fact that the rule names is not known."""
        variable, *route = name.split(".")
        start = record if variable == self.rule.variable else self.world.inventory.practice
        return gaps_of(self.world, start, route) if start is not None and route else ()

    def _sentences(self, failed: Sequence[Failed]) -> Iterator[str]:
        """What the failed checks say, once for each item, what is about the same in one sentence."""
        said: dict[str, dict[str, None]] = {}
        for one in failed:
            for about, words in _said(one):
                said.setdefault(about or words, {}).setdefault(words)
        for about, every in said.items():
            yield about if about in every else f"{about}: {', '.join(every)}"

    def _listed(self, record: Record, detail: Detail, failed: Sequence[Failed]) -> tuple[Listed, ...]:
        """The items that fail, and what the messages list, each known by its check and by what it is."""
        lead = self.rule.message if self.rule.form.checks[0].where else None
        found: dict[tuple[str, str], None] = {}
        if lead and failed:
            several = lead.told(self._lookup_in(record, detail))[1]
            found.update(((f"{name}\0{self._same(word)}", word), None) for name, word in several)
        for one in failed:
            for sentence in one.sentences:
                found.update((each, None) for each in self._things(one.check, sentence))
        return tuple(sorted((_listed(*each) for each in found), key=_IN_ORDER))

    def _things(self, check: Check, said: Sentence) -> Iterator[tuple[str, str]]:
        """What a sentence is about and what it lists, each by what it is and in words."""
        start = f"{check.id}\0"
        if said.item is not None:
            # What has an id is the same thing whatever else is said of it.
            known = getattr(said.item.value, "id", None)
            start += f"{known or said.words}\0"
            yield start, said.words
        yield from ((f"{start}{name}\0{self._same(word)}", word) for name, word in said.several)

    def _same(self, word: str) -> str:
        """What stays the same of a word where a person or portal gets another name: the id."""
        return self.world.indexes.id_of_name.get(word, word)

    def _rendered(self, message: Template, record: Record, detail: Detail) -> str:
        return message.render(self._lookup_in(record, detail))

    def _lookup_in(
        self, record: Record, detail: Detail, check: Check | None = None, item: Item | None = None
    ) -> Lookup:
        name = check.asked.items.name if check and check.asked.items and item else ""

        def lookup(route: Route) -> Value:
            if item is not None and route[0] == name:
                return _along(self.world, item.value, route[1:])
            if route[0] in self.rule.variables:
                return _along(self.world, detail.variable(route[0]), route[1:])
            return self._lookup(record, route)

        return lookup

    def _lookup(self, record: Record, route: Route) -> Value:
        variable, *names = route
        if variable == PARAMS:
            return self.rule.params[names[0]]
        if variable in (AS_OF, KEY):
            return self.world.calendar.as_of.isoformat() if variable == AS_OF else record.key
        value = record if variable == self.rule.variable else self.world.inventory.practice
        return _along(self.world, value, tuple(names))

    def _places(
        self, position: int, record: Record, answer: Answer, detail: Detail, failed: Sequence[Failed]
    ) -> tuple[Place, tuple[Related, ...], int]:
        """Where a finding is, its second places, and how many more of those there are."""
        if answer.status is Status.UNKNOWN:
            subject = self.subjects.place(position)
            place = self._undetermined_place(record, answer, detail) or self._missing_place(
                position, record, answer.missing
            )
            is_same_line = (place.path, place.line) == (subject.path, subject.line)
            return place, () if is_same_line else (Related(subject, "needed here"),), 0
        pointed = [place for one in failed for place in self._of_check(record, one)]
        if answer.status is Status.RESOLVED and self.rule.resolution is not None:
            pointed = self.world.places(record, self.rule.resolution.point_at)
        places = pointed or [self.subjects.place(position)]
        more = [Related(place, "here too") for place in places[1:]]
        for second in self.rule.related:
            more += [Related(place, second.label) for place in self.world.places(record, second.point_at)]
        seconds = dict.fromkeys(second for second in more if second.place != places[0])
        return places[0], tuple(seconds)[:MAX_RELATED], max(len(seconds) - MAX_RELATED, 0)

    def _of_check(self, record: Record, failed: Failed) -> list[Place]:
        """The places that a failed check points at."""
        route, items = failed.check.point_at, failed.check.asked.items
        if items is None or not route or route[0] != items.name:
            return self.world.places(record, route)
        return [place for one in failed.items or () for place in self._of_item(one.value, route[1:])]

    def _of_item(self, item: Value, route: Route) -> list[Place]:
        """Where a fact of an item is written; nothing where the item is written in no one place."""
        if self.world.indexes.has_origin(item):
            return self.world.places(item, route)
        row = written(item)
        if row is None:
            behind = self.world.value(item, route[0]) if route else ()
            several = behind if isinstance(behind, tuple) else (behind,)
            return [place for each in several if each is not None for place in self._of_item(each, route[1:])]
        return [self.world.inventory.place(self.world.indexes.origin(row.record), (*row.route, *route))]

    def _undetermined_place(self, record: Record, answer: Answer, detail: Detail) -> Place | None:
        """Where the first check points that cannot be told of an item; None where it is of the subject itself."""
        for check in map(self.rule.checks.__getitem__, answer.undetermined):
            items = tuple(item for item in detail.items(check) if item.outcome not in (True, False))
            if items:
                return next(iter(self._of_check(record, Failed(check, items))), None)
        return None

    def _missing_place(self, position: int, record: Record, missing: Sequence[str]) -> Place:
        """Where the first missing fact would be written: in the first record that lacks it."""
        for name in missing:
            variable, *route = name.split(".")
            if variable == self.rule.variable and route:
                lacking = next(self._lacking(record, route), record)
                found = lacking is not record and self.world.indexes.has_origin(lacking)
                places = self.world.places(*((lacking, tuple(route[-1:])) if found else (record, tuple(route))))
                if places:
                    return places[0]
        return self.subjects.place(position)

    def _lacking(self, record: Record, route: Sequence[str]) -> Iterator[Record]:
        """The records before the end of a route that lack the fact there."""
        value = self.world.value(record, route[0])
        if len(route) == 1:
            yield from () if value is not None else (record,)
            return
        for each in value if isinstance(value, tuple) else (value,):
            if each is not None and not isinstance(each, dict):
                yield from self._lacking(each, route[1:])


def _said(failed: Failed) -> Iterator[tuple[str, str]]:
    """What a failed check is about and what it says, once for each item; of many items the first, and a count."""
    found = tuple(dict.fromkeys((one.about, one.words) for one in failed.sentences))
    yield from found[:MOST_ITEMS]
    if len(found) > MOST_ITEMS:
        yield "", f"and {len(found) - MOST_ITEMS} more"


def _listed(what: str, words: str) -> Listed:
    """A digest stands for what it is, so that a file which keeps it names no one."""
    return Listed(hashlib.sha256(what.encode()).hexdigest()[:_DIGITS], words)


_DIGITS = 16
_IN_ORDER = operator.attrgetter("key", "words")


def _along(world: World, value: Value, route: Route) -> Value:
    for name in route:
        value = _step(world, value, name)
    return value


def _step(world: World, value: Value, name: str) -> Value:
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(found for item in value if (found := _step(world, item, name)) is not None)
    return world.value(value, name)
