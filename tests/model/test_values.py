"""Classes of values do what dataclasses do: each promise is asked of both."""

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from portalaudit.model import values

BOTH = pytest.mark.parametrize("made_by", [values, dataclasses], ids=["values", "dataclasses"])


@values.dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where."""

    line: int
    words: tuple[str, ...] = ()
    notes: list[str] = values.field(default_factory=list, compare=False, repr=False, metadata={"meaning": "Notes"})
    length: int = values.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.words))


@values.dataclass(frozen=True, slots=True)
class Named(Spot):
    """Where, with a name."""

    name: str = ""


def classes(made_by: Any) -> tuple[Any, Any, Any]:
    @made_by.dataclass(frozen=True, slots=True, order=True)
    class Frozen:
        """Frozen."""

        one: int
        two: str = "x"
        three: list[int] = made_by.field(default_factory=list, compare=False)
        four: str = made_by.field(default="y", init=False, repr=False)

    @made_by.dataclass(slots=True)
    class Open:
        """Open."""

        one: int
        kept: dict[str, int] = made_by.field(default_factory=dict, init=False)

        def __repr__(self) -> str:
            return "own"

    @made_by.dataclass(frozen=True, slots=True, eq=False)
    class Lone:
        """Lone."""

    return Frozen, Open, Lone


@BOTH
def test_values_are_made_shown_and_compared(made_by: Any) -> None:
    frozen, _, lone = classes(made_by)
    value = frozen(1, three=[3])
    assert repr(value).endswith(".Frozen(one=1, two='x', three=[3])")
    assert (value.two, value.three, value.four, frozen(1).three) == ("x", [3], "y", [])
    assert (value == frozen(1), value == frozen(2), value == 1, hash(value) == hash(frozen(1))) == (
        True,
        False,
        False,
        True,
    )
    assert sorted([frozen(2), frozen(1, "b"), frozen(1, "a")]) == [frozen(1, "a"), frozen(1, "b"), frozen(2)]
    assert (frozen(1) <= frozen(1), frozen(1) > frozen(1), lone() == lone()) == (True, False, False)
    with pytest.raises(TypeError, match="not supported between"):
        sorted([frozen(1), 1])


@BOTH
def test_frozen_values_cannot_change_and_open_ones_can(made_by: Any) -> None:
    frozen, opened, _ = classes(made_by)
    value, other = frozen(1), opened(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'one'"):
        value.one = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'one'"):
        del value.one
    other.one = 2
    assert (other, repr(other), other.kept, hasattr(other, "__dict__")) == (opened(2), "own", {}, False)
    with pytest.raises(TypeError, match="unhashable"):
        hash(other)
    with pytest.raises(AttributeError):
        other.three = 3


@BOTH
@pytest.mark.parametrize(
    ("arguments", "named", "message"),
    [
        ((), {}, r"__init__\(\) missing 1 required positional argument: 'one'"),
        ((1, "a", [], "z"), {}, r"__init__\(\) takes from 2 to 4 positional arguments but 5 were given"),
        ((1,), {"five": 5}, r"__init__\(\) got an unexpected keyword argument 'five'"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(made_by: Any, arguments: Any, named: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        classes(made_by)[0](*arguments, **named)


@BOTH
def test_values_match_by_position(made_by: Any) -> None:
    frozen, _, _ = classes(made_by)
    match frozen(1, "a"):
        case frozen(one, two):
            assert (one, two) == (1, "a")


@pytest.mark.parametrize("replace", [values.replace, dataclasses.replace])
def test_a_value_can_be_copied_with_changes(replace: Any) -> None:
    spot = Named(1, ("a",), name="n")
    assert replace(spot, words=("a", "b")) == Named(1, ("a", "b"), name="n")
    assert replace(spot, words=("a", "b")).length == 2
    with pytest.raises(TypeError, match="other"):
        replace(spot, other=1)


def test_a_standard_dataclass_can_be_copied_with_changes_too() -> None:
    @dataclasses.dataclass
    class Standard:
        one: int

    assert values.replace(Standard(1), one=2) == Standard(2)
    assert [each.name for each in values.fields(Standard)] == ["one"]


@pytest.mark.parametrize("fields", [values.fields, dataclasses.fields])
def test_the_fields_of_a_class_can_be_listed(fields: Any) -> None:
    found = fields(Named)
    assert [(each.name, each.type) for each in found] == [
        ("line", int),
        ("words", tuple[str, ...]),
        ("notes", list[str]),
        ("length", int),
        ("name", str),
    ]
    assert found[2].metadata["meaning"] == "Notes"
    assert dataclasses.asdict(Named(1, name="n"))["name"] == "n"


@pytest.mark.parametrize("is_dataclass", [values.is_dataclass, dataclasses.is_dataclass])
def test_a_class_of_values_is_a_dataclass(is_dataclass: Any) -> None:
    assert (is_dataclass(Named), is_dataclass(Named(1)), is_dataclass(int)) == (True, True, False)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])  # noqa: S301
def test_a_value_can_be_copied_and_sent_to_another_process(again: Any) -> None:
    spot = Named(1, ("a",), ["note"], name="n")
    assert (again(spot), again(spot).notes, again(spot).length) == (spot, ["note"], 1)


def test_a_class_of_values_has_slots() -> None:
    with pytest.raises(TypeError, match="classes of values have slots"):
        values.dataclass(frozen=True)


def test_a_field_without_a_default_cannot_follow_one_with_a_default() -> None:
    @values.dataclass(frozen=True, slots=True)
    class First:
        one: list[int] = values.field(default_factory=list)

    @values.dataclass(frozen=True, slots=True)
    class Second(First):
        two: int

    with pytest.raises(TypeError, match=r"a field of .*Second without a default follows one with a default"):
        Second(two=2)  # type: ignore[call-arg]


def test_classes_of_one_shape_keep_their_own_names_and_defaults() -> None:
    _, opened, _ = classes(values)

    @values.dataclass(slots=True)
    class Other:
        first: int
        second: dict[str, int] = values.field(default_factory=lambda: {"a": 1}, init=False)

    assert Other(first=3).first == 3
    assert (Other(3).second, opened(one=1).kept) == ({"a": 1}, {})
    with pytest.raises(TypeError, match=r"Other.__init__\(\) got an unexpected keyword argument 'one'"):
        Other(one=1)  # type: ignore[call-arg]
