"""Where keys and values stand in a TOML file."""

import tomllib
from typing import Any

import pytest

from portalaudit.cli.toml_places import Route, places_of

TEXT = '''\
top = 1 # top = 2
[check]
"f\\u0061il" = "x = 1" # x = 2
'quoted key' = 'it''
out = [
  "json=r", 'two', # three = 3
  """a
"b" """, """"four"""",
]
d.e = {x = 1.5, "y z" = [1, {q = 2}]}
when = 2026-11-20 07:32:00.5
[policy.show]
all = true
[[practice]]
inventory = "a"
[practice.sub]
k = \'\'\'
inventory = "no"
\'\'\'
[[practice]]
inventory = "b"
  [[practice.deep]]
  n = -1
  [[practice.deep]]
  n = +2
'''.replace("'it''", "'it'")


def routes(value: Any, route: Route = ()) -> dict[Route, Any]:
    """Every value by its route."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = {route: value}
    for key, each in items:
        found |= routes(each, (*route, key))
    return found


def test_every_value_is_found_where_it_stands() -> None:
    lines, places = TEXT.split("\n"), places_of(TEXT)
    found = routes(tomllib.loads(TEXT))
    assert set(places.values) <= set(found)
    scalars = {route: value for route, value in found.items() if not isinstance(value, dict | list)}
    for route, value in scalars.items():
        spot = places.values[route]
        rest = "\n".join([lines[spot.line - 1][spot.column - 1 :], *lines[spot.line :]])
        assert _first(rest, value), (route, rest[:20])


def _first(text: str, value: object) -> bool:
    """Whether a text begins with a value: some beginning of it is TOML for that."""
    for end in range(1, min(len(text), 60) + 1):
        try:
            if tomllib.loads(f"v = {text[:end]}")["v"] == value:
                return True
        except tomllib.TOMLDecodeError:
            continue
    return False


@pytest.mark.parametrize(
    ("route", "line", "column"),
    [
        (("top",), 1, 1),
        (("check",), 2, 2),
        (("check", "fail"), 3, 1),
        (("check", "quoted key"), 4, 1),
        (("check", "d"), 10, 1),
        (("check", "d", "e"), 10, 3),
        (("check", "d", "e", "x"), 10, 8),
        (("check", "d", "e", "y z", 1, "q"), 10, 30),
        (("policy",), 12, 2),
        (("policy", "show"), 12, 9),
        (("practice",), 14, 3),
        (("practice", 0), 14, 3),
        (("practice", 0, "inventory"), 15, 1),
        (("practice", 1), 20, 3),
        (("practice", 1, "inventory"), 21, 1),
        (("practice", 1, "deep", 1, "n"), 25, 3),
    ],
)
def test_every_key_is_found_where_it_stands(route: Route, line: int, column: int) -> None:
    spot = places_of(TEXT).key(route)
    assert (spot.line, spot.column) == (line, column)


def test_what_is_not_there_is_where_it_would_be() -> None:
    spot = places_of(TEXT).value(("practice", 1, "name"))
    assert (spot.line, spot.column) == (20, 3)
