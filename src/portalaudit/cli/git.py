"""What git is asked of the repository that holds an inventory, and how it is kept from starting anything.

A repository may come from a stranger, and its own settings name programs: filters, hooks, helpers, a monitor of its
files, the other end of a remote. So git is asked for little, by commands that only read what is recorded: no file of
the work tree is looked at, and neither is the index. What the environment says of git plays no part; the user's own
and the system's settings do, for they say whose repositories git trusts.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from portalaudit.cli.quoting import quoted
from portalaudit.model.values import dataclass

LONGEST_SECONDS = 20
_LONGEST_SENTENCE = 200

_SETTINGS = (
    "safe.bareRepository=explicit",  # a folder that merely looks like a repository is none
    "protocol.allow=never",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
)
_COMMAND = ("--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs")
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "",  # also against `protocol.ext.allow` in the repository's settings
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_INDEX_FILE": f"{os.devnull}.none",
}

SUBMODULE = "160000"
LINK = "120000"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why git gave no answer, as the end of a sentence."""

    text: str


_PARTIAL = Fault(
    "this clone is partial and does not hold every file of that commit. To fetch them: git fetch --refetch --no-filter"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a commit holds under one path: the kind of thing, in git's own numbers, and the id of its contents."""

    mode: str
    id: str


def repository(folder: Path) -> Path | None:
    """The top folder of the repository that a folder lies in: the nearest that has a `.git`; None outside of all.

    Git itself would also take a folder whose files look like the inside of a `.git`, which any commit can bring along.
    """
    for top in (folder, *folder.parents):
        own = top / ".git"
        if os.path.isfile(own) or os.path.lexists(own / "HEAD"):  # noqa: PTH113  pathlib raises where it may not look
            return top
    return None


def head(top: Path) -> str | Fault:
    """The id of the commit that is checked out."""
    found = commit(top, "HEAD")
    return Fault("nothing has been committed yet") if found is None else found


def commit(top: Path, name: str) -> str | Fault | None:
    """The id of the commit that a branch, a tag or another name stands for; None where there is none."""
    wanted = f"{name}^{{commit}}"
    told = _ask(top, "rev-parse", "--absolute-git-dir", "-q", "--verify", "--end-of-options", wanted)
    if isinstance(told, Fault):
        return told
    *lines, last = os.fsdecode(told).removesuffix("\n").split("\n")
    if not _is_of(top, Path("\n".join(lines) or last)):
        return Fault(f"git takes '{top.name}' for another repository than the one in its folder .git")
    return last if lines else None


def names(top: Path) -> tuple[str, ...]:
    """The branches, here and of servers, and the tags; none where git gives no answer."""
    told = _ask(top, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
    return () if isinstance(told, Fault) else tuple(os.fsdecode(told).splitlines())


def is_shallow(top: Path) -> bool:
    """Whether the clone holds only the newest commits."""
    return _ask(top, "rev-parse", "--is-shallow-repository") == b"true\n"


def fork(top: Path, one: str, other: str) -> str | None:
    """The newest commit that two have in common; None where there is none, or the clone does not hold it."""
    told = _ask(top, "merge-base", one, other)
    return None if isinstance(told, Fault) or not told else os.fsdecode(told).strip()


def log(top: Path, below: Iterable[str]) -> tuple[tuple[str, str], ...] | Fault:
    """The commits of this branch that changed something below these paths: id and ISO time of each, oldest first.

    Of a merge it is the merge itself, for what a merged branch did before counts from then on.
    """
    paths = sorted(set(below))
    told = _ask(
        top, "log", "--first-parent", "--reverse", "--format=%H %cI", "HEAD", "--", *([] if "" in paths else paths)
    )
    if isinstance(told, Fault):
        return told
    lines = (line.split(" ", 1) for line in told.decode().splitlines())
    return tuple((name, time) for name, time in lines)


def blobs(top: Path, ids: Iterable[str]) -> Mapping[str, bytes] | Fault:
    """The recorded contents of these ids, as they are in the repository, without any filter."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    told = _ask(top, "cat-file", "--batch", given="".join(f"{one}\n" for one in wanted).encode())
    if isinstance(told, Fault):
        return told
    found: dict[str, bytes] = {}
    start = 0
    for one in wanted:
        end = told.index(b"\n", start)
        about = told[start:end].split(b" ")
        if about[-1] == b"missing":
            return _PARTIAL
        size = int(about[-1])
        found[one] = told[end + 1 : end + 1 + size]
        start = end + size + 2
    return found


def tree(top: Path, commit: str, below: Iterable[str]) -> Mapping[str, Entry] | Fault:
    """What the commit holds in or under some paths, by path; all paths begin at the top folder, which is itself ''."""
    wanted = sorted(set(below))
    if not wanted:
        return {}
    told = _ask(top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *([] if "" in wanted else wanted))
    return told if isinstance(told, Fault) else dict(_entries(told))


def rewritten(top: Path, paths: Iterable[str]) -> frozenset[str] | Fault:
    """Those of the paths whose contents git passes through a filter or an encoding before it records them."""
    asked = b"".join(os.fsencode(path) + b"\0" for path in paths)
    told = _ask(top, "check-attr", "-z", "--stdin", *_REWRITING, given=asked)
    if isinstance(told, Fault):
        return told
    fields = os.fsdecode(told).split("\0")
    triples = zip(fields[::3], fields[1::3], fields[2::3], strict=False)
    return frozenset(path for path, attribute, value in triples if value not in _REWRITING[attribute])


_REWRITING: Mapping[str, tuple[str, ...]] = {
    "filter": ("unspecified", "unset", "set"),
    "working-tree-encoding": ("unspecified", "unset", "set"),
    "ident": ("unspecified", "unset"),
}
"""Attributes by which git changes contents, and the values of each by which it does not."""


def _entries(told: bytes) -> Iterator[tuple[str, Entry]]:
    for line in os.fsdecode(told).split("\0")[:-1]:
        about, path = line.split("\t", 1)
        mode, _, name = about.split(" ")
        yield path, Entry(mode, name)


def _is_of(top: Path, found: Path) -> bool:
    """Whether the repository that git found is the one that `.git` is, or names."""
    own = top / ".git"
    if own.is_file():
        own = top / os.fsdecode(own.read_bytes()).removeprefix("gitdir:").strip()
    one, other = os.path.realpath(own), os.path.realpath(found)
    return os.path.normcase(one) == os.path.normcase(other)


def _ask(top: Path, *words: str, given: bytes = b"") -> bytes | Fault:
    program = _program()
    if program is None:
        return Fault("git is not installed on this computer. To install it: https://git-scm.com/downloads")
    import subprocess  # noqa: PLC0415  only reports that name the commit need it

    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    command = [program, *settings, *_COMMAND, "-C", str(top), *words]
    try:
        # The words are ours; which git runs is the user's own choice of PATH.
        done = subprocess.run(  # noqa: S603
            command, input=given, capture_output=True, timeout=LONGEST_SECONDS, check=False, env=_environment(top)
        )
    except subprocess.TimeoutExpired:
        return Fault(f"git gave no answer within {LONGEST_SECONDS} seconds")
    except OSError as error:
        return Fault(f"git could not be started: {error.strerror}")
    # Without a commit `--verify -q` fails in silence.
    is_answer = done.returncode == 0 or (done.returncode == 1 and not done.stderr)
    return done.stdout if is_answer else _refusal(top, done.stderr)


def _program() -> str | None:
    """Where git is; never a file of the current folder, though PATH may name that and Windows looks there first."""
    import shutil  # noqa: PLC0415  as above

    name = "git.exe" if sys.platform == "win32" else "git"
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    places = (str(Path(folder, name)) for folder in folders if Path(folder).is_absolute())
    return next(filter(None, map(shutil.which, places)), None)


def _environment(top: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**own, **_ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(top.parent)}


def _refusal(top: Path, said: bytes) -> Fault:
    text = said.decode(errors="replace")
    if "safe.directory" in text or "unsafe repository" in text:
        trust = f"git config --global --add safe.directory {quoted(str(top))}"
        return Fault(f"git does not trust this repository, because another user owns it. If you do, run: {trust}")
    if "promisor" in text or "lazy fetch" in text:
        return _PARTIAL
    sentences = [line for line in text.splitlines() if line.startswith(("fatal: ", "error: "))] or text.splitlines()
    return Fault(f"git said: {sentences[-1][:_LONGEST_SENTENCE]}" if sentences else "git ended without a word")
