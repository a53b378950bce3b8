"""What the practice changed of the rules, in lines and rows: a run that asks less must not look better."""

from collections.abc import Iterable, Iterator

from portalaudit.model.origin import Origin
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.report import wording
from portalaudit.report.characters import prose, visible


@dataclass(frozen=True, slots=True)
class LoosenedRow:
    """A parameter set past the pack's default, or waivers allowed where the pack allows none."""

    rule: str
    allows_waivers: bool
    name: str
    value: str
    default: str
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A rule that the practice does not ask, or to which it gave another severity than the pack."""

    rule: str
    id: str
    what: str
    reason: str
    where: str


def loosened_rows(report: Report) -> Iterable[LoosenedRow]:
    """Every loosened parameter, by rule."""
    for rule in (ruling.rule for ruling in report.rulings):
        for one in rule.loosened:
            yield LoosenedRow(
                rule=prose(rule.title),
                allows_waivers=one.allows_waivers,
                name=visible(one.name),
                value=wording.value(one.value),
                default=wording.value(one.default),
                reason=prose(one.reason),
                where=_where(one.origin),
            )


def changed_rows(report: Report) -> Iterable[ChangedRow]:
    """Rules left out, then rules with another severity."""
    for one in report.left_out:
        what = f"is not checked; {one.severity}"
        yield ChangedRow(prose(one.title), visible(one.id), what, prose(one.reason), _where(one.origin))
    for rule in (ruling.rule for ruling in report.rulings):
        change = rule.severity_changed
        if change is not None:
            what = f"is {rule.severity}, the pack says {change.pack}"
            reason, where = prose(change.reason), _where(change.origin)
            yield ChangedRow(prose(rule.title), visible(rule.id), what, reason, where)


def changed_lines(report: Report) -> Iterator[tuple[str, str, str]]:
    """What is loosened, of another severity or left out, each as a label, the rule's id and a sentence."""
    for rule in (ruling.rule for ruling in report.rulings):
        for one in rule.loosened:
            yield "loosened", rule.id, wording.loosened(one)
        if rule.severity_changed is not None:
            yield "severity", rule.id, f"is {wording.severity_changed(rule, rule.severity_changed)}"
    yield from (("left out", one.id, wording.left_out(one)) for one in report.left_out)


def _where(origin: Origin | None) -> str:
    return visible(wording.file_and_line(origin.place)) if origin else ""
