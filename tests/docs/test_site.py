"""The site of docs/: every page is in it, no link leads nowhere, nothing comes from elsewhere, and it has a search."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from lxml import html
from playwright.sync_api import sync_playwright

from portalaudit.model.project_pages import DOCS, rule_page
from tests.report.test_to_html_browser import CHROMIUM, FLAGS, PATIENCE

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = list((REPOSITORY / "docs").rglob("*.md"))
RULES = sorted(path.stem for path in PAGES if path.parent.name == "rules" and path.stem != "README")
SECTIONS = ["Start", "Import", "Check in CI", "Reports", "Rules", "Writing rules", "Reference", "Contributing"]

pytestmark = pytest.mark.slow


def build(repository: Path, site: Path) -> "subprocess.CompletedProcess[str]":
    settings = {**os.environ, "BIN": str(Path(sys.executable).parent)}  # noqa: TID251 -- what a shell hands over
    command = [str(repository / ".ci" / "site" / "build"), str(site)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=settings)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = build(REPOSITORY, folder)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return folder


def read(page: Path) -> "html.HtmlElement":
    return html.fromstring(page.read_text(encoding="utf-8"))


def test_every_page_is_in_it_where_reports_say_so(site: Path) -> None:
    for rule in RULES:
        place = rule_page(rule).removeprefix(DOCS)
        assert (site / place / "index.html").is_file(), place
    assert len(list(site.rglob("index.html"))) == len(PAGES)


def test_the_navigation_follows_whoever_uses_it(site: Path) -> None:
    page = read(site / "index.html")
    sections = page.xpath("//nav[contains(@class, 'md-nav--primary')]/ul/li[.//nav]")
    titles = [" ".join(one.xpath("./label | ./div//a")[0].text_content().split()) for one in sections]
    assert titles == SECTIONS
    links = page.xpath("//nav[contains(@class, 'md-nav--primary')]//a/@href")
    assert [rule for rule in RULES if f"rules/{rule}/" not in links] == []


def test_nothing_comes_from_elsewhere(site: Path) -> None:
    for path in [site / "index.html", site / "facts" / "index.html", site / "rules" / RULES[0] / "index.html"]:
        page = read(path)
        loaded = page.xpath("//script/@src | //img/@src | //link[not(@rel='canonical')]/@href | //iframe/@src")
        assert loaded
        assert [one for one in loaded if re.match(r"(https?:)?//", one)] == []
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert [found for style in styles for found in re.findall(r"url\((?:https?:)?//[^)]*\)|@import[^;]*", style)] == []


def test_files_beside_the_pages_are_named_by_their_address(site: Path) -> None:
    page = (site / "rules" / "self-review" / "index.html").read_text(encoding="utf-8")
    assert "/portalaudit/portalaudit/blob/main/policies/portal-access/reviews/self-review.yaml" in page
    assert list(site.rglob("*.py")) == []


def test_it_can_be_searched(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    found = [one["location"] for one in index["docs"] if "dormant" in one["text"].lower()]
    assert "rules/dormant-account/" in {location.partition("#")[0] for location in found}


def test_a_link_that_leads_nowhere_ends_the_build(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    copytree(REPOSITORY / ".ci" / "site", tmp_path / ".ci" / "site")
    copytree(REPOSITORY / "docs", tmp_path / "docs", ignore=ignore_patterns("rules", "*.py"))
    (tmp_path / "docs" / "rules").mkdir()
    (tmp_path / "docs" / "rules" / "README.md").write_text("# Rules\n", encoding="utf-8")
    for page in (tmp_path / "docs").glob("*.md"):
        page.write_text("# A page\n", encoding="utf-8")
    assert build(tmp_path, tmp_path / "site").returncode == 0
    links = "[page](nowhere.md) [anchor](facts.md#no-such-part) [place](/facts/)"
    (tmp_path / "docs" / "start.md").write_text(f"# A page\n\n{links}\n", encoding="utf-8")
    done = build(tmp_path, tmp_path / "site")
    assert done.returncode != 0
    assert [word for word in ("nowhere.md", "no-such-part", "/facts/") if word not in done.stderr] == []
    assert "Aborted with 3 warnings in strict mode!" in done.stdout + done.stderr
    (tmp_path / "docs" / "start.md").write_text("# A page\n\n[file](../nowhere.yaml)\n", encoding="utf-8")
    done = build(tmp_path, tmp_path / "site")
    assert done.returncode != 0
    assert "start.md leads to ../nowhere.yaml, and there is no such file" in done.stderr


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_a_browser_asks_no_one_else_and_finds_a_rule(served: str, width: int, height: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(PATIENCE)
        asked: list[str] = []
        faults: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        for path in ("facts/", "rules/self-review/", ""):
            page.goto(served + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        search = page.locator("input[name=query]")
        if not search.is_visible():
            page.locator("label[for=__search]").first.click()
        search.fill("dormant")
        first = page.locator(".md-search-result__link").first
        first.wait_for()
        assert "rules/dormant-account/" in str(first.get_attribute("href"))
        assert [one for one in asked if not one.startswith(served)] == []
        assert faults == []
        browser.close()
