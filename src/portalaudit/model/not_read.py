"""Files that lie among the ones that were read, and are no data of the run."""

from enum import StrEnum

from portalaudit.model.values import dataclass


class Why(StrEnum):
    """Why a file is passed over."""

    HIDDEN = "its name, or that of its folder, begins with a dot"
    COPY = "its name is that of a copy"
    FORMAT = "it is not a YAML file"


@dataclass(frozen=True, slots=True, order=True)
class NotRead:
    """A file that was passed over; `path` is relative to its folder and uses forward slashes.

    `is_searched` says that it was searched for passwords and patient data all the same.
    """

    path: str
    why: Why
    is_searched: bool = False
