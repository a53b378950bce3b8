"""`portalaudit policy show`: the packs in use, and what is set otherwise than they say."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from portalaudit.cli.folders import policies_here, read_policies
from portalaudit.cli.listing_outputs import LISTING_OPTION, write_listing
from portalaudit.cli.loading import POLICIES_OPTION, PoliciesCommand, load_policies
from portalaudit.cli.outputs import Output
from portalaudit.model.listing import Listing, Table
from portalaudit.model.origin import Layer, Origin
from portalaudit.model.shipping import Shipping
from portalaudit.pipeline.comparing import shipping
from portalaudit.policy.in_force import PolicySet
from portalaudit.policy.tailoring import Setting, settings_of
from portalaudit.report import wording
from portalaudit.report.rules_as_shipped import deviation

WHO = {Layer.PACK: "pack", Layer.BASE: "base policy", Layer.OWN: "own policy"}
NOBODY_NAMED = "No one is named, so the practice's compliance officer and its approvers may."
COLUMNS = ("setting", "rule", "name", "value", "pack says", "effect", "set by", "set in", "reason")


@click.group("policy", short_help="Show what policy.yaml sets.")
def command() -> None:
    """Show what policy.yaml, and the policies that it extends, set otherwise than the packs."""


@command.command("show", cls=PoliciesCommand, short_help="Print the packs in use and every override.")
@click.option("--all", "whole", is_flag=True, help="Every severity and parameter, those at the pack's default too.")
@POLICIES_OPTION
@LISTING_OPTION
def show(whole: bool, policies: Path | None, outputs: Sequence[Output]) -> None:
    """Print the packs in use, and each setting that differs from the pack: where it is set and why."""
    rules = load_policies(policies).rules
    files, _ = read_policies(policies_here(policies))
    write_listing(policy_listing(rules, shipping(files, rules), whole=whole), outputs)


def policy_listing(policies: PolicySet, shipped: Shipping, *, whole: bool) -> Listing:
    """The policies in force as tables; `shipped` says how they differ from what ships."""
    settings = [one for one in settings_of(policies) if whole or one.effect]
    return Listing(
        "Policy",
        (
            Table("Policies", ("file", "whose"), tuple(_policies(policies)), empty="There is no policy.yaml."),
            Table(
                "Who may accept findings", ("person or role", "set in"), tuple(_approvers(policies)), empty=NOBODY_NAMED
            ),
            Table("Packs in use", ("pack", "version", "status", "title", "chosen in"), tuple(_packs(policies))),
            Table(
                "Every setting" if whole else "Set otherwise than the packs say",
                COLUMNS,
                tuple(map(_row, settings)),
                empty="Every rule is as its pack says.",
            ),
            Table(
                "Files not as shipped",
                ("name", "what", "how", "details"),
                tuple((one.name, one.part, one.how, deviation(one)) for one in shipped.deviations),
                empty="No shipped rule file was edited.",
            ),
        ),
    )


def _policies(policies: PolicySet) -> Iterator[tuple[str, ...]]:
    for one in policies.policies:
        yield one.place.path, WHO[one.layer]


def _approvers(policies: PolicySet) -> Iterator[tuple[str, ...]]:
    authority = policies.authority
    for kind, several in (("", authority.approvers), ("role ", authority.approver_roles)):
        for one in several:
            yield f"{kind}{one.id}", wording.file_and_line(one.place)


def _packs(policies: PolicySet) -> Iterator[tuple[str, ...]]:
    chosen = _where(policies.choice) if policies.choice else "nowhere: it is in use by default"
    for pack in policies.packs:
        yield pack.id, pack.version, pack.status, pack.title, chosen


def _row(one: Setting) -> tuple[str, ...]:
    value, default = wording.value(one.value), wording.value(one.default)
    name = f"{one.rule}: {one.name}"
    return name, one.rule, one.name, value, default, one.effect, WHO[one.origin.layer], _where(one.origin), one.reason


def _where(origin: Origin) -> str:
    return wording.file_and_line(origin.place)
