"""The generated files are what the program says today."""

import re
from functools import cache

import pytest

from docs import generate
from docs.generate import REPOSITORY
from portalaudit.inventory.vocabulary import vocabulary

PAGES = ["docs/facts.md", "docs/rules.md"]
SCHEMAS = [
    *(f"inventory/schema/{kind}.schema.json" for kind in ("inventory", "report")),
    *(f"policies/schema/{kind}.schema.json" for kind in ("cases", "pack", "policy", "rule", "waivers")),
]
FILES = [*PAGES, *SCHEMAS]

generated = cache(generate.generated)


def test_these_files_are_generated() -> None:
    assert sorted(generated()) == FILES


@pytest.mark.parametrize("path", FILES)
def test_generated_file_is_fresh(path: str) -> None:
    file = REPOSITORY / path
    written = file.read_bytes() if file.is_file() else b""
    assert written == generated()[path].encode(), f"{path} is stale: run `make generated` and commit it"


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(path: str) -> None:
    text = generated()[path]
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    for target in re.findall(r"\]\((?!https://)([^)]*)\)", text):
        if target.startswith("#"):
            assert target.removeprefix("#") in anchors
        else:
            assert ((REPOSITORY / path).parent / target).exists(), target


def test_every_rule_of_the_list_says_what_why_and_how() -> None:
    text = generated()["docs/rules.md"]
    rules = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    assert f"The {len(rules)} rules that ship" in text
    for rule in rules:
        for part in ("Severity: ", "[The rule]", "*Why:* ", "*To fix a finding:* "):
            assert part in rule, f"{rule.splitlines()[0]} lacks {part!r}"


def test_every_fact_that_rules_can_reach_has_a_row_with_a_meaning() -> None:
    page = generated()["docs/facts.md"]
    entities = vocabulary().entities
    shown = set(re.findall(r"^### (\w+)$", page, re.MULTILINE))
    rows = re.findall(r"^\| `\w+` \|.*\| (.*) \|$", page, re.MULTILINE)
    assert set(entities) == shown
    assert len(rows) == sum(len(entities[name].facts) for name in shown)
    assert all(meaning.endswith(".") for meaning in rows)
