"""Rows of rosters and trainings with every text as an inventory may hold it, so that they compare with what it has."""

from collections.abc import Iterable, Iterator

from portalaudit.imports.yaml_text import legible
from portalaudit.model.values import replace
from portalaudit.sheets.listed import CompletionRow, PersonRow, WrittenName
from portalaudit.sheets.person_names import name_cell, name_of_parts


def legible_people(rows: Iterable[object]) -> Iterator[PersonRow]:
    """The people among rows; one whose name has nothing that can be written is left out."""
    for row in rows:
        if isinstance(row, PersonRow) and (name := _name(row.name)).key:
            yield replace(
                row,
                name=name,
                employee_number=legible(row.employee_number),
                titles=tuple(filter(None, map(legible, row.titles))),
                former_names=tuple(map(_name, row.former_names)),
                other_names=tuple(map(_name, row.other_names)),
                location=legible(row.location),
                department=legible(row.department),
            )


def legible_completions(rows: Iterable[object]) -> Iterator[CompletionRow]:
    """The completions among rows."""
    for row in rows:
        if isinstance(row, CompletionRow):
            name = _name(row.name) if row.name else None
            yield replace(row, name=name, module=legible(row.module), employee_number=legible(row.employee_number))


def _name(name: WrittenName) -> WrittenName:
    """A name as it will be read again."""
    texts = name.written, name.given, name.family, name.suffix
    clean = tuple(map(legible, texts))
    if clean == texts:
        return name
    written, given, family, suffix = clean
    return name_of_parts(given, family, suffix=suffix) if given and family else name_cell(written).name
