"""Loading in several processes. What comes back is the same as from one."""

import marshal
from array import array
from collections.abc import Callable
from typing import Any, TypeVar

from portalaudit.source import workers
from portalaudit.source.document import Document, Span
from portalaudit.source.files import Text

Told = TypeVar("Told")
"""What is told of a text beside its document: small, and fit to be pickled."""

Loaded = tuple[Document | None, Told]
Load = Callable[[Text], Loaded[Told]]

LEAST_BYTES = 400_000
"""Below this, starting processes takes longer than reading."""

_CHUNKS_PER_JOB = 3


def load_with(load: Load[Told], texts: tuple[Text, ...], jobs: int) -> list[Loaded[Told]]:
    """What `load` gives for each text, in order."""
    is_small = len(texts) < 2 or sum(len(text.data) for text in texts) < LEAST_BYTES
    if jobs < 2 or is_small or not workers.can_fork():
        return [load(text) for text in texts]
    chunks = balance([len(text.data) for text in texts], jobs * _CHUNKS_PER_JOB)

    def load_chunk(number: int) -> tuple[bytes, list[Told]]:
        return _load_chunk(load, [texts[position] for position in chunks[number]])

    found: dict[int, Loaded[Told]] = {}
    for chunk, packed in zip(chunks, workers.share(load_chunk, len(chunks), jobs), strict=True):
        found |= zip(chunk, _unpack_chunk(*packed), strict=True)
    return [found[position] for position in range(len(texts))]


def balance(sizes: list[int], count: int) -> list[list[int]]:
    """Positions dealt into at most `count` chunks of about equal total size, the heaviest chunk first."""
    chunks: list[list[int]] = [[] for _ in range(min(count, len(sizes)))]
    totals = [0] * len(chunks)
    for position in sorted(range(len(sizes)), key=lambda i: (-sizes[i], i)):
        lightest = totals.index(min(totals))
        chunks[lightest].append(position)
        # The one stands for the cost of a file that is empty.
        totals[lightest] += sizes[position] + 1
    order = sorted(range(len(chunks)), key=lambda i: (-totals[i], i))
    return [sorted(chunks[i]) for i in order]


def _load_chunk(load: Load[Told], texts: list[Text]) -> tuple[bytes, list[Told]]:
    # Marshal takes a fifth of the time of pickle, and keeps equal texts one object.
    loaded = [load(text) for text in texts]
    packed = [_pack(document) if document is not None else None for document, _ in loaded]
    return marshal.dumps(packed), [told for _, told in loaded]


def _unpack_chunk(packed: bytes, every: list[Told]) -> list[Loaded[Told]]:
    documents: list[Any] = marshal.loads(packed)  # noqa: S302 - our own worker wrote it
    return [
        (_unpack(*parts) if parts is not None else None, told) for parts, told in zip(documents, every, strict=True)
    ]


def _pack(document: Document) -> tuple[Any, ...]:
    return document.path, document.text, document.data, document.folder, _pack_span(document.spans)


def _unpack(path: str, text: str, data: Any, folder: str, spans: Any) -> Document:
    return Document(path, text, data, _unpack_span(*spans), folder)


def _pack_span(span: Span) -> tuple[Any, ...]:
    inner = {key: _pack_span(below) for key, below in span.inner.items()}
    return span.key, span.value, span.items.tobytes(), inner


def _unpack_span(key: Any, value: Any, items: bytes, inner: dict[str, Any]) -> Span:
    marks = array("I")
    marks.frombytes(items)
    return Span(key, value, marks, {name: _unpack_span(*parts) for name, parts in inner.items()})
