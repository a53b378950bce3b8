"""Leave that a roster names without its days: how it is answered, and whether one is on record."""

from portalaudit.imports.yaml_text import Value
from portalaudit.inventory.records.staff_records import Leave
from portalaudit.source.dates import read_day, written_day

LEAVE_FORM = "Write its first day as YYYY-MM-DD; if it is over, also the last one: YYYY-MM-DD to YYYY-MM-DD."


def leave_answered(answer: str) -> dict[str, Value]:
    """The leave that an answer gives. Raises ValueError with what is wrong with it."""
    first, _, last = answer.partition(" to ")
    start, end = read_day(first.strip()), read_day(last.strip()) if last.strip() else ""
    if end and end < start:
        raise ValueError("ends before it begins")
    return {"start": start, "end": end}


def is_on_leave(leave: Leave, day: str) -> bool:
    """Whether a recorded leave holds a day."""
    return leave.start <= day and (leave.end is None or written_day(leave.end) >= day)
