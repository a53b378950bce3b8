"""The page for the office that lies in a practice's new folder: what goes where, what to type, whom to ask."""

from collections.abc import Iterator, Mapping

from portalaudit.cli.six_questions import Answers
from portalaudit.inventory.reference import Profile

_WHAT_IS_WHERE = """\
| folder | what goes there |
|---|---|
| `inventory/` | who works here, the portals, the payers and every login: text files, one line for each fact |
| `lists/` | the user lists of the portals and the staff list of payroll, as they come, until they are imported |
| `policies/` | what you want otherwise than the rules say, and what you accept until a date |
| `reports/` | what portalaudit found; `reports/check.html` opens in a browser |
| `schema/`, `.vscode/` | help for an editor; nothing to do there |
"""
_COMMANDS = """\
Type these in this folder:

| command | what it does |
|---|---|
| `portalaudit check` | says what to do first, and writes `reports/check.html` |
| `portalaudit questions` | lists what the inventory does not say yet |
| `portalaudit import lists/FILE` | shows what a list would change; with `--write` changes the inventory |
| `portalaudit explain NAME` | says all about one person or login, or about one rule |
"""
_EACH_MONTH = """\
Each month: take a user list of every portal, import it, and check. On the day someone leaves: write the last day under
`engagements` in `inventory/staff.yaml`, and check.
"""
_CARE = """\
Nothing here is ever sent anywhere. The files name real people, so keep the folder private. Never write a password or a
patient's data into it.
"""
_NO_WAY = "portalaudit does not know where its list is. Look for the page on which users are added and removed."
_BY_HAND = """\
Sign in as an administrator. Where there is no download, select the table on the screen and paste it into a text file in
`lists/`."""


def office_page(answers: Answers, portals: Mapping[str, str]) -> str:
    """The page, in Markdown. `portals` gives the id in the inventory of each chosen profile."""
    return "\n".join(_page(answers, portals))


def _page(answers: Answers, portals: Mapping[str, str]) -> Iterator[str]:
    yield f"# Portal access at {answers.name}\n"
    yield _WHAT_IS_WHERE
    yield _COMMANDS
    yield _EACH_MONTH
    if portals:
        yield f"## How to get a user list\n\n{_BY_HAND}\n"
        yield "".join(f"- **{one.name}** (`{portals[one.id]}`). {_way(one)}\n" for one in answers.portals)
    yield "## Whom to ask\n"
    yield f"{_whom(answers)}\n"
    yield _CARE.rstrip("\n")
    yield ""


def _way(one: Profile) -> str:
    """How the list of a portal is taken, as far as its profile says."""
    roles = f" Its administrators: {', '.join(one.admin_roles)}." if one.admin_roles else ""
    guide = one.export
    if guide is None:
        return f"{_NO_WAY}{roles}"
    how = f"Go to {guide.how}." if guide.how else _NO_WAY
    columns = f" It shows {', '.join(guide.columns)}." if guide.columns else ""
    return f"{how}{columns}{roles}"


def _whom(answers: Answers) -> str:
    """Who administers the portals, and what to tell them."""
    first, *others = answers.administrators or ("",)
    if not first:
        return "Write here who administers the portals. `portalaudit explain RULE` says what a rule wants and why."
    helped = f", with {' and '.join(others)}" if others else ""
    return (
        f"{first} is in charge of the portals{helped}. Ask there for a login, and say there who starts, changes "
        "jobs or leaves.\n`portalaudit explain RULE` says what a rule wants and why."
    )
