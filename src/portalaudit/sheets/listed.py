"""What the rows of a list say, typed: a person on a roster, a login at a portal, a training done, an answer.

Days are ISO text, and every text is empty where the list says nothing. Each row has the place where it stands. A last
login or a last day that a list gives with a time and its distance from UTC keeps both: which day it was depends on the
practice's time zone.
"""

from enum import StrEnum

from portalaudit.model.place import Place
from portalaudit.model.values import dataclass


class ListKind(StrEnum):
    """What a list is about."""

    ROSTER = "roster"
    USERS = "users"
    TRAINING = "training"
    QUESTIONS = "questions"
    ACCESS = "access"


class Coverage(StrEnum):
    """Whether someone who is absent from a list is gone: only a full list says so."""

    FULL = "full"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """How a person stands with the practice, as a roster says it."""

    WORKS = "works"
    ON_LEAVE = "on_leave"
    LEFT = "left"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A person's name as a list writes it, and its parts. `key` is equal where only order and form differ.

    `key` holds the parts without accents, case, titles and generation marks, sorted: `Lee, Kim` and `KIM LEE` have one.
    A company's name has no given and no family name.
    """

    written: str
    given: str = ""
    family: str = ""
    suffix: str = ""
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of a roster. The same person may stand on several lines, with one employee number and several titles."""

    place: Place
    name: WrittenName
    employee_number: str = ""
    npi: str = ""
    emails: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    standing: Standing = Standing.UNKNOWN
    engagement: str = ""
    started_on: str = ""
    ended_on: str = ""
    leave_from: str = ""
    leave_to: str = ""
    former_names: tuple[WrittenName, ...] = ()
    location: str = ""
    other_names: tuple[WrittenName, ...] = ()
    department: str = ""


@dataclass(frozen=True, slots=True)
class LoginRow:
    """One user of a portal's list. `status` is one of the inventory's, empty where the written word is not understood.

    `roles` are the phrases as the portal writes them; `native_roles` and `permissions` what the layout makes of them.
    `last_login_on` may be `never`.
    """

    place: Place
    login: str
    name: WrittenName | None = None
    email: str = ""
    employee_number: str = ""
    npi: str = ""
    status: str = ""
    status_written: str = ""
    roles: tuple[str, ...] = ()
    native_roles: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    last_login_on: str = ""
    created_on: str = ""
    mfa: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class CompletionRow:
    """One training that someone finished."""

    place: Place
    name: WrittenName | None
    module: str
    completed_on: str
    email: str = ""
    employee_number: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answered line of a sheet of questions: the record, the field, and what was written in."""

    place: Place
    section: str
    record: str
    field: str
    answer: str
    answered_by: str = ""
    answered_on: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """One decided line of an access sheet."""

    place: Place
    portal: str
    account: str
    decision: str
    reviewer: str = ""
    decided_on: str = ""
    reason: str = ""


ListedRow = PersonRow | LoginRow | CompletionRow | AnswerRow | ReviewedRow


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A line that is not taken, and why: a title, a footer, a repeated heading, or a record without what it needs."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What was noticed where a list is taken all the same: a day in the future, a value that cannot be read."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a list leaves open, to be answered once and kept: a heading, a word of status, the order of dates, a person.

    `id` is stable: the same doubt of the same list has it again. `answers` are the ones to choose from, empty where
    anything may be written. Where it does not `stop` the import, what it is about is left out until it is answered.
    """

    id: str
    about: str
    question: str
    place: Place
    answers: tuple[str, ...] = ()
    stops: bool = True
