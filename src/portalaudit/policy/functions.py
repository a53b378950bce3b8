"""The functions that expressions may call beside those of CEL."""

import datetime
from collections.abc import Callable

from portalaudit.model.values import dataclass
from portalaudit.policy.engine import cel
from portalaudit.source import dates

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Function:
    """A function over dates that gives a whole number of days."""

    name: str
    parameters: tuple[str, ...]
    meaning: str


FUNCTIONS = (
    Function("days_since", ("date",), "Days from the date to the day of the check; negative for a day to come"),
    Function("days_until", ("date",), "Days from the day of the check to the date; negative for a day gone by"),
    Function("days_between", ("from", "to"), "Days from the first date to the second; negative where it lies before"),
)


def day_of(text: str) -> datetime.date:
    """The calendar day of a date or of a time, as written. Raises ValueError for anything else."""
    try:
        return dates.day_of(text)
    except ValueError:
        raise ValueError(f"a date is needed, and {text[:20]!r} is none") from None


def implementations(as_of: datetime.date) -> dict[str, Callable[..., int]]:
    """The functions by name, for a check of that day."""
    return {
        "days_since": lambda date: (as_of - day_of(date)) // DAY,
        "days_until": lambda date: (day_of(date) - as_of) // DAY,
        "days_between": lambda first, second: (day_of(second) - day_of(first)) // DAY,
    }


def declarations(as_of: datetime.date | None = None) -> list[cel.FunctionDecl]:
    """The functions for a CEL environment; without a day they can be checked and not called."""
    made = implementations(as_of) if as_of else {}
    return [
        cel.FunctionDecl(
            function.name,
            [
                cel.Overload(
                    f"{function.name}_text",
                    return_type=cel.Type.INT,
                    parameters=[cel.Type.STRING] * len(function.parameters),
                    **({"impl": made[function.name]} if made else {}),
                )
            ],
        )
        for function in FUNCTIONS
    ]
