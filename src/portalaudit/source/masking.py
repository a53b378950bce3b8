"""Names and ids with what looks like a secret masked, and lines with the columns that this moves.

A report shows values of the files in its own words. Someone may have written a password into a login, and a report
must not be where it is read.
"""

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence

from portalaudit.model.values import dataclass
from portalaudit.source.patterns import late
from portalaudit.source.secrets import MASK, redact, scan

# The shortest number known by its form alone has 11 characters, the shortest key 15; all else needs a digit, a colon,
# an equals sign or a verb. Nearly every login and name ends here.
_HARMLESS = late(r"[A-Za-z0-9]{0,10}|(?i:(?!.*\b(?:is|was)\b)[^\d:=]{0,14})")
_LINE_END = late(r"[\r\n]")


def masked(value: str) -> str:
    """A value with any secret in it masked."""
    return value if _HARMLESS.fullmatch(value) else _masked(value)


@functools.lru_cache(4096)
def _masked(value: str) -> str:
    return redact(value)


def masked_file_name(path: str) -> tuple[str, tuple[str, ...]]:
    """A path of a file with secrets in its names masked, endings kept; and what they look like."""
    parts, kinds = [], []
    for name in path.split("/"):
        stem, ending = _stem_and_ending(name)
        found = scan(_as_words(stem))
        parts.append(redact(stem, found) + ending if found else name)
        kinds += [suspicion.kind for suspicion in found]
    return "/".join(parts), tuple(dict.fromkeys(kinds))


def plain_file_names(paths: Iterable[str]) -> frozenset[str]:
    """The paths in which surely nothing looks like a secret. Asking of many at once takes little longer than of one."""
    printable = [path for path in paths if path.isprintable()]
    words = {path: [_as_words(_stem_and_ending(name)[0]) for name in path.split("/")] for path in printable}
    each = list(dict.fromkeys(itertools.chain.from_iterable(words.values())))
    # A first line with a colon is no heading of a table, and an empty line ends whatever goes over several lines.
    found = scan("\n\n".join((":", *each)))
    suspected = {each[(suspicion.line - 3) // 2] for suspicion in found}
    return frozenset(path for path in printable if suspected.isdisjoint(words[path]))


def _stem_and_ending(name: str) -> tuple[str, str]:
    dot = name.rfind(".")
    return (name[:dot], name[dot:]) if dot > 0 else (name, "")


def _as_words(stem: str) -> str:
    """A file's name has underscores where a sentence has blanks."""
    return stem.replace("_", " ")


def masked_among(values: Sequence[str]) -> Mapping[int, str]:
    """The values that hold a secret, masked, by position. Many values take little longer than few."""
    found = scan("\n".join(_LINE_END.sub(" ", value) for value in values))
    suspected = sorted({suspicion.line - 1 for suspicion in found})
    return {at: shown for at in suspected if (shown := masked(values[at])) != values[at]}


@dataclass(frozen=True, slots=True)
class Cover:
    """The masks over a line: where each hidden part begins and ends, in order."""

    hidden: tuple[tuple[int, int], ...]

    def over(self, line: str) -> str:
        """The line with its masks."""
        pieces: list[str] = []
        seen = 0
        for begin, end in self.hidden:
            pieces += (line[seen:begin], MASK)
            seen = end
        return "".join((*pieces, line[seen:]))

    def within(self, begin: int, end: int) -> "Cover":
        """The masks over a part of the line, from its own first character."""
        found = ((max(first, begin), min(last, end)) for first, last in self.hidden if first < end and last > begin)
        return Cover(tuple((first - begin, last - begin) for first, last in found))

    def hides(self, position: int) -> bool:
        """Whether a position of the line is under a mask."""
        return any(begin <= position < end for begin, end in self.hidden)

    def before(self, position: int) -> int:
        """Where a position of the line is now; under a mask, where that begins."""
        moved = 0
        for begin, end in self.hidden:
            if position < end:
                return min(position, begin) + moved
            moved += len(MASK) - (end - begin)
        return position + moved

    def after(self, position: int) -> int:
        """Where the end of a part of the line is now; at or under a mask, where that ends."""
        moved = 0
        for begin, end in self.hidden:
            if position < begin:
                break
            moved += len(MASK) - (end - begin)
            if position <= end:
                return end + moved
        return position + moved
