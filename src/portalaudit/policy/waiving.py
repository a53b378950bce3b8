"""What a policy says of waivers: who may approve them, and for which rules that usually allow none."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.message_spelling import did_you_mean
from portalaudit.policy.policy_settings import Policy
from portalaudit.policy.rule_records import WaiversSetting
from portalaudit.policy.rules import Rule
from portalaudit.source.document import Route, Written


@dataclass(frozen=True, slots=True)
class Named:
    """An id that a policy names, and where."""

    id: str
    place: Place


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may approve waivers, by person and by role, and the rules for which the policy allows them all the same.

    `rules` are the ids of all rules there are, in use or not; `left_out` those that the policy leaves out.
    """

    approvers: tuple[Named, ...] = ()
    approver_roles: tuple[Named, ...] = ()
    allowed: tuple[Named, ...] = ()
    rules: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    def problems(self, people: Collection[str], roles: Collection[str]) -> Iterator[Problem]:
        """Every id that the practice does not have."""
        for named, known, section in ((self.approvers, people, "staff"), (self.approver_roles, roles, "roles")):
            for one in named:
                if one.id not in known:
                    hint = did_you_mean(one.id, known, f"add it to '{section}', or correct the reference")
                    message = f"'{one.id}' is not the id of any record in '{section}'"
                    yield Problem(ProblemCode.UNKNOWN_REFERENCE, message, one.place, hint)


def authority(policies: Iterable[Policy], rules: Collection[str]) -> tuple[Authority, tuple[Problem, ...]]:
    """The authority that policies give, and a problem for each rule in them that there is not.

    Of several policies the last one that names anyone says who may approve; what each of them allows is allowed.
    """
    given = Authority(rules=frozenset(rules))
    for policy in policies:
        written = policy.written.waivers
        if written is not None:
            given = _with(given, written, policy.document)
    return given, tuple(unknown_rule(one.id, one.place, rules) for one in given.allowed if one.id not in given.rules)


def with_allowed(rules: Iterable[Rule], policies: Iterable[Policy]) -> tuple[Rule, ...]:
    """The rules, those loosened whose findings a policy allows to waive although the pack forbids it."""
    found = {rule.id: rule for rule in rules}
    for policy in policies:
        for index, one in enumerate(policy.written.waivers.allow if policy.written.waivers else ()):
            if one.rule in found:
                origin = policy.origin(("waivers", "allow", index, "rule"))
                found[one.rule] = found[one.rule].with_waivers(one.reason, origin)
    return tuple(found.values())


def _with(given: Authority, written: WaiversSetting, document: Written) -> Authority:
    allowed = (
        Named(one.rule, document.place(("waivers", "allow", index, "rule"))) for index, one in enumerate(written.allow)
    )
    given = replace(given, allowed=(*given.allowed, *allowed))
    if not written.approvers and not written.approver_roles:
        return given
    return replace(
        given,
        approvers=tuple(_named(document, "approvers", written.approvers)),
        approver_roles=tuple(_named(document, "approver_roles", written.approver_roles)),
    )


def unknown_rule(rule: str, place: Place, rules: Collection[str]) -> Problem:
    """A rule that there is not."""
    hint = did_you_mean(rule, sorted(rules), "`portalaudit rules` lists them")
    return Problem(ProblemCode.UNKNOWN_RULE, f"there is no rule `{rule}`", place, hint)


def _named(document: Written, key: str, ids: Sequence[str]) -> Iterator[Named]:
    route: Route = ("waivers", key)
    return (Named(one, document.place((*route, index))) for index, one in enumerate(ids))
