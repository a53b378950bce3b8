from typing import Any

import pytest

from portalaudit.inventory.facts.user_access import user_access
from portalaudit.inventory.records.account_records import UsedBy
from tests.inventory.facts.small_worlds import account, person, world_of

STAFF = (
    person("k-lee", ("2026-02-01", None)),
    person("later", ("2026-03-01", None), name="La Ter"),
    person("back", ("2020-03-01", "2024-03-02"), ("2026-10-05", None), name="Ba Ck"),
    person("undated", name="Una Dated"),
)
WORLD = world_of(staff=STAFF)


def used_by(who: str, since: str | None) -> UsedBy:
    return UsedBy(person=who, **{"from": since})


def found(**fields: Any) -> list[tuple[str, str, str | None]] | None:
    rows = user_access(account(**fields), WORLD)
    return None if rows is None else [(row.person.id, row.since, row.employed_from) for row in rows]


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({"created_on": "2026-01-31"}, "2026-01-31"),
        ({"created_on": "2026-02-05", "last_login_on": "2026-02-01"}, "2026-02-05"),
        ({"last_login_on": "2026-02-03"}, "2026-02-03"),
    ],
)
def test_access_begins_with_the_account_or_its_earliest_trace(fields: dict[str, str], since: str) -> None:
    assert found(**fields) == [("k-lee", since, "2026-02-01")]


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({"created_on": "2020-03-05"}, "2026-10-05"),
        ({"created_on": "2020-03-05", "enabled_on": "2026-10-07"}, "2026-10-07"),
        ({"created_on": "2020-03-05", "enabled_on": "2021-10-07"}, "2026-10-05"),
        ({"created_on": "2026-10-01"}, "2026-10-01"),
        ({"created_on": "2026-11-01"}, "2026-11-01"),
    ],
)
def test_after_a_return_access_begins_with_it(fields: dict[str, str], since: str) -> None:
    assert found(person="back", **fields) == [("back", since, "2026-10-05")]


@pytest.mark.parametrize("fields", [{}, {"created_on": "2026-02-01", "person": None}, {"person": "nobody"}])
def test_without_a_day_or_a_user_it_is_not_known(fields: dict[str, Any]) -> None:
    assert found(**fields) is None


def test_each_user_has_it_from_the_day_of_getting_the_login() -> None:
    uses = (used_by("k-lee", None), used_by("later", "2026-03-05"))
    assert found(created_on="2026-02-01", persons=("k-lee", "later", "undated"), used_by=uses) == [
        ("k-lee", "2026-02-01", "2026-02-01"),
        ("undated", "2026-02-01", None),
        ("later", "2026-03-05", "2026-03-01"),
    ]
