"""Where a commit holds a practice whose folder has another name since: it is known by its id."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from portalaudit.cli.commit_tree import CommitTree
from portalaudit.pipeline.reading import YAML
from portalaudit.source.files import Text
from portalaudit.source.load import load


def folder_in(tree: CommitTree, top: Path, now: Iterable[Text]) -> str | None:
    """The folder of a commit that holds the practice of these files, `.` for the top of the repository.

    None where there is none, or there are several.
    """
    own = next(_practices(now), None)
    if own is None:
        return None
    name, path = own
    found = {_folder(there, path) for other, there in _practices(tree.inventory(top).texts) if other == name}
    return found.pop() if len(found) == 1 else None


def _practices(texts: Iterable[Text]) -> Iterator[tuple[str, str]]:
    """The id of each practice, and the file that it is in."""
    for text in texts:
        if text.path.lower().endswith(YAML) and b"practice:" in text.data:
            document, _ = load(text)
            section = document.data.get("practice") if document else None
            name = section.get("id") if isinstance(section, dict) else None
            if isinstance(name, str):
                yield name, text.path


def _folder(there: str, own: str) -> str:
    """The folder that holds a file as deep as it lies in the inventory now; its own where it is called otherwise."""
    parts, below = PurePosixPath(there).parts, PurePosixPath(own).parts
    depth = len(below) if parts[-len(below) :] == below else 1
    return PurePosixPath(*parts[:-depth]).as_posix()
