import pytest

from portalaudit.policy.mutation import mutants


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("a", {"negate a": "!(a)"}),
        ("!a", {"negate !a": "a"}),
        ("a == 'x'", {"negate a == 'x'": "a != 'x'"}),
        (
            "a in params.l",
            {
                "negate a in params.l": "!(a in params.l)",
                "params.l to params.l + 1": "a in (params.l + 1)",
                "params.l to params.l - 1": "a in (params.l - 1)",
            },
        ),
        ("n < 3", {"negate n < 3": "!(n < 3)", "n < 3 to n <= 3": "n <= 3", "3 to 2": "n < 2"}),
        ("n <= 3", {"negate n <= 3": "!(n <= 3)", "n <= 3 to n < 3": "n < 3", "3 to 4": "n <= 4"}),
        ("n > 3", {"negate n > 3": "!(n > 3)", "n > 3 to n >= 3": "n >= 3", "3 to 4": "n > 4"}),
        ("n >= 0", {"negate n >= 0": "!(n >= 0)", "n >= 0 to n > 0": "n > 0", "0 to -1": "n >= (-1)"}),
        ("3 < n", {"negate 3 < n": "!(3 < n)", "3 < n to 3 <= n": "3 <= n", "3 to 4": "4 < n"}),
        ("n == 1", {"negate n == 1": "n != 1", "1 to 2": "n == 2"}),
        (
            "n <= (params.m)",
            {
                "negate n <= (params.m)": "!(n <= (params.m))",
                "n <= (params.m) to n < (params.m)": "n < (params.m)",
                "params.m to params.m + 1": "n <= ((params.m + 1))",
            },
        ),
    ],
)
def test_a_question_is_negated_and_its_bound_moved_one_step_each_way(text: str, changed: dict[str, str]) -> None:
    assert {mutant.change: mutant.text for mutant in mutants(text)} == changed


def test_operands_are_dropped_and_operators_swapped() -> None:
    found = {mutant.change: mutant.text for mutant in mutants("a && (b || c) && d")}
    assert found == {
        "negate a && (b || c) && d": "!(a && (b || c) && d)",
        "negate a": "!(a) && (b || c) && d",
        "negate b || c": "a && (!(b || c)) && d",
        "negate b": "a && (!(b) || c) && d",
        "negate c": "a && (b || !(c)) && d",
        "negate d": "a && (b || c) && !(d)",
        "drop a": "(b || c) && d",
        "drop (b || c)": "a && d",
        "drop b": "a && (c) && d",
        "drop c": "a && (b) && d",
        "drop d": "a && (b || c)",
        "|| in place of && before (b || c)": "((a) || ((b || c) && d))",
        "|| in place of && before d": "((a && (b || c)) || (d))",
        "&& in place of || before c": "a && (((b) && (c))) && d",
    }


def test_a_choice_loses_its_condition_and_each_arm_moves_both_ways() -> None:
    found = {mutant.change: mutant.text for mutant in mutants("n <= (c ? 0 : params.m)")}
    assert set(found) == {
        "negate n <= (c ? 0 : params.m)",
        "n <= (c ? 0 : params.m) to n < (c ? 0 : params.m)",
        "negate c",
        "always 0",
        "always params.m",
        "0 to 1",
        "0 to -1",
        "params.m to params.m + 1",
        "params.m to params.m - 1",
    }
    assert found["always 0"] == "n <= ((0))"
    assert found["params.m to params.m - 1"] == "n <= (c ? 0 : (params.m - 1))"


def test_what_a_macro_asks_of_each_element_is_changed_too() -> None:
    found = {mutant.change: mutant.text for mutant in mutants("l.all(p, p.x || p.y)")}
    assert found["drop p.x"] == "l.all(p, p.y)"
    assert found["negate p.y"] == "l.all(p, p.x || !(p.y))"
    assert found["negate p.x || p.y"] == "l.all(p, !(p.x || p.y))"


def test_a_change_knows_its_place() -> None:
    places = {mutant.change: (mutant.start, mutant.end) for mutant in mutants("a && n < 3")}
    assert places["drop a"] == (0, 1)
    assert places["|| in place of && before n < 3"] == (2, 4)
    assert places["n < 3 to n <= 3"] == (5, 10)
    assert places["3 to 2"] == (9, 10)
