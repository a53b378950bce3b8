"""Texts to documents."""

from collections.abc import Iterable

from portalaudit.model import Problem, ProblemCode
from portalaudit.source import (
    conflicts,
    decode,
    files,
    foreign_files,
    parallel_load,
    quick,
    secrets,
    typography,
)
from portalaudit.source.document import Document, Route
from portalaudit.source.patterns import late
from portalaudit.source.secrets import Suspicion

# What an anchor, an alias, a tag or a merge key looks like where a value can begin: on a line of its own, or behind
# one of YAML's own signs. An expression of a rule is full of `&& !`, and its file is to be read quickly all the same.
_PROPERTY = late("(?:^|[\\[{,:?\n\r\x85\u2028\u2029\ufeff-])[ \\t]*(?:[&*](?=[\\w-])|!|<<)")
_ESCAPE = late(r"\\[^\s\"\\/]")


def load(text: files.Text) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document of a file and every problem in it. Never raises, whatever the bytes are.

    An empty file is an empty document. A file that is no YAML, or no mapping, or that holds a merge conflict, gives no
    document; in any other the rest is read in spite of its problems (see `careful.read`). Unprintable characters, and
    bytes that are no UTF-8, become replacement characters.
    """
    if len(text.data) > files.MAX_FILE_BYTES:
        return None, (files.too_large(text.path),)
    if (foreign := foreign_files.problem(text)) is not None:
        return None, (foreign,)
    decoded, problems = decode.decode(text)
    if decoded is None:
        return None, tuple(problems)
    if left_in := conflicts.find(text.path, decoded):
        return None, (*problems, *left_in)
    document = _quickly(text, decoded)
    if document is None:
        from portalaudit.source import careful  # noqa: PLC0415 -- only a file out of the ordinary needs it

        cleaned, more = decode.replace_control_characters(text.path, decoded)
        found, rest = careful.read(text.path, cleaned)
        problems += more + list(dict.fromkeys(typography.explained(problem, cleaned) for problem in rest))
        document = Document(text.path, cleaned, *found, text.folder) if found is not None else None
    if document is not None and _ESCAPE.search(document.text):
        problems += _escaped_control_characters(document)
    if document is not None:
        problems += typography.find(document)
    return document, tuple(problems)


def load_all(texts: Iterable[files.Text], jobs: int = 1) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The documents and the problems of all texts, in their order; the same with any number of processes."""
    every = tuple(texts)
    loaded = parallel_load.load_with(load, every, jobs)
    documents = tuple(document for document, _ in loaded if document is not None)
    return documents, tuple(problem for _, problems in loaded for problem in problems)


def load_and_search(
    texts: Iterable[files.Text], jobs: int = 1
) -> tuple[tuple[Document, ...], tuple[Problem, ...], tuple[tuple[Suspicion, ...], ...]]:
    """What `load_all` gives, and for each text what in it looks like a secret."""
    every = tuple(texts)
    loaded = parallel_load.load_with(_load_and_search, every, jobs)
    documents = tuple(document for document, _ in loaded if document is not None)
    problems = tuple(problem for _, (problems, _) in loaded for problem in problems)
    return documents, problems, tuple(suspicions for _, (_, suspicions) in loaded)


def search(text: files.Text) -> tuple[Suspicion, ...]:
    """Everything in a file that looks like a secret, whatever kind of file it is."""
    return secrets.scan(text.data.decode(errors="replace"))


def _load_and_search(
    text: files.Text,
) -> tuple[Document | None, tuple[tuple[Problem, ...], tuple[Suspicion, ...]]]:
    document, problems = load(text)
    return document, (problems, search(text))


def _quickly(text: files.Text, decoded: str) -> Document | None:
    if decode.may_have_control_characters(decoded) or _may_have_properties(decoded):
        return None
    found = quick.read(decoded)
    return Document(text.path, decoded, *found, text.folder) if found is not None else None


def _may_have_properties(text: str) -> bool:
    # Looking for single characters is twenty times faster than the expression, and most files have none of them.
    return any(sign in text for sign in ("&", "*", "!", "<<")) and _PROPERTY.search(text) is not None


def _escaped_control_characters(document: Document) -> list[Problem]:
    """A problem for each value that an escape in double quotes gave a control character."""
    found = [
        _escaped(document, route, character, is_key=is_key)
        for route, text, is_key in document.texts()
        if (character := decode.find_control_character(text)) is not None
    ]
    return sorted(found, key=lambda problem: problem.place)


def _escaped(document: Document, route: Route, character: str, *, is_key: bool) -> Problem:
    return Problem(
        ProblemCode.CONTROL_CHARACTER,
        f"an escape here makes an invisible character ({decode.name_of(character)})",
        document.place(route, key=is_key),
        "write the text without it",
    )
