"""Frameworks of controls, and which rules support evidence for which control."""

from portalaudit.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Control:
    """One control of a framework.

    `title` is empty where the framework's file does not name it; `note` says what a reader should know of it.
    `is_required` says that the regulation marks it as Required: it allows no alternative. `rules`
    are the rules in force that support evidence for it, `left_out` those that would and are not asked, by id.
    """

    id: str
    title: str = ""
    note: str = ""
    is_verified: bool = True
    is_required: bool = False
    rules: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


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
