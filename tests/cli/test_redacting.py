"""A secret that was found in a file is in no answer, however the answer joins, wraps or escapes it."""

import html
import re
import string
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from portalaudit.cli import redacting
from portalaudit.cli.folders import read_policies
from portalaudit.report import REPORTERS
from portalaudit.source.secrets import MASK, Secret, secrets_in
from tests.cli.running import PRACTICE, portalaudit

SHORT = ("markdown", "ical", "badge", "badge-json", "csv", "csv-actions", "csv-questions", "csv-access")
"""The formats that do not name each finding with its rule."""

Capture = pytest.CaptureFixture[str]
SEED = "JBSW Y3DP EHPK 3PXP"
SEVERAL = """\
portals: [{id: nmp, name: Noridian, kind: mac, login_url: "https://portal.example.org/login"}]
staff:
  - id: kim
    name: "Kim TOTP seed: JBSW Y3DP EHPK 3PXP"
    engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]
  - id: bo
    name: 'Bo "pw" <password Rain&"4711>'
    engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]
accounts:
  - {id: nmp-kim, portal: nmp, login: kimlee, person: kim, type: individual, status: active}
  - {id: nmp-bo, portal: nmp, login: bobo, person: bo, type: individual, status: active}
"""


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    (tmp_path / "practice.yaml").write_text(PRACTICE + SEVERAL, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        *("check {} -v", "check {} -o json=-", "check {} -o html=-", "check {} -o junit=-"),
        *(f"check {{}} -o {name}=-" for name in REPORTERS if name not in {"html", "xlsx"}),
        *("explain kim {}", "explain nmp-bo {}", "explain bo {} -o json=-", "roadmap {}", "roadmap {} -o html=-"),
        *("roadmap {} -o csv=-", "directory {} -o json=-"),
    ],
)
def test_no_format_of_any_command_repeats_it(command: str, practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, *command.format(practice).split(), "--as-of", "2026-11-20")
    for told in ("JBSW", "3PXP", 'Rain&"4711', "Rain&amp;", 'Rain&\\"'):
        assert told not in ran.out + ran.err


def test_a_secret_that_is_broken_over_lines_is_masked_whole(practice: Path, capsys: Capture, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    ran = portalaudit(capsys, "explain", "kim", str(practice), "--as-of", "2026-11-20")
    assert MASK in ran.out
    assert not any(group in ran.out for group in SEED.split())


def test_an_ordinary_word_behind_password_hides_no_other(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "practice.yaml").write_text(f"{PRACTICE}{SEVERAL}# password: active\n# pin: 2026\n", encoding="utf-8")
    ran = portalaudit(capsys, "check", str(tmp_path), "--as-of", "2026-11-20")
    assert "status: active" in ran.out
    assert "2026-11-20" in ran.out


@pytest.mark.parametrize(
    "name", ["password Rain4711.yaml", "Rain/pw_Rain4711.yaml", "notes, pin 4711 SSN 123-45-6789.txt"]
)
def test_a_secret_in_the_name_of_a_file_is_found_and_not_repeated(name: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "practice.yaml").write_text(PRACTICE, encoding="utf-8")
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("portals: [{id: nmp, name: Noridian, kind: wrong}]\n", encoding="utf-8")
    for output in (name for name in REPORTERS if name not in {"xlsx", *SHORT}):
        ran = portalaudit(capsys, "check", str(tmp_path), "--as-of", "2026-11-20", "-o", f"{output}=-")
        assert "sensitive-data-in-inventory" in ran.out
        assert " in its name" in ran.out
        assert "Rain4711" not in ran.out + ran.err
        assert "45-6789" not in ran.out + ran.err


def test_two_files_with_secrets_in_their_names_stay_two(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "practice.yaml").write_text(PRACTICE, encoding="utf-8")
    for number in (1, 2):
        text = f"portals: [{{id: p{number}, name: Portal {number}, kind: mac}}]\n"
        (tmp_path / f"password Rain471{number}.yaml").write_text(text, encoding="utf-8")
    ran = portalaudit(capsys, "check", str(tmp_path), "--as-of", "2026-11-20", "-o", "json=-")
    assert f'"path": "{tmp_path.name}/password {MASK}.yaml"' in ran.out
    assert f'"path": "{tmp_path.name}/password {MASK} (2).yaml"' in ran.out
    assert '"id": "p2"' in ran.out


def alternatives(*secrets: str) -> str:
    return redacting._any_of([redacting._pieces(secret) for secret in sorted(secrets)])


def test_what_secrets_begin_with_is_looked_for_once() -> None:
    assert alternatives("Rain2026") == "(?:Rain2026)"
    assert alternatives("ab1", "ab2", "abc", "ab") == "(?:ab(?:(?:1)|(?:2)|(?:c))?)"
    assert alternatives("x1", "y1") == "(?:(?:(?:x1)|(?:y1)))"


def test_of_two_secrets_the_longer_is_masked_whole_however_alike_they_are() -> None:
    many = [f"Summer-of-the-year-{number}" for number in range(2000)]
    alike = ["b" * length for length in range(1, 400)]
    found = re.compile(alternatives(*many, *alike))
    assert [found.fullmatch(secret) is not None for secret in (*many, *alike)] == [True] * 2399
    assert found.sub(MASK, f"{many[12]}0, {many[7]}, {'b' * 399}!") == f"{MASK}, {MASK}, {MASK}!"


def test_thousands_of_secrets_are_told_apart_a_character_at_a_time() -> None:
    pattern = alternatives(*(f"Pw{number:04}" for number in range(3000)))
    assert (pattern.count("Pw"), pattern.count("(?:0)")) == (1, 300)


@pytest.mark.parametrize(
    ("line", "said", "shown"),
    [
        ("login: ann3 pw=Summer2026!x", "ann3 pw=Summer2026!x is live", "ann3 pw=••• is live"),
        ("login: ann3 pw=Summer2026!x", "the login ann3 pw=summer2026!x", "the login ann3 pw=•••"),
        ("notes: 'PIN: 4711'", "accepted because of PIN: 4711, until 4711 days are over", None),
        ("password: rainbow", "the password:  rainbow under a rainbow", None),
        ("packs: [password Rain4711xyz]", "there is no Rain4711xyz", "there is no •••"),
        ("notes: 'SSN 219-09-9995'", "| 219\\-09\\-9995 |", "| ••• |"),
        ("notes: 'password Rain''4711x'", "say Rain'4711x", "say •••"),
        ('notes: "password Rain\\x264711x"', "say Rain&amp;4711x", "say •••"),
        ("notes: 'password Ra%in:4711é9'", "title=Ra%25in%3A4711%C3%A99::Ra%25in:4711é9", "title=•••::•••"),
        ("notes: 'password Rain[4711]x'", '{"text": "Rain\\\\[4711\\\\]x"}', '{"text": "•••"}'),
        ("notes: password Rain4711xyz", "my%20Rain4711xyz.yaml", "my%20•••.yaml"),
        ("notes: password Rain4711xyz", "a text that ends in Rain47…", "a text that ends in •••…"),
        ("notes: password Rain4711xyz", "a text that ends in Rai…", "a text that ends in Rai…"),
        ("notes: password Rain4711xyz", "Grain4711xyz and Rain4711xyz2", "Grain4711xyz and Rain4711xyz2"),
        ("notes: nothing", "nothing", "nothing"),
    ],
)
def test_what_was_found_is_masked_however_it_is_said(line: str, said: str, shown: str | None) -> None:
    door = redacting.Secrets()
    door.add(secrets_in(line))
    weak = {
        "4711": "accepted because of PIN: •••, until 4711 days are over",
        "rainbow": "the password:  ••• under a rainbow",
    }
    assert door.redact(said) == (shown or next(text for secret, text in weak.items() if secret in line))


def test_a_message_of_a_refused_command_is_masked_too(practice: Path, capsys: Capture) -> None:
    (practice / "policies").mkdir()
    (practice / "policies" / "policy.yaml").write_text("packs: [password Rain4711xyz]\n")
    ran = portalaudit(capsys, "rules", "-p", str(practice / "policies"))
    assert (ran.code, "Rain4711xyz" in ran.err, f"there is no pack `password {MASK}`" in ran.err) == (2, False, True)


def test_what_one_command_found_is_forgotten_by_the_next(practice: Path, capsys: Capture) -> None:
    portalaudit(capsys, "check", str(practice), "--as-of", "2026-11-20")
    ran = portalaudit(capsys, "explain", "JBSW Y3DP EHPK 3PXP", str(practice / "nowhere"))
    assert "JBSW Y3DP EHPK 3PXP" in ran.err


def test_what_ships_is_shown_as_it_is_written() -> None:
    files, _ = read_policies(None, shipped_cases=False)
    assert len(files.texts) > 60
    assert [text.path for text in files.texts if secrets_in(text.data.decode())] == []


WORDS = [
    "Rain4711xyz",
    "summer 2026!",
    "PIN: 4711",
    "b'b",
    'Q"1<2>x|y&z\\w',
    "Kennwort \u017f",
    "12-34-56",
    'Rain" 4711',
    "rainbow",
]
BETWEEN = ["\\", "\n", " ", "\t\n", "x", ">\n", ":\n", "\x1b[0m\n", "%20\n", "", "…", "\u0131", "\u212a", '"\n']


@pytest.mark.parametrize("written", [str, str.upper, html.escape, lambda text: re.sub("([-!])", r"\\\1", text)])
@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("secret", WORDS)
def test_a_report_in_pieces_is_masked_as_if_it_were_one(
    secret: str, between: str, written: Callable[[str], str]
) -> None:
    door = redacting.Secrets()
    door.add([Secret("pw: ", secret), Secret("notes: ", "PIN: 4711")])
    whole = f"<a>\nsaid{between}{written(secret).replace(' ', between)}{between}it\n</a>"
    with patch.object(redacting, "_STRETCH", 1):
        for cut in range(len(whole)):
            assert "".join(door.redacted([whole[:cut], whole[cut:]])) == door._redact(whole)
    assert door.redact(whole) == door._redact(whole)


def test_every_character_that_a_pattern_takes_for_a_letter_is_looked_for_as_that_letter() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    for letter in string.ascii_letters + string.digits:
        found = re.compile(letter, re.IGNORECASE).findall(every)
        assert {redacting._folded(each) for each in found} == {letter.lower()}


def test_a_long_report_is_let_go_piece_by_piece() -> None:
    door = redacting.Secrets()
    door.add([Secret("pw: ", "summer 2026!")])
    line = "<case/>\n" * 20_000
    assert [len(piece) for piece in door.redacted([line] * 3)] == [len(line)] * 3 + [0]
    assert len([*door.redacted(["the summer\n" * 20_000] * 3)]) == 1
