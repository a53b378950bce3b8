"""`portalaudit start` makes a folder from six questions that checks without a problem, whole or not at all."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.cli import fresh_folder
from portalaudit.cli.commands import COMMANDS
from portalaudit.cli.fresh_practice import fresh_files, slug
from portalaudit.cli.six_questions import KINDS, QUESTIONS, Answers, Known
from portalaudit.inventory.lists.contractors import states
from tests.cli.running import Ran, portalaudit
from tests.docs.test_schema_files import complaints
from tests.inventory.facts.small_worlds import shipped_reference

Capture = pytest.CaptureFixture[str]
AS_OF = "--as-of=2026-11-20"
REFERENCE = shipped_reference()
PROFILES = tuple(REFERENCE.profiles.values())
ANSWERS = (
    *("--name", "Cedar Hill Family Practice", "--state", "OR", "--time-zone", "America/Los_Angeles"),
    *("--administrator", "Maria Ortiz", "--administrator", "Jae Park", "--portal", "noridian_nmp"),
    *("--portal", "Availity Essentials", "--payer", "Medicare", "--payer", "Aetna, Inc.=availity", "--payer", "Moda"),
)
FILES = [
    ".gitignore",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    "README.md",
    "inventory/payers.yaml",
    "inventory/portals.yaml",
    "inventory/practice.yaml",
    "inventory/staff.yaml",
    "lists/README.md",
    "policies/policy.yaml",
    "portalaudit.toml",
    "schema/cases.schema.json",
    "schema/inventory.schema.json",
    "schema/map.schema.json",
    "schema/pack.schema.json",
    "schema/policy.schema.json",
    "schema/reference.schema.json",
    "schema/rule.schema.json",
    "schema/settings.schema.json",
    "schema/waivers.schema.json",
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "America/Denver")
    return tmp_path


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def started(capsys: Capture, *arguments: str, folder: str = "cedar-hill") -> Mapping[str, str]:
    """The files of a practice that was begun, as text."""
    ran = portalaudit(capsys, "start", folder, *arguments)
    assert (ran.code, ran.err) == (0, "")
    return {name: data.decode() for name, data in files_of(Path(folder)).items()}


def test_everything_is_written_and_the_next_command_said(capsys: Capture, here: Path) -> None:
    ran = portalaudit(capsys, "start", "cedar-hill", *ANSWERS)
    assert (ran.code, ran.err) == (0, "")
    assert (
        ran.out
        == """\
Cedar Hill Family Practice: Oregon, America/Los_Angeles
  administrators: Maria Ortiz, Jae Park
  portals: Noridian Medicare Portal, Availity Essentials
  payers: Medicare, Aetna, Inc., Moda
wrote 20 files into cedar-hill; cedar-hill/README.md says what is what
then fill it: save the staff list and each portal's user list in cedar-hill/lists, and `portalaudit import` each
next: cd cedar-hill && portalaudit check
"""
    )
    assert sorted(files_of(here / "cedar-hill")) == FILES
    assert [each.name for each in here.iterdir()] == ["cedar-hill"]


def test_what_was_answered_stands_in_the_inventory(capsys: Capture) -> None:
    files = started(capsys, *ANSWERS)
    assert (
        files["inventory/portals.yaml"]
        == """\
# yaml-language-server: $schema=../schema/inventory.schema.json
# One entry for each portal. What a profile says of the portal need not be repeated.
portals:
  - id: noridian-nmp
    name: Noridian Medicare Portal
    kind: mac
    profile: noridian_nmp
    login_url: https://www.noridianmedicareportal.com
    payers: [medicare]
    administrators: [m-ortiz, j-park]
  - id: availity
    name: Availity Essentials
    kind: hub
    profile: availity
    payers: [aetna-inc]
    administrators: [m-ortiz, j-park]
"""
    )
    assert (
        files["inventory/payers.yaml"]
        == """\
# yaml-language-server: $schema=../schema/inventory.schema.json
# Every insurer that the practice works with. A portal names the payers that it reaches.
payers:
  - id: medicare
    name: Medicare
    line_of_business: medicare_ffs
  - id: aetna-inc
    name: "Aetna, Inc."
  - id: moda
    name: Moda
"""
    )
    assert (
        files["inventory/staff.yaml"]
        == """\
# yaml-language-server: $schema=../schema/inventory.schema.json
# Everyone who works here or has a login. Keep people who have left: their last day says what to close.
staff:
  - id: m-ortiz
    name: Maria Ortiz
  - id: j-park
    name: Jae Park
# One more person:
#   - id: k-lee
#     name: Kim Lee
#     email: kim.lee@example.org
#     engagements: [{kind: employee, start: 2024-03-04}]    # with `end`, the last day, once it is known
"""
    )
    assert files["inventory/practice.yaml"].startswith(
        """\
# yaml-language-server: $schema=../schema/inventory.schema.json
practice:
  id: cedar-hill-family-practice
  name: Cedar Hill Family Practice
  timezone: America/Los_Angeles    # where its days begin and end
  locations: [{id: main, state: OR}]
  master_portal_administrator: {person: m-ortiz}    # in charge of all portals

# Sections still to begin. Take away the `# ` in front of one, here or in a file of its own beside this one.
# Leave out what you do not know: `portalaudit questions` asks for it.

# Logins, one entry for each person at each portal.
# accounts:
#   - {id: noridian-nmp-k-lee, portal: noridian-nmp, login: klee01, person: k-lee, type: individual, status: active}
"""
    )


@pytest.mark.parametrize(
    ("state", "zone", "portals", "payers"),
    [
        (None, "America/Denver", ["availity"], []),
        ("ohio", "America/New_York", ["mycgs", "availity"], ["medicare"]),
        ("TX", "America/Chicago", ["novitasphere", "availity"], ["medicare"]),
        ("va", "America/New_York", ["palmetto_eservices", "availity"], ["medicare"]),
    ],
)
def test_defaults_follow_from_the_folder_and_the_state(
    state: str | None, zone: str, portals: list[str], payers: list[str], capsys: Capture
) -> None:
    files = started(capsys, "--yes", *(("--state", state) if state else ()), folder="cedar-hill_fm")
    practice = files["inventory/practice.yaml"]
    assert "  id: cedar-hill-fm\n  name: Cedar Hill Fm\n" in practice
    assert f"  timezone: {zone} " in practice
    assert ("locations:" in practice) == (state is not None)
    assert "master_portal_administrator" not in practice
    assert re.findall(r"profile: (\w+)", files["inventory/portals.yaml"]) == portals
    assert re.findall(r"- id: (\w+)", files.get("inventory/payers.yaml", "")) == payers
    assert "# staff:\n" in practice
    assert "inventory/staff.yaml" not in files


def test_where_counties_differ_the_other_contractor_is_named(capsys: Capture) -> None:
    ran = portalaudit(capsys, "start", "new", "--yes", "--state", "Virginia")
    assert ran.out.splitlines()[4] == (
        "note: Part B of Arlington County, Fairfax County, Alexandria city, Fairfax city, Falls Church city goes to "
        "another contractor; see `portalaudit mac VA`"
    )


def test_a_computer_elsewhere_gives_a_time_zone_of_the_country(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Vienna")
    assert "  timezone: America/New_York " in started(capsys, "--yes")["inventory/practice.yaml"]


@pytest.mark.parametrize("word", ["none", " NONE ", ""])
def test_an_answer_can_be_none(word: str, capsys: Capture) -> None:
    empty = [part for option in ("state", "administrator", "portal", "payer") for part in (f"--{option}", word)]
    files = started(capsys, "--name", "A B", "--time-zone", "America/Chicago", *empty)
    assert [name for name in files if name.startswith("inventory/")] == ["inventory/practice.yaml"]
    practice = files["inventory/practice.yaml"]
    assert set(re.findall(r"^# (\w+):$", practice, re.MULTILINE)) == {
        *("staff", "portals", "payers", "accounts", "roles", "vendors", "reviews", "training", "documents")
    }


def test_medicaid_is_proposed_with_its_portal_and_a_payer_finds_the_portal_of_its_name(capsys: Capture) -> None:
    files = started(capsys, "--yes", "--state", "TX", "--portal", "tmhp")
    assert (
        "  - id: medicaid\n    name: Medicaid\n    line_of_business: medicaid_ffs\n" in files["inventory/payers.yaml"]
    )
    assert "profile: tmhp\n    payers: [medicaid]\n" in files["inventory/portals.yaml"]
    files = started(capsys, "--yes", "--portal", "uhc", "--payer", "unitedhealthcare", folder="other")
    assert "    payers: [unitedhealthcare]\n" in files["inventory/portals.yaml"]


def test_ids_are_told_apart(capsys: Capture) -> None:
    people = ("--administrator", "Maria Ortiz", "--administrator", "Mario Ortiz", "--administrator", "王 小明")
    files = started(capsys, "--yes", *people, "--payer", "Aetna", "--payer", "Aetna!")
    assert re.findall(r"- id: (\S+)", files["inventory/staff.yaml"].split("# One more")[0]) == [
        *("m-ortiz", "m-ortiz-2", "record-1")
    ]
    assert re.findall(r"- id: (\S+)", files["inventory/payers.yaml"]) == ["aetna", "aetna-2"]


def test_an_id_comes_from_a_name() -> None:
    assert slug("Señor O'Brien & Söhne, M.D.") == "senor-obrien-sohne-m-d"
    assert slug("王") == ""


BAD = [
    (("--name", "TBD"), "--name: 'TBD' says nothing; say it in words or leave it out."),
    (("--name", "none"), "--name: the practice needs a name, such as 'Cedar Hill Family Practice'."),
    (("--name", "One", "--name", "Two"), "--name: there is one name only: 'One' or 'Two'?"),
    (("--name", "A\x1bB"), "--name: 'A\\x1bB' cannot be used. Write at most 100 letters, digits and signs."),
    (("--state", "Oregn"), "--state: 'Oregn' is not a state of the table. Did you mean 'Oregon'?"),
    (
        ("--time-zone", "Eastern"),
        "--time-zone: 'Eastern' is not a regional time zone name; write America/New_York.",
    ),
    (("--time-zone", "none"), "--time-zone: the practice needs a time zone, such as America/Chicago."),
    (
        ("--administrator", "Maria"),
        "--administrator: 'Maria' is not a full name. Write first and last name, such as Maria Ortiz.",
    ),
    (("--portal", "21"), "--portal: there is no portal 21; they are numbered from 1 to 20."),
    (("--portal", "0"), "--portal: there is no portal 0; they are numbered from 1 to 20."),
    (("--portal", "avality"), "--portal: 'avality' is not a portal that portalaudit knows. Did you mean 'availity'?"),
    (
        ("--portal", "cigna"),
        "--portal: 'cigna' is not the whole name of a portal. Did you mean 'Cigna for Health Care Professionals'?",
    ),
    (
        ("--payer", "Aetna=avality"),
        "--payer: 'avality' is not one of the portals that you chose. They are Availity Essentials.",
    ),
    (
        ("--payer", "=availity"),
        "--payer: '=availity' cannot be read. Write a payer's name, or NAME=PORTAL, such as Aetna=availity.",
    ),
]


@pytest.mark.parametrize(("arguments", "message"), BAD, ids=[" ".join(arguments) for arguments, _ in BAD])
def test_what_cannot_be_is_refused(arguments: tuple[str, ...], message: str, capsys: Capture, here: Path) -> None:
    ran = portalaudit(capsys, "start", "new", "--yes", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1] == f"Error: {message}"
    assert [each.name for each in here.iterdir()] == []


def test_an_unknown_portal_is_told_with_those_that_are_known(capsys: Capture) -> None:
    ran = portalaudit(capsys, "start", "new", "--yes", "--portal", "Kaiser Permanente")
    assert ran.err.splitlines()[-1] == (
        "Error: --portal: 'Kaiser Permanente' is not a portal that portalaudit knows. They are "
        f"{', '.join(one.name for one in PROFILES)}."
    )


def test_without_a_terminal_it_says_what_to_type(capsys: Capture, here: Path) -> None:
    ran = portalaudit(capsys, "start", "cedar hill", "--state", "OH", "--payer", "Aetna")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1] == (
        "Error: there is no terminal to ask in. Add --yes to take the defaults, or answer with options: "
        "portalaudit start 'cedar hill' --name 'Cedar Hill Family Practice' --time-zone America/New_York "
        "--administrator 'Maria Ortiz' --portal availity"
    )
    assert [each.name for each in here.iterdir()] == []


def test_with_an_option_for_each_question_no_terminal_is_needed() -> None:
    examples = [f"{question.option}={question.example}" for question in QUESTIONS]
    command = [sys.executable, "-m", "portalaudit", "start", "new", *(one.replace("'", "") for one in examples)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "next: cd new && portalaudit check"


def at_a_terminal(*lines: str) -> Ran:
    """A run in which someone types these lines, and then closes the terminal."""
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{line}\n" for line in lines).encode() + b"\x04")
    command = [sys.executable, "-m", "portalaudit", "start", "cedar-hill"]
    done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False)
    os.close(ours)
    os.close(theirs)
    return Ran(done.returncode, done.stdout, done.stderr)


def test_someone_at_a_terminal_is_asked_and_may_err(here: Path) -> None:
    ran = at_a_terminal(
        *("Cedar Hill Family Practice", "Oregn", "oregon", "", "Maria Ortiz, Jae Park", "1, avality", "1, availity"),
        "Medicare, Aetna=availity",
    )
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[:4] == [
        "Cedar Hill Family Practice: Oregon, America/Los_Angeles",
        "  administrators: Maria Ortiz, Jae Park",
        "  portals: Noridian Medicare Portal, Availity Essentials",
        "  payers: Medicare, Aetna",
    ]
    assert "Name of the practice [Cedar Hill]: " in ran.err
    assert "Error: 'Oregn' is not a state of the table. Did you mean 'Oregon'?\n" in ran.err
    assert "Time zone [America/Los_Angeles]: " in ran.err
    assert "   9  Availity Essentials (several payers)\n" in ran.err
    assert "[Noridian Medicare Portal, Availity Essentials]: " in ran.err
    assert "Error: 'avality' is not a portal that portalaudit knows. Did you mean 'availity'?\n" in ran.err
    assert "NAME=PORTAL says through which portal [Medicare]: " in ran.err
    assert sorted(files_of(here / "cedar-hill")) == FILES


def test_enter_takes_every_default(here: Path, capsys: Capture) -> None:
    assert at_a_terminal(*[""] * len(QUESTIONS)).code == 0
    asked = files_of(here / "cedar-hill")
    assert portalaudit(capsys, "start", "again/cedar-hill", "--yes").code == 0
    assert asked == files_of(here / "again" / "cedar-hill")


def test_who_leaves_in_the_middle_leaves_nothing_behind(here: Path) -> None:
    ran = at_a_terminal("Cedar Hill", "OR")
    assert ran.code == 130
    assert [each.name for each in here.iterdir()] == []


def test_a_folder_that_holds_something_is_left_alone(here: Path, capsys: Capture) -> None:
    (here / "mine" / "reports").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "c.txt"):
        (here / "mine" / name).touch()
    for where in ("mine", "."):
        ran = portalaudit(capsys, "start", where, "--yes")
        assert ran.code == 2
    assert portalaudit(capsys, "start", "mine", "--yes").err.splitlines()[-1] == (
        "Error: 'mine' is not empty, and nothing is overwritten. It holds a.txt, b.txt, c.txt and 1 more. "
        "Name a new folder."
    )
    assert ran.err.splitlines()[-1] == (
        "Error: '.' is not empty, and nothing is overwritten. It holds mine/. Name a new folder."
    )
    ran = portalaudit(capsys, "start", "mine/a.txt", "--yes")
    assert ran.err.splitlines()[-1] == ("Error: 'mine/a.txt' is there already and is not a folder. Name a new folder.")
    assert sorted(each.name for each in (here / "mine").iterdir()) == ["a.txt", "b.txt", "c.txt", "reports"]


def test_an_empty_folder_is_filled_even_the_current_one(here: Path, capsys: Capture) -> None:
    (here / "cedar-hill").mkdir()
    os.chdir("cedar-hill")
    ran = portalaudit(capsys, "start", ".", *ANSWERS)
    assert ran.out.splitlines()[-3:] == [
        "wrote 20 files into .; README.md says what is what",
        "then fill it: save the staff list and each portal's user list in lists, and `portalaudit import` each",
        "next: portalaudit check",
    ]
    assert sorted(files_of(here / "cedar-hill")) == FILES


def test_a_name_with_a_blank_can_be_pasted(capsys: Capture) -> None:
    ran = portalaudit(capsys, "start", "Cedar Hill", "--yes")
    assert ran.out.splitlines()[-1] == "next: cd 'Cedar Hill' && portalaudit check"


@pytest.mark.parametrize("there", [False, True])
def test_where_writing_fails_nothing_is_left(
    there: bool, here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    if there:
        (here / "a" / "b").mkdir(parents=True)
    before = sorted(here.rglob("*"))
    moves = iter([None, OSError(28, "No space left on device")])
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if fault := next(moves) if there else OSError(28, "No space left on device"):
            raise fault
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    ran = portalaudit(capsys, "start", "a/b", "--yes")
    assert ran.code == 2
    assert ran.err == "Error: cannot write 'a/b': No space left on device. Choose another place for it.\n"
    assert sorted(here.rglob("*")) == before


def test_what_someone_else_writes_meanwhile_stays(here: Path) -> None:
    (here / "mine").mkdir()
    fresh_folder.refuse_taken(here / "mine")
    (here / "mine" / "README.md").write_text("theirs")
    with pytest.raises(click.ClickException, match="something was written into it meanwhile"):
        fresh_folder.write_folder(here / "mine", {"README.md": "ours", "a/b": "ours"})
    assert files_of(here / "mine") == {"README.md": b"theirs"}


def test_the_same_answers_give_the_same_bytes(here: Path, capsys: Capture) -> None:
    for folder in ("one", "two/three"):
        assert portalaudit(capsys, "start", folder, *ANSWERS).code == 0
    assert files_of(here / "one") == files_of(here / "two" / "three")


def problems_in(folder: str, capsys: Capture) -> str:
    """What is wrong with the files of a practice: nothing where `questions` can list what is missing."""
    ran = portalaudit(capsys, "questions", f"{folder}/inventory", AS_OF)
    return ran.err if ran.code else ""


@pytest.mark.parametrize("profile", [one.id for one in PROFILES])
def test_every_portal_gives_files_without_a_problem(profile: str, capsys: Capture) -> None:
    started(capsys, "--yes", "--portal", profile, "--administrator", "Maria Ortiz")
    assert problems_in("cedar-hill", capsys) == ""


def test_all_portals_give_files_without_a_problem(capsys: Capture) -> None:
    every = [part for one in PROFILES for part in ("--portal", one.name)]
    started(capsys, "--yes", "--state", "OR", *every, "--payer", "Medicare", "--payer", "Medicaid", "--payer", "Cigna")
    assert problems_in("cedar-hill", capsys) == ""


@pytest.mark.slow
@pytest.mark.parametrize("state", states(REFERENCE))
def test_every_state_gives_files_without_a_problem(state: str, capsys: Capture) -> None:
    files = started(capsys, "--yes", "--state", state)
    assert problems_in("cedar-hill", capsys) == ""
    assert len(re.findall(r"profile:", files["inventory/portals.yaml"])) == 2


@pytest.mark.parametrize("answers", [ANSWERS, ("--yes",), ("--yes", "--portal", "none")], ids=len)
def test_every_example_holds_without_its_mark(answers: tuple[str, ...], capsys: Capture) -> None:
    started(capsys, *answers)
    for path in Path("cedar-hill/inventory").iterdir():
        lines = path.read_text().splitlines()
        begun = [re.sub(r"^# (?=\w+:$| )", "", line) for line in lines]
        assert path.name not in {"practice.yaml", "staff.yaml"} or begun != lines
        path.write_text("\n".join(begun) + "\n")
    assert problems_in("cedar-hill", capsys) == ""
    every = "".join(path.read_text() for path in Path("cedar-hill/inventory").iterdir())
    assert {"accounts", "documents", "practice", "reviews", "roles", "staff", "training", "vendors"} <= set(
        re.findall(r"^(\w+):$", every, re.MULTILINE)
    )


@given(
    name=st.text(min_size=1, max_size=40),
    people=st.lists(st.text(min_size=3, max_size=30), max_size=3),
    payers=st.lists(st.text(min_size=1, max_size=30), max_size=3),
)
def test_whatever_is_accepted_can_be_read_back(name: str, people: list[str], payers: list[str]) -> None:
    known = Known(REFERENCE, "cedar-hill", "America/Denver")
    answers = Answers(timezone="America/Denver", portals=PROFILES[:1])
    typed = {"name": (name,), "administrators": people, "payers": payers}
    try:
        for question in QUESTIONS:
            if question.field in typed:
                answers = question.answered(answers, typed[question.field], known)
    except ValueError:
        return
    files = fresh_files(answers, REFERENCE)
    for path in (path for path in files if path.startswith("inventory/")):
        assert complaints(files[path]) == []


def test_the_files_name_commands_that_there_are(capsys: Capture) -> None:
    files = started(capsys, *ANSWERS)
    texts = "".join(text for name, text in files.items() if not name.startswith("schema/"))
    named = set(re.findall(r"(?:^|`)portalaudit ([a-z]+)", texts, re.MULTILINE))
    assert {"check", "questions", "import", "explain", "rules"} == named
    assert named <= set(COMMANDS)


def test_the_page_for_the_office_is_one_page_and_says_how_each_list_is_taken(capsys: Capture) -> None:
    page = started(capsys, *ANSWERS)["README.md"]
    assert len(page.splitlines()) <= 50
    assert (
        "- **Noridian Medicare Portal** (`noridian-nmp`). Go to Manage Users > search with no criteria. It shows First "
        "and Last Name, Email, Account Status, User Type, Last Login. Its administrators: Provider Administrator, "
        "Vendor Administrator, Dual Role.\n" in page
    )
    assert (
        "- **Availity Essentials** (`availity`). portalaudit does not know where its list is. Look for the page on "
        "which users are added and removed. Its administrators: Administrator, User Administration, Organization "
        "Administration.\n" in page
    )
    assert "\nMaria Ortiz is in charge of the portals, with Jae Park. Ask there for a login" in page


def test_editor_and_git_know_the_files(capsys: Capture) -> None:
    files = started(capsys, *ANSWERS)
    schemas = json.loads(files[".vscode/settings.json"])["yaml.schemas"]
    named = {Path(name).as_posix() for name in schemas}
    # A rule names its schema itself: no pattern of names tells it from a pack. So do the settings, which are no YAML.
    named |= {"schema/rule.schema.json", files["portalaudit.toml"].partition("\n")[0].removeprefix("#:schema ./")}
    assert {name for name in FILES if name.startswith("schema/")} == named
    for name in (name for name in FILES if name.endswith(".yaml")):
        (schema,) = re.findall(r"\A# yaml-language-server: \$schema=\.\./(\S+)\n", files[name])
        assert json.loads(files[schema])["$schema"].startswith("https://json-schema.org/")
    subprocess.run(["git", "init", "-q", "cedar-hill"], check=True)
    kept = ["lists/README.md", "inventory/staff.yaml", "inventory/lists/availity-2026-11-20.csv"]
    left = ["lists/roster.txt", "reports/check.html", "inventory/questions.csv", "Downloads/users.xlsx"]
    asked = subprocess.run(
        ["git", "-C", "cedar-hill", "check-ignore", *kept, *left], capture_output=True, text=True, check=False
    )
    assert asked.stdout.splitlines() == left


def findings_in(out: str) -> list[tuple[str, str]]:
    """Severity and rule of each finding that the console prints in full."""
    return re.findall(r"^(critical|high|medium|low|info)\[(\S+)\]", out, re.MULTILINE)


def test_a_first_check_answers_with_questions(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    started(capsys, *ANSWERS)
    monkeypatch.chdir("cedar-hill")
    ran = portalaudit(capsys, "check", AS_OF, "--full")
    assert {rule for _, rule in findings_in(ran.out)} <= {"master-administrator", "directory-url"}
    assert len(findings_in(ran.out)) <= 3
    assert Path("reports/check.html").is_file()
    questions = portalaudit(capsys, "questions", AS_OF)
    assert questions.code == 0
    assert "     Contract: 3 payers, none recorded (contract)\n" in questions.out


USERS = """\
First and Last Name,Username,Email,Account Status,User Type,Last Login
Maria Ortiz,mortiz1,maria.ortiz@example.org,Active,Provider Administrator,11/18/2026
"""


def test_a_list_goes_from_its_folder_into_the_inventory(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    files = started(capsys, *ANSWERS)
    monkeypatch.chdir("cedar-hill")
    Path("lists/noridian-nmp-2026-11-20.csv").write_text(USERS)
    (command,) = re.findall(r"^portalaudit (import lists/FILE)$", files["lists/README.md"], re.MULTILINE)
    words = command.replace("FILE", "noridian-nmp-2026-11-20.csv").split()
    assert "mortiz1 on Noridian Medicare Portal: person m-ortiz" in portalaudit(capsys, *words, AS_OF).out
    assert portalaudit(capsys, *words, AS_OF, "--coverage", "full", "--write").code == 0
    assert Path("inventory/lists/noridian-nmp-2026-11-20.csv").read_text() == USERS
    assert problems_in(".", capsys) == ""
    assert "Maria Ortiz" in portalaudit(capsys, "explain", "mortiz1", AS_OF).out


PEOPLE = """\
  - {id: k-lee, name: Kim Lee, engagements: [{kind: employee, start: 2024-03-04}]}
  - {id: d-pruitt, name: Dana Pruitt, engagements: [{kind: employee, start: 2019-03-11}]}
"""
LOGINS = """\
accounts:
  - {id: nmp-ortiz, portal: noridian-nmp, login: mortiz1, person: m-ortiz, type: individual, status: active}
  - {id: av-lee, portal: availity, login: klee, person: k-lee, type: individual, status: active}
  - {id: av-pruitt, portal: availity, login: dpruitt, person: d-pruitt, type: individual, status: active}
"""


def test_two_people_and_three_logins_later_it_is_a_handful(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    started(capsys, *ANSWERS)
    monkeypatch.chdir("cedar-hill")
    with Path("inventory/staff.yaml").open("a") as staff:
        staff.write(PEOPLE)
    Path("inventory/accounts.yaml").write_text(LOGINS)
    ran = portalaudit(capsys, "check", AS_OF, "--full")
    assert (ran.code, ran.err) == (1, "")
    assert len(findings_in(ran.out)) <= 7
    assert "critical" not in {severity for severity, _ in findings_in(ran.out)}
    assert "error[" not in ran.out


def test_each_kind_of_portal_is_said_in_words() -> None:
    assert {one.kind for one in PROFILES} <= set(KINDS)


def test_a_newcomer_reads_of_it_first(capsys: Capture) -> None:
    for arguments in ((), ("--help",)):
        ran = portalaudit(capsys, *arguments)
        text = ran.out + ran.err
        assert text.split("Get started:\n")[1].split()[0] == "start"
        assert "New here? `portalaudit start my-practice`" in text
