"""Words for a verdict that cannot be reached, so that somebody knows what to write into the inventory."""

import datetime
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from portalaudit.inventory.vocabulary import vocabulary
from portalaudit.source.patterns import late

_SENTENCE_END = late(r"(?<=\.)\s+")
_CONDITIONS = ("Not known", "Unknown")


def cannot_be_told(missing: Iterable[str], because: Mapping[str, str] = MappingProxyType({})) -> str:
    """Which facts are missing, and for a derived one what it would follow from, as its own meaning says.

    `because` gives words for those of which more is known.
    """
    return f"cannot be told: {'; '.join(because.get(name) or _lacking(name) for name in missing)}"


def _lacking(name: str) -> str:
    entity, *route = name.split(".")
    fact = vocabulary().fact(entity, tuple(route))
    if fact is None or not fact.derived:
        return f"{name} is not written in the inventory"
    sentences = _SENTENCE_END.split(" ".join(fact.meaning.split()))
    condition = next((s for s in sentences if s.startswith(_CONDITIONS)), "Not known")
    return f"{name} is {condition[0].lower()}{condition[1:].rstrip('.')}"


def written_later(day: datetime.date) -> str:
    """Why nothing can be said of a past day of which the records hold only what came after."""
    return f"cannot be determined for {day}: the records that would show it were changed after that day"
