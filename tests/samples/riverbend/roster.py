"""The staff files, one for each department, and the list from human resources."""

from tests.samples.riverbend.choice import plus
from tests.samples.riverbend.people import Person, clearance
from tests.samples.riverbend.planted import training_days
from tests.samples.riverbend.writing import Record, file, section

_REMARKS = {
    "clinicians": "Physicians and advanced practice providers. Few of them use a portal themselves.",
    "front-desk": "Patient access at the six sites.",
    "scheduler": "",
    "clinical-support": "Nurses and medical assistants.",
    "billing-office": "Central billing office, second floor at Queensgate, for all sites.",
    "prior-authorization": "Prior authorization team, part of the billing office since 2021.",
    "administration": "",
    "contractors": "People of other companies. No login without a last day.",
    "former": "Kept for six years after the last day.",
}


def files(people: dict[str, Person]) -> dict[str, str]:
    """One file for each department, and the roster of human resources."""
    found = {
        f"staff/{department}.yaml": file(
            section("staff", [_record(p) for p in people.values() if p.department == department]),
            depth=1,
            remark=remark,
        )
        for department, remark in _REMARKS.items()
    }
    rows = ["employee,job title,site,first day,last day", *(_row(p) for p in people.values() if p.vendor is None)]
    return found | {"imports/hr-roster-2026-11-16.csv": "".join(f"{row}\n" for row in rows)}


def _row(person: Person) -> str:
    return ",".join((person.name, person.title.replace(",", ";"), person.site, person.start, person.end or ""))


def _record(person: Person) -> Record:
    found: dict[str, object] = {"id": person.id, "name": person.name, "#name": person.title}
    if person.remark:
        found["#"] = person.remark
    if person.former_name:
        found["other_names"] = [person.former_name]
    found["email"] = person.email
    if person.vendor:
        found["vendor"] = person.vendor
    if person.manager:
        found["manager"] = person.manager
    found["engagements"] = [_engagement(person)]
    found["roles"] = _roles(person)
    found["locations"] = _locations(person)
    found["acknowledgements"] = [
        {"document": "policy-acceptable-use", "on": on} for on in dict.fromkeys(training_days(person))
    ]
    if person.department != "former":
        found |= {"cleared_on": clearance(person), "exclusion_checked_on": "2026-11-03"}
    return found


def _engagement(person: Person) -> Record:
    found: dict[str, object] = {"kind": "contractor" if person.vendor else "employee", "start": person.start}
    if person.end:
        found["end"] = person.end
    if person.involuntary:
        found["involuntary"] = True
    if person.vendor:
        found["sponsor"] = person.manager
    if person.leave:
        found["leave"] = list(person.leave)
    return found


def _roles(person: Person) -> list[Record]:
    if person.previous is None:
        return [{"role": role, "from": person.start} for role in (person.role, *person.more_roles)]
    before, on = person.previous
    return [{"role": before, "from": person.start, "to": plus(on, -1)}, {"role": person.role, "from": on}]


def _locations(person: Person) -> list[Record]:
    more = [{"location": site, "from": person.start} for site in person.more_sites]
    if person.moved_from is None:
        return [{"location": person.site, "from": person.start}, *more]
    before, on = person.moved_from
    return [{"location": before, "from": person.start, "to": plus(on, -1)}, {"location": person.site, "from": on}]
