"""Words for a verdict that cannot be reached: what is not recorded, of whom, and which field to add."""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from portalaudit.evaluate.gaps import Gap
from portalaudit.inventory.phrases import phrase
from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.shape import fields_of
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import World
from portalaudit.source.patterns import late

MOST_NAMED = 3
"""Gaps that one message names; the others are counted."""

_SENTENCE_END = late(r"(?<=\.)\s+")
_CONDITIONS = ("Not known", "Unknown")


def not_enough_information(gaps: Sequence[Gap], world: World, because: Iterable[str] = ()) -> str:
    """What a finding says that needs more than is recorded; `because` are sentences of facts that say more."""
    named = [_missing(gap, world) for gap in gaps[:MOST_NAMED]]
    more = [f"and {len(gaps) - MOST_NAMED} more like these"] if len(gaps) > MOST_NAMED else []
    advice = _advice(gaps)
    said = "; ".join(dict.fromkeys((*named, *because, *more)))
    return f"Not enough information: {said}." + (f" {advice}" if advice else "")


def written_later(day: datetime.date) -> str:
    """Why nothing can be said of a past day of which the records hold only what came after."""
    return f"Not enough information for {day}: the records that would show it were changed after that day."


def _missing(gap: Gap, world: World) -> str:
    if gap.section:
        return f"the inventory has no `{gap.section}:`"
    of = phrase(gap.record, world)
    if gap.fact is not None:
        return f"{gap.fact.name.replace('_', ' ')} of {of} is {_condition(gap.fact.meaning)}"
    field = gap.fields[0]
    words = field_words(field)
    if "." not in field and world.value(gap.record, field) == NEVER:
        return f"the {words} of {of} is `{NEVER}`, which is not a day"
    return f"no {words} {'are' if _is_plural(gap.record, field) else 'is'} recorded for {of}"


def _is_plural(record: Record, field: str) -> bool:
    cls: type = type(record)
    shape = fields_of(cls).get(field)
    return shape is not None and shape.shape.type.many


def _condition(meaning: str) -> str:
    sentences = _SENTENCE_END.split(" ".join(meaning.split()))
    condition = next((one for one in sentences if one.startswith(_CONDITIONS)), "Not known")
    return f"{condition[0].lower()}{condition[1:].rstrip('.')}"


def _advice(gaps: Sequence[Gap]) -> str:
    """Which keys to add."""
    sections = dict.fromkeys(gap.section for gap in gaps if gap.section)
    keys = dict.fromkeys(" or ".join(f"`{name}:`" for name in gap.fields) for gap in gaps if gap.fields)
    return " ".join(itertools.chain(_fields_to_add(list(keys)), map(_section_to_add, sections)))


def _fields_to_add(keys: Sequence[str]) -> Iterator[str]:
    if len(keys) > 1:
        yield f"Add {', '.join(keys[:-1])} and {keys[-1]}."
    elif keys:
        yield f"Add {keys[0]}."


def _section_to_add(section: str) -> str:
    return f"Add `{section}:`; `{section}: []` says that there are none."


def field_words(name: str) -> str:
    """A field in words: `last_login_on` is the last login date."""
    name = name.rpartition(".")[2]
    if name in _WORDS:
        return _WORDS[name]
    if name.endswith("_on"):
        stem = name.removesuffix("_on")
        return f"{_WORDS.get(stem, stem.replace('_', ' '))} date"
    return name.removesuffix("_id").replace("_", " ")


_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "approved": "approval",
        "approved_by": "approver",
        "attested": "attestation",
        "checked": "check",
        "cleared_on": "background check date",
        "closed": "closing",
        "completed": "completion",
        "created": "creation",
        "deactivated": "deactivation",
        "deactivated_by": "person who deactivated it",
        "decided": "decision",
        "executed": "execution",
        "executed_by": "person who carried it out",
        "exclusion_checked": "exclusion check",
        "expires": "expiration",
        "granted": "effective",
        "last_login_source": "source of the last login",
        "match": "result of the reconciliation with the staff list",
        "mfa": "second factor",
        "npi": "NPI",
        "npis": "NPIs",
        "opened": "opening",
        "owner": "owner",
        "password_changed": "password change",
        "password_expires": "password expiration",
        "performed_by": "person who made the change",
        "person": "owner",
        "persons": "users",
        "provisioned_by": "person who created it",
        "recertified": "recertification",
        "requested_by": "requester",
        "requested": "request",
        "rotated": "secret rotation",
        "sha256": "SHA-256",
        "signed": "sign-off",
        "signed_by": "signer",
        "suspended": "suspension",
        "tax_ids": "tax IDs",
        "url_verified_on": "address check date",
        "used_by": "record of who used it",
        "vault_readers": "readers of the vault item",
    }
)
"""What the name of a field, or what stands before its `_on`, is called where the name alone does not say it well."""
