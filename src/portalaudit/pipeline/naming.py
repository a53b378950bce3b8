"""What a heading calls the practice, also where its section is missing or cannot be read in full."""

from collections.abc import Sequence

from portalaudit.inventory.tables import Inventory
from portalaudit.model.report import PracticeName
from portalaudit.source.document import Document
from portalaudit.source.masking import masked_file_name


def practice_name(inventory: Inventory, documents: Sequence[Document], folder: str) -> PracticeName:
    """The practice's own id and name; else the name as it is written, or the folder's, without an id."""
    practice = inventory.practice
    if practice is not None:
        return PracticeName(practice.id, practice.name)
    written = next(filter(None, map(_written, documents)), "")
    return PracticeName("", written or f"Unnamed practice (folder {masked_file_name(folder)[0]})")


def _written(document: Document) -> str:
    section = document.data.get("practice")
    name = section.get("name") if isinstance(section, dict) else None
    return " ".join(name.split()) if isinstance(name, str) else ""
