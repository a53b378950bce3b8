"""The libraries that policies are compiled with, told from every other version of them without importing any."""

import os
from collections.abc import Iterator
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

_PARTS = {
    "cel_expr_python.cel": "cel_expr_python-",
    "google.protobuf": "protobuf-",
    "pydantic_core._pydantic_core": "pydantic_core-",
    "yaml": "pyyaml-",
}
"""The part of each that does the work, and what the folder with its version begins with."""


def libraries() -> tuple[str, ...]:
    """A line for each: where it is, how large, since when, and its version where the installer left one."""
    return tuple(" ".join(_told(name, prefix)) for name, prefix in _PARTS.items())


def _told(name: str, prefix: str) -> Iterator[str]:
    yield name
    spec = _found(name)
    if spec is None or spec.origin is None:
        return
    found = Path(spec.origin).stat()
    yield f"{spec.origin} {found.st_size} {found.st_mtime_ns}"
    package = Path(spec.origin).parents[name.count(".") + (Path(spec.origin).stem == "__init__")]
    yield from sorted(each for each in os.listdir(package) if each.lower().startswith(prefix))  # noqa: PTH208 -- names


def _found(name: str) -> ModuleSpec | None:
    """Where a module is. `importlib.util.find_spec` would import the packages that it is in."""
    first, *others = name.split(".")
    spec = PathFinder.find_spec(first)
    for each in others:
        if spec is None:
            return None
        spec = PathFinder.find_spec(f"{spec.name}.{each}", spec.submodule_search_locations)
    return spec
