"""Writes the files that are made from the program: `make generated`. A test fails when one of them is stale."""

import contextlib
import io
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from portalaudit.cli.funnel import run
from portalaudit.cli.loading import load_policies
from portalaudit.cli.schema_command import POLICY_FILES
from portalaudit.cli.shipped import policies_dir
from portalaudit.inventory.vocabulary import vocabulary
from portalaudit.model import Entity, Fact, FactType, Kind
from portalaudit.policy.functions import FUNCTIONS
from portalaudit.policy.rules import Rule
from portalaudit.policy.scope import GROUP
from portalaudit.report import wording

REPOSITORY = Path(__file__).resolve().parents[1]

FACTS_HEAD = """\
<!-- Made by `make generated` from the program. Do not edit. -->

# Facts

Everything that the expressions of a rule may read. A rule is `for:` one of the [subjects](#subjects), and follows names
from there: a rule for accounts reads `account.portal.name`. Every rule may read `practice`, `as_of` (the day of the
check) and its own `params` as well.

Some facts stand in the inventory, the others are worked out by portalaudit. Dates are text such as `2026-11-20`.
Where a fact is not known, a rule that needs it answers `unknown`, and never `pass`.

`portalaudit facts` prints the same facts.
"""

FUNCTIONS_HEAD = """\
## Functions

Besides those of [CEL](https://cel.dev):

| function | whole number |
|---|---|"""

GROUPS_HEAD = """\
## Groups

A rule may also be `for:` all accounts that agree in something, such as `{accounts_by: [identity_domain, login_key]}`.
It sees them as `group`, and what they agree in as `key`, a list of text.
"""

RULES_HEAD = """\
<!-- Made by `make generated` from the rules. Do not edit. -->

# Rules

The {count} rules that ship with portalaudit. Each is one file in [`policies/`](../policies), beside its own tests.
`portalaudit explain RULE` says the same and more about one of them.

A rule's result supports evidence for the controls that it names. It is not legal advice, and no tool can certify a
practice.
"""


def generated() -> dict[str, str]:
    """Every generated file: its place in the repository, and its text."""
    return {
        "inventory/schema/inventory.schema.json": _printed("schema"),
        "inventory/schema/report.schema.json": _printed("schema", "report"),
        **{f"policies/schema/{kind}.schema.json": _printed("schema", kind) for kind in POLICY_FILES},
        "docs/facts.md": "\n".join(_facts(vocabulary().entities)),
        "docs/rules.md": "\n".join(_rules(load_policies(policies_dir()).rules.rules)),
    }


def _printed(*command: str) -> str:
    """What a command prints, so that the file is the very text that a user gets."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        if run(command):
            raise RuntimeError(f"`portalaudit {' '.join(command)}` failed")
    return printed.getvalue()


def _facts(entities: Mapping[str, Entity]) -> Iterator[str]:
    yield FACTS_HEAD
    yield FUNCTIONS_HEAD
    for function in FUNCTIONS:
        yield f"| `{function.name}({', '.join(function.parameters)})` | {_cell(function.meaning)}. |"
    yield "\n## Subjects\n"
    subjects = sorted(entity.name for entity in entities.values() if entity.is_subject)
    for name in subjects:
        yield from _entity(entities[name])
    yield GROUPS_HEAD
    yield from _entity(entities[GROUP])
    yield "## Records inside them\n"
    for name in sorted(_reachable(entities, {GROUP, *subjects}) - {GROUP, *subjects}):
        yield from _entity(entities[name])


def _reachable(entities: Mapping[str, Entity], start: Collection[str]) -> set[str]:
    """The entities that an expression can come to: some records are only how the files are laid out."""
    found, pending = set(start), list(start)
    while pending:
        entity = entities[pending.pop()]
        new = {fact.type.entity for fact in entity.facts.values() if fact.type.entity} - found
        found |= new
        pending += new
    return found


def _entity(entity: Entity) -> Iterator[str]:
    yield f"### {entity.name}\n"
    yield f"{_cell(entity.meaning)}\n"
    yield "| fact | type | from | meaning |"
    yield "|---|---|---|---|"
    for fact in sorted(entity.facts.values(), key=lambda each: each.name):
        origin = "worked out" if fact.derived else "inventory"
        yield f"| `{fact.name}` | {_type(fact.type)} | {origin} | {_cell(_meaning(fact))} |"
    yield ""


def _meaning(fact: Fact) -> str:
    sentence = fact.meaning if not fact.meaning or fact.meaning.endswith(".") else f"{fact.meaning}."
    choices = ", ".join(f"`{choice}`" for choice in fact.type.choices)
    return f"{sentence} One of {choices}." if choices else sentence


def _type(kind: FactType) -> str:
    if kind.kind is not Kind.RECORD:
        return str(kind)
    link = f"[{kind.entity}](#{kind.entity})"
    return f"list of {link}" if kind.many else link


def _rules(rules: Iterable[Rule]) -> Iterator[str]:
    in_order = sorted(rules, key=lambda rule: (_file(rule).parent, rule.severity.rank, rule.id))
    yield RULES_HEAD.format(count=len(in_order))
    for folder, members in itertools.groupby(in_order, lambda rule: _file(rule).parent):
        yield f"## {folder.name.replace('-', ' ').capitalize()}\n"
        for rule in members:
            yield from _rule(rule)


def _file(rule: Rule) -> Path:
    """The rule's file, from the folder of the policies. It bears the rule's name."""
    (file,) = policies_dir().rglob(f"{rule.id}.yaml")
    return file.relative_to(policies_dir())


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}\n"
    yield f"**{_cell(rule.title)}.** Severity: {rule.severity}. [The rule](../policies/{_file(rule).as_posix()})\n"
    for heading, text in (("Why", rule.rationale), ("To fix a finding", rule.remediation)):
        if text:
            yield f"*{heading}:* {_cell(text)}\n"
    controls = wording.controls(rule.summary)
    if controls:
        yield f"*Supports evidence for:* {_cell(controls)}\n"


_CODE = re.compile(r"(`[^`]*`)")


def _cell(text: str) -> str:
    """Text on one line that Markdown shows as it is, `code` in it as code."""
    parts = _CODE.split(" ".join(text.split()))
    shown = (part if part.startswith("`") else re.sub(r"([*<\[\\])", r"\\\1", part) for part in parts)
    return "".join(shown).replace("|", r"\|")


def main() -> None:
    """Write what has changed."""
    for path, text in generated().items():
        file = REPOSITORY / path
        old = file.read_text(encoding="utf-8") if file.is_file() else None
        if text != old:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
            print(f"wrote {path}")


if __name__ == "__main__":
    main()
