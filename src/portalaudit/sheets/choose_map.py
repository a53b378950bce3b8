"""The map that a list was written by: one of the practice's own first, then those that travel with the package."""

from collections.abc import Sequence

from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.layouts import header_hash
from portalaudit.sheets.list_secrets import echo
from portalaudit.sheets.listed import ListKind, Remark
from portalaudit.sheets.map_files import KnownMap, ListMap
from portalaudit.sheets.sheet import Sheet
from portalaudit.sheets.table_heads import Head


def choose_map(maps: Sequence[KnownMap], head: Head, kind: ListKind | None, portal: str) -> KnownMap | None:
    """The map of a list; None where no map knows it. Of several, the one that knows most headings."""
    words = frozenset(filter(None, map(folded, head.headings)))
    fitting = [one for one in maps if _fits(one, words, head, kind, portal)]
    return max(fitting, key=lambda one: (one.is_own, _is_same(one, head), len(one.headings & words)), default=None)


def changed_header(chosen: KnownMap, sheet: Sheet, head: Head) -> tuple[Remark, ...]:
    """What is said where a list has other headings than those that its map was learned from."""
    if not chosen.written.header or _is_same(chosen, head):
        return ()
    now = {folded(heading): heading for heading in head.headings if heading}
    then = {folded(heading): heading for heading in chosen.written.columns}
    new = [heading for word, heading in now.items() if word not in then and echo(heading)]
    gone = [heading for word, heading in then.items() if word not in now]
    parts = (f"new: {', '.join(new)}" if new else "", f"gone: {', '.join(gone)}" if gone else "")
    said = "; ".join(filter(None, parts)) or "the same ones in other numbers"
    text = f"the headings of this list are not those that {chosen.path} was made from ({said})"
    return (Remark(sheet.place(head.line), text),)


def _is_same(one: KnownMap, head: Head) -> bool:
    return one.written.header == header_hash(head.headings)


def _shares_most(written: ListMap, words: frozenset[str]) -> bool:
    """Whether two thirds of a map's headings are there. No way to a portal's map: lists of portals look alike."""
    columns = frozenset(map(folded, written.columns))
    return len(columns & words) * 3 >= len(columns) * 2


def _fits(one: KnownMap, words: frozenset[str], head: Head, kind: ListKind | None, portal: str) -> bool:
    written = one.written
    if kind is not None and written.kind != kind:
        return False
    if portal and written.portal and written.portal != portal:
        return False
    if one.is_own and (_is_same(one, head) or (portal and written.portal == portal)):
        return True
    if one.is_own and written.columns and not written.portal and _shares_most(written, words):
        return True
    known_by = frozenset(map(folded, written.known_by or ()))
    return bool(known_by) and known_by <= words
