"""What a user list gives of an account, and whether that is what is recorded already."""

import datetime
import operator
from collections.abc import Callable, Mapping, Sequence

from portalaudit.imports.yaml_text import Value
from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.records.common import NEVER
from portalaudit.sheets.person_names import name_cell
from portalaudit.source.dates import has_offset, has_time, written_day


def _same_names(value: Value, now: str) -> bool:
    return name_cell(str(value)).name.key == name_cell(now).name.key


def _same_texts(value: Value, now: Sequence[str]) -> bool:
    return {strict_form(str(each)) for each in value} == set(map(strict_form, now))


def _is_later(value: Value, now: str) -> bool:
    """Whether the recorded day is as late as that of a list; of two times, by the clock of the recorded one."""
    written = str(value)
    if NEVER in (written, now):
        return written == NEVER
    if all(has_time(each) and has_offset(each) for each in (written, now)):
        zone = datetime.datetime.fromisoformat(now).tzinfo
        written = datetime.datetime.fromisoformat(written).astimezone(zone).isoformat()
    return written_day(written) <= written_day(now)


SAME: Mapping[str, Callable[[Value, object], bool]] = {
    "display_name": _same_names,  # type: ignore[dict-item]  # each is asked about the field that it is for
    "email": lambda value, now: strict_form(str(value)) == strict_form(str(now)),
    "organization": lambda _value, _now: True,
    "native_roles": _same_texts,  # type: ignore[dict-item]
    "permissions": _same_texts,  # type: ignore[dict-item]
    "created_on": operator.eq,
    "last_login_on": _is_later,  # type: ignore[dict-item]
    "mfa": operator.eq,
}
"""By field, whether what a list gives is what is recorded already."""
