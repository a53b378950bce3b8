"""The words of the inventory that a list is read into. They come in as data, because nothing here knows one."""

from collections.abc import Collection, Mapping

from portalaudit.model.synonyms import SYNONYMS
from portalaudit.model.values import dataclass, field
from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.listed import ListKind, Standing


@dataclass(frozen=True, slots=True)
class ListVocabulary:
    """What values may be. `live` are the statuses of those who can sign in; portals are given by id.

    `profiles` holds the profile that a portal names, `native_roles` what the portal's own roles are called.
    """

    statuses: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    engagements: tuple[str, ...] = ()
    second_factors: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    portals: tuple[str, ...] = ()
    profiles: Mapping[str, str] = field(default_factory=dict)
    native_roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _by_word(table: Mapping[str, str]) -> Mapping[str, str]:
    return {folded(word): value for value, words in table.items() for word in words.split(";")}


STANDINGS = _by_word(
    {
        Standing.WORKS: """a; active; employed; current; currently employed; working; works; active employee;
        active payroll eligible; active no payroll; rehired; rehire; hired; new hire; true; yes; y; on payroll""",
        Standing.ON_LEAVE: """l; leave; on leave; leave of absence; loa; paid leave; unpaid leave; paid leave
        of absence; unpaid leave of absence; on leave of absence; medical leave; fmla; fmla leave; maternity leave;
        parental leave; paternity leave; family leave; military leave; sabbatical; short term disability; long term
        disability; active on leave""",
        Standing.LEFT: """t; i; terminated; termed; term; inactive; left; resigned; retired; deceased;
        dismissed; discharged; laid off; separated; former; former employee; no longer employed; ended; quit;
        involuntary termination; voluntary termination; inactive payroll eligible; inactive no payroll; terminated
        employee; false; no; n; not active""",
    }
)
"""What rosters write of how a person stands."""

_STATUSES = _by_word(
    {
        "active": """active; activated; enabled; approved; registered; current; live; open; active user; true;
        yes; y; reactivated""",
        "pending": """pending; invited; requested; pending activation; pending approval; invitation sent;
        awaiting approval; not yet active; pending registration; invite pending; not activated; staged""",
        "locked": "locked; locked out; account locked; user locked",
        "disabled": """disabled; inactive; not active; false; no; n; off; inactivated; inactive user; account
        disabled; disable""",
        "suspended": "suspended; on hold; suspend; account suspended",
        "deactivated": """deactivated; closed; archived; deprovisioned; expired; retired; deactivated user;
        deactive; cancelled; canceled""",
        "terminated": "terminated; termed; ended",
        "deleted": "deleted; removed; purged",
        "revoked": "revoked; access revoked; withdrawn",
    }
)
DONE, NOT_DONE = "done", "not_done"
OUTCOMES = _by_word(
    {
        DONE: """completed; complete; passed; pass; attended; yes; y; true; done; finished; x; present;
        successful; completed successfully; 100; 100 percent; success; completed passed; passed completed; certified;
        satisfied""",
        NOT_DONE: """not completed; incomplete; in progress; not started; failed; fail; absent; no; n; false;
        did not attend; no show; enrolled; assigned; overdue; past due; registered; started; withdrawn; cancelled;
        canceled; expired; not attended; excused; not attempted; pending""",
    }
)
"""What learning systems write of how a training ended."""

_ENGAGEMENTS = _by_word(
    {
        "employee": """employee; regular; full time; part time; rft; rpt; ft; pt; regular full time; regular
        part time; full time employee; part time employee; w2; permanent; per diem; prn; salaried; hourly; salary;
        exempt; non exempt; f; p; regular employee; full time regular; part time regular""",
        "contractor": """contractor; 1099; independent contractor; contract; contract worker; consultant;
        freelancer; contingent worker""",
        "vendor": "vendor; vendor staff; outsourced; third party",
        "locum": "locum; locum tenens; locums",
        "student": "student; intern; extern; trainee; resident; fellow",
        "volunteer": "volunteer; unpaid volunteer",
    }
)
_YES = frozenset({"y", "yes", "true", "t", "1", "x", "\u2713", "\u2714", "on", "enabled", "granted", "\u2611"})
_NO = frozenset({"", "n", "no", "false", "f", "0", "-", "off", "none", "\u2610", "not granted", "disabled"})


def status_meanings(kind: ListKind, vocabulary: ListVocabulary) -> tuple[str, ...]:
    """What a word of status may mean in a list of this kind."""
    if kind is ListKind.ROSTER:
        return (Standing.WORKS, Standing.ON_LEAVE, Standing.LEFT)
    if kind is ListKind.TRAINING:
        return (DONE, NOT_DONE)
    return vocabulary.decisions if kind is ListKind.ACCESS else vocabulary.statuses


def status_word(written: str, vocabulary: ListVocabulary) -> str:
    """The status of an account that a word means; empty where it is not understood."""
    return _allowed(_STATUSES.get(folded(written), ""), written, vocabulary.statuses)


def engagement_word(written: str, vocabulary: ListVocabulary) -> str:
    """The kind of engagement that a word means."""
    return _allowed(_ENGAGEMENTS.get(folded(written), ""), written, vocabulary.engagements)


def meaning(written: str, allowed: Collection[str]) -> str:
    """The allowed word that is written, in another form or by another word for it; empty where none is."""
    word = "_".join("".join(one if one.isalnum() else " " for one in written.casefold()).split())
    if word in allowed:
        return word
    return next((meant for meant in SYNONYMS.get(word, ()) if meant in allowed), "")


def is_yes(written: str) -> bool | None:
    """Whether a cell says yes or no; None where it says neither."""
    word = written.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def _allowed(meant: str, written: str, allowed: Collection[str]) -> str:
    word = written.strip().casefold()
    return meant if meant in allowed else word if word in allowed else ""
