"""The page in a real Chromium: can everybody use it, does it do what it says, and does it keep to itself."""

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from portalaudit.model.report import Report
from portalaudit.report import to_html
from tests.report import sample

pytestmark = pytest.mark.browser

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
CHROMIUM = next(filter(None, map(shutil.which, (*PROGRAMS, *APPLICATIONS))), None)
"""Any browser of Chromium's kind that is on this machine; one that Playwright has brought itself counts too."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = files("axe_playwright_python").joinpath("axe.min.js")
REPORTS = {"none": sample.clean, "two": sample.two, "everything": sample.everything, "many": sample.many}
READ_BY_ALL = ["everything", *(pytest.param(name, marks=pytest.mark.slow) for name in ("none", "two", "many"))]
"""The page with everything in it first; the others where there is time."""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    return {name: _write(folder / f"{name}.html", make) for name, make in REPORTS.items()}


def _write(path: Path, make: Callable[[], Report]) -> str:
    path.write_text("".join(to_html.render(make())), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = CHROMIUM or shutil.which(playwright.chromium.executable_path)
        if program is None:
            if os.environ.get("CI"):  # noqa: TID251 -- whether this is a build server
                pytest.fail("a build server must have Chromium")
            pytest.skip("no Chromium on this machine")
        # Each launch has a fresh profile folder of its own.
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, pages: dict[str, str]) -> Iterator[Open]:
    contexts, noise = [], []

    def open_(name: str, *, anchor: str = "", width: int = 1280, scheme: str = "light", script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("request", lambda request: noise.append(request.url) if request.url != page.url else None)
        page.goto(pages[name] + anchor)
        noise[:] = [one for one in noise if not one.startswith(pages[name])]
        return page

    yield open_
    for context in contexts:
        context.close()
    assert noise == [], "the page asked for something or complained"


def shown(page: Page) -> list[str]:
    """The messages of the findings that can be seen."""
    return [one.inner_text() for one in page.locator("li.finding .message").all() if one.is_visible()]


def complaints(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run()")
    return [f"{rule['id']}: {node['html']}" for rule in result["violations"] for node in rule["nodes"]]


SCREENS = [
    (1280, "light"),
    (360, "dark"),
    pytest.param(1280, "dark", marks=pytest.mark.slow),
    pytest.param(360, "light", marks=pytest.mark.slow),
]
"""Each width and each scheme once; the other pairs where there is time."""


@pytest.mark.parametrize("name", READ_BY_ALL)
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_everybody_can_use_the_page(open_page: Open, name: str, scheme: str, width: int) -> None:
    page = open_page(name, width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_everybody_can_use_the_search(open_page: Open, scheme: str, width: int) -> None:
    page = open_page("many", anchor="#q=login", width=width, scheme=scheme)

    assert page.locator("#rows > li").count() == 100
    assert complaints(page) == []


def test_search_goes_over_all_fields(open_page: Open) -> None:
    page = open_page("everything")

    for query, messages in {
        "noridian ACTIVE": ["critical klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14"],
        "one person": ["high frontdesk on Availity is used by 2 people: Al Jones, Toni Baker"],
        "reports_logins": ["medium unknown It is not known when tbaker was last used"],
        "accounts.yaml:8:": ["low klee01 was last used 102 days ago"],
        "left on this day": ["critical klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14"],
        "no such words": [],
    }.items():
        page.fill("#q", query)
        assert [" ".join(one.split()) for one in shown(page)] == messages
        assert page.inner_text("#count") == f"{len(messages)} of 6 findings"


def test_filters_narrow_each_other_and_clear_brings_all_back(open_page: Open) -> None:
    page = open_page("everything")
    page.check("[value=medium]")
    page.check("[value=low]")
    assert len(shown(page)) == 2

    page.select_option("#status", "unknown")
    assert len(shown(page)) == 1
    assert page.evaluate("location.hash") == "#severity=medium%2Clow&status=unknown"

    page.select_option("#rule", "shared-credential")
    assert shown(page) == []

    page.click("#clear")
    assert len(shown(page)) == 6
    assert page.locator("#groups").is_visible()


def test_the_address_keeps_the_filters(open_page: Open) -> None:
    page = open_page("many", anchor="#severity=critical&status=fail&rule=active-after-termination&sort=place&page=2")

    assert page.inner_text("#count") == "200 of 1,200 findings"
    assert page.inner_text("#which") == "Page 2 of 2"
    assert page.input_value("#sort") == "place"
    assert page.is_checked("[value=critical]")


def test_nonsense_in_the_address_shows_the_whole_page(open_page: Open) -> None:
    page = open_page("two", anchor="#severity=no&rule=no&status=no&sort=no&page=-7&%E0%A4%A")

    assert len(shown(page)) == 2


def test_findings_come_in_the_order_asked_for(open_page: Open) -> None:
    page = open_page("everything")
    page.select_option("#sort", "place")
    places = page.locator("#rows .where code").all_inner_texts()

    assert places == [f"accounts.yaml:{place}" for place in ("7:13", "8:20", "12:14", "15:5", "22:11", "23:12")]


@pytest.mark.slow
def test_very_many_findings_come_in_pages(open_page: Open) -> None:
    page = open_page("many")
    page.locator("summary").first.click()
    page.click("text=Show all 400")
    assert page.inner_text("#count") == "400 of 1,200 findings"
    assert page.inner_text("#which") == "Page 1 of 4"

    first = page.locator("#rows .subject").first.inner_text()
    page.click("#on")
    assert page.inner_text("#which") == "Page 2 of 4"
    assert page.locator("#rows .subject").first.inner_text() != first
    page.click("#back")
    assert page.locator("#rows .subject").first.inner_text() == first


def test_a_link_to_a_finding_opens_its_rule(open_page: Open) -> None:
    last = sample.many().findings()[20]
    page = open_page("many", anchor=f"#f-{last.fingerprint[:12]}")

    assert page.locator("details[open]").count() == 1
    assert page.locator(f"#f-{last.fingerprint[:12]}").is_visible()
    assert page.evaluate("document.activeElement.id") == f"f-{last.fingerprint[:12]}"


def test_a_link_to_a_finding_that_is_not_in_the_page_shows_it_from_the_data(open_page: Open) -> None:
    last = sample.many().findings()[-1]
    page = open_page("many", anchor=f"#f-{last.fingerprint[:12]}")

    assert page.locator("#rows .subject").all_inner_texts() == [f"account {last.subject.id}"]


def test_a_followed_link_leaves_the_search(open_page: Open) -> None:
    page = open_page("two", anchor="#q=frontdesk")
    page.click("#rows .link")

    assert page.locator("#groups").is_visible()
    assert page.input_value("#q") == ""
    assert len(shown(page)) == 2


def test_without_javascript_the_findings_are_there(open_page: Open) -> None:
    page = open_page("everything", script=False)

    assert len(shown(page)) == 6
    assert page.locator("#tools").is_hidden()


@pytest.mark.parametrize("query", ["", "alert"])
def test_hostile_text_stays_text(open_page: Open, query: str) -> None:
    page = open_page("everything")
    page.fill("#q", query)
    seen = "\n".join(shown(page))

    assert "</script><img src=x onerror=alert(1)>\\x1b[31m =cmd" in seen
    assert page.locator("img").count() == 0


def test_paper_shows_what_is_closed_on_the_screen(open_page: Open) -> None:
    page = open_page("many")
    assert page.locator("details[open]").count() == 0

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0

    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


LINES_OF_THE_START = """path => {
  const place = document.querySelector(".next .place"), words = document.createRange();
  place.textContent = path;
  words.selectNodeContents(place);
  return new Set([...words.getClientRects()].map(box => box.top)).size;
}"""


@pytest.mark.parametrize("width", [360, 480, 520, 560, 600, 640, 680, 1280])
def test_the_place_to_start_with_is_broken_only_where_a_line_cannot_hold_it(open_page: Open, width: int) -> None:
    page = open_page("two", width=width)

    assert page.evaluate(LINES_OF_THE_START, "inventory/or-/medicaid.yaml:61:13.") == 1
    assert page.evaluate(LINES_OF_THE_START, f"{'a-long-folder/' * 20}medicaid.yaml:61:13.") > 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_second_places_that_are_not_listed_are_counted_in_the_search_too(open_page: Open) -> None:
    page = open_page("two", anchor="#q=frontdesk")

    assert page.locator("#rows .also").all_inner_texts() == ["accounts.yaml:11:12 here too", "and 3 more places"]


@pytest.mark.slow
def test_a_big_report_stays_a_small_page(browser: Browser, tmp_path: Path) -> None:
    address = _write(tmp_path / "big.html", lambda: sample.many(10_000))
    page = browser.new_page()
    page.goto(address)
    elements = page.evaluate("document.querySelectorAll('*').length")
    page.close()

    # Laid out in full, ten thousand findings are some 200,000 elements, and a browser takes seconds to open them.
    assert elements < 20_000
