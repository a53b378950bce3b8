"""What flags name: a portal or a company of the inventory, or one to add to it.

A portal that is not there is added by the profile of that name, or by its kind; a company by its name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from portalaudit.imports.inventory_draft import Draft, slug
from portalaudit.imports.yaml_text import Value
from portalaudit.inventory.records import Portal, Vendor
from portalaudit.inventory.reference import Profile
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.spelling import did_you_mean, nearest
from portalaudit.model.values import dataclass, field

_TITLES = {"portals": "Portal", "vendors": "Company"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The id of a portal or a company, and its record where the inventory has none yet."""

    section: str
    id: str
    record: Mapping[str, Value] = field(default_factory=dict)

    def add_to(self, draft: Draft, place: Place) -> None:
        """Add the record to the inventory, where it has none."""
        if self.record:
            home = draft.home_of(self.section, f"{self.section}.yaml")
            name = f"{_TITLES[self.section]} {self.record['name']}"
            draft.add(self.section, self.record, place, name=name, home=home)


def choose_portal(
    word: str, kind: str, portals: Sequence[Portal], profiles: Mapping[str, Profile], place: Place
) -> Chosen | Problem:
    """The portal that a word names. With a `kind`, one that no one knows is new; without it, that is a problem."""
    if known := _known(word, portals):
        return Chosen("portals", known)
    profile = next((one for one in profiles.values() if slug(word) in (slug(one.id), slug(one.name))), None)
    if profile is not None:
        return Chosen("portals", slug(profile.id), _of_profile(profile))
    if kind and slug(word):
        return Chosen("portals", slug(word), {"id": slug(word), "name": word, "kind": kind})
    words = (*_words(portals), *_words(profiles.values()))
    message = f"'{word}' is not a portal of this inventory{did_you_mean(nearest(word, words))}"
    there = ", ".join(sorted(portal.id for portal in portals)) or "none"
    hint = f"name it with --portal; there are: {there}. To add one that is not known, say its kind with --new-portal"
    return Problem(ProblemCode.UNCLEAR_LIST, message, place, hint)


def choose_vendor(word: str, vendors: Sequence[Vendor], place: Place) -> Chosen | Problem:
    """The company that a word names, which may be new. A name that is nearly that of a known one is a problem."""
    named = next((one.id for one in vendors if slug(word) in (slug(one.id), slug(one.name))), "")
    if named:
        return Chosen("vendors", named)
    near = nearest(word, _words(vendors))
    if near or not slug(word):
        message = f"'{word}' is not a company of this inventory{did_you_mean(near)}"
        hint = "name it with --vendor as the inventory does, or add it under `vendors:` where it is another one"
        return Problem(ProblemCode.UNCLEAR_LIST, message, place, hint)
    return Chosen("vendors", slug(word), {"id": slug(word), "name": word})


def _known(word: str, portals: Sequence[Portal]) -> str:
    """The portal that bears a word as its id, its name or, where only one has it, its profile."""
    if any(portal.id == word for portal in portals):
        return word
    named = next((portal.id for portal in portals if slug(word) in (slug(portal.id), slug(portal.name))), "")
    of_profile = [portal.id for portal in portals if slug(portal.profile or "") == slug(word)]
    return named or (of_profile[0] if len(of_profile) == 1 else "")


def _of_profile(profile: Profile) -> dict[str, Value]:
    return {
        "id": slug(profile.id),
        "name": profile.name,
        "kind": profile.kind,
        "profile": profile.id,
        "login_url": profile.login_url or "",
    }


def _words(every: Iterable[Portal | Profile | Vendor]) -> Iterator[str]:
    for one in every:
        yield from (one.id, one.name)
