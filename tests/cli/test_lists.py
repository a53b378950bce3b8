import csv
import io
import json
from pathlib import Path

import pytest

from portalaudit.cli.loading import load_policies
from portalaudit.inventory.lists.contractors import states
from portalaudit.inventory.lists.state_names import STATE_NAMES
from tests.cli.running import PRACTICE, portalaudit

Capture = pytest.CaptureFixture[str]
SAMPLE = str(Path(__file__).resolve().parents[2] / "inventory" / "cascade-ridge")
DAY = ("--as-of", "2026-11-20")


def test_fields_are_listed_all_or_one(capsys: Capture) -> None:
    whole = portalaudit(capsys, "fields")
    one = portalaudit(capsys, "fields", "visit_limit_exhausted")

    assert whole.code == 0
    assert whole.out.count("Look in the portal when:") == 4
    assert "met" in one.out
    assert one.out.count("Look in the portal when:") == 1
    assert "Practice advice" in one.out


def test_a_misspelt_field_gets_the_nearest_name(capsys: Capture) -> None:
    ran = portalaudit(capsys, "fields", "visit_limit_exhaused")

    assert ran.code == 2
    assert "Did you mean 'visit_limit_exhausted'?" in ran.err


@pytest.mark.parametrize("state", ["or", " OR ", "Oregon", "oregon"])
def test_the_contractor_of_a_state(capsys: Capture, state: str) -> None:
    ran = portalaudit(capsys, "mac", state)

    assert (ran.code, ran.err) == (0, "")
    assert "Noridian Healthcare Solutions" in ran.out
    assert "https://www.noridianmedicareportal.com" in ran.out


def test_the_contractor_of_a_county(capsys: Capture) -> None:
    ran = portalaudit(capsys, "mac", "VA", "--county", "Fairfax County", "-o", "json=-")

    rows = json.loads(ran.out)["tables"][0]["rows"]
    assert [(row["for"], row["jurisdiction"]) for row in rows] == [
        ("Part A", "JM"),
        ("Part B", "JL"),
        ("Home health and hospice", "J15-HHH"),
        ("Durable medical equipment", "DME-C"),
    ]


def test_a_contractor_is_found_by_the_name_of_a_state(capsys: Capture) -> None:
    out = portalaudit(capsys, "mac", "Virginia").out

    assert all(words in out for words in ("Part A", "Home health and hospice", "Durable medical equipment"))
    assert portalaudit(capsys, "mac", "VA").out == out


def test_a_name_of_several_words_is_one_state(capsys: Capture) -> None:
    by_code = portalaudit(capsys, "mac", "NH").out
    assert portalaudit(capsys, "mac", "new  hampshire").out == by_code


def test_every_state_of_the_table_has_a_name() -> None:
    assert sorted(STATE_NAMES) == sorted(states(load_policies(None).reference))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("XX", "'XX' is not a state of the table. Write its name or its two-letter code: AK, AL,"),
        ("Oregano", "'Oregano' is not a state of the table. Did you mean 'Oregon'?"),
        ("virgina", "'virgina' is not a state of the table. Did you mean 'Virginia'?"),
    ],
)
def test_a_state_that_is_none(capsys: Capture, state: str, told: str) -> None:
    ran = portalaudit(capsys, "mac", state)

    assert ran.code == 2
    assert told in ran.err


def test_the_directory_is_written_in_every_format(capsys: Capture, tmp_path: Path) -> None:
    names = ("md", "html", "csv", "json", "text")
    ran = portalaudit(capsys, "directory", SAMPLE, *DAY, *(f"-o{n}={tmp_path / n}" for n in names))

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    for name in names:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "Regence BlueCross BlueShield of Oregon" in text, name
        assert "https://essentials.availity.com" in text, name
    rows = list(csv.reader(io.StringIO((tmp_path / "csv").read_text(encoding="utf-8-sig"))))
    assert len([row for row in rows if row and row[2:3] == ["Availity Essentials"]]) == 2


def test_addresses_that_the_check_faults_are_no_links(capsys: Capture) -> None:
    page = portalaudit(capsys, "directory", SAMPLE, *DAY, "-ohtml=-").out

    assert (
        "<td>do not use: it leads through the search engine www.google.com "
        "(https://www.google.com/url?q=https://www.onehealthport.com/sso/&amp;sa=U)</td>"
    ) in page
    assert (
        "<td>do not use: it does not begin with https:// (http://providerlink.obsidianmutual.example.org/login)</td>"
    ) in page
    assert 'href="http://' not in page
    assert "google" not in " ".join(part.partition('"')[0] for part in page.split('href="')[1:])


def test_the_roadmap_names_the_next_step(capsys: Capture) -> None:
    ran = portalaudit(capsys, "roadmap", SAMPLE, *DAY)

    assert ran.code == 0
    assert ran.out.startswith("Roadmap of payer portals, Cascade Ridge Family Medicine, as of 2026-11-20\n")
    assert "3 Provisioning: open: shared: frontdesk@cascaderidge.example.org" in ran.out


@pytest.mark.parametrize("command", ["directory", "roadmap"])
def test_a_broken_file_is_told_and_the_rest_is_listed(capsys: Capture, tmp_path: Path, command: str) -> None:
    (tmp_path / "practice.yaml").write_text(PRACTICE)
    (tmp_path / "portals.yaml").write_text("portals: [{id: nmp, name: Noridian, kind: mak}]\n")
    ran = portalaudit(capsys, command, str(tmp_path), *DAY)

    assert ran.code == 2
    assert "portals.yaml:1:43" in ran.err
    assert "next:" in ran.err
    assert "Test practice" in ran.out


def test_a_problem_is_told_where_the_user_finds_it(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours" / "policy.yaml").mkdir(parents=True)
    (tmp_path / "inventory").mkdir()
    (tmp_path / "inventory" / "practice.yaml").write_text("practice: [\n")
    for command in ("waivers", "directory", "roadmap", "check"):
        ran = portalaudit(capsys, command, "-p", "ours")
        told = [line for line in (ran.out + ran.err).splitlines() if " --> " in line]
        assert (ran.code, [line.strip() for line in told]) == (
            2,
            ["--> ours/policy.yaml:1:1", "--> inventory/practice.yaml:1:11"],
        )


@pytest.mark.parametrize("command", ["directory", "roadmap"])
def test_a_folder_that_is_not_there(capsys: Capture, tmp_path: Path, command: str) -> None:
    ran = portalaudit(capsys, command, str(tmp_path / "none"))

    assert ran.code == 2
    assert "there is no folder" in ran.err


def test_a_secret_in_an_address_is_not_repeated(capsys: Capture, tmp_path: Path) -> None:
    text = (
        "{id: nmp, name: Noridian, kind: mac, payers: [p], login_url: 'https://example.org/?password=Tr0ub4dor-and-3'}"
    )
    (tmp_path / "practice.yaml").write_text(
        f"{PRACTICE}portals: [{text}]\npayers: [{{id: p, name: P, contract: {{status: active}}}}]\n"
    )
    ran = portalaudit(capsys, "directory", str(tmp_path), *DAY)

    assert "https://example.org" in ran.out
    assert "Tr0ub4dor" not in ran.out
