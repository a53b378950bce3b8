"""People, portals and logins found by whatever someone calls them."""

import pytest

from portalaudit.inventory.called import called, names_of, users_of
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.world import World
from tests.evaluate.practices import AS_OF, PRACTICE, document
from tests.inventory.facts.small_worlds import shipped_reference

TEXT = """\
portals:
  - {id: nmp, name: Noridian Medicare Portal, kind: mac}
  - {id: uhc, name: UHC, kind: standalone}
payers: [{id: medicare, name: UHC, line_of_business: medicare_ffs}]
roles: [{id: desk, title: Front desk}]
vendors: [{id: v, name: Northgate}]
staff:
  - {id: k-lee, name: Kim Lee, email: kim@example.org, other_names: [Kim Park]}
  - {id: m-ortiz, name: Maria Ortiz}
  - {id: other, name: Kim Lee}
accounts:
  - {id: nmp-klee, portal: nmp, login: klee01, person: k-lee, type: individual, status: active}
  - {id: uhc-klee, portal: uhc, login: KLEE01, person: k-lee, type: individual, status: active}
  - {id: desk, portal: uhc, login: front, persons: [k-lee, m-ortiz], type: shared_legacy, status: active}
  - {id: robot, portal: uhc, login: m-ortiz, type: service, status: active}
"""


def world() -> World:
    reference = shipped_reference()
    files = {"all.yaml": PRACTICE, "b.yaml": TEXT}
    found, problems = resolve([document(path, text) for path, text in files.items()], reference.ids)
    assert problems == ()
    return World(found, reference, AS_OF)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("nmp-klee", {"account": {"nmp-klee"}}),
        ("klee01", {"account": {"nmp-klee", "uhc-klee"}}),
        ("  kim   LEE ", {"person": {"k-lee", "other"}}),
        ("Kim Park", {"person": {"k-lee"}}),
        ("KIM@example.org", {"person": {"k-lee"}}),
        ("noridian medicare portal", {"portal": {"nmp"}}),
        ("UHC", {"portal": {"uhc"}, "payer": {"medicare"}}),
        ("uhc", {"portal": {"uhc"}}),
        ("Northgate", {"vendor": {"v"}}),
        ("front desk", {"role": {"desk"}}),
        ("desk", {"role": {"desk"}, "account": {"desk"}}),
        ("m-ortiz", {"person": {"m-ortiz"}}),
        ("Kim", {}),
        ("", {}),
    ],
)
def test_an_id_comes_before_names_and_logins_whatever_their_case(written: str, meant: dict[str, set[str]]) -> None:
    assert called(written, world()) == meant


def test_only_some_kinds_can_be_looked_at() -> None:
    assert called("uhc", world(), ("payer",)) == {"payer": {"medicare"}}
    assert called("m-ortiz", world(), ("account",)) == {"account": {"robot"}}
    assert called("Kim Lee", world(), ("portal",)) == {}


def test_names_are_everything_that_can_be_written() -> None:
    assert sorted(names_of(world(), ("person", "portal"))) == sorted(
        (
            *("nmp", "uhc", "Noridian Medicare Portal", "UHC"),
            *("k-lee", "m-ortiz", "other", "Kim Lee", "kim@example.org", "Kim Park", "Maria Ortiz"),
        )
    )
    assert set(names_of(world())) >= {"klee01", "KLEE01", "desk", "Front desk", "Northgate", "medicare"}


def test_an_account_leads_to_its_users() -> None:
    assert users_of(["desk", "robot", "nothing"], world()) == ({"k-lee", "m-ortiz"}, {"robot", "nothing"})
