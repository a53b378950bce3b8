import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from portalaudit.model import project_pages

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_package_names_the_addresses_that_the_program_names():
    urls = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    assert urls == {
        "Homepage": project_pages.HOME,
        "Documentation": project_pages.DOCS,
        "Repository": project_pages.HOME,
        "Issues": project_pages.ISSUES,
        "Changelog": f"{project_pages.HOME}/blob/main/CHANGELOG.md",
    }
    assert all(urlsplit(url).scheme == "https" for url in urls.values())


def test_every_shipped_rule_has_its_page_where_the_site_puts_it():
    pages = sorted(page.stem for page in (REPOSITORY / "docs" / "rules").glob("*.md") if page.stem != "README")
    assert len(pages) > 60
    for name in pages:
        assert project_pages.rule_page(name) == f"https://portalaudit.github.io/portalaudit/rules/{name}/"


def test_no_other_file_of_the_program_spells_the_address_out():
    others = (file for file in (REPOSITORY / "src").rglob("*.py") if file.name != "project_pages.py")
    spelled = [file.name for file in others if "portalaudit.github.io" in file.read_text(encoding="utf-8")]
    assert spelled == []
