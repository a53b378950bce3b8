"""The rules in force as a list, all of them or those that match."""

from collections.abc import Mapping, Sequence

from portalaudit.model.listing import Listing, Table
from portalaudit.policy.in_force import PolicySet
from portalaudit.policy.rules import Rule
from portalaudit.report.wording import control_ids

COLUMNS = (
    "Rule",
    "Severity",
    "Asks that",
    "Judges",
    "Applies to",
    "Pack",
    "Maturity",
    "Version",
    "Covers",
    "Touches",
    "Waivers",
)
OUT = ("Rule", "Asks that", "Why it is left out", "Set at")


def rules_listing(policies: PolicySet, chosen: Sequence[Rule]) -> Listing:
    """The chosen rules, and those that the practice leaves out."""
    out = tuple((one.rule, one.title, one.reason, str(one.place)) for one in policies.left_out)
    tables = (
        Table("", COLUMNS, tuple(map(_row, chosen)), empty="No rule matches."),
        *((Table("Left out", OUT, out),) if out else ()),
    )
    return Listing(f"Rules ({len(chosen)} of {len(policies.rules)})", tables, notes=tuple(_standing(policies, chosen)))


def _row(rule: Rule) -> tuple[str, ...]:
    return (
        rule.id,
        rule.severity,
        rule.title,
        rule.subject,
        rule.summary.population or f"those where {' '.join(rule.form.when.split())}",
        rule.pack,
        rule.maturity,
        rule.version,
        _listed(rule, rule.summary.covers),
        _listed(rule, rule.summary.touches),
        "yes" if rule.waivable else "no",
    )


def _listed(rule: Rule, controls: Mapping[str, tuple[str, ...]]) -> str:
    """By the ids of the frameworks, which `--control` takes, with how a regulation marks each control."""
    return "; ".join(f"{name} {control_ids(rule.summary, name, ids)}" for name, ids in controls.items() if ids)


def _standing(policies: PolicySet, chosen: Sequence[Rule]) -> list[str]:
    """What to know of packs that are no settled ones."""
    packs = {rule.pack for rule in chosen}
    return [
        f"The pack {pack.id} is a {pack.status}: {' '.join(pack.description.split())}"
        for pack in policies.packs
        if pack.id in packs and pack.status != "stable"
    ]
