"""Files of shared facts compiled: each fact ready to be worked out, and everything that is wrong with the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from portalaudit.model import FactType, Kind, Place, Problem, ProblemCode, Related, Vocabulary
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.choices import with_expression
from portalaudit.policy.expression_compiler import compile_value
from portalaudit.policy.expressions import Expression
from portalaudit.policy.fault import Fault
from portalaudit.policy.message_spelling import did_you_mean
from portalaudit.policy.readtree import ReadTree, Route
from portalaudit.policy.routes import facts_of, follow
from portalaudit.policy.rule_records import ParamName, Text
from portalaudit.policy.scalars import place_in
from portalaudit.policy.scope import Language, Scope
from portalaudit.policy.shared_facts import SharedFact, with_facts
from portalaudit.source.document import Document
from portalaudit.source.record_types import field, record, validator
from portalaudit.source.typed import read

EXPRESSION = "expression"


@record
class FactFile:
    """One fact."""

    type: Text = field(
        description="What it gives: text, date, integer, number, boolean, a kind of record, or `list of` one of these"
    )
    meaning: Text = field(description="What it says of a record, as a sentence")
    expression: Text = field(description="How it is worked out, in CEL, over facts of the record, `practice`, `as_of`")
    written_at: Text | None = field(
        None, description="Fact whose place a finding about it points at; the record itself if absent"
    )


@record
class FactsFile:
    """Facts of one kind of record."""

    facts: dict[ParamName, FactFile] = field(description="The facts, by name")


def compile_facts(
    documents: Iterable[Document], vocabulary: Vocabulary
) -> tuple[tuple[SharedFact, ...], tuple[Problem, ...]]:
    """The facts in these documents, in their order, and everything that is wrong with them."""
    bench = _Bench(vocabulary)
    for document in documents:
        bench.declare(document)
    facts = bench.compiled()
    return facts, tuple(bench.problems)


@dataclass(frozen=True, slots=True)
class _Declared:
    fact: SharedFact
    written: FactFile
    document: Document

    def place(self, key: str, fault: Fault) -> Place:
        return place_in(self.document, ("facts", self.fact.name, key), fault.offset, fault.length)


class _Bench:
    """Facts on their way: declared one by one, then compiled together, because each may read the others."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []
        self._declared: dict[tuple[str, str], _Declared] = {}

    def declare(self, document: Document) -> None:
        """Note the facts of a file, with their types."""
        entity = PurePosixPath(document.path).stem
        if entity not in self.vocabulary.entities or "." in entity:
            hint = did_you_mean(entity, self.vocabulary.entities, "`portalaudit facts` lists the kinds of records")
            message = f"facts belong to a kind of record, and `{entity}` is not one"
            self.problems.append(Problem(ProblemCode.INVALID_VALUE, message, Place(document.path), hint))
            return
        for name, written in self._read(document).items():
            self._declare(document, entity, name, written)

    def _read(self, document: Document) -> Mapping[str, FactFile]:
        """The facts of a file that can be read; every problem of the others is noted."""
        whole, problems = read(document, (), document.data, validator(FactsFile), "facts file")
        self.problems += problems
        if whole is not None:
            return whole.facts
        nodes = document.data.get("facts")
        reader = validator(FactFile)
        several = nodes.items() if isinstance(nodes, dict) else ()
        found = {str(name): read(document, ("facts", name), node, reader, "fact")[0] for name, node in several}
        return {name: written for name, written in found.items() if written is not None}

    def _declare(self, document: Document, entity: str, name: str, written: FactFile) -> None:
        where = document.place(("facts", name), key=True)
        kind = self._type(written.type)
        if isinstance(kind, Fault):
            place = document.place(("facts", name, "type"))
            self.problems.append(Problem(ProblemCode.INVALID_VALUE, kind.message, place, kind.hint))
            return
        first = self._declared.get((entity, name))
        if first is not None or name in self.vocabulary.entities[entity].facts:
            message = f"`{entity}.{name}` has a meaning already"
            related = (Related(first.fact.place, "the first one"),) if first else ()
            hint = "choose another name; `portalaudit facts` lists those that are taken"
            self.problems.append(Problem(ProblemCode.DUPLICATE_ID, message, where, hint, related))
            return
        fact = SharedFact(entity, name, kind, written.meaning, None, (), where)
        self._declared[entity, name] = _Declared(fact, written, document)

    def _type(self, written: str) -> FactType | Fault:
        """The type that a text names."""
        name = written.removeprefix(_LIST)
        many = name != written
        if name in _PLAIN:
            return FactType(Kind(name), many=many)
        if name in self.vocabulary.entities:
            return FactType(Kind.RECORD, name, many=many)
        known = (*_PLAIN, *self.vocabulary.entities)
        hint = did_you_mean(name, known, f"it can be {', '.join(_PLAIN)}, a kind of record, or `list of` one of these")
        return Fault(0, f"`{name}` is not a type", hint)

    def compiled(self) -> tuple[SharedFact, ...]:
        """Every fact that was declared, with its expression where that is sound."""
        declared = tuple(self._declared.values())
        extended = with_facts(self.vocabulary, (one.fact for one in declared))
        language = Language(extended)
        made = {key: self._compiled(one, language) for key, one in self._declared.items()}
        for key, way in _circles(made, extended):
            message = f"this fact needs itself: {' → '.join('.'.join(step) for step in way)}"
            place = self._declared[key].place(EXPRESSION, Fault(0, message))
            self.problems.append(Problem(ProblemCode.BAD_EXPRESSION, message, place, "take one of these steps out"))
            made[key] = replace(made[key], expression=None)
        return tuple(made.values())

    def _compiled(self, declared: _Declared, language: Language) -> SharedFact:
        fact, written = declared.fact, declared.written
        scope = language.scope(fact.entity)
        expression = self._expression(declared, scope)
        made = replace(fact, written_at=self._written_at(declared, written.written_at, scope))
        return made if expression is None else with_expression(made, expression)

    def _expression(self, declared: _Declared, scope: Scope) -> Expression | None:
        compiled = compile_fact(declared.written.expression, declared.fact, scope)
        if isinstance(compiled, Expression):
            return compiled
        for fault in compiled:
            place = declared.place(EXPRESSION, fault)
            self.problems.append(Problem(ProblemCode.BAD_EXPRESSION, fault.message, place, fault.hint))
        return None

    def _written_at(self, declared: _Declared, written: str | None, scope: Scope) -> Route:
        if written is None:
            return ()
        found = follow(written, facts_of(scope.entities[declared.fact.entity].facts), scope)
        if isinstance(found, Fault):
            place = declared.place("written_at", found)
            self.problems.append(Problem(ProblemCode.BAD_ROUTE, found.message, place, found.hint))
            return ()
        return found.route


_LIST = "list of "


_PLAIN = (Kind.TEXT.value, Kind.DATE.value, Kind.INTEGER.value, Kind.NUMBER.value, Kind.BOOLEAN.value)


def compile_fact(text: str, fact: SharedFact, scope: Scope) -> Expression | tuple[Fault, ...]:
    """An expression for a fact, or everything that is wrong with it: it must give what the fact's type says."""
    compiled = compile_value(text, scope)
    if isinstance(compiled, tuple):
        return compiled
    if _comparable(compiled.type) != _comparable(fact.type):
        hint = "change the expression, or the type"
        return (Fault(0, f"this gives {compiled.type}, and the fact's type is {fact.type}", hint),)
    return compiled.expression


def _comparable(kind: FactType) -> tuple[Kind, str, bool]:
    """What must agree of two types: a date is a text in expressions."""
    return (Kind.TEXT if kind.kind is Kind.DATE else kind.kind), kind.entity, kind.many


_Key = tuple[str, str]


def _circles(facts: Mapping[_Key, SharedFact], vocabulary: Vocabulary) -> Iterator[tuple[_Key, Sequence[_Key]]]:
    """Every fact that needs itself, with the way on which it does."""
    needs = {key: tuple(_needed(one, facts, vocabulary)) for key, one in facts.items()}
    for key in facts:
        way = _way_back(key, needs)
        if way:
            yield key, way


def _way_back(start: _Key, needs: Mapping[_Key, Sequence[_Key]]) -> Sequence[_Key]:
    waiting: list[tuple[_Key, ...]] = [(start,)]
    seen: set[_Key] = set()
    while waiting:
        way = waiting.pop()
        for after in needs[way[-1]]:
            if after == start:
                return (*way, start)
            if after not in seen:
                seen.add(after)
                waiting.append((*way, after))
    return ()


def _needed(fact: SharedFact, facts: Mapping[_Key, SharedFact], vocabulary: Vocabulary) -> Iterator[_Key]:
    """The facts of this kind that an expression reads."""
    for entity, tree in (fact.expression.reads if fact.expression else {}).items():
        for key in _along(entity, tree, vocabulary):
            if key in facts:
                yield key


def _along(entity: str, tree: ReadTree, vocabulary: Vocabulary) -> Iterator[_Key]:
    known = vocabulary.entities[entity].facts if entity in vocabulary.entities else {}
    for name, below in tree.items():
        yield entity, name
        if name in known:
            yield from _along(known[name].type.entity, below, vocabulary)
