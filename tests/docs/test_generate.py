"""The generated files are what the program says today."""

import re
from functools import cache

import pytest

from docs import generate
from docs.generate import REPOSITORY
from portalaudit.cli.schema_command import POLICY_FILES

CASES = [file for file in (REPOSITORY / "policies").rglob("*.cases.yaml") if file.parent.name != "facts"]
RULES = sorted(file.name.removesuffix(".cases.yaml") for file in CASES)
PAGES = [
    "docs/actions.md",
    "docs/commands.md",
    "docs/configuration.md",
    "docs/coverage.md",
    "docs/facts.md",
    "docs/formats.md",
    "docs/rules/README.md",
    *(f"docs/rules/{rule}.md" for rule in RULES),
]
SCHEMAS = [
    *(
        f"inventory/schema/{kind}.schema.json"
        for kind in ("access", "diff", "import", "inventory", "map", "report", "settings", "summary")
    ),
    *(f"policies/schema/{kind}.schema.json" for kind in POLICY_FILES),
]
DIGESTS = "src/portalaudit/policy/assets/shipped.sha256"
FILES = [*PAGES, *SCHEMAS, DIGESTS]

generated = cache(generate.generated)


def test_these_files_are_generated() -> None:
    assert sorted(generated()) == sorted(FILES)
    assert generate.stale() == []


@pytest.mark.parametrize("path", PAGES)
def test_a_generated_page_says_so(path: str) -> None:
    assert generated()[path].startswith(generate.MADE)


@pytest.mark.parametrize("path", FILES)
def test_generated_file_is_fresh(path: str) -> None:
    file = REPOSITORY / path
    written = file.read_bytes() if file.is_file() else b""
    assert written == generated()[path].encode(), f"{path} is stale: run `make generated` and commit it"


def anchors_of(text: str) -> set[str]:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    return headings | set(re.findall(r'<a id="(\w+)">', text))


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(path: str) -> None:
    text = generated()[path]
    anchors = anchors_of(text)
    for target in re.findall(r"\]\((?!https://)([^)]*)\)", text):
        if target.startswith("#"):
            assert target.removeprefix("#") in anchors
        else:
            file, _, anchor = target.partition("#")
            assert ((REPOSITORY / path).parent / file).exists(), target
            assert not anchor or anchor in anchors_of(((REPOSITORY / path).parent / file).read_text()), target


def test_the_list_leads_to_every_rule() -> None:
    text = generated()["docs/rules/README.md"]
    assert sorted(re.findall(r"\]\(([a-z0-9-]+)\.md\)", text)) == RULES
    assert f"The {len(RULES)} rules that ship" in text


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_says_what_why_and_how_and_shows_examples(rule: str) -> None:
    # A rule with several checks has a heading for each of them.
    headings = dict.fromkeys(re.findall(r"^## (.*?)(?: \(.*\))?$", generated()[f"docs/rules/{rule}.md"], re.MULTILINE))
    needed = [
        "Applies to",
        "Applies when",
        "Requires",
        "Why",
        "To fix a finding",
        "Evidence to keep",
        "Examples",
        "Pack",
    ]
    assert [heading for heading in headings if heading in needed] == needed


def test_no_page_names_a_folder_of_this_machine() -> None:
    assert [path for path, text in generated().items() if str(REPOSITORY) in text] == []


def test_every_fact_that_rules_can_reach_has_a_row_with_a_meaning() -> None:
    page = generated()["docs/facts.md"]
    entities = generate.shipped_vocabulary().entities
    shown = set(re.findall(r"^### (\w+)$", page, re.MULTILINE))
    rows = re.findall(r"^\| `\w+` \|.*\| (.*) \|$", page, re.MULTILINE)
    assert set(entities) == shown
    assert len(rows) == sum(len(entities[name].facts) for name in shown)
    assert all(meaning.endswith(".") for meaning in rows)
