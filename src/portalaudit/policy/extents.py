"""How big values can be, and what calls make of them, estimated from the checked expression."""

from collections.abc import Callable, Mapping, Sequence

from portalaudit.model import FactType, Kind
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.cel_syntax import Call, Constant
from portalaudit.policy.functions import BY_NAME, FUNCTIONS, Given
from portalaudit.source.patterns import late

TEXT = 50
LIST = 20
"""Characters and items of a fact."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How big a value can be. `size` counts characters and items, those inside of items too.

    `length` is the number of items of a list, `item` the biggest of them. A `type` is that of facts.
    """

    size: int = 1
    length: int = 0
    item: "Extent | None" = None
    type: FactType | None = None
    pattern: int = 0
    """Signs of a pattern, its repetitions written out; 0 where texts and parameters of the rule do not make it up."""
    params: frozenset[str] = frozenset()
    """The parameters that it is made of."""


ONE = Extent()
_WALKING = frozenset(
    {
        "_==_",
        "_!=_",
        "@in",
        "contains",
        "startsWith",
        "endsWith",
        "_<_",
        "_<=_",
        "_>_",
        "_>=_",
        "_+_",
        "string",
        "bytes",
        "charAt",
        "join",
        "lowerAscii",
        "reverse",
        "strings.quote",
        "substring",
        "trim",
        "upperAscii",
        *BY_NAME,
    }
)
"""What looks at every character and item that it is given."""

_SEARCHING = frozenset({"indexOf", "lastIndexOf", "replace", "split"})
"""What looks for one text at every place of another."""


def looked_at(function: str, arguments: Sequence[Extent]) -> int:
    """Characters and items that a call looks at."""
    if function in _SEARCHING:
        return arguments[0].size * arguments[1].size
    return sum(argument.size for argument in arguments) if function in _WALKING else 0


def _replaced(node: Call, given: Sequence[Extent]) -> Extent:
    """A text with another in the place of each of its characters; where nothing is looked for, beside each too."""
    text, old, new = given[0].size, node.arguments[1], given[2].size
    is_there = isinstance(old, Constant) and bool(old.text)
    return Extent(text * new if is_there else text + (text + 1) * new)


def _formatted(node: Call, given: Sequence[Extent]) -> Extent:
    """A pattern and the values in it. A number with a fraction has as many places as the pattern says, or 1,000."""
    pattern = node.arguments[0]
    places = len(_FRACTION.findall(pattern.text or "")) if isinstance(pattern, Constant) else given[0].size // 2
    return Extent(given[0].size + 6 * given[1].size + places * LONGEST_NUMBER)


LONGEST_NUMBER = 1400
_FRACTION = late(r"%(?:\.\d+)?[ef]")

MADE: Mapping[str, Callable[[Call, Sequence[Extent]], Extent]] = {"replace": _replaced, "format": _formatted}
"""What functions give that depends on a text written in them."""


def _split(given: Sequence[Extent]) -> Extent:
    """The parts of a text, as many as it has characters."""
    return Extent(2 * given[0].size + 1, given[0].size + 1, Extent(given[0].size))


def _first(given: Sequence[Extent]) -> Extent:
    return replace(given[0], pattern=0)


def extent_of(kind: FactType) -> Extent:
    """How big a fact counts. A record counts nothing: only its facts are ever looked at."""
    if kind.many:
        item = extent_of(replace(kind, many=False))
        return Extent(item.size * LIST, LIST, item)
    if kind.kind is Kind.LABELS:
        return Extent(TEXT * LIST, LIST, Extent(TEXT))
    return Extent(TEXT if kind.kind in (Kind.TEXT, Kind.DATE) else 1, type=kind)


def of_param(name: str, kind: FactType) -> Extent:
    """A parameter. One of text may be a pattern."""
    found = extent_of(kind)
    if kind.kind is not Kind.TEXT:
        return found
    written = Extent(TEXT, pattern=TEXT, params=frozenset({name}))
    return replace(found, item=written) if kind.many else written


def joined(one: Extent, other: Extent) -> Extent:
    """Two texts or lists, one behind the other."""
    item = either([each for each in (one.item, other.item) if each])
    pattern = one.pattern + other.pattern if one.pattern and other.pattern else 0
    return Extent(
        one.size + other.size,
        one.length + other.length,
        item if one.item or other.item else None,
        pattern=pattern,
        params=one.params | other.params,
    )


def either(several: Sequence[Extent]) -> Extent:
    """Any one of several values."""
    if not several:
        return ONE
    biggest = max(several, key=lambda each: each.size)
    items = [each.item for each in several if each.item]
    return Extent(
        biggest.size,
        max(each.length for each in several),
        either(items) if items else None,
        next((each.type for each in several if each.type), None),
        pattern=max(each.pattern for each in several) if all(each.pattern for each in several) else 0,
        params=frozenset().union(*(each.params for each in several)),
    )


GIVEN: Mapping[str, Callable[[Sequence[Extent]], Extent]] = {
    "_+_": lambda given: joined(*given),
    "_?_:_": lambda given: either(given[1:]),
    "_[_]": lambda given: given[0].item or Extent(TEXT),
    "_[?_]": lambda given: given[0].item or Extent(TEXT),
    "first": lambda given: given[0].item or Extent(TEXT),
    "last": lambda given: given[0].item or Extent(TEXT),
    "join": lambda given: Extent(given[0].size + given[0].length * (given[1].size if len(given) > 1 else 0)),
    "or": either,
    "orValue": either,
    "split": _split,
    "strings.quote": lambda given: Extent(2 * given[0].size + 2),
    **dict.fromkeys(("string", "bytes", "dyn", "charAt", "lowerAscii", "reverse", "substring", "trim"), _first),
    **dict.fromkeys(("upperAscii", "value", "optional.of", "optional.ofNonZeroValue"), _first),
    **dict.fromkeys((one.name for one in FUNCTIONS if one.gives is Given.LIST), _first),
    **dict.fromkeys((one.name for one in FUNCTIONS if one.gives is Given.DATE), lambda _given: Extent(TEXT)),
}
"""What functions give that is as big as what they are given; all others give one number or one yes or no."""
