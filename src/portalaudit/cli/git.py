"""The commit that an inventory stands at."""

from pathlib import Path

from portalaudit.model.report import GitState


def git_state(folder: Path) -> GitState | None:
    """Commit and cleanliness of the folder; None outside a repository, without a commit, or without git."""
    commit = _git(folder, "rev-parse", "HEAD")
    if commit is None:
        return None
    changes = _git(folder, "status", "--porcelain", "--", ".")
    return GitState(commit.strip(), bool(changes))


def _git(folder: Path, *arguments: str) -> str | None:
    import subprocess  # noqa: PLC0415  only reports that name the commit need it

    # The arguments are ours; which git runs is the user's own choice of PATH. The repository's own settings start no
    # program, and its index is left as it is.
    command = ["git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
