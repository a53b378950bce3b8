"""Rule and policy files written in tests."""

from collections.abc import Iterable, Mapping

from portalaudit.model import Problem
from portalaudit.policy.rule_compiler import compile_rule
from portalaudit.policy.rules import Rule
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load
from tests.policy.words import LANGUAGE

RULE = """\
id: active-after-termination
title: People who have left hold no live account
severity: critical
for: account
when: account.live
require: account.person.employed
message: "{account.login} is still {account.status}"
point_at: status
"""


def document(path: str, text: str) -> Document:
    made, problems = load(Text(path, text.encode()))
    assert made is not None, problems
    assert not problems
    return made


def written(text: str, path: str = "pack/active-after-termination.yaml") -> tuple[Rule | None, list[str]]:
    """The rule of a text, and its problems as lines."""
    rule, problems = compile_rule(document(path, text), LANGUAGE)
    return rule, told(problems)


def told(problems: Iterable[Problem]) -> list[str]:
    return [f"{p.place} {p.code}: {p.message}" + (f" | {p.hint}" if p.hint else "") for p in problems]


def good(text: str) -> Rule:
    rule, problems = written(text)
    assert rule is not None, problems
    return rule


def folder(files: Mapping[str, str]) -> list[Document]:
    return [document(path, text) for path, text in sorted(files.items())]
