from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.source.secrets import Suspicion, redact, scan
from tests.source.texts import YAMLISH, written


def spans(content):
    """Kind and text of everything suspected."""
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [(s.kind, lines[s.line - 1][s.column - 1 : s.end_column - 1]) for s in scan(content)]


@pytest.mark.parametrize(
    ("content", "kind", "secret"),
    [
        ("password: hunter2", "password", "hunter2"),
        ("    portal_password: 'Spring 2026'  # new", "password", "'Spring 2026'"),
        ('{"login": "klee01", "Password" : "a,b}c"}', "password", '"a,b}c"'),
        ("- {login: klee01, password: abc, mfa: totp}", "password", "abc"),
        ("passwd=Winter25", "password", "Winter25"),
        ("temp-password: x9", "password", "x9"),
        ("password_2: kitten", "password", "kitten"),
        ("Passphrase: correct horse battery", "password", "correct horse battery"),
        ("pwd: abc", "password", "abc"),
        ("pswd: abc", "password", "abc"),
        ("pass: abc", "password", "abc"),
        ("user/pass: a/b", "password", "a/b"),
        ("Pass word: abc", "password", "abc"),
        ("kennwort: abc", "password", "abc"),
        ("# password for nmp is Rain#4!", "password", "Rain#4!"),
        ("note: the password of the Noridian portal: Rain#4", "password", "Rain#4"),
        ('c: "temp pass: hunterAA7, then new password = ..."', "password", 'hunterAA7, then new password = ..."'),
        ("password: |\n    see the vault\n\n    Rain#4711\nnext: Rain#4711", "password", "Rain#4711"),
        ("pw: abc", "password", "abc"),
        ("password:\n  hunter2\nnext: x", "password", "hunter2"),
        ("password: >-\n  hunter2\n", "password", "hunter2"),
        ("passwords:\n  - one\n", "password", "one"),
        ("# password: Summer2026!", "password", "Summer2026!"),
        ("login: klee01  # old pw: Rain#4", "password", "Rain#4"),
        ("note: the Availity password is Summer2026! now", "password", "Summer2026! now"),
        ("pin: 4711", "PIN", "4711"),
        ("voicemail_pin: '0815'", "PIN", "'0815'"),
        ("# PIN is 4711", "PIN", "4711"),
        ("security_answer: Fluffy", "security answer", "Fluffy"),
        ("secret_question_answer: Fluffy", "security answer", "Fluffy"),
        ("security_answers: [Fluffy, Rex]", "security answer", "Fluffy, Rex"),
        ("mothers_maiden_name: Smith", "security answer", "Smith"),
        ("url: otpauth://totp/Availity:klee?secret=JBSWY3DPEHPK3PXP", "second-factor secret",
         "otpauth://totp/Availity:klee?secret=JBSWY3DPEHPK3PXP"),
        ("url: otpauth-migration://offline?data=CjEKCkhello", "second-factor secret",
         "otpauth-migration://offline?data=CjEKCkhello"),
        ("totp: JBSWY3DPEHPK3PXP", "second-factor secret", "JBSWY3DPEHPK3PXP"),
        ("totp_secret: jbsw y3dp ehpk 3pxp", "second-factor secret", "jbsw y3dp ehpk 3pxp"),
        ("totp_seed: JBSWY3DPEHPK3PXP", "second-factor secret", "JBSWY3DPEHPK3PXP"),
        ("recovery_codes: [8f3k-22md-91xx, 7f3k]", "second-factor secret", "8f3k-22md-91xx, 7f3k"),
        ("api_key: 9f8a7b6c5d4e3f2a", "secret key or token", "9f8a7b6c5d4e3f2a"),
        ("client_secret: s3cr3tvalue", "secret key or token", "s3cr3tvalue"),
        ("access_token = abcd1234efgh", "secret key or token", "abcd1234efgh"),
        ("note: AKIAABCDEFGHIJKLMNOP", "secret key or token", "AKIAABCDEFGHIJKLMNOP"),
        ("x: ghp_0123456789abcdefghijABCDEFGHIJ", "secret key or token", "ghp_0123456789abcdefghijABCDEFGHIJ"),
        ("x: eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc-DEF_1", "secret key or token",
         "eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc-DEF_1"),
        ("Authorization: Bearer abcdefghij0123456789==", "secret key or token", "Bearer abcdefghij0123456789=="),
        ("cookie: SESS=abc123def456", "session cookie", "SESS=abc123def456"),
        ("JSESSIONID=0A1B2C3D4E5F", "session cookie", "0A1B2C3D4E5F"),
        ("tax_id: 123-45-6789", "Social Security number", "123-45-6789"),
        ("ssn: 123456789", "Social Security number", "123456789"),
        ("# SSN 123 45 6789, call back", "Social Security number", "123 45 6789"),
        ("note: social security number 123456789", "Social Security number", "123456789"),
        ("Social Security Number: 123 45 6789", "Social Security number", "123 45 6789"),
        ("# for 1EG4-TE5-MK73 call back", "Medicare Beneficiary Identifier", "1EG4-TE5-MK73"),
        ("note: 1EG4TE5MK73", "Medicare Beneficiary Identifier", "1EG4TE5MK73"),
        ("note: 1eg4-te5-mk73 called", "Medicare Beneficiary Identifier", "1eg4-te5-mk73"),
        ("mbi: 1eg4te5mk73", "Medicare Beneficiary Identifier", "1eg4te5mk73"),
        ("member_id: W123456789", "member, claim or patient number", "W123456789"),
        ("claim number: 2026-0012345", "member, claim or patient number", "2026-0012345"),
        ("mrn: 004711", "member, claim or patient number", "004711"),
        ("dob: 1980-02-03", "date of birth", "1980-02-03"),
        ("Date of birth: 2/3/1980", "date of birth", "2/3/1980"),
        ("birthday: 3 Feb 1980", "date of birth", "3 Feb 1980"),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n", "private key", "-----BEGIN RSA PRIVATE KEY-----"),
        ("login_url: https://klee:abc1@portal.example.org/x", "login in a web address", "://klee:abc1@"),
        ("contraseña: luna", "password", "luna"),
        ("# contrasen\u0303a: luna22", "password", "luna22"),
        ("clave: luna", "password", "luna"),
        ("senha: luna", "password", "luna"),
        ("mot de passe: lune", "password", "lune"),
        ("password\uff1aluna", "password", "luna"),
        ("# (pw Rain4711)", "password", "Rain4711"),
        ("name: Kim Lee (pw Rain4711)", "password", "Rain4711"),
        ("# password Rain4711!", "password", "Rain4711!"),
        ("reason: he knows the password Rain4711.", "password", "Rain4711."),
        ("# password - Rain4711", "password", "Rain4711"),
        ("# pwd -> Rain4711", "password", "Rain4711"),
        ("# password → Rain4711", "password", "Rain4711"),
        ("# contraseña Rain4711", "password", "Rain4711"),
        ("note: his SSN has 123 45 6789 in it", "Social Security number", "123 45 6789"),
        ("note: card 4111 1111 1111 1111 on file", "payment card number", "4111 1111 1111 1111"),
        ("note: 4111111111111111", "payment card number", "4111111111111111"),
        ("note: 5555-5555-5555-4444", "payment card number", "5555-5555-5555-4444"),
        ("note: 3782 822463 10005", "payment card number", "3782 822463 10005"),
        ("note: 378282246310005", "payment card number", "378282246310005"),
        ("# AWS wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKE", "secret key or token",
         "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKE"),
        ("x: gho_0123456789abcdefghijABCDEFGHIJ", "secret key or token", "gho_0123456789abcdefghijABCDEFGHIJ"),
        ("x: sk-0123456789abcdefghijABCD", "secret key or token", "sk-0123456789abcdefghijABCD"),
        ("x: sk-ant-api03-0123456789abcdefghij", "secret key or token", "sk-ant-api03-0123456789abcdefghij"),
        ("x: AIzaSyA0123456789abcdefghijklmnopqrstuv", "secret key or token",
         "AIzaSyA0123456789abcdefghijklmnopqrstuv"),
        ("Authorization: Basic a2xlZTpSYWluNDcxMQ==", "secret key or token", "Basic a2xlZTpSYWluNDcxMQ=="),
        ("note: the security answer is Fluffy", "security answer", "Fluffy"),
        ("secret question answer: Fluffy", "security answer", "Fluffy"),
        ("note: mother's maiden name is Smith", "security answer", "Smith"),
        ("note: her maiden name Smith opens it", "security answer", "Smith"),
        ("# the PIN is four seven one one", "PIN", "four seven one one"),
        ("note: Kim Lee, born 1980-02-03", "date of birth", "1980-02-03"),
        ("note: born on Feb 3, 1980", "date of birth", "Feb 3, 1980"),
        ("# DOB 2/3/1980", "date of birth", "2/3/1980"),
        ("# MRN 004711", "member, claim or patient number", "004711"),
        ("# MRN# 004711", "member, claim or patient number", "004711"),
        ("# routing 021000021", "bank account number", "021000021"),
        ("note: ABA number 021000021", "bank account number", "021000021"),
        ("note: checking account no. 12345678", "bank account number", "12345678"),
    ],
)  # fmt: skip
def test_a_secret_is_found_at_its_exact_place(content, kind, secret):
    assert spans(content) == [(kind, secret)]


@pytest.mark.parametrize(
    "content",
    [
        "password: '***'",
        "password: ***",
        "password:",
        'password: ""',
        "password: <removed>",
        "password: ${PORTAL_PASSWORD}",
        "password: '{{ vault.availity }}'",
        "password: op://clinic/availity/password",
        "password: redacted",
        "password: in 1Password",
        "password: see the practice's vault",
        "password:\n  changed_on: 2026-01-01",
        "password:\nnext: x",
        "password: {changed_on: 2026-01-01}",
        "password_changed_on: 2026-01-01",
        "password_expires_on: 2026-01-01",
        "password_max_age_days: 365",
        "password_policy: yearly",
        "title: Portal use and no password sharing",
        "title: 'Passwords: how to keep them'",
        "# Password: portal resets go through Kim",
        "# The password is never shared",
        "# password for nmp is changed every 90 days",
        "# Passwords of leavers are changed by 2026-01-01",
        "title: Boarding pass",
        "boarding_pass: A12345",
        "# boarding pass: AB12345",
        "title: 'Pass: how to get one'",
        "exam: pass",
        "bypass: x",
        "compass: north",
        "passes: 3",
        "password: >-\n  see the vault\n  and ask Kim\n",
        "totp: true",
        "totp: see vault item 234 for kim",
        "secret: ask kim lee 2026",
        "# ssn 912 34 5678",
        "# ssn format 123456",
        "topics: [no_sharing, password, pin]",
        "credential_custody: personal_vault",
        "credential_vault: {product: 1Password, plan: enterprise, mfa: true}",
        "mfa: totp",
        "mfa: passkey",
        "mfa_device: Kim's hardware token",
        "token: hardware",
        "second_factor: token: yes",
        "pin: required",
        "pin: 12",
        "pin: 1234567890123",
        "shipping: 4711",
        "location pin: main street",
        "secret: quarterly\nsecret_rotated_on: 2026-01-01".replace("secret: quarterly", "rotated: quarterly"),
        "security: {answer_required: true}",
        "session_timeout_minutes: 15",
        "seed_list: 2026",
        "npi: 1234567893",
        "npis: ['1234567893', '1558598797']",
        "tax_ids: ['93-1234567']",
        "ein: 931234567",
        "tin: {type: ssn, masked: '***-**-1234'}",
        "ssn: ***-**-1234",
        "ssn: xxx-xx-1234",
        "tax_id: 000-12-3456",
        "tax_id: 666-12-3456",
        "tax_id: 912-34-5678",
        "tax_id: 123-00-6789",
        "tax_id: 123-45-0000",
        "ticket: 2026-123-45-6789",
        "ptan: G8R103",
        "phone: '+1-877-908-8431'",
        "phone: 503-555-0134",
        "sha256: 1eg4te5mk73aaaabbbbccccddddeeeeffff00001111222233334444555566667777",
        "id: 0EG4TE5MK73",
        "permissions: [claim_status.view, identifier.lookup, cob.view]",
        "meaning: member ID / MBI lookup",
        "claim_detail: {view: true}",
        "place_of_birth: unknown",
        "dob: ***",
        "login_url: https://www.noridianmedicareportal.com",
        "login_url: https://portal.example.org:8443/a@b",
        "email: kim.lee@cascaderidge.example.org",
        "note: see http://a.org: b@c",
        "login: klee01",
        "pass: 95%",
        "password: 90 days",
        "password: 12 characters",
        "pw: 1Password",
        "password: Bitwarden",
        "Aetna PIN: 4712345",
        "We use 1Password: enterprise plan",
        "note: the password is kept in 1Password",
        "note: our 1Password vault2026",
        "note: a password of 12 characters",
        "note: Kim changed the password 2026-01-05",
        "note: never tell your password anybody!",
        "title: Portal password, MFA2 and lockout",
        "title: 'Password - how to keep it'",
        "enclave: north",
        "note: the payer's answer is Denied",
        "note: the maiden flight",
        "maiden_name: unknown",
        "note: newborn 2026-01-05 list",
        "pin: one of four",
        "note: 4111 1111 1111 1112",
        "note: 4111111111111112",
        "tracking: 0000000000000000",
        "sha256: 4111111111111111aaaabbbb",
        "note: routing 021000022",
        "note: Availity account number 1234567",
        "note: aws reports/2026/riverbend/availity/export20",
        "note: task-0123456789abcdefghijABCD",
        "note: risk-assessment-of-all-payer-portals",
        "note: basic information",
        "Authorization: basic",
        "",
    ],
)
def test_what_is_no_secret_is_left_alone(content):
    assert scan(content) == ()
    assert redact(content) == content


TABLE = """\
User,Login,Temp Password,Last login,SSN,DOB
"Lee, Kim",klee01,"Rain, 4",2026-08-10,***-**-1234,
Mia Ortiz,mortiz, ,2026-09-01,123456789,1980-02-03
Ana,ana,***,,,
"""


@pytest.mark.parametrize("heading", ["Pass word", "Kennwort", "Temp pass", "PSWD", "Passwords"])
def test_a_heading_may_be_written_in_many_ways(heading):
    assert spans(f"Login,{heading},Boarding pass\nklee01,hunter2,A12345\n") == [("password", "hunter2")]


def test_every_line_of_a_block_behind_a_key_is_found():
    content = "x:\n  - password: |\n      one\n      two\n\n      three\n    note: four\n"
    assert spans(content) == [("password", "one"), ("password", "two"), ("password", "three")]


def test_a_column_with_a_telling_heading_is_searched():
    assert spans(TABLE) == [
        ("password", '"Rain, 4"'),
        ("Social Security number", "123456789"),
        ("date of birth", "1980-02-03"),
    ]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_and_tabs_separate_too(separator):
    table = separator.join(("Login", "PIN")) + "\r\n" + separator.join(("klee01", "4711")) + "\r\n"
    assert spans(table) == [("PIN", "4711")]


def test_a_table_without_such_a_column_is_left_alone():
    assert scan("Login,Password changed,Status\nklee01,2026-01-01,active\n") == ()


def test_lines_and_columns_count_as_in_the_loader():
    content = "é: 😀\r\n# ünï\rnote: é, the PIN is 4711\npassword: ü1\n"
    assert scan(content) == (
        Suspicion("PIN", 3, 21, 25),
        Suspicion("password", 4, 11, 13),
    )


def test_two_reasons_for_one_place_are_one_suspicion():
    assert spans("ssn: 123-45-6789") == [("Social Security number", "123-45-6789")]


def test_a_line_is_masked_and_keeps_the_rest():
    line = "  - {login: klee01, password: abc, ssn: 123-45-6789}  # pw: Rain#4"
    assert redact(line) == "  - {login: klee01, password: •••, ssn: •••}  # pw: •••"


def test_what_only_the_whole_text_shows_is_masked_when_it_is_known():
    content = "password:\n  hunter2\n"
    (suspicion,) = scan(content)
    assert redact("  hunter2") == "  hunter2"
    assert redact("  hunter2", [suspicion]) == "  •••"


def test_a_secret_is_nowhere_in_what_is_told():
    assert "hunter2" not in repr(scan("password: hunter2"))


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[2].glob("policies/reference/*.yaml")), ids=lambda p: p.stem
)
def test_reference_data_holds_none(path):
    assert scan(path.read_text(encoding="utf-8")) == ()


@given(st.text() | YAMLISH | written())
def test_it_never_raises_and_every_place_is_in_the_text(content):
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for suspicion in scan(content):
        assert 0 < suspicion.column < suspicion.end_column <= len(lines[suspicion.line - 1]) + 1


@given(
    st.sampled_from(["password: ", "# pw: ", "ssn: ", "{password: "]),
    st.from_regex(r"[a-z#@]{4,8}\d{5}", fullmatch=True),
)
def test_nothing_of_a_secret_is_left_in_a_masked_line(key, secret):
    assert secret not in redact(key + secret)


@pytest.mark.parametrize(
    "content",
    [
        "{" + '"pin": 4711, ' * 20_000 + "}",
        "password: a" + " " * 400_000 + "b",
        "password: " + "*" * 400_000 + "Q",
        "password: [" + " " * 400_000 + "x",
        "eyJ" * 100_000,
        "a,password\n" + '"' * 200_001 + "\n" + " " * 200_000 + "x,",
        "a: b\n" * 100_000 + "password: x",
        "  password: |\n  a\n" * 20_000,
        "password: |\n" + "  a password: |\n" * 20_000,
        "password for a " * 20_000,
        "totp: " + "ab12 " * 80_000,
        "ssn " * 100_000,
    ],
    ids=[
        *("pins", "blanks", "stars", "list", "token", "cells", "lines"),
        *("blocks", "block", "sentences", "groups", "numbers"),
    ],
)
def test_a_file_made_to_take_long_does_not(content):
    # Anything that grows with the square of the text would take minutes here.
    assert len(scan(content)) <= 20_001
