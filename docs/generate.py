"""Writes the files that are made from the program: `make generated`. A test fails when one of them is stale."""

import contextlib
import io
import itertools
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import commands_page

import article
import formats_page
import frameworks_covered
from portalaudit.cli.folders import read_policies
from portalaudit.cli.funnel import run
from portalaudit.cli.schema_command import POLICY_FILES
from portalaudit.model import Entity, Fact, FactType, Kind, Vocabulary
from portalaudit.model.values import replace
from portalaudit.pipeline import EVERY_RULE, Policies, compile_all
from portalaudit.pipeline.policies import own_vocabulary
from portalaudit.pipeline.proving import compile_suite
from portalaudit.pipeline.rule_pages import rule_page
from portalaudit.policy.digests import DIGESTS, digest_lines
from portalaudit.policy.functions import FUNCTIONS
from portalaudit.policy.rules import Rule
from portalaudit.policy.scope import GROUP
from portalaudit.report.articles import FORMATS, table_cell
from portalaudit.source.files import Text, read_folder

REPOSITORY = Path(__file__).resolve().parents[1]

MADE = "<!-- Made by `make generated`"
"""How every generated page begins."""

FACTS_HEAD = """\
<!-- Made by `make generated` from the program. Do not edit. -->

# Facts

Everything that the expressions of a rule may read. A rule is `for:` one of the [subjects](#subjects), and follows names
from there: a rule for accounts reads `account.portal.name`. Every rule may read `practice`, `as_of` (the day of the
check) and its own `params` as well.

Some facts stand in the inventory, the others are worked out by portalaudit. Dates are text such as `2026-11-20`.
Where a fact is not known, a rule that needs it answers `unknown`, and never `pass`.

Every reference reads both ways: `account.portal` leads to the portal, and `portal.accounts` to every account of it.
Such a list holds what is recorded, whatever the day: closed accounts, open reviews, people who have left. It is empty
where nothing refers, and not known where the whole section is missing; `reviews: []` says that there are none.

`portalaudit facts` prints the same facts.
"""

FUNCTIONS_HEAD = """\
## Functions

Expressions are [CEL](https://cel.dev), with its extensions for texts (`split`, `join`, `lowerAscii`, `replace` and
their like), for what may be missing (`account.?person.name.orValue('no one')`), for names inside an expression
(`cel.bind`) and `math`. Besides these there are:

| function | gives | meaning |
|---|---|---|"""

ACTIONS_HEAD = """\
<!-- Made by `make generated` from the rules and the reference data. Do not edit. -->

# Actions

What people do about findings, first things first. A report says each one once, with everything that it is done to.
The order, the dues and who does it are suggestions of portalaudit: no law sets them. A practice changes them in
`policies/reference/actions.yaml`. [How a rule names its action](rule-form.md#actions).

| action | says | due | by | rules |
|---|---|---|---|---|"""

GROUPS_HEAD = """\
## Groups

A rule may also be `for:` all accounts that agree in something, such as `{accounts_by: [identity_domain, login_key]}`.
It sees them as `group`, and what they agree in as `key`, a list of text.
"""

RULES_HEAD = """\
<!-- Made by `make generated` from the rules. Do not edit. -->

# Rules

The {count} rules that ship with portalaudit, {default} of them in the pack that is used where a practice chooses none.
Each has a page that says what it asks and why, how to fix a finding, what evidence to keep, what can be set, and its
cases as examples. `portalaudit explain RULE` prints the same, with the values that a practice set.

A rule's result supports evidence for the controls that it names. It is not legal advice, and no tool can certify a
practice.
"""


def generated() -> dict[str, str]:
    """Every generated file: its place in the repository, and its text."""
    policies = _whole_policies()
    frameworks = policies.rules.frameworks
    return {
        "inventory/schema/inventory.schema.json": _printed("schema"),
        "inventory/schema/report.schema.json": _printed("schema", "report"),
        "inventory/schema/access.schema.json": _printed("schema", "access"),
        "inventory/schema/diff.schema.json": _printed("schema", "diff"),
        "inventory/schema/import.schema.json": _printed("schema", "import"),
        "inventory/schema/settings.schema.json": _printed("schema", "settings"),
        "inventory/schema/summary.schema.json": _printed("schema", "summary"),
        "inventory/schema/map.schema.json": _printed("schema", "map"),
        **{f"policies/schema/{kind}.schema.json": _printed("schema", kind) for kind in POLICY_FILES},
        DIGESTS.relative_to(REPOSITORY).as_posix(): digest_lines(_shipped_files()),
        "docs/facts.md": "\n".join(_facts(shipped_vocabulary().entities)),
        "docs/actions.md": "\n".join(_actions()),
        "docs/formats.md": "\n".join(formats_page.page()),
        "docs/commands.md": "\n".join(commands_page.commands()),
        "docs/configuration.md": "\n".join(commands_page.settings()),
        "docs/coverage.md": "\n".join(
            (*article.page(article.read(article.DATA.read_bytes())), *frameworks_covered.page(frameworks))
        ),
        **_rule_pages(policies),
    }


def shipped_vocabulary() -> Vocabulary:
    """Everything that the shipped rules may read."""
    files, _ = read_policies(REPOSITORY / "policies")
    found, problems = own_vocabulary(files)
    if problems:
        raise RuntimeError(f"the shipped facts have problems: {problems}")
    return found


def _shipped_files() -> Iterator[tuple[str, bytes]]:
    texts, problems = read_folder(REPOSITORY / "policies")
    if problems:
        raise RuntimeError(f"the shipped policies have problems: {problems}")
    return ((text.path, text.data) for text in texts)


def _printed(*command: str) -> str:
    """What a command prints, so that the file is the very text that a user gets."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(printed):
        if run(command):
            raise RuntimeError(f"`portalaudit {' '.join(command)}` failed")
    printed.seek(0)
    return printed.read()


def _facts(entities: Mapping[str, Entity]) -> Iterator[str]:
    yield FACTS_HEAD
    yield FUNCTIONS_HEAD
    for function in FUNCTIONS:
        yield f"| `{function.call}` | {function.gives} | {table_cell(function.meaning)}. |"
    yield "\n## Subjects\n"
    subjects = sorted(entity.name for entity in entities.values() if entity.is_subject)
    for name in subjects:
        yield from _entity(entities[name])
    yield GROUPS_HEAD
    yield from _entity(entities[GROUP])
    yield "## Records inside them\n"
    for name in sorted(_reachable(entities, {GROUP, *subjects}) - {GROUP, *subjects}):
        yield from _entity(entities[name])


def _actions() -> Iterator[str]:
    files, _ = read_policies(REPOSITORY / "policies")
    suite, problems = compile_suite(files, None)
    if problems:
        raise RuntimeError(f"the shipped policies have problems: {problems}")
    yield ACTIONS_HEAD
    rules = [written.rule for written in suite.rules]
    for verb in sorted(suite.reference.actions.values(), key=lambda verb: verb.order):
        naming = [f"[{rule.id}](rules/{rule.id}.md)" for rule in rules if rule.action and rule.action.verb == verb.id]
        said = table_cell(verb.plural.replace("{objects}", "…"))
        yield f"| `{verb.id}` | {said} | {verb.due} | {verb.by} | {', '.join(naming)} |"
    yield ""


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
    yield f"{table_cell(entity.meaning)}\n"
    yield "| fact | type | from | meaning |"
    yield "|---|---|---|---|"
    for fact in sorted(entity.facts.values(), key=lambda each: each.name):
        origin = "worked out" if fact.derived else "inventory"
        yield f"| `{fact.name}` | {_type(fact.type)} | {origin} | {table_cell(_meaning(fact))} |"
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


def _rule_pages(policies: Policies) -> dict[str, str]:
    """The list of rules and a page for each."""
    rules = policies.rules.rules
    return {
        "docs/rules/README.md": "\n".join(_rules(policies)),
        **{f"docs/rules/{rule.id}.md": "".join(_rule_page(rule, policies)) for rule in rules},
    }


def _whole_policies() -> Policies:
    """Every shipped rule, also of packs that a practice has to ask for, with paths as in the repository."""
    with contextlib.chdir(REPOSITORY):
        files, unread = read_policies(Path("policies"))
    every = [text.inside.removesuffix("/pack.yaml") for text in files.texts if text.inside.endswith("/pack.yaml")]
    chosen = Text("policy.yaml", f"packs: [{', '.join(every)}]\n".encode())
    policies, problems = compile_all(replace(files, texts=(*files.texts, chosen)), cases_of=EVERY_RULE)
    if unread or problems:
        raise RuntimeError(f"the shipped policies have problems: {(*unread, *problems)}")
    return policies


def _rules(policies: Policies) -> Iterator[str]:
    rules = policies.rules.rules
    default = {pack.id for pack in policies.rules.packs if pack.is_default}
    yield RULES_HEAD.format(count=len(rules), default=sum(rule.pack in default for rule in rules))
    for pack in policies.rules.packs:
        yield f"## {table_cell(pack.title)}\n"
        yield f"{table_cell(pack.description)}\n"
        members = sorted((r for r in rules if r.pack == pack.id), key=lambda r: (_group(r), r.severity.rank, r.id))
        for group, several in itertools.groupby(members, _group):
            if group:
                yield f"### {group.replace('-', ' ').capitalize()}\n"
            yield "| rule | severity | asks that | judges | maturity |"
            yield "|---|---|---|---|---|"
            for rule in several:
                asks, judges = table_cell(rule.title), table_cell(rule.subject)
                yield f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {asks} | {judges} | {rule.maturity} |"
            yield ""


def _group(rule: Rule) -> str:
    """The folder within the pack's; empty where the rule lies in the pack's folder itself."""
    parts = Path(rule.place.path).parts
    return parts[2] if len(parts) > 3 else ""


def _rule_page(rule: Rule, policies: Policies) -> Iterator[str]:
    yield "<!-- Made by `make generated` from the rule and its cases. Do not edit. -->\n\n"
    yield from FORMATS["md"](rule_page(rule, policies))
    file = f"../../{rule.place.path}"
    yield f"\n[The rule]({file}) · [its cases]({file.removesuffix('.yaml')}.cases.yaml) · [all rules](README.md)\n"


def stale() -> list[Path]:
    """Pages that were made from something that is no more. What someone wrote by hand is none."""
    known = {REPOSITORY / path for path in generated()}
    pages = (file for file in (REPOSITORY / "docs").rglob("*.md") if file not in known)
    return sorted(file for file in pages if file.read_text(encoding="utf-8").startswith(MADE))


def main() -> None:
    """Write what has changed, and take away pages that nothing makes any more."""
    for path, text in generated().items():
        file = REPOSITORY / path
        old = file.read_text(encoding="utf-8") if file.is_file() else None
        if text != old:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
            print(f"wrote {path}")
    for file in stale():
        file.unlink()
        print(f"removed {file.relative_to(REPOSITORY).as_posix()}")


if __name__ == "__main__":
    main()
