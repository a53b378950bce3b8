"""Files of an inventory folder that hold no records: maps of lists, and what an import leaves that was cut short."""

from pathlib import Path

from portalaudit.source.files import Text
from portalaudit.source.load import load

MAPS = "maps/"
"""The folder that says how lists are read."""
STAGING = ".portalaudit-import"
"""The folder in which an import lays its new files down."""
JOURNAL = "journal.json"
"""The file in it that says which files are about to be replaced."""


def is_map(text: Text) -> bool:
    """Whether a file of an inventory says how lists are read: it lies among the maps and says of what kind they are."""
    if not text.own_path.startswith(MAPS):
        return False
    document, _ = load(text)
    return document is None or isinstance(document.data.get("kind"), str)


def is_unfinished(root: Path) -> bool:
    """Whether an import was cut short after it had begun to replace files, so that some are old and some new."""
    return (root / STAGING / JOURNAL).is_file()
