"""Reports to render: everything that can be in one, nothing at all, and very many."""

import datetime
from collections.abc import Callable, Iterator, Mapping

from portalaudit.model.access import Access, Coming, Holder, Known, Login, PortalInUse
from portalaudit.model.action import Action, Doer, Due, Target
from portalaudit.model.framework import Control, Framework, Implementation
from portalaudit.model.not_read import NotRead, Why
from portalaudit.model.origin import Layer, Origin
from portalaudit.model.place import Place, Related
from portalaudit.model.problem import Problem, ProblemCode
from portalaudit.model.project_pages import rule_page
from portalaudit.model.question import Asked, Question
from portalaudit.model.recorded import Match, RecordedFile
from portalaudit.model.report import (
    STATUSES,
    FileInput,
    GitState,
    Inputs,
    Patterns,
    PoliciesUsed,
    PracticeName,
    Report,
    Ruling,
    Run,
    Setting,
    SourceLine,
    SubjectList,
    Whose,
)
from portalaudit.model.rule_summary import LeftOutRule, Loosened, Maturity, RuleSummary, SeverityChange
from portalaudit.model.shipping import Deviation, How, Part, Shipping
from portalaudit.model.values import replace
from portalaudit.model.verdict import (
    CompensatingControl,
    Named,
    RequiredControl,
    Severity,
    Status,
    Subject,
    Verdict,
    Waiver,
    fingerprint,
)

PRACTICE = PracticeName("cascade-ridge", "Cascade Ridge Family Medicine")
AS_OF = datetime.date(2026, 11, 20)

FILES: Mapping[str, str] = {
    "accounts.yaml": """\
accounts:
  - id: nmp-klee
    portal: nmp
    login: klee01
    person: k-lee
    type: individual
    status: active
    last_login_on: 2026-08-10
  - id: availity-front
    portal: availity
    login: frontdesk
    persons: [a-jones, t-baker]
    type: individual
    status: active
  - id: uhc-tbaker
    portal: uhc
    login: tbaker
    person: t-baker
    type: individual
    status: active
  - id: hostile
\tportal: "\N{ESCAPE}[2J"
    login: "=cmd|' /C calc'!A0" # \N{ADHESIVE BANDAGE} 写真, and a very long line that goes on and on and on and on
    person: 写真
    status: active
""",
    "staff.yaml": """\
staff:
  - id: k-lee
    name: Kim Lee
    engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]
  - id: t-baker
    name: Toni Baker
    engagements: [{kind: employee, start: 2025-01-06}]
""",
    "portals.yaml": "portals:\n  - id: nmp\n    administrators: [m-ortis]\n    kind: mac\n",
}

HOSTILE_MESSAGE = (
    "</script><img src=x onerror=alert(1)>\N{ESCAPE}[31m =cmd, \"quoted\" & 'single'\ttab\nline \ud800 "
    "\N{RIGHT-TO-LEFT OVERRIDE}txt.exe \N{ADHESIVE BANDAGE} {{ 7 * 7 }} ]]> \u2028 \N{NULL}\N{REPLACEMENT CHARACTER}"
)
LONG_NAME = "x" * 200


def line(place: Place) -> SourceLine | None:
    lines = FILES.get(place.path, "").split("\n")
    if place.path not in FILES or place.line > len(lines):
        return None
    return SourceLine(lines[place.line - 1], place.column, place.end_column)


def rule(
    rule_id: str,
    severity: Severity,
    *,
    subject: str = "account",
    loosened: tuple[Loosened, ...] = (),
    severity_changed: SeverityChange | None = None,
) -> RuleSummary:
    title, remediation, rationale, controls = _TEXTS.get(rule_id, (f"The rule {rule_id} holds", "Look at it.", "", {}))
    return RuleSummary(
        id=rule_id,
        title=title,
        severity=severity,
        subject=subject,
        rationale=rationale,
        remediation=remediation,
        controls=controls,
        params={one.name: one.value for one in loosened},
        place=Place(f"portal-access/{rule_id}.yaml", 1, 1),
        loosened=loosened,
        severity_changed=severity_changed,
        fault=_FAULTS.get(rule_id, ""),
        when=_WHEN.get(rule_id, ""),
        applies_to=_APPLIES_TO.get(rule_id, ""),
        covers=_COVERS.get(rule_id, {}),
        version=_VERSIONS.get(rule_id, "1"),
        maturity=Maturity.PREVIEW if rule_id == "shared-credential" else Maturity.STABLE,
        marks=_MARKS,
        url=_PAGES.get(rule_id, ""),
    )


_PAGES = {
    "active-after-termination": rule_page("active-after-termination"),
    "dormant-account": "https://rules.example.org/?rule=dormant-account&by=%22%3Cus%3E%22",
}


_MARKS = {
    ("hipaa", "164.308(a)(3)(ii)(C)"): Implementation.ADDRESSABLE,
    ("hipaa", "164.312(a)(2)(i)"): Implementation.REQUIRED,
}
_WHEN = {"dormant-account": "account.live && <b>", "active-after-termination": "account.individual"}
_APPLIES_TO = {"active-after-termination": "logins of <one> person"}
_COVERS = {"active-after-termination": {"hipaa": ("164.308(a)(3)(ii)(C)",), "cis-v8": ("6.2",)}}
_VERSIONS = {"active-after-termination": "2"}
_FAULTS = {
    "active-after-termination": "Someone who has left still has a live account",
    "dormant-account": "An account has not been used for 90 days",
    "shared-credential": "Several people share one login",
}

_TEXTS: Mapping[str, tuple[str, str, str, Mapping[str, tuple[str, ...]]]] = {
    "active-after-termination": (
        "People who have left hold no live portal account",
        "Disable the account in the portal and write the day into the inventory.\nAsk the payer for its log.",
        "A login that outlives its person is an open door.\n\nPayers do not see that somebody left: the practice does.",
        {"hipaa": ("164.308(a)(3)(ii)(C)",), "nist-800-53": ("PS-4", "AC-2(3)"), "cis-v8": ("6.2",)},
    ),
    "dormant-account": (
        "Every live account was used within the last 90 days",
        "Ask the person whether the access is still needed. If not, remove it.",
        "Unused access is access that nobody watches.",
        {"nist-800-53": ("AC-2(3)",), "cis-v8": ("5.3",)},
    ),
    "hostile-rule": (
        "</title><script>alert(1)</script> stays text",
        '=HYPERLINK("https://example.org")\N{ESCAPE}]0;title\x07',
        "\N{RIGHT-TO-LEFT OVERRIDE}lanoitar",
        {"own<framework>": ("a,b", "c\nd")},
    ),
    "portal-without-contract": (
        "Every portal serves at least one payer with an active contract",
        "Close the portal's accounts, or write the payer's contract into the inventory.",
        "",
        {},
    ),
    "shared-credential": (
        "Every login belongs to one person",
        "Ask the portal for a login for each person, then have the shared one closed.",
        "Where two people share a login nobody can say who looked at a patient's record.",
        {"hipaa": ("164.312(a)(2)(i)",), "nist-800-53": ("IA-2", "AC-2(9)")},
    ),
}

_ACCOUNTS = {
    "availity-front": Place("accounts.yaml", 9, 5),
    "hostile/写真/\N{ADHESIVE BANDAGE}<b>,\N{ESCAPE}[0m": Place("accounts.yaml", 21, 5),
    "nmp-klee": Place("accounts.yaml", 2, 5),
    LONG_NAME: Place("accounts.yaml", 1, 1),
    "uhc-tbaker": Place("accounts.yaml", 15, 5),
}
_HOSTILE = sorted(_ACCOUNTS)[1]


def subjects(kind: str, places: Mapping[str, Place]) -> SubjectList:
    ids = sorted(places)
    return SubjectList(kind, ids, lambda position: places[ids[position]], lambda position: _whose(ids[position]))


def _whose(name: str) -> Whose:
    if name.startswith("acct-"):
        return _one_of_many(int(name[5:]))
    portal = Named("nmp", "Noridian Medicare Portal") if name.startswith("nmp-") else None
    accounts = (name,) if name in {login.account for login in LOGINS} else ()
    return Whose(portal, Named("k-lee", "Kim <Lee>") if name == "nmp-klee" else None, accounts)


def _one_of_many(number: int) -> Whose:
    portal, person = f"p{number % 9}", f"w{number % 40:02}"
    return Whose(Named(portal, f"Portal {number % 9}"), Named(person, f"Person {number % 40:02}"))


LOGINS = (
    Login(
        "availity-front",
        "frontdesk",
        "availity",
        ("a-jones", "t-baker"),
        "active",
        Place("accounts.yaml", 9, 5),
        is_shared=True,
        last_used_on="2026-11-19",
    ),
    Login(
        "nmp-klee",
        "klee01",
        "nmp",
        ("k-lee",),
        "active",
        Place("accounts.yaml", 2, 5),
        last_used_on="2026-08-10",
        permissions=("benefits.view", "eligibility.view", "user.manage"),
        knows_all=True,
        roles=("=Office <b>Admin</b>",),
        since="2024-03-05",
        known_by=Known.USER_LIST,
        known_on="2026-10-28",
    ),
    Login("nmp-robot", "<robot>", "nmp", (), "active", Place("accounts.yaml", 1), "bot", for_people=False),
    Login("uhc-old", "tb", "uhc", ("t-baker",), "disabled", Place("accounts.yaml", 1), is_live=False),
    Login("uhc-tbaker", "tbaker", "uhc", ("t-baker",), "active", Place("accounts.yaml", 15, 5), administers=True),
    Login("uhc-who", "who", "uhc", (), "locked", Place("accounts.yaml", 1), last_used_on="never"),
)

ACCESS = Access(
    (
        Holder("a-jones", "Al Jones", ("Front desk", "Biller"), last_day="2026-12-31"),
        Holder("k-lee", "Kim <Lee>", left_on="2026-08-14"),
        Holder("n-none", "Nell None", vendor="North & Co", is_on_leave=True),
        Holder("t-baker", "Toni Baker"),
    ),
    (
        PortalInUse("availity", "Availity", listed_on="2026-11-02", reviewed_on="2026-10-05"),
        PortalInUse("nmp", "Noridian Medicare Portal", ("Maria <Ortiz>",), "2026-10-28"),
        PortalInUse("uhc", "UHC", review_due_on="2026-12-01"),
    ),
    LOGINS,
    (Coming("2026-12-01", "access review of UHC is due"), Coming("2026-12-31", "last working day of Al Jones")),
)


def verdict(
    judged: RuleSummary,
    subject: Subject,
    status: Status,
    message: str,
    place: Place,
    *,
    severity: Severity | None = None,
    related: tuple[Related, ...] = (),
    missing: tuple[str, ...] = (),
    waiver: Waiver | None = None,
    more: int = 0,
) -> Verdict:
    return Verdict(
        rule=judged.id,
        subject=subject,
        status=status,
        severity=severity or judged.severity,
        message=message,
        place=place,
        fingerprint=fingerprint(judged.id, PRACTICE.id, subject),
        related=related,
        missing=missing,
        waiver=waiver,
        more=more,
    )


def ruling(
    judged: RuleSummary, of: SubjectList, verdicts: tuple[Verdict, ...], *, rest: Status = Status.PASS
) -> Ruling:
    positions = {name: position for position, name in enumerate(of.ids)}
    by_position = {positions[one.subject.id]: one for one in verdicts}
    outcomes = bytes(
        STATUSES.index(by_position[position].status if position in by_position else rest)
        for position in range(len(of.ids))
    )
    return Ruling(judged, of, outcomes, by_position, _evidence if judged.id == "shared-credential" else lambda _: "")


def _evidence(position: int) -> str:
    return f"one user, seen at <{position}>"


def report(
    rulings: tuple[Ruling, ...],
    problems: tuple[Problem, ...] = (),
    *,
    read_line: Callable[[Place], SourceLine | None] = line,
    git: GitState | None = None,
    left_out: tuple[LeftOutRule, ...] = (),
    frameworks: tuple[Framework, ...] = (),
    settings: tuple[Setting, ...] = (),
    policies: PoliciesUsed = PoliciesUsed(("portalaudit-policies",)),  # noqa: B008 -- frozen
    not_read: tuple[NotRead, ...] = (),
    recorded: tuple[RecordedFile, ...] = (),
    access: Access = ACCESS,
    questions: tuple[Question, ...] = (),
) -> Report:
    files = tuple(
        FileInput(path, f"{number:064x}", path.endswith(".yaml")) for number, path in enumerate(sorted(FILES), 10)
    )
    inputs = Inputs("1f" * 32, "2e" * 32, files, git, policies, not_read, recorded)
    return Report(
        "0.1.0",
        AS_OF,
        PRACTICE,
        inputs,
        tuple(map(_acted, rulings)),
        problems,
        read_line,
        left_out=left_out,
        frameworks=frameworks,
        settings=settings,
        access=lambda: access,
        actions=tuple(_actions(rulings)),
        questions=questions,
        run=Run(shipping=Shipping(sum(not (one.rule.loosened or one.rule.severity_changed) for one in rulings))),
    )


_VERBS = {"active-after-termination": "close-login", "shared-credential": "replace-shared-login"}


def _acted(one: Ruling) -> Ruling:
    """The same ruling, its fails with their actions; what is idle ends with a login that is closed."""
    verb, settled = _VERBS.get(one.rule.id, ""), "close-login" if one.rule.id == "dormant-account" else ""
    fails = {at: found for at, found in one.verdicts.items() if found.status is Status.FAIL}
    acted = {at: replace(found, action=verb, settled_by=settled) for at, found in fails.items()}
    return replace(one, verdicts={**one.verdicts, **acted})


def _actions(rulings: tuple[Ruling, ...]) -> Iterator[Action]:
    found = {one.rule.id: [v for v in one.verdicts.values() if v.status is Status.FAIL] for one in rulings}
    settled = tuple(v.fingerprint for v in found.get("dormant-account", ()))
    if left := found.get("active-after-termination"):
        targets = tuple(_target(v, Named("k-lee", "Kim <Lee>"), Named("nmp", "Noridian Medicare Portal")) for v in left)
        title = f"Close {len(left)} <b>login</b> of someone who has left"
        yield Action("close-login", title, Due.TODAY, Doer.MASTER_ADMINISTRATOR, Severity.CRITICAL, targets, settled)
    if shared := found.get("shared-credential"):
        targets = tuple(_target(v, None, Named("availity", "Availity")) for v in shared)
        title = "Replace a shared login with one for each person"
        yield Action("replace-shared-login", title, Due.WEEK, Doer.MASTER_ADMINISTRATOR, shared[0].severity, targets)


def _target(found: Verdict, person: Named | None, portal: Named) -> Target:
    return Target(found.subject, found.subject.id, found.severity, (found.fingerprint,), person, portal)


QUESTIONS = (
    Question(
        "Last login: tbaker on UHC",
        "Last login",
        ("account.last_login_on",),
        "",
        is_written=False,
        records=(Asked(Subject("account", "uhc-tbaker"), "tbaker on <UHC>", Place("accounts.yaml", 15, 5), 1),),
        recorded=3,
        answers=1,
        rules=("dormant-account",),
        severity=Severity.MEDIUM,
        not_listed=(Named("uhc", "UHC & Co"),),
    ),
)

_RECORDED = (
    RecordedFile("users.csv", "3c" * 32, Place("portals.yaml", 2, 5), Match.SAME, "imports/users.csv"),
    RecordedFile("<b>.png", "4d" * 32, Place("portals.yaml", 3, 5, 20), Match.NOT_HERE),
    RecordedFile("", "5e" * 32, Place("portals.yaml", 4, 5), Match.NOT_HERE),
)


def everything() -> Report:
    """All statuses and severities, second places, problems, and text that wants to break out."""
    accounts = subjects("account", _ACCOUNTS)
    portals = subjects("portal", {"nmp": Place("portals.yaml", 2, 5), "old\nportal": Place("portals.yaml", 2, 5)})
    rulings = (
        _left(accounts),
        _dormant(accounts),
        _hostile(accounts),
        ruling(
            rule("portal-without-contract", Severity.LOW, subject="portal"), portals, (), rest=Status.NOT_APPLICABLE
        ),
        _shared(accounts),
    )
    git = GitState("3f786850e387550fdab836ed7e6dc881de23001b", True, "Not as in the commit: inventory/a<b>\n.yaml.")
    whole = report(
        rulings,
        _PROBLEMS,
        git=git,
        left_out=LEFT_OUT,
        frameworks=FRAMEWORKS,
        questions=QUESTIONS,
        settings=SETTINGS,
        not_read=(
            NotRead("staff.xlsx", Why.FORMAT),
            NotRead("old/\x1b.yaml.bak", Why.COPY),
            NotRead("a<b>.csv", Why.FORMAT, True),
        ),
        recorded=_RECORDED,
        policies=POLICIES,
    )
    return replace(whole, run=RUN)


NMP, KIM = Named("nmp", "Noridian Medicare Portal"), Named("k-lee", "Kim <Lee>")


def _login_target(name: str, *, person: Named | None = None, severity: Severity = Severity.CRITICAL) -> Target:
    found = fingerprint("active-after-termination", PRACTICE.id, Subject("account", name))
    return Target(Subject("account", name), f"login {name}", severity, (found,), person, NMP if person else None)


MANY_ACTIONS = (
    Action(
        verb="close-login",
        title="Close 3 logins of people who have <left>",
        due=Due.TODAY,
        by=Doer.MASTER_ADMINISTRATOR,
        severity=Severity.CRITICAL,
        targets=(
            _login_target("nmp-klee", person=KIM),
            _login_target("nmp-klee2", person=KIM),
            _login_target("availity-front"),
        ),
        settles=(fingerprint("dormant-account", PRACTICE.id, Subject("account", "nmp-klee")),),
    ),
    Action(
        verb="sign-agreement",
        title="Sign the agreement with a vendor",
        due=Due.MONTH,
        by=Doer.OWNER,
        severity=Severity.LOW,
        targets=(Target(Subject("vendor", "north"), "North|gate\N{ESCAPE}[0m", Severity.LOW, ("ab" * 32,)),),
    ),
)

MANY_QUESTIONS = (
    Question(
        title="Second factor: 2 logins, none recorded",
        words="second factor",
        fields=("account.mfa", "account.mfa_device"),
        section="",
        is_written=False,
        records=(
            Asked(Subject("account", "nmp-klee"), "klee01", Place("accounts.yaml", 2, 5), 2, KIM, NMP),
            Asked(Subject("account", "uhc-tbaker"), "=tbaker", Place("accounts.yaml", 15, 5), 1),
        ),
        recorded=0,
        answers=3,
        rules=("dormant-account", "hostile-rule"),
        severity=Severity.MEDIUM,
        not_listed=(NMP,),
    ),
    Question(
        title="Documents: the inventory has no `documents:`",
        words="documents",
        fields=(),
        section="documents",
        is_written=False,
        records=(),
        recorded=0,
        answers=1,
        rules=("hostile-rule",),
        severity=Severity.LOW,
    ),
)


POLICIES = PoliciesUsed(("../policies", "../b<a>se", "portalaudit-policies"), ("../../policies",))

SETTINGS = (
    Setting("fail-on", "critical", Place("portalaudit.toml", 2, 1)),
    Setting("output", "html=<b>\N{ESCAPE}.html, json=r.json", Place("portalaudit.toml", 3, 1)),
)

RUN = Run(
    ignore=Patterns(("not-asked-*", "<own>"), "portalaudit.toml:2"),
    not_evaluated=(rule("not-asked-here", Severity.HIGH),),
    shipping=Shipping(
        as_shipped=2,
        deviations=(
            Deviation(How.EDITED, Part.RULE, "shared-credential", Place("policies/<own>/shared-credential.yaml", 1, 5)),
            Deviation(How.ADDED, Part.RULE, "hostile-rule", Place("policies/own/hostile-rule.yaml", 1, 5)),
            Deviation(How.ADDED, Part.FILE, "reference/own.yaml", Place("policies/reference/own.yaml")),
            Deviation(How.MISSING, Part.RULE, "soon-account"),
            Deviation(
                How.REPLACED,
                Part.PACK,
                "portal-access",
                Place("policies/portal-access/pack.yaml"),
                of="portalaudit-policies",
                lost=tuple(f"lost-{number:02}" for number in range(12)),
                edited=("shared-credential",),
            ),
            Deviation(
                How.REPLACED,
                Part.FILE,
                "reference/sod.yaml",
                Place("policies/reference/sod.yaml"),
                of="portalaudit-policies",
            ),
            Deviation(How.UNUSED, Part.PACK, "nprm", Place("policies/policy.yaml", 1, 8), lost=("soon", "later")),
        ),
    ),
)

LEFT_OUT = (
    LeftOutRule(
        "orphan-account",
        "Every live account has an owner",
        Severity.HIGH,
        "The vendor <b>owns</b>\nthem all",
        Origin(Layer.BASE, Place("base/policy.yaml", 4, 3, 17)),
    ),
    LeftOutRule("soon-account", "Soon", Severity.LOW, ""),
)

FRAMEWORKS = (
    Framework(
        "cis-v8",
        "CIS Critical Security Controls",
        "Version 8",
        "CIS <Controls> v8",
        "https://example.org/cis",
        "2026-11-22",
        (
            Control("5.1", "Inventory of accounts", rules=("shared-credential",)),
            Control(
                "5.3", "Dormant accounts are disabled", rules=("dormant-account",), covered_by=("dormant-account",)
            ),
            Control("5.4", "Dedicated administrators", rules=("not-asked-here",)),
            Control("5.5", "Service accounts", "Nobody <b>counts</b> them", is_verified=False),
            Control(
                "6.1",
                "Access is granted",
                implementation=Implementation.ADDRESSABLE,
                rules=("portal-without-contract",),
                left_out=("orphan-account",),
            ),
            Control(
                "6.2",
                "Access is revoked",
                implementation=Implementation.REQUIRED,
                rules=("active-after-termination", "dormant-account"),
                covered_by=("dormant-account",),
            ),
        ),
    ),
    Framework("own<framework>", "own<framework>", "", "", "", "", (Control("c\nd", rules=("hostile-rule",)),)),
)


def _left(accounts: SubjectList) -> Ruling:
    judged = rule("active-after-termination", Severity.CRITICAL)
    person = Related(Place("staff.yaml", 4, 60, 70), "left on this day")
    found = verdict(
        judged,
        Subject("account", "nmp-klee"),
        Status.FAIL,
        "klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14",
        Place("accounts.yaml", 7, 13, 19),
        related=(person,),
    )
    waived = verdict(
        judged,
        Subject("account", "availity-front"),
        Status.WAIVED,
        "frontdesk on Availity is still active; Al Jones left on 2026-11-02",
        Place("accounts.yaml", 14, 13, 19),
        waiver=WAIVER,
    )
    resolved = verdict(
        judged,
        Subject("account", "uhc-tbaker"),
        Status.RESOLVED,
        "tbaker on UHC: used on 2026-08-29; looked into on 2026-09-01, decided by Maria <Ortiz>: no breach\n",
        Place("accounts.yaml", 15, 5, 7),
    )
    return ruling(judged, accounts, (found, waived, resolved))


_MANAGER = Named("m-ortiz", "Maria <Ortiz>")
WAIVER = Waiver(
    id="w-1",
    reason="The portal closes\nits logins once a month",
    requested_by=Named("a-jones", "Al Jones"),
    approved_by=_MANAGER,
    approved_on=datetime.date(2026, 9, 2),
    expires_on=datetime.date(2026, 12, 1),
    days_left=11,
    place=Place("policies/waivers.yaml", 2, 5),
    ticket="T-1",
    compensating_control=CompensatingControl("watched", _MANAGER, 30, datetime.date(2026, 11, 3)),
    renewals=1,
    severity=Severity.CRITICAL,
    required=(RequiredControl("hipaa", "164.312(a)(2)(i)", "Unique <user> identification"),),
)


def accepted(number: int = 1) -> Report:
    """So many findings, all of them accepted, and two accounts that pass."""
    judged = rule("dormant-account", Severity.LOW)
    places = {f"a{at}": Place("accounts.yaml", at + 1) for at in range(number + 2)}
    verdicts = tuple(
        verdict(judged, Subject("account", one), Status.WAIVED, "not used", places[one], waiver=WAIVER)
        for one in list(places)[:number]
    )
    return report((ruling(judged, subjects("account", places), verdicts),))


def _dormant(accounts: SubjectList) -> Ruling:
    origin = Origin(Layer.OWN, Place("policies/<own>/policy.yaml", 5, 28, 31))
    weak = Loosened("max_idle_days", 400, 90, "Locums come back every spring, <b>really</b>", origin)
    words = Loosened("portals", ("nmp", "uhc"), ("nmp",), "")
    judged = rule("dormant-account", Severity.MEDIUM, loosened=(weak, words))
    unknown = verdict(
        judged,
        Subject("account", "uhc-tbaker"),
        Status.UNKNOWN,
        "It is not known when tbaker was last used",
        Place("accounts.yaml", 15, 5, 7),
        missing=("last_login_on", "portal.reports_logins"),
    )
    low = verdict(
        judged,
        Subject("account", "nmp-klee"),
        Status.FAIL,
        "klee01 was last used 102 days ago",
        Place("accounts.yaml", 8, 20, 30),
        severity=Severity.LOW,
    )
    return ruling(judged, accounts, (unknown, low), rest=Status.NOT_APPLICABLE)


def _hostile(accounts: SubjectList) -> Ruling:
    judged = rule("hostile-rule", Severity.INFO)
    place = Place("accounts.yaml", 23, 12, 31)
    related = (
        Related(Place("accounts.yaml", 24, 13, 15), "wide\N{ESCAPE}[7m"),
        Related(Place("no/such\nfile.yaml", 3, 7), "gone"),
    )
    fail = verdict(judged, Subject("account", _HOSTILE), Status.FAIL, HOSTILE_MESSAGE, place, related=related)
    error = verdict(
        judged,
        Subject("account", LONG_NAME),
        Status.ERROR,
        "The rule could not be evaluated: " + LONG_NAME,
        Place("accounts.yaml", 22, 11, 17),
    )
    return ruling(judged, accounts, (fail, error))


def _shared(accounts: SubjectList) -> Ruling:
    origin = Origin(Layer.OWN, Place("policies/policy.yaml", 9, 15, 19))
    change = SeverityChange(Severity.CRITICAL, "The payer gives out <one> login", origin)
    judged = rule("shared-credential", Severity.HIGH, severity_changed=change)
    found = verdict(
        judged,
        Subject("account", "availity-front"),
        Status.FAIL,
        "frontdesk on Availity is used by 2 people: Al Jones, Toni Baker",
        Place("accounts.yaml", 12, 14, 32),
        related=(Related(Place("accounts.yaml", 11, 12, 21), "here too"),),
        more=3,
    )
    return ruling(judged, accounts, (found,))


_PROBLEMS = (
    Problem(ProblemCode.SYNTAX, "this line is not YAML: \N{ESCAPE}[31m <b>", Place("notes, old.yaml", 3, 1)),
    Problem(
        ProblemCode.UNKNOWN_REFERENCE,
        "there is no person m-ortis",
        Place("portals.yaml", 3, 22, 29),
        hint="Did you mean m-ortiz? Write the id of a person of the section staff.",
        related=(Related(Place("staff.yaml", 2, 9, 14), "people are written here"),),
    ),
    Problem(
        ProblemCode.UNKNOWN_REFERENCE, "there is no portal administrator m-ortis", Place("portals.yaml", 3, 22, 29)
    ),
)


def clean() -> Report:
    """Checks were made and nothing was found."""
    accounts = subjects("account", _ACCOUNTS)
    judged = rule("active-after-termination", Severity.CRITICAL)
    return report((ruling(judged, accounts, ()), ruling(rule("shared-credential", Severity.HIGH), accounts, ())))


def nothing() -> Report:
    """No rule had anything to judge."""
    return report(())


def two() -> Report:
    """Two findings and no problem."""
    accounts = subjects("account", _ACCOUNTS)
    return report((_left(accounts), _shared(accounts)))


def many(findings: int = 1_200, unknown: int = 0) -> Report:
    """Very many findings of three rules, and so many answers that wait."""
    names = [f"acct-{number:05}" for number in range(findings + unknown)]
    accounts = subjects("account", {name: Place("accounts.yaml", number + 1, 5) for number, name in enumerate(names)})
    shares = {
        "active-after-termination": Severity.CRITICAL,
        "dormant-account": Severity.MEDIUM,
        "shared-credential": Severity.HIGH,
    }
    rulings = []
    for turn, (name, severity) in enumerate(shares.items()):
        judged = rule(name, severity)
        verdicts = tuple(
            verdict(
                judged,
                Subject("account", one),
                _status(number, findings),
                f"login{number:05} on portal {number % 9} needs somebody",
                Place("accounts.yaml", number + 1, 5, 9),
                missing=() if number < findings else ("last_login_on",),
            )
            for number, one in enumerate(names)
            if number % 3 == turn
        )
        rulings.append(ruling(judged, accounts, verdicts))
    whole = report(tuple(rulings), access=_many_people(findings))
    return replace(whole, actions=MANY_ACTIONS, questions=MANY_QUESTIONS if unknown else ())


def _many_people(findings: int) -> Access:
    people = tuple(Holder(f"w{number:02}", f"Person {number:02}") for number in range(min(findings, 40)))
    portals = tuple(PortalInUse(f"p{number}", f"Portal {number}") for number in range(min(findings, 9)))
    logins = (
        Login(
            f"acct-{number:05}", f"login{number:05}", f"p{number % 9}", (f"w{number % 40:02}",), "active", Place("a", 1)
        )
        for number in range(min(findings, 400))
    )
    return Access(people, portals, tuple(logins))


def _status(number: int, findings: int) -> Status:
    if number >= findings:
        return Status.UNKNOWN
    return Status.FAIL if number % 2 else Status.ERROR
