"""Every line of the article is placed: at something that exists, or with a reason. Every rule has a place as well."""

import re
from functools import cache

import pytest

import article
import frameworks_covered
from article import Beyond, Coverage, Known, Line, Section
from docs import generate
from docs.generate import REPOSITORY
from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.model.framework import Control, Framework, Implementation

MENDED = "mend docs/coverage.yaml, then run `make generated`"


@cache
def written() -> Coverage:
    return article.read(article.DATA.read_bytes())


@cache
def names() -> Known:
    policies = generate._whole_policies()
    rules = [rule.id for rule in policies.rules.rules]
    return article.known(rules, vocabulary(), policies.reference, REPOSITORY)


def test_nothing_is_wrong_with_the_coverage() -> None:
    assert list(article.faults(written(), names())) == [], MENDED


def test_all_shipped_rules_and_packs_are_known() -> None:
    every = (REPOSITORY / "policies").rglob("*.cases.yaml")
    files = {file.name.removesuffix(".cases.yaml") for file in every if file.parent.name != "facts"}
    assert names()["rules"] == files


def test_a_control_is_listed_with_its_mark_and_the_rules_that_cover_and_touch_it() -> None:
    control = Control(
        "1.2(a)", "A | B", "Note", is_verified=False, implementation=Implementation.REQUIRED,
        rules=("one", "two", "three"), covered_by=("two",),
    )  # fmt: skip
    lines = list(frameworks_covered.page([Framework("f", "F", "1", "A book", "", "2026-11-29", (control,))]))

    assert lines[1:3] == ["## F, 1\n", "As read in A book, 2026-11-29.\n"]
    assert lines[-2] == (
        r"| 1.2(a): A \| B | required | [two](rules/two.md) | [one](rules/one.md), [three](rules/three.md) "
        "| Note; from memory, check it in the source |"
    )


# ---------------------------------------------------------------- what would be wrong

SMALL: Known = {
    "rules": ["one-rule"],
    "commands": ["check"],
    "fields": ["account.login"],
    "facts": ["account.live"],
    "reference": ["defaults", "defaults/min_admins"],
    "documents": ["README.md"],
}


def covered(*lines: Line, beyond: tuple[Beyond, ...] = ()) -> Coverage:
    """All lines of the article, those given in place of plain ones; the first plain one has the only rule."""
    given = {line.id: line for line in lines}
    every = (given.get(name) or Line(id=name, asks="something", commands=("check",)) for name in numbers())
    return Coverage(parts=(Section(title="All", lines=tuple(every)),), beyond=beyond or (beyond_one(),))


def numbers() -> list[str]:
    return [f"S{number}" for number in range(1, 117)]


def beyond_one(rule: str = "one-rule") -> Beyond:
    return Beyond(rule=rule, why="because")


def faults(coverage: Coverage) -> list[str]:
    return list(article.faults(coverage, SMALL))


def test_all_is_well_where_every_line_has_a_target_or_a_reason() -> None:
    lines = (
        Line(
            id="S1",
            asks="much",
            fields=("account.login",),
            facts=("account.live",),
            reference=("defaults", "defaults/min_admins"),
            documents=("README.md",),
        ),
        Line(id="S2", asks="the same", same_as=("S1", "S4")),
        Line(id="S3", asks="something else", not_here="no data is kept"),
        Line(id="S4", asks="more", commands=("check",), planned=("trend",), not_here="a trend is planned"),
    )
    assert faults(covered(*lines)) == []


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("rules", "there is no rule 'nothing'"),
        ("commands", "there is no command 'nothing'"),
        ("fields", "there is no field 'nothing'"),
        ("facts", "there is no derived fact 'nothing'"),
        ("reference", "there is no reference data 'nothing'"),
        ("documents", "there is no file 'nothing'"),
    ],
)
def test_a_target_exists(kind: str, fault: str) -> None:
    assert faults(covered(Line(id="S7", asks="something", **{kind: ("nothing",)}))) == [f"S7: {fault}"]


def test_a_fact_is_no_field_and_a_field_no_fact() -> None:
    line = Line(id="S7", asks="something", fields=("account.live",), facts=("account.login",))
    assert faults(covered(line)) == [
        "S7: there is no field 'account.live'",
        "S7: there is no derived fact 'account.login'",
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (Line(id="S7", asks="something"), "it points nowhere and gives no reason"),
        (
            Line(id="S7", asks="something", commands=("check",), planned=("trend",)),
            "what is planned is not told in not_here",
        ),
        (
            Line(id="S7", asks="something", planned=("check",), not_here="planned"),
            "'check' is built by now: point at it",
        ),
        (
            Line(id="S7", asks="something", planned=("one-rule",), not_here="planned"),
            "'one-rule' is built by now: point at it",
        ),
        (Line(id="S7", asks="something", same_as=("S7",)), "S7 is no line with targets of its own"),
        (Line(id="S7", asks="something", same_as=("S117",)), "S117 is no line with targets of its own"),
        (
            Line(id="S7", asks="something", same_as=("S1",), commands=("check",)),
            "it repeats another line, and that one says where it is",
        ),
        (
            Line(id="S7", asks="something", same_as=("S1",), not_here="no data is kept"),
            "it repeats another line, and that one says where it is",
        ),
    ],
)
def test_a_line_is_placed_once_and_for_all(line: Line, fault: str) -> None:
    assert faults(covered(line)) == [f"S7: {fault}"]


def test_no_line_repeats_one_that_repeats_another() -> None:
    lines = (Line(id="S7", asks="something", same_as=("S8",)), Line(id="S8", asks="something", same_as=("S1",)))
    assert faults(covered(*lines)) == ["S7: S8 is no line with targets of its own"]


def renumbered(ids: list[str]) -> Coverage:
    lines = tuple(Line(id=name, asks="something", commands=("check",)) for name in ids)
    return Coverage(parts=(Section(title="All", lines=lines),), beyond=(beyond_one(),))


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        (numbers()[:-1], ["S116 is missing"]),
        ([*numbers(), "S3"], ["S3 is there 2 times"]),
        ([*numbers(), "S117"], ["S117 is no line of the article"]),
        (["S2", "S1", *numbers()[2:]], ["the lines are not in order"]),
    ],
)
def test_every_line_is_there_once_and_in_order(ids: list[str], found: list[str]) -> None:
    assert faults(renumbered(ids)) == found


def test_a_new_rule_has_to_be_placed() -> None:
    coverage = covered(beyond=(beyond_one("other-rule"),))
    assert faults(coverage) == [
        "rule 'one-rule' is neither in a line nor beyond",
        "beyond: there is no rule 'other-rule'",
    ]


def test_a_rule_is_in_lines_or_beyond_and_not_both() -> None:
    assert faults(covered(Line(id="S7", asks="something", rules=("one-rule",)))) == [
        "beyond: a line asks for 'one-rule'"
    ]
    assert faults(covered(beyond=(beyond_one(), beyond_one()))) == ["beyond: 'one-rule' is there 2 times"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("parts: []\n", "beyond"),
        ("parts: []\nbeyond: []\nmore: []\n", "unknown key 'more'"),
        ("parts: [{title: x, lines: [{id: 7, asks: y}]}]\nbeyond: []\n", "docs/coverage.yaml:1:33"),
        ("- S1\n", "docs/coverage.yaml:1:1"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        article.read(text.encode())


# ---------------------------------------------------------------- the page


def test_the_page_says_where_each_line_is() -> None:
    lines = (
        Line(id="S1", asks="this | that", rules=("one-rule",), commands=("check",), facts=("account.live",)),
        Line(id="S2", asks="the same", same_as=("S1", "S4")),
        Line(id="S3", asks="more", documents=("README.md",), not_here="a part is planned"),
        Line(id="S4", asks="days", not_here="no data is kept"),
    )
    shown = "\n".join(article.page(covered(*lines))).splitlines()
    rows = [row for row in shown if re.match(r'\| <a id="S[1-4]">', row)]
    rule = "[one-rule](rules/one-rule.md)"
    where = f"rules: {rule}<br>commands: `portalaudit check`<br>facts: `account.live`"
    assert rows == [
        f'| <a id="S1"></a>S1 | this \\| that | {where} |  |',
        '| <a id="S2"></a>S2 | the same | the same as [S1](#S1), [S4](#S4) |  |',
        '| <a id="S3"></a>S3 | more | files: [README.md](../README.md) | a part is planned |',
        '| <a id="S4"></a>S4 | days |  | no data is kept |',
    ]
    assert "113 lines are done, 1 in part, and 1 not at all; 1 repeat another line." in shown
    assert shown[-1] == f"| {rule} | because |"


def test_the_page_shows_every_line_of_the_article() -> None:
    text = generate.generated()["docs/coverage.md"]
    assert re.findall(r'^\| <a id="(S\d+)"></a>(S\d+) \|', text, re.MULTILINE) == [(name, name) for name in numbers()]
