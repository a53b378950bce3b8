"""The vocabulary as protobuf messages, which is what CEL's type checker knows records by."""

from collections.abc import Iterable, Mapping

from google.protobuf import descriptor_pb2, descriptor_pool

from portalaudit.model import Entity, Fact, FactType, Kind
from portalaudit.policy.engine import cel
from portalaudit.policy.message_names import PACKAGE, message_name

_Field = descriptor_pb2.FieldDescriptorProto
_TYPES = {
    Kind.TEXT: _Field.TYPE_STRING,
    Kind.DATE: _Field.TYPE_STRING,
    Kind.INTEGER: _Field.TYPE_INT64,
    Kind.NUMBER: _Field.TYPE_DOUBLE,
    Kind.BOOLEAN: _Field.TYPE_BOOL,
    Kind.RECORD: _Field.TYPE_MESSAGE,
    Kind.LABELS: _Field.TYPE_MESSAGE,
}
_VARIABLES = {
    Kind.TEXT: cel.Type.STRING,
    Kind.DATE: cel.Type.STRING,
    Kind.INTEGER: cel.Type.INT,
    Kind.NUMBER: cel.Type.DOUBLE,
    Kind.BOOLEAN: cel.Type.BOOL,
}


class Descriptors:
    """The descriptor pool and the typed variables of one CEL environment."""

    def __init__(self, entities: Mapping[str, Entity], variables: Mapping[str, FactType]) -> None:
        self.variables = {name: _type_of(kind) for name, kind in variables.items()}
        self.pool = descriptor_pool.DescriptorPool()
        file = descriptor_pb2.FileDescriptorProto(name=f"{PACKAGE}.proto", package=PACKAGE, syntax="proto3")
        for entity in entities.values():
            _describe(file.message_type.add(name=message_name(entity.name)), entity.facts.values())
        self.pool.AddSerializedFile(file.SerializeToString())


def _type_of(kind: FactType) -> cel.Type:
    one = _VARIABLES.get(kind.kind) or cel.Type(f"{PACKAGE}.{message_name(kind.entity)}")
    return cel.Type.List(one) if kind.many else one


def _describe(message: descriptor_pb2.DescriptorProto, facts: Iterable[Fact]) -> None:
    for number, fact in enumerate(facts, 1):
        kind = fact.type
        field = message.field.add(name=fact.name, number=number, type=_TYPES[kind.kind])
        field.label = _Field.LABEL_REPEATED if kind.many or kind.kind is Kind.LABELS else _Field.LABEL_OPTIONAL
        if kind.kind is Kind.RECORD:
            field.type_name = f".{PACKAGE}.{message_name(kind.entity)}"
        elif kind.kind is Kind.LABELS:
            field.type_name = f".{PACKAGE}.{message.name}.{_map_entry(message, fact.name)}"


def _map_entry(message: descriptor_pb2.DescriptorProto, field: str) -> str:
    entry = message.nested_type.add(name="".join(part.capitalize() for part in field.split("_")) + "Entry")
    entry.options.map_entry = True
    for number, name in enumerate(("key", "value"), 1):
        entry.field.add(name=name, number=number, type=_Field.TYPE_STRING, label=_Field.LABEL_OPTIONAL)
    return entry.name
