"""What every run over the same packs has in common: rules compiled, reference data typed. It is kept for the next run.

What is kept comes out of the files of packs, of frameworks and of the reference data. Nothing of an inventory is in it,
nothing of a `policy.yaml` or of waivers, which name people, and no full path of a folder of this computer; and it is
kept only where nothing in these files is wrong and nothing looks like a secret. Its key is a digest of all that it was
made of: the program that made it, the libraries that compiled it, the paths and bytes of the files in their order, and
the packs in use. Where anything differs the key does, and it is made again. Paths are those that outputs show, because
rules know their places: what ships has the same ones for everybody, and who has packs of their own shares no entry.

What the judge makes of the texts of the rules alone, where it asks many subjects, lies beside it under a key of its
own, and the same holds for it.

It is kept as a pickle, because reading one takes 4 milliseconds where compiling takes 110. A pickle may make any
program run, so a reader must know who wrote it. A keyed digest would not tell: its key would lie where the file lies.
So whoever keeps it must give back only what this user wrote where no other may write (see `cli.cache`); and here
nothing but the classes of this program's own values is ever made out of it, whatever it says: no function is called.
"""

import hashlib
import io
import itertools
import pickle
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from pathlib import PurePosixPath
from typing import Any, Protocol, TypeAlias, TypeVar

from portalaudit.inventory.attributes.matching import Matching
from portalaudit.inventory.inventory_vocabulary import with_attributes
from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.model import Problem
from portalaudit.model.report import SHIPPED
from portalaudit.model.values import dataclass, is_dataclass
from portalaudit.policy.cel_patterns import is_match, what_is_wrong
from portalaudit.policy.packs import CompiledPacks
from portalaudit.policy.taken_apart import Compile, TakenApart, nothing_apart, take_apart
from portalaudit.source.files import Text
from portalaudit.source.load import load_all, search
from portalaudit.source.record_types import Record

Kept = TypeVar("Kept")

Apart: TypeAlias = Callable[[Compile], TakenApart]
"""Gives rules taken apart, with what compiles a piece of one."""

MATCHING = Matching(what_is_wrong, is_match)
"""Patterns in schemas of attributes are those of expressions."""


class Shelf(Protocol):
    """Where something is kept from one run to the next, as bytes under a key. It may forget anything at any time."""

    @property
    def program(self) -> bytes:
        """What tells this program and the libraries that it compiles with from every other."""

    def take(self, key: str) -> bytes | None:
        """The very bytes that this user put there under this key; None where there are none."""

    def put(self, key: str, data: bytes) -> None:
        """Keep them, where that can be done. Never raises."""


@dataclass(frozen=True, slots=True)
class Groundwork:
    """Packs compiled, and the reference data that facts need."""

    packs: CompiledPacks
    reference: Reference


def groundwork(
    texts: Sequence[Text], packs: Sequence[str] | None, shelf: Shelf | None = None
) -> tuple[Groundwork, Apart, tuple[Problem, ...]]:
    """The groundwork of these files, what takes its rules apart, and every mistake in them.

    They are the same whether they were kept or are made now. `packs` are the names of those in use, None where nothing
    chooses.
    """
    if any(PurePosixPath(text.folder).is_absolute() for text in texts):
        shelf = None
    key = "" if shelf is None else _key(shelf.program, texts, packs)
    if shelf is not None:
        kept = shelf.take(key)
        known = None if kept is None else _read(kept, Groundwork)
        if known is not None:
            return known, _apart(known, shelf, key), ()
    made, problems = _made(texts, packs)
    # What a practice says of its attributes is held by a validator, which cannot be kept.
    if shelf is None or problems or made.reference.attributes or _hold_secrets(texts):
        return made, nothing_apart, problems
    shelf.put(key, _written(made))
    return made, _apart(made, shelf, key), ()


def _apart(ground: Groundwork, shelf: Shelf, key: str) -> Apart:
    """The rules taken apart, in an entry of their own: only a practice with many subjects asks for them."""

    def found(compiled: Compile) -> TakenApart:
        kept = shelf.take(f"{key}-apart")
        known = None if kept is None else _read(kept, TakenApart)
        if known is None:
            known = take_apart(ground.packs.rules, compiled)
            shelf.put(f"{key}-apart", _written(known))
        return known

    return found


def _hold_secrets(texts: Iterable[Text]) -> bool:
    return any(text.folder != SHIPPED and search(text) for text in texts)


def _made(texts: Iterable[Text], packs: Sequence[str] | None) -> tuple[Groundwork, tuple[Problem, ...]]:
    from portalaudit.policy.pack_compiler import compile_packs  # noqa: PLC0415 -- a run with kept rules goes without

    documents, unread = load_all(texts)
    reference, in_reference = load_reference(documents, MATCHING)
    compiled, in_packs = compile_packs(documents, with_attributes(reference.attributes), packs)
    return Groundwork(compiled, reference), (*unread, *in_reference, *in_packs)


def _key(program: bytes, texts: Iterable[Text], packs: Sequence[str] | None) -> str:
    """A digest of everything that the groundwork is made of, each part with its length before it."""
    found = hashlib.sha256()
    chosen = (b"default",) if packs is None else (b"chosen", *(name.encode() for name in packs))
    parts = (program, str(len(chosen)).encode(), *chosen)
    files = (part for text in texts for part in (text.path.encode(), text.folder.encode(), text.data))
    for part in itertools.chain(parts, files):
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.hexdigest()


class _Writer(pickle.Pickler):
    """Writes members of enumerations by their class and value, as most Pythons do and 3.11.2 does not."""

    def reducer_override(self, obj: object) -> Any:
        return (type(obj), (obj.value,)) if isinstance(obj, Enum) else NotImplemented


def _written(made: Groundwork | TakenApart) -> bytes:
    buffer = io.BytesIO()
    _Writer(buffer, pickle.HIGHEST_PROTOCOL).dump(made)
    return buffer.getvalue()


class _Values(pickle.Unpickler):
    """Reads values of this program's own classes, and makes nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("pathlib", "PurePosixPath"):
            return PurePosixPath
        if module.startswith(_HOMES) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, (Record, Enum))):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no class of values")


_HOMES = tuple(f"portalaudit.{layer}." for layer in ("inventory", "model", "pipeline", "policy", "source"))

_UNREADABLE = (
    pickle.UnpicklingError,
    ArithmeticError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
)
"""What reading a pickle may raise that was made by another program, or by none."""


def _read(kept: bytes, kind: type[Kept]) -> Kept | None:
    try:
        found = _Values(io.BytesIO(kept)).load()
    except _UNREADABLE:
        return None
    return found if isinstance(found, kind) else None
