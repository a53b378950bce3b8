"""Which rules a run asks: `--select` and `--ignore`."""

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase

import click

from portalaudit.cli.suggesting import did_you_mean
from portalaudit.model.values import dataclass
from portalaudit.policy.rules import Rule
from portalaudit.report.wording import control_ids

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

    def claims(self, rule: Rule) -> tuple[str, ...]:
        """What the rule claims of the controls that are selected: `covers hipaa 164.308(a)(3)(ii)(C) (addressable)`."""
        summary = rule.summary
        return tuple(
            f"{how} {framework} {control_ids(summary, framework, [control])}"
            for how, controls in (("covers", summary.covers), ("touches", summary.touches))
            for framework, ids in controls.items()
            for control in ids
            if _matching(self.select, {framework, *_names_of(framework, control)})
        )

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
        name for framework, ids in rule.controls.items() for control in ids for name in _names_of(framework, control)
    }
    return {rule.id, *rule.controls, *controls}


def _names_of(framework: str, control: str) -> tuple[str, str]:
    """What a control may be called on the command line."""
    return control, f"{framework}{FRAMEWORK_SEPARATOR}{control}"


def _matching(patterns: Collection[str], names: Collection[str]) -> set[str]:
    return {pattern for pattern in patterns if any(fnmatchcase(name, pattern) for name in names)}
