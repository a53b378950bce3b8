import pytest

from portalaudit.policy.probing import probes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a", {"a": ("(a)", "!(a)")}),
        ("!a", {"a": ("(a)", "!(a)")}),
        ("a && b", {"a": ("(a)", "!(a)"), "b": ("(a) && (b)", "(a) && !(b)")}),
        ("a || b", {"a": ("(a)", "!(a)"), "b": ("!(a) && (b)", "!(a) && !(b)")}),
        ("a || true", {"a": ("(a)", "!(a)")}),
        (
            "a ? b : c",
            {"a": ("(a)", "!(a)"), "b": ("(a) && (b)", "(a) && !(b)"), "c": ("!(a) && (c)", "!(a) && !(c)")},
        ),
        (
            "l.all(p, p.x && p.y)",
            {
                "l.all(p, p.x && p.y)": ("(l.all(p, p.x && p.y))", "!(l.all(p, p.x && p.y))"),
                "p.x": ("l.exists(p, (p.x))", "l.exists(p, !(p.x))"),
                "p.y": ("l.exists(p, (p.x) && (p.y))", "l.exists(p, (p.x) && !(p.y))"),
            },
        ),
        (
            "n < (a ? 1 : 2)",
            {"n < (a ? 1 : 2)": ("(n < (a ? 1 : 2))", "!(n < (a ? 1 : 2))"), "a": ("(a)", "!(a)")},
        ),
    ],
)
def test_each_part_that_decides_is_asked_where_it_is_reached(text: str, found: dict[str, tuple[str, str]]) -> None:
    assert {probe.part: (probe.is_true, probe.is_false) for probe in probes(text)} == found


def test_a_probe_knows_its_place() -> None:
    assert [(probe.start, probe.end) for probe in probes("(a || !b)")] == [(1, 2), (7, 8)]
