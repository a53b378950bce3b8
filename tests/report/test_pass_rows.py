"""What a rule was asked of and what it answered."""

from portalaudit.report.claims import Claim
from portalaudit.report.pass_rows import FIRST_OF_RULE, MOST_NAMED, PassRow, populations
from tests.report import sample


def test_a_rule_is_shown_with_all_its_answers() -> None:
    dormant = populations(sample.everything())[1]

    assert dormant.counts == (
        ("pass", 0),
        ("fail", 1),
        ("waived", 0),
        ("resolved", 0),
        ("not applicable", 3),
        ("unknown", 1),
        ("error", 0),
    )
    assert dormant.params == (("max_idle_days", "400"), ("portals", "nmp, uhc"))
    assert dormant.claims == (Claim("touches", "NIST SP 800-53", "AC-2(3)"), Claim("touches", "CIS v8.1", "5.3"))
    assert (dormant.version, dormant.maturity, dormant.anchor) == ("1", "stable", "rule-dormant-account")
    assert (dormant.spared, dormant.not_applicable[0]) == (3, "availity-front")


def test_what_a_rule_applies_to_is_said_in_words_and_by_its_expression_only_where_it_has_none() -> None:
    left, dormant, shared = populations(sample.everything())[:3]

    assert (left.applies_to, left.when) == ("logins of <one> person", "")
    assert (dormant.applies_to, dormant.when) == ("", "account.live && <b>")
    assert (shared.applies_to, shared.when) == ("every account", "")


def test_who_passes_is_named_with_the_reason() -> None:
    shared = populations(sample.two())[1]

    assert (shared.passed, shared.passes[-1]) == (4, PassRow("x" * 200, "one user, seen at <4>"))


def test_of_very_many_the_first_of_each_rule_are_named() -> None:
    found = populations(sample.many(MOST_NAMED // 2 + 1))

    assert {(len(rule.passes), rule.passed) for rule in found} == {(FIRST_OF_RULE, 5000), (FIRST_OF_RULE, 5001)}
