"""Who uses a login, as it was answered."""

from portalaudit.imports.inventory_draft import joined
from portalaudit.imports.people_matching import People
from portalaudit.imports.question_file import Answer
from portalaudit.imports.yaml_text import Value

NOBODY, SHARED = "nobody", "shared"
"""What may be answered besides people: no one of the practice, or several whom no one can name."""


def answered_user(answer: Answer, people: People, today: str) -> dict[str, Value] | None:
    """What an answer makes of a login; None where it names no one."""
    match: dict[str, Value] = {"result": "matched", "by": "answer", "on": answer.on or today}
    match |= {"decided_by": answer.by} if answer.by else {}
    word = answer.text.strip().casefold()
    if word == NOBODY:
        return {"match": {**match, "result": "unmatched"}}
    if word == SHARED:
        return {"type": "shared_legacy", "match": {**match, "result": "unmatched"}}
    found = [people.named(part) for part in answer.text.replace(";", ",").split(",")]
    if (whole := people.named(answer.text)) is not None:
        found = [whole]
    if None in found:
        return None
    ids = joined(person.id for person in found if person is not None)
    if len(ids) == 1:
        return {"person": ids[0], "type": "individual", "match": match}
    return {"persons": ids, "type": "shared_legacy", "match": match}


def names_no_one(answer: Answer, ask: str) -> str:
    """What is said of an answer that names no one."""
    return f"the answer '{answer.text}' to {ask} names no one on the staff list"
