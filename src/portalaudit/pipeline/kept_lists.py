"""User lists that an inventory keeps as files: their rows, read as the import reads them, stand in for `accounts`.

Nothing is guessed here: a list that raises a doubt stays unread, and what needs it is a question.
"""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from portalaudit.inventory.records.portal_records import Export, ExportedAccount, Portal
from portalaudit.inventory.reference import Reference
from portalaudit.inventory.tables import Inventory
from portalaudit.model import Problem
from portalaudit.model.recorded import Match, RecordedFile
from portalaudit.source.checksums import normalized
from portalaudit.source.files import Text
from portalaudit.source.record_types import with_values
from portalaudit.source.ways import file_stem

if TYPE_CHECKING:
    import datetime

    from portalaudit.sheets.list_reading import KnownMap, ListVocabulary
    from portalaudit.sheets.listed import LoginRow


def read_kept_lists(
    inventory: Inventory, recorded: Iterable[RecordedFile], reference: Reference, root: Path, today: "datetime.date"
) -> tuple[Problem, ...]:
    """Give the newest user list of each portal its rows, where the file is kept as it was recorded.

    The problems are those of maps.
    """
    kept = {one.sha256: one.path for one in recorded if one.match is Match.SAME}
    portals = inventory.tables["portals"].records
    problems: list[Problem] = []
    for row, portal in enumerate(portals):
        newest = _newest(portal, today.isoformat())
        wanted = {index: path for index in newest if (path := _path(portal.exports[index], kept))}
        if wanted:
            exports, wrong = _Lists(portals, reference, root, today).read(portal, wanted)
            portals[row] = with_values(portal, {"exports": exports})
            problems += wrong
    return tuple(problems)


def _newest(portal: Portal, today: str) -> list[int]:
    """The lists of the newest day that has come."""
    past = [index for index, export in enumerate(portal.exports or ()) if export.taken_on <= today]
    newest = max((portal.exports[index].taken_on for index in past), default="") if portal.exports else ""
    return [index for index in past if portal.exports and portal.exports[index].taken_on == newest]


def _path(export: Export, kept: Mapping[str, str]) -> str:
    """The kept file of a list whose rows are not written; empty where there is none."""
    if export.accounts is not None or not export.sha256:
        return ""
    return kept.get(normalized(export.sha256) or "", "")


class _Lists:
    """Reads kept lists of one inventory."""

    def __init__(self, portals: Sequence[Portal], reference: Reference, root: Path, today: "datetime.date") -> None:
        self._portals, self._reference, self._root, self._today = portals, reference, root, today

    def read(self, portal: Portal, wanted: Mapping[int, str]) -> tuple[tuple[Export, ...], tuple[Problem, ...]]:
        """The portal's user lists with rows for those wanted, as far as they are read without a doubt."""
        from portalaudit.imports.list_files import list_vocabulary  # noqa: PLC0415  only kept lists need it
        from portalaudit.sheets.list_reading import read_maps, shipped_maps  # noqa: PLC0415

        vocabulary = list_vocabulary(self._portals, self._reference)
        path = f"maps/{file_stem(portal.id)}.yaml"
        file = self._root / path
        own = [Text(path, file.read_bytes())] if file.is_file() and not file.is_symlink() else []
        maps, problems = read_maps(own, vocabulary)
        known = maps or shipped_maps()
        exports = list(portal.exports or ())
        for index, each in wanted.items():
            rows = self._rows(portal, each, known, vocabulary)
            if rows is not None:
                exports[index] = with_values(exports[index], {"accounts": rows})
        return tuple(exports), problems

    def _rows(
        self, portal: Portal, path: str, maps: "Sequence[KnownMap]", vocabulary: "ListVocabulary"
    ) -> tuple[ExportedAccount, ...] | None:
        from pydantic_core import ValidationError  # noqa: PLC0415  as above

        from portalaudit.imports.login_lines import login_of, shows_logins  # noqa: PLC0415
        from portalaudit.imports.user_lists import legible_logins  # noqa: PLC0415
        from portalaudit.sheets.list_reading import open_list, recognise, rows  # noqa: PLC0415
        from portalaudit.sheets.listed import ListKind  # noqa: PLC0415

        sheets, problems = open_list(path, (self._root / path).read_bytes(), maps)
        found: list[ExportedAccount] = []
        for sheet in sheets if not problems else ():
            recognised = recognise(
                sheet, maps, vocabulary=vocabulary, today=self._today, kind=ListKind.USERS, portal=portal.id
            )
            if not recognised.is_ready or recognised.layout is None:
                return None
            listed = tuple(legible_logins(rows(sheet, recognised.layout)))
            has_logins = shows_logins(listed)
            for row in listed:
                # What cannot be a login is none in the inventory either; the import has said so.
                with contextlib.suppress(ValidationError):
                    found.append(_exported(row, row.login if has_logins else login_of(row)))
        return tuple(found) if found else None


def _exported(row: "LoginRow", login: str) -> ExportedAccount:
    """A row as the inventory has it. Raises ValidationError where no inventory may hold its texts."""
    return ExportedAccount(
        login=login or None,
        name=row.name.written if row.name else None,
        email=row.email or None,
        status=row.status or row.status_written or None,
        roles=(row.native_roles or (() if row.permissions else row.roles)) or None,
        last_login_on=row.last_login_on or None,
    )
