"""Places in the words of the Language Server Protocol, which counts from 0 and in the units of the client."""

import re
from collections.abc import Sequence

from lsprotocol.types import Position, Range
from pygls.workspace import PositionCodec

from portalaudit.model import Place

_LINE_END = re.compile(r"\r\n|\n|\r")


def lines_of(text: str) -> Sequence[str]:
    """The lines of a text as YAML and editors count them, without their ends."""
    return _LINE_END.split(text)


def extent(place: Place, lines: Sequence[str], codec: PositionCodec) -> Range:
    """The range of a place; where its end is not known or its text goes on, up to the end of the line."""
    text = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    start = min(place.column - 1, len(text))
    end = place.end_column - 1 if place.end_column else max(len(text.rstrip()), start)
    return Range(_position(place.line, text[:start], codec), _position(place.line, text[:end], codec))


def _position(line: int, before: str, codec: PositionCodec) -> Position:
    return Position(line - 1, codec.client_num_units(before))
