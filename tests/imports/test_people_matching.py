"""Whom a line of a list means: never a wrong person, and everything doubtful is asked."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.imports.nicknames import may_be_short_for
from portalaudit.imports.people_matching import By, Described, Matched, People, Unsure
from portalaudit.inventory.records import Person
from portalaudit.sheets.person_names import name_cell

DAY = "2026-11-13"
HERE: list[Any] = [{"kind": "employee", "start": "2020-01-06"}]
GONE: list[Any] = [{"kind": "employee", "start": "2020-01-06", "end": "2026-08-14"}]


def person(name: str, **more: Any) -> Person:
    given, _, family = name.lower().rpartition(" ")
    return Person(**{"id": f"{given[0]}-{family}", "name": name, "engagements": HERE, **more})


KIM = person("Kim Lee", email="kim.lee@ridge.example.org", employee_number="0042", npi="1234567893")
ANA = person("Ana Ruiz", other_names=["Ana Smith-Jones"])
ROBERT = person("Robert Stone", email="office@ridge.example.org")
JOAN = person("Joan Park")
JOHN = person("John Park", id="j-park-2")
LEFT = person("Tyler Brandt", engagements=GONE, email="tyler@ridge.example.org")
STAFF = (KIM, ANA, ROBERT, JOAN, JOHN, LEFT)


def people(*staff: Person) -> People:
    login = [("kim@portal.example.org", "k-lee"), ("office@ridge.example.org", "a-ruiz")]
    return People(staff or STAFF, DAY, shared_mailboxes=["office@ridge.example.org"], mailboxes=login)


def described(name: str = "", **more: Any) -> Described:
    return Described(name=name_cell(name).name if name else None, **more)


@pytest.mark.parametrize(
    ("line", "found", "by"),
    [
        (described("Kim Lee"), KIM, By.NAME),
        (described("LEE, KIM"), KIM, By.NAME),
        (described("Jones-Smith, Ana"), ANA, By.FORMER_NAME),
        (described(emails=("Kim.Lee+portal@ridge.example.org",)), KIM, By.MAILBOX),
        (described("Lee, Kim", emails=("kim@portal.example.org",)), KIM, By.MAILBOX),
        (described(employee_number="42"), KIM, By.EMPLOYEE_NUMBER),
        (described(npi="1234567893"), KIM, By.NPI),
        (described("Kim Park-Lee", known=("k-lee",)), KIM, By.LOGIN),
        (described("Kim Park", emails=("kim.lee@ridge.example.org",)), KIM, By.MAILBOX),
        (described("K Lee", employee_number="42"), KIM, By.EMPLOYEE_NUMBER),
        (described("Lee", emails=("kim.lee@ridge.example.org",)), KIM, By.MAILBOX),
        (described("Robert Stone", emails=("office@ridge.example.org",)), ROBERT, By.NAME),
    ],
)
def test_who_is_found_by_what(line: Described, found: Person, by: By) -> None:
    assert people().find(line) == Matched(found, by)


@pytest.mark.parametrize(
    ("line", "why", "offered"),
    [
        (described("Bob Stone"), "no one on the staff list is known by this", [ROBERT]),
        (described("Ana M Ruiz"), "no one on the staff list is known by this", [ANA]),
        (described("Ana Ruis"), "no one on the staff list is known by this", [ANA]),
        (described("J Park"), "no one on the staff list is known by this", [JOAN, JOHN]),
        (described("Ann Lopez"), "no one on the staff list is known by this", []),
        (described(login="klee01"), "no one on the staff list is known by this", [KIM]),
        (described(emails=("office@ridge.example.org",)), "no one on the staff list is known by this", []),
        (described("Tyler Brandt"), "Tyler Brandt was not working here on 2026-11-13", [LEFT]),
        (described(emails=("tyler@ridge.example.org",)), "Tyler Brandt was not working here on 2026-11-13", [LEFT]),
        (
            described("Pat Roe", emails=("kim.lee@ridge.example.org",)),
            "the mailbox is Kim Lee's, the name is not",
            [KIM],
        ),
        (
            described("Joan Lee", emails=("kim.lee@ridge.example.org",)),
            "the mailbox is Kim Lee's, the name is not",
            [KIM],
        ),
        (described("Lee, Joan", employee_number="42"), "the employee number is Kim Lee's, the name is not", [KIM]),
        (
            described("Ana Ruiz", emails=("kim.lee@ridge.example.org",)),
            "several people could be meant: Kim Lee (k-lee), Ana Ruiz (a-ruiz)",
            [KIM, ANA],
        ),
    ],
)
def test_who_is_asked_about(line: Described, why: str, offered: list[Person]) -> None:
    assert people().find(line) == Unsure(why, tuple(offered))


def test_one_name_of_two_people_is_asked_even_where_one_has_left() -> None:
    twin = person("Kim Lee", id="k-lee-2", engagements=GONE)
    found = people(KIM, twin).find(described("Kim Lee"))
    assert found == Unsure("several people could be meant: Kim Lee (k-lee), Kim Lee (k-lee-2)", (KIM, twin))


def test_a_surer_sign_tells_two_people_of_one_name_apart() -> None:
    twin = person("Kim Lee", id="k-lee-2", email="kim.lee2@ridge.example.org")
    both = people(KIM, twin)
    assert both.find(described("Lee, Kim", emails=("kim.lee2@ridge.example.org",))) == Matched(twin, By.MAILBOX)
    assert both.find(described("Kim Lee", employee_number="42")) == Matched(KIM, By.EMPLOYEE_NUMBER)


def test_a_roster_knows_leavers_too() -> None:
    assert people().find(described("Tyler Brandt"), leavers=True) == Matched(LEFT, By.NAME)


def test_a_person_without_dates_may_be_here() -> None:
    undated = person("Kim Lee", engagements=None)
    assert people(undated).find(described("Kim Lee")) == Matched(undated, By.NAME)


@pytest.mark.parametrize(
    ("answer", "found"),
    [("k-lee", KIM), ("k-lee (Kim Lee)", KIM), ("lee, kim", KIM), ("Kim", None), ("", None), ("nobody", None)],
)
def test_whom_an_answer_names(answer: str, found: Person | None) -> None:
    assert people().named(answer) is found


def test_short_forms_go_both_ways() -> None:
    assert may_be_short_for("bob", "robert")
    assert may_be_short_for("robert", "bob")
    assert not may_be_short_for("joan", "john")


_NAMES = st.sampled_from(["Kim", "Lee", "Ana", "Ruiz", "Bob", "Robert", "Stone", "Joan", "John", "Park", "Tyler"])


@given(st.lists(_NAMES, min_size=1, max_size=3), st.permutations(STAFF))
def test_a_name_alone_finds_only_who_has_exactly_its_parts(parts: list[str], staff: list[Person]) -> None:
    found = people(*staff).find(described(" ".join(parts)))
    if isinstance(found, Matched):
        names = [found.person.name, *(found.person.other_names or ())]
        assert " ".join(parts) in {" ".join(order) for name in names for order in itertools.permutations(name.split())}
        assert found.person is not LEFT
    else:
        assert {one.id for one in found.candidates} <= {one.id for one in staff}
