"""Whatever stands in a field, a check ends in problems and verdicts: no exception, and no rule that breaks on it."""

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.evaluate.answering import answered, ordered
from portalaudit.evaluate.fact_values import worked_out
from portalaudit.inventory.records import Practice
from portalaudit.inventory.resolve import LISTS, NOUNS, resolve
from portalaudit.inventory.world import World
from portalaudit.model import Place, Problem, ProblemCode, Status
from portalaudit.model.report import STATUSES, Ruling
from portalaudit.pipeline.policies import Policies, compile_all
from portalaudit.policy.evaluation import Evaluator
from portalaudit.source import typed
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load
from portalaudit.source.record_types import validator
from portalaudit.waivers.application import Exceptions

POLICIES = Path(__file__).resolve().parents[2] / "policies"
FULL = Path(__file__).with_name("full_practice.yaml")

Route = tuple[str | int, ...]
Sections = dict[str, list[Any]]

NOTHING = ["null", "~", " ", "", "\u200b"]
DAYS = [
    "0001-01-01",
    "0001-01-01T00:00:00Z",
    "1900-01-01",
    "2024-02-29",
    "2199-12-31",
    "2199-12-31T23:59:59-14:00",
    "9999-12-31",
    "9999-12-31T23:59:59-12:00",
    "9999-12-31T00:00:00+14:00",
    "2026-11-20T23:59:59Z",
    "20260105",
    "2026-W46",
    "never",
]
NUMBERS = ["0", "-5", "1_000", "5.0", "36500", "9" * 20, "٦٠"]
SHAPES: list[Any] = [[], {}, ["a"], {"a": "b"}, [["a"]], [{"id": "a"}], "x" * 300, "n/a", "-", "yes", "🙂"]
VALUES: list[Any] = [*NOTHING, *DAYS, *NUMBERS, *SHAPES]


class Anywhere:
    """A document of which nobody asks where something stands."""

    path = "p.yaml"
    data: Mapping[str, Any] = {}

    def place(self, route: Route, *, key: bool = False) -> Place:
        return Place("p.yaml", 1, 1)


@pytest.fixture(scope="module")
def policies() -> Policies:
    files, unreadable = read_policies(POLICIES)
    found, problems = compile_all(files)
    assert (unreadable, problems) == ((), ())
    return found


@pytest.fixture(scope="module")
def full() -> Sections:
    """The records of a practice that uses every section, by section; modules and completions without `training`."""
    document, problems = load(Text(FULL.name, FULL.read_bytes()))
    assert (document is None, problems) == (False, ())
    found: dict[str, Any] = {**(document.data if document else {})}
    training = found.pop("training")
    return {**found, **training, "practice": [found["practice"]]}


def places(node: Any, route: Route = ()) -> Iterator[Route]:
    """Every place in a record where a value stands: single ones, lists and mappings."""
    if isinstance(node, dict | list):
        for step, inner in node.items() if isinstance(node, dict) else enumerate(node):
            yield (*route, step)
            yield from places(inner, (*route, step))


def replaced(node: Any, route: Route, value: Any) -> Any:
    """A copy with another value at one place; what lies beside the way there is shared."""
    if not route:
        return value
    made = dict(node) if isinstance(node, dict) else list(node)
    made[route[0]] = replaced(node[route[0]], route[1:], value)  # type: ignore[index]
    return made


def mutants(record: Any, values: list[Any]) -> Iterator[tuple[Route, Any]]:
    for route in places(record):
        yield from ((route, replaced(record, route, value)) for value in values)


def told(section: str, node: Any) -> tuple[Problem, ...]:
    cls: type = LISTS.get(section, Practice)
    value, problems = typed.read(Anywhere(), (section, 0), node, validator(cls), NOUNS.get(section, section))
    unread = [one for one in problems if one.code is not ProblemCode.UNKNOWN_KEY]
    assert (value is None) is bool(unread)
    return problems


@pytest.mark.parametrize("section", [*LISTS, "practice"])
def test_any_value_in_any_field_is_read_or_told(section: str, full: Sections) -> None:
    for record in full[section]:
        assert told(section, record) == ()
        for route, mutant in mutants(record, VALUES):
            problems = told(section, mutant)
            assert all(one.message and one.hint for one in problems), route


@pytest.mark.parametrize("section", [*LISTS, "practice"])
def test_what_stands_for_nothing_is_one_problem_wherever_it_stands(section: str, full: Sections) -> None:
    for record in full[section]:
        for route, mutant in mutants(record, ["null", "~", " "]):
            found = [one.code for one in told(section, mutant)]
            inside = route[0] == "attributes" and len(route) > 1  # told where the records are joined
            assert found == ([] if inside else [ProblemCode.EMPTY_VALUE]), route


def varied(full: Sections) -> Sections:
    """Every record again with each value that may stand in one of its fields, as a record of its own."""
    found: Sections = {}
    for section, records in full.items():
        found[section] = [*records]
        for record in records if section != "practice" else ():
            for number, (route, mutant) in enumerate(mutants(record, [*DAYS, *NUMBERS, [], {}, "yes"])):
                if route != ("id",) and not told(section, mutant):
                    named = {"id": f"{record['id']}-{number}"} if "id" in record else {}
                    login = (
                        {"login": f"{record['login']}-{number}"} if "login" in record and route != ("login",) else {}
                    )
                    found[section].append({**mutant, **login, **named})
    return found


PARTS = 12


def parts(sections: Sections, full: Sections) -> Iterator[Sections]:
    """All records in practices of a real size: none has hundreds of everything at one portal."""
    for part in range(PARTS):
        yield {
            name: [*full[name], *records[len(full[name]) :][part::PARTS]] if name != "practice" else records
            for name, records in sections.items()
        }


def world_of(sections: Sections, policies: Policies, as_of: datetime.date) -> World:
    data = {name: records for name, records in sections.items() if name not in {"modules", "completions", "practice"}}
    training = {name: sections[name] for name in ("modules", "completions")}
    whole = {**data, "practice": sections["practice"][0], "training": training}
    waivers = {"waivers": whole.pop("waivers")}
    documents = [document(each) for each in (whole, waivers)]
    inventory, _ = resolve(documents[:1], policies.reference.ids, waivers=documents[1:])
    return World(inventory, policies.reference, as_of, shared=worked_out(policies.rules.facts, as_of))


def document(data: Any) -> Document:
    found, _ = load(Text("p.yaml", json.dumps(data, ensure_ascii=False, indent=1).encode()))
    assert found is not None
    return found


def judged(world: World, policies: Policies) -> list[Ruling]:
    rules = policies.rules
    exceptions = Exceptions(rules.rules, world, rules.authority, rules.frameworks)
    evaluator = Evaluator(world.calendar.as_of)
    return list(answered(*ordered(rules.rules, rules.rules, world), world, exceptions, evaluator))


def failures(rulings: list[Ruling]) -> list[str]:
    """What could not be evaluated, in words."""
    return [
        f"{ruling.rule.id} {verdict.subject.id}: {verdict.message}"
        for ruling in rulings
        for verdict in ruling.verdicts.values()
        if verdict.status is Status.ERROR
    ]


@pytest.mark.slow
@pytest.mark.parametrize("as_of", ["1900-01-01", "2026-11-20", "2199-12-31"])
def test_every_record_that_can_be_read_is_judged(as_of: str, full: Sections, policies: Policies) -> None:
    worlds = [world_of(part, policies, datetime.date.fromisoformat(as_of)) for part in parts(varied(full), full)]
    assert sum(len(world.subjects("account").ids) for world in worlds) > 300
    rulings = [ruling for world in worlds for ruling in judged(world, policies)]
    assert failures(rulings) == []
    if as_of == "2026-11-20":
        answers = {STATUSES[outcome] for ruling in rulings for outcome in ruling.outcomes}
        assert answers == {Status.PASS, Status.FAIL, Status.NOT_APPLICABLE, Status.UNKNOWN}


@pytest.mark.slow
def test_a_practice_with_any_day_or_number_is_judged(full: Sections, policies: Policies) -> None:
    (practice,) = full["practice"]
    good = [
        mutant for _, mutant in mutants(practice, ["1900-01-01", "9999-12-31", "0", []]) if not told("practice", mutant)
    ]
    assert len(good) > 20
    for mutant in good[::3]:
        world = world_of({**full, "practice": [mutant]}, policies, datetime.date(2026, 11, 20))
        assert failures(judged(world, policies)) == []
