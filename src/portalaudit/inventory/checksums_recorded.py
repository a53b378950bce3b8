"""Every SHA-256 that an inventory records, and whether the file is still the one that it was taken of."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from portalaudit.inventory.tables import Inventory
from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.model.recorded import Match, RecordedFile
from portalaudit.source.checksums import Checksums, normalized
from portalaudit.source.document import Route
from portalaudit.source.masking import masked_file_name


class _Written(NamedTuple):
    name: str | None
    sha256: str | None
    origin: tuple[int, Route]
    route: Route


def recorded_files(inventory: Inventory, files: Checksums) -> tuple[tuple[RecordedFile, ...], tuple[Problem, ...]]:
    """Each recorded SHA-256, compared with its file where that is in the inventory folder, by place.

    A file that is another one now is a problem, and so is a value that is not a SHA-256.
    """
    recorded: list[RecordedFile] = []
    problems: list[Problem] = []
    for written in _written(inventory):
        if written.sha256 is None:
            continue
        place = inventory.place(written.origin, written.route)
        digest = normalized(written.sha256)
        if digest is None:
            problems.append(_not_one(place))
            continue
        name = masked_file_name(written.name or "")[0]
        one = _compared(name, digest, place, files.of(written.name or ""))
        recorded.append(one)
        if one.match is Match.DIFFERS:
            problems.append(_differs(one))
    return tuple(sorted(recorded, key=lambda one: one.place)), tuple(problems)


def _written(inventory: Inventory) -> Iterator[_Written]:
    portals, reviews, documents = (inventory.tables[name] for name in ("portals", "reviews", "documents"))
    for row, portal in enumerate(portals.records):
        for index, one in enumerate(portal.exports or ()):
            yield _Written(one.source, one.sha256, portals.origin(row), ("exports", index, "sha256"))
    for row, review in enumerate(reviews.records):
        if review.snapshot is not None:
            one = review.snapshot
            yield _Written(one.source, one.sha256, reviews.origin(row), ("snapshot", "sha256"))
        # What was signed is kept elsewhere: a review says of it what its SHA-256 is, not where it lies.
        yield _Written(None, review.sha256, reviews.origin(row), ("sha256",))
    for row, document in enumerate(documents.records):
        yield _Written(document.location, document.sha256, documents.origin(row), ("sha256",))


def _compared(name: str, sha256: str, place: Place, found: Iterable[tuple[str, str]]) -> RecordedFile:
    first = ""
    for path, digest in found:
        if digest == sha256:
            return RecordedFile(name, sha256, place, Match.SAME, path)
        first = first or path
    return RecordedFile(name, sha256, place, Match.DIFFERS if first else Match.NOT_HERE, first)


def _differs(one: RecordedFile) -> Problem:
    path = masked_file_name(one.path)[0]
    return Problem(
        ProblemCode.CHECKSUM_DIFFERS,
        f"the file {path} is not the one that was recorded: its SHA-256 is another one",
        one.place,
        "put the file back as it was, or record the new SHA-256 after you have looked at what changed",
        (Related(Place(path), "the file as it is now"),),
    )


def _not_one(place: Place) -> Problem:
    message = "a SHA-256 has 64 digits from 0 to 9 and a to f, and this is something else"
    return Problem(ProblemCode.INVALID_VALUE, message, place, "copy it again, for example from `sha256sum FILE`")
