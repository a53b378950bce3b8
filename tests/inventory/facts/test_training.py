import pytest

from portalaudit.inventory.facts import training
from portalaudit.inventory.records import (
    Account,
    Completion,
    Engagement,
    Grant,
    Module,
    Person,
    Portal,
    Practice,
    Role,
    UsedBy,
)
from portalaudit.inventory.records.staff_records import Acknowledgement, Leave
from portalaudit.inventory.records.training_records import Document
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, held, person, world_of

PORTALS = (Portal(id="cco", name="Rimrock CCO", kind="standalone"), Portal(id="nmp", name="NMP", kind="mac"))
BASE = Module(id="base", title="Privacy basics")
START = "2024-03-01"
FOR_CLAIMS = Module(id="claims", permissions=("claim.submit",))
FOR_MANAGERS = Module(id="lead", roles=("manager",))
POLICY = Document(id="use", kind="policy", title="Acceptable use")


def kim(*spells: tuple[str, str | None], **fields: object) -> Person:
    return person("k-lee", *(spells or ((START, None),)), **fields)


def done(day: str, module: str = "base", who: str = "k-lee", **fields: object) -> Completion:
    return Completion(person=who, module=module, completed_on=day, **fields)  # type: ignore[arg-type]


def world(
    one: Account,
    *completions: Completion,
    modules: tuple[Module, ...] = (BASE,),
    staff: tuple[Person, ...] | None = None,
    baseline: str | None = None,
    documents: tuple[Document, ...] = (),
    roles: tuple[Role, ...] = (),
) -> World:
    home = Practice(id="p", name="P", timezone="America/Los_Angeles", legacy_baseline_on=baseline)
    return world_of(
        home,
        portals=PORTALS,
        staff=(kim(),) if staff is None else staff,
        accounts=(one,),
        modules=modules,
        completions=completions,
        documents=documents,
        roles=roles,
    )


MADE = account(created_on="2024-03-05")


def days_late(one: Account, facts: World) -> int | None:
    found = training.late_training(one, facts)
    return None if found is None else max((each.days for each in found), default=0)


def late_titles(one: Account, facts: World) -> tuple[str, ...]:
    found = [each.module or each.document for each in training.late_training(one, facts) or ()]
    return tuple(each.title or each.id for each in found if each is not None)


@pytest.mark.parametrize(
    ("completions", "days"),
    [
        (("2024-03-01",), 0),
        (("2024-03-05",), 0),
        (("2024-03-26",), 21),
        (("2024-03-26", "2024-03-05"), 0),
        (("2026-11-21",), 990),
        ((), 990),
    ],
)
def test_days_without_training_run_from_the_first_access(completions: tuple[str, ...], days: int) -> None:
    facts = world(MADE, *map(done, completions))
    assert days_late(MADE, facts) == days
    assert late_titles(MADE, facts) == (("Privacy basics",) if days else ())
    done_on = [each.completed_on for each in training.late_training(MADE, facts) or ()]
    assert done_on == ([None] if days == 990 else ["2024-03-26"] if days else [])


def test_missing_training_on_the_first_day_is_a_day_late() -> None:
    today = account(created_on="2026-11-20")
    assert days_late(today, world(today)) == 1


@pytest.mark.parametrize(
    "one", [account(created_on=None), account(created_on="2024-03-05", person=None), account(person="nobody")]
)
def test_without_a_day_or_a_user_nothing_can_be_told(one: Account) -> None:
    facts = world(one, done(START))
    assert training.late_training(one, facts) is None


@pytest.mark.parametrize(
    ("module", "is_required"),
    [
        (Module(id="m"), True),
        (Module(id="m", optional=True), False),
        (Module(id="m", portals=("cco",)), True),
        (Module(id="m", portals=("nmp",)), False),
        (Module(id="m", portal_kinds=("standalone",)), True),
        (Module(id="m", portal_kinds=("mac",)), False),
        (Module(id="m", portals=("cco",), portal_kinds=("mac",)), False),
        (Module(id="m", roles=("manager",)), True),
        (Module(id="m", roles=("biller",)), False),
        (Module(id="m", permissions=("claim.submit", "appeal.submit")), True),
        (Module(id="m", permissions=("@billing_desk_only",)), False),
    ],
)
def test_a_module_is_for_whom_it_says(module: Module, is_required: bool) -> None:
    one = account(created_on="2024-03-05", permissions=("claim.submit",))
    facts = world(
        one,
        done(START),
        modules=(BASE, module),
        staff=(kim(roles=(held("manager"),)),),
        roles=(Role(id="manager", title="M"),),
    )
    required = training.training(facts.indexes.person("k-lee"), facts).required  # type: ignore[arg-type]
    assert required is not None
    assert ("m" in [each.module.id for each in required]) is is_required


def test_no_module_for_an_account_leaves_it_open() -> None:
    facts = world(MADE, modules=(Module(id="m", portals=("nmp",)),))
    assert days_late(MADE, facts) is None


@pytest.mark.parametrize(
    ("module", "completions", "days"),
    [
        (FOR_CLAIMS, (), None),
        (FOR_CLAIMS, (done(START, "claims"),), 0),
        (FOR_MANAGERS, (), None),
        (FOR_MANAGERS, (done(START, "lead"),), 0),
    ],
)
def test_where_permissions_or_roles_are_not_known_a_module_may_be_missing(
    module: Module, completions: tuple[Completion, ...], days: int | None
) -> None:
    facts = world(MADE, done(START), *completions, modules=(BASE, module))
    assert days_late(MADE, facts) == days
    assert days_late(MADE, world(MADE, *completions, modules=(BASE, module))) == 990


def test_only_a_module_that_may_be_needed_and_was_done_in_time_is_enough() -> None:
    assert days_late(MADE, world(MADE, done(START, "claims"), modules=(FOR_CLAIMS,))) == 0


@pytest.mark.parametrize(("day", "days"), [("2025-06-01", 0), ("2025-06-11", 10)])
def test_a_module_for_a_permission_is_due_when_it_was_granted(day: str, days: int) -> None:
    grants = (Grant(permissions=("claim.submit",), granted_on="2025-06-01"), Grant(granted_on="2024-03-05"))
    one = account(created_on="2024-03-05", permissions=("claim.submit",), grants=grants)
    assert days_late(one, world(one, done(day, "claims"), modules=(FOR_CLAIMS,))) == days


@pytest.mark.parametrize(
    ("spells", "completed_on", "days"),
    [
        ((("2020-03-01", "2025-10-04"), ("2026-10-05", None)), "2020-03-01", 46),
        ((("2020-03-01", "2025-10-05"), ("2026-10-05", None)), "2020-03-01", 0),
        ((("2020-03-01", "2026-10-04"), ("2026-10-05", None)), "2020-03-01", 0),
        ((("2010-03-01", "2012-10-05"), ("2020-10-05", "2026-10-01"), ("2026-10-05", None)), "2020-10-05", 0),
        ((("2010-03-01", "2012-10-05"), ("2020-10-05", "2026-10-01"), ("2026-10-05", None)), "2011-10-05", 46),
    ],
)
def test_training_from_before_a_long_absence_does_not_count(
    spells: tuple[tuple[str, str | None], ...], completed_on: str, days: int
) -> None:
    one = account(created_on="2026-10-05")
    assert days_late(one, world(one, done(completed_on), staff=(kim(*spells),))) == days


def test_accounts_from_before_the_baseline_are_counted_from_it() -> None:
    old = account(created_on="2018-03-05")
    staff = (kim(("2018-03-01", None)),)
    assert days_late(old, world(old, done("2024-12-15"), staff=staff, baseline="2025-01-01")) == 0
    assert days_late(old, world(old, done("2025-01-06"), staff=staff, baseline="2025-01-01")) == 5
    assert days_late(old, world(old, done("2024-12-15"), staff=staff)) > 2000  # type: ignore[operator]


@pytest.mark.parametrize(
    ("vendor", "attested_by", "counts"),
    [(None, None, True), ("keystone", "keystone", True), ("keystone", "other", False), (None, "keystone", False)],
)
def test_a_vendor_attests_the_training_of_its_own_people(
    vendor: str | None, attested_by: str | None, counts: bool
) -> None:
    facts = world(MADE, done(START, attested_by=attested_by), staff=(kim(vendor=vendor),))
    assert (days_late(MADE, facts) == 0) is counts


CHANGED = Module(id="base", version="3", reviewed_on="2026-01-08", retrain=True)


@pytest.mark.parametrize(
    ("module", "completion", "created_on", "is_trained"),
    [
        (CHANGED, done("2025-12-01", version="2"), "2025-12-05", True),
        (CHANGED, done("2025-12-01", version="2"), "2026-02-05", False),
        (CHANGED, done("2025-12-01", version="3"), "2026-02-05", True),
        (CHANGED, done("2025-12-01"), "2026-02-05", False),
        (CHANGED, done("2026-01-08"), "2026-02-05", True),
        (Module(id="base", version="3", reviewed_on="2026-01-08"), done("2025-12-01", version="2"), "2026-02-05", True),
        (Module(id="base", version="3", retrain=True), done("2025-12-01", version="2"), "2026-02-05", True),
    ],
)
def test_a_version_that_was_replaced_counts_for_those_before(
    module: Module, completion: Completion, created_on: str, is_trained: bool
) -> None:
    one = account(created_on=created_on)
    assert (days_late(one, world(one, completion, modules=(module,))) == 0) is is_trained


@pytest.mark.parametrize(
    ("signed_on", "days", "lacking"),
    [("2024-03-05", 0, ()), ("2024-03-15", 10, ("Acceptable use",)), (None, 990, ("Acceptable use",))],
)
def test_a_policy_that_others_signed_has_to_be_signed(
    signed_on: str | None, days: int, lacking: tuple[str, ...]
) -> None:
    signed = (Acknowledgement(document="use", on=signed_on),) if signed_on else ()
    other = person("ana", (START, None), acknowledgements=(Acknowledgement(document="use", on=START),))
    facts = world(MADE, done(START), staff=(kim(acknowledgements=signed), other), documents=(POLICY,))
    assert (days_late(MADE, facts), late_titles(MADE, facts)) == (days, lacking)


def test_a_policy_that_nobody_signed_and_other_documents_ask_for_no_signature() -> None:
    other = person("ana", (START, None), acknowledgements=(Acknowledgement(document="sop", on=START),))
    documents = (POLICY, Document(id="sop", kind="sop"))
    facts = world(MADE, done(START), staff=(kim(), other), documents=documents)
    assert days_late(MADE, facts) == 0


def test_each_user_of_a_login_is_trained_by_the_day_of_getting_it() -> None:
    uses = (UsedBy(person="k-lee"), UsedBy(person="ana", **{"from": "2026-08-24"}))
    one = account(created_on="2024-03-05", persons=("k-lee", "ana"), used_by=uses)
    staff = (kim(), person("ana", ("2026-08-24", None)))
    good = world(one, done(START), done("2026-08-24", who="ana"), staff=staff)
    bad = world(one, done(START), done("2026-08-31", who="ana"), staff=staff)
    assert [days_late(one, facts) for facts in (good, bad)] == [0, 7]
    assert [(each.person.id, each.completed_on) for each in training.late_training(one, bad) or ()] == [
        ("ana", "2026-08-31")
    ]
    assert late_titles(one, bad) == ("Privacy basics",)


# ---------------------------------------------------------------- people


def standing(
    one: Account, *completions: Completion, staff: Person, modules: tuple[Module, ...] = (BASE,)
) -> list[tuple[str, str | None, int | None, bool]] | None:
    facts = world(one, *completions, modules=modules, staff=(staff,))
    found = training.training(staff, facts).required
    return None if found is None else [(e.module.id, e.completed_on, e.age_days, e.superseded) for e in found]


def test_the_newest_completion_of_each_module_counts() -> None:
    modules = (BASE, Module(id="use"), Module(id="never"), Module(id="offered", optional=True))
    completions = (done("2020-01-01"), done("2026-11-10"), done("2026-10-21", "use"), done("2026-11-01", "offered"))
    assert standing(MADE, *completions, staff=kim(), modules=modules) == [
        ("base", "2026-11-10", 10, False),
        ("use", "2026-10-21", 30, False),
        ("never", None, None, False),
    ]


def test_without_access_or_with_open_questions_nothing_is_known() -> None:
    assert standing(account(status="deleted"), done(START), staff=kim()) is None
    assert standing(MADE, done(START), staff=kim(), modules=(BASE, FOR_MANAGERS)) is None


def test_the_titles_of_what_was_never_completed() -> None:
    facts = world(MADE, done(START, "use"), modules=(BASE, Module(id="use"), Module(id="never")))
    assert training.missing_training(kim(), facts) == ("Privacy basics", "never")
    assert training.missing_training(kim(), world(MADE, modules=())) is None


def test_training_that_is_not_required_counts_as_training() -> None:
    completions = (done("2026-11-01", "talk"), done("2026-11-10", attested_by="keystone"))
    facts = world(MADE, *completions, modules=(BASE, Module(id="talk", optional=True)))
    completed = training.training(kim(), facts).completed
    assert completed is not None
    assert [(each.module.id, each.age_days) for each in completed] == [("talk", 19)]
    assert training.training(kim(), world(MADE, modules=())).completed is None


def on_leave(*leaves: Leave) -> Person:
    return Person(id="k-lee", name="Kim", engagements=(Engagement(kind="employee", start=START, leave=leaves),))


@pytest.mark.parametrize(
    ("leaves", "age"),
    [
        ((), 50),
        ((Leave(start="2026-10-11", end="2026-10-20"),), 40),
        ((Leave(start="2026-09-01", end="2026-10-10"),), 41),
        ((Leave(start="2026-11-11"),), 40),
        ((Leave(start="2026-11-21"),), 50),
        ((Leave(start="2026-10-11", end="2026-10-20", continuous=False),), 50),
    ],
)
def test_days_of_leave_are_not_counted(leaves: tuple[Leave, ...], age: int) -> None:
    assert standing(MADE, done("2026-10-01"), staff=on_leave(*leaves)) == [("base", "2026-10-01", age, False)]


def test_a_version_that_was_replaced_has_to_be_completed_again() -> None:
    completion = done("2026-01-01", version="2")
    assert standing(MADE, completion, staff=kim(), modules=(CHANGED,)) == [("base", "2026-01-01", 323, True)]


@pytest.mark.parametrize(
    ("introduced", "done_on", "days"),
    [
        ("2024-03-05", "2024-03-15", 10),
        ("2024-03-06", "2024-03-15", 0),
        ("2026-11-10", None, 10),
        ("2026-11-20", None, 1),
        ("2026-11-21", None, 0),
    ],
)
def test_a_module_that_came_after_the_access_is_due_until_it_is_done(
    introduced: str, done_on: str | None, days: int
) -> None:
    module = Module(id="base", introduced_on=introduced)
    facts = world(MADE, *([] if done_on is None else [done(done_on)]), modules=(module,))
    assert days_late(MADE, facts) == days
    assert late_titles(MADE, facts) == (("base",) if days else ())


@pytest.mark.parametrize(
    ("new", "signatures", "days"),
    [
        ({"signed_on": "2026-11-10"}, {"use": START}, 10),
        ({"signed_on": "2026-11-10"}, {"use": START, "use-2": "2026-11-15"}, 0),
        ({"signed_on": "2026-11-10"}, {"use": "2024-03-15", "use-2": "2026-11-15"}, 10),
        ({"signed_on": "2024-03-05"}, {"use": START, "use-2": "2024-03-15"}, 10),
        ({}, {"use": START, "use-2": "2026-11-15"}, 0),
        ({"signed_on": "2026-11-21"}, {"use": START}, 0),
        ({"signed_on": "2026-11-10"}, {}, 0),
    ],
)
def test_a_policy_that_replaced_the_signed_one_needs_a_new_signature(
    new: dict[str, str], signatures: dict[str, str], days: int
) -> None:
    later = Document(id="use-2", kind="policy", supersedes="use", **new)
    signed = tuple(Acknowledgement(document=document, on=day) for document, day in signatures.items())
    facts = world(MADE, done(START), staff=(kim(acknowledgements=signed),), documents=(POLICY, later))
    assert days_late(MADE, facts) == days
    assert late_titles(MADE, facts) == (("use-2",) if days else ())
