"""Records as nested tuples, which are equal where the records say the same; records themselves are never equal."""

from portalaudit.inventory.attributes.attribute_values import Attributes
from portalaudit.source.record_types import record_fields


def plain(value: object) -> object:
    """A value of a field, or a whole record."""
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    if isinstance(value, Attributes):
        return plain(value.values)
    if isinstance(value, dict):
        return tuple(sorted((name, plain(one)) for name, one in value.items()))
    cls: type = type(value)
    names = record_fields(cls)
    return value if names is None else (cls.__name__, *(plain(getattr(value, name)) for name in names))
