"""What is said where there is not enough information: what is not recorded, of whom, and which field to add."""

from collections.abc import Mapping, Sequence

import pytest

from portalaudit.evaluate.fact_values import worked_out
from portalaudit.evaluate.gaps import gaps_of
from portalaudit.evaluate.not_enough import not_enough_information
from portalaudit.inventory.days import world_on
from portalaudit.inventory.derived import DerivedFact
from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.inventory.shape import Shape
from portalaudit.inventory.world import World
from portalaudit.model import FactType, Kind
from portalaudit.policy.fact_compiler import compile_facts
from tests.evaluate.practices import AS_OF, PRACTICE, document, world

FILES = {
    "all.yaml": PRACTICE
    + """\
portals: [{id: av, name: Availity, kind: hub}]
staff: [{id: kim, name: Carol Brandt}, {id: lou, name: Lou Gray, engagements: [{kind: employee, start: 2020-01-06}]}]
accounts:
  - {id: av-brandt, portal: av, login: cb, person: kim, type: individual, status: active}
  - {id: av-two, portal: av, login: x2, persons: [kim, lou], type: shared_legacy, status: active}
  - id: av-bot
    portal: av
    login: bot
    display_name: Front Desk
    type: service
    status: active
    grants: [{kind: create}]
""",
}
YAML = """\
facts:
  age: {type: integer, meaning: M, expression: days_since(account.created_on)}
  old: {type: boolean, meaning: M, expression: account.age > 5 || account.person.manager.id == 'x'}
"""


def fact(name: str, *needs: tuple[str, ...], meaning: str = "Something. Not known without a list.") -> DerivedFact:
    shape = Shape(FactType(Kind.TEXT))
    return DerivedFact("account", name, shape, meaning, lambda _record, _world: None, None, needs=needs)


def there(*python: DerivedFact) -> World:
    found, problems = world(FILES)
    assert problems == ()
    facts, wrong = compile_facts([document("p/facts/account.yaml", YAML)], vocabulary())
    assert wrong == ()
    shared: dict[str, Mapping[str, DerivedFact]] = dict(worked_out(facts, AS_OF))
    shared["account"] = {**shared["account"], **{one.name: one for one in python}}
    return world_on(found.inventory, found.reference, AS_OF, shared=shared)


def said(name: str, *routes: Sequence[str], known: World | None = None) -> str:
    here = known or there()
    record = here.inventory.tables["accounts"].get(name)
    assert record is not None
    gaps = [gap for route in routes for gap in gaps_of(here, record, route)]
    return not_enough_information(gaps, here)


def test_a_field_of_a_login_of_one_person() -> None:
    assert said("av-brandt", ["last_login_on"]) == (
        "Not enough information: no last login date is recorded for Carol Brandt's Availity login (av-brandt). "
        "Add `last_login_on:`."
    )


def test_several_of_something_are_plural_and_a_login_of_several_people_has_its_own_name() -> None:
    assert said("av-two", ["permissions"]) == (
        "Not enough information: no permissions are recorded for the Availity login x2 (av-two). Add `permissions:`."
    )


def test_any_of_several_fields_would_do() -> None:
    known = there(fact("rights", ("permissions", "native_roles")))
    assert said("av-brandt", ["rights"], known=known) == (
        "Not enough information: no permissions are recorded for Carol Brandt's Availity login (av-brandt). "
        "Add `permissions:` or `native_roles:`."
    )


def test_of_several_fields_that_would_do_the_one_that_is_there_is_not_asked_for_again() -> None:
    known = there(fact("rights", ("login", "permissions", "native_roles")))
    assert said("av-brandt", ["rights"], known=known) == (
        "Not enough information: no permissions are recorded for Carol Brandt's Availity login (av-brandt). "
        "Add `permissions:` or `native_roles:`."
    )


def test_a_field_that_is_named_alone_is_not_named_among_others() -> None:
    known = there(fact("rights", ("permissions", "native_roles")))
    assert said("av-brandt", ["permissions"], ["rights"], known=known) == (
        "Not enough information: no permissions are recorded for Carol Brandt's Availity login (av-brandt). "
        "Add `permissions:`."
    )


def test_a_field_that_is_there_and_does_not_say_enough() -> None:
    assert said("av-brandt", ["word"], known=there(fact("word", ("status",)))) == (
        "Not enough information: the status of Carol Brandt's Availity login (av-brandt) is not understood. "
        "Check `status:`."
    )
    assert said("av-two", ["word"], known=there(fact("word", ("persons",)))) == (
        "Not enough information: the users of the Availity login x2 (av-two) do not say enough. Check `persons:`."
    )


def test_a_need_may_begin_at_the_practice() -> None:
    assert said("av-brandt", ["word"], known=there(fact("word", ("practice.legal_name",)))) == (
        "Not enough information: no legal name is recorded for the practice. Add `legal_name:`."
    )


def test_everyone_who_lacks_the_same_is_named_in_one_sentence() -> None:
    assert said("av-two", ["users", "roles"]) == (
        "Not enough information: no job role is recorded for Carol Brandt and Lou Gray. Add `roles:`."
    )


def test_a_fact_in_the_place_of_a_field_is_that_field() -> None:
    assert said("av-brandt", ["purpose"], known=there(fact("purpose", ("purpose",)))) == (
        "Not enough information: no purpose is recorded for Carol Brandt's Availity login (av-brandt). Add `purpose:`."
    )


def test_a_row_that_was_put_together_needs_what_its_record_lacks() -> None:
    assert said("av-bot", ["naming", "shown_fits"]) == (
        "Not enough information: no one is recorded as the user of the Availity login bot (av-bot). "
        "Add `person:`, `persons:` or `used_by:`."
    )


def test_a_field_of_everyone_on_the_way_who_has_none() -> None:
    assert said("av-two", ["users", "engagements"]) == (
        "Not enough information: no dates of work are recorded for Carol Brandt. Add `engagements:`."
    )


def test_a_fact_of_the_program_leads_to_what_it_needs() -> None:
    known = there(fact("hired", ("person.engagements",), ("created_on",)))
    assert said("av-brandt", ["hired"], known=known) == (
        "Not enough information: no dates of work are recorded for Carol Brandt; no creation date is recorded for "
        "Carol Brandt's Availity login (av-brandt). Add `engagements:` and `created_on:`."
    )


def test_a_fact_in_yaml_leads_to_what_its_expression_could_not_find() -> None:
    assert said("av-brandt", ["age"]) == (
        "Not enough information: no creation date is recorded for Carol Brandt's Availity login (av-brandt). "
        "Add `created_on:`."
    )


def test_what_a_portals_terms_do_not_tell_is_recorded_of_the_portal() -> None:
    assert said("av-bot", ["portal", "terms", "automation_allowed"], ["portal", "terms", "mfa", "required"]) == (
        "Not enough information: whether Availity allows robots is not recorded; no second factor is recorded for "
        "Availity. Add `automation_allowed:` or `profile:` and `mfa:` or `profile:`."
    )
    assert said("av-bot", ["portal", "terms", "recertification", "by"]) == (
        "Not enough information: no profile is recorded for Availity. Add `profile:`."
    )


def test_a_whole_section() -> None:
    assert said("av-brandt", ["decisions"]) == (
        "Not enough information: the inventory has no `reviews:`. "
        "Add `reviews:`; `reviews: []` says that there are none."
    )


def test_a_fact_that_says_only_when_it_is_not_known() -> None:
    assert said("av-brandt", ["list_age"], known=there(fact("list_age"))) == (
        "Not enough information: list age of Carol Brandt's Availity login (av-brandt) is not known without a list."
    )


def test_a_part_of_a_record_is_named_with_the_whole() -> None:
    assert said("av-bot", ["grants", "approved_by"]) == (
        "Not enough information: no approver is recorded for the grant of the Availity login bot (av-bot). "
        "Add `approved_by:`."
    )


def test_many_are_counted() -> None:
    routes = [[name] for name in ("created_on", "approved_on", "mfa", "email", "purpose")]
    assert said("av-bot", *routes).partition("; and ")[2] == (
        "2 more like these. Add `created_on:`, `approved_on:`, `mfa:`, `email:` and `purpose:`."
    )


@pytest.mark.parametrize(
    ("route", "names"),
    [
        (["last_login_on"], ("account.last_login_on",)),
        (["person", "engagements"], ("person.engagements",)),
        (["decisions"], ("reviews",)),
        (["age"], ("account.created_on",)),
    ],
)
def test_results_name_the_fields(route: list[str], names: tuple[str, ...]) -> None:
    here = there()
    record = here.inventory.tables["accounts"].get("av-brandt")
    assert record is not None
    assert tuple(name for gap in gaps_of(here, record, route) for name in gap.names) == names
