"""The portal that `--portal` names: one of the inventory, or one to add, by the profile of that name or by its kind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from portalaudit.imports.inventory_draft import Draft, slug
from portalaudit.imports.yaml_text import Value
from portalaudit.inventory.records import Portal
from portalaudit.inventory.reference import Profile
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.spelling import did_you_mean, nearest
from portalaudit.model.values import dataclass, field


@dataclass(frozen=True, slots=True)
class ChosenPortal:
    """The id of a portal, and its record where the inventory has none yet."""

    id: str
    record: Mapping[str, Value] = field(default_factory=dict)

    def add_to(self, draft: Draft, place: Place) -> None:
        """Add the record to the portals of the inventory."""
        home = draft.home_of("portals", "portals.yaml")
        draft.add("portals", self.record, place, name=f"Portal {self.record['name']}", home=home)


def choose_portal(
    word: str, kind: str, portals: Sequence[Portal], profiles: Mapping[str, Profile], place: Place
) -> ChosenPortal | Problem:
    """The portal that a word names. With a `kind`, one that no one knows is new; without it, that is a problem."""
    if known := _known(word, portals):
        return ChosenPortal(known)
    profile = next((one for one in profiles.values() if slug(word) in (slug(one.id), slug(one.name))), None)
    if profile is not None:
        return ChosenPortal(slug(profile.id), _of_profile(profile))
    if kind and slug(word):
        return ChosenPortal(slug(word), {"id": slug(word), "name": word, "kind": kind})
    words = (*_words(portals), *_words(profiles.values()))
    message = f"'{word}' is not a portal of this inventory{did_you_mean(nearest(word, words))}"
    there = ", ".join(sorted(portal.id for portal in portals)) or "none"
    hint = f"name it with --portal; there are: {there}. To add one that is not known, say its kind with --new-portal"
    return Problem(ProblemCode.UNCLEAR_LIST, message, place, hint)


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


def _words(every: Iterable[Portal | Profile]) -> Iterator[str]:
    for one in every:
        yield from (one.id, one.name)
