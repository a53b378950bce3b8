"""How one list is to be read: everything that was understood of it, so that its rows can be typed one by one."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence

from portalaudit.model.values import dataclass
from portalaudit.sheets.day_forms import DayOrder
from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.list_vocabulary import ListVocabulary
from portalaudit.sheets.listed import Coverage, ListKind
from portalaudit.sheets.map_files import RoleMeaning
from portalaudit.sheets.table_heads import Head


@dataclass(frozen=True, slots=True)
class Layout:
    """What each column holds, by position (empty: not known), and what words mean. Words are folded, as headings are.

    `constants` are values that the list says once for all rows, above the table or in an answer. `day_orders` stand by
    position, `order_above` is that of the day above the table, where it is needed. `words` are folded words as they are
    first written. `map_path` is the map that it began with, empty for none.
    `usual` is the coverage of such lists, which a single one that is cut short does not have.
    """

    kind: ListKind
    portal: str
    head: Head
    columns: tuple[str, ...]
    day_orders: tuple[DayOrder | None, ...]
    statuses: Mapping[str, str]
    engagements: Mapping[str, str]
    roles: Mapping[str, RoleMeaning]
    constants: Mapping[str, str]
    coverage: Coverage
    skip_rows: frozenset[str]
    vocabulary: ListVocabulary
    today: datetime.date
    words: Mapping[str, str]
    map_path: str = ""
    order_above: DayOrder | None = None
    usual: Coverage = Coverage.UNKNOWN

    @property
    def header_hash(self) -> str:
        """The checksum of the headings, whatever their order, case and signs."""
        return header_hash(self.head.headings)

    def of(self, name: str) -> tuple[int, ...]:
        """The positions of the columns that hold something."""
        return tuple(position for position, held in enumerate(self.columns) if held == name)


def header_hash(headings: Sequence[str]) -> str:
    """The checksum of headings: sixteen hexadecimal digits."""
    words = sorted(filter(None, map(folded, headings)))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
