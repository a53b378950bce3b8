"""Which line of the article is asked where: docs/coverage.yaml, checked against the program and told as a page.

The article is the one that policies/reference/sources.yaml names `article`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from portalaudit.cli.commands import COMMANDS
from portalaudit.inventory.records.common import Text
from portalaudit.inventory.reference import SECTIONS, Reference
from portalaudit.model import Vocabulary
from portalaudit.report.articles import table_cell
from portalaudit.source import files, typed
from portalaudit.source.load import load
from portalaudit.source.record_types import StringConstraints, field, record, validator

LINES = 116
"""The lines of the article, S1 to S116."""

DATA = Path(__file__).with_name("coverage.yaml")

TARGETS: Mapping[str, str] = {
    "rules": "rule",
    "commands": "command",
    "fields": "field",
    "facts": "derived fact",
    "reference": "reference data",
    "documents": "file",
}
"""What a line may point at, and what one of it is called."""

LineId = Annotated[str, StringConstraints(pattern=r"^S[1-9][0-9]*$")]
Names = tuple[Text, ...]


@record
class Line:
    """What one line of the article asks, and where that is."""

    id: LineId = field(description="Its number")
    asks: Text = field(description="What it asks, in own words")
    rules: Names | None = field(None, description="Rules that ask the same")
    commands: Names | None = field(None, description="Commands that do or show it")
    fields: Names | None = field(None, description="Where an inventory says it, such as account.login")
    facts: Names | None = field(None, description="Derived facts, such as account.live")
    reference: Names | None = field(None, description="Sections of policies/reference/, or section/id of one record")
    documents: Names | None = field(None, description="Other files of the repository")
    same_as: tuple[LineId, ...] | None = field(None, description="Lines that it only repeats")
    planned: Names | None = field(None, description="Commands and rules that are meant and not built")
    not_here: Text | None = field(None, description="What of it is not done, and why")

    def targets(self, kind: str) -> Names:
        """The names of one kind that it points at."""
        names: Names | None = getattr(self, kind)
        return names or ()

    @property
    def points_somewhere(self) -> bool:
        """Whether it has a target of any kind."""
        return any(self.targets(kind) for kind in TARGETS)


@record
class Section:
    """Lines of one part of the article."""

    title: Text = field(description="What the part is about")
    lines: tuple[Line, ...] = field(description="Its lines, in order")


@record
class Beyond:
    """A rule that no line of the article asks for."""

    rule: Text = field(description="Its id")
    why: Text = field(description="Why it is there all the same")


@record
class Coverage:
    """All lines, and the rules beyond them."""

    parts: tuple[Section, ...] = field(description="The article, part by part")
    beyond: tuple[Beyond, ...] = field(description="Rules beyond the article")

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all parts."""
        return tuple(line for part in self.parts for line in part.lines)


def read(data: bytes) -> Coverage:
    """The coverage that a file says. Raises ValueError with every problem, each at its line and column."""
    document, problems = load(files.Text("docs/coverage.yaml", data))
    coverage = None
    if document is not None:
        coverage, more = typed.read(document, (), dict(document.data), validator(Coverage), noun="coverage")
        problems += more
    if coverage is None or problems:
        raise ValueError("\n".join(f"{problem.place}: {problem.message}" for problem in problems))
    return coverage


# ---------------------------------------------------------------- what is wrong

Known = Mapping[str, Collection[str]]
"""The names that exist, for each kind of target."""


def known(rules: Iterable[str], vocabulary: Vocabulary, reference: Reference, root: Path) -> Known:
    """Every name that a line may point at."""
    facts = [(f"{name}.{f.name}", f.derived) for name, each in vocabulary.entities.items() for f in each.facts.values()]
    sections = (*SECTIONS, "sources")
    records = (f"{section}/{name}" for section in sections for name in getattr(reference, section))
    kept = (root.glob("*.md"), *((root / folder).rglob("*.*") for folder in ("docs", "inventory", "policies")))
    return {
        "rules": frozenset(rules),
        "commands": frozenset(COMMANDS),
        "fields": frozenset(name for name, derived in facts if not derived),
        "facts": frozenset(name for name, derived in facts if derived),
        "reference": frozenset((*sections, *records)),
        "documents": frozenset(file.relative_to(root).as_posix() for found in kept for file in found),
    }


def faults(coverage: Coverage, names: Known) -> Iterator[str]:
    """Everything that is wrong with a coverage, in words."""
    yield from _wrong_numbers([line.id for line in coverage.lines])
    originals = {line.id for line in coverage.lines if not line.same_as}
    for line in coverage.lines:
        yield from (f"{line.id}: {fault}" for fault in _faults_of(line, names, originals))
    yield from _wrong_rules(coverage, names["rules"])


def _wrong_numbers(ids: list[str]) -> Iterator[str]:
    wanted = [f"S{number}" for number in range(1, LINES + 1)]
    yield from (f"{name} is missing" for name in wanted if name not in ids)
    yield from (f"{name} is there {count} times" for name, count in Counter(ids).items() if count > 1)
    yield from (f"{name} is no line of the article" for name in ids if name not in wanted)
    if sorted(ids) == sorted(wanted) and ids != wanted:
        yield "the lines are not in order"


def _faults_of(line: Line, names: Known, originals: Collection[str]) -> Iterator[str]:
    for kind, noun in TARGETS.items():
        yield from (f"there is no {noun} '{name}'" for name in line.targets(kind) if name not in names[kind])
    if line.same_as:
        yield from (f"{name} is no line with targets of its own" for name in line.same_as if name not in originals)
        if line.points_somewhere or line.not_here:
            yield "it repeats another line, and that one says where it is"
    elif not (line.points_somewhere or line.not_here):
        yield "it points nowhere and gives no reason"
    if line.planned and not line.not_here:
        yield "what is planned is not told in not_here"
    built = (*names["rules"], *names["commands"])
    yield from (f"'{name}' is built by now: point at it" for name in line.planned or () if name in built)


def _wrong_rules(coverage: Coverage, rules: Collection[str]) -> Iterator[str]:
    mapped = {rule for line in coverage.lines for rule in line.targets("rules")}
    beyond = [each.rule for each in coverage.beyond]
    yield from (f"rule '{rule}' is neither in a line nor beyond" for rule in sorted({*rules} - mapped - {*beyond}))
    yield from (f"beyond: there is no rule '{rule}'" for rule in beyond if rule not in rules)
    yield from (f"beyond: a line asks for '{rule}'" for rule in beyond if rule in mapped)
    yield from (f"beyond: '{rule}' is there {count} times" for rule, count in Counter(beyond).items() if count > 1)


# ---------------------------------------------------------------- the page

HEAD = """\
<!-- Made by `make generated` from docs/coverage.yaml. Do not edit. -->

# Coverage of the article

portalaudit began with an article on payer portal management for independent practices. What each of its {count} lines
asks is told here in our own words, with the place where portalaudit does it, or the reason why it does not. The numbers
S1 to S{count} only count the lines. The article gives practice advice, not law.

{done} lines are done, {partly} in part, and {reasons} not at all; {same} repeat another line.

Rules have pages of their own. `portalaudit COMMAND --help` explains a command. Fields and facts are told in
[facts.md](facts.md), and reference data lies in [policies/reference](../policies/reference).
"""

BEYOND = """\
## Beyond the article

Rules that no line asks for.

| rule | why |
|---|---|"""


def page(coverage: Coverage) -> Iterator[str]:
    """The coverage as Markdown, line by line."""
    standing = Counter(_standing(line) for line in coverage.lines)
    yield HEAD.format(
        count=LINES,
        done=standing["done"],
        partly=standing["in part"],
        reasons=standing["not here"],
        same=standing["same"],
    )
    for part in coverage.parts:
        yield f"## {table_cell(part.title)}\n"
        yield "| line | asks | where | not here |"
        yield "|---|---|---|---|"
        for line in part.lines:
            cells = (f'<a id="{line.id}"></a>{line.id}', table_cell(line.asks), "<br>".join(_where(line)))
            yield f"| {' | '.join(cells)} | {table_cell(line.not_here or '')} |"
        yield ""
    yield BEYOND
    for each in sorted(coverage.beyond, key=lambda each: each.rule):
        yield f"| {_rule(each.rule)} | {table_cell(each.why)} |"
    yield ""


def _standing(line: Line) -> str:
    if line.same_as:
        return "same"
    if not line.points_somewhere:
        return "not here"
    return "in part" if line.not_here else "done"


def _where(line: Line) -> Iterator[str]:
    if line.same_as:
        yield "the same as " + ", ".join(f"[{name}](#{name})" for name in line.same_as)
    if line.rules:
        yield "rules: " + ", ".join(map(_rule, line.rules))
    if line.commands:
        yield "commands: " + ", ".join(f"`portalaudit {name}`" for name in line.commands)
    for kind in ("fields", "facts", "reference"):
        if line.targets(kind):
            yield f"{kind}: " + ", ".join(f"`{name}`" for name in line.targets(kind))
    if line.documents:
        yield "files: " + ", ".join(f"[{path}](../{path})" for path in line.documents)


def _rule(name: str) -> str:
    return f"[{name}](rules/{name}.md)"
