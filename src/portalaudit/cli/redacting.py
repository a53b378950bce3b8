"""The one door: nothing that leaves the program repeats a secret that was found in the files that were read.

Messages quote values, join, wrap and escape them, so that a secret in a finished sentence no longer looks like one.
What was found where it was written is therefore kept out of every output at the place where outputs leave. Nothing
before that place masks any text.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import click

from portalaudit.source.patterns import late
from portalaudit.source.secrets import MASK, Secret

Kept = dict[str, "Secrets"]
"""What a run keeps from its first command to its last word: the secrets of its files, once there are any."""

_DEEPEST = 12
"""So often is a pattern divided by the next character; what is left after that are few secrets, or strange ones."""
_BLANKS = r"(?:\s|%20|\x1b\[[\d;]*m)+"
# What a character may look like in JSON, in XML, in a page and in Markdown; `_piece` adds what it is in an address.
_WRITTEN = {
    '"': r'(?:\\?"|""|&quot;|&#34;)',
    "'": r"(?:\\?'|&apos;|&#39;|&#x27;)",
    "&": r"(?:\\?&|&amp;|&#38;|\\u0026)",
    "<": r"(?:\\?<|&lt;|\\u003c)",
    ">": r"(?:\\?>|&gt;|\\u003e)",
    "\\": r"\\{1,4}",
}
_START = r"(?:(?<![^\W_])|(?<=%[0-9A-F]{2}))"
"""Not within a word; in an address a word may follow `%20`."""
_ESCAPE = late(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))")
_LEAD = late(r"[^\W_]+[^\w\n]{1,4}\Z")
_TAIL = late(r"[^\s:=]+\Z")
_CUT = "…"
"""Ends a text that was cut."""
_WORD_AT_END = late(r"[^\s\"'<>]+\Z")
_LONGEST_WORD = 100
_SHORTEST_BEGINNING = 4
_STRETCH = 1 << 16
"""So many characters of a report are looked at together, at least."""
_LOOKED_BACK = 200
_FEW = 40
"""Up to so many secrets are first looked for by what stands in every way to write them, which is much sooner said."""
_ENDS_OF_WRITTEN = frozenset(";0123456789abcdef")
"""How what stands for a sign may end, as in `&lt;`, `&#60;` and `%7C`."""
_ENDS_OF_BLANKS = frozenset("0m")
"""How what counts as a blank may end, beside blanks themselves: `%20`, and a color of the terminal."""


class Secrets:
    """What one run may not repeat. What is added counts from then on."""

    def __init__(self) -> None:
        self._found: set[Secret] = set()
        self._alone: tuple[re.Pattern[str], ...] = ()
        self._announced: tuple[re.Pattern[str], ...] = ()
        self._sorted: list[str] = []
        self._needles: tuple[tuple[str, ...], ...] = ()
        self._joints: frozenset[str] = frozenset()

    def add(self, secrets: Iterable[Secret]) -> None:
        """Let no later text repeat these.

        What is too short, a small number or an ordinary word would hide half a text: such a value is masked only behind
        the word that made it one, as in `PIN: 4711`.
        """
        new = set(secrets) - self._found
        if not new:
            return
        self._found |= new
        every = {(one.before, text) for one in self._found for text in _as_read(one.text)}
        strong = {text for _, text in every if _stands_out(text)}
        weak = ((_LEAD.search(before), text) for before, text in every if text and not _stands_out(text))
        # A fact may hold a login in small letters. A word may be another word in these.
        words, others = {text for text in strong if text.isalpha()}, {text for text in strong if not text.isalpha()}
        self._alone = (*_pattern(words), *_pattern(others, re.IGNORECASE))
        announced = {lead[0] + text for lead, text in weak if lead}
        self._announced = _pattern(announced)
        self._sorted = sorted({text.casefold() for text in strong})
        self._needles = tuple(map(_needles, strong | announced))
        self._joints = _joints(strong | announced)

    @property
    def is_empty(self) -> bool:
        """Whether every text may stay as it is."""
        return not self._found

    def redacted(self, chunks: Iterable[str]) -> Iterator[str]:
        """A text that comes in pieces, redacted: in stretches that end where none of the secrets can go on."""
        held: list[str] = []
        size, least = 0, _STRETCH
        for chunk in chunks:
            held.append(chunk)
            size += len(chunk)
            if size < least:
                continue
            text = "".join(held)
            end = text.rfind("\n") + 1
            if self._may_part(text[max(end - _LOOKED_BACK, 0) : end]):
                yield self.redact(text[:end])
                text = text[end:]
            held, size = [text], len(text)
            least = max(_STRETCH, 2 * size)
        yield self.redact("".join(held))

    def _may_part(self, before: str) -> bool:
        """Whether no secret goes on behind the end of a line: some are of several words, with any blanks between."""
        last = before.rstrip()[-1:]
        return bool(last) and self._joints.isdisjoint(_folded(last))

    def redact(self, text: str) -> str:
        """The text with everything in it masked that may not be repeated."""
        return self._redact(text) if self._may_hold(text) else text

    def _may_hold(self, text: str) -> bool:
        """Whether a secret may stand in a text; False means that none does."""
        if len(self._needles) > _FEW or _CUT in text:
            return True
        folded = _folded(text).replace("\\", "")
        return any(all(needle in folded for needle in needles) for needles in self._needles)

    def _redact(self, text: str) -> str:
        for pattern in self._alone:
            text = pattern.sub(MASK, text)
        for pattern in self._announced:
            text = pattern.sub(lambda found: _TAIL.sub(MASK, found[0]), text)
        if self._sorted and _CUT in text:
            *pieces, rest = text.split(_CUT)
            text = "".join(f"{self._without_beginning(piece)}{_CUT}" for piece in pieces) + rest
        return text

    def _without_beginning(self, text: str) -> str:
        """A text that was cut here, without the beginning of a secret at its end."""
        word = _WORD_AT_END.search(text[-_LONGEST_WORD:])
        for start in range(len(word[0]) - _SHORTEST_BEGINNING + 1) if word else ():
            beginning = word[0][start:].casefold() if word else ""
            at = bisect_left(self._sorted, beginning)
            if at < len(self._sorted) and self._sorted[at].startswith(beginning):
                return text[: len(text) - len(beginning)] + MASK
        return text


def never_print(secrets: Iterable[Secret]) -> None:
    """From now on nothing that this command writes repeats one of these."""
    context = click.get_current_context(silent=True)
    kept: Kept | None = context.find_object(dict) if context is not None else None
    if kept is not None:
        kept.setdefault("secrets", Secrets()).add(secrets)


def knows_secrets() -> bool:
    """Whether a secret was found in the files of this run."""
    known = _known()
    return known is not None and not known.is_empty


def redacted(chunks: Iterable[str]) -> Iterable[str]:
    """The text with every known secret masked; as it came, piece by piece, where there is none."""
    known = _known()
    return chunks if known is None or known.is_empty else known.redacted(chunks)


def _known() -> "Secrets | None":
    context = click.get_current_context(silent=True)
    kept: Kept | None = context.find_object(dict) if context is not None else None
    return kept.get("secrets") if kept else None


def say(text: str) -> None:
    """A line on standard error."""
    click.echo("".join(redacted([text])), err=True)


def _as_read(written: str) -> Iterator[str]:
    """A secret as it stands in a file, and as it is read where quotes, brackets or escapes stand for something."""
    bare = written.strip("\"' ")
    yield bare
    yield written.strip("\"' []{},")
    if "''" in bare:
        yield bare.replace("''", "'")
    if "\\" in bare:
        yield _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)) if found[3] is None else found[3], bare)


def _folded(text: str) -> str:
    """A text in which plain letters are found whatever their case, as patterns find them, which take dotless i too."""
    return text.lower() if text.isascii() else text.casefold().replace("\u0131", "i").replace("i\u0307", "i")


def _needles(secret: str) -> tuple[str, ...]:
    """What stands as it is wherever a secret is written, but for backslashes; the longest first."""
    alike = (char.lower() if _is_plain(char) else " " for char in secret)
    return tuple(sorted("".join(alike).split(), key=len, reverse=True))


def _joints(secrets: Iterable[str]) -> frozenset[str]:
    """The characters behind which the next word of a secret may follow."""
    ends = {word[-1] for secret in secrets for word in secret.split()[:-1]}
    written: frozenset[str] = frozenset() if all(map(_is_plain, ends)) else _ENDS_OF_WRITTEN
    return frozenset("".join(map(_folded, ends))) | written | (_ENDS_OF_BLANKS if ends else frozenset())


def _stands_out(secret: str) -> bool:
    if len(secret) < 5 or re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", secret):
        return False
    return not (secret.isalpha() and secret.islower()) and not (secret.isdigit() and len(secret) < 6)


def _pattern(texts: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> tuple[re.Pattern[str], ...]:
    """What finds each of these; nothing where there are none."""
    written = [_pieces(text) for text in sorted(texts)]
    return (re.compile(rf"{_START}{_any_of(written)}(?![^\W_])", flags),) if written else ()


def _pieces(secret: str) -> tuple[str, ...]:
    """The pattern of a secret, a piece for each character and for each stretch of blanks."""
    words = [[_piece(char) for char in word] for word in secret.split()]
    return tuple(itertools.chain.from_iterable([_BLANKS, *word] if at else word for at, word in enumerate(words)))


def _is_plain(char: str) -> bool:
    """Whether a character is written as it is wherever it stands."""
    return char.isascii() and char.isalnum()


def _piece(char: str) -> str:
    r"""What a character may be written as: Markdown and links may have a backslash before a sign, in JSON two."""
    if _is_plain(char):
        return char
    in_address = "".join(f"%{byte:02X}" for byte in char.encode(errors="replace"))
    in_text = _WRITTEN.get(char, rf"\\{{0,2}}{re.escape(char)}")
    return f"(?:{in_text}|{in_address})"


def _any_of(written: Sequence[tuple[str, ...]], at: int = 0, depth: int = 0) -> str:
    """One pattern for all secrets, which have been sorted: what several begin with stands in it once.

    A list of passwords has thousands. Trying one after the other at each character would take hours.
    """
    if len(written) == 1 or depth > _DEEPEST:
        return f"(?:{'|'.join(''.join(pieces[at:]) for pieces in reversed(written))})"
    start = at
    while all(len(pieces) > at and pieces[at] == written[0][at] for pieces in written):
        at += 1
    ended = any(len(pieces) == at for pieces in written)
    longer: dict[str, list[tuple[str, ...]]] = {}
    for pieces in written:
        if len(pieces) > at:
            longer.setdefault(pieces[at], []).append(pieces)
    shared, rest = "".join(written[0][start:at]), "|".join(_any_of(below, at, depth + 1) for below in longer.values())
    return f"(?:{shared}(?:{rest}){'?' if ended else ''})"
