"""Maps: how the lists of one portal or program are written. Shipped ones come with it, own ones are learned."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from portalaudit.model import Problem, ProblemCode
from portalaudit.model.values import dataclass
from portalaudit.sheets import map_references
from portalaudit.sheets.heading_words import FIELDS, folded
from portalaudit.sheets.list_vocabulary import ListVocabulary
from portalaudit.sheets.listed import ListKind
from portalaudit.source.document import Document
from portalaudit.source.files import Text as File
from portalaudit.source.load import load
from portalaudit.source.record_types import field, record, validator
from portalaudit.source.statements import Filled, Telling
from portalaudit.source.typed import read

SHIPPED = Path(__file__).parent / "maps"
"""The maps of known portals and programs."""

Kind = Literal["roster", "users", "training", "questions", "access"]
Order = Literal["month_first", "day_first"]
Column = Literal[  # every field of `heading_words.FIELDS`; a test holds them together
    "account", "active", "answer", "answered_by", "answered_on", "completed_on", "created_on", "decided_on",
    "decision", "department", "email", "employee_number", "employment_type", "ended_on", "family_name", "field",
    "former_family_name", "former_name", "given_name", "has_role", "ignore", "inactive", "last_login_on",
    "leave_from", "leave_to", "location", "login", "mfa", "middle_name", "module", "name", "npi", "organization",
    "outcome", "portal", "portal_name", "preferred_name", "reason", "record", "reviewer", "role", "section",
    "signature", "started_on", "status", "suffix", "title",
]  # fmt: skip


@record
class RoleMeaning:
    """What a phrase of a portal's user list stands for."""

    native_roles: tuple[Filled, ...] | None = field(default=None, description="Roles of the portal's profile")
    permissions: tuple[Filled, ...] | None = field(default=None, description="Canonical permissions")


@record
class ListMap:
    """How one kind of list of one portal or program is written."""

    kind: Kind = field(description="What the list is about")
    title: Telling | None = field(default=None, description="What the list is called where it comes from")
    portal: Filled | None = field(default=None, description="Portal of the inventory whose list this is")
    vendor: Filled | None = field(
        default=None,
        description="Company whose people a roster shows; without one, the practice's own",
    )
    profile: Filled | None = field(
        default=None, description="Profile of the reference data whose portals write such lists"
    )
    known_by: tuple[Filled, ...] | None = field(default=None, description="Headings that only such a list has all of")
    header: Filled | None = field(
        default=None, description="Checksum of the headings; another one says that the list has changed"
    )
    coverage: Literal["full", "partial"] | None = field(
        default=None, description="full: who is not on the list is gone; partial: the list shows only some users"
    )
    columns: dict[Filled, Column] = field(default_factory=dict, description="What each column holds, by its heading")
    status: dict[Filled, Filled] = field(
        default_factory=dict,
        description="Words of status and what they mean: a status of accounts; works, on_leave or left; or ignore",
    )
    employment: dict[Filled, Filled] = field(
        default_factory=dict, description="Words for a kind of employment, and the kind of engagement that each means"
    )
    roles: dict[Filled, RoleMeaning] = field(
        default_factory=dict, description="The list's words for roles and functions, and what each allows"
    )
    date_order: dict[Filled, Order] = field(
        default_factory=dict, description="What stands first in 3/4/2026, by heading"
    )
    order_above: Order | None = field(
        default=None, description="What stands first in the day that is written above the table, such as Date: 3/4/2026"
    )
    titles: dict[Filled, tuple[Filled, ...]] = field(
        default_factory=dict, description="Job titles of a roster, and the roles of the inventory that each means"
    )
    modules: dict[Filled, Filled] = field(
        default_factory=dict,
        description="Names of trainings, and the module of the inventory that each means, or ignore",
    )
    skip_rows: tuple[Filled, ...] | None = field(
        default=None, description="Rows to leave out: those with a cell of this text"
    )
    source: tuple[Telling, ...] | None = field(default=None, description="Where this was read")
    verified: bool = field(default=False, description="Whether it was read in a source of the program's own maker")
    note: Telling | None = field(default=None, description="What else is known")


@dataclass(frozen=True, slots=True)
class KnownMap:
    """A map and its file. Own maps are the practice's, learned from its lists; they come before shipped ones."""

    written: ListMap
    path: str
    is_own: bool = True

    @property
    def headings(self) -> frozenset[str]:
        """The headings that it knows, folded."""
        return frozenset(map(folded, (*self.written.columns, *(self.written.known_by or ()))))


def read_maps(
    texts: Iterable[File], vocabulary: ListVocabulary | None = None, *, is_own: bool = True
) -> tuple[tuple[KnownMap, ...], tuple[Problem, ...]]:
    """The maps of files, in their order, and every problem at its place.

    With a vocabulary, words that a map translates into what the inventory does not have are problems too.
    """
    found: list[KnownMap] = []
    problems: list[Problem] = []
    for text in texts:
        document, more = load(text)
        problems += more
        if document is None:
            continue
        made, wrong = read(document, (), document.data, validator(ListMap), "map")
        problems += wrong
        if made is not None:
            problems += _misplaced(document, made)
            problems += map_references.dangling(document, made, vocabulary) if vocabulary else ()
            found.append(KnownMap(made, text.path, is_own))
    return tuple(found), tuple(problems)


def headings_of(maps: Iterable[KnownMap]) -> frozenset[str]:
    """The headings that any of some maps knows, folded."""
    return frozenset(heading for known in maps for heading in known.headings)


def shipped_maps() -> tuple[KnownMap, ...]:
    """The maps that travel with the package. Raises RuntimeError where one of them is broken: a fault of ours."""
    texts = [File(path.name, path.read_bytes()) for path in sorted(SHIPPED.glob("*.yaml"))]
    maps, problems = read_maps(texts, is_own=False)
    if problems:
        raise RuntimeError(f"the shipped maps have problems: {problems}")
    return maps


def _misplaced(document: Document, made: ListMap) -> Iterator[Problem]:
    """Columns that hold what this kind of list does not have, and day orders of columns that are not there."""
    fields = FIELDS[ListKind(made.kind)]
    for heading, name in made.columns.items():
        if name not in fields:
            message = f"'{name}' is nothing that a list of kind '{made.kind}' has"
            hint = f"write one of: {', '.join(sorted(fields))}"
            yield Problem(ProblemCode.INVALID_VALUE, message, document.place(("columns", heading)), hint)
    known = set(map(folded, made.columns))
    for heading in made.date_order:
        if made.columns and folded(heading) not in known:
            message = f"'{heading[:40]}' is not one of the headings under columns"
            place = document.place(("date_order", heading), key=True)
            yield Problem(ProblemCode.UNKNOWN_REFERENCE, message, place, "write the heading as it stands there")


def field_by_heading(made: ListMap) -> Mapping[str, str]:
    """What each folded heading holds."""
    return {folded(heading): name for heading, name in made.columns.items()}
