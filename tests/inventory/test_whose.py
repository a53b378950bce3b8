"""Whose a subject is: its portal, and the one person whom it concerns."""

import pytest

from portalaudit.inventory.world import World
from portalaudit.model.report import Whose
from portalaudit.model.verdict import Named
from tests.evaluate.practices import PRACTICE, world

CCO = Named("cco", "Rimrock CCO")
KIM, LOU = Named("kim", "Kim Lee"), Named("lou", "Lou Gray")
FILES = {
    "all.yaml": PRACTICE
    + """\
portals: [{id: cco, name: Rimrock CCO, kind: standalone}]
staff: [{id: kim, name: Kim Lee}, {id: lou, name: Lou Gray}]
accounts:
  - {id: a1, portal: cco, login: kl, person: kim, type: individual, status: active}
  - {id: a2, portal: cco, login: kl, persons: [kim, lou], type: shared_legacy, status: active}
  - {id: a3, portal: cco, login: x, type: service, status: active}
reviews: [{id: r1, portal: cco, reviewer: lou, decisions: [{account: a1, decision: keep}]}]
training:
  modules: [{id: m, title: Privacy, version: "1"}]
  completions: [{person: lou, module: m, completed_on: 2026-01-05}]
vendors: [{id: v, name: A vendor}]
""",
}


def there() -> World:
    found, problems = world(FILES)
    assert problems == ()
    return found


@pytest.mark.parametrize(
    ("entity", "name", "expected"),
    [
        ("account", "a1", Whose(CCO, KIM, ("a1",))),
        ("account", "a2", Whose(CCO, None, ("a2",))),
        ("account", "a3", Whose(CCO, None, ("a3",))),
        ("decision", "r1/a1", Whose(CCO, KIM, ("a1",))),
        ("review", "r1", Whose(CCO, None)),
        ("person", "lou", Whose(None, LOU)),
        ("portal", "cco", Whose(CCO, None)),
        ("completion", "lou/m/2026-01-05", Whose(None, LOU)),
        ("vendor", "v", Whose(None, None)),
        ("practice", "test", Whose(None, None)),
    ],
)
def test_a_subject_has_its_portal_and_its_person(entity: str, name: str, expected: Whose) -> None:
    listed = there().subjects(entity).listed
    assert listed.whose(list(listed.ids).index(name)) == expected


def test_a_group_has_what_all_of_its_accounts_share() -> None:
    groups = there().subjects_of("group", (("portal", "id"), ("login",))).listed
    assert {name: groups.whose(at) for at, name in enumerate(groups.ids)} == {
        "cco/kl": Whose(CCO, None, ("a1", "a2")),
        "cco/x": Whose(CCO, None, ("a3",)),
    }
