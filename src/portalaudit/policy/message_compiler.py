"""Messages compiled: their places for facts found, or everything that is wrong with them."""

import re
from collections.abc import Iterable, Iterator

from portalaudit.model import Kind
from portalaudit.policy.fault import Fault
from portalaudit.policy.messages import Placeholder, Template
from portalaudit.policy.routes import follow
from portalaudit.policy.scope import Scope
from portalaudit.source.patterns import late

_PIECE = late(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def compile_template(text: str, scope: Scope) -> Template | tuple[Fault, ...]:
    """The message, or everything that is wrong with it, in order. `{{` and `}}` stand for the brackets themselves."""
    segments: list[str | Placeholder] = []
    faults: list[Fault] = []
    end = 0
    for match in _PIECE.finditer(text):
        segments.append(text[end : match.start()])
        end = match.end()
        piece = _piece(match, scope)
        if isinstance(piece, Fault):
            faults.append(piece)
        else:
            segments.append(piece)
    segments.append(text[end:])
    return tuple(faults) or Template(text, tuple(_joined(segments)))


def _piece(match: "re.Match[str]", scope: Scope) -> str | Placeholder | Fault:
    if match[0] in ("{{", "}}"):
        return match[0][0]
    if match[1] is None:
        return Fault(
            match.start(), f"this `{match[0]}` has no partner", f"write `{match[0] * 2}` for the bracket itself", 1
        )
    return _placeholder(match[1], match.start(1), scope)


def _placeholder(written: str, offset: int, scope: Scope) -> Placeholder | Fault:
    name = written.strip()
    offset += len(written) - len(written.lstrip())
    found = follow(name, scope.variables, scope)
    if isinstance(found, Fault):
        return Fault(offset + found.offset, found.message, found.hint, found.length)
    if found.type.kind is Kind.RECORD:
        hint = f"name one of its facts, such as `{name}.id`"
        return Fault(offset, f"`{name}` is a whole {found.type.entity} record and cannot be shown", hint, len(name))
    if found.type.kind is Kind.LABELS and not found.label:
        return Fault(offset, f"`{name}` are labels; one of them must be named", f"write `{name}.NAME`", len(name))
    return Placeholder(found.route, found.label)


def _joined(segments: Iterable[str | Placeholder]) -> Iterator[str | Placeholder]:
    words = ""
    for piece in segments:
        if isinstance(piece, str):
            words += piece
            continue
        if words:
            yield words
        yield piece
        words = ""
    if words:
        yield words
