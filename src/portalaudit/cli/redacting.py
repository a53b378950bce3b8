"""Nothing that leaves the program repeats a secret that was found in the files that were read.

Messages quote values, join them and wrap them, so that a secret in a finished sentence no longer looks like one. What
was found where it was written is therefore kept out of every output at the place where outputs leave.
"""

import re
from collections.abc import Iterable

import click

from portalaudit.source.secrets import MASK

_META = "portalaudit.secrets"
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
    told = sorted({secret.strip("\"' ") for secret in secrets}, key=lambda one: (-len(one), one))
    patterns = [_pattern(secret) for secret in told if _stands_out(secret)]
    if patterns:
        click.get_current_context().meta[_META] = re.compile("|".join(patterns))


def redacted(chunks: Iterable[str]) -> Iterable[str]:
    """The text with every known secret masked; as it came, piece by piece, where there is none."""
    context = click.get_current_context(silent=True)
    found = context.meta.get(_META) if context is not None else None
    return chunks if found is None else [found.sub(MASK, "".join(chunks))]


def _stands_out(secret: str) -> bool:
    if len(secret) < 5 or re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", secret):
        return False
    return not (secret.isalpha() and secret.islower()) and not (secret.isdigit() and len(secret) < 6)


def _pattern(secret: str) -> str:
    words = ("".join(_WRITTEN.get(char, re.escape(char)) for char in word) for word in secret.split())
    return rf"(?<![^\W_]){_BLANKS.join(words)}(?![^\W_])"
