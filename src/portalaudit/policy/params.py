"""Parameters of rules: typed values that a practice may set, and which way is stricter."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from portalaudit.model import FactType, Kind
from portalaudit.model.rule_summary import ParamValue
from portalaudit.model.spelling import nearest
from portalaudit.model.values import dataclass
from portalaudit.policy.cel_patterns import what_is_wrong
from portalaudit.source.document import Document
from portalaudit.source.plain_numbers import LARGEST, truth_value, whole_number

Written = str | tuple[str, ...]
"""A value as a file gives it: text or a list of texts."""


class ParamType(StrEnum):
    """What a parameter holds. A choice is one of the words listed."""

    INTEGER = "integer"
    TEXT = "text"
    BOOLEAN = "boolean"
    LIST = "list"
    CHOICE = "choice"


class TextFormat(StrEnum):
    """What a text, or each text of a list, has to be. A pattern is a regular expression as CEL's `matches` reads it."""

    PATTERN = "pattern"


class Stricter(StrEnum):
    """Which way of changing a value asks more of the practice. `earlier` and `later` go by the order of `choices`."""

    LOWER = "lower"
    HIGHER = "higher"
    FEWER = "fewer"
    MORE = "more"
    TRUE = "true"
    FALSE = "false"
    EARLIER = "earlier"
    LATER = "later"
    NONE = "none"


STRICTER_OF: Mapping[ParamType, tuple[Stricter, ...]] = {
    ParamType.INTEGER: (Stricter.LOWER, Stricter.HIGHER, Stricter.NONE),
    ParamType.TEXT: (Stricter.NONE,),
    ParamType.BOOLEAN: (Stricter.TRUE, Stricter.FALSE, Stricter.NONE),
    ParamType.LIST: (Stricter.FEWER, Stricter.MORE, Stricter.NONE),
    ParamType.CHOICE: (Stricter.EARLIER, Stricter.LATER, Stricter.NONE),
}
_FACT_TYPES: Mapping[ParamType, FactType] = {
    ParamType.INTEGER: FactType(Kind.INTEGER),
    ParamType.TEXT: FactType(Kind.TEXT),
    ParamType.BOOLEAN: FactType(Kind.BOOLEAN),
    ParamType.LIST: FactType(Kind.TEXT, many=True),
    ParamType.CHOICE: FactType(Kind.TEXT),
}
_LONGEST_SHOWN = 40
"""Characters of a text that a message repeats."""


@dataclass(frozen=True, slots=True)
class ParamShape:
    """What a parameter's value may be."""

    type: ParamType
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    format: TextFormat | None = None

    @property
    def fact_type(self) -> FactType:
        """The type of `params.NAME` in an expression."""
        plain = _FACT_TYPES[self.type]
        return FactType(plain.kind, many=plain.many, choices=self.choices)

    def read(self, written: Written) -> ParamValue:
        """The typed value. Raises ValueError with what is wrong, in words that follow the parameter's name."""
        if isinstance(written, str) and self.type is ParamType.LIST:
            raise ValueError("needs a list, such as [one, two]")
        if isinstance(written, tuple) and self.type is not ParamType.LIST:
            raise ValueError("needs one value, not a list")
        return _READERS[self.type](self, written)

    def wrong_item(self, written: Written) -> int | None:
        """Which item of a list cannot be read; None where that is not what is wrong."""
        if isinstance(written, tuple) and self.type is ParamType.LIST:
            return next((index for index, word in enumerate(written) if not self._is_good(word)), None)
        return None

    def _is_good(self, word: str) -> bool:
        try:
            self._chosen(word)
        except ValueError:
            return False
        return True

    def _integer(self, written: Written) -> int:
        try:
            value = whole_number(str(written))
        except ValueError:
            raise ValueError("needs a whole number") from None
        least = -LARGEST if self.minimum is None else self.minimum
        most = LARGEST if self.maximum is None else self.maximum
        if not least <= value <= most:
            raise ValueError(f"must be {_between(self.minimum, self.maximum)}")
        return value

    def _boolean(self, written: Written) -> bool:
        try:
            return truth_value(str(written))
        except ValueError:
            raise ValueError("must be true or false") from None

    def _text(self, written: Written) -> str:
        return self._chosen(str(written))

    def _list(self, written: Written) -> tuple[str, ...]:
        return tuple(self._chosen(word) for word in written)

    def _chosen(self, word: str) -> str:
        if self.choices and word not in self.choices:
            close = nearest(word, self.choices)
            ending = f"; did you mean `{close}`?" if close else ""
            raise ValueError(f"can be {', '.join(self.choices)}, not `{word}`{ending}")
        if self.format is TextFormat.PATTERN:
            wrong = what_is_wrong(word)
            if wrong:
                raise ValueError(f"cannot be used: `{_shortened(word)}` {wrong}")
        return word


_READERS: Mapping[ParamType, Callable[[ParamShape, Written], ParamValue]] = {
    ParamType.INTEGER: ParamShape._integer,  # noqa: SLF001  one class, written as a table
    ParamType.TEXT: ParamShape._text,  # noqa: SLF001
    ParamType.BOOLEAN: ParamShape._boolean,  # noqa: SLF001
    ParamType.LIST: ParamShape._list,  # noqa: SLF001
    ParamType.CHOICE: ParamShape._text,  # noqa: SLF001
}


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _between(minimum: int | None, maximum: int | None) -> str:
    if minimum is not None and maximum is not None:
        return f"from {minimum} to {maximum}"
    if minimum is not None:
        return f"{minimum} or more"
    return f"{LARGEST if maximum is None else maximum} or less"


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a rule. `unit` is a word such as `days`."""

    name: str
    shape: ParamShape
    default: ParamValue
    description: str
    unit: str = ""
    stricter: Stricter = Stricter.NONE

    def rank(self, choice: str) -> int:
        """The position of a choice in the order in which the rule lists them."""
        return self.shape.choices.index(choice)

    def is_loosened(self, value: ParamValue) -> bool:
        """Whether a value asks less of the practice than the default does."""
        return _LOOSENED[self.stricter](self, value, self.default)


_LOOSENED: Mapping[Stricter, Callable[[Param, Any, Any], bool]] = {
    Stricter.LOWER: lambda _, value, default: value > default,
    Stricter.HIGHER: lambda _, value, default: value < default,
    Stricter.FEWER: lambda _, value, default: not set(value) <= set(default),
    Stricter.MORE: lambda _, value, default: not set(value) >= set(default),
    Stricter.TRUE: lambda _, value, default: default and not value,
    Stricter.FALSE: lambda _, value, default: value and not default,
    Stricter.EARLIER: lambda param, value, default: param.rank(value) > param.rank(default),
    Stricter.LATER: lambda param, value, default: param.rank(value) < param.rank(default),
    Stricter.NONE: lambda _param, _value, _default: False,
}
"""By which way is stricter; a parameter's type admits only the ways that fit its values."""


def declared_params(documents: Iterable[Document]) -> Mapping[str, FactType]:
    """The type of every parameter that rules declare, as far as that can be told before they are read. Never raises."""
    found: dict[str, FactType] = {}
    for document in documents:
        params = document.data.get("params")
        for name, written in params.items() if isinstance(params, dict) else ():
            kind = written.get("type") if isinstance(written, dict) else None
            if isinstance(kind, str) and kind in _PARAM_TYPES and name.isidentifier() and name.isascii():
                found.setdefault(name, ParamShape(ParamType(kind)).fact_type)
    return found


_PARAM_TYPES = frozenset(ParamType)
