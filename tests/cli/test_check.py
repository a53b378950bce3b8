import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree  # noqa: TID251 -- reads back what we wrote

import pytest

from portalaudit.cli.outputs import OF_THE_RUN
from portalaudit.report import REPORTERS
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

AS_OF = "--as-of=2026-11-20"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an inventory and policies, made the current one."""
    (tmp_path / "inventory").mkdir()
    (tmp_path / "inventory" / "all.yaml").write_text(PRACTICE + LEAVER)
    (tmp_path / "policies" / "own").mkdir(parents=True)
    (tmp_path / "policies" / "own" / "pack.yaml").write_text(PACK)
    (tmp_path / "policies" / "own" / "leavers.yaml").write_text(RULE)
    (tmp_path / "policies" / "policy.yaml").write_text("packs: [own]\n")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "PORTALAUDIT_AS_OF", "PORTALAUDIT_FAIL_ON"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def edit(practice: Path, old: str, new: str) -> None:
    file = practice / "inventory" / "all.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_finding_is_shown_with_its_line_and_gives_exit_code_1(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 1
    assert "high[leavers]: kimlee is still active" in ran.out
    assert "--> inventory/all.yaml:6:86" in ran.out
    assert "fix: Revoke it." in ran.out
    assert ran.err == ""


def test_a_clean_practice_gives_exit_code_0(practice: Path, capsys: Capture) -> None:
    edit(practice, "status: active", "status: revoked")
    assert portalaudit(capsys, "check", AS_OF).code == 0


def test_findings_below_the_threshold_give_exit_code_0(practice: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "check", AS_OF, "--fail-on=critical").code == 0
    assert portalaudit(capsys, "check", AS_OF, "--fail-on=high").code == 1


def test_the_day_decides(practice: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "check", "--as-of=2026-08-14").code == 0
    assert portalaudit(capsys, "check", "--as-of=2026-08-15").code == 1


def test_a_broken_file_gives_exit_code_2_and_the_rest_is_judged(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "broken.yaml").write_text("staff:\n  - {id: x, name: [\n")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert "--> inventory/broken.yaml:2:19" in ran.out
    assert "kimlee is still active" in ran.out


def test_a_dangling_reference_is_told_where_it_is_written(practice: Path, capsys: Capture) -> None:
    edit(practice, "person: kim,", "person: kym,")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert "error[unknown-reference]: 'kym' is not the id of any record in 'staff'; did you mean 'kim'?" in ran.out
    assert "--> inventory/all.yaml:6:55" in ran.out


def test_a_broken_rule_gives_exit_code_2_with_the_column_in_its_expression(practice: Path, capsys: Capture) -> None:
    file = practice / "policies" / "own" / "leavers.yaml"
    file.write_text(RULE.replace("account.person.employed", "account.person.employd"))
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert "--> policies/own/leavers.yaml:6:25" in ran.out
    assert "employed" in ran.out


def test_the_same_files_and_day_give_the_same_bytes(practice: Path, capsys: Capture) -> None:
    formats = ("json", "junit", "html")
    for folder in ("first", "second"):
        outputs = [f"-o{name}={folder}/report.{name}" for name in formats]
        assert portalaudit(capsys, "check", AS_OF, "-q", *outputs).code == 1
    for name in formats:
        assert Path(f"first/report.{name}").read_bytes() == Path(f"second/report.{name}").read_bytes()


def test_reports_hold_what_was_found(practice: Path, capsys: Capture) -> None:
    portalaudit(capsys, "check", AS_OF, "-q", "-ojson=out/r.json", "-ojunit=out/r.xml", "-ohtml=out/r.html")
    (result,) = json.loads(Path("out/r.json").read_text())["results"]
    assert (result["rule"], result["status"]) == ("leavers", "fail")
    assert result["location"]["path"] == "inventory/all.yaml"
    _run, suite = ElementTree.parse("out/r.xml").getroot().iter("testsuite")
    assert suite.get("failures") == "1"
    assert "kimlee is still active" in Path("out/r.html").read_text()


def test_junit_has_a_test_for_each_result_only_where_that_is_wanted(practice: Path, capsys: Capture) -> None:
    roster = practice / "inventory" / "all.yaml"
    more = "  - {id: nmp-lou, portal: nmp, login: lou, person: lou, type: individual, status: active}\n"
    lou = "  - {id: lou, name: Lou Gray, engagements: [{kind: employee, start: 2024-03-04}]}\n"
    roster.write_text(roster.read_text().replace("accounts:", f"{lou}accounts:") + more)

    def names(*flags: str) -> list[str | None]:
        portalaudit(capsys, "check", AS_OF, "-q", "-ojunit=r.xml", *flags)
        return [case.get("name") for case in ElementTree.parse("r.xml").getroot().iter("testcase")]

    assert names() == ["account:nmp-kim", "passed"]
    assert names("--junit-all") == ["account:nmp-kim", "account:nmp-lou"]
    Path("portalaudit.toml").write_text("[check]\njunit-all = true\n")
    assert names() == ["account:nmp-kim", "account:nmp-lou"]


def test_a_report_on_standard_output_stands_alone(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", AS_OF, "-o", "json=-")
    assert json.loads(ran.out)["practice"] == {"id": "test", "name": "Test practice"}
    assert ran.err == ""


def test_a_report_that_cannot_be_written_gives_exit_code_2_and_leaves_nothing(practice: Path, capsys: Capture) -> None:
    (practice / "file").write_text("")
    ran = portalaudit(capsys, "check", AS_OF, "-q", "-o", "json=file/report.json")
    assert ran.code == 2
    assert "cannot write 'file/report.json'" in ran.err
    assert sorted(p.name for p in practice.iterdir()) == ["file", "inventory", "policies"]


def test_select_and_ignore_take_rules_controls_and_patterns(practice: Path, capsys: Capture) -> None:
    for flag in ("--select=leavers", "--select=PS-4", "--select=nist-800-53:PS-*", "--select=nist-800-53"):
        assert portalaudit(capsys, "check", AS_OF, flag).code == 1
    ran = portalaudit(capsys, "check", AS_OF, "--ignore=PS-4")
    assert ran.code == 2
    assert ran.out.startswith("error[nothing-to-judge]: no rules were selected\n --> inventory\n  = fix: ")
    assert "\nNothing was checked. Fix the problem first, then run again.\n" in ran.out
    assert "only part of them" not in ran.out


@pytest.mark.parametrize("flags", [["-q"], []])
def test_an_empty_folder_is_named_without_a_line(practice: Path, capsys: Capture, flags: list[str]) -> None:
    (practice / "empty").mkdir()
    ran = portalaudit(capsys, "check", "empty", AS_OF, *flags)
    said = ran.out + ran.err
    assert ran.code == 2
    assert "the inventory folder holds no YAML file" in said
    assert "empty" in said
    assert "empty:1:1" not in said
    assert ran.out.endswith("Nothing was checked. Fix the problem first, then run again.\n") is not bool(flags)


def test_a_misspelt_rule_is_refused(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", AS_OF, "--select=leaver")
    assert ran.code == 2
    assert "no rule or control matches 'leaver'. Did you mean 'leavers'?" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such-folder"], "there is no folder 'no-such-folder'"),
        (["inventory/all.yaml"], "'inventory/all.yaml' is a file. Name the folder that it is in: 'inventory'."),
        (["--policies=nowhere"], "there is no folder 'nowhere'"),
        (["--as-of=2026-02-30"], "'2026-02-30' is not a day; write it as YYYY-MM-DD"),
        (["--as-of=20261120"], "'20261120' is not a day; write it as YYYY-MM-DD"),
        (
            ["-o", "jsn=x"],
            f"there is no format 'jsn'; there are {', '.join((*REPORTERS, OF_THE_RUN))}. Did you mean 'json'?",
        ),
        (["-o", "json"], "write it as json=FILE, or json=- for standard output"),
        (["--fail-on=info"], "'info' is not one of"),
        (["--colour"], "No such option"),
    ],
)
def test_wrong_flags_say_what_to_write(practice: Path, capsys: Capture, arguments: list[str], message: str) -> None:
    ran = portalaudit(capsys, "check", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_an_empty_folder_is_not_clean(practice: Path, capsys: Capture) -> None:
    (practice / "empty").mkdir()
    ran = portalaudit(capsys, "check", "empty", AS_OF)
    assert ran.code == 2
    assert "the inventory folder holds no YAML file" in ran.out


def test_settings_come_from_flag_then_environment_then_file(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (practice / "portalaudit.toml").write_text('[check]\nas-of = "2026-08-14"\n')
    assert portalaudit(capsys, "check").code == 0
    monkeypatch.setenv("PORTALAUDIT_AS_OF", "2026-11-20")
    assert portalaudit(capsys, "check").code == 1
    assert portalaudit(capsys, "check", "--as-of=2026-08-14").code == 0


def test_an_unknown_setting_is_refused(practice: Path, capsys: Capture) -> None:
    (practice / "portalaudit.toml").write_text('[check]\nas-off = "2026-08-14"\n')
    ran = portalaudit(capsys, "check")
    assert ran.code == 2
    assert "portalaudit.toml:2:1: [check] has no setting 'as-off'. Did you mean 'as-of'?" in ran.err


def test_a_policies_folder_inside_the_inventory_is_not_read_as_inventory(practice: Path, capsys: Capture) -> None:
    (practice / "policies").rename(practice / "inventory" / "policies")
    ran = portalaudit(capsys, "check", AS_OF, "-p", "inventory/policies")
    assert ran.code == 1, ran.out


def test_two_practices_in_one_folder_are_refused(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "other.yaml").write_text(PRACTICE.replace("id: test", "id: other"))
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert "an inventory describes one practice, and here is a second one" in ran.out


def test_a_secret_is_located_and_never_shown(practice: Path, capsys: Capture) -> None:
    edit(practice, "login: kimlee,", "login: kimlee, password: Tr0ub4dor3,")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert "unknown key 'password'" in ran.out
    assert "Tr0ub4dor3" not in ran.out + ran.err


def test_jobs_change_nothing(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "more.yaml").write_text("documents: [{id: d}]\n")
    one = portalaudit(capsys, "check", AS_OF, "-j1", "-ojson=-")
    assert portalaudit(capsys, "check", AS_OF, "-j2", "-ojson=-") == one


def test_verbose_shows_everything_and_quiet_nothing(practice: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "check", AS_OF, "-q").out == ""
    assert "kimlee" in portalaudit(capsys, "check", AS_OF, "-v").out


def test_a_lost_file_makes_no_reference_look_wrong(practice: Path, capsys: Capture) -> None:
    edit(practice, "portals: [{id: nmp, name: Noridian, kind: mac}]\n", "")
    (practice / "inventory" / "portals.yaml").write_text("portals: [{id: nmp, name: Noridian, kind: mac\n")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert "portals.yaml:1:11" in ran.out
    assert "unknown-reference" not in ran.out


def test_moving_records_between_files_changes_no_verdict(practice: Path, capsys: Capture) -> None:
    def verdicts() -> list[tuple[str, str, str]]:
        results = json.loads(portalaudit(capsys, "check", AS_OF, "-ojson=-").out)["results"]
        return [(r["subject"]["id"], r["status"], r["fingerprint"]) for r in results]

    before = verdicts()
    (practice / "inventory" / "all.yaml").rename(practice / "inventory" / "zzz.yaml")
    (practice / "inventory" / "aaa.yaml").write_text("documents: [{id: d}]\n")
    assert verdicts() == before


def test_a_lost_practice_file_is_told_once(practice: Path, capsys: Capture) -> None:
    edit(practice, PRACTICE, "")
    (practice / "inventory" / "practice.yaml").write_text("practice: {id: test\n")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert ran.out.count("error[") == 1


def test_nobody_to_ask_is_not_clean(practice: Path, capsys: Capture) -> None:
    edit(practice, LEAVER, "")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert "error[nothing-to-judge]: no selected rule applies to anything in this inventory" in ran.out


def test_a_rule_that_takes_too_many_steps_is_an_error_and_no_crash(practice: Path, capsys: Capture) -> None:
    people = "".join(f"  - {{id: p{n}, name: Person {n}}}\n" for n in range(120))
    (practice / "inventory" / "more.yaml").write_text(f"staff:\n{people}")
    edit(practice, "person: kim,", f"persons: [{', '.join(f'p{n}' for n in range(120))}],")
    long = "account.persons.all(a, account.persons.all(b, account.persons.all(c, a.id != 'x' || b.id != c.id)))"
    rule = practice / "policies" / "own" / "leavers.yaml"
    rule.write_text(RULE.replace("account.person.employed", long))
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 1, ran.err
    assert "the expression takes too many steps" in ran.out


def test_a_device_is_written_into_and_a_link_is_followed(practice: Path, capsys: Capture) -> None:
    (practice / "kept.json").write_text("old")
    (practice / "link.json").symlink_to("kept.json")
    os.mkfifo(practice / "pipe")
    reader = os.open(practice / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    portalaudit(capsys, "check", AS_OF, "-q", "-ojson=link.json", "-ojunit=pipe")
    assert (practice / "link.json").is_symlink()
    assert json.loads((practice / "kept.json").read_text())["practice"]["id"] == "test"
    assert os.read(reader, 5) == b"<?xml"
    os.close(reader)


def test_two_reports_for_one_place_are_refused(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "check", AS_OF, "-ojson=-", "-ojunit=-")
    assert ran.code == 2
    assert "json and junit would both go to standard output" in ran.err


def test_an_absolute_folder_below_this_one_gives_the_same_report(practice: Path, capsys: Capture) -> None:
    typed = portalaudit(capsys, "check", "inventory", AS_OF, "-ojunit=-").out
    assert portalaudit(capsys, "check", str(practice / "inventory"), AS_OF, "-ojunit=-").out == typed


def test_a_reader_that_goes_away_costs_neither_file_nor_exit_code(practice: Path) -> None:
    command = [sys.executable, "-m", "portalaudit", "check", AS_OF, "-ojson=-", "-ojunit=after.xml"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait() == 1
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert (practice / "after.xml").read_text().startswith("<?xml")


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
def test_nowhere_to_write_is_no_bug_of_ours(practice: Path, redirection: str) -> None:
    command = f"{sys.executable} -m portalaudit check {AS_OF} {redirection}"
    done = subprocess.run(command, shell=True, stderr=subprocess.PIPE, check=False)  # noqa: S602
    assert done.returncode == 2
    assert b"standard output" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_misspelt_key_that_is_needed_is_told_once(practice: Path, capsys: Capture) -> None:
    edit(practice, "status: active", "statsu: active")
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 2
    assert ran.out.count("error[") == 1
    assert "unknown key 'statsu' in an account; did you mean 'status'?" in ran.out


def test_a_folder_of_several_practices_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    samples = Path(__file__).resolve().parents[2] / "inventory"
    ran = portalaudit(capsys, "check", str(samples), "--as-of", "2026-11-20", "-o", "json=-")
    problems = json.loads(ran.out)["problems"]

    assert ran.code == 2
    assert [problem["code"] for problem in problems] == ["several-practices"]
    assert problems[0]["message"].startswith("this folder holds 7 practices, and an inventory describes one: cascade-")
    assert "riverbend" in problems[0]["message"]
