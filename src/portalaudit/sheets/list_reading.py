"""The door to other people's lists: `open_list` gives tables, `recognise` understands one, `rows` types its lines."""

from portalaudit.sheets.learned_maps import map_text
from portalaudit.sheets.list_vocabulary import ListVocabulary
from portalaudit.sheets.map_files import KnownMap, ListMap, read_maps, shipped_maps
from portalaudit.sheets.open_list import open_list
from portalaudit.sheets.recognising import Recognised, recognise
from portalaudit.sheets.sheet import Sheet
from portalaudit.sheets.typed_rows import rows

__all__ = [
    "KnownMap",
    "ListMap",
    "ListVocabulary",
    "Recognised",
    "Sheet",
    "map_text",
    "open_list",
    "read_maps",
    "recognise",
    "rows",
    "shipped_maps",
]
