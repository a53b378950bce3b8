# ruff: noqa: E501  a table reads best with a case a line
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.policy.message_compiler import compile_template
from portalaudit.policy.messages import Placeholder, Template
from portalaudit.policy.readtree import Route
from tests.policy.words import ACCOUNT, GROUP, PARAMS


def template(text: str) -> Template:
    made = compile_template(text, PARAMS)
    assert isinstance(made, Template), made
    return made


VALUES: dict[Route, object] = {
    ("account", "login"): "klee01",
    ("account", "live"): True,
    ("account", "days_idle"): 46,
    ("account", "permissions"): ("eligibility.view", "eft.manage"),
    ("account", "persons", "portals", "name"): (("NMP", None), ("Availity", "NMP"), None),
    ("account", "labels"): {"desk": "front"},
    ("params", "days"): 45,
    ("as_of",): "2026-11-20",
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("{account.login} idle for {account.days_idle} days", "klee01 idle for 46 days"),
        ("{ account.login }", "klee01"),
        ("{account.live}", "yes"),
        ("{account.permissions}", "eligibility.view, eft.manage"),
        ("{account.persons.portals.name}", "NMP, Availity"),
        ("{account.person.left_on}", "unknown"),
        ("{account.labels.desk} {account.labels.floor}", "front unknown"),
        ("more than {params.days} days on {as_of}", "more than 45 days on 2026-11-20"),
        ("{{{account.login}}} {{}}", "{klee01} {}"),
        ("", ""),
    ],
)
def test_a_message_shows_the_facts_that_it_names(text: str, shown: str) -> None:
    assert template(text).render(VALUES.get) == shown


def test_a_message_is_taken_apart_once() -> None:
    made = template("a {{b}} {account.login}!{params.days}")
    assert made.segments == (
        "a {b} ",
        Placeholder(("account", "login")),
        "!",
        Placeholder(("params", "days")),
    )
    assert made.reads == {"account": {"login": {}}}
    assert made.params == {"days"}


@pytest.mark.parametrize(
    ("text", "offset", "word", "message", "hint"),
    [
        ("on {account.portl.name}", 12, "portl", "an account has no fact `portl`", "did you mean `portal`?"),
        ("{acount.login}", 1, "acount", "`acount` is not known here", "did you mean `account`?"),
        ("{login}", 1, "login", "`login` is not known here", "it can start with `account`, `practice`, `as_of`, `params`"),
        ("{params.dayz}", 8, "dayz", "this rule has no parameter `dayz`", "did you mean `days`?"),
        ("{account.login.x}", 15, "x", "`account.login` has no facts of its own, so `x` leads nowhere", ""),
        ("{account.person}", 1, "account.person", "`account.person` is a whole person record and cannot be shown",
         "name one of its facts, such as `account.person.id`"),
        ("{account.labels}", 1, "account.labels", "`account.labels` are labels; one of them must be named",
         "write `account.labels.NAME`"),
        ("{}", 1, "", "a name is missing here", "write the name of a fact"),
        ("{account.}", 9, "", "a name is missing here", "write the name of a fact"),
        ("{account.login", 0, "{", "this `{` has no partner", "write `{{` for the bracket itself"),
        ("account.login}", 13, "}", "this `}` has no partner", "write `}}` for the bracket itself"),
        ("{account.login!r}", 9, "login!r", "an account has no fact `login!r`", "did you mean `login`?"),
        ("{account.__class__}", 9, "__class__", "an account has no fact `__class__`", "`portalaudit facts` lists them"),
    ],
)  # fmt: skip
def test_a_misspelt_placeholder_is_told_at_its_place(
    text: str, offset: int, word: str, message: str, hint: str
) -> None:
    made = compile_template(text, PARAMS)
    assert isinstance(made, tuple)
    (fault,) = made
    assert (fault.offset, text[fault.offset : fault.offset + len(word)], fault.message, fault.hint) == (
        offset,
        word,
        message,
        hint,
    )


def test_every_mistake_of_a_message_is_told() -> None:
    made = compile_template("{account.x} {account.login} {y}", ACCOUNT)
    assert isinstance(made, tuple)
    assert [fault.offset for fault in made] == [9, 29]


def test_a_group_shows_its_key_and_its_accounts() -> None:
    made = compile_template("{key}: {group.accounts.login}", GROUP)
    assert isinstance(made, Template)
    values: dict[Route, object] = {("key",): ("nmp", "k"), ("group", "accounts", "login"): ("a", "b")}
    assert made.render(values.get) == "nmp, k: a, b"


@given(st.text(alphabet="{}. abcount_login\n\\é", max_size=30) | st.text(max_size=30))
def test_compiling_a_message_never_raises(text: str) -> None:
    made = compile_template(text, ACCOUNT)
    if isinstance(made, Template):
        assert made.render(lambda _: None) is not None
    else:
        assert all(0 <= fault.offset <= len(text) for fault in made)
