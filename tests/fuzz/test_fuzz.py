"""Whatever the files hold, there is an answer: seeds, changed seeds, and every value of a policy in another shape.

`make fuzz` goes on for as long as it is left to.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.bundles import Bundle, as_text, read_bundle, seeds
from tests.fuzz.changing import OTHER_SHAPES, Route, made, parsed, replaced, routes, written
from tests.fuzz.surviving import SECRET, may_be_known, survive

IS_BUILD_SERVER = bool(os.environ.get("CI"))  # noqa: TID251  how long it may take
CHANGES = 300 if IS_BUILD_SERVER else 60
EVERY = 1 if IS_BUILD_SERVER else 5
SEEDS = seeds()
EVERYTHING = SEEDS["everything"]


@pytest.mark.parametrize("name", SEEDS)
def test_every_seed_is_survived(name: str) -> None:
    survive(SEEDS[name])


def test_the_greatest_seed_is_a_practice_in_which_everything_is_read() -> None:
    report = survive(EVERYTHING)
    assert report.problems == ()
    assert [(verdict.rule, verdict.subject.id, verdict.status) for verdict in report.findings()] == [
        ("idle", "nmp-klee", "fail"),
        ("idle", "nmp-office", "fail"),
    ]
    assert may_be_known(EVERYTHING)
    assert any(SECRET in data for data in EVERYTHING.values())


def test_a_change_is_the_same_for_the_same_number() -> None:
    assert [made(SEEDS, number) for number in range(20)] == [made(SEEDS, number) for number in range(20)]
    assert sum(made(SEEDS, number) not in SEEDS.values() for number in range(20)) >= 18


def test_what_broke_something_is_kept_as_a_seed(tmp_path: Path) -> None:
    kept = tmp_path / "7.txt"
    kept.write_bytes(as_text({**EVERYTHING, "inv/torn.yaml": b"\xff no line end"}))
    assert read_bundle(kept) == {**EVERYTHING, "inv/torn.yaml": b"\xff no line end\n"}


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, CHANGES, 20))
def test_changed_seeds_are_survived(first: int) -> None:
    for number in range(first, first + 20):
        try:
            survive(made(SEEDS, number), page=number % 10 == 0)
        except Exception as error:
            raise AssertionError(f"number {number}: python -m tests.fuzz --first {number}") from error


def in_other_shapes() -> Iterator[tuple[str, Route, object]]:
    """Every value of every policy file, each with one of the other shapes in its place."""
    number = 0
    for name in EVERYTHING:
        node = parsed(EVERYTHING[name]) if name.startswith("pol/") else None
        for route in routes(node) if node is not None else ():
            number += 1
            yield name, route, OTHER_SHAPES[number % len(OTHER_SHAPES)]


SHAPES = list(in_other_shapes())


def test_every_kind_of_policy_file_is_among_them() -> None:
    assert {name for name, _, _ in SHAPES} == {name for name in EVERYTHING if name.startswith("pol/")}
    assert len(SHAPES) > 350


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({name for name, _, _ in SHAPES}))
def test_any_value_of_a_policy_may_be_of_another_shape(name: str) -> None:
    for of, route, value in SHAPES[::EVERY]:
        if of == name:
            survive(with_value(name, route, value), page=False)


def with_value(name: str, route: Route, value: object) -> Bundle:
    return {**EVERYTHING, name: written(replaced(parsed(EVERYTHING[name]), route, value))}


TYPES = [{"a": "b"}, ["integer"], [["integer"]], "", "null", "intger"]


@pytest.mark.parametrize("value", TYPES, ids=str)
def test_a_parameter_of_no_type_is_a_problem_at_its_place(value: object) -> None:
    report = survive(with_value("pol/own/idle.yaml", ("params", "days", "type"), value), page=False)
    assert [(problem.place.path.split("/")[-1], problem.code) for problem in report.problems] == [
        ("idle.yaml", "empty-value" if value in ("", "null") else "invalid-value")
    ]
