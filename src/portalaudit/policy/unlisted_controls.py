"""Controls that rules claim to support evidence for, and that no framework's file lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from portalaudit.model import Problem, ProblemCode, Related
from portalaudit.model.framework import Framework
from portalaudit.policy.frameworks import FOLDER, is_framework
from portalaudit.policy.message_spelling import did_you_mean
from portalaudit.policy.rules import Rule
from portalaudit.source.document import Document, Route

_TO_ADD = "into your policies folder and add this one there"


def unlisted_controls(
    rules: Iterable[Rule], documents: Sequence[Document], frameworks: Iterable[Framework]
) -> Iterator[Problem]:
    """Every control, or whole framework, that a rule names and no file lists: a report would claim evidence for it.

    A framework whose own file has a mistake is not judged by, nor anything where there are no such files at all.
    """
    files = {PurePosixPath(one.path).stem: one for one in documents if is_framework(one.inside)}
    by_path = {document.path: document for document in documents} if files else {}
    described = {framework.id: framework for framework in frameworks}
    for rule in rules:
        if rule.place.path in by_path:
            yield from _unlisted(rule, by_path[rule.place.path], described, files)


def _unlisted(
    rule: Rule, document: Document, described: Mapping[str, Framework], files: Mapping[str, Document]
) -> Iterator[Problem]:
    for name in rule.controls:
        if name in described and name in files:
            yield from _unknown_controls(document, described[name], files[name])
        elif name not in described and name not in files:
            yield _unknown_framework(document, name, files)


def _unknown_framework(document: Document, name: str, files: Iterable[str]) -> Problem:
    listed = f"write one of {', '.join(sorted(files))}, or list its controls in a file {FOLDER}/{name}.yaml"
    hint = did_you_mean(name, files, f"{listed} of your policies")
    place = document.place(("controls", name), key=True)
    return Problem(ProblemCode.UNKNOWN_REFERENCE, f"there is no framework `{name}`", place, hint)


def _unknown_controls(document: Document, framework: Framework, listing: Document) -> Iterator[Problem]:
    known = [control.id for control in framework.controls]
    for route, control in _claims(document, framework.id):
        if control not in known:
            message = f"`{control}` is not listed as a control of {framework.title}"
            hint = did_you_mean(control, known, f"write one that is listed, or copy {listing.inside} {_TO_ADD}")
            related = (Related(listing.place(("controls",), key=True), "its controls are listed here"),)
            yield Problem(ProblemCode.UNKNOWN_REFERENCE, message, document.place(route), hint, related)


def _claims(document: Document, framework: str) -> Iterator[tuple[Route, str]]:
    """Each control of a framework that a sound rule names, with the way to it: in a list, or in one of two."""
    controls = document.data["controls"]
    written = controls[framework] if isinstance(controls, dict) else ()
    yield from _listed(written, ("controls", framework))
    for key, ids in written.items() if isinstance(written, dict) else ():
        yield from _listed(ids, ("controls", framework, key))


def _listed(ids: object, way: Route) -> Iterator[tuple[Route, str]]:
    for position, control in enumerate(ids if isinstance(ids, list) else ()):
        yield (*way, position), str(control)
