"""Kinds of records in the plural and the singular, for the sentences of actions and questions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

_NOUNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "account": ("login", "logins"),
        "completion": ("training record", "training records"),
        "decision": ("review decision", "review decisions"),
        "person": ("person", "people"),
    }
)


def counted(number: int, kind: str) -> str:
    """`1 login`, `13 logins`."""
    one, many = _NOUNS.get(kind, (kind, f"{kind}s"))
    return f"{number:,} {one if number == 1 else many}"


def counted_each(kinds: Iterable[str]) -> str:
    """`2 roles and 1 portal`: how many of each kind, in the order in which they come."""
    said = [counted(number, kind) for kind, number in Counter(kinds).items()]
    return " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)
