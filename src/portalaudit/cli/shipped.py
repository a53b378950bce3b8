"""Where the files are that travel with the program: rules, reference data and the sample practice."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_REPOSITORY = _PACKAGE.parents[1]


def policies_dir() -> Path:
    """The folder of the shipped policies; it holds the packs and `reference/`."""
    return _shipped("_policies", _REPOSITORY / "policies")


def sample_dir() -> Path:
    """The inventory folder of the shipped sample practice."""
    return _shipped("_sample", _REPOSITORY / "inventory" / "cascade-ridge")


def _shipped(name: str, in_repository: Path) -> Path:
    # A wheel carries the folder inside the package; a development install runs from the repository.
    installed = _PACKAGE / name
    return installed if installed.is_dir() else in_repository
