"""Derived facts of files: what the text that looks like a secret or patient data looks like."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.world import File, World


@derived(written_at="suspected_secrets")
def suspected_kinds(file: File, _world: World) -> tuple[str, ...]:
    """What the suspicious text of the file looks like, each kind once, in the order of the file."""
    return tuple(dict.fromkeys(suspected.kind for suspected in file.suspected_secrets))
