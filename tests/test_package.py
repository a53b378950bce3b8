"""What is in the wheel, what in a clone stands for it, and what a package page makes of it."""

import os
import re
import tarfile
import zipfile
from collections import Counter
from hashlib import sha256
from pathlib import Path
from subprocess import run
from sys import executable

import pytest
import readme_renderer.markdown
from lxml import html
from packaging.metadata import Metadata

from portalaudit import __version__
from portalaudit.cli import shipped
from portalaudit.model.project_pages import DOCS, HOME

REPOSITORY = Path(__file__).resolve().parents[1]
AT_A_TIME = {"SOURCE_DATE_EPOCH": "1790000000"}


def test_a_clone_offers_its_own_folders() -> None:
    assert shipped.policies_dir() == REPOSITORY / "policies"


def test_a_module_is_known_by_its_name_alone() -> None:
    names = Counter(path.stem for path in (REPOSITORY / "src").rglob("*.py") if path.stem != "__init__")
    assert [name for name, number in names.items() if number > 1] == []


def test_an_installed_package_offers_what_it_carries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path)
    (tmp_path / "_policies").mkdir()
    assert shipped.policies_dir() == tmp_path / "_policies"


def built(folder: Path) -> list[Path]:
    """The wheel and the sdist, as a release builds them."""
    run(
        [executable, "-m", "hatchling", "build", "-d", folder],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        env={**os.environ, **AT_A_TIME},  # noqa: TID251 -- what a shell hands over
    )
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return built(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def in_wheel(archives: list[Path]) -> set[str]:
    return set(zipfile.ZipFile(archives[0]).namelist())


@pytest.fixture(scope="module")
def metadata(archives: list[Path]) -> Metadata:
    packed = zipfile.ZipFile(archives[0]).read(f"portalaudit-{__version__}.dist-info/METADATA")
    return Metadata.from_email(packed)  # raises where an index would refuse it


def test_whoever_builds_a_release_again_gets_the_same_bytes(archives: list[Path], tmp_path: Path) -> None:
    again = built(tmp_path)
    assert [path.name for path in again] == [f"portalaudit-{__version__}{e}" for e in ("-py3-none-any.whl", ".tar.gz")]
    assert [sha256(one.read_bytes()).hexdigest() for one in again] == [
        sha256(one.read_bytes()).hexdigest() for one in archives
    ]


def test_the_sdist_holds_what_the_tests_and_the_site_need(archives: list[Path]) -> None:
    with tarfile.open(archives[1]) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    wanted = ("README.md", "LICENSE", ".ci/run", "docs/generate.py", "tests/conftest.py")
    assert [name for name in wanted if name not in names] == []
    assert not any("__pycache__" in name for name in names)


def test_the_metadata_is_whole(metadata: Metadata) -> None:
    assert metadata.summary
    assert (metadata.author, metadata.license_expression) == ("The portalaudit authors", "Apache-2.0")
    assert metadata.description_content_type == "text/markdown"
    assert sorted(metadata.project_urls or ()) == ["Changelog", "Documentation", "Homepage", "Issues", "Repository"]
    assert set((metadata.project_urls or {}).values()) >= {HOME, DOCS}


def test_the_pythons_that_are_named_are_those_that_are_tried(metadata: Metadata) -> None:
    named = re.findall(r"Python :: (3\.\d+)", " ".join(metadata.classifiers or ()))
    workflow = (REPOSITORY / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert named == re.findall(r'"(3\.\d+)"', re.findall(r"python: \[(.*)\]", workflow)[0])
    assert str(metadata.requires_python) == f">={named[0]}"
    assert "Operating System :: OS Independent" in (metadata.classifiers or ())


def test_the_package_page_stands_alone(metadata: Metadata) -> None:
    shown = readme_renderer.markdown.render(metadata.description or "")
    assert shown, "an index would show the README as plain text"
    page = html.fromstring(shown)
    targets = [*page.xpath("//a/@href"), *page.xpath("//img/@src")]
    assert len(targets) > 10
    assert [one for one in targets if not re.match(r"https://|#", one)] == []
    own = [one for one in targets if "/portalaudit/portalaudit/" in one]
    assert [one for one in own if f"/v{__version__}/" not in one] == []
    ours = [one.split(f"/v{__version__}/")[1] for one in own]
    assert [path for path in ours if not (REPOSITORY / path).exists()] == []
    assert "docs/images/report.png" in ours


def test_the_wheel_carries_every_yaml_file(in_wheel: set[str]) -> None:
    policies, carried_as = REPOSITORY / "policies", "portalaudit/_policies/"
    here = {path.relative_to(policies).as_posix() for path in policies.rglob("*.yaml")}
    there = {name.removeprefix(carried_as) for name in in_wheel if name.startswith(carried_as)}
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
    assert {name.split("/")[0] for name in in_wheel} == {"portalaudit", f"portalaudit-{__version__}.dist-info"}
