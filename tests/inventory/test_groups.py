"""Accounts grouped by what they share, in several ways of one practice."""

from tests.evaluate.practices import PRACTICE, world

ACCOUNTS = """\
portals: [{id: p, name: P, kind: hub}, {id: q, name: Q, kind: hub}]
accounts:
  - {id: a, portal: p, login: kim@x.org, type: individual, status: active}
  - {id: b, portal: p, login: kim+1@x.org, type: individual, status: active}
  - {id: c, portal: p, login: lee, type: individual, status: active}
  - {id: d, portal: q, login: lee, type: individual, status: active}
  - {id: e, portal: q, login: Lee, type: individual, status: active}
"""


def test_groups_of_the_same_key_are_one_only_where_they_hold_the_same_accounts() -> None:
    here, wrong = world({"a.yaml": PRACTICE + ACCOUNTS})
    assert not wrong
    loose, strict = (here.subjects_of("group", (("portal", "id"), (login,))) for login in ("login_key", "login_strict"))
    told = [
        [("/".join(each.key), [one.id for one in each.accounts]) for each in those.records] for those in (loose, strict)
    ]
    same = [("p/lee", ["c"]), ("q/lee", ["d", "e"])]
    assert told == [[("p/kim@x.org", ["a", "b"]), *same], [("p/kim+1@x.org", ["b"]), ("p/kim@x.org", ["a"]), *same]]
    assert [*strict.records[2:]] == [*loose.records[1:]]
