"""Folders of files in one text, so that a seed is read and mended like a page: `=== path` and the file below it."""

from collections.abc import Mapping
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
_HEAD = b"=== "

Bundle = Mapping[str, bytes]
"""The files of an inventory below `inv/` and of policies below `pol/`, by path."""


def read_bundle(path: Path) -> Bundle:
    files: dict[str, list[bytes]] = {}
    lines: list[bytes] = []
    for line in path.read_bytes().splitlines(keepends=True):
        if line.startswith(_HEAD):
            lines = files.setdefault(line.removeprefix(_HEAD).decode().strip(), [])
        else:
            lines.append(line)
    return {name: b"".join(written) for name, written in files.items()}


def seeds() -> Mapping[str, Bundle]:
    """Every seed by its name."""
    return {path.stem: read_bundle(path) for path in sorted(SEEDS.glob("*.txt"))}


def write_folder(bundle: Bundle, folder: Path) -> None:
    """Lay the files out. One whose name no disk takes is left out."""
    for name, data in bundle.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def as_text(bundle: Bundle) -> bytes:
    """The bundle as a seed file holds it."""
    return b"".join(
        b"=== " + name.encode() + b"\n" + data + b"\n"[data.endswith(b"\n") :] for name, data in bundle.items()
    )
