"""All reference data together, with the questions that facts ask of it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from portalaudit.inventory.reference.profiles import NativeRole, Profile
from portalaudit.inventory.reference.reference_records import (
    ActionVerb,
    Default,
    DefaultRole,
    Element,
    Jurisdiction,
    Permission,
    PermissionSet,
    SodPair,
    SodSide,
    SpecialtyJurisdiction,
    StatusWords,
)
from portalaudit.inventory.reference.standing import Sensitivity, Source
from portalaudit.model.values import dataclass, field

if TYPE_CHECKING:
    from portalaudit.inventory.attributes.attribute_schema import AttributeSchema


@dataclass(frozen=True, slots=True)
class Reference:
    """Every record of the reference data by id. Each permission named in it exists, where loading found no problem."""

    permissions: Mapping[str, Permission] = field(default_factory=dict)
    permission_sets: Mapping[str, PermissionSet] = field(default_factory=dict)
    jurisdictions: Mapping[str, Jurisdiction] = field(default_factory=dict)
    specialty_jurisdictions: Mapping[str, SpecialtyJurisdiction] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    default_roles: Mapping[str, DefaultRole] = field(default_factory=dict)
    sod_pairs: Mapping[str, SodPair] = field(default_factory=dict)
    element_comparison: Mapping[str, Element] = field(default_factory=dict)
    defaults: Mapping[str, Default] = field(default_factory=dict)
    status_words: Mapping[str, StatusWords] = field(default_factory=dict)
    actions: Mapping[str, ActionVerb] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    attributes: Mapping[str, "AttributeSchema"] = field(default_factory=dict)
    """What the practice says of the attributes of its records, by section."""

    @property
    def ids(self) -> Mapping[str, Collection[str]]:
        """The ids that an inventory may refer to, by section; permissions include the sets, written `@name`.

        Jurisdictions are those of states and those for one kind of Medicare business.
        """
        return {
            "permissions": {*self.permissions, *(f"@{name}" for name in self.permission_sets)},
            "profiles": set(self.profiles),
            "sod_pairs": set(self.sod_pairs),
            "jurisdictions": {*self.jurisdictions, *self.specialty_jurisdictions},
        }

    def expand(self, permissions: Iterable[str]) -> frozenset[str]:
        """Plain permissions in place of sets. An unknown permission stays as it is, an unknown set gives nothing."""
        found: set[str] = set()
        for permission in permissions:
            if permission.startswith("@"):
                found |= self._members(permission[1:])
            else:
                found.add(permission)
        return frozenset(found)

    def sensitivity(self, permission: str) -> frozenset[Sensitivity]:
        """Why it matters who holds the permission: of phi, financial, admin; empty for an unknown one."""
        known = self.permissions.get(permission)
        return frozenset(known.sensitivity or ()) if known else frozenset()

    def sensitive(self, kind: Sensitivity) -> frozenset[str]:
        """Every permission of one sensitivity."""
        return frozenset(p.id for p in self.permissions.values() if kind in (p.sensitivity or ()))

    def profile(self, profile_id: str | None) -> Profile | None:
        """The profile with this id, or None."""
        return None if profile_id is None else self.profiles.get(profile_id)

    def native_role(self, profile_id: str | None, name: str) -> NativeRole | None:
        """The role or function of a portal by the portal's own name; case and spaces do not matter."""
        profile, wanted = self.profile(profile_id), _name(name)
        roles = (profile.native_roles or ()) if profile else ()
        return next((role for role in roles if _name(role.name) == wanted), None)

    def native_permissions(self, profile_id: str | None, *names: str) -> tuple[str, ...] | None:
        """The permissions, sorted, that these native roles give one account; None where that is not known.

        It is not known where one of them is not mapped, and where a role whose functions are granted one by one stands
        without any function. What an administrator may do by being one (`admin_implies`) is included.
        """
        profile = self.profile(profile_id)
        roles = [self.native_role(profile_id, name) for name in names]
        if profile is None or any(role is None or role.permissions is None for role in roles):
            return None
        mapped = [role for role in roles if role is not None]
        found = {p for role in mapped for p in self._given(profile, role)}
        complete = any(not role.needs_functions or _implied(profile, role) for role in mapped)
        return tuple(sorted(found)) if complete or not mapped else None

    def contractor_for(
        self, state: str, county: str | None = None, part: str = "B"
    ) -> Jurisdiction | SpecialtyJurisdiction | None:
        """The Medicare contractor of a place for Part A, Part B, home health and hospice (HHH) or equipment (DME)."""
        special = [one for one in self.specialty_jurisdictions.values() if one.part == part]
        if special:
            return next((one for one in special if state in (one.states or ())), None)
        return self.jurisdiction_for(state, county, part)

    def jurisdiction_for(self, state: str, county: str | None = None, part: str = "B") -> Jurisdiction | None:
        """The Medicare A/B contractor of a place, or None where the table does not tell.

        It does not tell for an unknown state, nor for Part B without a county where counties of the state differ. A
        county may be written with or without `County` or `city`.
        """
        home = next((j for j in self.jurisdictions.values() if state in j.states), None)
        if part != "B":
            return home
        elsewhere = [
            (e.county, j) for j in self.jurisdictions.values() for e in j.part_b_exceptions or () if e.state == state
        ]
        if county is None and elsewhere:
            return None
        wanted = _county(county or "")
        return next((j for written, j in elsewhere if wanted in (_county(written), _bare(written))), home)

    def conflicts(
        self,
        held: Collection[str],
        *,
        roles: Collection[str] = (),
        is_so: Callable[[SodSide], bool] = lambda _side: False,
        also_disabled: bool = False,
    ) -> tuple[SodPair, ...]:
        """The pairs of duties that these permissions, roles and circumstances bring together.

        `is_so` tells whether the circumstance of a side that names one is given. Pairs that are not enabled are left
        out unless they are asked for.
        """
        return tuple(
            pair
            for pair in self.sod_pairs.values()
            if (pair.enabled or also_disabled)
            and all(_holds(side, held, roles, is_so) for side in (pair.first, pair.second))
        )

    def number(self, default_id: str) -> int | None:
        """The number of a default, or None where it has none."""
        known = self.defaults.get(default_id)
        return known.number if known else None

    def words(self, default_id: str) -> tuple[str, ...]:
        """The words of a default; empty where it has none."""
        known = self.defaults.get(default_id)
        return (known.words or ()) if known else ()

    def _members(self, set_id: str) -> frozenset[str]:
        known = self.permission_sets.get(set_id)
        if known is None:
            return frozenset()
        return self.sensitive(known.sensitivity) if known.sensitivity else frozenset(known.permissions or ())

    def _given(self, profile: Profile, role: NativeRole) -> frozenset[str]:
        return self.expand(p for each in (role, *_implied(profile, role)) for p in each.permissions or ())


def _implied(profile: Profile, role: NativeRole) -> tuple[NativeRole, ...]:
    """The native roles that an administrator holds by being one."""
    if _name(role.name) not in {_name(name) for name in profile.admin_roles or ()}:
        return ()
    if profile.admin_implies == "all":
        return profile.native_roles or ()
    if profile.admin_implies == "end_user":
        users = {_name(name) for name in profile.end_user_roles or ()}
        return tuple(r for r in profile.native_roles or () if _name(r.name) in users)
    return ()


def _holds(side: SodSide, held: Collection[str], roles: Collection[str], is_so: Callable[[SodSide], bool]) -> bool:
    """Whether all that a side names is given: one of its permissions, one of its roles, its circumstance."""
    return (
        (side.permissions or side.roles or side.circumstance) is not None
        and (side.permissions is None or any(p in held for p in side.permissions))
        and (side.roles is None or any(r in roles for r in side.roles))
        and (side.circumstance is None or is_so(side))
    )


def _name(written: str) -> str:
    return " ".join(written.split()).casefold()


def _county(written: str) -> str:
    name = _name(written)
    return f"{name.removeprefix('city of ')} city" if name.startswith("city of ") else name


def _bare(written: str) -> str:
    return _county(written).removesuffix(" county").removesuffix(" city")
