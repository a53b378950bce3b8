"""The files of a practice that begins: what was answered as records, the rest as examples to take the `#` from."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from portalaudit.cli.editor_files import schema_files, settings_files
from portalaudit.cli.office_page import office_page
from portalaudit.cli.six_questions import Answers, ChosenPayer
from portalaudit.inventory.reference import Profile, Reference

LISTS_NOTE = """\
# Lists from portals and payroll

Save the user lists of the portals and the staff list of payroll here, as CSV or Excel files. Then, in the folder above:

```
portalaudit import lists/FILE
```

It shows what would change in the inventory; with `--write` it is changed, and a portal's user list is kept in
`inventory/lists/`. The file here can then be deleted. git leaves this folder out, because a list as it comes may hold
more than anyone needs.
"""
SETTINGS = """\
#:schema ./schema/settings.schema.json
# What `portalaudit check` does without being told; a flag says otherwise.
[check]
output = ["html=reports/check.html"]
"""
GITIGNORE = """\
# A report says whose logins are open. A list as it comes may hold more than anyone needs, and git forgets nothing.
/reports/
/lists/*
!/lists/README.md
*.csv
*.doc
*.docx
*.pdf
*.tsv
*.xls
*.xlsx
!/inventory/lists/*
~$*
"""
POLICY = """\
# yaml-language-server: $schema=../schema/policy.schema.json
# The rules that are used; `portalaudit rules` lists them. What you want otherwise stands below `rules:`, and why.
packs: [portal-access]
# rules:
#   dormant-account: {params: {dormant_days: 60}, reason: Our locums come every other month}
"""

_HEAD = "# yaml-language-server: $schema=../schema/inventory.schema.json\n"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .&/()'-]*")
_WORDS_OF_YAML = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def fresh_files(answers: Answers, reference: Reference) -> Mapping[str, str]:
    """Every file by its place in the practice's folder. The same answers give the same bytes."""
    people = ids_of((_person_id(name), name) for name in answers.administrators)
    payers = ids_of((slug(payer.name), payer.name) for payer in answers.payers)
    portals = {one.id: one.id.replace("_", "-") for one in answers.portals}
    sections = {
        "practice": _practice(answers, people),
        "portals": "".join(_portal(one, answers, portals, people, payers) for one in answers.portals),
        "payers": "".join(_payer(one, payers) for one in answers.payers),
        "staff": "".join(f"  - id: {people[name]}\n    name: {_text(name)}\n" for name in answers.administrators),
    }
    return {
        "README.md": office_page(answers, portals),
        **{f"inventory/{name}.yaml": text for name, text in _inventory(sections, portals, reference)},
        "policies/policy.yaml": POLICY,
        "lists/README.md": LISTS_NOTE,
        "portalaudit.toml": SETTINGS,
        ".gitignore": GITIGNORE,
        **settings_files(),
        **schema_files(),
    }


def _inventory(
    sections: Mapping[str, str], portals: Mapping[str, str], reference: Reference
) -> Iterator[tuple[str, str]]:
    """A file for each section that has records, and with the practice the examples of the others."""
    examples = _examples(next(iter(portals.values()), "availity"), reference)
    begun = {name: text for name, text in sections.items() if text}
    open_sections = "\n".join(commented(text) for name, text in examples.items() if name not in begun)
    yield "practice", f"{_HEAD}{begun.pop('practice')}\n{commented(_STILL_TO_BEGIN)}\n{open_sections}"
    for name, text in begun.items():
        example = commented(f"One more person:\n{_ONE_MORE_PERSON}") if name == "staff" else ""
        yield name, f"{_HEAD}{commented(_ABOUT[name])}{name}:\n{text}{example}"


_STILL_TO_BEGIN = """\
Sections still to begin. Take away the `# ` in front of one, here or in a file of its own beside this one.
Leave out what you do not know: `portalaudit questions` asks for it.
"""
_ABOUT: Mapping[str, str] = {
    "portals": "One entry for each portal. What a profile says of the portal need not be repeated.\n",
    "payers": "Every insurer that the practice works with. A portal names the payers that it reaches.\n",
    "staff": "Everyone who works here or has a login. Keep people who have left: their last day says what to close.\n",
}
_ONE_MORE_PERSON = """\
  - id: k-lee
    name: Kim Lee
    email: kim.lee@example.org
    engagements: [{kind: employee, start: 2024-03-04}]    # with `end`, the last day, once it is known
"""


def _examples(portal: str, reference: Reference) -> Mapping[str, str]:
    """Each section with one record, valid where it stands, and what it is for."""
    role = reference.default_roles["front_desk"]
    return {
        "portals": f"{_ABOUT['portals']}portals:\n  - {{id: availity, name: Availity Essentials, kind: hub}}\n",
        "payers": f"{_ABOUT['payers']}payers:\n  - {{id: aetna, name: Aetna}}\n",
        "staff": f"{_ABOUT['staff']}staff:\n{_ONE_MORE_PERSON}",
        "accounts": (
            "Logins, one entry for each person at each portal.\naccounts:\n"
            f"  - {{id: {portal}-k-lee, portal: {portal}, login: klee01, person: k-lee, type: individual, "
            "status: active}\n"
        ),
        "roles": (
            "Jobs, and what each may do in a portal. A person has `roles: [{role: front_desk, from: 2024-03-04}]`.\n"
            "roles:\n"
            f"  - {{id: {role.id}, title: {role.title}, category: {role.category}, "
            f"permissions: {_json_list(role.permissions)}, with_approval: {_json_list(role.with_approval)}}}\n"
        ),
        "vendors": "Companies whose people have logins.\nvendors:\n  - {id: billing-co, name: Billing Company}\n",
        "reviews": f"Access reviews of a portal.\nreviews:\n  - {{id: {portal}-2026-q4, portal: {portal}}}\n",
        "training": "Courses, and who took them.\ntraining:\n  modules: [{id: no-sharing, title: No shared logins}]\n",
        "documents": "Policies, procedures and letters.\ndocuments:\n  - {id: sop-portal-access, kind: sop}\n",
    }


def _practice(answers: Answers, people: Mapping[str, str]) -> str:
    state = f"  locations: [{{id: main, state: {answers.state}}}]\n" if answers.state else ""
    master = next(iter(people.values()), "")
    charge = f"  master_portal_administrator: {{person: {master}}}    # in charge of all portals\n" if master else ""
    return (
        f"practice:\n  id: {_text(slug(answers.name) or 'practice')}\n  name: {_text(answers.name)}\n"
        f"  timezone: {answers.timezone}    # where its days begin and end\n{state}{charge}"
    )


def _portal(
    one: Profile, answers: Answers, portals: Mapping[str, str], people: Mapping[str, str], payers: Mapping[str, str]
) -> str:
    reached = [payers[payer.name] for payer in answers.payers if one.id in payer.portals]
    lines = [
        f"  - id: {portals[one.id]}",
        f"    name: {_text(one.name)}",
        f"    kind: {one.kind}",
        f"    profile: {one.id}",
        *([f"    login_url: {one.login_url}"] if one.login_url else ()),
        *([f"    payers: [{', '.join(reached)}]"] if reached else ()),
        *([f"    administrators: [{', '.join(people.values())}]"] if people else ()),
    ]
    return "".join(f"{line}\n" for line in lines)


def _payer(payer: ChosenPayer, payers: Mapping[str, str]) -> str:
    line = f"    line_of_business: {payer.line_of_business}\n" if payer.line_of_business else ""
    return f"  - id: {payers[payer.name]}\n    name: {_text(payer.name)}\n{line}"


def slug(name: str) -> str:
    """An id from a name: `Cedar Hill Family Practice` becomes `cedar-hill-family-practice`; empty where none can be."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))


def _person_id(name: str) -> str:
    """The first letter of the first name, and the last name: `m-ortiz`."""
    words = slug(name).split("-")
    return f"{words[0][:1]}-{words[-1]}" if len(words) > 1 else words[0]


def ids_of(wanted: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """By name, the id that is wanted for it, as YAML; with a number where another one has it, or none can be made."""
    found: dict[str, str] = {}
    for wish, name in wanted:
        numbered = (f"{wish or 'record'}-{number}" for number in range(2, len(found) + 3))
        found[name] = next(one for one in (wish or "record-1", *numbered) if one not in found.values())
    return {name: _text(one) for name, one in found.items()}


def commented(text: str) -> str:
    """The lines of a text as comments."""
    return "".join(f"# {line}\n" for line in text.splitlines())


def _text(value: str) -> str:
    """A value as YAML: in quotes wherever a reader of YAML could take it for something else."""
    is_plain = _PLAIN.fullmatch(value) and value.casefold() not in _WORDS_OF_YAML
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _json_list(values: Sequence[str] | None) -> str:
    return json.dumps(list(values or ()), ensure_ascii=False)
