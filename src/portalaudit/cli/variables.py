"""The environment variables that set flags, and those that were meant to: a misspelt one counts for nothing."""

import os
from collections.abc import Iterable

PREFIX = "PORTALAUDIT_"
KNOWN = (
    *("ALLOW_QUESTIONS", "AS_OF", "BASE", "BASELINE", "COLOR", "CONFIG", "FAIL_ON", "IGNORE", "INVENTORY", "JOBS"),
    *("JUNIT_ALL", "NO_ANNOTATIONS", "NO_CACHE", "POLICIES", "SELECT"),
)
"""All of them, without how each begins. Asking the flags would load every command."""


def about_unknown(names: Iterable[str] | None = None) -> str:
    """A line about variables that begin like ours and are none; empty where there are no such."""
    ours = (name for name in (os.environ if names is None else names) if name.startswith(PREFIX))
    unknown = sorted(word for name in ours if (word := name.removeprefix(PREFIX)) not in KNOWN)
    if not unknown:
        return ""
    from portalaudit.model.spelling import nearest  # noqa: PLC0415 -- only a mistake needs it
    from portalaudit.report.characters import visible  # noqa: PLC0415 -- as above

    said = []
    for word in unknown:
        near = nearest(word, KNOWN)
        said.append(visible(f"{PREFIX}{word}") + (f" (did you mean {PREFIX}{near}?)" if near else ""))
    return f"note: no setting of portalaudit has this name, so it counts for nothing: {', '.join(said)}"
