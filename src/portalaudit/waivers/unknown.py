"""Rules and checks that waivers name and that there are not."""

from collections.abc import Iterable, Iterator

from portalaudit.inventory.world import World
from portalaudit.model import Problem, ProblemCode
from portalaudit.model.spelling import nearest
from portalaudit.policy.rules import Rule
from portalaudit.policy.waiving import Authority, unknown_rule


def unknown_rules(world: World, rules: Authority) -> Iterator[Problem]:
    """A problem for each waiver of a rule that there is not."""
    table = world.inventory.tables["waivers"]
    for row, waiver in enumerate(table.records):
        if waiver.rule not in rules.rules:
            yield unknown_rule(waiver.rule, world.inventory.place(table.origin(row), ("rule",)), rules.rules)


def unknown_checks(world: World, rules: Iterable[Rule]) -> Iterator[Problem]:
    """A problem for each check that a waiver names and its rule does not have."""
    checks = {rule.id: [check.id for check in rule.checks if check.id] for rule in rules}
    table = world.inventory.tables["waivers"]
    for row, waiver in enumerate(table.records):
        for index, name in enumerate(waiver.checks or ()):
            known = checks.get(waiver.rule)
            if known is not None and name not in known:
                place = world.inventory.place(table.origin(row), ("checks", index))
                meant = nearest(name, known)
                has = ", ".join(known) or "one requirement and no checks to name"
                hint = f"did you mean '{meant}'?" if meant else f"it has {has}"
                message = f"the rule `{waiver.rule}` has no check '{name}'"
                yield Problem(ProblemCode.UNKNOWN_REFERENCE, message, place, hint)
