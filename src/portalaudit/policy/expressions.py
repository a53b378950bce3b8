"""Expressions that were compiled: what they read, and their trees."""

from portalaudit.model import FactType
from portalaudit.model.values import dataclass, field
from portalaudit.policy.readtree import ReadTree
from portalaudit.policy.tree_answers import Tree


@dataclass(frozen=True, slots=True)
class Expression:
    """A yes/no question about a subject that names only facts which exist. Pickles.

    `reads` are the facts it looks at, `needed` those that it fails without (so not the ones only asked for with
    `has()`), `params` the parameters it uses, `patterns` those of them that it uses as patterns. `tree` is None where
    only CEL itself can work it out.
    """

    text: str
    reads: ReadTree
    needed: ReadTree
    params: frozenset[str]
    patterns: frozenset[str]
    tree: Tree | None = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Computed:
    """An expression of any type, with the type of what it gives."""

    expression: Expression
    type: FactType


_YES_OR_NO = "BOOL"
