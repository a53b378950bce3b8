"""From documents to reference data: sections typed, later records in place of earlier ones, every reference checked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from portalaudit.inventory import dangling
from portalaudit.inventory.attributes.matching import NO_PATTERNS, Matching
from portalaudit.inventory.reference.aggregate import Reference
from portalaudit.inventory.reference.reference_records import SECTIONS, Default, PermissionSet
from portalaudit.inventory.reference.standing import Source, Sourced
from portalaudit.inventory.shape import ENTITY_OF_SECTION, WITH_ATTRIBUTES, fields_of
from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.model.spelling import did_you_mean, nearest
from portalaudit.model.values import dataclass, field
from portalaudit.source import typed
from portalaudit.source.document import Document, Node, Route
from portalaudit.source.record_types import many, validator

FOLDER = "reference/"
"""Reference files stand below this folder of the policies."""

ATTRIBUTES = "attributes/"
"""Schemas of attributes stand below this folder of the policies."""

NOUNS: Mapping[str, str] = {
    "permissions": "permission",
    "permission_sets": "permission set",
    "jurisdictions": "jurisdiction",
    "specialty_jurisdictions": "specialty jurisdiction",
    "profiles": "profile",
    "default_roles": "default role",
    "sod_pairs": "pair of duties",
    "element_comparison": "element",
    "defaults": "default",
    "status_words": "group of status words",
    "actions": "action",
}


def load_reference(
    documents: Sequence[Document], matching: Matching = NO_PATTERNS
) -> tuple[Reference, tuple[Problem, ...]]:
    """Read every document below `reference/`, the shipped ones first.

    A record of a later document takes the place of the whole earlier record with the same id. A record with a problem
    is left out, and the one before it stays. Documents elsewhere are not looked at, but for the schemas of attributes,
    whose patterns are those of `matching`.
    """
    reader = _Reader()
    for document in documents:
        if document.inside.startswith(FOLDER):
            reader.read(document)
    attributes, in_attributes = _attributes([d for d in documents if d.inside.startswith(ATTRIBUTES)], matching)
    records = {section: reader.records(section) for section in (*SECTIONS, "sources")}
    return Reference(**records, attributes=attributes), (*reader.problems, *_wrong(reader), *in_attributes)


def _attributes(documents: Sequence[Document], matching: Matching) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    if not documents:
        return {}, ()
    from portalaudit.inventory.attributes.load_attributes import load_schemas  # noqa: PLC0415  few practices have such files

    return load_schemas(documents, {section: ENTITY_OF_SECTION[section] for section in WITH_ATTRIBUTES}, matching)


@dataclass(slots=True)
class _Written:
    """A record and where it stands. One that cannot be read is None."""

    record: Any
    node: Node
    document: Document
    route: Route

    def place(self, route: Route = (), *, key: bool = False) -> Place:
        return self.document.place((*self.route, *route), key=key)


@dataclass(slots=True)
class _Reader:
    """Collects the sections of all documents. `known` also holds the ids of records that have problems.

    `lost` are the records that are left out, for what else is wrong with them.
    """

    written: dict[str, dict[str, _Written]] = field(
        default_factory=lambda: {section: {} for section in (*SECTIONS, "sources")}
    )
    known: dict[str, set[str]] = field(default_factory=lambda: {section: set() for section in (*SECTIONS, "sources")})
    lost: dict[str, list[_Written]] = field(default_factory=lambda: {section: [] for section in SECTIONS})
    problems: list[Problem] = field(default_factory=list)

    def records(self, section: str) -> dict[str, Any]:
        return {record_id: written.record for record_id, written in self.written[section].items()}

    def read(self, document: Document) -> None:
        for section, node in document.data.items():
            if section == "sources":
                self._sources(document, node)
            elif section in SECTIONS:
                self._list(document, section, node)
            else:
                self.problems.append(_unknown_section(document, section))

    def _sources(self, document: Document, node: Node) -> None:
        if not isinstance(node, dict):
            self.problems.append(_wrong_shape(document, "sources", "must be a mapping of keys, each with a title"))
            return
        for key, value in node.items():
            self.known["sources"].add(key)
            source, problems = typed.read(document, ("sources", key), value, validator(Source), noun="source")
            self.problems += problems
            if source is not None:
                self.written["sources"][key] = _Written(source, value, document, ("sources", key))

    def _list(self, document: Document, section: str, node: Node) -> None:
        if not isinstance(node, list):
            self.problems.append(_wrong_shape(document, section, "must be a list of records, each beginning with '- '"))
            return
        cls: type[Any] = SECTIONS[section]
        items, problems = typed.read_items(document, (section,), node, many(cls), validator(cls), noun=NOUNS[section])
        self.problems += problems
        self.known[section].update(_written_ids(node))
        read = {index for index, _ in items}
        self.lost[section] += (
            _Written(None, item, document, (section, index)) for index, item in enumerate(node) if index not in read
        )
        here: dict[str, _Written] = {}
        for index, record in items:
            written = _Written(record, node[index], document, (section, index))
            first = here.setdefault(record.id, written)
            if first is not written:
                self.problems.append(_duplicate(section, record.id, written, first))
                self.lost[section].append(written)
        self.written[section].update(here)


def _written_ids(items: list[Node]) -> Iterator[str]:
    for item in items:
        written = item.get("id") if isinstance(item, dict) else None
        if isinstance(written, str):
            yield written


def _wrong(reader: _Reader) -> Iterator[Problem]:
    """What only shows when all documents are read."""
    sets = {f"@{name}" for name in reader.known["permission_sets"]}
    known: dict[str, Collection[str]] = {**reader.known, "permissions": {*reader.known["permissions"], *sets}}
    plain: dict[str, Collection[str]] = {**known, "permissions": reader.known["permissions"]}
    for section in SECTIONS:
        yield from _wrong_in(reader, section, plain if section == "permission_sets" else known)


def _wrong_in(reader: _Reader, section: str, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    records = reader.written[section].values()
    for written in (*records, *reader.lost[section]):
        yield from _unknown_references(SECTIONS[section], written, known)
    for written in records:
        yield from _unknown_fields(written)
        yield from _not_one(written)


def _unknown_references(cls: type, written: _Written, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    for route, wanted, target in dangling.in_written(cls, written.node, known):
        yield _unknown_reference(written.place(route), wanted, target, known[target])


def _unknown_reference(place: Place, wanted: str, section: str, ids: Collection[str]) -> Problem:
    return Problem(
        ProblemCode.UNKNOWN_REFERENCE,
        f"'{wanted}' is not in '{section}' of the reference data{_near(wanted, ids)}",
        place,
        hint=f"add it to '{section}', or correct it here",
    )


def _unknown_fields(written: _Written) -> Iterator[Problem]:
    """`unverified` may name fields of its record only."""
    record: Sourced = written.record
    cls: type = type(record)
    fields = fields_of(cls)
    for index, name in enumerate(record.unverified or ()):
        if name not in fields:
            yield Problem(
                ProblemCode.INVALID_VALUE,
                f"'{name}' is not a field of this record{_near(name, fields)}",
                written.place(("unverified", index)),
                hint="name fields that are not yet checked in a source",
            )


_EITHER: Mapping[type, tuple[str, str]] = {PermissionSet: ("permissions", "sensitivity"), Default: ("number", "words")}


def _not_one(written: _Written) -> Iterator[Problem]:
    """A set is a list or a sensitivity, a default a number or words: exactly one of the two."""
    record = written.record
    pair = _EITHER.get(type(record))
    if pair is not None and (getattr(record, pair[0]) is None) is (getattr(record, pair[1]) is None):
        names = f"'{pair[0]}' or '{pair[1]}'"
        yield Problem(
            ProblemCode.INVALID_VALUE,
            f"'{record.id}' needs either {names}, and not both",
            written.place(("id",)),
            hint=f"write exactly one of {names}",
        )


def _duplicate(section: str, record_id: str, written: _Written, first: _Written) -> Problem:
    return Problem(
        ProblemCode.DUPLICATE_ID,
        f"the id '{record_id}' is given twice in '{section}'",
        written.place(("id",)),
        hint="give each record its own id, or remove one of the two",
        related=(Related(first.place(("id",)), "first given here"),),
    )


def _unknown_section(document: Document, section: str) -> Problem:
    names = ("sources", *SECTIONS)
    return Problem(
        ProblemCode.UNKNOWN_SECTION,
        f"'{section}' is not a section of the reference data{_near(section, names)}",
        document.place((section,), key=True),
        hint="the sections are " + ", ".join(names),
    )


def _wrong_shape(document: Document, section: str, needed: str) -> Problem:
    return Problem(
        ProblemCode.INVALID_VALUE,
        f"'{section}' {needed}",
        document.place((section,), key=True),
        hint="see the reference files that come with portalaudit",
    )


def _near(wanted: str, names: Collection[str]) -> str:
    return did_you_mean(nearest(wanted, names))
