"""Files of a folder, read as bytes. Nothing outside the folder is ever read."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.values import dataclass, field
from portalaudit.source.masking import masked_file_name, plain_file_names
from portalaudit.source.ways import slashed

MAX_FILE_BYTES = 64 * 1024 * 1024
"""A file above this size is refused. It is enough for 250,000 accounts, and people split their files long before."""

_RECORDS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Text:
    """The bytes of one file. `path` is what every output calls it and uses forward slashes.

    It leads from what outputs call the folder that was read, `folder`, or without one from that folder itself. Where
    the file's own name holds what looks like a secret, `path` has a mask for it, and `suspected` says what it is.
    `own_path` is where the file is; no output shows it.
    """

    path: str
    data: bytes = field(repr=False)
    suspected: tuple[str, ...] = ()
    own_path: str = field(default="", repr=False, compare=False)
    folder: str = ""

    @property
    def inside(self) -> str:
        """The path from the folder that was read."""
        return path_inside(self.path, self.folder)


def path_inside(path: str, folder: str) -> str:
    """The rest of a path behind that of its folder."""
    return path.removeprefix(f"{folder}/") if folder else path


def read_folder(
    root: Path, suffixes: tuple[str, ...] = _RECORDS, *, but: tuple[str, ...] = (), folder: str = ""
) -> tuple[tuple[Text, ...], tuple[Problem, ...]]:
    """Every file below `root` whose name ends in one of `suffixes` (in any case), sorted by path; never raises OSError.

    Files whose names end in one of those in `but` are passed over. `folder` is what outputs call the folder, where its
    files are told apart from others by it.

    Names that begin with a dot are skipped, folders too. A link to a folder is not followed. A link to a file is read
    where its target lies in the folder and is not read under its own name; a link that leaves the folder is a problem.
    """
    if not root.is_dir():
        here = Place(_shown(root.as_posix()))
        hint = "check the name of the folder"
        return (), (Problem(ProblemCode.UNREADABLE_FILE, "there is no such folder", here, hint),)
    found = _Folder(root.resolve(), suffixes, but, folder)
    texts = tuple(found.texts())
    return texts, tuple(sorted(found.problems, key=lambda problem: problem.place))


class _Folder:
    """One folder on its way to texts. Paths are text in here: making a `Path` of each takes longer than reading it."""

    def __init__(self, top: Path, suffixes: tuple[str, ...], but: tuple[str, ...], folder: str) -> None:
        self.problems: list[Problem] = []
        self._top, self._suffixes, self._but, self._folder = str(top), suffixes, but, folder
        self._start = len(os.path.join(self._top, ""))  # noqa: PTH118 -- as above
        self._names = _Names(folder, ())

    def texts(self) -> Iterator[Text]:
        found = sorted(self._files(), key=self._written)
        self._names = _Names(self._folder, map(self._written, found))
        links = {path for path in found if os.path.islink(path)}  # noqa: PTH114 -- as above
        plain = {path for path in found if path not in links} if links else set()
        for path in found:
            target = self._target(path, plain) if path in links else path
            if target is not None:
                yield from self._read(path, target)

    def _files(self) -> Iterator[str]:
        for folder, folders, names in os.walk(self._top, onerror=self._refuse_folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in folders:
                self._look_at_folder(os.path.join(folder, name))  # noqa: PTH118 -- as above
            for name in names:
                ending = name.lower()
                if not name.startswith(".") and ending.endswith(self._suffixes) and not ending.endswith(self._but):
                    yield os.path.join(folder, name)  # noqa: PTH118 -- as above

    def _look_at_folder(self, path: str) -> None:
        if os.path.islink(path):  # noqa: PTH114 -- as above
            self._target(path, set())
        if path.lower().endswith(_RECORDS):
            self._refuse_name(path)

    def _target(self, link: str, plain: set[str]) -> str | None:
        """The file to open for a link; None where it leads out of the folder, or to a file that is read anyway."""
        # Not strict: where a link ends in nothing, the reading says so.
        target = os.path.realpath(link)
        if not Path(target).is_relative_to(self._top):
            message = "this link leads out of the folder and is not followed"
            self._refuse(
                ProblemCode.LINK_LEAVES_FOLDER, message, link, "put a copy of the file here instead of the link"
            )
            return None
        return None if target in plain else target

    def _read(self, path: str, target: str) -> Iterator[Text]:
        try:
            # A pipe or a device of that name would block the open.
            if os.path.exists(target) and not os.path.isfile(target):  # noqa: PTH110, PTH113 -- as above
                self._refuse_reading(path, "it is not a file")
                return
            data = _bytes_of(target)
        except OSError as error:
            self._refuse_reading(path, error.strerror or "the system gave no reason")
            return
        if len(data) > MAX_FILE_BYTES:
            self.problems.append(too_large(self._name(path)))
        else:
            name, suspected = self._named(path)
            yield Text(name, data, suspected, slashed(path[self._start :]), self._folder)

    def _name(self, path: str) -> str:
        return self._named(path)[0]

    def _named(self, path: str) -> tuple[str, tuple[str, ...]]:
        return self._names.of(path, self._written(path))

    def _written(self, path: str) -> str:
        return _shown(slashed(path[self._start :])) or "."

    def _refuse_folder(self, error: OSError) -> None:
        self._refuse_reading(error.filename, error.strerror or "the system gave no reason")

    def _refuse_reading(self, path: str, reason: str) -> None:
        message = f"this cannot be read: {reason[:1].lower()}{reason[1:]}"
        hint = "check that it is still there and that you may read it"
        self._refuse(ProblemCode.UNREADABLE_FILE, message, path, hint)

    def _refuse_name(self, path: str) -> None:
        """A folder `policy.yaml` would else be passed over as if there were no such file."""
        message = "this is a folder, and its name is that of a file"
        self._refuse(ProblemCode.UNREADABLE_FILE, message, path, "give the folder a name without .yaml or .yml")

    def _refuse(self, code: ProblemCode, message: str, path: str, hint: str) -> None:
        self.problems.append(Problem(code, message, Place(self._name(path)), hint))


class _Names:
    """What outputs call the files of a folder. `written` are names that can be printed; most need no closer look."""

    def __init__(self, folder: str, written: Iterable[str]) -> None:
        self._folder, self._plain = folder, plain_file_names(written)
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._masked: list[str] = []

    def of(self, path: str, written: str) -> tuple[str, tuple[str, ...]]:
        """The name to show, another one for each file, and what in the file's own name looks like a secret."""
        if path not in self._known:
            shown, kinds = (written, ()) if written in self._plain else masked_file_name(written)
            alike = sum(known == shown for known in self._masked) if kinds else 0
            self._masked += [shown] if kinds else []
            ending = PurePosixPath(shown).suffix if alike else ""
            name = f"{shown.removesuffix(ending)} ({alike + 1}){ending}" if alike else shown
            self._known[path] = f"{self._folder}/{name}" if self._folder else name, kinds
        return self._known[path]


def is_read(path: str, suffixes: tuple[str, ...], but: tuple[str, ...] = ()) -> bool:
    """Whether a file below a folder is read by `read_folder` with these suffixes."""
    ending = path.lower()
    is_hidden = any(name.startswith(".") for name in path.split("/"))
    return not is_hidden and ending.endswith(suffixes) and not ending.endswith(but)


def texts_of(files: Mapping[str, bytes], folder: str = "") -> tuple[tuple[Text, ...], tuple[Problem, ...]]:
    """Files that are not on disk, by their path in a folder, as `read_folder` gives those of one on disk."""
    written = {path: _shown(path) for path in files}
    names = _Names(folder, written.values())
    texts: list[Text] = []
    problems: list[Problem] = []
    for path in sorted(files, key=written.__getitem__):
        name, suspected = names.of(path, written[path])
        if len(files[path]) > MAX_FILE_BYTES:
            problems.append(too_large(name))
        else:
            texts.append(Text(name, files[path], suspected, path, folder))
    return tuple(texts), tuple(problems)


def _bytes_of(path: str) -> bytes:
    """The bytes of a file, up to one more than the limit. Raises OSError.

    No more is asked for than there is, because so much memory would be set aside for each file.
    """
    with open(path, "rb") as file:  # noqa: PTH123 -- a `Path` takes longer
        known = os.fstat(file.fileno()).st_size
        data = file.read(min(known, MAX_FILE_BYTES) + 1)
        grown = known < len(data) <= MAX_FILE_BYTES
        return data + file.read(MAX_FILE_BYTES + 1 - len(data)) if grown else data


def too_large(path: str) -> Problem:
    """The problem for a file above the limit."""
    return Problem(
        ProblemCode.FILE_TOO_LARGE,
        f"this file is larger than {MAX_FILE_BYTES // (1024 * 1024)} MiB and is not read",
        Place(path),
        "split it into several files; lists of several files are joined",
    )


def _shown(name: str) -> str:
    """A file name that can be printed: what is no Unicode in it becomes a replacement character."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
