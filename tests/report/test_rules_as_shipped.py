"""Which rules are as shipped, in words."""

import pytest

from portalaudit.model.place import Place
from portalaudit.model.report import Report, Run
from portalaudit.model.rule_summary import LeftOutRule, Loosened, SeverityChange
from portalaudit.model.shipping import Deviation, How, Part, Shipping
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity
from portalaudit.report import REPORTERS
from portalaudit.report.rules_as_shipped import deviation, rules_line, shipped_rows
from tests.report import sample
from tests.report.golden_files import text_of

WITH_ROOM = [name for name in REPORTERS if not name.startswith("badge")]


def with_shipping(report: Report, as_shipped: int, *deviations: Deviation) -> Report:
    return replace(report, run=Run(shipping=Shipping(as_shipped, deviations)))


@pytest.mark.parametrize("name", [name for name in WITH_ROOM if name != "gitlab"])  # an empty list where all is clean
def test_every_format_says_how_many_rules_are_as_shipped(name: str) -> None:
    shown = text_of(with_shipping(sample.clean(), 2), name)

    assert ('"rules_as_shipped": 2, "edited": []' if name == "json" else "all 2 as shipped with portalaudit 0.1.0") in (
        shown
    )


@pytest.mark.parametrize("name", WITH_ROOM)
def test_every_format_names_what_is_not(name: str) -> None:
    shown = text_of(sample.everything(), name)

    for word in ("shared-credential.yaml", "reference/own.yaml", "soon-account", "portal-access", "lost-09", "nprm"):
        assert word in shown, word
    assert "lost-11" in shown or name == "console"


def test_the_others_are_counted_by_what_became_of_them() -> None:
    weak = sample.rule("weak", Severity.LOW, loosened=(Loosened("days", 9, 1, ""),))
    info = sample.rule("info", Severity.INFO, severity_changed=SeverityChange(Severity.HIGH, ""))
    accounts = sample.subjects("account", {"a": Place("a.yaml")})
    report = sample.report(
        tuple(sample.ruling(one, accounts, ()) for one in (info, weak)),
        left_out=(LeftOutRule("out", "Out", Severity.LOW, ""),),
    )
    edited = Deviation(How.EDITED, Part.RULE, "info", Place("p/info.yaml"))
    file = Deviation(How.EDITED, Part.FILE, "reference/sod.yaml", Place("p/reference/sod.yaml"))

    assert rules_line(with_shipping(report, 0, edited, file)) == (
        "0 of 2 as shipped with portalaudit 0.1.0; 1 edited; 1 loosened; 1 with another severity; 1 left out"
    )


def test_rules_that_were_not_evaluated_count_too() -> None:
    run = Run(not_evaluated=(sample.rule("out", Severity.LOW),), shipping=Shipping(3))

    assert rules_line(replace(sample.clean(), run=run)) == "all 3 as shipped with portalaudit 0.1.0"


RULE = Deviation(How.EDITED, Part.RULE, "x", Place("p/own/x.yaml"))
PACK = Deviation(How.REPLACED, Part.PACK, "own", Place("p/own/pack.yaml"), of="base", lost=("a", "b", "c"))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (RULE, "x (p/own/x.yaml)"),
        (Deviation(How.MISSING, Part.RULE, "x"), "x"),
        (Deviation(How.ADDED, Part.FILE, "reference/x.yaml", Place("p/reference/x.yaml")), "p/reference/x.yaml"),
        (PACK, "base/own by p/own: 3 rules lost (a, b and 1 more)"),
        (replace(PACK, lost=(), edited=("x",)), "base/own by p/own: 1 rule edited (x)"),
        (replace(PACK, lost=()), "base/own by p/own"),
        (Deviation(How.REPLACED, Part.FILE, "r.yaml", Place("p/r.yaml"), of="base"), "base/r.yaml by p/r.yaml"),
        (
            Deviation(How.UNUSED, Part.PACK, "own", Place("p/policy.yaml", 3, 8), lost=("a",)),
            "pack own, chosen in p/policy.yaml:3: 1 rule without a say (a)",
        ),
    ],
)
def test_a_deviation_in_words(one: Deviation, words: str) -> None:
    assert deviation(one, 2) == words


def test_long_lists_are_cut_and_say_so() -> None:
    several = [replace(RULE, name=name) for name in ("x", "y", "z")]
    report = with_shipping(sample.clean(), 0, *several)

    assert dict(shipped_rows(report, 2))["edited"] == "x (p/own/x.yaml); y (p/own/x.yaml) and 1 more"
    assert dict(shipped_rows(report))["edited"].endswith("; z (p/own/x.yaml)")


def test_hostile_names_are_shown_as_text() -> None:
    assert deviation(replace(RULE, name="\N{ESCAPE}[2J")) == r"\x1b[2J (p/own/x.yaml)"
