"""What was understood of a list, kept as a map, so that the next list of its kind is read without a question."""

from collections.abc import Collection, Mapping

from portalaudit.imports.yaml_edits import FileEdits
from portalaudit.imports.yaml_text import Value, field, scalar
from portalaudit.sheets.columns_held import column_doubt
from portalaudit.sheets.day_doubts import order_doubt
from portalaudit.sheets.heading_words import IGNORED
from portalaudit.sheets.layouts import Layout
from portalaudit.sheets.listed import Coverage, ListKind
from portalaudit.sheets.map_files import RoleMeaning
from portalaudit.sheets.recognising import COVERAGE
from portalaudit.sheets.word_doubts import EMPLOYMENT, ROLE, STATUS
from portalaudit.source.document import Document, Node

OF_KIND = {
    ListKind.ROSTER: "maps/roster.yaml",
    ListKind.TRAINING: "maps/training.yaml",
}
"""Where the maps of lists are kept that are of no portal. Sheets of questions and decisions are ours and need none."""

_HEAD = "# How these lists are read. Written by portalaudit import; correct it where it is wrong.\n"


def map_path(kind: ListKind, portal: str) -> str:
    """The file of a list's map in the inventory folder; empty where none is kept."""
    return f"maps/{portal}.yaml" if kind is ListKind.USERS else OF_KIND.get(kind, "")


def learned(layout: Layout, answers: Collection[str], known: Mapping[str, Node]) -> dict[str, Value]:
    """What a map has to say of a list: its headings, and what `answers`, ids of doubts, were given to.

    A word that the program understands by itself is not kept, so that a list is read better by a later program.
    """
    found: dict[str, Value] = {"kind": layout.kind.value}
    if layout.portal:
        found["portal"] = layout.portal
    found["header"] = layout.header_hash
    if COVERAGE in answers and layout.coverage is not Coverage.UNKNOWN:
        found["coverage"] = layout.coverage.value
    headings = layout.head.headings
    once = {heading: position for position, heading in enumerate(headings) if heading and headings.count(heading) == 1}
    ignored = {heading for heading in once if column_doubt(heading) in answers}
    columns = {heading: layout.columns[at] or (IGNORED if heading in ignored else "") for heading, at in once.items()}
    found["columns"] = {heading: held for heading, held in columns.items() if held}
    orders = {heading: layout.day_orders[at] for heading, at in once.items() if order_doubt(heading) in answers}
    found["date_order"] = {heading: order.value for heading, order in orders.items() if order is not None}
    for key, what, meanings in (("status", STATUS, layout.statuses), ("employment", EMPLOYMENT, layout.engagements)):
        found[key] = {word: meanings.get(word) or IGNORED for word in _answered(what, answers)}
    found["roles"] = {word: _role(layout.roles[word]) for word in _answered(ROLE, answers) if word in layout.roles}
    merged = {
        key: {**_mapping(known.get(key)), **value} if isinstance(value, Mapping) else value
        for key, value in found.items()
    }
    return {key: value for key, value in merged.items() if value}


def _answered(what: str, answers: Collection[str]) -> list[str]:
    return sorted(doubt.partition(":")[2] for doubt in answers if doubt.startswith(f"{what}:"))


def _role(meaning: RoleMeaning) -> dict[str, Value]:
    told = {"native_roles": meaning.native_roles, "permissions": meaning.permissions}
    return {key: value for key, value in told.items() if value}


def _mapping(node: Node | None) -> Mapping[str, Node]:
    return node if isinstance(node, dict) else {}


def map_text(found: Mapping[str, Value], document: Document | None) -> str:
    """The text of the map, new or changed by place where there is one already."""
    if document is None:
        return _HEAD + "".join(_lines(key, value) for key, value in found.items())
    edits = FileEdits(document)
    for key, value in found.items():
        now = document.data.get(key)
        if isinstance(value, Mapping) and isinstance(now, dict):
            for name, each in value.items():
                if now.get(name) != each:
                    edits.put((key, name), each)
        elif now != value:
            edits.put((key,), value)
    return edits.text()


def _lines(key: str, value: Value) -> str:
    if not isinstance(value, Mapping):
        return f"{field(key, value, 0, chr(10))}\n"
    return f"{scalar(key)}:\n" + "".join(f"  {field(name, each, 2, chr(10))}\n" for name, each in value.items())
