import datetime
import json

from portalaudit.model.article import Article, Part
from portalaudit.report.articles import FORMATS, markdown, table_cell
from portalaudit.report.wording import CONFIDENTIAL, DISCLAIMER

ARTICLE = Article(
    "a-rule",
    "Something | holds. Severity: low.",
    (
        Part("Why", ("Because `a || b` matters to <b>.", "")),
        Part("Nothing", ("",)),
        Part("Points", points=("one", "two " * 40)),
        Part("Requires", code="a && b\n```\n\N{ESCAPE}[31m"),
    ),
)


def rendered(name: str, article: Article = ARTICLE) -> str:
    return "".join(FORMATS[name](article))


def test_text_leaves_out_what_is_empty_and_keeps_lines_short() -> None:
    text = rendered("text")

    head = "a-rule\nSomething | holds. Severity: low.\n\nWhy:\n  Because `a || b` matters to <b>.\n\n"
    assert text.startswith(f"{head}Points:\n  - one\n  - two")
    assert max(map(len, text.splitlines())) <= 100
    assert "Nothing" not in text
    assert "\N{ESCAPE}" not in text


def test_markdown_shows_text_as_it_is_and_code_as_code() -> None:
    text = rendered("md")

    assert "\nBecause `a || b` matters to \\<b>.\n" in text
    assert "\n```\na && b\n` ` `\n\\x1b[31m\n```\n" in text
    assert text.startswith("# a-rule\n\nSomething | holds. Severity: low.\n\n## Why\n")


def test_a_bar_ends_no_cell() -> None:
    assert markdown("a | b_c") == r"a | b\_c"
    assert table_cell("`a || b`") == r"`a \|\| b`"


def test_json_has_every_part() -> None:
    value = json.loads(rendered("json"))

    assert value["schema"] == "portalaudit/article/v1"
    assert [part["heading"] for part in value["parts"]] == ["Why", "Points", "Requires"]
    assert value["parts"][0] == {
        "heading": "Why",
        "paragraphs": ["Because `a || b` matters to <b>."],
        "points": [],
        "code": "",
    }


def test_what_is_about_a_practice_is_confidential_and_dated() -> None:
    text = rendered("text", Article("x", "", (), about="A practice", as_of=datetime.date(2026, 11, 20)))

    assert text.startswith("x, A practice, as of 2026-11-20\n")
    assert CONFIDENTIAL in " ".join(text.split())
    assert DISCLAIMER in " ".join(text.split())
