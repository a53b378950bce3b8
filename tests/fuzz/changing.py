"""Small changes to files, the same ones for the same number: values of another shape, torn lines, odd words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, TypeAlias

import yaml

from tests.fuzz.bundles import Bundle

Node: TypeAlias = Any
Route = tuple[str | int, ...]

OTHER_SHAPES: Sequence[Any] = ({"a": "b"}, ["x"], "", "null", "~", [], {}, [{"a": ["b"]}], "x" * 30_000)
"""What stands in place of a value: another shape, nothing, or far too much."""

WORDS: Sequence[str] = (
    "null", "~", "", " ", "-", "never", "9999-12-31", "0001-01-01", "2026-02-30", "2024-02-29", "2026-11-20T24:00:00Z",
    "2026-01-31T23:59:59+14:00", "99999999999999999999", "-1", "1e400", "0x1f", "٦٠", "true", "NO", "007", "%s", "{x}",
    "{{", "${x}", "..", "/etc/passwd", "a/b", "\u202eabc", "\ufeff", "a\u200bb", "\x85", "\u2028", "]]>", "::error::x",
    "<b>&amp;", "\x1b[31m", "account.live", "account.", "1/0 > 1", "timestamp('x') > timestamp('y')", "days_since(1)",
    "'x'.matches('(')", "[1].map(x, [x, x]) == []", "group.accounts.size()", "days_since(as_of) > 3", "params.days",
    "k-lee", "nmp-klee", "&a", "*a", "!!str x", "<<", "? x", "# expect: fail", "# expect fail", "|", ">", "'", '"', "[",
    "{", "}", "]", ":", ",",
)  # fmt: skip


def routes(node: Node, route: Route = ()) -> Iterator[Route]:
    """The route of every value in a document, mappings and lists too, the outermost one first."""
    yield route
    for step, below in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from routes(below, (*route, step))


def parsed(data: bytes) -> Node:
    """A YAML file as texts, lists and mappings; None for one that is none."""
    try:
        node = yaml.load(data, yaml.BaseLoader)  # noqa: S506, TID251  plain texts, as the program reads them
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return node if isinstance(node, dict | list) else None


def replaced(node: Node, route: Route, value: Any) -> Node:
    """A copy with another value at a route."""
    if not route:
        return value  # type: ignore[no-any-return]
    step, *rest = route
    if isinstance(node, dict):
        return {key: replaced(each, tuple(rest), value) if key == step else each for key, each in node.items()}
    assert isinstance(node, list)
    return [replaced(each, tuple(rest), value) if index == step else each for index, each in enumerate(node)]


def written(node: Node) -> bytes:
    """The document as YAML: JSON is."""
    return json.dumps(node, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass")


def made(seeds: Mapping[str, Bundle], number: int) -> Bundle:
    """One of the seeds, changed; always the same for a number."""
    random = Random(number)  # noqa: S311  no secret is made of it
    return changed(seeds[random.choice(sorted(seeds))], random)


def changed(bundle: Bundle, random: Random) -> Bundle:
    """The bundle with one to three changes."""
    for _ in range(random.choice((1, 1, 2, 3))):
        name = random.choice(sorted(bundle))
        data = random.choice((_with_other_value, _with_other_value, _torn, _with_word))(bundle[name], random)
        bundle = {**bundle, name: data}
    return bundle


def _with_other_value(data: bytes, random: Random) -> bytes:
    node = parsed(data)
    if node is None:
        return _torn(data, random)
    every = list(routes(node))
    route = random.choice(every)
    values = [*OTHER_SHAPES, *WORDS, *WORDS]
    if random.random() < 0.1:
        other = random.choice(every)
        value: Any = node
        for step in other:
            value = value[step]
        values = [value]
    return written(replaced(node, route, random.choice(values)))


def _torn(data: bytes, random: Random) -> bytes:
    """Lines or bytes lost, doubled or in another place."""
    parts = data.splitlines(keepends=True) if random.random() < 0.7 else [bytes([each]) for each in data]
    if not parts:
        return data
    start = random.randrange(len(parts))
    end = min(len(parts), start + random.choice((1, 1, 2, 5)))
    taken, rest = parts[start:end], parts[:start] + parts[end:]
    match random.randrange(4):
        case 0:
            return b"".join(rest)
        case 1:
            at = random.randrange(len(rest) + 1)
            return b"".join((*rest[:at], *taken, *rest[at:]))
        case 2:
            return b"".join((*parts[:end], *taken, *parts[end:]))
        case _:
            return b"".join((*parts[:start], bytes([random.randrange(256)]), *parts[end:]))


def _with_word(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(WORDS).encode("utf-8", "surrogatepass") + data[at:]
