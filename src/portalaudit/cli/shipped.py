"""Where the files are that travel with the program: rules and reference data."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def policies_dir() -> Path:
    """The folder of the shipped policies; it holds the packs and `reference/`."""
    # A wheel carries the folder inside the package; a development install runs from the repository.
    installed = _PACKAGE / "_policies"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "policies"
