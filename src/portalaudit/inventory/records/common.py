"""The value types that every record shares.

YAML scalars arrive as text, so each type here says how that text is read. Records have slots: a hundred thousand
accounts then take a fifth of the memory of `BaseModel` instances.
"""

import datetime
from typing import Annotated, Any, Literal

from pydantic_core import InitErrorDetails, ValidationError

from portalaudit.model import Kind
from portalaudit.model.values import dataclass
from portalaudit.source.records import AfterValidator, PlainValidator, StringConstraints, WithJsonSchema


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a text field as the id of a record in another section."""

    section: str


_DATES: dict[str, str] = {}
_MOMENTS: dict[str, str] = {}


def _date(text: str) -> str:
    known = _DATES.get(text)
    if known is None:
        if len(text) != 10 or text[4] != "-" or text[7] != "-":
            raise ValueError("is not a date; write it as YYYY-MM-DD, like 2026-01-31")
        try:
            datetime.date.fromisoformat(text)
        except ValueError:
            raise ValueError("is not a day of the calendar; write it as YYYY-MM-DD, like 2026-01-31") from None
        known = _DATES[text] = text
    return known


def _moment(text: str) -> str:
    known = _MOMENTS.get(text)
    if known is None:
        if len(text) == 10:
            return _date(text)
        try:
            datetime.datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(
                "is neither a date nor a time; write 2026-01-31 or 2026-01-31T17:30:00-08:00"
            ) from None
        known = _MOMENTS[text] = text
    return known


def _in_order(spell: Any) -> Any:
    """The record, whose `end` is no day before its `start`. Raises ValidationError at the key of the end."""
    start, end = spell.start, spell.end
    if start is None or end is None or end[:10] >= start[:10]:
        return spell
    wrong = ValueError(f"ends before it starts, on {start}; correct one of the two days")
    key = type(spell).__record_fields__["end"].alias or "end"
    error = InitErrorDetails(type="value_error", loc=(key,), input=end, ctx={"error": wrong})
    raise ValidationError.from_exception_data(type(spell).__name__, [error])


def _login_day(text: str) -> str:
    return text if text == "never" else _moment(text)


def _mapping(value: object) -> object:
    if isinstance(value, dict):
        return value
    raise ValueError("must be a mapping; write one `name: value` on each line below it")


InOrder = AfterValidator(_in_order)
"""Marks a record with `start` and `end`: what ends before it starts is written wrongly."""

Text = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]*$"),
]
Date = Annotated[str, AfterValidator(_date), Kind.DATE, WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[
    str,
    AfterValidator(_moment),
    Kind.DATE,
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$"}),
]
LastLogin = Annotated[
    str,
    AfterValidator(_login_day),
    Kind.DATE,
    WithJsonSchema({"type": "string", "description": "A date, a time, or never"}),
]
Count = Annotated[int, WithJsonSchema({"type": ["integer", "string"], "minimum": 0})]
Labels = dict[str, str]
Attributes = Annotated[dict[str, object], PlainValidator(_mapping), WithJsonSchema({"type": "object"})]

PersonRef = Annotated[Text, Ref("staff")]
PortalRef = Annotated[Text, Ref("portals")]
PayerRef = Annotated[Text, Ref("payers")]
RoleRef = Annotated[Text, Ref("roles")]
VendorRef = Annotated[Text, Ref("vendors")]
AccountRef = Annotated[Text, Ref("accounts")]
ModuleRef = Annotated[Text, Ref("modules")]
DocumentRef = Annotated[Text, Ref("documents")]
PermissionRef = Annotated[Text, Ref("permissions")]
ProfileRef = Annotated[Text, Ref("profiles")]
JurisdictionRef = Annotated[Text, Ref("jurisdictions")]
ConflictRef = Annotated[Text, Ref("sod_pairs")]
LocationRef = Annotated[Text, Ref("locations")]

State = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
MfaMethod = Literal["none", "sms", "email", "voice", "totp", "push", "passkey", "sso"]
