"""What a shared fact chooses from a list, told from the text of its expression."""

from portalaudit.model.values import replace
from portalaudit.policy.expressions import Expression
from portalaudit.policy.outline import Form, outline, tokens
from portalaudit.policy.shared_facts import Choice, SharedFact
from portalaudit.policy.tree_answers import MAP, Tree
from portalaudit.source.patterns import late

_COUNTED = late(r"\s*size\s*\((.*)\)\s*")
_FILTER = late(r"\s*\.\s*filter\b")


def with_expression(fact: SharedFact, expression: Expression) -> SharedFact:
    """The fact worked out by this expression."""
    return replace(fact, expression=expression, choice=_choice_in(expression, fact.entity))


def _choice_in(expression: Expression, entity: str) -> Choice | None:
    """What an expression chooses, where it does no more than that and looks at nothing but one item at a time."""
    counted = _COUNTED.fullmatch(expression.text)
    text = counted[1] if counted else expression.text
    part = outline(text)
    if part.form is not Form.MACRO or len(part.parts) != 2 or not _FILTER.match(text, part.parts[0].end):
        return None
    route, condition = part.parts[0].of(text).split("."), part.parts[1].of(text)
    names = {token.text for token in tokens(condition) if token.kind == "name"}
    tree = expression.reads.get(entity, {})
    if part.variable in expression.reads or names & expression.reads.keys() or route != [entity, *tree]:
        return None
    condition_tree = _condition_tree(expression.tree, is_counted=counted is not None)
    return Choice(route[1], tree[route[1]], part.variable, condition, condition_tree, counted is not None)


def _condition_tree(tree: Tree | None, *, is_counted: bool) -> Tree | None:
    """The tree of the condition of a `filter`, or of one that is counted."""
    if tree is None:
        return None
    macro: Tree = tree[2][0] if is_counted else tree
    return macro[-1] if macro[0] == MAP else None
