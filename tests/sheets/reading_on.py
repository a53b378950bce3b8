"""Reads any bytes as a list, to the end: what must hold for every list whatever."""

from collections.abc import Mapping

from portalaudit.sheets.list_reading import Recognised, Sheet, map_text, open_list, read_maps, recognise, rows
from portalaudit.sheets.listed import ListKind
from portalaudit.source.files import Text
from tests.sheets.truth import MAPS
from tests.sheets.words import TODAY, VOCABULARY


def understood(sheet: Sheet, answers: Mapping[str, str], kind: ListKind | None = None) -> Recognised:
    return recognise(sheet, MAPS, vocabulary=VOCABULARY, today=TODAY, answers=answers, kind=kind)


def survive(content: bytes, kind: ListKind | None = None) -> str:
    """Read a list to its end, answer every doubt with its first answer, and read it again."""
    sheets, problems = open_list("list.csv", content, MAPS)
    shown = [repr(problems)]
    for sheet in sheets:
        answers: dict[str, str] = {}
        for _ in range(4):
            found = understood(sheet, answers, kind)
            shown.append(repr(found))
            if found.layout is not None:
                shown += [repr(row) for row in rows(sheet, found.layout)]
                maps, wrong = read_maps([Text("m.yaml", map_text(found.layout, schema="m").encode())])
                assert (len(maps), wrong) == (1, ())
            answers |= {doubt.id: (doubt.answers or ("2026-01-31",))[0] for doubt in found.doubts}
    return "".join(shown)
