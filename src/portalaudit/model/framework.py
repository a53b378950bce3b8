"""Frameworks of controls, and which rules support evidence for which control."""

from enum import StrEnum

from portalaudit.model.values import dataclass


class Implementation(StrEnum):
    """How a regulation marks a specification: it allows an alternative to an addressable one only."""

    REQUIRED = "required"
    ADDRESSABLE = "addressable"


@dataclass(frozen=True, slots=True)
class Control:
    """One control of a framework.

    `title` is empty where the framework's file does not name it; `note` says what a reader should know of it.
    `implementation` is how the regulation marks it, if it does. `rules` are the rules in force that support its
    evidence, `covered_by` those that evaluate it as a whole, `left_out` those that would and are not asked, by id.
    """

    id: str
    title: str = ""
    note: str = ""
    is_verified: bool = True
    implementation: Implementation | None = None
    rules: tuple[str, ...] = ()
    covered_by: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_required(self) -> bool:
        """Whether the regulation allows no alternative to it."""
        return self.implementation is Implementation.REQUIRED


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework with the controls that access to portals touches, in its own order.

    `source` is where the controls were read, `seen_on` the ISO day of that; both are empty where no file describes the
    framework and rules only name it.
    """

    id: str
    title: str
    version: str
    source: str
    url: str
    seen_on: str
    controls: tuple[Control, ...]
