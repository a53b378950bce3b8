"""The syntax tree of a checked expression, read from the form in which CEL hands it over.

CEL serializes a checked expression as the protobuf message `cel.expr.CheckedExpr`. Only the part of that public schema
which is needed here is described; the numbers are those of the CEL specification's `syntax.proto` and `checked.proto`.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias

from portalaudit.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the expression; None for one that is no text, whole number or truth value."""

    offset: int
    value: str | int | bool | None

    @property
    def text(self) -> str | None:
        """The value where it is text."""
        return self.value if isinstance(self.value, str) else None

    @property
    def number(self) -> int | None:
        """The value where it is a whole number."""
        return self.value if isinstance(self.value, int) and not isinstance(self.value, bool) else None


@dataclass(frozen=True, slots=True)
class Name:
    """A variable."""

    offset: int
    name: str


@dataclass(frozen=True, slots=True)
class Select:
    """`operand.field`, or `has(operand.field)` where it only tests."""

    offset: int
    operand: "Node"
    field: str
    tests: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator; the target of a method call is the first argument."""

    offset: int
    function: str
    arguments: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Items:
    """A list written out; `optional` are the places of elements that are left out where they are missing."""

    offset: int
    elements: "tuple[Node, ...]"
    optional: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A map written out, or with `message` a record: keys and values in one row.

    `may_miss` says that there are entries which are left out where they are missing.
    """

    offset: int
    message: str
    parts: "tuple[Node, ...]"
    may_miss: bool = False


@dataclass(frozen=True, slots=True)
class Fold:
    """What a macro such as `exists` or `filter` becomes: a loop over `range` that gathers into `gathered`."""

    offset: int
    element: str
    index: str
    range: "Node"
    gathered: str
    start: "Node"
    condition: "Node"
    step: "Node"
    result: "Node"


@dataclass(frozen=True, slots=True)
class Settled:
    """A call whose arguments are all written out, so that its answer is known before any fact is.

    `checked` is CEL's own form of it alone; `within` says how many of the settled calls before it are parts of it.
    """

    call: Call
    checked: bytes
    within: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked expression: its tree, and the settled calls in it, parts before what they are parts of."""

    tree: "Node"
    settled: tuple[Settled, ...]


Node: TypeAlias = Constant | Name | Select | Call | Items | Made | Fold

_STRING, _INT, _BOOL, _INTS = 9, 3, 8, "*"
_Schema: TypeAlias = Mapping[str, tuple[tuple[str, int, int | str], ...]]
_SCHEMA: _Schema = {
    "CheckedExpr": (("expr", 4, "Expr"), ("source_info", 5, "SourceInfo")),
    "ParsedExpr": (("expr", 2, "Expr"), ("source_info", 3, "SourceInfo")),
    "SourceInfo": (("positions", 4, "Position*"),),
    "Position": (("key", 1, _INT), ("value", 2, _INT)),
    "Expr": (
        ("id", 2, _INT),
        ("const_expr", 3, "Constant"),
        ("ident_expr", 4, "Ident"),
        ("select_expr", 5, "Select"),
        ("call_expr", 6, "Call"),
        ("list_expr", 7, "CreateList"),
        ("struct_expr", 8, "CreateStruct"),
        ("comprehension_expr", 9, "Comprehension"),
    ),
    "Constant": (("bool_value", 2, _BOOL), ("int64_value", 3, _INT), ("string_value", 6, _STRING)),
    "Ident": (("name", 1, _STRING),),
    "Select": (("operand", 1, "Expr"), ("field", 2, _STRING), ("test_only", 3, _BOOL)),
    "Call": (("target", 1, "Expr"), ("function", 2, _STRING), ("args", 3, "Expr*")),
    "CreateList": (("elements", 1, "Expr*"), ("optional", 2, _INTS)),
    "CreateStruct": (("message_name", 1, _STRING), ("entries", 2, "Entry*")),
    "Entry": (("map_key", 3, "Expr"), ("value", 4, "Expr"), ("optional", 5, _BOOL)),
    "Comprehension": (
        ("iter_var", 1, _STRING),
        ("iter_range", 2, "Expr"),
        ("accu_var", 3, _STRING),
        ("accu_init", 4, "Expr"),
        ("loop_condition", 5, "Expr"),
        ("loop_step", 6, "Expr"),
        ("result", 7, "Expr"),
        ("iter_var2", 8, _STRING),
    ),
}


_CONSTANTS = ("bool_value", "int64_value", "string_value")


@cache
def _envelope(outermost: str) -> Any:
    """The message class of the outermost message. The value of `Any` is bytes, which on the wire is a message too."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory  # noqa: PLC0415 -- as below

    file = descriptor_pb2.FileDescriptorProto(name="checked.proto", package="checked", syntax="proto2")
    for name, fields in {**_SCHEMA, "Any": (("value", 2, outermost),)}.items():
        message = file.message_type.add(name=name)
        for field, number, kind in fields:
            many = isinstance(kind, str) and kind.endswith("*")
            added = message.field.add(name=field, number=number, label=3 if many else 1)
            if kind == _INTS:
                added.type = descriptor_pb2.FieldDescriptorProto.TYPE_INT32
            elif isinstance(kind, str):
                added.type_name = f".checked.{kind.rstrip('*')}"
                added.type = descriptor_pb2.FieldDescriptorProto.TYPE_MESSAGE
            else:
                added.type = descriptor_pb2.FieldDescriptorProto.Type.ValueType(kind)
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("checked.Any"))


def read_checked(serialized: bytes) -> Checked | None:
    """An expression as `Expression.serialize()` gives it; None for one nested too deeply to be read."""
    return _read(serialized, "CheckedExpr")


def read_parsed(serialized: bytes) -> "Node | None":
    """The tree of an expression that was compiled without checks; None where it is nested too deeply to be read."""
    told = _read(serialized, "ParsedExpr")
    return None if told is None else told.tree


def _read(serialized: bytes, outermost: str) -> Checked | None:
    from google.protobuf.message import DecodeError  # noqa: PLC0415 -- a run that compiles nothing goes without

    try:
        envelope = _envelope(outermost).FromString(serialized)
    except DecodeError:
        return None
    tree = _Tree(envelope)
    return Checked(tree.node(envelope.value.expr), tuple(tree.settled))


_MOST_SETTLED = 100
"""Settled calls that are noted; no rule that is meant well has as many."""


class _Tree:
    def __init__(self, envelope: Any) -> None:
        self.settled: list[Settled] = []
        self.offsets = {position.key: position.value for position in envelope.value.source_info.positions}
        self._envelope = envelope
        self._known: set[int] = set()

    def node(self, expr: Any) -> Node:
        for field, build in _BUILDERS.items():
            if expr.HasField(field):
                made = build(self, self.offsets.get(expr.id, 0), getattr(expr, field))
                return self._noted(made, expr) if isinstance(made, Call) else made
        return Constant(self.offsets.get(expr.id, 0), None)

    def _noted(self, call: Call, expr: Any) -> Call:
        """The call, which is among the settled ones where it is one of them."""
        if call.arguments and len(self.settled) < _MOST_SETTLED and all(map(self._is_settled, call.arguments)):
            alone = type(self._envelope)()
            alone.CopyFrom(self._envelope)
            alone.value.expr.CopyFrom(expr)
            self._known.add(id(call))
            self.settled.append(Settled(call, alone.SerializeToString(), sum(map(_calls_in, call.arguments))))
        return call

    def _is_settled(self, node: Node) -> bool:
        if isinstance(node, Items | Made):
            return all(map(self._is_settled, _parts(node)))
        return isinstance(node, Constant) or id(node) in self._known

    def constant(self, offset: int, value: Any) -> Node:
        written = (getattr(value, name) for name in _CONSTANTS if value.HasField(name))
        return Constant(offset, next(written, None))

    def name(self, offset: int, value: Any) -> Node:
        return Name(offset, value.name)

    def select(self, offset: int, value: Any) -> Node:
        return Select(offset, self.node(value.operand), value.field, value.test_only)

    def call(self, offset: int, value: Any) -> Node:
        arguments = [*([value.target] if value.HasField("target") else ()), *value.args]
        return Call(offset, value.function, tuple(map(self.node, arguments)))

    def items(self, offset: int, value: Any) -> Node:
        return Items(offset, tuple(map(self.node, value.elements)), tuple(value.optional))

    def made(self, offset: int, value: Any) -> Node:
        keys = [self.node(entry.map_key) for entry in value.entries if entry.HasField("map_key")]
        values = [self.node(entry.value) for entry in value.entries]
        may_miss = any(entry.optional for entry in value.entries)
        return Made(offset, value.message_name, (*keys, *values), may_miss)

    def fold(self, offset: int, value: Any) -> Node:
        second = value.iter_var2
        return Fold(
            offset=offset,
            element=second or value.iter_var,
            index=value.iter_var if second else "",
            range=self.node(value.iter_range),
            gathered=value.accu_var,
            start=self.node(value.accu_init),
            condition=self.node(value.loop_condition),
            step=self.node(value.loop_step),
            result=self.node(value.result),
        )


def _calls_in(node: Node) -> int:
    """The calls in a settled node."""
    return isinstance(node, Call) + sum(map(_calls_in, _parts(node)))


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Call():
            return node.arguments
        case Items():
            return node.elements
        case Made():
            return node.parts
        case _:
            return ()


_BUILDERS = {
    "const_expr": _Tree.constant,
    "ident_expr": _Tree.name,
    "select_expr": _Tree.select,
    "call_expr": _Tree.call,
    "list_expr": _Tree.items,
    "struct_expr": _Tree.made,
    "comprehension_expr": _Tree.fold,
}
