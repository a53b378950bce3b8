"""Where the logic of the rules stands: how much of it in their YAML, how much in Python that one rule alone needs.

Decisions are counted, on both sides alike: comparisons, and, or, not, either-or, `in`, loops, and whether something is
there. What several rules share counts for none of them.

A rule reads a fact in Python where it names it, and where it names a fact in YAML that reads it: so a fact in Python
below a fact in YAML which two rules name is read by both. Of a fact in YAML that one rule alone names, the decisions
count for that rule, as if they stood in it.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from portalaudit.cli.folders import read_policies
from portalaudit.inventory.derived import derived_facts
from portalaudit.model import Kind
from portalaudit.pipeline.proving import compile_suite
from portalaudit.policy.outline import FOLDING, tokens
from portalaudit.policy.readtree import routes_of
from portalaudit.policy.rules import Rule
from portalaudit.policy.scope import Language
from portalaudit.policy.shared_facts import SharedFact

SRC = Path(__file__).resolve().parents[1] / "src"
FACTS = "portalaudit.inventory.facts"
POLICIES = Path(__file__).resolve().parents[1] / "policies"

Fact = tuple[str, str]
"""An entity and the name of one of its derived facts."""

Definition = tuple[str, str]
"""A module and a name that it defines."""

IN_WORDS = ("in words", "in one text")
"""How the meaning of a fact begins to say that it is a sentence."""

_SIGNS = frozenset({"&&", "||", "!", "?", "in", "<", "<=", ">", ">=", "==", "!=", "has"})


# ---------------------------------------------------------------- what is counted


def decisions_in_cel(text: str) -> int:
    """The decisions of one expression."""
    return sum(1 for token in tokens(text) if token.kind != "string" and token.text in _SIGNS | FOLDING)


def decisions_in_python(node: ast.AST) -> int:
    """The decisions of a function, those of the functions in it included."""
    return sum(map(_decisions, ast.walk(node)))


def _decisions(node: ast.AST) -> int:
    match node:
        case ast.Compare():
            return len(node.ops)
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.UnaryOp(op=ast.Not()) | ast.IfExp() | ast.If() | ast.For() | ast.While() | ast.match_case():
            return 1
        case ast.comprehension():
            return 1 + len(node.ifs)
    return 0


# ---------------------------------------------------------------- Python


@dataclass(frozen=True, slots=True)
class Modules:
    """The modules of derived facts: the decisions of each definition, what it uses, and what others use of them."""

    decisions: Mapping[Definition, int]
    uses: Mapping[Definition, frozenset[Definition]]
    used_elsewhere: frozenset[Definition]

    def reached(self, start: Iterable[Definition]) -> set[Definition]:
        """Everything that is needed for these definitions."""
        found, waiting = set(), list(start)
        while waiting:
            one = waiting.pop()
            if one not in found and one in self.uses:
                found.add(one)
                waiting += self.uses[one]
        return found


def read_modules() -> Modules:
    """All modules of derived facts, as they are written."""
    decisions: dict[Definition, int] = {}
    uses: dict[Definition, frozenset[Definition]] = {}
    elsewhere: set[Definition] = set()
    for path in sorted(SRC.rglob("*.py")):
        module = ".".join(path.relative_to(SRC).with_suffix("").parts)
        tree = ast.parse(path.read_text())
        known = dict(_imported(tree))
        if not module.startswith(f"{FACTS}."):
            elsewhere |= set(known.values())
            continue
        mine = dict(_defined(tree))
        known |= {name: (module, name) for name in mine}
        for name, node in mine.items():
            decisions[module, name] = decisions_in_python(node) if not isinstance(node, ast.Assign) else 0
            names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            uses[module, name] = frozenset(known[each] for each in names - {name} if each in known)
    return Modules(decisions, uses, frozenset(elsewhere))


def _imported(tree: ast.Module) -> Iterator[tuple[str, Definition]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(FACTS):
            yield from ((each.asname or each.name, (str(node.module), each.name)) for each in node.names)


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign):
            yield from ((target.id, node) for target in node.targets if isinstance(target, ast.Name))


# ---------------------------------------------------------------- rules


@dataclass(frozen=True, slots=True)
class Share:
    """The decisions of one rule."""

    rule: str
    yaml: int
    python: int
    facts: tuple[str, ...]

    @property
    def part(self) -> float:
        """The part of them that stands in YAML; all of none is none."""
        whole = self.yaml + self.python
        return self.yaml / whole if whole else 1.0


class Logic:
    """The decisions of all shipped rules."""

    def __init__(self) -> None:
        files, _ = read_policies(POLICIES)
        suite, problems = compile_suite(files, None)
        if problems:
            sys.exit("the shipped policies have problems: run `portalaudit test policies`")
        self.rules = [written.rule for written in suite.rules]
        self._language: Language = suite.language
        self._shared: Mapping[Fact, SharedFact] = {(f.entity, f.name): f for file in suite.facts for f in file.facts}
        self._modules = read_modules()

    @cached_property
    def facts(self) -> Mapping[Fact, Definition]:
        """Every derived fact, with the function that computes it."""
        return {
            (entity, name): (fact.compute.__module__, fact.compute.__name__)
            for entity, facts in derived_facts().items()
            for name, fact in facts.items()
        }

    @cached_property
    def readers(self) -> Mapping[Fact, frozenset[str]]:
        """Which rules read each derived fact: in expressions, messages, as a place, or through facts in YAML."""
        found: dict[Fact, set[str]] = {fact: set() for fact in (*self.facts, *self._shared)}
        for rule in self.rules:
            for fact in self._read(rule) & found.keys():
                found[fact].add(rule.id)
        return {fact: frozenset(rules) for fact, rules in found.items()}

    def _read(self, rule: Rule) -> set[Fact]:
        found, waiting = set[Fact](), set(self._named(rule))
        while waiting:
            one = waiting.pop()
            found.add(one)
            shared = self._shared.get(one)
            reads = routes_of(shared.expression.reads) if shared and shared.expression else ()
            waiting |= {fact for route in reads for fact in self._along(route, {})} - found
        return found

    def _alone(self, rule: Rule, among: Iterable[Fact]) -> list[Fact]:
        """Those of these facts that this rule alone reads."""
        return sorted(fact for fact in among if self.readers[fact] == {rule.id})

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """One for each rule, those with the smallest part in YAML first."""
        users: dict[Definition, set[str]] = defaultdict(set)
        for rule in self.rules:
            start = [definition for fact, definition in self.facts.items() if rule.id in self.readers[fact]]
            for definition in self._modules.reached(start):
                users[definition].add(rule.id)
        shared = self._modules.reached(self._modules.used_elsewhere)
        found = (self._share(rule, users, shared) for rule in self.rules)
        return tuple(sorted(found, key=lambda share: (share.part, -share.python, share.rule)))

    def _share(self, rule: Rule, users: Mapping[Definition, set[str]], shared: set[Definition]) -> Share:
        own = {one for one, rules in users.items() if rules == {rule.id}} - shared
        shared_facts = [self._shared[fact].expression for fact in self._alone(rule, self._shared)]
        texts = [text for _, _, text in rule.form.texts()] + [each.text for each in shared_facts if each]
        return Share(
            rule=rule.id,
            yaml=sum(map(decisions_in_cel, texts)),
            python=sum(self._modules.decisions[one] for one in own),
            facts=tuple(map(".".join, self._alone(rule, self.facts))),
        )

    def _named(self, rule: Rule) -> Iterator[Fact]:
        """Every fact that a rule names, derived or not."""
        words = [rule.message, rule.pass_message, *(check.message for check in rule.checks)]
        routes = [*routes_of(rule.reads)]
        routes += [route for each in words if each for route in routes_of(each.reads)]
        routes += [(rule.variable, *one.point_at) for one in rule.related]
        routes += [(rule.variable, *check.point_at) for check in rule.checks]
        routes += [("account", *key) for key in rule.group_by]
        routes += [route for one in rule.variables.values() for route in routes_of(one.expression.reads)]
        names = {name: one.type.entity for name, one in rule.variables.items() if one.type.kind is Kind.RECORD}
        for check in rule.checks:
            items = check.asked.items
            names |= {items.name: items.type.entity} if items and items.type.kind is Kind.RECORD else {}
        for route in routes:
            yield from self._along(route, names)
            yield from self._along(route[1:], names)  # a place that begins with the name of an item

    def _along(self, route: tuple[str, ...], names: Mapping[str, str]) -> Iterator[Fact]:
        if not route:
            return
        entity = names.get(route[0], route[0])
        for name in route[1:]:
            known = self._language.entities.get(entity)
            fact = known.facts.get(name) if known else None
            if fact is None:
                return
            yield entity, name
            entity = fact.type.entity

    @property
    def sentences(self) -> tuple[str, ...]:
        """The derived facts that are sentences, by their meaning or by what their records hold."""
        found = []
        for entity, name in self.facts:
            fact = derived_facts()[entity][name]
            below = self._language.entities.get(fact.shape.type.entity) if fact.shape.nested else None
            fields = [each for each in below.facts.values() if not each.derived] if below else []
            meanings = [fact.meaning, *(each.meaning for each in fields)]
            if any(words in " ".join(meaning.split()) for meaning in meanings for words in IN_WORDS):
                found.append(f"{entity}.{name}")
        return tuple(sorted(found))


def main() -> None:
    """Print the table."""
    logic = Logic()
    print(f"{'rule':38} {'YAML':>5} {'Python':>6} {'share':>6}  facts of its own")
    for share in logic.shares:
        print(f"{share.rule:38} {share.yaml:5} {share.python:6} {share.part:6.0%}  {len(share.facts)}")
    whole = Share("all", sum(s.yaml for s in logic.shares), sum(s.python for s in logic.shares), ())
    parts = sorted(share.part for share in logic.shares)
    counts = [len(logic.readers[fact]) for fact in logic.facts]
    print(f"{'all':38} {whole.yaml:5} {whole.python:6} {whole.part:6.0%}")
    print(f"median rule: {parts[len(parts) // 2]:.0%}; under 40 %: {sum(part < 0.4 for part in parts)} of {len(parts)}")
    print(
        f"derived facts: {len(counts)}; read by one rule: {counts.count(1)}; by none: {counts.count(0)}; "
        f"sentences: {len(logic.sentences)}"
    )


if __name__ == "__main__":
    main()
