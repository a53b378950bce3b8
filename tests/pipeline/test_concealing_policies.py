"""What ships says nothing that looks like a secret, so masking leaves it as it is."""

from pathlib import Path

from portalaudit.cli.folders import read_policies
from portalaudit.pipeline import EVERY_RULE, compile_all
from portalaudit.pipeline.concealing_answers import article_without_secrets
from portalaudit.pipeline.rule_pages import rule_page


def test_what_ships_is_shown_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("packs: [portal-access, nprm-2025]\n")
    files, _ = read_policies(tmp_path)
    policies, problems = compile_all(files, cases_of=EVERY_RULE)
    assert problems == ()
    assert len(policies.rules.rules) > 50
    assert "•••" not in repr(policies.rules)
    pages = [rule_page(rule, policies) for rule in policies.rules.rules]
    assert [page.title for page in pages if article_without_secrets(page) != page] == []
