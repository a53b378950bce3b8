"""Answering expressions over the facts of one subject."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from portalaudit.model.rule_summary import ParamValue
from portalaudit.model.values import dataclass
from portalaudit.policy.expressions import Expression
from portalaudit.policy.interpreted_calls import calls
from portalaudit.policy.interpreter import Interpreter
from portalaudit.policy.readtree import AskedTree, ReadTree, Route
from portalaudit.policy.scope import AS_OF, PARAMS
from portalaudit.policy.taken_apart import Compile, TakenApart, nothing_apart
from portalaudit.policy.tree_answers import STEPS, Answer, BeyondError, Env, Tree
from portalaudit.source.patterns import late

if TYPE_CHECKING:
    from portalaudit.policy.cel_evaluation import Cel, Ready
    from portalaudit.policy.splitting import Piece

_NO_PARAMS: Mapping[str, ParamValue] = MappingProxyType({})
_NO_KEY = late(r'(?s)NOT_FOUND: Key not found in map : "(.*)"')
_NO_VARIABLE = late(r'UNKNOWN: No value with name "(.*)" found in Activation')
_NO_VALUE = "FAILED_PRECONDITION: optional.none() dereference"
_STATUS = late(r"^[A-Z_]+: ")
_AS_IT_IS = late(r'[^"\\\x00-\x1f\x7f-\xa0]*')
"""A name that CEL puts into its words as it is."""


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
        self._trees: Mapping[str, Tree | None] = {}
        self._interpreter = Interpreter(calls(as_of))

    @cached_property
    def _cel(self) -> "Cel":
        """CEL itself, which takes longer to load than most runs to answer all that they ask."""
        from portalaudit.policy.cel_evaluation import Cel  # noqa: PLC0415 -- a run that needs no CEL goes without

        return Cel(self.as_of)

    def prepare(self, expression: Expression, params: Mapping[str, ParamValue] = _NO_PARAMS) -> "Question":
        """The expression made ready for many subjects, with the values of its rule's parameters."""
        return self.part(expression.text, expression.tree, expression, params)

    def part(self, text: str, tree: Tree | None, whole: Expression, params: Mapping[str, ParamValue]) -> "Question":
        """A part of an expression made ready. Without a tree CEL itself answers it."""
        answer = None if tree is None else self._interpreter.answer(tree)
        return Question(whole, answer, lambda: self._cel.ready(text), self._constant(whole, params))

    def _tree_of(self, text: str) -> Tree | None:
        return self._cel.tree(text)

    @cached_property
    def known(self) -> TakenApart:
        """What is known of rules taken apart."""
        found = self._apart(self._tree_of)
        self._trees = found.trees
        return found

    def pieces(self, expression: Expression) -> "Piece":
        """The expression taken apart."""
        found = self.known.pieces.get(expression.text)
        if found is None:
            from portalaudit.policy.splitting import pieces  # noqa: PLC0415 -- a run with few subjects goes without

            found = pieces(expression.text, expression.reads)
        return found

    def asked_of(self, expression: Expression) -> AskedTree:
        """What the expression asks of the facts that it reads."""
        found = self.known.asked.get(expression.text)
        if found is None:
            from portalaudit.policy.splitting import asked_of  # noqa: PLC0415 -- as above

            found = asked_of(expression.text, expression.reads)
        return found

    def of_item(self, text: str, whole: Expression, params: Mapping[str, ParamValue] = _NO_PARAMS) -> "Question":
        """A part of an expression by its text. It was checked where it stands in `whole`."""
        return self.part(text, self._trees.get(text), whole, params)

    def _constant(self, expression: Expression, params: Mapping[str, ParamValue]) -> Mapping[str, object]:
        constant: dict[str, object] = {AS_OF: self.as_of.isoformat()}
        if expression.params:
            constant[PARAMS] = {name: list(v) if isinstance(v, tuple) else v for name, v in params.items()}
        return constant


class Question:
    """One expression, ready to be answered: by its interpreted `answer`, and by CEL where that is not certain."""

    def __init__(
        self,
        expression: Expression,
        answer: Answer | None,
        ready: "Callable[[], Ready]",
        constant: Mapping[str, object],
    ) -> None:
        self.expression, self._interpreted, self._ready, self._constant = expression, answer, ready, constant

    @property
    def is_interpreted(self) -> bool:
        """Whether CEL itself is asked only where an answer is not certain."""
        return self._interpreted is not None

    @cached_property
    def _by_cel(self) -> "Ready":
        return self._ready()

    def evaluate(self, facts: Mapping[str, object]) -> Outcome:
        """The answer over nested dicts and lists of text, whole numbers and bools.

        A fact that is not known has no key. Give at least what `expression.reads` names; every further fact costs time.
        """
        answer = self.value(facts)
        if answer is True or answer is False or isinstance(answer, Missing | Failure):
            return answer
        return Failure(f"the answer must be yes or no, and is {answer}")

    def value(self, facts: Mapping[str, object]) -> "Any | Missing | Failure":
        """What the expression gives over such facts, whatever it is: lists and mappings as Python has them."""
        if self._interpreted is not None:
            try:
                env = Env(facts)
                env.update(self._constant)
                env[STEPS] = 0
                return self._interpreted(env)
            except KeyError as error:
                name = error.args[0]
                routes = dict.fromkeys(_absent(self.expression.needed, facts, name, ()))
                if routes and _AS_IT_IS.fullmatch(name):
                    return _missing(routes)
            except _NOT_CERTAIN:
                pass
        return self.told_by_cel(facts)

    def told_by_cel(self, facts: Mapping[str, object]) -> "Any | Missing | Failure":
        """The same, as CEL itself answers: `value` is never anything else."""
        given = self._by_cel.answer({**facts, **self._constant})
        if given.error is None:
            return given.value
        absent = _NO_KEY.fullmatch(given.error) or _NO_VARIABLE.fullmatch(given.error)
        if absent or given.error == _NO_VALUE:
            name = absent[1] if absent else None
            routes = dict.fromkeys(_absent(self.expression.needed, facts, name, ()))
            if routes:
                return _missing(routes)
        return Failure(_STATUS.sub("", given.error))


_NOT_CERTAIN = (BeyondError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What an interpreted answer may raise where only CEL itself tells what it is, or what is wrong."""


def _missing(routes: Iterable[Route]) -> Missing:
    return Missing(tuple(".".join(route) for route in routes))


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
