"""Changes of one file by place: what is not changed keeps its bytes, with its comments, order and style."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from portalaudit.imports import yaml_nodes
from portalaudit.imports.packed import Packed
from portalaudit.imports.yaml_nodes import Node
from portalaudit.imports.yaml_text import Value, field, inline, item, scalar
from portalaudit.source.document import Document, Route


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class FileEdits:
    """The changes of one file, or of one that is to be made, collected and then applied at once.

    `route` is where a record is written, and `path` leads to a field of it. Of two changes of a field the later stays.
    """

    def __init__(self, document: Document | None = None) -> None:
        self._document = document
        self._fields: dict[Route, dict[Route, Value]] = {}
        self._added: dict[Route, Packed[Value]] = {}
        self._grown: dict[Route, dict[Route, list[Value]]] = {}
        self._put: dict[Route, Value] = {}

    def put(self, path: Route, value: Value) -> None:
        """Let a field of the file itself have a value, for a file that is one record."""
        self._put[path] = value

    def set(self, route: Route, path: Route, value: Value) -> None:
        """Let a field of a record have a value, whether it has one now or not."""
        self._fields.setdefault(route, {})[path] = value

    def grow(self, route: Route, path: Route, value: Value) -> None:
        """Add an item to a list within a record, which is made where there is none."""
        self._grown.setdefault(route, {}).setdefault(path, []).append(value)

    def add(self, section: Route, record: Value) -> None:
        """Add a record behind the last of its section, which is made where there is none."""
        self._added.setdefault(section, Packed(_as_it_is, _as_it_is)).append(record)

    def content(self) -> bytes:
        """The whole new file. It is put together piece by piece: a big one is not there several times."""
        written = io.BytesIO()
        for piece in self._pieces():
            written.write(piece.encode())
        return written.getvalue()

    def _pieces(self) -> Iterator[str]:
        if self._document is None:
            yield from self._new_sections(self._added)
            return
        edits = sorted(self._edits(self._document), key=lambda edit: (edit.start, edit.end))
        old, at = self._document.text, 0
        for edit in edits:
            yield old[at : edit.start]
            yield edit.text
            at = max(at, edit.end)
        yield old[at:]

    @property
    def _newline(self) -> str:
        return "\r\n" if self._document is not None and "\r\n" in self._document.text else "\n"

    def _edits(self, document: Document) -> Iterable[_Edit]:
        for route in dict.fromkeys((*self._fields, *self._grown)):
            node = yaml_nodes.record_node(document, route)
            for path, value in self._fields.get(route, {}).items():
                yield from self._set(node, path, value)
            for path, values in self._grown.get(route, {}).items():
                yield from self._grow(node, path, values)
        missing = {section: records for section, records in self._added.items() if section[0] not in document.data}
        for section, records in self._added.items():
            if section not in missing:
                yield from self._add(document, section, records)
        yield from self._begin(document, missing)
        for path, value in self._put.items():
            yield from self._set(yaml_nodes.whole_node(document), path, value)

    # ------------------------------------------------------------ fields

    def _set(self, record: Node, path: Route, value: Value) -> Iterable[_Edit]:
        *above, name = path
        holder, missing = _follow(record, above)
        if missing:
            # What would hold the field is not there yet and comes with it.
            for part in (name, *reversed(missing[1:])):
                value = {str(part): value}
            name = missing[0]
        known = holder.fields.get(str(name))
        return self._insert(holder, str(name), value) if known is None else self._replace(known, value)

    def _replace(self, known: Node, value: Value) -> Iterable[_Edit]:
        if known.is_list and known.items and not known.in_flow and isinstance(value, Sequence):
            lines = f"{self._newline}{' ' * known.column}".join(
                f"- {item(each, known.column + 2, self._newline)}" for each in value
            )
            return [_Edit(known.start, known.end, lines)]
        text = inline(value)
        end = known.end
        if self._text[known.start : end].endswith("\n"):
            text += self._newline
        return [_Edit(known.start, end, text if known.start < end else f" {text}")]

    def _insert(self, holder: Node, key: str, value: Value) -> Iterable[_Edit]:
        if holder.in_flow:
            end = max((each.end for each in holder.fields.values()), default=0)
            return [self._in_flow(holder, f"{scalar(key)}: {inline(value)}", end)]
        return [self._line(holder.end, holder.column, field(key, value, holder.column, self._newline))]

    def _grow(self, record: Node, path: Route, values: list[Value]) -> Iterable[_Edit]:
        holder, missing = _follow(record, path)
        if missing or not holder.items:
            return self._set(record, path, values)
        return self._behind(holder, values, on_one_line=None)

    def _behind(self, known: Node, values: Iterable[Value], *, on_one_line: bool | None) -> Iterable[_Edit]:
        """New items behind the last of a list."""
        for value in values:
            if known.in_flow:
                yield self._in_flow(known, inline(value), known.items[-1].end)
            else:
                text = item(value, known.column + 2, self._newline, on_one_line=on_one_line)
                yield self._line(known.items[-1].end, known.column, f"- {text}")

    def _in_flow(self, holder: Node, text: str, end: int) -> _Edit:
        if end:
            return _Edit(end, end, f", {text}")
        return _Edit(holder.start + 1, holder.start + 1, text)

    def _line(self, end: int, column: int, text: str) -> _Edit:
        """A line of its own behind the one in which something ends, whose comment stays where it is."""
        whole, blank = self._text, " " * column
        if end and whole[end - 1] == "\n":
            return _Edit(end, end, f"{blank}{text}{self._newline}")
        line_end = whole.find("\n", end)
        if line_end < 0:
            return _Edit(len(whole), len(whole), f"{self._newline}{blank}{text}")
        at = line_end - 1 if whole[line_end - 1] == "\r" else line_end
        return _Edit(at, at, f"{self._newline}{blank}{text}")

    # ------------------------------------------------------------ sections

    def _add(self, document: Document, section: Route, records: Packed[Value]) -> Iterable[_Edit]:
        if yaml_nodes.has_list(document, section):
            last = yaml_nodes.record_node(document, (*section, yaml_nodes.count(document, section) - 1))
            column = yaml_nodes.list_column(document, section)
            known = Node(last.start, last.end, column or 0, is_list=True, in_flow=column is None, items=[last])
            return self._behind(known, records, on_one_line=None if last.in_flow else False)
        return self._first_of(yaml_nodes.whole_node(document), section, records)

    def _first_of(self, whole: Node, section: Route, records: Packed[Value]) -> Iterable[_Edit]:
        holder, missing = _follow(whole, section)
        if missing and holder.in_flow:
            return self._set(whole, section, [*records])
        if missing:
            items = "".join(self._items(records, holder.column + 2))
            return [self._line(holder.end, holder.column, f"{missing[0]}:{items}")]
        outer = _follow(whole, section[:-1])[0]
        if outer.in_flow:
            return [self._in_flow(holder, ", ".join(map(inline, records)), 0)]
        return self._instead_of_nothing(holder, "".join(self._items(records, outer.column + 2)))

    def _begin(self, document: Document, added: Mapping[Route, Packed[Value]]) -> Iterable[_Edit]:
        """Sections that the file does not have yet, at its end."""
        if not added:
            return
        whole, end = yaml_nodes.whole_node(document), len(self._text)
        if whole.in_flow:
            yield from (edit for name, value in _nested(added).items() for edit in self._insert(whole, name, value))
            return
        gap = self._newline if self._text and not self._text.endswith("\n") else ""
        yield _Edit(end, end, gap)
        yield from (_Edit(end, end, piece) for piece in self._new_sections(added))

    def _instead_of_nothing(self, holder: Node, lines: str) -> Iterable[_Edit]:
        """Items in the place of `[]`, or of nothing at all; a comment stays behind the key."""
        start = holder.start
        while start and self._text[start - 1] == " ":
            start -= 1
        line_end = self._text.find("\n", holder.end)
        at = len(self._text) if line_end < 0 else line_end
        at -= 1 if self._text[at - 1 : at] == "\r" else 0
        return [_Edit(start, holder.end, ""), _Edit(at, at, lines)]

    def _items(self, records: Iterable[Value], column: int) -> Iterator[str]:
        newline = self._newline
        return (f"{newline}{' ' * column}- {item(each, column + 2, newline)}" for each in records)

    def _new_sections(self, added: Mapping[Route, Packed[Value]]) -> Iterator[str]:
        """Sections as they stand in a file, those of one mapping together."""
        heads: list[str | int] = []
        for section in sorted(added, key=lambda each: list(map(str, each[:-1]))):
            *above, name = section
            if above != heads:
                yield from (f"{'  ' * depth}{head}:{self._newline}" for depth, head in enumerate(above))
                heads = above
            column = 2 * len(above)
            yield f"{' ' * column}{name}:"
            yield from self._items(added[section], column + 2)
            yield self._newline

    @property
    def _text(self) -> str:
        return self._document.text if self._document is not None else ""


def _as_it_is(value: Value) -> Value:
    return value


def _follow(node: Node, path: Sequence[str | int]) -> tuple[Node, tuple[str | int, ...]]:
    """The node at the end of a path, and the part of the path that is not there."""
    for depth, part in enumerate(path):
        below = node.items[part] if isinstance(part, int) and part < len(node.items) else node.fields.get(str(part))
        if below is None:
            return node, tuple(path[depth:])
        node = below
    return node, ()


def _nested(added: Mapping[Route, Packed[Value]]) -> dict[str, Value]:
    """Sections as one value, those of one mapping together."""
    found: dict[str, dict[str, Value] | list[Value]] = {}
    for (head, *rest), records in added.items():
        inner = found.setdefault(str(head), {}) if rest else None
        if isinstance(inner, dict):
            inner[str(rest[0])] = [*records]
        else:
            found[str(head)] = [*records]
    return {**found}
