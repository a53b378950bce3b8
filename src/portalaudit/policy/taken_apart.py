"""What the judge makes of the texts of rules alone, made for all rules at once so that it can be kept with them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from portalaudit.model.values import dataclass, field
from portalaudit.policy.expressions import Expression
from portalaudit.policy.outline import Form
from portalaudit.policy.readtree import AskedTree
from portalaudit.policy.rules import Rule
from portalaudit.policy.tree_answers import Tree

if TYPE_CHECKING:
    from portalaudit.policy.splitting import Piece

Compile: TypeAlias = Callable[[str], Tree | None]
"""Gives the tree of the text of a piece."""


@dataclass(frozen=True, slots=True)
class TakenApart:
    """By the text of an expression: its pieces, and what it asks of facts. By the text of a piece: its tree.

    A text that reads other facts in one rule than in another has no entry, and one that is not here is taken apart when
    it is asked.
    """

    pieces: "Mapping[str, Piece]" = field(default_factory=dict)
    asked: Mapping[str, AskedTree] = field(default_factory=dict)
    trees: Mapping[str, Tree | None] = field(default_factory=dict)


def nothing_apart(_compiled: Compile) -> TakenApart:
    """Nothing is known, and each text is taken apart when it is asked."""
    return TakenApart()


def take_apart(rules: Iterable[Rule], compiled: Compile) -> TakenApart:
    """Everything that can be asked of many subjects by these rules."""
    from portalaudit.policy.splitting import asked_of, pieces  # noqa: PLC0415 -- a run with few subjects goes without

    every: dict[str, Expression] = {}
    unlike: set[str] = set()
    for expression in (one for rule in rules for one in _asked(rule)):
        if every.setdefault(expression.text, expression).reads != expression.reads:
            unlike.add(expression.text)
    alike = [expression for text, expression in every.items() if text not in unlike]
    split = {one.text: pieces(one.text, one.reads) for one in alike}
    texts = dict.fromkeys(text for piece in split.values() for text in _questions(piece))
    return TakenApart(
        split, {one.text: asked_of(one.text, one.reads) for one in alike}, {text: compiled(text) for text in texts}
    )


def _asked(rule: Rule) -> Iterator[Expression]:
    changes = (change.when for change in (*rule.escalate, *rule.downgrade))
    checks = (check.asked.holds for check in rule.checks)
    for one in (rule.when, rule.begun, rule.together, *checks, *changes, rule.resolved):
        if one is not None:
            yield one


def _questions(piece: "Piece") -> Iterator[str]:
    """The text of each piece that is asked as it is."""
    if piece.form is Form.OTHER:
        yield piece.text
    inner = () if piece.items is None else (condition for _, condition in piece.items.conditions)
    for each in (*piece.parts, *inner):
        yield from _questions(each)
