"""Which rules of a run are as shipped, and what is edited, added, missing or replaced, in words for every format."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

from portalaudit.model.report import Report
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.shipping import Deviation, How, Part
from portalaudit.report.characters import visible
from portalaudit.report.wording import counted, file_and_line


def shipped_rows(report: Report, most: int | None = None) -> Iterator[tuple[str, str]]:
    """A short name and the words: first how many rules are as shipped. Lists longer than `most` names are cut."""
    yield "rules", rules_line(report)
    for how in How:
        found = [deviation(one, most) for one in report.run.shipping.of(how)]
        if found:
            yield how.value, f"{'; '.join(found[:most])}{_more(found, most)}"


def rules_line(report: Report) -> str:
    """`58 as shipped with portalaudit 0.1.0`, or how many are and what the others are."""
    rules = [*(ruling.rule for ruling in report.rulings), *report.run.not_evaluated]
    shipped = report.run.shipping.as_shipped
    number = f"all {shipped:,}" if shipped == len(rules) else f"{shipped:,} of {len(rules):,}"
    return "; ".join([f"{number} as shipped with portalaudit {visible(report.tool_version)}", *_others(report, rules)])


def _others(report: Report, rules: Sequence[RuleSummary]) -> Iterator[str]:
    shipping = report.run.shipping
    numbers = (
        *((how.value, sum(one.part is Part.RULE for one in shipping.of(how))) for how in How),
        ("loosened", sum(bool(rule.loosened) for rule in rules)),
        ("with another severity", sum(rule.severity_changed is not None for rule in rules)),
        ("left out", len(report.left_out)),
    )
    return (f"{number:,} {what}" for what, number in numbers if number)


def deviation(one: Deviation, most: int | None = None) -> str:
    """One deviation, with its file and the rules that it costs."""
    where = one.place.path if one.place else ""
    if one.how is How.REPLACED:
        by = str(PurePosixPath(where).parent) if one.part is Part.PACK else where
        return visible(f"{one.of}/{one.name} by {by}{_cost(one, most)}")
    if one.how is How.UNUSED:
        chosen = f", chosen in {file_and_line(one.place)}" if one.place else ""
        return visible(f"pack {one.name}{chosen}{_cost(one, most)}")
    return visible(f"{one.name} ({where})" if one.part is Part.RULE and where else where or one.name)


def _cost(one: Deviation, most: int | None) -> str:
    told = ((one.lost, "without a say" if one.how is How.UNUSED else "lost"), (one.edited, "edited"))
    parts = [
        f"{counted(len(rules), 'rule')} {what} ({', '.join(islice(rules, most))}{_more(rules, most)})"
        for rules, what in told
        if rules
    ]
    return f": {', '.join(parts)}" if parts else ""


def _more(names: Sequence[str], most: int | None) -> str:
    return f" and {len(names) - most:,} more" if most is not None and len(names) > most else ""
