"""The value types that every record shares.

YAML scalars arrive as text, so each type here says how that text is read. Records have slots: a hundred thousand
accounts then take a fifth of the memory of `BaseModel` instances.
"""

from typing import Annotated, Any, Literal

from portalaudit.model import Kind
from portalaudit.model.values import dataclass
from portalaudit.source import dates
from portalaudit.source.plain_numbers import COUNT_PATTERN
from portalaudit.source.record_parts import MAX_TEXT
from portalaudit.source.record_types import (
    AfterValidator,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    remembering,
)
from portalaudit.source.statements import Filled, Telling

NEVER = "never"
"""What stands for the last login of an account that was never used."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a text field as the id of a record in another section."""

    section: str


_LAST_YEAR = 9999
"""`9999-12-31` stands for "no end" in many exports, so the last day of something may lie there."""


def _login_day(text: str) -> str:
    if text == NEVER:
        return text
    try:
        return dates.read_moment(text)
    except ValueError as error:
        wrong, _, hint = str(error).partition("; ")
        raise ValueError(f"{wrong}; {hint}; for a login that was never used, write `{NEVER}`") from None


def in_order(first: str, last: str, so: str = "starts") -> AfterValidator:
    """The check of a record with two days: what ends before it starts, or before it was approved, is written wrongly.

    A time with an offset is left for when the practice's time zone is known.
    """

    def check(spell: Any) -> Any:
        start, end = getattr(spell, first), getattr(spell, last)
        if start is None or end is None or dates.has_offset(end) or dates.written_day(end) >= start:
            return spell
        from pydantic_core import InitErrorDetails, ValidationError  # noqa: PLC0415  only a mistake needs it

        key = type(spell).__record_fields__[last].alias or last
        wrong = ValueError(ends_too_soon(start, so))
        error = InitErrorDetails(type="value_error", loc=(key,), input=end, ctx={"error": wrong})
        raise ValidationError.from_exception_data(type(spell).__name__, [error])

    return AfterValidator(check)


def ends_too_soon(start: str, so: str = "starts") -> str:
    """What is wrong where something ends before that day, on which it starts, and the fix."""
    return f"ends before it {so}, on {start}; correct one of the two days"


def _up_to(most: int) -> tuple[AfterValidator, WithJsonSchema]:
    """The limits of a number of things, days or hours."""

    def check(number: int) -> int:
        if not 0 <= number <= most:
            raise ValueError(f"is not from 0 to {most}; correct the number")
        return number

    schema = {"type": ["integer", "string"], "minimum": 0, "maximum": most, "pattern": COUNT_PATTERN}
    return AfterValidator(check), WithJsonSchema(schema)


def _mapping(value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError("must be a mapping; write one `name: value` on each line below it")
    if _holds_long_text(value):
        raise ValueError(f"holds a text of more than {MAX_TEXT} characters; shorten it")
    return value


def _holds_long_text(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_long_text, value)) or any(map(_holds_long_text, value.values()))
    if isinstance(value, list):
        return any(map(_holds_long_text, value))
    return isinstance(value, str) and len(value) > MAX_TEXT


Timed = object()
"""Marks a text that may be a time, which is another day elsewhere."""

Text = Telling
Id = Annotated[
    Filled,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]*$"),
]
_DAY_SCHEMA = WithJsonSchema(dates.DAY_SCHEMA)
_MOMENT_SCHEMA = WithJsonSchema({"type": "string", "pattern": dates.MOMENT_PATTERN})


def _last_day(text: str) -> str:
    return dates.read_day(text, _LAST_YEAR)


def _last_moment(text: str) -> str:
    return dates.read_moment(text, _LAST_YEAR)


Date = Annotated[str, AfterValidator(remembering(dates.read_day)), Kind.DATE, _DAY_SCHEMA]
LastDay = Annotated[str, AfterValidator(remembering(_last_day)), Kind.DATE, _DAY_SCHEMA]
Moment = Annotated[str, AfterValidator(remembering(dates.read_moment)), Kind.DATE, Timed, _MOMENT_SCHEMA]
LastMoment = Annotated[str, AfterValidator(remembering(_last_moment)), Kind.DATE, Timed, _MOMENT_SCHEMA]
LastLogin = Annotated[
    str,
    AfterValidator(remembering(_login_day)),
    Kind.DATE,
    Timed,
    WithJsonSchema({"type": "string", "description": "A date, a time, or never"}),
]
Count = Annotated[int, *_up_to(1_000_000)]
Days = Annotated[int, *_up_to(36_500)]
Minutes = Annotated[int, *_up_to(525_600)]
WeeklyHours = Annotated[int, *_up_to(168)]
Labels = dict[str, Filled]
Attributes = Annotated[dict[str, object], PlainValidator(_mapping), WithJsonSchema({"type": "object"})]

PersonRef = Annotated[Filled, Ref("staff")]
PortalRef = Annotated[Filled, Ref("portals")]
PayerRef = Annotated[Filled, Ref("payers")]
RoleRef = Annotated[Filled, Ref("roles")]
VendorRef = Annotated[Filled, Ref("vendors")]
AccountRef = Annotated[Filled, Ref("accounts")]
ModuleRef = Annotated[Filled, Ref("modules")]
DocumentRef = Annotated[Filled, Ref("documents")]
PermissionRef = Annotated[Filled, Ref("permissions")]
ProfileRef = Annotated[Filled, Ref("profiles")]
JurisdictionRef = Annotated[Filled, Ref("jurisdictions")]
ConflictRef = Annotated[Filled, Ref("sod_pairs")]
LocationRef = Annotated[Filled, Ref("locations")]

State = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
MfaMethod = Literal["none", "sms", "email", "voice", "totp", "push", "passkey", "sso"]
