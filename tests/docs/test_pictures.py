"""The pictures of the README show what the program says today. No browser is needed to tell."""

import hashlib
import json
import re
import struct

import pytest

from docs.pictures import COMMAND, IMAGES, MADE_FROM, PICTURES, WIDTH, Audit, audit, draw_console, shown
from portalaudit import __version__

STALE = "the pictures are stale: run `make pictures` and commit them"


@pytest.fixture(scope="module")
def today() -> Audit:
    return audit()


@pytest.fixture(scope="module")
def made_from() -> dict[str, dict[str, str]]:
    return json.loads(MADE_FROM.read_text(encoding="utf-8"))


def test_pictures_are_fresh(today: Audit, made_from: dict[str, dict[str, str]]) -> None:
    assert made_from["sources"] == today.sources(), STALE
    assert (IMAGES / "console.svg").read_text(encoding="utf-8") == draw_console(today.screen), STALE


@pytest.mark.parametrize("name", PICTURES)
def test_no_hand_has_touched_a_picture(name: str, made_from: dict[str, dict[str, str]]) -> None:
    assert made_from["pictures"][name] == hashlib.sha256((IMAGES / name).read_bytes()).hexdigest(), STALE


def test_the_page_fits_the_readme() -> None:
    data = (IMAGES / "report.png").read_bytes()
    assert struct.unpack(">I", data[16:20]) == (WIDTH,)
    assert len(data) < 250_000


def test_the_console_asks_nobody_for_anything() -> None:
    addresses = set(re.findall(r"https?://[^\s\"')<]+", (IMAGES / "console.svg").read_text(encoding="utf-8")))
    assert addresses == {"http://www.w3.org/2000/svg"}


def test_the_console_shows_what_is_printed(today: Audit) -> None:
    assert shown(today.screen) == f"$ {COMMAND}\n\n{today.screen.rstrip()}"
    assert shown(today.screen).count("\n") < 60


def test_another_version_or_an_untouched_rule_makes_nothing_stale() -> None:
    page = Audit(f"<p>portalaudit {__version__}, sha256 " + "0" * 64, "").sources()
    assert page == Audit("<p>portalaudit, sha256 " + "f" * 64, "").sources()
    assert page != Audit("<p>portalaudit, sha256 " + "f" * 64 + " 2 findings", "").sources()
