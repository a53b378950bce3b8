"""What a rule asks of each subject, as it was compiled."""

from collections.abc import Iterator, Mapping

from portalaudit.model import FactType
from portalaudit.model.values import dataclass, field
from portalaudit.policy.expressions import Computed, Expression
from portalaudit.policy.readtree import AskedTree, ReadTree, merged
from portalaudit.policy.tree_answers import Tree


@dataclass(frozen=True, slots=True)
class Items:
    """The list whose items a check looks at, the name of one of them, and what must hold of one.

    CEL's checker has seen what is `held` around the list, so alone it is not checked again; `tree` is None where only
    CEL itself can work it out. `beside` is what it asks of anything but the item, and `reads` what the check and its
    list read.
    """

    name: str
    every: Expression
    type: FactType
    held: str
    tree: Tree | None
    beside: AskedTree
    reads: ReadTree


@dataclass(frozen=True, slots=True)
class AskedCheck:
    """One check: what must hold of the subject, of all items together where it has any."""

    holds: Expression
    items: Items | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that a rule asks. `variables` are there for messages; expressions have their texts in them.

    `together` holds where every check does: most subjects pass, and one question is answered sooner than ten. None
    where there is one check, or all of them in one are too much for CEL.
    """

    when: Expression | None
    checks: tuple[AskedCheck, ...]
    begun: Expression | None = None
    together: Expression | None = None
    escalate: tuple[Expression, ...] = ()
    downgrade: tuple[Expression, ...] = ()
    resolved: Expression | None = None
    variables: Mapping[str, Computed] = field(default_factory=dict)

    @property
    def reads(self) -> ReadTree:
        """The facts that any of the expressions reads."""
        checks = (check.holds.reads for check in self.checks)
        return merged((*checks, *(one.reads for one in self._conditions())))

    @property
    def params(self) -> frozenset[str]:
        """The parameters that any of them uses."""
        return frozenset().union(*(one.params for one in self._every()))

    @property
    def patterns(self) -> frozenset[str]:
        """The parameters that any of them uses as patterns."""
        return frozenset().union(*(one.patterns for one in self._every()))

    def _every(self) -> Iterator[Expression]:
        yield from self._conditions()
        yield from (check.holds for check in self.checks)
        yield from (one.expression for one in self.variables.values())

    def _conditions(self) -> Iterator[Expression]:
        every = (self.when, self.begun, *self.escalate, *self.downgrade, self.resolved)
        yield from (one for one in every if one)
