"""What a branch changes of the policies, each change as a sentence about the branch."""

from collections.abc import Iterable, Iterator, Mapping

from portalaudit.inventory.plain_values import plain
from portalaudit.inventory.records import Waiver
from portalaudit.model import Place
from portalaudit.model.comparison import PolicyChange, PolicyPart
from portalaudit.model.rule_summary import ParamValue
from portalaudit.pipeline.assignment import Assignment
from portalaudit.pipeline.baseline import may_be_waived
from portalaudit.pipeline.opening import Opened
from portalaudit.policy.digests import digest, is_digested
from portalaudit.policy.packs import is_policy, is_rule, is_waivers
from portalaudit.policy.policy_settings import LeftOut
from portalaudit.policy.rules import Rule
from portalaudit.source.files import Text
from portalaudit.source.load import load
from portalaudit.waivers.application import written


def policy_changes(before: Opened, now: Opened, assignment: Assignment, base: Assignment) -> tuple[PolicyChange, ...]:
    """By what is changed, in the order of `PolicyPart`, and then by name. A rule's cases change no answer."""
    texts, others = _by_path(assignment), _by_path(base)
    edited = {path for path in texts.keys() | others.keys() if _differs(texts.get(path), others.get(path))}
    found = (*_rules(before, now, edited), *_waivers(before, now, assignment), *_files(texts, others, edited))
    order = tuple(PolicyPart)
    return tuple(sorted(found, key=lambda one: order.index(one.part)))


def _files(texts: Mapping[str, Text], others: Mapping[str, Text], edited: Iterable[str]) -> Iterator[PolicyChange]:
    """Files that are neither rules nor what a practice sets: facts, reference data, descriptions of packs."""
    for path in sorted(edited):
        inside = (texts.get(path) or others[path]).inside
        if is_digested(inside) and not (is_rule(inside) or is_policy(inside) or is_waivers(inside)):
            verb = "changes" if path in texts and path in others else "adds" if path in texts else "removes"
            yield PolicyChange(PolicyPart.FILE, path, f"{verb} {path}")


def _by_path(assignment: Assignment) -> Mapping[str, Text]:
    return {text.path: text for text in assignment.policies.texts}


def _differs(one: Text | None, other: Text | None) -> bool:
    return one is None or other is None or digest(one.data) != digest(other.data)


def _rules(before: Opened, now: Opened, edited: Iterable[str]) -> Iterator[PolicyChange]:
    old = {rule.id: rule for rule in before.policies.rules.rules}
    new = {rule.id: rule for rule in now.policies.rules.rules}
    left_out = {one.rule: one for one in now.policies.rules.left_out}
    was_left_out = {one.rule for one in before.policies.rules.left_out}
    for name in sorted(old.keys() | new.keys() | (left_out.keys() - was_left_out)):
        if name not in new:
            yield from _gone(name, left_out.get(name), is_new=name not in old)
        elif name not in old:
            words = f"evaluates the rule {name} again" if name in was_left_out else f"adds the rule {name}"
            yield PolicyChange(PolicyPart.ADDED, name, words, new[name].place)
        else:
            yield from _rule(old[name], new[name], is_edited=new[name].place.path in edited)


def _gone(name: str, left_out: LeftOut | None, *, is_new: bool) -> Iterator[PolicyChange]:
    """A rule that is not in force any more; a new one that the branch adds and leaves out is no change."""
    if left_out is not None and not is_new:
        words = f"leaves out {name} ({left_out.severity}). Reason given: {left_out.reason or 'none'}"
        yield PolicyChange(PolicyPart.LEFT_OUT, name, words, left_out.place)
    elif left_out is None:
        yield PolicyChange(PolicyPart.REMOVED, name, f"removes the rule {name}")


def _rule(old: Rule, new: Rule, *, is_edited: bool) -> Iterator[PolicyChange]:
    """What changes of a rule that stays in force."""
    if is_edited:
        yield PolicyChange(PolicyPart.EDITED, new.id, f"edits the rule {new.id}", new.place)
    for name in sorted(old.params.keys() & new.params.keys()):
        if old.params[name] != new.params[name]:
            values = f"{_value(new.params[name])} instead of {_value(old.params[name])}"
            place = new.settings[name].origin.place if name in new.settings else None
            yield PolicyChange(PolicyPart.PARAMETER, new.id, f"sets {name} of {new.id} to {values}", place)
    if old.severity is not new.severity:
        change = new.severity_changed
        place = change.origin.place if change and change.origin else None
        words = f"sets the severity of {new.id} to {new.severity} instead of {old.severity}"
        yield PolicyChange(PolicyPart.SEVERITY, new.id, words, place)
    if may_be_waived(old) is not may_be_waived(new):
        words = f"{'allows' if may_be_waived(new) else 'no longer allows'} waivers of {new.id}"
        yield PolicyChange(PolicyPart.WAIVABLE, new.id, words)


def _value(value: ParamValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _waivers(before: Opened, now: Opened, assignment: Assignment) -> Iterator[PolicyChange]:
    if _approvers(before) != _approvers(now):
        yield PolicyChange(PolicyPart.APPROVERS, "approvers", "changes who may approve waivers")
    old, new = _waivers_by_id(before), _waivers_by_id(now)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            waiver, place = f"the waiver {name} of {_covered(old[name])}", _unreadable(name, assignment)
            words = f"removes {waiver}" if place is None else f"makes {waiver} unreadable"
            yield PolicyChange(PolicyPart.WAIVER, name, words, place)
        elif name not in old:
            words = f"adds the waiver {name} of {_covered(new[name])}"
            yield PolicyChange(PolicyPart.WAIVER, name, words, now.world.places(new[name], ())[0])
        elif plain(old[name]) != plain(new[name]):
            words = f"changes the waiver {name} of {_covered(new[name])}"
            yield PolicyChange(PolicyPart.WAIVER, name, words, now.world.places(new[name], ())[0])


def _unreadable(name: str, assignment: Assignment) -> Place | None:
    """Where a waiver stands that has a mistake, or may stand in a file that is none; None where it is gone."""
    for text in assignment.policies.texts:
        if not is_waivers(text.inside):
            continue
        document, _ = load(text)
        if document is None:
            return Place(text.path)
        waivers = document.data.get("waivers")
        for number, one in enumerate(waivers if isinstance(waivers, list) else ()):
            if isinstance(one, dict) and one.get("id") == name:
                return document.place(("waivers", number))
    return None


def _approvers(opened: Opened) -> tuple[set[str], ...]:
    authority = opened.policies.rules.authority
    return {one.id for one in authority.approvers}, {one.id for one in authority.approver_roles}


def _waivers_by_id(opened: Opened) -> Mapping[str, Waiver]:
    return {waiver.id: waiver for waiver in written(opened.world)}


def _covered(waiver: Waiver) -> str:
    return f"{waiver.rule} for {waiver.subject}"
