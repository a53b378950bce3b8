"""The vocabulary as protobuf messages, which is what CEL's type checker knows records by."""

from collections.abc import Mapping

from google.protobuf import descriptor_pb2, descriptor_pool

from portalaudit.model import Entity, FactType, Kind
from portalaudit.policy.engine import cel

PACKAGE = "portalaudit"
_Field = descriptor_pb2.FieldDescriptorProto
_TYPES = {
    Kind.TEXT: _Field.TYPE_STRING,
    Kind.DATE: _Field.TYPE_STRING,
    Kind.INTEGER: _Field.TYPE_INT64,
    Kind.BOOLEAN: _Field.TYPE_BOOL,
    Kind.RECORD: _Field.TYPE_MESSAGE,
    Kind.LABELS: _Field.TYPE_MESSAGE,
}
_VARIABLES = {
    Kind.TEXT: cel.Type.STRING,
    Kind.DATE: cel.Type.STRING,
    Kind.INTEGER: cel.Type.INT,
    Kind.BOOLEAN: cel.Type.BOOL,
}


def message_name(entity: str) -> str:
    """The message's name for an entity, without the package. Entity names may hold dots."""
    return entity.replace(".", "__").replace("-", "_")


def entity_name(message: str) -> str:
    """The entity's name for a message, given with or without the package."""
    name = message.removeprefix(f"{PACKAGE}.")
    return "params" if name.startswith("params__") else name.replace("__", ".")


class Descriptors:
    """One descriptor pool for a vocabulary, to which the parameters of each rule are added."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self.pool = descriptor_pool.DescriptorPool()
        self._params = 0
        self._add("vocabulary", {message_name(entity.name): entity for entity in entities.values()})

    def params_type(self, params: Entity) -> cel.Type:
        """The type of one rule's `params` variable."""
        self._params += 1
        name = f"params__{self._params}"
        self._add(name, {name: params})
        return cel.Type(f"{PACKAGE}.{name}")

    def cel_type(self, kind: FactType) -> cel.Type:
        """The type of a variable."""
        one = _VARIABLES.get(kind.kind) or cel.Type(f"{PACKAGE}.{message_name(kind.entity)}")
        return cel.Type.List(one) if kind.many else one

    def _add(self, name: str, entities: Mapping[str, Entity]) -> None:
        file = descriptor_pb2.FileDescriptorProto(name=f"{PACKAGE}/{name}.proto", package=PACKAGE, syntax="proto3")
        for message, entity in entities.items():
            _describe(file.message_type.add(name=message), entity)
        self.pool.AddSerializedFile(file.SerializeToString())


def _describe(message: descriptor_pb2.DescriptorProto, entity: Entity) -> None:
    for number, fact in enumerate(entity.facts.values(), 1):
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
