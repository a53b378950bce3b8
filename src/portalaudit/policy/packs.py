"""Packs of rules, as they were compiled: the same for every practice that has the same files."""

import functools
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from portalaudit.model import Place
from portalaudit.model.framework import Framework
from portalaudit.model.project_pages import rule_page
from portalaudit.model.values import dataclass
from portalaudit.policy.digests import shipped_digests
from portalaudit.policy.frameworks import FOLDER as FRAMEWORKS
from portalaudit.policy.rules import Rule
from portalaudit.policy.shared_facts import FOLDER as FACTS
from portalaudit.policy.shared_facts import SharedFact

REFERENCE = "reference"
ATTRIBUTES = "attributes"
_POLICY = ("policy.yaml", "policy.yml")
_WAIVERS = ("waivers.yaml", "waivers.yml")
_PACK = ("pack.yaml", "pack.yml")
CASES_ENDINGS = (".cases.yaml", ".cases.yml")
_OF_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"
"""What an address holds besides letters, digits and `_.-~`."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of rules. `place` is that of its id."""

    id: str
    title: str
    version: str
    description: str
    status: str
    checked_on: str | None
    is_default: bool
    folder: PurePosixPath
    place: Place
    docs_url: str = ""

    def page(self, rule_id: str) -> str:
        """The page of one of its rules on the web: its own, else that of the shipped rule; empty where none is known.

        What an address cannot hold is written with percent signs.
        """
        if self.docs_url:
            return quote(self.docs_url.replace("{rule}", rule_id), safe=_OF_ADDRESSES)
        return rule_page(rule_id) if rule_id in _shipped_rules() else ""


@dataclass(frozen=True, slots=True)
class CompiledPacks:
    """Packs as they are written, before the policy of a practice changes anything of them.

    `packs` are all of them, `rules` those of the packs in use, by id, `facts` those of every pack,
    `frameworks` those that files describe, without
    the rules that name their controls. `homes` has the id of every rule that has a pack, in use or not, and the pack's.
    """

    packs: tuple[Pack, ...]
    rules: tuple[Rule, ...]
    facts: tuple[SharedFact, ...]
    frameworks: tuple[Framework, ...]
    homes: tuple[tuple[str, str], ...]


def is_policy(path: str) -> bool:
    """Whether a YAML file of a policies folder is the policy of a practice, or one that it extends."""
    return PurePosixPath(path).name in _POLICY


def is_rule(path: str) -> bool:
    """Whether a YAML file of a policies folder holds a rule."""
    file = PurePosixPath(path)
    own = file.name in (*_POLICY, *_WAIVERS, *_PACK) or is_cases(path)
    return not own and not {REFERENCE, FRAMEWORKS, ATTRIBUTES, FACTS} & set(file.parts[:-1])


@functools.cache
def _shipped_rules() -> frozenset[str]:
    """The ids of the rules that ship, each of which has a page among the project's."""
    return frozenset(PurePosixPath(path).stem for path in shipped_digests() if is_rule(path))


def is_cases(path: str) -> bool:
    """Whether a YAML file of a policies folder holds cases, of a rule or of facts."""
    return path.lower().endswith(CASES_ENDINGS)


def beside(path: str) -> str:
    """What the paths of a rule and of its cases have in common: the path without its ending."""
    return path[: path.lower().rindex(".cases.")] if is_cases(path) else PurePosixPath(path).with_suffix("").as_posix()


def is_waivers(path: str) -> bool:
    """Whether a YAML file of a policies folder holds waivers."""
    file = PurePosixPath(path)
    return file.name in _WAIVERS and REFERENCE not in file.parts[:-1]


def packs_in_use(packs: Sequence[Pack], names: Sequence[str] | None) -> tuple[Pack, ...]:
    """Those of these names; without names the default ones, else the only one, else none."""
    if names is not None:
        known = {pack.id: pack for pack in packs}
        return tuple(known[name] for name in dict.fromkeys(names) if name in known)
    defaults = tuple(pack for pack in packs if pack.is_default)
    return defaults or (tuple(packs) if len(packs) == 1 else ())
