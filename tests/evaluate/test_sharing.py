"""However answers are shared and expressions taken apart, the rulings are those of asking each subject everything."""

import gc
from collections.abc import Mapping, Sequence
from random import Random
from types import ModuleType
from typing import Any
from weakref import ReferenceType, ref

import pytest

from portalaudit.evaluate import answers, detail, docket, frames
from portalaudit.evaluate.frames import ItemFrame
from portalaudit.evaluate.item_lists import Items
from portalaudit.evaluate.judge import judge
from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.inventory.kept import once, passing
from portalaudit.inventory.world import World
from portalaudit.model.report import Ruling
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.pack_compiler import compile_rules
from portalaudit.policy.rules import Rule
from tests.evaluate.practices import AS_OF, document, world
from tests.fuzz.test_fuzz import IS_BUILD_SERVER

PRACTICES = 400 if IS_BUILD_SERVER else 60
PRACTICE = """\
practice: {id: t, name: T, timezone: America/Los_Angeles, approvers: [a], legacy_baseline_on: 2025-01-01}
portals:
  - {id: nmp, name: Noridian, kind: mac, administrators: [a, b], labels: {team: a}}
  - {id: uhc, name: United, kind: standalone, registration: {status: verified, verified_on: 2020-02-11}}
roles: [{id: desk, title: Desk}, {id: lead, title: Lead, owner: a}]
vendors: [{id: v, name: V}]
"""

GRAMMAR: Mapping[str, tuple[str, ...]] = {
    "bool": (
        "account.live", "has(account.person)", "account.status == 'active'", "ID == ID", "DATE < DATE", "DATE <= as_of",
        "BOOL && BOOL", "BOOL || BOOL", "!(BOOL)", "(BOOL ? BOOL : BOOL)", "BOOL && BOOL && BOOL", "(BOOL || BOOL)",
        "has(account.last_login_on)", "has(account.person.email)", "has(account.created_on)", "account.for_people",
        "account.person.employed", "account.person.has_left", "account.?person.employed.orValue(BOOL)",
        "account.portal.kind == 'mac'", "ID in ['a', 'b']", "ID in account.portal.administrators.map(p, p.id)",
        "days_since(DATE) > params.days", "account.labels.team == ID", "account.permissions == []",
        "account.match.result == 'matched'", "size(account.users) > 1",
        "practice.approvers.exists(p, p.id == ID)", "PEOPLE.all(u, OFPERSON)", "PEOPLE.exists(u, OFPERSON)",
        "PEOPLE.filter(u, OFPERSON).all(u, OFPERSON)", "PEOPLE.filter(u, OFPERSON).exists(w, w.has_left || BOOL)",
        "GRANTS.all(g, OFGRANT)", "GRANTS.exists(g, OFGRANT)", "GRANTS.filter(g, OFGRANT).all(h, has(h.reason))",
        "account.portal.accounts.exists(o, o.login == account.login && o.id != account.id)",
        "PEOPLE.exists_one(u, OFPERSON)", "DATE < (BOOL ? DATE : DATE)", "ID in ([ID] + PEOPLE.map(u, u.id))",
        "size(ID) > 1", "size(distinct(PEOPLE.map(u, u.id) + [ID])) > 1", "cel.bind(x, DATE, x < as_of || x == DATE)",
        "account.?used_by.orValue([]).all(s, has(s.person) && s.person.employed)",
        "PEOPLE.all(u, u.roles.exists(r, has(r.from) && r.from < DATE))", "size(PEOPLE.filter(u, OFPERSON)) == 1",
    ),
    "ofperson": ("u.employed", "u.has_left", "!u.has_left", "u.id == ID", "u.left_on < DATE", "has(u.email)",
                 "OFPERSON && OFPERSON", "OFPERSON || BOOL", "u.roles.all(r, r.role.id == 'desk')"),
    "ofgrant": ("has(g.approved_by)", "g.approved_by.id != ID", "g.granted_on <= DATE", "g.kind == 'create'",
                "OFGRANT && OFGRANT", "OFGRANT || OFGRANT", "!(OFGRANT)", "g.granted_on < g.approved_on"),
    "people": ("account.users", "account.?users.orValue([])", "(has(account.users) ? account.users : [])",
               "account.portal.administrators", "account.portal.?administrators.orValue([])"),
    "grants": ("account.grants", "account.?grants.orValue([])"),
    "id": ("account.person.id", "account.approved_by.id", "'a'", "account.login", "account.id"),
    "date": ("account.created_on", "account.last_login_on", "account.approved_on", "as_of", "account.person.left_on",
             "'2026-01-31'"),
}  # fmt: skip


def grown(random: Random, kind: str, depth: int) -> str:
    """A text of a kind. Deep inside, only the first and simplest forms are left."""
    forms = GRAMMAR[kind]
    form = random.choice(forms if depth else forms[:3])
    for name in sorted(GRAMMAR, key=len, reverse=True):
        while name.upper() in form:
            form = form.replace(name.upper(), grown(random, name, max(depth - 1, 0)), 1)
    return form


def made(random: Random) -> World:
    """A practice in which anything may be missing."""

    def some(**fields: str) -> str:
        return ", ".join(f"{name}: {value}" for name, value in fields.items() if random.random() < 0.7)

    def day() -> str:
        return random.choice(("2024-03-01", "2026-01-31", "2026-01-31T12:00:00Z", "2026-11-20", "2026-08-14"))

    lines = [PRACTICE, "staff:\n"]
    for name in "abcd":
        end = random.choice(("", ", end: 2026-08-14"))
        engaged = f"[{{kind: employee, start: 2024-01-01{end}}}]"
        roles = f"[{{role: {random.choice(('desk', 'lead'))}, from: {day()[:10]}}}]"
        fields = some(engagements=engaged, roles=roles, email=f"{name}@x.org")
        lines.append(f"  - {{id: {name}, name: N{name}, {fields}}}\n")
    lines.append("accounts:\n")
    for number in range(random.choice((1, 5, 14))):
        person = random.choice("abcd")
        approved = some(approved_by=random.choice("abcd"), granted_on=day()[:10], reason="r", approved_on=day()[:10])
        grant = f"[{{kind: create, {approved}}}]"
        spell = f"[{{person: {random.choice('abcd')}, from: 2024-01-01}}]"
        fields = some(
            person=person, created_on=day()[:10], last_login_on=random.choice((day(), "never")), approved_by="a",
            approved_on=day()[:10], grants=grant, used_by=spell, labels="{team: a}", match="matched",
        )  # fmt: skip
        status, login = random.choice(("active", "disabled", "locked")), random.choice("abx")
        portal = random.choice(("nmp", "uhc"))
        head = f"id: i{number}, portal: {portal}, login: {login}, type: individual, status: {status}"
        lines.append(f"  - {{{head}, {fields}}}\n")
    found, problems = world({"a.yaml": "".join(lines)})
    assert not problems, problems
    return found


LISTS = (
    "account.users",
    "account.?users.orValue([]).filter(u, has(u.email))",
    "has(account.persons) ? account.persons : []",
    "account.portal.accounts.filter(a, has(a.person)).map(a, a.person)",
)
OF_EACH = (
    "account.live || who.id < account.login",
    "has(who.email)",
    "who.roles.exists(r, has(r.from) && r.from < account.created_on)",
    "who.accounts.all(a, a.portal.id == account.portal.id)",
)

PARAMS = "params: {days: {type: integer, default: 45, min: 1, max: 999, unit: days, stricter: lower, description: D}}\n"


def rule_of(random: Random) -> Rule | None:
    """A rule with expressions made at random; None where one of them is refused."""
    written = [grown(random, "bool", random.choice((1, 2, 3))).replace('"', "'") for _ in range(4)]
    when, first, second, worse = (f'"{each}"' for each in written)
    text = (
        f"id: test-rule\ntitle: T\nseverity: high\nfor: account\nwhen: {when}\nmessage: M\nchecks:\n"
        f"  - {{id: one, require: {first}, message: one, point_at: status}}\n"
        f"  - {{id: two, require: {second}, message: two, point_at: login}}\n"
        f"  - {{id: three, each: '{random.choice(LISTS)}', as: who, require: '{random.choice(OF_EACH)}', "
        f"message: '{{who.name}}', point_at: who.name}}\n"
        f"escalate: [{{when: {worse}, severity: critical}}]\n"
    )
    text += PARAMS if "params.days" in text else ""
    rules, problems = compile_rules([document("pack/test-rule.yaml", text)], vocabulary())
    return None if problems or not rules else rules[0]


NOTHING_FEW = ((docket, "FEW_SUBJECTS"), (frames, "FEW_KEYS"), (answers, "FEW"))
LONG_LISTS = ((docket, "MANY_ACCOUNTS"),)


@pytest.mark.parametrize("none", [(), NOTHING_FEW, LONG_LISTS], ids=["whole", "apart", "item by item"])
@pytest.mark.parametrize("first", range(0, PRACTICES, 20))
def test_sharing_answers_changes_none(
    monkeypatch: pytest.MonkeyPatch, first: int, none: Sequence[tuple[ModuleType, str]]
) -> None:
    for module, name in none:
        monkeypatch.setattr(module, name, 0)
    asked = 0
    for number in range(first, first + 20):
        random = Random(number)  # noqa: S311  no secret is made of it
        rules = [found for found in (rule_of(random) for _ in range(3)) if found]
        asked += len(rules)
        here = made(random)
        shared, alone = (list(judge(rules, here, Evaluator(AS_OF), share=share)) for share in (True, False))
        assert list(map(told, shared)) == list(map(told, alone)), number
    assert asked > 40


def told(ruling: Ruling) -> tuple[bytes, object]:
    return ruling.outcomes, ruling.verdicts


def test_the_memory_of_a_rules_items_is_given_back_with_its_ruling(monkeypatch: pytest.MonkeyPatch) -> None:
    # A run switches the collector off, so what knows itself in a circle stays.
    for module, name in NOTHING_FEW:
        monkeypatch.setattr(module, name, 0)
    made_frames: list[ReferenceType[ItemFrame]] = []
    framed = ItemFrame.__init__

    def noted(self: ItemFrame, *args: Any) -> None:
        made_frames.append(ref(self))
        framed(self, *args)

    monkeypatch.setattr(ItemFrame, "__init__", noted)
    random = Random(3)  # noqa: S311  no secret is made of it
    rules = [found for found in (rule_of(random) for _ in range(9)) if found]
    gc.disable()
    try:
        for _ in judge(rules, made(random), Evaluator(AS_OF)):
            pass
        assert [frame for frame in made_frames if frame() is not None] == []
        assert made_frames
    finally:
        gc.enable()


def test_items_of_which_it_was_only_asked_whether_a_fact_is_known_are_read_again_for_what_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module, name in NOTHING_FEW:
        monkeypatch.setattr(module, name, 0)
    text = (
        "id: test-rule\ntitle: T\nseverity: high\nfor: account\nmessage: M\npoint_at: status\n"
        "when: account.users.exists(u, has(u.excluded))\nrequire: account.users.all(u, u.excluded)\n"
    )
    rules, problems = compile_rules([document("pack/test-rule.yaml", text)], vocabulary())
    assert not problems
    person = "  - {{id: {0}, name: {0}, excluded: {1}, engagements: [{{kind: employee, start: 2020-01-01}}]}}\n"
    account = "  - {{id: {0}, portal: nmp, login: {0}, person: {0}, type: individual, status: active}}\n"
    staff, accounts = (
        "".join(each.format(name, out) for name, out in (("a", "false"), ("b", "true"))) for each in (person, account)
    )
    here, wrong = world({"a.yaml": f"{PRACTICE}staff:\n{staff}accounts:\n{accounts}"})
    assert not wrong
    (ruling,) = judge(rules, here, Evaluator(AS_OF))
    assert [verdict.subject.id for verdict in ruling.verdicts.values()] == ["a"]


def test_a_list_is_gathered_once_for_all_that_a_rule_asks_of_its_items(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in NOTHING_FEW:
        monkeypatch.setattr(module, name, 0)
    made_lists: list[int] = []
    gathered = Items.__init__

    def noted(self: Items, *args: Any) -> None:
        gathered(self, *args)
        made_lists.append(len(self.records))

    monkeypatch.setattr(Items, "__init__", noted)
    text = (
        "id: test-rule\ntitle: T\nseverity: high\nfor: account\nmessage: M\npoint_at: status\n"
        "when: account.users.exists(one, one.employed)\n"
        "require: account.users.all(one, !one.external) && account.users.exists(other, has(other.email))\n"
    )
    rules, problems = compile_rules([document("pack/test-rule.yaml", text)], vocabulary())
    assert not problems
    person = (
        "  - {{id: {0}, name: {0}, email: {0}@example.org, engagements: [{{kind: employee, start: 2020-01-01}}]}}\n"
    )
    account = "  - {{id: {0}, portal: nmp, login: {0}, person: a, type: individual, status: active}}\n"
    staff, accounts = ("".join(map(each.format, names)) for each, names in ((person, "ab"), (account, "xy")))
    here, wrong = world({"a.yaml": f"{PRACTICE}staff:\n{staff}accounts:\n{accounts}"})
    assert not wrong
    (ruling,) = judge(rules, here, Evaluator(AS_OF))
    assert not ruling.verdicts
    # One person uses both accounts.
    assert made_lists == [1]


def test_long_lists_beside_an_item_tell_the_same_as_short_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "id: test-rule\ntitle: T\nseverity: high\nfor: portal\nmessage: M\npoint_at: id\nchecks:\n"
        "  - {id: seen, each: portal.administrators, as: one, message: '{one.name}', point_at: one.id,\n"
        "     require: 'portal.accounts.exists(a, a.person.id == one.id && a.last_login_on < as_of)'}\n"
    )
    rules, problems = compile_rules([document("pack/test-rule.yaml", text)], vocabulary())
    assert not problems
    staff = "staff:\n  - {id: a, name: Ann}\n  - {id: b, name: Ben}\naccounts:\n"
    account = "  - {{id: {0}, portal: {1}, login: {0}, person: {2}, type: individual, status: active{3}}}\n"
    used = ", last_login_on: 2026-11-02"
    accounts = account.format("x", "nmp", "a", used) + account.format("y", "nmp", "b", "")
    accounts += account.format("z", "uhc", "b", used) + account.format("v", "uhc", "a", used)
    portal = "  - {{id: {0}, name: P, kind: hub, administrators: [a, b]}}\n"
    portals = f"portals:\n{portal.format('nmp')}{portal.format('uhc')}"
    here, wrong = world({"a.yaml": f"practice: {{id: t, name: T, timezone: UTC}}\n{portals}{staff}{accounts}"})
    assert not wrong
    found = []
    for long in (0, 10_000):
        monkeypatch.setattr(detail, "LONG_LIST", long)
        (ruling,) = judge(rules, here, Evaluator(AS_OF))
        found.append([(one.subject.id, one.status.value, one.place.line) for one in ruling.verdicts.values()])
    # Ben is on the seventh line, and whether his login to the first portal was used is not known.
    assert found == [[("nmp", "unknown", 7)]] * 2


def test_what_is_kept_for_one_rule_only_is_given_back_with_its_ruling() -> None:
    kept: list[int] = []

    @passing
    @once
    def table(_world: World) -> list[int]:
        kept.append(1)
        return kept

    rules = [found for found in [rule_of(Random(3))] if found]  # noqa: S311  no secret is made of it
    here = made(Random(3))  # noqa: S311  as above
    assert table(here) is table(here)
    assert list(judge(rules, here, Evaluator(AS_OF)))
    assert len(table(here)) == 2
