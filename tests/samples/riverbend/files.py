"""All files of the sample practice, by their path in it."""

from tests.samples.riverbend import accounts, office, planted, portals, reviews, roles, roster, training
from tests.samples.riverbend.writing import file, section

_REMARKS = {
    "mycgs": "CGS switches a login off after 30 days without use.",
    "palmetto-rrb": "Palmetto switches a login off after 30 days without use, and allows no robots.",
    "availity": "One login for each person. Roles as Availity names them.",
}


def files() -> dict[str, str]:
    """The text of each file."""
    people = planted.staff()
    found = accounts.accounts(people)
    written = {
        f"accounts/{portal}.yaml": file(section("accounts", given), depth=1, remark=_REMARKS.get(portal, ""))
        for portal, given in found.items()
    }
    return {
        **office.files(people),
        **roles.files(),
        **roster.files(people),
        **portals.files(found, people),
        **written,
        **reviews.files(found, people),
        **training.files(people),
    }
