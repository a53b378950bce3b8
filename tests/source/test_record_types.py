"""Records read data as pydantic does: every error and value is compared with pydantic's own dataclass.

Whole numbers and truth values are read from text more strictly, and otherwise as pydantic does.
"""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, Literal

import pydantic
import pydantic.dataclasses
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from portalaudit.source import record_parts, record_types
from portalaudit.source.plain_numbers import truth_value, whole_number
from portalaudit.source.record_types import (
    AfterValidator,
    PlainValidator,
    StringConstraints,
    Validator,
    WithJsonSchema,
    field,
    many,
    record,
    record_fields,
    remembering,
    validator,
)


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


def a_day(text: str) -> str:
    if len(text) != 10:
        raise ValueError("is not a day")
    return text


def a_pair(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and len(value) == 2:
        return tuple(map(str, value))
    raise ValueError("is no pair")


Filled = Annotated[str, StringConstraints(min_length=1, max_length=5, pattern="^[a-z]*$")]
Day = Annotated[str, AfterValidator(a_day), WithJsonSchema({"type": "string", "format": "date"})]
Pair = Annotated[tuple[str, str], PlainValidator(a_pair), WithJsonSchema({"type": "array"})]


@record
class Base:
    """What both have."""

    note: Filled | None = field(None, description="A note")

    def loud(self) -> str:
        return (self.note or "").upper()


@record
class Part(Base):
    """A part."""

    id: Filled = field(description="Its name")
    start: Day | None = field(None, alias="from", description="First day")


@record
class Whole:
    """A whole."""

    id: Filled = field(description="Its name")
    kind: Literal["a", "b"] = "a"
    size: Size = Size.SMALL
    count: int | None = None
    live: bool = field(default=False)
    parts: tuple[Part, ...] = field((), description="Its parts")
    first: Part | None = None
    labels: dict[Filled, str] = field(default_factory=dict)
    either: str | tuple[Filled, ...] | None = None
    pair: Pair | None = None
    free: dict[str, object] | None = None


twin = pydantic.dataclasses.dataclass(
    frozen=True, slots=True, kw_only=True, eq=False, config=pydantic.ConfigDict(extra="forbid")
)
FilledTwin = Annotated[str, pydantic.StringConstraints(min_length=1, max_length=5, pattern="^[a-z]*$")]
DayTwin = Annotated[str, pydantic.AfterValidator(a_day)]


def from_text(read: Callable[[str], object]) -> Callable[[object], object]:
    return lambda value: read(value) if isinstance(value, str) else value


@twin
class BaseTwin:
    note: FilledTwin | None = pydantic.Field(None)


@twin
class PartTwin(BaseTwin):
    id: FilledTwin = pydantic.Field()
    start: DayTwin | None = pydantic.Field(None, alias="from")


@twin
class WholeTwin:
    # With `Field` everywhere, because pydantic tells of such fields before it tells of others.
    id: FilledTwin = pydantic.Field()
    kind: Literal["a", "b"] = pydantic.Field("a")
    size: Size = pydantic.Field(Size.SMALL)
    count: Annotated[int, pydantic.BeforeValidator(from_text(whole_number))] | None = pydantic.Field(None)
    live: Annotated[bool, pydantic.BeforeValidator(from_text(truth_value))] = pydantic.Field(False)
    parts: tuple[PartTwin, ...] = pydantic.Field(())
    first: PartTwin | None = pydantic.Field(None)
    labels: dict[FilledTwin, str] = pydantic.Field(default_factory=dict)
    either: str | tuple[FilledTwin, ...] | None = pydantic.Field(None)
    pair: Annotated[tuple[str, str], pydantic.PlainValidator(a_pair)] | None = pydantic.Field(None)
    free: dict[str, object] | None = pydantic.Field(None)


WORDS = st.sampled_from(["", "a", "b", "small", "7", "true", "2026-01-31", "too long", "A"])
NAMES = st.sampled_from([*(f for f in record_fields(Whole) or ()), "from", "start", "note", "other"])
DATA = st.recursive(
    WORDS | st.none() | st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=12,
)


def outcome(reader: Any, data: object) -> Any:
    try:
        return repr(reader.validate_python(data))
    except ValidationError as error:
        return [
            (each["type"], each["loc"], each["msg"], each["input"], str(each.get("ctx")))
            for each in error.errors(include_url=False)
        ]


def told(reader: Any, data: object) -> str:
    # A text of a record has a limit of its own, which only the name of a choice of a union shows.
    return str(outcome(reader, data)).replace("Twin", "").replace("constrained-str", "str")


@given(st.dictionaries(NAMES, DATA, max_size=8) | DATA)
def test_a_record_reads_and_refuses_as_pydantic_does(data: object) -> None:
    assert told(validator(Whole), data) == told(TypeAdapter(WholeTwin), data)


def test_what_is_well_is_read_without_pydantics_core(monkeypatch: pytest.MonkeyPatch) -> None:
    quickly, by_core = Validator(list[Whole]), Validator(list[Whole])
    monkeypatch.setattr(record_types, "MANY", 0)
    assert outcome(by_core, [ALL_WELL]) == outcome(TypeAdapter(list[WholeTwin]), [ALL_WELL]).replace("Twin", "")
    monkeypatch.undo()
    assert outcome(quickly, [ALL_WELL]) == outcome(by_core, [ALL_WELL])
    assert ("_core" in vars(quickly), "_core" in vars(by_core)) == (False, True)


def test_many_records_in_many_lists_are_read_by_pydantics_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_types, "MANY", 2)
    reader, told = Validator(list[Whole]), []
    for _ in range(3):
        outcome(reader, [ALL_WELL])
        told.append("_core" in vars(reader))
    assert told == [False, False, True]


@pytest.mark.parametrize("text", ["é", "a\n", "a\ud800"])
def test_a_text_of_which_python_and_pydantic_may_think_otherwise_is_left_to_pydantic(text: str) -> None:
    for data in ({"id": text}, {"id": "a", "labels": {text: "a"}}):
        assert told(validator(Whole), data) == told(TypeAdapter(WholeTwin), data)


def test_a_default_that_could_be_changed_is_each_records_own() -> None:
    @record
    class Holding:
        """Holding."""

        held: dict[str, str] = field({"a": "b"})

    one, other = (validator(Holding).validate_python({}) for _ in range(2))
    assert (one.held, one.held is not other.held) == ({"a": "b"}, True)


WELL = {"id": "a", "count": "7", "live": "yes", "size": "large", "parts": [{"id": "p", "from": "2026-01-31"}]}
ALL_WELL = {
    **WELL,
    "kind": "b",
    "first": {"id": "q", "note": None},
    "labels": {"a": "Ä"},
    "pair": ["a", "b"],
    "free": {"x": [1]},
}


def test_no_text_of_a_record_is_without_an_end() -> None:
    for name, value in (("either", "x" * 20_001), ("labels", {"a": "x" * 20_001})):
        with pytest.raises(ValidationError) as refused:
            validator(Whole).validate_python({**WELL, name: value})
        assert [each["type"] for each in refused.value.errors()] in (
            ["string_too_long"],
            ["string_too_long", "tuple_type"],
        )
    assert validator(Whole).validate_python({**WELL, "labels": {"a": "x" * 20_000}})


def test_texts_become_what_the_types_say() -> None:
    (whole,) = many(Whole).validate_python([WELL])
    assert (whole.count, whole.live, whole.size, whole.labels, whole.either) == (7, True, Size.LARGE, {}, None)
    assert [(part.id, part.start, part.note) for part in whole.parts] == [("p", "2026-01-31", None)]


def test_a_record_made_in_python_is_read_like_one_of_a_file() -> None:
    part = Part(id="p", **{"from": "2026-01-31"})
    assert repr(part) == "Part(note=None, id='p', start='2026-01-31')"
    with pytest.raises(ValidationError) as refused:
        Part(id="", start="2026-01-31")
    assert [(e["type"], e["loc"]) for e in refused.value.errors()] == [
        ("string_too_short", ("id",)),
        ("unexpected_keyword_argument", ("start",)),
    ]


def test_a_record_cannot_be_changed_and_holds_nothing_else() -> None:
    part = Part(id="p")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'id'"):
        part.id = "q"
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'id'"):
        del part.id
    with pytest.raises(dataclasses.FrozenInstanceError):
        part.other = "q"
    assert not hasattr(part, "__dict__")


def test_records_are_the_same_only_where_they_are_one() -> None:
    part = Part(id="p")
    assert (part == part, part == Part(id="p"), len({part, Part(id="p")})) == (True, False, 2)  # noqa: PLR0124


@pytest.mark.parametrize("again", [copy.deepcopy, lambda whole: pickle.loads(pickle.dumps(whole))])  # noqa: S301
def test_a_record_can_be_copied_and_sent_to_another_process(again: Any) -> None:
    whole = validator(Whole).validate_python(WELL)
    assert repr(again(whole)) == repr(whole)


def test_a_record_that_builds_on_another_has_its_fields_first_and_its_methods() -> None:
    assert list(record_fields(Part) or ()) == ["note", "id", "start"]
    assert Part(id="p", note="x").loud() == "X"


def test_a_record_is_a_type_of_pydantic() -> None:
    adapter = TypeAdapter(dict[str, Part])
    assert repr(adapter.validate_python({"x": {"id": "p"}})) == "{'x': Part(note=None, id='p', start=None)}"
    assert adapter.json_schema()["additionalProperties"]["required"] == ["id"]
    assert outcome(TypeAdapter(Whole), {"id": "", "x": 1}) == outcome(validator(Whole), {"id": "", "x": 1})


def test_the_json_schema_says_what_the_types_say() -> None:
    text = {"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^[a-z]*$"}
    part = {
        "type": "object",
        "title": "Part",
        "description": "A part.",
        "additionalProperties": False,
        "properties": {
            "note": {"anyOf": [text, {"type": "null"}], "description": "A note", "default": None},
            "id": {**text, "description": "Its name"},
            "from": {
                "anyOf": [{"type": "string", "format": "date"}, {"type": "null"}],
                "description": "First day",
                "default": None,
            },
        },
        "required": ["id"],
    }
    assert validator(Part).json_schema() == part
    ref, none = {"$ref": "#/$defs/Part"}, {"type": "null"}
    assert validator(Whole).json_schema() == {
        "type": "object",
        "title": "Whole",
        "description": "A whole.",
        "additionalProperties": False,
        "properties": {
            "id": {**text, "description": "Its name"},
            "kind": {"type": "string", "enum": ["a", "b"], "default": "a"},
            "size": {"type": "string", "enum": ["small", "large"], "default": "small"},
            "count": {"anyOf": [{"type": "integer"}, none], "default": None},
            "live": {"type": "boolean", "default": False},
            "parts": {"type": "array", "items": ref, "description": "Its parts", "default": []},
            "first": {"anyOf": [ref, none], "default": None},
            "labels": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "propertyNames": text,
                "default": {},
            },
            "either": {"anyOf": [{"type": "string"}, {"type": "array", "items": text}, none], "default": None},
            "pair": {"anyOf": [{"type": "array"}, none], "default": None},
            "free": {"anyOf": [{"type": "object", "additionalProperties": True}, none], "default": None},
        },
        "required": ["id"],
        "$defs": {"Part": part},
    }


def test_a_list_of_records_has_a_schema_with_references() -> None:
    schema = many(Part).json_schema()
    assert (schema["items"], list(schema["$defs"])) == ({"$ref": "#/$defs/Part"}, ["Part"])


def test_choices_are_told_in_the_order_of_their_own_type() -> None:
    @record
    class One:
        """One."""

        first: Literal["x", "y"]
        second: Literal["y", "x"]

    assert [each[2] for each in outcome(validator(One), {"first": "z", "second": "z"})] == [
        "Input should be 'x' or 'y'",
        "Input should be 'y' or 'x'",
    ]


@pytest.mark.parametrize("kind", [float, tuple[str, int], set[str]])
def test_a_type_that_records_cannot_hold_is_refused(kind: Any) -> None:
    with pytest.raises(TypeError, match="record"):
        validator(kind).validate_python("x")


def test_two_records_of_one_name_cannot_stand_in_one_schema() -> None:
    def another() -> type:
        @record
        class Part:
            """Another."""

            id: str

        return Part

    @record
    class Both:
        """Both."""

        one: Part
        other: another()  # type: ignore[valid-type]

    with pytest.raises(TypeError, match="two records of one schema are called Part"):
        validator(Both).json_schema()


def test_a_text_is_looked_at_once_and_what_is_wrong_with_it_is_told_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_parts, "_MOST_REMEMBERED", 3)
    asked: list[str] = []

    def read(text: str) -> str:
        asked.append(text)
        if text == "bad":
            raise ValueError("is bad")
        return text

    remembered = remembering(read)
    first, again = ("x".join(letters) for letters in ("ab", "ab"))
    assert remembered(first) is first
    assert remembered(again) is first is not again
    for _ in range(2):
        with pytest.raises(ValueError, match="is bad"):
            remembered("bad")
    assert asked == ["axb", "bad", "bad"]
    assert [remembered(text) for text in "cdecd"] == [*"cdecd"]
    assert asked[3:] == [*"cdecd"]
