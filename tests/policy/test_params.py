import re

import pytest

from portalaudit.model.rule_summary import ParamValue
from portalaudit.policy.params import Param, ParamShape, ParamType, Stricter, TextFormat, Written

INTEGER, TEXT, BOOLEAN, LIST, CHOICE = ParamType


@pytest.mark.parametrize(
    ("shape", "written", "value"),
    [
        (ParamShape(INTEGER), "45", 45),
        (ParamShape(INTEGER, minimum=0, maximum=45), "45", 45),
        (ParamShape(TEXT), "45", "45"),
        (ParamShape(BOOLEAN), "Yes", True),
        (ParamShape(BOOLEAN), "false", False),
        (ParamShape(LIST), ("a", "b"), ("a", "b")),
        (ParamShape(LIST, choices=("a", "b")), (), ()),
        (ParamShape(CHOICE, choices=("a", "b")), "b", "b"),
        (ParamShape(LIST, format=TextFormat.PATTERN), ("a|b",), ("a|b",)),
        (ParamShape(LIST), ("(",), ("(",)),
    ],
)
def test_a_value_is_read_as_its_type(shape: ParamShape, written: Written, value: ParamValue) -> None:
    assert shape.read(written) == value


@pytest.mark.parametrize(
    ("shape", "written", "message"),
    [
        *(
            (ParamShape(ParamType.INTEGER), text, "needs a whole number")
            for text in ("1_000", "٦٠", "60.0", "+6", "06")
        ),
        *((ParamShape(ParamType.BOOLEAN), text, "must be true or false") for text in ("1", "t", "perhaps")),
        (ParamShape(INTEGER), "4.5", "needs a whole number"),
        (ParamShape(INTEGER), ("4",), "needs one value, not a list"),
        (ParamShape(INTEGER, minimum=1), "0", "must be 1 or more"),
        (ParamShape(INTEGER, maximum=9), "10", "must be 9 or less"),
        (ParamShape(INTEGER, minimum=1, maximum=9), "10", "must be from 1 to 9"),
        (ParamShape(INTEGER), "9" * 30, "must be 9223372036854775807 or less"),
        (ParamShape(BOOLEAN), "1", "must be true or false"),
        (ParamShape(LIST), "a", "needs a list, such as [one, two]"),
        (
            ParamShape(LIST, choices=("apple", "pear")),
            ("aple",),
            "can be apple, pear, not `aple`; did you mean `apple`?",
        ),
        (ParamShape(CHOICE, choices=("a", "b")), "zzz", "can be a, b, not `zzz`"),
        (
            ParamShape(LIST, format=TextFormat.PATTERN),
            ("a", "("),
            "cannot be used: `(` is not a valid pattern: missing )",
        ),
        (
            ParamShape(TEXT, format=TextFormat.PATTERN),
            "x" * 201,
            f"cannot be used: `{'x' * 40}\N{HORIZONTAL ELLIPSIS}` is longer than 200 characters",
        ),
    ],
)
def test_a_value_of_another_type_is_refused(shape: ParamShape, written: Written, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        shape.read(written)


@pytest.mark.parametrize(
    ("shape", "stricter", "default", "looser", "stricter_value"),
    [
        (ParamShape(INTEGER), Stricter.LOWER, 45, 46, 44),
        (ParamShape(INTEGER), Stricter.HIGHER, 2, 1, 3),
        (ParamShape(LIST), Stricter.FEWER, ("a",), ("a", "b"), ()),
        (ParamShape(LIST), Stricter.MORE, ("a",), ("b",), ("b", "a")),
        (ParamShape(BOOLEAN), Stricter.FALSE, False, True, False),
        (ParamShape(BOOLEAN), Stricter.TRUE, True, False, True),
        (ParamShape(CHOICE, choices=("x", "y", "z")), Stricter.EARLIER, "y", "z", "x"),
        (ParamShape(CHOICE, choices=("x", "y", "z")), Stricter.LATER, "y", "x", "z"),
    ],
)
def test_loosening_is_told_from_tightening(
    shape: ParamShape, stricter: Stricter, default: ParamValue, looser: ParamValue, stricter_value: ParamValue
) -> None:
    param = Param("p", shape, default, "", stricter=stricter)
    assert (param.is_loosened(looser), param.is_loosened(default), param.is_loosened(stricter_value)) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("shape", "written", "expected"),
    [
        (ParamShape(LIST, format=TextFormat.PATTERN), ("a", "(", ")"), 1),
        (ParamShape(LIST, choices=("a", "b")), ("c",), 0),
        (ParamShape(LIST), ("a",), None),
        (ParamShape(LIST), "a", None),
        (ParamShape(TEXT), ("a",), None),
    ],
)
def test_the_item_that_is_wrong(shape: ParamShape, written: Written, expected: int | None) -> None:
    assert shape.wrong_item(written) == expected


def test_without_a_stricter_way_nothing_is_looser() -> None:
    assert not Param("p", ParamShape(INTEGER), 3, "").is_loosened(99)
