import re
from pathlib import Path

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.model.framework import Control, Implementation
from portalaudit.pipeline import Policies, compile_all
from portalaudit.pipeline.proving import compile_suite
from portalaudit.policy.frameworks import is_framework, read_frameworks
from portalaudit.policy.packs import is_rule
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load

SHIPPED = Path(__file__).resolve().parents[2] / "policies"
GOOD = """\
id: own
title: Own framework
version: "1"
source: {title: A book, seen_on: 2026-11-22}
controls:
  - {id: A-1, title: First, required: true}
  - {id: A-2, title: Second, required: false, note: Look elsewhere, verified: false}
"""


def document(text: str, path: str = "frameworks/own.yaml") -> Document:
    found, problems = load(Text(path, text.encode()))
    assert found is not None
    assert problems == ()
    return found


def test_a_framework_is_read_with_titles_and_notes() -> None:
    (framework,), problems = read_frameworks([document(GOOD)])

    assert problems == ()
    assert (framework.id, framework.title, framework.version) == ("own", "Own framework", "1")
    assert (framework.source, framework.url, framework.seen_on) == ("A book", "", "2026-11-22")
    assert framework.controls == (
        Control("A-1", "First", implementation=Implementation.REQUIRED),
        Control("A-2", "Second", "Look elsewhere", is_verified=False, implementation=Implementation.ADDRESSABLE),
    )


@pytest.mark.parametrize(
    ("change", "message", "line"),
    [
        (("id: own", "id: other"), "the id is `other`, and the file is named `own`", 1),
        (("id: A-2", "id: A-1"), "the control `A-1` is listed twice", 7),
        (("title: Second", "titel: Second"), "unknown key 'titel'", 7),
        (('version: "1"\n', ""), "a framework needs the key 'version'", 1),
    ],
)
def test_a_mistake_is_told_at_its_line(change: tuple[str, str], message: str, line: int) -> None:
    _, problems = read_frameworks([document(GOOD.replace(*change))])

    assert any(message in problem.message and problem.place.line == line for problem in problems), problems


RULE = """\
id: badge
title: Everybody has a badge
severity: low
for: account
require: account.login != ""
message: no badge
controls:
  {controls}
"""


def claiming(tmp_path: Path, controls: str, **files: str) -> tuple[tuple[str, str, str, str], ...]:
    """Place, message, hint and second place of what is wrong with a practice's rule that claims these controls."""
    (tmp_path / "own").mkdir()
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "own" / "pack.yaml").write_text("{id: own, title: Own, version: '1', default: true}\n")
    (tmp_path / "own" / "badge.yaml").write_text(RULE.replace("{controls}", controls))
    for name, text in files.items():
        (tmp_path / "frameworks" / f"{name}.yaml").write_text(text)
    found, _ = read_policies(tmp_path, "policies")
    _, problems = compile_all(found)
    return tuple((str(p.place), p.message, p.hint, ", ".join(str(r.place) for r in p.related)) for p in problems)


HIPAA_LINE = (SHIPPED / "frameworks" / "hipaa.yaml").read_text().splitlines().index("controls:") + 1
HIPAA_FILE = f"portalaudit-policies/frameworks/hipaa.yaml:{HIPAA_LINE}:1"
TO_LIST = (
    "write one of 42-cfr-part-2, cis-v8, hicp, hipaa, hitrust, hph-cpg, nist-800-53, nist-800-66, nist-csf-2, "
    "oig-gcpg, soc2, "
    "or list its controls in a file frameworks/pci.yaml of your policies"
)
TO_ADD = "write one that is listed, or copy frameworks/hipaa.yaml into your policies folder and add this one there"


@pytest.mark.parametrize(
    ("controls", "told"),
    [
        (
            'hipaa: ["164.308(a)(8)", "164.999"]',
            (
                "8:28",
                "`164.999` is not listed as a control of HIPAA Security and Privacy Rules",
                TO_ADD,
                HIPAA_FILE,
            ),
        ),
        (
            'hipaa: ["164.308 (a)(8)"]',
            (
                "8:11",
                "`164.308 (a)(8)` is not listed as a control of HIPAA Security and Privacy Rules",
                "did you mean `164.308(a)(8)`?",
                HIPAA_FILE,
            ),
        ),
        ('hippa: ["164.308(a)(8)"]', ("8:3", "there is no framework `hippa`", "did you mean `hipaa`?", "")),
        (
            "pci: ['8.2']",
            (
                "8:3",
                "there is no framework `pci`",
                TO_LIST,
                "",
            ),
        ),
    ],
)
def test_a_rule_that_claims_a_control_that_is_not_listed_is_wrong_at_its_place(
    tmp_path: Path, controls: str, told: tuple[str, str, str, str]
) -> None:
    place, *words = told

    assert claiming(tmp_path, controls) == ((f"policies/own/badge.yaml:{place}", *words),)


@pytest.mark.parametrize(
    ("controls", "place"),
    [
        ("own:\n    covers: [A-1, A-9]", "9:19"),
        ("own:\n    covers: [A-1]\n    touches: [A-2, A-9]", "10:20"),
        ("own: {touches: [A-9]}", "8:19"),
    ],
)
def test_an_unlisted_control_is_pointed_at_in_either_list(tmp_path: Path, controls: str, place: str) -> None:
    ((where, message, *_),) = claiming(tmp_path, controls, own=GOOD)

    assert (where, message) == (
        f"policies/own/badge.yaml:{place}",
        "`A-9` is not listed as a control of Own framework",
    )


@pytest.mark.parametrize(
    ("controls", "place", "message"),
    [
        (
            "own: {covers: [A-1, A-2], touches: [A-2]}",
            "8:8",
            "the value of 'own' names A-2 under both `covers` and `touches`",
        ),
        ("own: {cover: [A-1]}", "8:9", "unknown key 'cover' in 'own'; did you mean 'covers'?"),
    ],
)
def test_a_claim_that_is_no_claim_is_told_at_its_place(tmp_path: Path, controls: str, place: str, message: str) -> None:
    ((where, said, *_),) = claiming(tmp_path, controls, own=GOOD)

    assert (where, said) == (f"policies/own/badge.yaml:{place}", message)


def test_a_rule_covers_or_touches_a_control_and_a_list_alone_touches(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "own" / "pack.yaml").write_text("{id: own, title: Own, version: '1', default: true}\n")
    claims = "list: [A-2, A-1]\n  both: {touches: [A-1], covers: [A-2]}\n  whole: {covers: [A-1]}"
    (tmp_path / "own" / "badge.yaml").write_text(RULE.replace("{controls}", claims))
    for name in ("list", "both", "whole"):
        (tmp_path / "frameworks" / f"{name}.yaml").write_text(GOOD.replace("id: own", f"id: {name}"))
    policies, problems = compile_all(read_policies(tmp_path)[0])
    (rule,) = (one for one in policies.rules.rules if one.id == "badge")

    assert problems == ()
    assert rule.covers == {"both": ("A-2",), "whole": ("A-1",)}
    assert rule.summary.touches == {"list": ("A-2", "A-1"), "both": ("A-1",), "whole": ()}
    named = {(f.id, c.id): (c.rules, c.covered_by) for f in policies.rules.frameworks for c in f.controls}
    named = {name: rules for name, rules in named.items() if "badge" in rules[0]}
    assert named == {
        ("list", "A-1"): (("badge",), ()),
        ("list", "A-2"): (("badge",), ()),
        ("both", "A-1"): (("badge",), ()),
        ("both", "A-2"): (("badge",), ("badge",)),
        ("whole", "A-1"): (("badge",), ("badge",)),
    }


def test_a_rule_may_claim_controls_of_a_framework_that_the_practice_adds(tmp_path: Path) -> None:
    assert claiming(tmp_path, "{own: [A-1, A-2], soc2: [CC6.2]}", own=GOOD) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("title: Own", "titel: Own"), ("2:1", "unknown key 'titel' in a framework; did you mean 'title'?")),
        (("id: own", "id: ours"), ("1:5", "the id is `ours`, and the file is named `own`")),
    ],
)
def test_rules_are_not_blamed_for_a_framework_file_with_a_mistake(
    tmp_path: Path, change: tuple[str, str], told: tuple[str, str]
) -> None:
    wrong = claiming(tmp_path, "{own: [A-9], ours: [A-9]}", own=GOOD.replace(*change))

    assert (f"policies/frameworks/own.yaml:{told[0]}", told[1]) in [each[:2] for each in wrong]
    assert [each[1] for each in wrong if "own/badge.yaml" in each[0]] == ["there is no framework `ours`"] * (
        "titel" in change[1]
    )


def test_files_of_frameworks_are_no_rules() -> None:
    assert is_framework("frameworks/hipaa.yaml")
    assert not is_framework("portal-access/frameworks.yaml")


@pytest.fixture(scope="module")
def shipped() -> Policies:
    files, unread = read_policies(SHIPPED)
    policies, problems = compile_all(files)
    assert (unread, problems) == ((), ())
    return policies


def test_every_control_that_a_shipped_rule_names_has_a_title(shipped: Policies) -> None:
    frameworks = shipped.rules.frameworks
    assert [f.id for f in frameworks] == sorted(f"{file.stem}" for file in (SHIPPED / "frameworks").iterdir())
    assert [(f.id, c.id, c.rules) for f in frameworks for c in f.controls if not c.title] == []
    assert all(f.source and f.seen_on for f in frameworks)


def test_a_shipped_rule_states_its_version_and_maturity_and_claims_no_more_than_it_may() -> None:
    """164.312 binds the practice's own systems, and nothing reads a log or knows the security official."""
    only_touched = ("164.308(a)(1)", "164.308(a)(2)", "164.308(a)(6)", "164.308(a)(8)", "164.312")
    for text in read_policies(SHIPPED)[0].texts:
        if not is_rule(text.inside):
            continue
        rule, _ = load(text)
        assert rule is not None
        assert {"version", "maturity"} <= set(rule.data), text.path
        controls = rule.data.get("controls")
        hipaa = controls.get("hipaa") if isinstance(controls, dict) else None
        covered = hipaa.get("covers", []) if isinstance(hipaa, dict) else []
        assert [one for one in covered if str(one).startswith(only_touched)] == [], text.path


def test_a_shipped_rule_says_in_words_what_its_expression_says() -> None:
    """Who reads a report reads no CEL: a rule for some of a kind says for which, and one for all needs no words."""
    for rule in (written.rule for written in compile_suite(read_policies(SHIPPED)[0], None)[0].rules):
        assert bool(rule.applies_to) == bool(rule.form.when), rule.id
        named = set(re.findall("`(.*?)`", rule.applies_to))
        assert named <= set(rule.declared), rule.id
        assert not re.search(r"\w\.\w|[&|=<>!{}]", rule.applies_to), rule.id


def test_a_rule_knows_how_a_regulation_marks_its_controls(shipped: Policies) -> None:
    marks = {rule.id: rule.marks for rule in shipped.rules.rules}

    assert marks["shared-credential"]["hipaa", "164.312(a)(2)(i)"] is Implementation.REQUIRED
    assert marks["active-after-termination"]["hipaa", "164.308(a)(3)(ii)(C)"] is Implementation.ADDRESSABLE
    assert ("hipaa", "164.308(a)(3)(i)") not in marks["active-after-termination"]


def test_a_control_knows_the_rules_that_name_it_and_those_left_out(tmp_path: Path) -> None:
    setting = "{leave_out: true, reason: no MAC}"
    (tmp_path / "policy.yaml").write_text(f"packs: [portal-access]\nrules: {{dormant-account: {setting}}}\n")
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "own.yaml").write_text(GOOD)
    files, _ = read_policies(tmp_path)
    policies, problems = compile_all(files)

    assert problems == ()
    known = {(f.id, c.id): c for f in policies.rules.frameworks for c in f.controls}
    assert "active-after-termination" in known["hipaa", "164.308(a)(3)(ii)(C)"].rules
    assert known["own", "A-1"].rules == ()
    left_out = {rule for control in known.values() for rule in control.left_out}
    named = {rule for control in known.values() for rule in control.rules}
    assert "dormant-account" not in named
    assert left_out == {"dormant-account"}
