"""Expressions compiled against the vocabulary before any inventory is read."""

from typing import TYPE_CHECKING

from portalaudit.model import FactType, Kind
from portalaudit.model.values import dataclass
from portalaudit.policy.budget import cost_of
from portalaudit.policy.cel_syntax import read_checked, read_parsed
from portalaudit.policy.complaints import MAY_MISS_HINT, TOO_DEEP, explain, may_miss, type_words
from portalaudit.policy.expression_reads import read
from portalaudit.policy.fault import Fault
from portalaudit.policy.kept_trees import kept_tree
from portalaudit.policy.scope import Scope
from portalaudit.policy.settled import failing
from portalaudit.policy.tree_answers import Tree

if TYPE_CHECKING:
    from portalaudit.policy.engine import cel
from portalaudit.policy.expressions import _YES_OR_NO, Computed, Expression

MAX_LENGTH = 10_000


def compile_expression(text: str, scope: Scope) -> Expression | tuple[Fault, ...]:
    """The expression, or everything that is wrong with it, in order. Raises on no text."""
    compiled = _compiled(text, scope)
    if isinstance(compiled, tuple):
        return compiled
    return _not_yes_or_no(compiled.given) or compiled.expression


def compile_value(text: str, scope: Scope) -> Computed | tuple[Fault, ...]:
    """The expression whatever it gives, or everything that is wrong with it, in order. Raises on no text."""
    compiled = _compiled(text, scope)
    if isinstance(compiled, tuple):
        return compiled
    given = compiled.given.name()
    if may_miss(given):
        return (Fault(0, f"this gives {type_words(given)}", MAY_MISS_HINT),)
    return Computed(compiled.expression, compiled.facts or _type_of(compiled.given))


def tree_of_part(text: str, scope: Scope) -> Tree | None:
    """The tree of a part of an expression whose types were checked where it stands."""
    return kept_tree(read_parsed(scope.checker.environment.compile(text, disable_check=True).serialize()))


@dataclass(frozen=True, slots=True)
class _Compiled:
    """An expression with the type that CEL gives it, and that of the facts that it gives."""

    expression: Expression
    given: "cel.Type"
    facts: FactType | None


def _compiled(text: str, scope: Scope) -> _Compiled | tuple[Fault, ...]:
    refused = _refused(text)
    if refused:
        return (refused,)
    try:
        compiled = scope.checker.environment.compile(text)
    except RuntimeError as error:
        return explain(str(error), text, scope)
    checked = compiled.serialize()
    told = read_checked(checked)
    if told is None:
        return (TOO_DEEP,)
    reading = read(told.tree, scope)
    cost = cost_of(text, told.tree, scope)
    faults = reading.faults or tuple(failing(told, scope)) or cost.faults
    made = Expression(text, reading.reads, reading.needed, reading.params, cost.patterns, kept_tree(told.tree))
    return faults or _Compiled(made, compiled.return_type(), reading.type)


_KINDS = {
    "BOOL": Kind.BOOLEAN,
    "INT": Kind.INTEGER,
    "UINT": Kind.INTEGER,
    "DOUBLE": Kind.NUMBER,
    "STRING": Kind.TEXT,
}


def _type_of(given: "cel.Type") -> FactType:
    """The type of a value that is no fact. What has no name here is free text for people."""
    name = given.name()
    inner = name.removeprefix("LIST<").removesuffix(">") if name.startswith("LIST<") else name
    return FactType(_KINDS.get(inner, Kind.RECORD), "" if inner in _KINDS else inner, many=inner != name)


def _not_yes_or_no(given: "cel.Type") -> tuple[Fault, ...]:
    if given.name() == _YES_OR_NO:
        return ()
    words = type_words(given.name())
    hint = MAY_MISS_HINT if may_miss(given.name()) else "compare it with something"
    return (Fault(0, f"the expression must give yes or no (a boolean), and this gives {words}", hint),)


def _refused(text: str) -> Fault | None:
    """What CEL cannot be given at all."""
    if len(text) > MAX_LENGTH:
        return Fault(0, f"this expression is longer than {MAX_LENGTH} characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return Fault(error.start, "this character is half of one and cannot be read")
    return None
