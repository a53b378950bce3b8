"""Which rules a run asks: `--select` and `--ignore`."""

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase

import click

from portalaudit.cli.suggesting import did_you_mean
from portalaudit.model.values import dataclass
from portalaudit.policy.rules import Rule

FRAMEWORK_SEPARATOR = ":"


@dataclass(slots=True)
class Choice:
    """Patterns of rule ids and controls. Remembers which of them matched, so that a misspelt one is told."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    matched: set[str]
    names: set[str]

    def wants(self, rule: Rule) -> bool:
        """Whether to ask this rule."""
        names = _names(rule)
        self.names |= names
        selected = _matching(self.select, names)
        ignored = _matching(self.ignore, names)
        self.matched |= selected | ignored
        return (bool(selected) or not self.select) and not ignored

    def refuse_unmatched(self) -> None:
        """Raise click.UsageError for a pattern that matched nothing: no one means that."""
        for pattern in (*self.select, *self.ignore):
            if pattern not in self.matched:
                raise click.UsageError(f"no rule or control matches '{pattern}'.{self._meant(pattern)}")

    def _meant(self, pattern: str) -> str:
        if _matching([f"{pattern}[(.]*"], self.names):
            return f" Write '{pattern}*' for all below it."
        return did_you_mean(pattern, self.names, "`portalaudit rules` lists them.")


def choice(select: Iterable[str], ignore: Iterable[str]) -> Choice:
    """A choice from the values of the two flags; each may hold several names with commas between."""
    return Choice(_split(select), _split(ignore), set(), set())


def _split(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _names(rule: Rule) -> set[str]:
    controls = {
        name
        for framework, ids in rule.summary.controls.items()
        for control in ids
        for name in (control, f"{framework}{FRAMEWORK_SEPARATOR}{control}")
    }
    return {rule.id, *rule.summary.controls, *controls}


def _matching(patterns: Collection[str], names: Collection[str]) -> set[str]:
    return {pattern for pattern in patterns if any(fnmatchcase(name, pattern) for name in names)}
