"""What the columns of a list can hold, and the headings that say so, for each kind of list.

The words of standards come first (SCIM 2.0, RFC 7643), then those that lists of offices and portals have in common.
What only one product writes stands in its map, in `maps/`.
"""

import re
from collections.abc import Mapping

from portalaudit.sheets.listed import ListKind

IGNORED = "ignore"
"""The column is known, and nothing is taken from it."""

SEVERAL = frozenset(
    {
        "active",
        "department",
        "email",
        "former_family_name",
        "former_name",
        "has_role",
        "inactive",
        "role",
        "signature",
        "status",
        "title",
    }
) | {IGNORED}
"""Fields that several columns of one list may hold."""

DAYS = frozenset({"started_on", "ended_on", "leave_from", "leave_to", "last_login_on", "created_on"}) | {
    "completed_on",
    "decided_on",
    "answered_on",
}
"""Fields that hold days."""

_NAME = {
    "name": """name; full name; first and last name; employee name; worker; employee; display name; user full
        name; staff name; staff member; person; member name; participant; participant name; attendee; attendee name;
        printed name; print name; name printed; learner; learner name; student name; preferred full name; legal name;
        last first; last name first name; name last first; payroll name; user's name; name of user; contact name""",
    "given_name": """first name; given name; first; legal first name; user first name; forename; employee
        first name; fname""",
    "family_name": """last name; family name; last; surname; legal last name; user last name; employee last
        name; lname""",
    "middle_name": "middle name; middle initial; middle; mi; legal middle name",
    "suffix": "suffix; name suffix; generational suffix; generation suffix",
}
_NUMBERS = {
    "employee_number": """employee number; employee no; employee num; employee id; employee; emp id; emp no;
        emp; empid; payroll id; payroll number; personnel number; person number; person id; staff id; worker id;
        associate id; file number; external id; badge number""",
    "npi": "npi; npi number; individual npi; national provider identifier; provider npi; rendering npi",
}
_EMAIL = {
    "email": """email; emails; e mail; email address; e mail address; work email; work e mail; business email;
        primary email; company email; mail; user email; email id; contact email; office email""",
}
_NOTHING_OF_USE = {
    IGNORED: """phone; work phone; mobile; mobile phone; cell; cell phone; home phone; phone number;
        telephone; fax; extension; address; street; street address; city; state; zip; zip code; postal code; country;
        country region; usage location; notes; note; comments; comment; date of birth; birth date; birthday; dob;
        gender; pay type; pay rate; hours; manager; manager email; manager id; reports to; supervisor; row; no; line;
        selected; edit; select; licenses; object id; reset password"""
}

_ROSTER = {
    **_NAME,
    **_NUMBERS,
    **_EMAIL,
    "preferred_name": "preferred name; preferred first name; nickname; goes by; known as; nick name",
    "former_name": "former name; former names; previous name; other names; aka; also known as; alias; formerly",
    "former_family_name": """former last name; previous last name; maiden name; former surname; birth name;
        prior last name""",
    "title": """job title; title; position; position title; role; business title; job; job role; position
        description; job position; occupation; employee title; job description; job titles; roles""",
    "status": """status; employment status; employee status; worker status; position status; work status;
        active status; assignment status; job status; current status; hr status; payroll status""",
    "active": "active; is active; enabled; currently employed; account enabled",
    "inactive": "terminated; is hidden; inactive; is terminated; disabled; deactivated; archived",
    "employment_type": """employment type; employee type; worker type; employment class; employment category;
        full part time; engagement; engagement type; worker category; type; assignment category; user type""",
    "started_on": """hire date; date of hire; start date; date hired; hired; hired on; first day; started;
        started on; original hire date; most recent hire date; last hire date; rehire date; employment start date;
        start; date started; joined; join date; begin date""",
    "ended_on": """termination date; term date; end date; last day; last day worked; last day of work;
        separation date; date of termination; terminated on; left on; left; date left; employment end date; end;
        termed; exit date; leaving date; release date; contract end date; last working day""",
    "leave_from": """leave start; leave start date; leave from; loa start; loa start date; leave begins; leave
        begin date; leave of absence start date; first day of leave; loa begin; on leave since; leave start dt; loa
        from""",
    "leave_to": """leave end; leave end date; leave to; loa end; loa end date; leave ends; expected return;
        expected return date; return date; leave of absence end date; last day of leave; leave until; loa to; leave
        through""",
    "location": "location; work location; site; office; office location; clinic; work site; location name; branch",
    "department": "department; home department; dept; division; cost center; cost centre; department name; team",
    **_NOTHING_OF_USE,
}
_USERS = {
    **_NAME,
    **_NUMBERS,
    **_EMAIL,
    "login": """user name; user id; login; login name; login id; logon; logon id; log in; log in id; sign in
        name; user principal name; userid; username; account; account name; user; sign on; one healthcare id; portal
        id; user login; web id; subscriber id; user account; uid; sso id; portal login; clerk id; operator id; racf
        id; sign in id""",
    "status": """status; account status; user status; user state; state; access status; login status; profile
        status; registration status; activation status; user account status; account state""",
    "active": "active; is active; account enabled; enabled; active user; is enabled; user active",
    "inactive": """inactive; disabled; deactivated; is disabled; block credential; blocked; is locked out;
        suspended; is suspended; is deactivated; deleted; archived; terminated""",
    "role": """role; roles; user role; user roles; user type; permissions; permission; access; access level;
        functions; function; combinations; groups; group; rights; entitlements; privileges; security group; security
        groups; security role; security roles; profile; access type; group membership; user groups; access rights;
        portal role; portal roles; role name; role s; features; modules; applications; app access; assigned roles;
        tools""",
    "last_login_on": """last login; last log in; last login date; last logged in; last logon; last logon date;
        last sign in; last sign in date; last sign on; last access; last accessed; last activity; last active; last
        activity date; last signed in; last used; last seen; last login time; last login date time; last successful
        login; last login timestamp; last sign in time; last log on; last log in date; date last login; last access
        date""",
    "created_on": """created; created on; created date; date created; creation date; create date; when
        created; created at; added; added on; date added; registered on; registration date; account created; user
        created; user created at; created date time; when created; added to org; enrolled; activated; activation date;
        created time; account created date; member since""",
    "mfa": """mfa; mfa method; mfa status; mfa type; two factor; two factor authentication; two factor
        authentication enabled; two step verification; 2fa; 2fa method; 2fa enabled; 2sv; 2sv enrolled; mfa enabled;
        multi factor; multi factor authentication; authentication method; second factor; 2 step authentication; mfa
        registered; default mfa method""",
    "organization": """organization; organisation; company; company name; employer; org; org unit path;
        practice; practice name; group name; vendor; tenant; account organization""",
    **_NOTHING_OF_USE,
}
_TRAINING = {
    **_NAME,
    **_NUMBERS,
    **_EMAIL,
    "module": """module; course; course name; course title; training; training name; training title; training
        module; topic; class; activity; activity name; learning item; learning activity; assignment; curriculum;
        lesson; training course; item title; policy; session; content; learning object; training topic; subject""",
    "completed_on": """completed; completed on; completion date; date completed; complete date; date of
        completion; finished; date finished; completed date; date of training; training date; date; date attended;
        attended on; session date; end date; passed on; completion; date signed; attendance date; class date;
        completion date time; completed at; date trained""",
    "outcome": """status; completion status; result; outcome; course status; pass fail; passed; training
        status; progress; attended; enrollment status; progress status; transcript status""",
    "signature": "signature; signed; sign; employee signature; sign here; initials",
    IGNORED: f"""{_NOTHING_OF_USE[IGNORED]}; department; dept; score; grade; trainer; instructor; location; title; role;
        job title; time; duration; credits; due date; certificate; attempts; assigned; assigned on; assigned date""",
}
_QUESTIONS = {
    "section": "kind; section; record type",
    "record": "id; record id",
    "field": "field; fields",
    "answer": "answer; your answer; answers; value",
    "answered_by": "answered by; by; filled in by; answer by; who",
    "answered_on": "answered on; date; answered; answer date; on; filled in on",
    IGNORED: """record; name; portal; person; question; severity; answers that wait; where to look; rules;
        file; line; fact""",
}
_ACCESS = {
    "portal": "portal id",
    "portal_name": "portal; portal name",
    "account": "account; account id; id; login id",
    "login": "login; user name; user id; username",
    "decision": """decision; review decision; keep or revoke; keep modify revoke; action; access decision;
        access appropriate""",
    "reviewer": "reviewer; reviewed by; decided by; reviewer name; approver; decision by",
    "decided_on": "decided on; reviewed on; decision date; review date; date reviewed; date decided; date",
    "reason": "reason; comment; comments; why; justification; notes; rationale",
    IGNORED: """practice; as of; run; note; e mail; name; last login; person; person id; left on; status; rights;
        since; last used; how it is known; worst finding; what is wrong; kind of login; roles in the portal; file;
        line""",
}
_WORDS: Mapping[ListKind, Mapping[str, str]] = {
    ListKind.ROSTER: _ROSTER,
    ListKind.USERS: _USERS,
    ListKind.TRAINING: _TRAINING,
    ListKind.QUESTIONS: _QUESTIONS,
    ListKind.ACCESS: _ACCESS,
}

_REMARK = re.compile(r"\[[^\[\]]{0,60}\]|\([^()]{0,60}\)")
_NOT_PLAIN = re.compile(r"[\W_]+")
_LONGEST = 100


def folded(heading: str) -> str:
    """A heading without case, blanks, signs and what is in brackets: `First Name [Required]` is `firstname`."""
    text = heading[:_LONGEST].casefold()
    bare = _REMARK.sub(" ", text) if "(" in text or "[" in text else text
    return _NOT_PLAIN.sub("", (bare if bare.strip() else text).replace("#", " number "))


def _by_heading(words: Mapping[str, str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, headings in words.items():
        for heading in headings.split(";"):
            found.setdefault(folded(heading), name)
    return found


FIELD_OF: Mapping[ListKind, Mapping[str, str]] = {kind: _by_heading(words) for kind, words in _WORDS.items()}
"""The field that a folded heading stands for, by kind of list."""

FIELDS: Mapping[ListKind, tuple[str, ...]] = {
    kind: tuple(dict.fromkeys((*words, IGNORED, *(("has_role",) if kind is ListKind.USERS else ()))))
    for kind, words in _WORDS.items()
}
"""The fields that a list of a kind can have."""
