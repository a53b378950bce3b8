"""One config file for several practices: each is judged alone, and a table closes the run."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from portalaudit.report.roll_up_to_json import schema
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

AS_OF = "--as-of=2026-11-20"
Capture = pytest.CaptureFixture[str]
CLIENTS = ("alder", "birch", "cedar")
LISTED = """\
[check]
output = ["json=reports/{name}.json"]

[[practice]]
inventory = "clients/alder/inventory"

[[practice]]
inventory = "clients/birch/inventory"
fail-on = "critical"
select = "leavers"

[[practice]]
inventory = "clients/cedar/inventory"
name = "Cedar Clinic"
policies = "strict"
"""


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def pack(folder: str, severity: str = "high") -> dict[str, str]:
    rule = RULE.replace("severity: high", f"severity: {severity}")
    return {
        f"{folder}/own/pack.yaml": PACK,
        f"{folder}/own/leavers.yaml": rule,
        f"{folder}/policy.yaml": "packs: [own]\n",
    }


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A consultant's folder with three clients; Cedar has nobody who left."""
    root = tmp_path / "office"
    write(root, {"portalaudit.toml": LISTED, **pack("strict", "critical")})
    for client in CLIENTS:
        records = PRACTICE.replace("id: test, name: Test", f"id: {client}, name: {client.title()}")
        leaver = LEAVER.replace("Kim Lee", f"Kim {client.title()}")
        leaver = leaver.replace(", end: 2026-08-14", "") if client == "cedar" else leaver
        write(root, {f"clients/{client}/inventory/all.yaml": records + leaver, **pack(f"clients/{client}/policies")})
    monkeypatch.chdir(root)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "INVENTORY", "POLICIES"):
        monkeypatch.delenv(f"PORTALAUDIT_{name}", raising=False)
    return root


def table(printed: str) -> list[list[str]]:
    """The cells of the closing table, and the line below it."""
    lines = printed.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("practice "))
    return [line.split("  ") for line in lines[start:]]


def report(path: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(Path(path).read_text(encoding="utf-8"))
    return found


def test_each_practice_is_judged_with_its_own_settings_and_a_table_closes(root: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", AS_OF)
    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert lines[-6:] == [
        "practice      result           critical  high  medium  low  info  questions  oldest review",
        "alder         needs attention         0     1       0    0     0          0  none",
        "birch         within limits           0     1       0    0     0          0  none",
        "Cedar Clinic  clean                   0     0       0    0     0          0  none",
        "",
        "3 practices: 1 clean, 1 within the limits that are set, 1 with findings or questions.",
    ]
    headings = [line for line in lines if line.startswith("===")]
    assert headings == [
        "=== alder: clients/alder/inventory ===",
        "=== birch: clients/birch/inventory ===",
        "=== Cedar Clinic: clients/cedar/inventory ===",
    ]
    assert sorted(file.name for file in (root / "reports").iterdir()) == [
        "Cedar Clinic.json",
        "alder.json",
        "birch.json",
    ]
    assert report("reports/birch.json")["settings"] == [
        {
            "name": name,
            "value": value,
            "location": {"path": "portalaudit.toml", "line": line, "column": 1},
        }
        for name, value, line in (
            ("output", "json=reports/{name}.json", 2),
            ("fail-on", "critical", 9),
            ("select", "leavers", 10),
        )
    ]
    assert report("reports/Cedar Clinic.json")["inputs"]["policies"]["folders"][0] == "../../strict"  # type: ignore[index]


def test_nothing_of_one_practice_is_in_the_report_of_another(root: Path, capsys: Capture) -> None:
    portalaudit(capsys, "check", AS_OF, "-q")
    together = {client: (root / f"reports/{client}.json").read_bytes() for client in ("alder", "birch")}
    for client, text in together.items():
        alone = portalaudit(capsys, "check", client, AS_OF, "-q")
        assert (root / f"reports/{client}.json").read_bytes() == text
        assert alone.out == ""
        for other in CLIENTS:
            assert (other.encode() in text.lower()) is (other == client)


def test_a_secret_of_one_practice_masks_nothing_of_another(root: Path, capsys: Capture) -> None:
    word = "Xk29-blue-Tray"
    write(root, {"clients/alder/inventory/notes.yaml": f"labels: {{}} # password: {word}\n"})
    records = root / "clients/birch/inventory/all.yaml"
    records.write_text(records.read_text().replace("login: kimlee", f"login: {word}"))
    ran = portalaudit(capsys, "check", AS_OF)
    assert word in (root / "reports/birch.json").read_text()
    alder, _, birch = ran.out.partition("=== birch")
    assert word not in alder
    assert f"{word} is still active" in birch


@pytest.mark.parametrize("typed", ["birch", "BIRCH", "clients/birch/inventory", "clients/birch", "clients/birch/"])
def test_a_practice_is_named_by_folder_or_name_and_has_its_own_settings(
    root: Path, capsys: Capture, typed: str
) -> None:
    ran = portalaudit(capsys, "check", typed, AS_OF)
    assert ran.code == 0
    assert "fail-on critical (portalaudit.toml:9)" in " ".join(ran.out.split())
    assert "===" not in ran.out
    assert [file.name for file in (root / "reports").iterdir()] == ["birch.json"]


@pytest.mark.parametrize(
    ("here", "names"),
    [
        ("clients", ["alder", "birch", "Cedar Clinic"]),
        ("clients/birch", ["birch"]),
        ("clients/birch/inventory", ["birch"]),
    ],
)
def test_the_current_folder_says_which_practices_are_meant(
    root: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, here: str, names: list[str]
) -> None:
    monkeypatch.chdir(root / here)
    portalaudit(capsys, "check", AS_OF, "-q")
    assert sorted(file.stem for file in (root / "reports").iterdir()) == sorted(names)


def test_a_folder_above_several_means_these(root: Path, capsys: Capture) -> None:
    assert "3 practices: " in portalaudit(capsys, "check", "clients", AS_OF).out


def test_a_folder_with_none_of_them_names_them(root: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "strict")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert "../portalaudit.toml lists no practice in this folder. Name one: alder, birch, Cedar Clinic." in ran.err


def test_an_inventory_that_is_not_listed_has_the_settings_for_all(root: Path, capsys: Capture) -> None:
    write(root, {"new/inventory/all.yaml": PRACTICE + LEAVER.replace(", end: 2026-08-14", ""), **pack("new/policies")})
    ran = portalaudit(capsys, "check", "new/inventory", AS_OF)
    assert (ran.code, ran.err) == (0, "")
    assert (root / "reports/new.json").is_file()


def test_a_name_that_no_practice_has_is_refused_with_the_nearest(root: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", "brich", AS_OF)
    assert ran.code == 2
    assert (
        "there is no folder 'brich', and no practice of that name in portalaudit.toml. Did you mean 'birch'?" in ran.err
    )


def test_one_that_cannot_be_judged_keeps_none_of_the_others_from_it(root: Path, capsys: Capture) -> None:
    (root / "clients/alder/inventory/all.yaml").write_text("staff: [\n")
    (root / "clients/cedar").rename(root / "clients/gone")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert ran.err == (
        "Error: Cedar Clinic: portalaudit.toml:13:13: there is no folder 'clients/cedar/inventory'. Mend the path, or "
        "take the practice out.\n"
    )
    rows = [" ".join("  ".join(row).split()[:3]) for row in table(ran.out)]
    assert rows[1:4] == ["alder files to", "birch within limits", "Cedar Clinic not"]
    assert ran.out.endswith("3 practices: 1 within the limits that are set, 1 with files to fix, 1 not evaluated.\n")


def test_quiet_prints_no_table_and_one_line_of_what_is_wrong(root: Path, capsys: Capture) -> None:
    (root / "clients/alder/inventory/all.yaml").write_text("staff: [\n")
    ran = portalaudit(capsys, "check", AS_OF, "-q")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[syntax]: clients/alder/inventory/all.yaml:")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-ojson=-",), "a report on standard output can be of one practice: json=-, and portalaudit.toml lists 3."),
        (("-oone.html",), "'one.html' can be of one practice, and portalaudit.toml lists 3."),
        (("--baseline=known.json",), "'known.json' can be of one practice, and portalaudit.toml lists 3."),
    ],
)
def test_what_is_typed_puts_no_two_reports_in_one_place(
    root: Path, capsys: Capture, arguments: tuple[str, ...], said: str
) -> None:
    ran = portalaudit(capsys, "check", AS_OF, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not (root / "reports").exists()


def test_the_name_of_the_practice_may_stand_in_what_is_typed(root: Path, capsys: Capture) -> None:
    portalaudit(capsys, "check", AS_OF, "-q", "-ohtml=pages/{name}.html")
    assert sorted(file.name for file in (root / "pages").iterdir()) == ["Cedar Clinic.html", "alder.html", "birch.html"]


FAULTS = {
    "one report for all": (
        (
            '[check]\noutput = "html=r.html"\n[[practice]]\ninventory = "clients/alder"\n'
            '[[practice]]\ninventory = "clients/birch"\n'
        ),
        "2:10: 'r.html' would be written for alder and for birch. Put {name} into its name",
    ),
    "one report for two": (
        (
            '[[practice]]\ninventory = "clients/alder"\noutput = ["json=a.json", "html=r.html"]\n'
            '[[practice]]\ninventory = "clients/birch"\noutput = "html=sub/../r.html"\n'
        ),
        "6:10: 'sub/../r.html' would be written for alder and for birch.",
    ),
    "one baseline for two": (
        (
            '[check]\nbaseline = "b.json"\n[[practice]]\ninventory = "clients/alder"\n'
            '[[practice]]\ninventory = "clients/birch"\n'
        ),
        "2:12: 'b.json' would be written for alder and for birch.",
    ),
    "one bracket": ('[practice]\ninventory = "clients/alder"\n', "1:2: write each practice below a line [[practice]]"),
    "no inventory": ('[[practice]]\nname = "a"\n', "1:3: a practice needs the folder of its inventory"),
    "a number for it": ("[[practice]]\ninventory = 5\n", "2:13: a practice needs the folder of its inventory"),
    "listed twice": (
        '[[practice]]\ninventory = "clients/alder"\n[[practice]]\ninventory = "clients/../clients/alder"\nname = "b"\n',
        "4:13: 'clients/../clients/alder' is listed twice, first on line 2. Keep one.",
    ),
    "one name for two": (
        (
            '[[practice]]\ninventory = "clients/alder"\nname = "A"\n'
            '[[practice]]\ninventory = "clients/birch"\nname = "a"\n'
        ),
        "5:13: two practices are called 'a', the other one on line 2. Give one another name.",
    ),
    "no name": ('[[practice]]\ninventory = "clients/alder"\nname = "../x"\n', "3:8: '../x' is not a valid name"),
    "a number as name": ('[[practice]]\ninventory = "clients/alder"\nname = 7\n', "3:8: '7' is not a valid name"),
    "outside": (
        '[[practice]]\ninventory = "clients/../../other"\n',
        "2:13: 'clients/../../other' lies outside the folder of this file. List only practices below it.",
    ),
    "outside by a link": (
        '[[practice]]\ninventory = "away/inventory"\n',
        "2:13: 'away/inventory' lies outside the folder of this file.",
    ),
    "a report outside": (
        '[[practice]]\ninventory = "clients/alder"\noutput = ["json=../r.json"]\n',
        "3:11: '../r.json' lies outside the folder of portalaudit.toml. Name one below it",
    ),
    "a baseline outside": (
        '[[practice]]\ninventory = "clients/alder"\nbaseline = "../b.json"\n',
        "3:12: '../b.json' lies outside the folder of portalaudit.toml.",
    ),
    "an unknown key": (
        '[[practice]]\ninventory = "clients/alder"\npolices = "p"\n',
        "3:1: [practice] has no setting 'polices'. Did you mean 'policies'?",
    ),
    "a wrong value in the second": (
        '[[practice]]\ninventory = "clients/alder"\n[[practice]]\ninventory = "clients/birch"\nfail-on = "hihg"\n',
        "5:11: 'fail-on': 'hihg' is not one of",
    ),
    "an inventory for all": (
        'inventory = "clients/alder"\n[[practice]]\ninventory = "clients/alder"\n',
        "1:1: this file lists practices, and each names its inventory itself.",
    ),
    "an inventory of the command": (
        '[check]\ninventory = "clients/alder"\n[[practice]]\ninventory = "clients/alder"\n',
        "2:1: this file lists practices, and each names its inventory itself.",
    ),
}


def test_diff_has_no_inventory_for_all_either(root: Path, capsys: Capture) -> None:
    write(root, {"portalaudit.toml": f'[diff]\ni = "clients"\n{LISTED}'})
    ran = portalaudit(capsys, "diff", "HEAD", "-i", "alder")
    assert (ran.code, ran.out) == (2, "")
    assert "portalaudit.toml:2:1: this file lists practices, and each names its inventory itself." in ran.err


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("typed", [(), ("clients/alder",)])
def test_a_fault_of_the_list_is_told_with_its_place(
    root: Path, capsys: Capture, text: str, message: str, typed: tuple[str, ...]
) -> None:
    (root / "away").symlink_to("..")
    write(root, {"portalaudit.toml": text})
    ran = portalaudit(capsys, "check", *typed, AS_OF)
    assert (ran.code, ran.out) == (2, "")
    assert f"portalaudit.toml:{message}" in ran.err


@pytest.mark.parametrize("command", ["access", "questions", "waivers", "directory", "roadmap", "history"])
def test_a_command_about_one_practice_asks_which(root: Path, capsys: Capture, command: str) -> None:
    ran = portalaudit(capsys, command)
    assert (ran.code, ran.out) == (2, "")
    assert (
        "Error: portalaudit.toml lists 3 practices. Name one as the inventory: alder, birch, Cedar Clinic." in ran.err
    )


def test_a_command_about_one_practice_takes_its_name(root: Path, capsys: Capture) -> None:
    assert "Kim Birch" in portalaudit(capsys, "access", "birch", AS_OF).out
    assert portalaudit(capsys, "explain", "nmp-kim", "birch", AS_OF).out.startswith("nmp-kim, Birch practice")
    assert "Kim Alder" in portalaudit(capsys, "access", "clients/alder", AS_OF).out


def test_a_command_in_the_folder_of_one_practice_needs_no_name(
    root: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "clients" / "birch")
    assert "Kim Birch" in portalaudit(capsys, "access", AS_OF).out


def test_rules_are_those_of_the_practices_or_a_folder_is_asked_for(
    root: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = portalaudit(capsys, "rules")
    assert ran.code == 2
    assert (
        "the practices of portalaudit.toml have different policies. Name those that you mean: "
        "-p clients/alder/policies or -p clients/birch/policies or -p strict."
    ) in ran.err
    assert portalaudit(capsys, "rules", "-p", "strict").out.startswith("leavers  critical")
    monkeypatch.chdir(root / "clients" / "cedar")
    assert portalaudit(capsys, "rules").out.startswith("leavers  critical")
    monkeypatch.chdir(root / "clients" / "birch")
    assert portalaudit(capsys, "rules").out.startswith("leavers  high")


def test_a_rule_is_explained_without_a_practice(root: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "explain", "shared-credential").code == 0
    ran = portalaudit(capsys, "explain", "nmp-kim")
    assert ran.code == 2
    assert (
        "there is no rule 'nmp-kim', and portalaudit.toml lists several practices to look in. Name one behind it: "
        "alder, birch, Cedar Clinic."
    ) in ran.err


def test_an_import_goes_into_the_practice_that_is_named(root: Path, capsys: Capture) -> None:
    write(root, {"roster.csv": "Name,Start\nPat Doe,2026-01-05\n"})
    ran = portalaudit(capsys, "import", "roster.csv", "birch", "--taken-on=2026-11-01", AS_OF)
    assert "clients/birch/inventory" in ran.out
    assert "Name one as the inventory" in portalaudit(capsys, "import", "roster.csv").err


def test_a_practice_in_a_clone_of_its_own_is_found_in_the_list(root: Path, capsys: Capture) -> None:
    write(root, {"clients/birch/.git/HEAD": "ref: refs/heads/main\n"})
    assert portalaudit(capsys, "check", "clients/birch/inventory", AS_OF, "-q").code == 0
    assert (root / "reports/birch.json").is_file()


def test_a_nearer_file_counts_where_the_folder_is_named_and_a_run_over_all_says_it_does_not(
    root: Path, capsys: Capture
) -> None:
    write(root, {"clients/alder/portalaudit.toml": "[check]\nfail-on = 'critical'\n"})
    assert portalaudit(capsys, "check", "clients/alder/inventory", AS_OF, "-q").code == 0
    ran = portalaudit(capsys, "check", AS_OF, "-q")
    assert ran.code == 1
    assert ran.err == (
        "note: alder: clients/alder/portalaudit.toml is not used here, because portalaudit.toml lists this practice "
        "and has its settings.\n"
    )


def test_a_file_of_a_hundred_practices_is_read_at_once(root: Path, capsys: Capture) -> None:
    listed = "".join(f'[[practice]]\ninventory = "clients/c{n}"\nfail-on = "high"\n' for n in range(100))
    write(root, {"portalaudit.toml": listed + '[[practice]]\ninventory = "clients/birch"\n'})
    assert portalaudit(capsys, "check", "birch", AS_OF, "-q").code == 1


def numbers(high: int = 0, **parts: object) -> dict[str, object]:
    """What is counted of a practice, of which nothing else is said."""
    findings = {"critical": 0, "high": high, "medium": 0, "low": 0, "info": 0}
    counts = {"unknown": 0, "questions": 0, "waived": 0, "problems": 0}
    return {
        "as_of": "2026-11-20",
        "banner": "",
        "findings": findings,
        **counts,
        "oldest_review": "none",
        "compared": None,
        **parts,
    }


def summary(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text)
    Draft202012Validator(json.loads(schema())).validate(found)
    return found


def practices(text: str) -> object:
    return summary(text)["practices"]


ALDER = {"name": "alder", "result": "needs attention", "exit_code": 1, "numbers": numbers(1)}
BIRCH = {"name": "birch", "result": "within limits", "exit_code": 0, "numbers": numbers(1)}
CEDAR = {"name": "Cedar Clinic", "result": "clean", "exit_code": 0, "numbers": numbers()}


def test_the_numbers_of_all_stand_in_one_file_that_names_no_one(root: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", AS_OF, "-q", "-o", "summary=all.json", "-o", "html=r/{name}.html")
    assert ran == type(ran)(1, "", "")
    text = (root / "all.json").read_text(encoding="utf-8")
    found = summary(text)
    assert (found["exit_code"], found["practices"]) == (1, [ALDER, BIRCH, CEDAR])
    assert "Kim" not in text
    assert [name for name in ("birch", "Cedar") if name in (root / "r/alder.html").read_text(encoding="utf-8")] == []
    assert sorted(file.name for file in (root / "r").iterdir()) == ["Cedar Clinic.html", "alder.html", "birch.html"]
    assert not (root / "reports").exists()


def test_on_standard_output_the_numbers_stand_alone(root: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", AS_OF, "-o", "summary=-")
    assert (ran.code, ran.err, practices(ran.out)) == (1, "", [ALDER, BIRCH, CEDAR])


def test_the_file_may_ask_for_the_numbers_of_all_and_each_keeps_its_reports(root: Path, capsys: Capture) -> None:
    listed = LISTED.replace('.json"]', '.json", "summary=reports/all.json"]', 1)
    (root / "portalaudit.toml").write_text(listed)
    ran = portalaudit(capsys, "check", AS_OF)
    assert (ran.code, ran.err) == (1, "")
    assert "3 practices: " in ran.out
    assert practices((root / "reports/all.json").read_text()) == [ALDER, BIRCH, CEDAR]
    assert len(list((root / "reports").iterdir())) == 4
    portalaudit(capsys, "check", "birch", AS_OF)
    assert practices((root / "reports/all.json").read_text()) == [BIRCH]


def test_what_is_wrong_or_partial_is_among_the_numbers(root: Path, capsys: Capture) -> None:
    (root / "clients/alder/inventory/all.yaml").write_text("staff: [\n")
    (root / "clients/cedar").rename(root / "clients/gone")
    rule = root / "clients/birch/policies/own/other.yaml"
    rule.write_text(RULE.replace("id: leavers", "id: other").replace("account.live", "has(account.mfa)"))
    ran = portalaudit(capsys, "check", AS_OF, "-o", "summary=-")
    alder, birch, cedar = json.loads(ran.out)["practices"]
    summary(ran.out)
    assert (alder["result"], alder["exit_code"], alder["numbers"]["problems"]) == ("files to fix", 2, 1)
    assert birch["numbers"] == numbers(1, banner="Partial run: 1 of 2 rules evaluated")
    assert cedar == {"name": "Cedar Clinic", "result": "not evaluated", "exit_code": 2, "numbers": None}


def test_one_practice_has_a_summary_too(root: Path, capsys: Capture) -> None:
    (root / "portalaudit.toml").unlink()
    ran = portalaudit(capsys, "check", "clients/alder/inventory", AS_OF, "-o", "summary=-")
    assert practices(ran.out) == [{**ALDER, "name": "Alder practice"}]


@pytest.mark.parametrize("place", ["clients/alder/inventory/all.yaml", "portalaudit.toml", "clients/alder/inventory/n"])
def test_the_summary_takes_the_place_of_nothing_that_is_read(root: Path, capsys: Capture, place: str) -> None:
    (root / "clients/alder/inventory/n").write_text("a note")
    before = (root / place).read_bytes()
    ran = portalaudit(capsys, "check", AS_OF, "-o", f"summary={place}")
    assert (ran.code, ran.out) == (2, "")
    assert "a report never replaces" in ran.err
    assert (root / place).read_bytes() == before


def test_against_a_base_the_table_says_what_is_new_and_never_clean(root: Path, capsys: Capture) -> None:
    (root / "reports").mkdir()
    assert portalaudit(capsys, "baseline", "write", "reports/alder.json", "alder", AS_OF).code == 0
    (root / "portalaudit.toml").write_text(
        LISTED.replace('output = ["json=reports/{name}.json"]', "").replace(
            'clients/alder/inventory"', 'clients/alder/inventory"\nbaseline = "reports/alder.json"'
        ),
        encoding="utf-8",
    )

    ran = portalaudit(capsys, "check", AS_OF, "-o", "summary=all.json", "-o", "console=r/{name}.txt")

    heading, alder, birch, *_, said = (" ".join(" ".join(row).split()) for row in table(ran.out))
    assert heading.endswith("questions new or worse oldest review")
    assert alder == "alder nothing new 0 1 0 0 0 0 0 none"
    assert birch == "birch within limits 0 1 0 0 0 0 - none"
    assert said == "3 practices: 1 clean, 1 with nothing new or worse, 1 within the limits that are set."
    compared = {"base": "reports/alder.json", "new_or_worse": 0, "fixed": 0}
    alder_now = {**ALDER, "result": "nothing new", "exit_code": 0, "numbers": numbers(1, compared=compared)}
    assert practices((root / "all.json").read_text(encoding="utf-8")) == [alder_now, BIRCH, CEDAR]
