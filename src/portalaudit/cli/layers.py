"""The policies folders of a run, one over the other: the practice's own, those that it extends, and what ships."""

import os
import posixpath
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from portalaudit.cli.trees import DISK, Tree
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.not_read import NotRead
from portalaudit.model.shipping import Deviation
from portalaudit.model.values import dataclass, field
from portalaudit.pipeline import PolicyFiles
from portalaudit.pipeline.comparing import replacements
from portalaudit.policy.shared_facts import is_facts
from portalaudit.source.files import Text
from portalaudit.source.load import load
from portalaudit.source.ways import way

POLICY = ("policy.yaml", "policy.yml")
_OF_ONE_PRACTICE = ("waivers.yaml", "waivers.yml")
"""One practice's exceptions are no other's."""


@dataclass(frozen=True, slots=True)
class PolicyFolder:
    """One policies folder. `shown` is how reports name it, `at` how the user finds it, `policy` its policy file."""

    folder: Path
    shown: str
    at: str
    texts: tuple[Text, ...] = field(repr=False)
    problems: tuple[Problem, ...]
    policy: Text | None = field(repr=False)
    not_read: tuple[NotRead, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a policy says that it extends, and where."""

    text: str
    place: Place


def read_layer(folder: Path, shown: str, at: str, *, but: tuple[str, ...] = (), tree: Tree = DISK) -> PolicyFolder:
    """The files of one folder, without those whose names end in one of these."""
    found = tree.policies(folder, shown, but)
    policy = next((text for text in found.texts if text.inside in POLICY), None)
    return PolicyFolder(tree.real(folder), shown, at, found.texts, found.problems, policy, found.not_read)


def read_layers(own: Path, name: str | None, tree: Tree = DISK) -> tuple[tuple[PolicyFolder, ...], tuple[Problem, ...]]:
    """A folder and those that its policy extends, nearest first, and what is wrong with them.

    `name` is what reports call the folder; the others are then called by the way from it. None where they are shown as
    the user finds them.
    """
    layers = [read_layer(own, own.as_posix() if name is None else name, own.as_posix(), tree=tree)]
    wrong: list[Problem] = []
    while (wish := _wish(layers[-1])) is not None:
        base = _base(layers, wish, name, tree)
        if isinstance(base, Problem):
            wrong.append(base)
            break
        layers.append(base)
    return tuple(layers), (*(problem for layer in layers for problem in layer.problems), *wrong)


def laid_over(layers: Sequence[PolicyFolder]) -> PolicyFiles:
    """One set of files: a pack or reference file takes the place of one of the same name further down the layers.

    Facts stay when another pack takes the place of theirs: they are words of the language, which other rules may use.
    """
    files: dict[str, Text] = {}
    bases: list[str] = []
    replaced: list[Deviation] = []
    for layer in reversed(layers):
        is_base = layer is not layers[0] and layer.policy is not None
        texts = [text for text in layer.texts if not (is_base and _stays(layer, text))]
        packs = {text.inside.split("/")[0] for text in texts if text.inside.endswith(("/pack.yaml", "/pack.yml"))}
        replaced += replacements(files, texts, packs)
        files = {path: known for path, known in files.items() if path.split("/")[0] not in packs or is_facts(path)}
        files |= {text.inside: text for text in texts}
        if is_base and layer.policy:
            bases.insert(0, layer.policy.path)
            # By its own path, because every policy has the same name inside its folder.
            files[layer.policy.path] = layer.policy
    folders = {layer.shown: layer.at for layer in layers}
    not_read = tuple(one for layer in layers for one in layer.not_read)
    return PolicyFiles(tuple(files.values()), tuple(bases), folders, tuple(replaced), not_read)


def _stays(layer: PolicyFolder, text: Text) -> bool:
    """Whether a file of a base folder is not one for the practices that extend it, or is its policy."""
    return text is layer.policy or PurePosixPath(text.inside).name in _OF_ONE_PRACTICE


def _wish(layer: PolicyFolder) -> _Wish | None:
    """What is no text is left to the reading of the policy, which says so."""
    if layer.policy is None or b"extends" not in layer.policy.data:
        return None
    document, _ = load(layer.policy)
    written = document.data.get("extends") if document else None
    if document is None or not isinstance(written, str) or not written:
        return None
    return _Wish(written, document.place(("extends",)))


def _base(layers: Sequence[PolicyFolder], wish: _Wish, name: str | None, tree: Tree) -> PolicyFolder | Problem:
    """The folder that the last of the layers extends, or why it cannot be used."""
    nearer = layers[-1]
    folder = tree.real(nearer.folder / wish.text)
    fault = _odd_form(wish.text) or _fault(layers, wish.text, folder, tree)
    if fault is None:
        tidy = Path(os.path.normpath(Path(nearer.at, wish.text)))
        at = tidy if tree.real(tidy) == folder else Path(nearer.at, wish.text)
        shown = at.as_posix() if name is None else posixpath.normpath(f"{name}/{way(folder, layers[0].folder)}")
        base = read_layer(folder, shown, at.as_posix(), tree=tree)
        if base.policy is not None:
            return base
        fault = f"the folder '{wish.text}' has no policy.yaml", "put one there, or name the folder of the base policies"
    message, hint = fault
    return Problem(ProblemCode.BAD_BASE, message, wish.place, hint)


def _fault(layers: Sequence[PolicyFolder], text: str, folder: Path, tree: Tree) -> tuple[str, str] | None:
    if folder in [layer.folder for layer in layers]:
        chain = " extends ".join([*(layer.shown for layer in layers), text])
        return f"these policies extend each other: {chain}", "let one of them extend nothing"
    if any(_holds(layer.folder, folder) or _holds(folder, layer.folder) for layer in layers):
        return (
            f"'{text}' lies in a folder that extends it, or around it",
            "keep the base policies in a folder beside it",
        )
    if tree.is_file(folder):
        return f"'{text}' is a file", "name the folder that it is in"
    if not tree.is_folder(folder):
        return f"there is no folder '{text}'", "it is looked for from the folder of this file"
    return None


def _odd_form(text: str) -> tuple[str, str] | None:
    """What is wrong with a way that not every computer understands."""
    if PureWindowsPath(text).anchor:
        return f"'{text}' is a full path, which is another one on each computer", "lead there from here, like ../base"
    if "\\" in text:
        return f"'{text}' has backslashes, which only Windows understands", "write it with slashes, like ../base"
    return None


def _holds(outer: Path, inner: Path) -> bool:
    return inner.is_relative_to(outer)
