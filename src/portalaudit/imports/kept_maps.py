"""What was understood of lists, kept in `maps/` of the inventory, so that the next list of a kind asks less."""

from collections.abc import Iterable, Mapping
from itertools import chain, count

from portalaudit.imports.list_files import Understood
from portalaudit.sheets.heading_words import IGNORED, folded
from portalaudit.sheets.layouts import Layout
from portalaudit.sheets.listed import Coverage, ListKind
from portalaudit.sheets.map_files import ListMap
from portalaudit.sheets.recognising import COVERAGE
from portalaudit.source.record_types import with_values
from portalaudit.source.ways import file_stem

_OF_KIND = {ListKind.ROSTER: "maps/roster.yaml", ListKind.TRAINING: "maps/training.yaml"}


class Learned:
    """What titles and trainings mean, as the maps of one kind of list know it and as answers add to it."""

    def __init__(self, known: Iterable[ListMap]) -> None:
        every = tuple(known)
        self._titles = {folded(title): roles for one in every for title, roles in one.titles.items()}
        self._modules = {folded(name): module for one in every for name, module in one.modules.items()}
        self._new_titles: dict[str, tuple[str, ...]] = {}
        self._new_modules: dict[str, str] = {}

    def roles_of(self, title: str) -> tuple[str, ...] | None:
        """The roles that a job title means, none where it means none; None where no one has said so."""
        return self._titles.get(folded(title))

    def module_of(self, name: str) -> str | None:
        """The module that a training is, empty where it is none; None where no one has said so."""
        module = self._modules.get(folded(name))
        return "" if module == IGNORED else module

    def learn_title(self, title: str, roles: tuple[str, ...]) -> None:
        """Keep what a title means."""
        self._titles[folded(title)] = self._new_titles[title] = roles

    def learn_module(self, name: str, module: str) -> None:
        """Keep what a training is."""
        self._modules[folded(name)] = self._new_modules[name] = module or IGNORED

    def added_to(self, known: ListMap | None, layout: Layout) -> ListMap | None:
        """The map with what was learned; the same one where nothing was."""
        if not self._new_titles and not self._new_modules:
            return known
        base = known or ListMap(kind=layout.kind.value)
        titles, modules = {**base.titles, **self._new_titles}, {**base.modules, **self._new_modules}
        return with_values(base, {"titles": titles, "modules": modules})


def map_path(layout: Layout, own: Mapping[str, ListMap], vendor: str = "") -> str:
    """The file of a list's map in the inventory folder; empty for sheets of our own, which need none.

    Lists of one kind come from several programs, and rosters from several companies, so each form of headings has its
    own for each: that of the same headings, the one that a list was read by, or a new one.
    """
    if layout.kind is ListKind.USERS:
        return f"maps/{file_stem(layout.portal)}.yaml"
    first = _OF_KIND.get(layout.kind, "")
    alike = (layout.kind.value, layout.header_hash, vendor)
    same = (path for path, one in own.items() if (str(one.kind), one.header, one.vendor or "") == alike)
    began = own.get(layout.map_path)
    found = next(same, layout.map_path if began is not None and (began.vendor or "") == vendor else "")
    if found or not first:
        return found
    stem = first.removesuffix(".yaml")
    return next(path for path in chain((first,), (f"{stem}-{number}.yaml" for number in count(2))) if path not in own)


def is_news(one: Understood, known: ListMap) -> bool:
    """Whether a list has other headings than its map, or answers were given that the map does not have yet."""
    layout = one.recognised.layout
    if layout is None:
        return False
    is_other = COVERAGE in one.answers and layout.usual not in (Coverage.UNKNOWN, known.coverage)
    return known.header != layout.header_hash or is_other or bool(one.answers.keys() - {COVERAGE})
