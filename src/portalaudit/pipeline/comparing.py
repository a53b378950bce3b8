"""Policies compared with what ships: which rules are as shipped, and what is edited, added, missing or replaced."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from portalaudit.model import Place
from portalaudit.model.shipping import Deviation, How, Part, Shipping
from portalaudit.pipeline.assignment import PolicyFiles
from portalaudit.policy.digests import digest, is_digested, shipped_digests
from portalaudit.policy.frameworks import FOLDER as FRAMEWORKS
from portalaudit.policy.in_force import PolicySet
from portalaudit.policy.packs import REFERENCE, is_rule
from portalaudit.policy.rules import Rule
from portalaudit.policy.shared_facts import is_facts
from portalaudit.source.files import Text

_SHARED = (REFERENCE, FRAMEWORKS)
"""Folders whose files count whatever packs are in use."""


def replacements(before: Mapping[str, Text], texts: Sequence[Text], packs: Collection[str]) -> Iterator[Deviation]:
    """What a policies folder puts in the place of files further down: whole packs by folder, other files by path.

    `before` are the files so far by their path inside, `texts` those of the folder, `packs` its packs' folders.
    What is replaced by the very same is no deviation.
    """
    for pack in sorted(packs):
        old = {path: known for path, known in before.items() if path.split("/")[0] == pack}
        found = _replaced_pack(pack, old, [text for text in texts if text.inside.split("/")[0] == pack])
        yield from (found,) if found else ()
    for text in texts:
        known = before.get(text.inside)
        alone = is_facts(text.inside) or text.inside.split("/")[0] not in packs
        if known and alone and is_digested(text.inside) and not _same(known, text):
            yield Deviation(How.REPLACED, Part.FILE, text.inside, Place(text.path), known.folder)


def _replaced_pack(pack: str, old: Mapping[str, Text], texts: Sequence[Text]) -> Deviation | None:
    before = {path: text for path, text in old.items() if is_digested(path) and not is_facts(path)}
    after = {text.inside: text for text in texts if is_digested(text.inside) and not is_facts(text.inside)}
    if not before or (before.keys() == after.keys() and all(_same(before[path], after[path]) for path in before)):
        return None
    rules, others = _by_rule(before.values()), _by_rule(after.values())
    return Deviation(
        How.REPLACED,
        Part.PACK,
        pack,
        Place(next(after[path].path for path in sorted(after) if path.startswith(f"{pack}/pack."))),
        of=", ".join(sorted({text.folder for text in old.values()})),
        lost=tuple(sorted(rules.keys() - others.keys())),
        edited=tuple(sorted(rule for rule in rules.keys() & others.keys() if not _same(rules[rule], others[rule]))),
    )


def _same(one: Text, other: Text) -> bool:
    return digest(one.data) == digest(other.data)


def _by_rule(texts: Iterable[Text]) -> dict[str, Text]:
    return {PurePosixPath(text.path).stem: text for text in texts if is_rule(text.inside)}


def shipping(files: PolicyFiles, policies: PolicySet) -> Shipping:
    """The policies in force compared with the digests of what ships."""
    digests = shipped_digests()
    rules = {PurePosixPath(path).stem: value for path, value in digests.items() if is_rule(path)}
    written = {text.path: text for text in files.texts if is_rule(text.inside)}
    is_shipped = {
        rule.id: rule.id in rules and digest(written[rule.place.path].data) == rules[rule.id] for rule in policies.rules
    }
    found = [
        *files.replaced,
        *_rules(policies.rules, is_shipped, rules),
        *_files(files, policies, digests),
        *_unused(policies),
    ]
    return Shipping(
        as_shipped=sum(is_shipped[rule.id] and not _is_reset(rule) for rule in policies.rules),
        deviations=tuple(sorted(found, key=_order)),
    )


def _order(one: Deviation) -> tuple[int, str, str]:
    return tuple(How).index(one.how), one.part, one.name


def _is_reset(rule: Rule) -> bool:
    """Whether the practice set the rule otherwise than its pack in what every report names."""
    return bool(rule.loosened) or rule.severity_changed is not None


def _rules(rules: Iterable[Rule], is_shipped: Mapping[str, bool], shipped: Collection[str]) -> Iterator[Deviation]:
    for rule in rules:
        if not is_shipped[rule.id]:
            yield Deviation(How.EDITED if rule.id in shipped else How.ADDED, Part.RULE, rule.id, rule.place)


def _files(files: PolicyFiles, policies: PolicySet, digests: Mapping[str, str]) -> Iterator[Deviation]:
    """What differs besides rules: descriptions of packs, frameworks and reference data; and shipped rules not there."""
    here = {text.inside: text for text in files.texts}
    replaced = {one.name for one in files.replaced}
    used = {*_SHARED, *(str(pack.folder) for pack in policies.packs)}
    for path, value in digests.items():
        pack = path.split("/")[0]
        if path in replaced or (not is_facts(path) and (pack in replaced or pack not in used)):
            continue
        if path not in here:
            part, name = (Part.RULE, PurePosixPath(path).stem) if is_rule(path) else (Part.FILE, path)
            yield Deviation(How.MISSING, part, name)
        elif not is_rule(path) and digest(here[path].data) != value:
            yield Deviation(How.EDITED, Part.FILE, path, Place(here[path].path))
    for path, text in here.items():
        if path not in digests and path.split("/")[0] in _SHARED:
            yield Deviation(How.ADDED, Part.FILE, path, Place(text.path))


def _unused(policies: PolicySet) -> Iterator[Deviation]:
    place = policies.choice.place if policies.choice else None
    for pack, rules in policies.unused:
        yield Deviation(How.UNUSED, Part.PACK, pack.id, place, lost=rules)
