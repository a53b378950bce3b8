"""What is in the wheel, and what in a clone stands for it."""

import zipfile
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

from portalaudit.cli import shipped

REPOSITORY = Path(__file__).resolve().parents[1]


def test_a_clone_offers_its_own_folders() -> None:
    assert shipped.policies_dir() == REPOSITORY / "policies"
    assert shipped.sample_dir() == REPOSITORY / "inventory" / "cascade-ridge"


def test_an_installed_package_offers_what_it_carries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path)
    (tmp_path / "_policies").mkdir()
    (tmp_path / "_sample").mkdir()
    assert shipped.policies_dir() == tmp_path / "_policies"
    assert shipped.sample_dir() == tmp_path / "_sample"


@pytest.fixture(scope="module")
def in_wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        [executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize(
    ("folder", "carried_as"),
    [("policies", "portalaudit/_policies"), ("inventory/cascade-ridge", "portalaudit/_sample")],
)
def test_the_wheel_carries_every_yaml_file(in_wheel: set[str], folder: str, carried_as: str) -> None:
    here = {path.relative_to(REPOSITORY / folder).as_posix() for path in (REPOSITORY / folder).rglob("*.yaml")}
    there = {name.removeprefix(f"{carried_as}/") for name in in_wheel if name.startswith(f"{carried_as}/")}
    assert here
    assert here <= there


def test_the_wheel_carries_every_file_of_the_package(in_wheel: set[str]) -> None:
    package = REPOSITORY / "src" / "portalaudit"
    here = {
        f"portalaudit/{p.relative_to(package).as_posix()}"
        for p in package.rglob("*")
        if p.is_file() and p.suffix != ".pyc"
    }
    assert here <= in_wheel


def test_the_wheel_holds_nothing_else(in_wheel: set[str]) -> None:
    assert {name.split("/")[0] for name in in_wheel} == {"portalaudit", "portalaudit-0.1.0.dist-info"}
