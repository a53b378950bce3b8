"""The rows of who can log in where, which every format of it shows."""

import pytest

from portalaudit.model.access import Known, Login
from portalaudit.model.place import Place
from portalaudit.report.access_table import access_table, kind, known, rights
from tests.report import sample

LOGIN = Login("a", "a", "nmp", (), "active", Place("a.yaml"))


def login(**fields: object) -> Login:
    return sample.replace(LOGIN, **fields)


def test_there_is_a_row_for_each_login_and_each_person_who_uses_it() -> None:
    rows = access_table(sample.everything())

    assert [(row.portal, row.person, row.login, row.left_on, row.worst) for row in rows] == [
        ("Availity", "Al Jones", "frontdesk", "", "high"),
        ("Availity", "Toni Baker", "frontdesk", "", "high"),
        ("Noridian Medicare Portal", "Kim <Lee>", "klee01", "2026-08-14", "critical"),
        ("Noridian Medicare Portal", "no one recorded", "<robot>", "", "none"),
        ("UHC", "Toni Baker", "tb", "", "none"),
        ("UHC", "Toni Baker", "tbaker", "", "unknown"),
        ("UHC", "no one recorded", "who", "", "none"),
    ]
    assert rows[2].faults == (
        "Someone who has left still has a live account",
        "An account has not been used for 90 days",
    )
    assert [row.kind for row in rows] == ["shared login", "shared login", "", "used by a robot", "", "administers", ""]
    assert [(row.status, row.is_live) for row in rows[-3:]] == [("disabled", False), ("active", True), ("locked", True)]


@pytest.mark.parametrize(
    ("permissions", "is_all", "words"),
    [
        ((), False, "not recorded"),
        ((), True, "none"),
        (("eligibility.view",), True, "view eligibility"),
        (("eligibility.view",), False, "view eligibility; there may be others"),
        (
            ("claim.correct", "claim_status.view", "role.assign", "user.manage", "user.view"),
            True,
            "assign role; manage user; correct claim; view claim status, user",
        ),
        (("everything",), True, "everything"),
        (("\N{ESCAPE}[2J.view",), True, r"view \x1b[2J"),
    ],
)
def test_rights_are_in_words_with_those_over_others_first(
    permissions: tuple[str, ...], is_all: bool, words: str
) -> None:
    assert rights(login(permissions=permissions, knows_all=is_all)) == words


def test_what_is_known_of_a_login_says_of_which_day() -> None:
    assert known(LOGIN) == "recorded only"
    assert known(login(known_by=Known.USER_LIST, known_on="2026-11-02")) == "user list of 2026-11-02"
    assert known(login(known_by=Known.REVIEW, known_on="2026-10-05")) == "access review of 2026-10-05"


def test_a_kind_is_said_once() -> None:
    assert kind(login(kind="shared_legacy", is_shared=True, administers=True)) == "shared login, administers"
    assert kind(login(is_shared=True)) == "shared login"
