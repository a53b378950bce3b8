"""The page in a real Chromium: can everybody use it, does it do what it says, and does it keep to itself."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from portalaudit.cli.funnel import run
from portalaudit.model.report import Report
from portalaudit.report import access_answer, question_lines, to_html
from portalaudit.report.access_answer import AccessAnswer
from portalaudit.report.spreadsheets import Book
from tests.report import sample
from tests.report.golden_files import as_text

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
PATIENCE = 180_000
"""Milliseconds after which a page that is waited for counts as broken. A busy machine may need a good part of them."""
AXE = files("axe_playwright_python").joinpath("axe.min.js")
REPORTS = {
    "none": sample.clean,
    "accepted": sample.accepted,
    "two": sample.two,
    "everything": sample.everything,
    "eighty": partial(sample.many, 80),
    "many": sample.many,
    "ten-thousand": partial(sample.many, 10_000),
}
FOURTEEN = Path(__file__).parents[2] / "inventory" / "cascade-ridge"
"""The sample practice; its page is `fourteen`."""
IN_TIME = ("none", "accepted", "two", "eighty", "many", "ten-thousand")
READ_BY_ALL = ["everything", *(pytest.param(name, marks=pytest.mark.slow) for name in IN_TIME)]
"""The page with everything in it first; the others where there is time."""

OTHER_PAGES: Mapping[str, Callable[[Report], Iterable[str] | Book]] = {
    "access": lambda report: access_answer.FORMATS["html"](AccessAnswer(report)),
    "questions": question_lines.FORMATS["html"],
}
"""Pages without a script that other commands write."""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    makers: dict[str, Callable[[], str]] = {name: partial(_reported, make) for name, make in REPORTS.items()}
    makers |= {name: partial(_answered, make) for name, make in OTHER_PAGES.items()}
    makers["fourteen"] = partial(_audited, folder / "audited.html")
    return _Written({name: partial(_write, folder / f"{name}.html", make) for name, make in makers.items()})


def _reported(make: Callable[[], Report]) -> str:
    return "".join(to_html.render(make()))


def _answered(make: Callable[[Report], Iterable[str] | Book]) -> str:
    return as_text(make(sample.everything()))


def _audited(path: Path) -> str:
    run(["check", str(FOURTEEN), "--as-of", "2026-11-20", "-q", "-o", f"html={path}"])
    return path.read_text(encoding="utf-8")


class _Written(dict[str, str]):
    """The address of each page, which is written when it is first asked for: few tests need the big ones."""

    def __init__(self, writers: Mapping[str, Callable[[], str]]) -> None:
        super().__init__()
        self._writers = writers

    def __missing__(self, name: str) -> str:
        self[name] = self._writers[name]()
        return self[name]


def _write(path: Path, make: Callable[[], str]) -> str:
    path.write_text(make(), encoding="utf-8")
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
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS, timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, pages: dict[str, str]) -> Iterator[Open]:
    contexts, noise = [], []

    def open_(
        name: str, *, anchor: str = "", width: int = 1280, height: int = 900, scheme: str = "light", script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script
        )
        context.set_default_timeout(PATIENCE)
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


@contextmanager
def turning(page: Page) -> Iterator[None]:
    """Waits until the page has followed a link of its own.

    A browser tells a page of its new address in a later task than the click, and the page's own listener comes first.
    """
    page.evaluate(
        """patience => { globalThis.turned = new Promise((done, fail) => {
            addEventListener("hashchange", () => done(), {once: true});
            setTimeout(() => fail(new Error("the page stayed where it was")), patience);
        }) }""",
        PATIENCE,
    )
    yield
    page.evaluate("globalThis.turned")


PARTS = ("todo", "people", "portals", "findings", "controls", "evidence")


def shown(page: Page) -> list[str]:
    """The messages of the findings that can be seen once their rows are open."""
    page.evaluate("document.querySelectorAll('.finding').forEach(one => { one.open = true })")
    return [one.inner_text() for one in page.locator(".finding .message").all() if one.is_visible()]


def part(page: Page) -> list[str]:
    """The parts of the page that can be seen."""
    return [one.get_attribute("id") or "" for one in page.locator("main > section").all() if one.is_visible()]


def complaints(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run()")
    return [f"{rule['id']}: {node['html']}" for rule in result["violations"] for node in rule["nodes"]]


SCREENS = [
    (1280, "light"),
    (390, "dark"),
    pytest.param(1280, "dark", marks=pytest.mark.slow),
    pytest.param(390, "light", marks=pytest.mark.slow),
]
"""Each width and each scheme once; the other pairs where there is time."""


@pytest.mark.parametrize("name", READ_BY_ALL)
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_everybody_can_use_every_part_of_the_page(open_page: Open, name: str, scheme: str, width: int) -> None:
    page = open_page(name, width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for tab in page.locator("#tabs a").all():
        with turning(page):
            tab.click()

        assert complaints(page) == [], part(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", OTHER_PAGES)
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_everybody_can_use_the_pages_of_other_commands(open_page: Open, name: str, scheme: str, width: int) -> None:
    page = open_page(name, width=width, scheme=scheme)

    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("body").evaluate("one => getComputedStyle(one).margin") == "0px"  # the style is let in


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_everybody_can_use_the_search(open_page: Open, scheme: str, width: int) -> None:
    page = open_page("many", anchor="#findings?q=login", width=width, scheme=scheme)

    assert page.locator("#rows > details").count() == 100
    assert complaints(page) == []


def test_one_part_is_shown_at_a_time_and_the_address_names_it(open_page: Open) -> None:
    page = open_page("everything")
    seen = [part(page)]
    for name in PARTS[1:]:
        with turning(page):
            page.click(f"#tabs a[href='#{name}']")
        seen.append(part(page))
        assert page.evaluate("location.hash") == f"#{name}"
        assert page.locator("#tabs [aria-current=page]").get_attribute("href") == f"#{name}"
        assert page.evaluate("scrollY") == 0

    assert seen == [[name] for name in PARTS]
    with turning(page):
        page.go_back()
    assert part(page) == ["controls"]


def test_the_address_opens_a_part(open_page: Open) -> None:
    assert part(open_page("everything", anchor="#people")) == ["people"]
    assert part(open_page("everything", anchor="#nonsense")) == ["todo"]


@pytest.mark.parametrize("script", [True, False])
def test_the_first_screen_says_what_to_do_and_who_can_log_in(open_page: Open, *, script: bool) -> None:
    page = open_page("two", script=script)

    for text in ("To do first", "Close 1 <b>login</b> of someone who has left", "What was looked at"):
        box = page.get_by_text(text).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 900
    table = page.locator(".matrix tbody tr").first.bounding_box()
    assert table is not None
    assert table["y"] < 900


def test_on_a_phone_the_first_thing_to_do_is_on_the_first_screen_and_filters_are_folded(open_page: Open) -> None:
    page = open_page("two", width=390, height=844)
    first = page.locator(".todo").first.bounding_box()
    assert first is not None
    assert first["y"] + first["height"] < 844

    with turning(page):
        page.click("#tabs a[href='#findings']")
    assert page.locator("#by-rule").is_hidden()
    page.click("#filters summary")
    assert page.locator("#by-rule").is_visible()


def test_a_mark_in_the_table_opens_its_login(open_page: Open) -> None:
    page = open_page("two")
    with turning(page):
        page.click("a[aria-label='klee01, Noridian Medicare Portal, worst finding critical']")

    assert part(page) == ["portals"]
    login = page.locator("details.line[open]")
    assert login.locator(".name").inner_text() == "klee01"
    assert "Someone who has left still has a live account" in login.inner_text()

    login.get_by_text("Its findings").click()
    assert part(page) == ["findings"]
    assert (page.input_value("#q"), len(shown(page))) == ("login:nmp-klee", 1)
    with turning(page):
        page.go_back()
    assert part(page) == ["portals"]


def test_a_thing_to_do_leads_to_its_findings(open_page: Open) -> None:
    page = open_page("everything")
    page.locator(".todo a").first.click()

    assert page.evaluate("location.hash") == "#findings?q=action%3Aclose-login"
    assert shown(page) == [LEFT, IDLE]
    assert page.locator("#rows .ends").all_inner_texts() == ["Ends with: Close 1 <b>login</b> of someone who has left"]


LEFT = "klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14"
SHARED = "frontdesk on Availity is used by 2 people: Al Jones, Toni Baker"
IDLE = "klee01 was last used 102 days ago"
SEARCHES = {
    "noridian ACTIVE": [LEFT],
    "frontdesk": [SHARED],
    "accounts.yaml:8:": [IDLE],
    '"left on this day"': [LEFT],
    "left day this": [LEFT],
    "klee01 -active": [IDLE],
    "person:kim": [LEFT, IDLE],
    "person:k-lee severity:critical": [LEFT],
    'person:"al jones"': [SHARED],
    "portal:availity": [SHARED],
    "severity:critical,high": [LEFT, SHARED],
    "login:klee01 -rule:active-after-termination": [IDLE],
    "status:unknown": [],
    "no such words": [],
    "nokey:word": [],
}


def test_search_finds_words_tokens_and_leaves_out(open_page: Open) -> None:
    page = open_page("everything", anchor="#findings")

    for query, messages in SEARCHES.items():
        page.fill("#q", query)
        assert [" ".join(one.split()) for one in shown(page)] == messages, query
        assert page.inner_text("#count") == f"{len(messages)} of 5 findings"


def options(page: Page, name: str) -> list[str]:
    return page.locator(f"#by-{name} option").all_inner_texts()


def test_filters_count_what_the_others_leave(open_page: Open) -> None:
    page = open_page("everything", anchor="#findings")
    assert options(page, "severity") == ["All", "critical (1)", "high (1)", "low (1)", "info (2)"]
    assert options(page, "person")[1:] == ["Kim <Lee> (2)", "Al Jones (1)", "Toni Baker (1)"]

    page.select_option("#by-person", "k-lee")
    assert page.input_value("#q") == "person:k-lee"
    assert options(page, "severity") == ["All", "critical (1)", "low (1)"]
    assert options(page, "person")[1:] == ["Kim <Lee> (2)", "Al Jones (1)", "Toni Baker (1)"]

    page.select_option("#by-severity", "low")
    assert shown(page) == [IDLE]
    assert options(page, "person")[1:] == ["Kim <Lee> (1)"]
    assert page.evaluate("location.hash") == "#findings?q=person%3Ak-lee+severity%3Alow"

    page.select_option("#by-person", "")
    assert page.input_value("#q") == "severity:low"

    page.click("#clear")
    assert len(shown(page)) == 5
    assert page.locator("#groups").is_visible()


def test_the_address_keeps_search_order_and_page(open_page: Open) -> None:
    page = open_page("many", anchor="#findings?q=severity:critical+status:fail&sort=place&page=2")

    assert page.inner_text("#count") == "200 of 1,200 findings"
    assert page.inner_text("#which") == "Page 2 of 2"
    assert page.input_value("#sort") == "place"
    assert page.input_value("#by-severity") == "critical"


def test_nonsense_in_the_address_shows_the_whole_list(open_page: Open) -> None:
    page = open_page("two", anchor="#findings?sort=no&page=-7&%E0%A4%A")

    assert len(shown(page)) == 2


def test_findings_come_in_the_order_chosen(open_page: Open) -> None:
    page = open_page("everything", anchor="#findings")
    page.select_option("#sort", "place")
    shown(page)
    places = page.locator("#rows .where code").all_inner_texts()

    assert places == [f"accounts.yaml:{place}" for place in ("7:13", "8:20", "12:14", "22:11", "23:12")]

    page.select_option("#sort", "portal")
    portals = page.locator("#rows .at").all_inner_texts()
    assert portals == ["Availity", *["Noridian Medicare Portal"] * 2, "", ""]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_finding_takes_24_pixels_until_it_is_opened(open_page: Open, width: int) -> None:
    page = open_page("many", anchor="#findings", width=width)
    page.locator("details.rule summary").first.click()
    heights = page.locator("details.rule[open] .finding").evaluate_all("all => all.map(one => one.clientHeight)")

    assert set(heights) == {24}


@pytest.mark.slow
def test_very_many_findings_come_in_pages(open_page: Open) -> None:
    page = open_page("many", anchor="#findings")
    page.locator("details.rule summary").first.click()
    page.click("text=Show all 400")
    assert page.inner_text("#count") == "400 of 1,200 findings"
    assert page.inner_text("#which") == "Page 1 of 4"

    shown(page)
    first = page.locator("#rows .subject").first.inner_text()
    page.click("#on")
    shown(page)
    assert page.inner_text("#which") == "Page 2 of 4"
    assert page.locator("#rows .subject").first.inner_text() != first
    page.click("#back")
    shown(page)
    assert page.locator("#rows .subject").first.inner_text() == first


def test_a_link_to_a_finding_opens_it_and_its_rule(open_page: Open) -> None:
    last = sample.many().findings()[20]
    page = open_page("many", anchor=f"#f-{last.fingerprint[:12]}")

    assert part(page) == ["findings"]
    assert page.locator("details.rule[open]").count() == 1
    assert page.locator(f"#f-{last.fingerprint[:12]} + .inside .message").is_visible()
    assert page.evaluate("document.activeElement.id") == f"f-{last.fingerprint[:12]}"


def test_a_link_to_a_finding_that_is_not_in_the_page_shows_it_from_the_data(open_page: Open) -> None:
    last = sample.many().findings()[-1]
    page = open_page("many", anchor=f"#f-{last.fingerprint[:12]}")

    assert page.locator("#rows .subject").all_inner_texts() == [f"account {last.subject.id}"]


def test_a_followed_link_leaves_the_search(open_page: Open) -> None:
    page = open_page("two", anchor="#findings?q=frontdesk")
    shown(page)
    with turning(page):
        page.click("#rows .link")

    assert page.locator("#groups").is_visible()
    assert page.input_value("#q") == ""
    assert len(shown(page)) == 2


def test_without_javascript_everything_is_one_long_page(open_page: Open) -> None:
    page = open_page("everything", script=False)

    assert part(page) == list(PARTS)
    assert page.locator(".finding").count() == 5
    assert page.locator("#tools").is_hidden()


@pytest.mark.parametrize("query", ["", "alert"])
def test_hostile_text_stays_text(open_page: Open, query: str) -> None:
    page = open_page("everything", anchor="#findings")
    page.fill("#q", query)
    seen = "\n".join(shown(page))

    assert "</script><img src=x onerror=alert(1)>\\x1b[31m =cmd" in seen
    assert page.locator("img").count() == 0


def test_passes_can_be_looked_at(open_page: Open) -> None:
    page = open_page("everything", anchor="#evidence")
    rule = page.locator(".checked", has_text="Every login belongs to one person")
    assert rule.locator(".passes").is_hidden()

    rule.locator("summary").click()
    assert "one user, seen at <2>" in rule.locator(".passes").inner_text()


def test_paper_shows_what_is_closed_on_the_screen(open_page: Open) -> None:
    page = open_page("many")
    closed = "details:not([open]):not(#filters)"
    before = page.locator(closed).count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(closed).count() == 0

    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(closed).count() == before > 0


def test_a_search_is_not_printed_instead_of_the_findings(open_page: Open) -> None:
    page = open_page("two", anchor="#findings?q=frontdesk")
    page.emulate_media(media="print")

    assert page.locator("#groups").is_visible()
    assert page.locator("#hits").is_hidden()
    assert part(page) == ["todo", "portals", "findings", "evidence"]


def printed_pages(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_a_practice_of_fourteen_people_prints_on_at_most_twelve_pages(open_page: Open) -> None:
    page = open_page("fourteen")

    assert page.locator("#people .line").count() == 14
    assert 4 < printed_pages(page) <= 12


def test_what_is_printed_of_a_login_is_not_cut(open_page: Open) -> None:
    page = open_page("fourteen", width=709)  # 187.9 mm, what the margins leave of a sheet
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"

    assert page.locator("#portals .line > summary > span").count() > 100
    assert page.locator("#portals .line > summary > :is(.sev, .note, .num)").evaluate_all(cut) == []


def test_six_things_to_do_the_counts_and_the_table_stand_on_the_first_screen(open_page: Open) -> None:
    page = open_page("fourteen")

    def ends(selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        return box["y"] + box["height"]

    assert page.locator(".grid > div > .todos > .todo").count() == 6
    assert ends(".grid > div > .todos") < 900
    assert ends("aside .card") < 900
    assert ends(".matrix tbody tr:nth-child(3)") < 900


def test_a_list_that_is_not_printed_whole_says_so(open_page: Open) -> None:
    page = open_page("many")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    notes = [one.inner_text() for one in page.locator(".paper").all() if one.is_visible()]

    assert any(note.startswith("Printed as numbers") for note in notes)
    assert "The first 25 of 400 are listed here." in page.inner_text("#groups")


def test_second_places_that_are_not_listed_are_counted_in_the_search_too(open_page: Open) -> None:
    page = open_page("two", anchor="#findings?q=frontdesk")
    shown(page)

    assert page.locator("#rows .also").all_inner_texts() == ["accounts.yaml:11:12 here too", "and 3 more places"]


@pytest.mark.slow
def test_a_big_report_stays_a_small_page(open_page: Open) -> None:
    page = open_page("ten-thousand")
    elements = page.evaluate("document.querySelectorAll('*').length")

    # Laid out in full, ten thousand findings are some 200,000 elements, and a browser takes seconds to open them.
    assert elements < 60_000
