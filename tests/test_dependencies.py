"""What is imported is declared, what is declared is locked, and what is locked needs nothing beside it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution, distributions, packages_distributions
from itertools import chain
from pathlib import Path
from subprocess import run

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
DECLARED = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
EXTRAS = [Requirement(line) for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines]
GROUPS = {
    name: [Requirement(line) for line in lines if isinstance(line, str)]
    for name, lines in PROJECT["dependency-groups"].items()
}
LOCKS = {
    ".ci/requirements.txt": [*DECLARED, *GROUPS["build"]],
    ".ci/requirements-run.txt": [*DECLARED, *EXTRAS],
    ".ci/requirements-dev.txt": [*DECLARED, *EXTRAS, *GROUPS["build"], *GROUPS["dev"]],
}

READERS = {
    Requirement(line.partition("#")[0]).name
    for line in (REPOSITORY / "tests/report/consumers/requirements.in").read_text(encoding="utf-8").splitlines()
    if line.partition("#")[0]
} | {"trestle"}  # as compliance-trestle is imported
"""What the scripts that read our reports import; they run in an environment of their own."""

DATA_ONLY = {"tzdata"}
"""Read by the standard library, never imported."""


def locked(lock: str) -> dict[str, Requirement]:
    """What a lock holds, with the extras and the computers that it names."""
    lines = re.findall(
        r"^(\w.*?) \\\n    --hash=sha256:", (REPOSITORY / lock).read_text(encoding="utf-8"), re.MULTILINE
    )
    return {canonicalize_name(one.name): one for one in map(Requirement, lines)}


def installed(lock: str) -> dict[str, Requirement]:
    """What a lock holds for this Python and computer."""
    return {name: one for name, one in locked(lock).items() if one.marker is None or one.marker.evaluate()}


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_that_is_declared_is_locked_with_hashes_and_without_an_address(lock: str) -> None:
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    assert {canonicalize_name(one.name) for one in LOCKS[lock]} <= set(locked(lock))
    assert len(locked(lock)) == len(re.findall(r"^\w", text, re.MULTILINE))
    assert all(re.fullmatch(r"==[^*,]+", str(one.specifier)) for one in locked(lock).values())
    assert "://" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_that_is_locked_is_one_that_is_declared(lock: str) -> None:
    held = locked(lock)
    assert [one for one in LOCKS[lock] if misses(one, held)] == []


def test_every_other_lock_is_part_of_the_developers() -> None:
    """In the same versions; a tool may need on every computer what a check needs on Windows only."""
    *others, all_of_it = ({name: one.specifier for name, one in locked(lock).items()} for lock in LOCKS)
    assert [lock for lock, held in zip(LOCKS, others, strict=False) if not held.items() <= all_of_it.items()] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_installed_is_what_is_locked(lock: str) -> None:
    """Otherwise the next test would look at other requirements than those of the lock."""
    versions = {canonicalize_name(one.name): one.version for one in distributions()}
    assert {name: f"=={versions[name]}" for name in installed(lock)} == {
        name: str(one.specifier) for name, one in installed(lock).items()
    }


def misses(requirement: Requirement, held: Mapping[str, Requirement]) -> bool:
    """Whether a lock does not hold what is required: the project, in that version, with those extras."""
    found = held.get(canonicalize_name(requirement.name))
    if found is None or not requirement.extras <= found.extras:
        return True
    return not requirement.specifier.contains(str(found.specifier).removeprefix("=="), prereleases=True)


def required_by(one: Requirement) -> Iterator[Requirement]:
    """What a distribution requires on this computer, with the extras that are locked of it."""
    for line in distribution(one.name).requires or ():
        required = Requirement(line)
        environments = [{"extra": extra} for extra in ("", *one.extras)]
        if required.marker is None or any(map(required.marker.evaluate, environments)):
            yield required


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_all_that_its_parts_require_with_their_extras(lock: str) -> None:
    """It is installed without looking at requirements, and a pip that looks refuses what is not locked."""
    held = installed(lock)
    asked = [(name, required) for name, one in held.items() for required in required_by(one)]
    assert len(asked) > 10
    assert [(name, str(required)) for name, required in asked if misses(required, held)] == []


@pytest.mark.parametrize(
    ("required", "is_missed"),
    [
        ("coverage>=7.10", False),
        ("coverage[toml]>=7.10.6", False),
        ("coverage[toml,other]", True),
        ("coverage>=8", True),
        ("Cover_Age", True),
    ],
)
def test_a_requirement_that_a_lock_does_not_hold_is_noticed(required: str, is_missed: bool) -> None:
    assert misses(Requirement(required), {"coverage": Requirement("coverage[toml]==7.17.5")}) is is_missed


def imported(*folders: str) -> set[str]:
    """The distributions that our Python files in these folders import, wherever in a file they do."""
    tracked = run(["git", "ls-files", *folders], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    files = [REPOSITORY / name for name in tracked.splitlines() if name.endswith(".py")]
    nodes = chain.from_iterable(ast.walk(ast.parse(file.read_bytes())) for file in files)
    modules = {name.partition(".")[0] for node in nodes for name in _modules(node)} - sys.stdlib_module_names
    known = packages_distributions()
    ours = {"portalaudit", "tests", "docs", "benchmarks", *_basenames(*folders)}
    return {canonicalize_name(one) for module in modules - ours for one in known.get(module, [module])}


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def _basenames(*folders: str) -> set[str]:
    """The modules that stand at the top of a folder: a program finds those beside it."""
    return {file.stem for folder in folders for file in (REPOSITORY / folder).glob("*.py")}


def test_the_program_imports_what_it_declares_and_nothing_else() -> None:
    declared = {canonicalize_name(one.name) for one in [*DECLARED, *EXTRAS]}
    assert imported("src") == declared - DATA_ONLY
    assert declared >= DATA_ONLY


def test_tests_and_tools_import_only_what_is_declared() -> None:
    declared = {canonicalize_name(one.name) for one in [*DECLARED, *EXTRAS, *chain.from_iterable(GROUPS.values())]}
    assert imported("tests", "docs", "benchmarks") - declared - READERS == set()


@pytest.mark.parametrize("one", [*DECLARED, *EXTRAS], ids=str)
def test_a_dependency_has_an_oldest_version_and_no_newest(one: Requirement) -> None:
    assert [specifier.operator for specifier in one.specifier] == [">="]
