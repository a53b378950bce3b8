"""Everybody at Riverbend: who works where, as what, since when."""

from collections.abc import Iterator

from portalaudit.model.values import dataclass, replace
from tests.samples.riverbend.choice import day, number, pick, plus, working_day

DOMAIN = "riverbendmsg.example.org"
OHIO, KENTUCKY, INDIANA = "31-1467205", "61-1382946", "35-2178034"
ALL = (OHIO, KENTUCKY, INDIANA)

SITES = {
    "queensgate": OHIO,
    "mason": OHIO,
    "milford": OHIO,
    "covington": KENTUCKY,
    "florence": KENTUCKY,
    "lawrenceburg": INDIANA,
}

MANAGERS = {
    "queensgate": "j-mcallister",
    "mason": "k-neff",
    "milford": "l-ortega",
    "covington": "m-peck",
    "florence": "n-rudd",
    "lawrenceburg": "o-stroud",
}

PROGRAMME_BEGAN = "2019-01-07"
"""Training was put on paper from this day on."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person; `role` is the job held today, `previous` the one before with the day of the change."""

    id: str
    name: str
    title: str
    role: str
    site: str
    start: str
    manager: str | None
    department: str
    end: str | None = None
    vendor: str | None = None
    former_name: str | None = None
    previous: tuple[str, str] | None = None
    moved_from: tuple[str, str] | None = None
    more_roles: tuple[str, ...] = ()
    more_sites: tuple[str, ...] = ()
    leave: tuple[dict[str, object], ...] = ()
    involuntary: bool = False
    remark: str = ""

    @property
    def email(self) -> str:
        """The work mailbox."""
        domain = DOMAIN if self.vendor is None else VENDOR_DOMAINS[self.vendor]
        return f"{self.name.lower().replace(' ', '.')}@{domain}"

    @property
    def first_trained_on(self) -> str:
        """The day of the first training and signature."""
        return max(self.start, PROGRAMME_BEGAN)


VENDOR_DOMAINS = {
    "ohio-valley-network": "ovnetwork.example.org",
    "keyline-staffing": "keylinestaffing.example.org",
    "tri-county-coding": "tricountycoding.example.org",
}

_CLINICIANS = {
    "queensgate": """Arthur Delacroix MD, Simone Achebe MD, Gregory Pfeiffer DO, Lakshmi Raman MD, Thomas Oyelaran MD,
        Ingrid Halvorsen NP, Paul Castellano MD, Yuki Tanabe MD, Deborah Finch PA, Rashid Karimi MD""",
    "mason": """Caroline Whitfield MD, Samuel Brandt DO, Meera Joshi MD, Hannah Voss NP, Victor Dimitrov MD,
        Joanna Keller PA""",
    "milford": "Robert Ashcroft MD, Elise Moreau NP, Daniel Okafor MD, Susan Pryor DO",
    "covington": "William Tackett MD, Amara Nwosu MD, Peter Lindgren PA, Colleen Doyle NP",
    "florence": "Charles Hensley MD, Beatriz Salgado MD, Owen Prichard DO, Nadia Farouk NP",
    "lawrenceburg": "James Strohmeier MD, Fiona Gallagher NP, Anil Mehrotra MD",
}
_FRONT_DESK = {
    "queensgate": """Keisha Barnett, Dolores Espinoza, Tiffany Roark, Marcus Ellery, Bethany Stamper, Linh Pham,
        Jasmine Odom""",
    "mason": "Carol Wetzel, Priscilla Nunn, Aiden Schroeder, Monique Fields, Heather Combs",
    "milford": "Sheila Burkhart, Trevor Maddox, Nancy Oakley, Brianna Leach",
    "covington": "Rhonda Kessinger, Latoya Greer, Emily Vance, Hector Zamora",
    "florence": "Peggy Stidham, Danielle Rusk, Kayla Norris",
    "lawrenceburg": "Judith Ebert, Crystal Hartsell, Megan Toole",
}
_SCHEDULERS = {
    "queensgate": "Anita Feldhaus, Corey Bixler, Yolanda Prather",
    "mason": "Denise Lachance, Jordan Sipe",
    "milford": "Marlene Utley",
    "covington": "Stacy Purcell",
    "florence": "Gwen Ratliff",
    "lawrenceburg": "Toni Amburgey",
}
_CLINICAL_SUPPORT = {
    "queensgate": """Alicia Boone RN, Brent Caudill MA, Charlene Dabney MA, Destiny Eakins MA, Erica Fugate RN,
        Felicia Gaines MA, Grace Hinkle MA, Holly Isaacs RN, Ivan Jessup MA, Janelle Kirby MA, Kurt Lovell RN,
        Leah Mounts MA, Maya Nickell MA""",
    "mason": """Naomi Osgood RN, Oscar Pennington MA, Paige Quigley MA, Quentin Riddle MA, Rosa Sizemore MA,
        Shawn Teague RN, Tara Underwood MA, Ursula Varney MA""",
    "milford": """Vanessa Wooten RN, Wesley Yancey MA, Ximena Zeller MA, Abby Arnett MA, Blake Bowling MA,
        Celeste Conley RN""",
    "covington": """Dwight Dunaway RN, Elena Estep MA, Faith Fryman MA, Gina Goins MA, Haley Howell RN, Irene Ison MA,
        Jared Justice MA""",
    "florence": """Kara Klopp RN, Leo Lykins MA, Molly Mayhew MA, Nina Napier MA, Olive Overbey RN,
        Pearl Poynter MA""",
    "lawrenceburg": "Reed Rowland RN, Sonya Spurlock MA, Tess Thacker MA, Uma Uhlman MA, Vera Vaught RN",
}
_BILLING_OFFICE = {
    "biller": """Angela Brockman, Brian Cassidy, Cynthia Duvall, Darnell Easley, Evelyn Fortner, Francine Gillis,
        Gary Hostetler, Helen Ingram, Isabel Jarvis, Joyce Kinser, Kenneth Lutz, Loretta Massey, Michelle Novak,
        Natalie Orr""",
    "coder": "Olga Petrenko, Pamela Quick, Ruth Stapleton",
    "payment_poster": "Sandra Terhune, Tamara Unger",
    "cbo_manager": "Vincent Albrecht",
    "pa_specialist": "Wanda Adkins, Yvette Bellamy, Zachary Crouch, Adrienne Dykes, Bonita Everhart, Carmen Fultz",
}
_ADMINISTRATION = {
    "credentialing": "Diane Gentry, Eileen Hargis",
    "compliance_officer": "Frances Iverson",
    "portal_admin": "Gordon Jamison, Heidi Kruse",
    "hr": "Irma Lattimore",
}
_PRACTICE_MANAGERS = {
    "queensgate": "Joel McAllister",
    "mason": "Kathleen Neff",
    "milford": "Louis Ortega",
    "covington": "Melinda Peck",
    "florence": "Norman Rudd",
    "lawrenceburg": "Olivia Stroud",
}
TITLES = {
    "MD": "physician",
    "DO": "physician",
    "NP": "nurse practitioner",
    "PA": "physician assistant",
    "RN": "registered nurse",
    "MA": "medical assistant",
    "front_desk": "patient access representative",
    "scheduler": "scheduler",
    "biller": "billing specialist",
    "coder": "certified coder",
    "payment_poster": "payment poster",
    "cbo_manager": "manager of the central billing office",
    "pa_specialist": "prior authorization specialist",
    "credentialing": "credentialing coordinator",
    "compliance_officer": "compliance and privacy officer",
    "portal_admin": "portal and EDI analyst",
    "hr": "human resources coordinator",
    "practice_manager": "practice manager",
}
_SINCE = {
    "a-delacroix": "2009-03-02",
    "v-albrecht": "2011-05-16",
    "f-iverson": "2014-02-03",
    "g-jamison": "2012-03-12",
    "h-kruse": "2016-06-13",
    "d-gentry": "2013-09-09",
    "i-lattimore": "2015-01-12",
    "j-mcallister": "2012-08-06",
    "k-neff": "2015-04-13",
    "l-ortega": "2017-02-06",
    "m-peck": "2014-10-06",
    "n-rudd": "2018-05-21",
    "o-stroud": "2019-08-12",
    "a-brockman": "2012-01-09",
    "s-terhune": "2013-06-03",
    "t-unger": "2017-10-16",
    "e-hargis": "2021-03-15",
    "m-joshi": "2017-05-01",
}


def _ids(names: str) -> Iterator[tuple[str, str, str]]:
    """Id, name and credentials of each of the names."""
    for each in names.split(","):
        parts = each.split()
        credentials = parts.pop() if parts[-1] in TITLES else ""
        yield f"{parts[0][0].lower()}-{parts[-1].lower()}", " ".join(parts), credentials


def _start(person_id: str) -> str:
    """The first working day, a Monday."""
    made = f"{2010 + number(person_id + '/year', 16)}-{1 + number(person_id + '/month', 12):02}-01"
    monday = plus(made, (7 - day(made).weekday()) % 7 + 7 * number(person_id + "/week", 4))
    return _SINCE.get(person_id, monday)


def _people(names: str, role: str, site: str, manager: str | None, department: str) -> Iterator[Person]:
    for person_id, name, credentials in _ids(names):
        title = TITLES[credentials or role]
        yield Person(person_id, name, title, role, site, _start(person_id), manager, department)


def _employees() -> Iterator[Person]:
    for site, names in _CLINICIANS.items():
        yield from _people(names, "clinician", site, "a-delacroix", "clinicians")
    for role, table in (("front_desk", _FRONT_DESK), ("scheduler", _SCHEDULERS)):
        for site, names in table.items():
            yield from _people(names, role, site, MANAGERS[site], role.replace("_", "-"))
    for site, names in _CLINICAL_SUPPORT.items():
        yield from _people(names, "clinical_support", site, MANAGERS[site], "clinical-support")
    for role, names in _BILLING_OFFICE.items():
        manager = "a-delacroix" if role == "cbo_manager" else "v-albrecht"
        department = "prior-authorization" if role == "pa_specialist" else "billing-office"
        yield from _people(names, role, "queensgate", manager, department)
    for role, names in _ADMINISTRATION.items():
        yield from _people(names, role, "queensgate", "a-delacroix", "administration")
    for site, names in _PRACTICE_MANAGERS.items():
        yield from _people(names, "practice_manager", site, "a-delacroix", "administration")


def employees() -> dict[str, Person]:
    """Everybody employed today, by id, before anything is planted."""
    people = {person.id: person for person in _employees()}
    people["a-delacroix"] = replace(people["a-delacroix"], title="physician, chief medical officer", manager=None)
    return people


def contractors() -> dict[str, Person]:
    """The four people of three companies."""

    def outsider(name: str, title: str, role: str, vendor: str, *, start: str, end: str) -> Person:
        person_id = f"{name[0].lower()}-{name.rsplit(maxsplit=1)[-1].lower()}"
        manager = "v-albrecht" if role != "it_support" else "g-jamison"
        return Person(person_id, name, title, role, "queensgate", start, manager, "contractors", end=end, vendor=vendor)

    network, staffing, coding = VENDOR_DOMAINS
    found = (
        outsider("Patrick Dunleavy", "network engineer", "it_support", network, start="2026-02-02", end="2027-01-29"),
        outsider("Renata Solis", "temporary biller", "biller", staffing, start="2026-03-16", end="2027-03-12"),
        outsider("Craig Tolliver", "temporary biller", "biller", staffing, start="2026-05-04", end="2027-03-12"),
        outsider("Sylvia Ames", "coding auditor", "coder", coding, start="2026-04-06", end="2027-03-31"),
    )
    return {person.id: person for person in found}


def former() -> dict[str, Person]:
    """People who have left and whose records are kept for six years."""

    def leaver(name: str, role: str, site: str, start: str, end: str) -> Person:
        manager = "v-albrecht" if role == "biller" else MANAGERS[site]
        made = f"{name[0].lower()}-{name.rsplit(maxsplit=1)[-1].lower()}"
        title = TITLES.get(role, "medical assistant")
        return Person(made, name, title, role, site, start, manager, "former", end=end)

    found = [
        leaver("Teresa Blevins", "front_desk", "queensgate", "2018-09-10", "2026-03-06"),
        leaver("Ronald Hatch", "biller", "queensgate", "2016-04-04", "2026-05-29"),
        leaver("Shelby Crain", "front_desk", "mason", "2023-02-13", "2026-08-14"),
        leaver("Dustin Faulk", "biller", "queensgate", "2021-06-14", "2026-10-30"),
        leaver("Marjorie Swope", "scheduler", "covington", "2010-03-01", "2026-06-30"),
        leaver("Travis Kemper", "clinical_support", "milford", "2022-07-11", "2026-09-04"),
        replace(leaver("Brandon Yost", "front_desk", "florence", "2024-04-15", "2026-07-17"), involuntary=True),
        replace(
            leaver("Neil Abernathy", "portal_admin", "queensgate", "2010-02-08", "2026-04-17"), manager="a-delacroix"
        ),
    ]
    return {person.id: person for person in found}


def short(person: Person) -> str:
    """The usual login: first initial and last name."""
    return person.id.replace("-", "")


def clearance(person: Person) -> str:
    """The day of the background check, two weeks or so before the first day."""
    return working_day(plus(person.start, -pick(person.id + "/check", (10, 13, 14, 17, 20))))
