"""Nothing that leaves the program repeats a secret that was found in the files that were read.

Messages quote values, join them and wrap them, so that a secret in a finished sentence no longer looks like one. What
was found where it was written is therefore kept out of every output at the place where outputs leave.
"""

import re
from collections.abc import Iterable, Sequence

import click

from portalaudit.source.secrets import MASK

_META = "portalaudit.secrets"
_DEEPEST = 12
"""So often is a pattern divided by the next character; what is left after that are few secrets, or strange ones."""
_BLANKS = r"(?:\s|\x1b\[[\d;]*m)+"
# What a character may look like in JSON, in XML and in a page.
_WRITTEN = {
    '"': r'(?:\\?"|&quot;|&#34;)',
    "'": r"(?:'|&apos;|&#39;|&#x27;)",
    "&": r"(?:&amp;|&#38;|&)",
    "<": r"(?:<|&lt;|\\u003c)",
    ">": r"(?:>|&gt;|\\u003e)",
    "\\": r"\\\\?",
}


def never_print(secrets: Iterable[str]) -> None:
    """From now on nothing that this command writes repeats one of these.

    What is too short, a small number or an ordinary word would hide half a report. Such values are masked one by one.
    """
    told = sorted({secret.strip("\"' ") for secret in secrets})
    written = [_pieces(secret) for secret in told if _stands_out(secret)]
    if written:
        click.get_current_context().meta[_META] = re.compile(rf"(?<![^\W_]){_any_of(written)}(?![^\W_])")


def redacted(chunks: Iterable[str]) -> Iterable[str]:
    """The text with every known secret masked; as it came, piece by piece, where there is none."""
    context = click.get_current_context(silent=True)
    found = context.meta.get(_META) if context is not None else None
    return chunks if found is None else [found.sub(MASK, "".join(chunks))]


def _stands_out(secret: str) -> bool:
    if len(secret) < 5 or re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", secret):
        return False
    return not (secret.isalpha() and secret.islower()) and not (secret.isdigit() and len(secret) < 6)


def _pieces(secret: str) -> tuple[str, ...]:
    """The pattern of a secret, a piece for each character and for each stretch of blanks."""
    words = [[_WRITTEN.get(char, re.escape(char)) for char in word] for word in secret.split()]
    return tuple(piece for number, word in enumerate(words) for piece in ([_BLANKS, *word] if number else word))


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
