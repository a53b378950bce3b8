"""Who completed what: the first training and the newest refresher of everybody."""

from collections.abc import Iterator

from tests.samples.riverbend import planted
from tests.samples.riverbend.people import Person
from tests.samples.riverbend.planted import training_days
from tests.samples.riverbend.writing import Record, file, flow

_CLAIM_WORK = frozenset(
    {"biller", "payment_poster", "pa_specialist", "clinician", "clinical_support", "mac_administrator"}
)
_MANAGERS = frozenset({"practice_manager", "cbo_manager", "portal_admin"})
_REMARK = "Sign-in sheets are with Frances. The first training and the newest refresher are entered here."


def files(people: dict[str, Person]) -> dict[str, str]:
    """One file of completions for each department."""
    departments = dict.fromkeys(person.department for person in people.values())
    return {
        f"training/{each}.yaml": _file([p for p in people.values() if p.department == each]) for each in departments
    }


def _file(people: list[Person]) -> str:
    lines = [f"    - {flow(each)}\n" for person in people for each in _completions(person)]
    return file("training:\n  completions:\n" + "".join(lines), depth=1, remark=_REMARK)


def _completions(person: Person) -> Iterator[Record]:
    for module in _modules(person):
        for on in dict.fromkeys(_days(person, module)):
            yield {"person": person.id, "module": module, "completed_on": on}


def _modules(person: Person) -> Iterator[str]:
    held = {person.role, *person.more_roles, *(person.previous or ())[:1]}
    yield from ("hipaa-basics", "portal-use")
    if held & _CLAIM_WORK:
        yield "claim-integrity"
    if held & _MANAGERS:
        yield "manager"


def _days(person: Person, module: str) -> tuple[str, ...]:
    days = training_days(person)
    if module == "claim-integrity" and person.id in planted.CLAIM_INTEGRITY_EXPIRED:
        return (days[0], planted.CLAIM_INTEGRITY_BEFORE)
    if module == "claim-integrity" and person.id in planted.EXPIRED:
        return (days[0], planted.TRAINING_DAYS[person.department])  # taught apart from the rest, and nobody missed it
    return days
