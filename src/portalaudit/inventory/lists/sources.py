"""Where reference data was read, in words."""

from collections.abc import Iterable

from portalaudit.inventory.reference import Reference
from portalaudit.inventory.reference.standing import Sourced


def read_in(one: Sourced, reference: Reference) -> str:
    """The sources of a record with the day of reading; says so where it is only proposed, or was not verified."""
    sources = [reference.sources[key] for key in one.source or () if key in reference.sources]
    words = "; ".join(", ".join(filter(None, (source.title, source.seen_on))) for source in sources)
    if one.is_verified():
        return words
    standing = "proposed by portalaudit" if one.proposed else "not verified"
    return f"{words}: {standing}" if words else standing


def titles(records: Iterable[Sourced], reference: Reference) -> str:
    """The titles of all their sources, each once."""
    keys = {key for one in records for key in one.source or ()}
    return "; ".join(sorted(reference.sources[key].title for key in keys if key in reference.sources))
