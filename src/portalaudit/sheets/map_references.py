"""Words that a map translates into statuses, roles, permissions and portals: each must be one that there is."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from portalaudit.model import Problem, ProblemCode
from portalaudit.model.spelling import did_you_mean, nearest
from portalaudit.sheets.heading_words import IGNORED
from portalaudit.sheets.list_vocabulary import ListVocabulary, status_meanings
from portalaudit.sheets.listed import ListKind
from portalaudit.source.document import Document, Route

if TYPE_CHECKING:
    from portalaudit.sheets.map_files import ListMap


def dangling(document: Document, written: "ListMap", vocabulary: ListVocabulary) -> Iterator[Problem]:
    """A problem for each translation into something that is not there."""
    statuses = status_meanings(ListKind(written.kind), vocabulary)
    for word, means in written.status.items():
        yield from _expected(document, ("status", word), means, (*statuses, IGNORED), "meaning of a status")
    for word, means in written.employment.items():
        known = (*vocabulary.engagements, IGNORED)
        yield from _expected(document, ("employment", word), means, known, "kind of engagement")
    for phrase, role in written.roles.items():
        for index, name in enumerate(role.permissions or ()):
            yield from _expected(
                document, ("roles", phrase, "permissions", index), name, vocabulary.permissions, "permission"
            )
        natives = vocabulary.native_roles.get(written.portal or "", ())
        for index, name in enumerate(role.native_roles or ()):
            if natives:
                route = ("roles", phrase, "native_roles", index)
                yield from _expected(document, route, name, natives, "role of this portal")
    if written.portal:
        yield from _expected(document, ("portal",), written.portal, vocabulary.portals, "portal of the inventory")


def _expected(document: Document, route: Route, name: str, known: Collection[str], what: str) -> Iterator[Problem]:
    if name in known:
        return
    near = did_you_mean(nearest(name, known))
    hint = f"write one of: {', '.join(known)}" if len(known) <= 15 else "correct it, or remove the line"
    message = f"'{name[:60]}' is not a {what}{near}"
    yield Problem(ProblemCode.UNKNOWN_REFERENCE, message, document.place(route), hint)
