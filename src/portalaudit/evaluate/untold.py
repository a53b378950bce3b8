"""Words for a verdict that cannot be reached, so that somebody knows what to write into the inventory."""

from collections.abc import Collection, Iterable

from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.vocabulary import vocabulary
from portalaudit.source.patterns import late

_SENTENCE_END = late(r"(?<=\.)\s+")
_CONDITIONS = ("Not known", "Unknown")


def cannot_be_told(missing: Iterable[str], never: Collection[str] = ()) -> str:
    """Which facts are missing, and for a derived one what it would follow from, as its own meaning says.

    `never` are those of them that are written, with a word where a day is needed.
    """
    return f"cannot be told: {'; '.join(_lacking(name, never) for name in missing)}"


def _lacking(name: str, never: Collection[str]) -> str:
    if name in never:
        return f"{name} is `{NEVER}`, which is not a day"
    entity, *route = name.split(".")
    fact = vocabulary().fact(entity, tuple(route))
    if fact is None or not fact.derived:
        return f"{name} is not written in the inventory"
    sentences = _SENTENCE_END.split(" ".join(fact.meaning.split()))
    condition = next((s for s in sentences if s.startswith(_CONDITIONS)), "Not known")
    return f"{name} is {condition[0].lower()}{condition[1:].rstrip('.')}"
