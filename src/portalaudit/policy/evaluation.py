"""Answering expressions over the facts of one subject."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

from portalaudit.model.rule_summary import ParamValue
from portalaudit.model.values import dataclass
from portalaudit.policy.asked_facts import AskedTree
from portalaudit.policy.cel_syntax import bare
from portalaudit.policy.engine import cel, extensions
from portalaudit.policy.expressions import Expression
from portalaudit.policy.functions import declarations
from portalaudit.policy.readtree import ReadTree, Route
from portalaudit.policy.scope import AS_OF, PARAMS
from portalaudit.policy.splitting import Piece, asked_of, pieces
from portalaudit.policy.taken_apart import Compile, TakenApart, nothing_apart
from portalaudit.source.patterns import late

_NO_PARAMS: Mapping[str, ParamValue] = MappingProxyType({})
_NO_KEY = late(r'(?s)NOT_FOUND: Key not found in map : "(.*)"')
_NO_VARIABLE = late(r'UNKNOWN: No value with name "(.*)" found in Activation')
_NO_VALUE = "FAILED_PRECONDITION: optional.none() dereference"
_BUDGET = "budget exceeded"
_STATUS = late(r"^[A-Z_]+: ")


@dataclass(frozen=True, slots=True)
class Missing:
    """No answer, because facts are not given. `names` are their dotted names from the variable on."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer, because the expression cannot be worked out over these facts."""

    text: str


Outcome: TypeAlias = bool | Missing | Failure


class Evaluator:
    """Answers expressions for one day. Make one for each run and process; it does not pickle.

    `apart` gives what is known of rules taken apart; it is not called before the first expression is.
    """

    def __init__(self, as_of: datetime.date, apart: Callable[[Compile], TakenApart] = nothing_apart) -> None:
        self.as_of = as_of
        self._apart = apart
        self._compiled: Mapping[str, bytes] = {}
        self._environment = cel.NewEnv(functions=declarations(as_of), extensions=extensions())

    def prepare(self, expression: Expression, params: Mapping[str, ParamValue] = _NO_PARAMS) -> "Question":
        """The expression made ready for many subjects, with the values of its rule's parameters."""
        return self.part(expression.checked, expression, params)

    def part(self, compiled: bytes, whole: Expression, params: Mapping[str, ParamValue]) -> "Question":
        """A part of an expression, in CEL's own form, made ready."""
        return Question(whole, self._environment.deserialize(compiled), self._constant(whole, params))

    @cached_property
    def known(self) -> TakenApart:
        """What is known of rules taken apart."""
        found = self._apart(lambda text: bare(self._parsed(text).serialize(), is_checked=False))
        self._compiled = found.compiled
        return found

    def pieces(self, expression: Expression) -> Piece:
        """The expression taken apart."""
        return self.known.pieces.get(expression.text) or pieces(expression.text, expression.reads)

    def asked_of(self, expression: Expression) -> AskedTree:
        """What the expression asks of the facts that it reads."""
        found = self.known.asked.get(expression.text)
        return asked_of(expression.text, expression.reads) if found is None else found

    def of_item(self, text: str, whole: Expression, params: Mapping[str, ParamValue] = _NO_PARAMS) -> "Question":
        """A part of an expression by its text. It was checked where it stands in `whole`."""
        known = self._compiled.get(text)
        if known is not None:
            return self.part(known, whole, params)
        return Question(whole, self._parsed(text), self._constant(whole, params))

    def _parsed(self, text: str) -> cel.Expression:
        """A part whose types were checked where it stands."""
        return self._environment.compile(text, disable_check=True)

    def _constant(self, expression: Expression, params: Mapping[str, ParamValue]) -> Mapping[str, object]:
        constant: dict[str, object] = {AS_OF: self.as_of.isoformat()}
        if expression.params:
            constant[PARAMS] = {name: list(v) if isinstance(v, tuple) else v for name, v in params.items()}
        return constant


@dataclass(frozen=True, slots=True)
class Question:
    """One expression, ready to be answered."""

    expression: Expression
    compiled: cel.Expression
    constant: Mapping[str, object]

    def evaluate(self, facts: Mapping[str, object]) -> Outcome:
        """The answer over nested dicts and lists of text, whole numbers and bools.

        A fact that is not known has no key. Give at least what `expression.reads` names; every further fact costs time.
        """
        given = self._answer(facts)
        if isinstance(given, Failure):
            return given
        answer = given.value()
        if answer is True or answer is False:
            return answer
        return self._error(given, facts) or Failure(f"the answer must be yes or no, and is {answer}")

    def value(self, facts: Mapping[str, object]) -> "Any | Missing | Failure":
        """What the expression gives over such facts, whatever it is: lists and mappings as Python has them."""
        given = self._answer(facts)
        if isinstance(given, Failure):
            return given
        return self._error(given, facts) or given.plain_value()

    def _answer(self, facts: Mapping[str, object]) -> Any:
        try:
            return self.compiled.eval(data={**facts, **self.constant})
        except RuntimeError as error:
            # CEL raises where its own budget ends, and answers with an error value everywhere else.
            if _BUDGET not in str(error):
                raise
            return Failure("the expression takes too many steps; ask less of a long list")

    def _error(self, given: Any, facts: Mapping[str, object]) -> Missing | Failure | None:
        """Why there is no answer; None where there is one."""
        return self._no_answer(str(given.value()), facts) if given.type() == cel.Type.ERROR else None

    def _no_answer(self, error: str, facts: Mapping[str, object]) -> Missing | Failure:
        absent = _NO_KEY.fullmatch(error) or _NO_VARIABLE.fullmatch(error)
        if absent or error == _NO_VALUE:
            name = absent[1] if absent else None
            routes = dict.fromkeys(_absent(self.expression.needed, facts, name, ()))
            if routes:
                return Missing(tuple(".".join(route) for route in routes))
        return Failure(_STATUS.sub("", error))


def _absent(needed: ReadTree, facts: object, name: str | None, route: Route) -> Iterator[Route]:
    """Every route to a fact of that name, or of any where it is None, that is read and not there."""
    if isinstance(facts, list):
        for item in facts:
            yield from _absent(needed, item, name, route)
    elif isinstance(facts, Mapping):
        wanted = needed if name is None else {name} & needed.keys()
        yield from ((*route, each) for each in wanted if each not in facts)
        for known, below in needed.items():
            if known in facts:
                yield from _absent(below, facts[known], name, (*route, known))
