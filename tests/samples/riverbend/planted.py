"""What is wrong at Riverbend on purpose, and what looks wrong and is not. Who is not named here is in good order."""

from portalaudit.model.values import replace
from tests.samples.riverbend.people import ALL, SITES, TITLES, Person, contractors, employees, former

# ---------------------------------------------------------------- people who changed their work

MOVED_TO_BILLING = ("t-roark", "h-combs", "a-schroeder", "b-leach")
"""From the front desk to the billing office on 2026-10-19; the old functions stay beside the new ones."""

MOVED_JOBS = {
    **dict.fromkeys(MOVED_TO_BILLING, ("biller", "2026-10-19")),
    "d-lachance": ("front_desk", "2026-10-26"),
    "e-vance": ("scheduler", "2026-11-02"),
    "o-pennington": ("pa_specialist", "2026-11-02"),
    "j-kirby": ("pa_specialist", "2026-11-02"),
}
MOVED_SITES = {
    "b-caudill": ("milford", "2026-10-26"),
    "l-mounts": ("mason", "2026-11-02"),
    "k-norris": ("covington", "2026-11-09"),
}
MOVED_IN_ORDER = ("y-prather", "pa_specialist", "2026-10-05")
"""Her accounts were set anew two days later."""

# ---------------------------------------------------------------- people who are away

LEAVE = {
    "h-isaacs": {"start": "2026-10-12", "kind": "medical", "continuous": True},
    "p-nunn": {"start": "2026-10-26", "end": "2027-01-22", "kind": "parental", "continuous": True},
    "d-easley": {"start": "2026-10-27", "kind": "medical", "continuous": True},
    "m-utley": {"start": "2026-10-30", "end": "2026-12-11", "kind": "medical", "continuous": True},
}
LEAVE_IN_ORDER = {
    "t-underwood": {"start": "2026-08-17", "end": "2026-12-04", "kind": "parental", "continuous": True},
    "s-teague": {"start": "2026-03-02", "end": "2026-06-28", "kind": "parental", "continuous": True},
    "c-dabney": {"start": "2026-11-12", "end": "2026-11-25", "kind": "vacation", "continuous": True},
    "r-kessinger": {"start": "2026-09-01", "kind": "family, two afternoons a week", "continuous": False},
}

# ---------------------------------------------------------------- logins

FORMER_NAMES = {
    "l-greer": ("Latoya Simms", "availity"),
    "d-rusk": ("Danielle Meeks", "uhc"),
    "h-howell": ("Haley Brock", "evicore"),
    "m-novak": ("Michelle Pruett", "cigna"),
    "a-dykes": ("Adrienne Sloan", "carelon"),
}
"""A second login was made after the wedding, and the old one was never closed."""

UNMATCHED = {
    "availity": ("tprice2", "kmolloy", "rvance77"),
    "uhc": ("sdemarco1", "jlowry_rmg"),
    "oh-medicaid": ("OHRM0418",),
    "cigna": ("bhollis",),
    "evicore": ("rmg.pcarver",),
    "buckeye-river": ("wseitz",),
}
"""Rows of the user lists that are nobody's."""

ALL_TAX_IDS = ("k-barnett", "d-espinoza", "c-wetzel", "s-burkhart", "h-zamora", "p-stidham")
"""Staff of one site whose Availity login reaches the three companies."""

POSTERS_WHO_BILL = ("s-terhune", "t-unger", "a-brockman")
DORMANT = 38
REVOKED_ON = "2026-10-11"
REVOKES_LEFT = 9
UNDECIDED = 17
SNAPSHOT = 96
REVIEWED_SELF = "k-neff"

# Days from the last working day to the end of each login: 34 for ten logins, 3.4 on average.
LATE = {
    "t-blevins": {"availity": 3, "uhc": 3},
    "r-hatch": {"availity": 4, "uhc": 4},
    "s-crain": {"availity": 4, "uhc": 4, "buckeye-river": 3},
    "d-faulk": {"availity": 3, "uhc": 3, "cigna": 3},
}
USED_AFTERWARDS = {("r-hatch", "uhc"): 3, ("s-crain", "availity"): 3}
"""Days after the last working day on which somebody still signed in."""

LEFT_IN_ORDER = {
    "m-swope": ("availity", "uhc"),
    "t-kemper": ("availity", "evicore"),
    "b-yost": ("availity", "uhc", "bluegrass"),
    "n-abernathy": ("availity", "mycgs", "oh-medicaid", "uhc"),
}
LEAVING_SOON = ("g-ratliff", "2026-11-25")
"""Her last day is known, and the end of each login is planned for it."""

# ---------------------------------------------------------------- training

TRAINING_DAYS = {
    "clinicians": "2026-01-15",
    "clinical-support": "2026-01-22",
    "front-desk": "2026-03-05",
    "scheduler": "2026-03-05",
    "billing-office": "2026-02-12",
    "prior-authorization": "2026-02-12",
    "administration": "2026-02-19",
    "contractors": "2026-06-11",
    "former": "2026-02-12",
}
"""The refresher of this year, by department."""

EXPIRED = {
    **dict.fromkeys(("j-ebert", "c-hartsell", "m-toole", "t-amburgey", "o-stroud"), "2025-10-23"),
    **dict.fromkeys(("k-klopp", "l-lykins", "m-mayhew", "g-ratliff", "p-stidham"), "2025-10-23"),
    **dict.fromkeys(("v-wooten", "w-yancey", "n-osgood", "a-feldhaus", "c-bixler"), "2025-08-28"),
    **dict.fromkeys(("s-achebe", "m-joshi", "w-tackett"), "2025-06-12"),
}
"""The last training of those who missed the refresher."""

CLAIM_INTEGRITY_EXPIRED = ("b-cassidy", "g-hostetler", "k-lutz", "n-orr")
CLAIM_INTEGRITY_BEFORE = "2025-03-06"


NOTES = {
    "a-delacroix": "Chief medical officer. Signs the reviews, has no login anywhere.",
    "t-roark": "October 19: four of the front desk went to the billing office with the claims of their sites.",
    "e-vance": "Covers scheduling since Stacy went to four days.",
    "l-greer": "Was Latoya Simms until May.",
    "d-rusk": "Was Danielle Meeks until 2024.",
    "h-howell": "Was Haley Brock until last winter.",
    "m-novak": "Was Michelle Pruett until 2023.",
    "a-dykes": "Was Adrienne Sloan until this spring.",
    "r-kessinger": "Two afternoons a week off to care for her father; at her desk otherwise.",
    "f-gaines": "Float: three days here, two in Covington.",
    "g-ratliff": "Retires the day before Thanksgiving. Every login has its last day.",
    "s-teague": "Back since June 29.",
    "h-isaacs": "Surgery; no date yet.",
    "a-brockman": "Team lead. Posts payments when Sandra or Tamara is out.",
    "s-terhune": "Helped with claims in the summer of 2025, and kept that.",
    "e-fortner": "Denials and appeals, with Joyce.",
    "v-albrecht": "Signs the EFT enrollments, always with Dr. Delacroix.",
    "i-lattimore": "Adds new people to Availity on their first day.",
    "p-dunleavy": "Moves our network to the new building; administrator in Availity for the clearinghouse connection.",
    "b-yost": "Given notice by us.",
    "n-abernathy": "Ran the portals with Gordon until April.",
}
"""What the office wrote above somebody's entry."""


def staff() -> dict[str, Person]:
    """Everybody, with what is planted about the person."""
    people = {**employees(), **contractors(), **former()}

    def change(person_id: str, **changes: object) -> None:
        people[person_id] = replace(people[person_id], **changes)

    for person_id, (role, on) in {**MOVED_JOBS, MOVED_IN_ORDER[0]: MOVED_IN_ORDER[1:]}.items():
        change(person_id, previous=(people[person_id].role, on), role=role, title=TITLES[role])
    for person_id, remark in NOTES.items():
        change(person_id, remark=remark)
    for person_id, (site, on) in MOVED_SITES.items():
        change(person_id, moved_from=(people[person_id].site, on), site=site)
    for person_id, leave in {**LEAVE, **LEAVE_IN_ORDER}.items():
        change(person_id, leave=(leave,))
    for person_id, (name, _) in FORMER_NAMES.items():
        change(person_id, former_name=name)
    for person_id in POSTERS_WHO_BILL:
        change(person_id, more_roles=("biller",) if people[person_id].role != "biller" else ("payment_poster",))
    for person_id in ("g-jamison", "h-kruse"):
        change(person_id, more_roles=("mac_administrator",))
    for person_id in ("d-gentry", "i-lattimore"):
        change(person_id, more_roles=("portal_admin",))
    change("f-gaines", more_sites=("covington",))
    change(LEAVING_SOON[0], end=LEAVING_SOON[1])
    return people


def training_days(person: Person) -> tuple[str, ...]:
    """The days of the first training and of the newest refresher, which some have missed."""
    first = person.first_trained_on
    newest = EXPIRED.get(person.id, TRAINING_DAYS[person.department])
    return (first, newest) if first < newest <= (person.end or newest) else (first,)


def tax_ids(person: Person, portal: str) -> tuple[str, ...]:
    """The companies that a login reaches."""
    if portal == "availity" and person.id in ALL_TAX_IDS:
        return ALL
    if person.role in ("front_desk", "scheduler", "clinical_support", "clinician"):
        return tuple(dict.fromkeys(SITES[site] for site in (person.site, *person.more_sites)))
    return ALL
