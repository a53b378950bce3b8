"""What a rule asks, as it is written: variables, the subjects that it applies to, checks, and changes of severity."""

from collections.abc import Iterator, Mapping

from portalaudit.model.values import dataclass, field, replace
from portalaudit.policy.composed import Composed, joined, with_variables
from portalaudit.policy.rule_records import CheckFile, RuleFile
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True)
class CheckForm:
    """One check. `where` leads to it in the file; a rule with one requirement has one check without an id.

    `each` is the list whose items are checked, and `item` the name of one of them; empty where the subject is checked.
    """

    where: Route
    id: str
    when: str
    each: str
    item: str
    require: str


@dataclass(frozen=True, slots=True)
class Form:
    """The expressions of a rule by their places in its file. Pickles."""

    variables: Mapping[str, str] = field(default_factory=dict)
    when: str = ""
    begun: str = ""
    checks: tuple[CheckForm, ...] = ()
    escalate: tuple[str, ...] = ()
    downgrade: tuple[str, ...] = ()
    resolved: str = ""

    def texts(self) -> Iterator[tuple[Route, str, str]]:
        """Every expression with its place and the name that people know it by, in the order in which they count."""
        for name, text in self.variables.items():
            yield ("variables", name), f"variable {name}", text
        if self.when:
            yield ("when",), "when", self.when
        if self.begun:
            yield ("begun",), "begun", self.begun
        for check in self.checks:
            of = f" of {check.id}" if check.id else ""
            for key, text in (("each", check.each), ("when", check.when), ("require", check.require)):
                if text and not (key == "when" and not check.where):
                    yield (*check.where, key), f"{key}{of}", text
        for key, changes in (("escalate", self.escalate), ("downgrade", self.downgrade)):
            for index, text in enumerate(changes):
                yield (key, index, "when"), f"{key} {index + 1}", text
        if self.resolved:
            yield ("resolved", "when"), "resolved", self.resolved

    def with_text(self, route: Route, text: str) -> "Form":
        """The form with another expression at a place."""
        match route:
            case ("variables", str(name)):
                return replace(self, variables={**self.variables, name: text})
            case ("when" | "begun" as key,) | ("resolved" as key, _):
                return replace(self, **{key: text})  # type: ignore[arg-type]  # each holds a text
            case ("checks", int(index), str(key)):
                return self._with_check(index, {key: text})
            case ("require",):
                return self._with_check(0, {"require": text})
            case ("escalate", int(index), _):
                return replace(self, escalate=_with(self.escalate, index, text))
            case ("downgrade", int(index), _):
                return replace(self, downgrade=_with(self.downgrade, index, text))
        raise ValueError(f"a rule has no expression at {route}")

    def _with_check(self, index: int, changes: Mapping[str, str]) -> "Form":
        check = replace(self.checks[index], **changes)  # type: ignore[arg-type]  # its keys are those of texts
        return replace(self, checks=(*self.checks[:index], check, *self.checks[index + 1 :]))


def form_of(written: RuleFile) -> Form:
    """The expressions of a rule file."""
    checks = tuple(_check(index, one) for index, one in enumerate(written.checks))
    alone = (CheckForm((), "", "", "", "", written.require),) if written.require else ()
    return Form(
        variables=dict(written.variables),
        when=written.when or "",
        begun=written.begun or "",
        checks=checks or alone,
        escalate=tuple(one.when for one in written.escalate),
        downgrade=tuple(one.when for one in written.downgrade),
        resolved=written.resolved.when if written.resolved else "",
    )


def _check(index: int, written: CheckFile) -> CheckForm:
    where: Route = ("checks", index)
    return CheckForm(where, written.id, written.when or "", written.each or "", written.item or "", written.require)


class Composition:
    """The expressions of a form with every variable's text in the place of its name."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.variables: dict[str, Composed] = {}
        for name, text in form.variables.items():
            self.variables[name] = with_variables(text, ("variables", name), self.variables)

    def at(self, text: str, route: Route) -> Composed:
        """The text that is written at a place."""
        return with_variables(text, route, self.variables)

    def items(self, check: CheckForm) -> Composed:
        """The list whose items are checked."""
        return self.at(check.each, (*check.where, "each"))

    def of_item(self, check: CheckForm, text: Composed) -> Composed:
        """What a text gives for each item."""
        return joined("(", self.items(check), f").map({check.item}, ", text, ")")

    def held(self, check: CheckForm) -> Composed:
        """What must hold of the subject, or of one item: what is required, where the check applies."""
        require = self.at(check.require, (*check.where, "require"))
        if not check.when:
            return require
        return joined("!(", self.at(check.when, (*check.where, "when")), ") || (", require, ")")

    def whole(self, check: CheckForm) -> Composed:
        """What must hold, of every item where there are several."""
        held = self.held(check)
        return joined("(", self.items(check), f").all({check.item}, ", held, ")") if check.each else held


def _with(texts: tuple[str, ...], index: int, text: str) -> tuple[str, ...]:
    return (*texts[:index], text, *texts[index + 1 :])
