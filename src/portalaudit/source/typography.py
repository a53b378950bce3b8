"""Characters that a word processor or a web page puts where YAML and portals have others, and no one sees which.

A login in curly quotes, or with a space of no width at its end, is another login than the one meant, so that whoever
shares it is not found. Names and sentences keep what their script needs: joiners in Persian or Hindi, emoji, the
apostrophe of a name.
"""

from collections.abc import Iterator
from functools import partial

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.source.decode import name_of
from portalaudit.source.document import Document, Route
from portalaudit.source.patterns import late

_DOUBLE, _SINGLE, _ANGLED = (
    "\u201c\u201d\u201e\u201f\uff02",
    "\u2018\u2019\u201a\u201b\u00b4\uff07",
    "\u00ab\u00bb\u2039\u203a",
)
_FAMILIES = {sign: family for family in (_DOUBLE, _SINGLE, _ANGLED) for sign in family}
_OPENING = "\u201c\u201e\u201f\u00ab"
_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_COLONS = "\uff1a\ufe55\u2236\ua789"
_INVISIBLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufe00-\ufe0f"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)

# What makes it worth looking at each value. An apostrophe inside a word does not.
_WORTH_A_LOOK = late(
    rf"[{_DOUBLE}{_ANGLED}\uff07\u00b4{_SPACES}{_COLONS}{_INVISIBLE}]|(?:^|[\s:,\[{{\"'-])[\u2018\u2019\u201a\u201b]"
)
_WIDE_ESCAPE = late(r"\\[xuU_]")
_ONE_INVISIBLE = late(f"[{_INVISIBLE}]")
_ONE_SPACE = late(f"[{_SPACES}]")
_ONE_COLON = late(f"[{_COLONS}]")
_AT_AN_EDGE = late(rf"^\s*[{_SPACES}]|[{_SPACES}]\s*$")

# Where such a character stops the reading: for a blank of the indentation or behind a colon, and for a colon.
_IN_STRUCTURE = late(
    rf"[ \t-]{{0,99}}(?:([{_SPACES}])|[{{\[]?[\w\"'][\w\"'. -]{{0,99}}(?:([{_COLONS}])|:([{_SPACES}])))"
)
_STOPPING = (ProblemCode.SYNTAX, ProblemCode.NOT_A_MAPPING)

_LAST_EUROPEAN = "\u052f"
_RIGHT_TO_LEFT = late("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_DIRECTIONS = "\u061c\u200e\u200f"
_SELECTORS = late("[\ufe00-\ufe0f]")
_QUOTED = ("'", '"', "|", ">")

_DELETE = "delete it and type the text again; such characters come from copying out of other programs"


def find(document: Document) -> list[Problem]:
    """A problem for each key or value that is not the text that it looks like, by place."""
    if not _WIDE_ESCAPE.search(document.text) and (document.text.isascii() or not _WORTH_A_LOOK.search(document.text)):
        return []
    found = (
        problem
        for route, text, is_key in document.texts()
        for problem in _in_text(document, route, text, is_key=is_key)
    )
    return sorted(found, key=lambda problem: problem.place)


def explained(problem: Problem, text: str) -> Problem:
    """The problem; where one of these characters is why a text is no YAML, the problem with that one."""
    if problem.code not in _STOPPING or text.isascii():
        return problem
    lines = text.splitlines()
    places = (problem.place, *(one.place for one in problem.related))
    numbers = [number for place in places for number in (place.line, place.line - 1) if 0 < number <= len(lines)]
    for number in numbers:
        if (found := _IN_STRUCTURE.match(lines[number - 1])) is not None:
            at = found.start(found.lastindex or 0)
            place = Place(problem.place.path, number, at + 1, at + 2)
            message, hint = _unusual(lines[number - 1][at])
            return Problem(ProblemCode.SYNTAX, f"this is not valid YAML: {message}", place, hint)
    return problem


def _in_text(document: Document, route: Route, text: str, *, is_key: bool) -> Iterator[Problem]:
    if text.isascii():
        return
    at = partial(_place, document, route, is_key=is_key)
    if _stands_in_quotes(text) and not _is_meant(document, route, is_key=is_key):
        yield _curly(document.place(route, key=is_key))
    hidden = next((m for m in _ONE_INVISIBLE.finditer(text) if not _is_needed(text, m.start())), None)
    if hidden is not None:
        message = f"an invisible character ({name_of(hidden.group())}) stands here"
        yield Problem(ProblemCode.INVISIBLE_CHARACTER, message, at(hidden.group()), _DELETE)
    unusual = _ONE_SPACE.search(text) or _ONE_COLON.search(text) if is_key else _AT_AN_EDGE.search(text)
    if unusual is not None:
        sign = unusual.group().strip(" \t")
        message, hint = _unusual(sign)
        yield Problem(ProblemCode.UNUSUAL_CHARACTER, message, at(sign), hint)


def _stands_in_quotes(text: str) -> bool:
    family = _FAMILIES.get(text[0])
    if family is None or len(text) < 2:
        return False
    inside = text[1:-1]
    if _FAMILIES.get(text[-1]) == family:
        return not any(sign in inside for sign in family)
    # Between brackets a comma ends the value, and with it what was meant to stand in quotes.
    return text[0] in _OPENING and not any(sign in text[1:] for sign in family)


def _is_meant(document: Document, route: Route, *, is_key: bool) -> bool:
    """Whether straight quotes or a block around the text show that curly ones are part of it."""
    place = document.place(route, key=is_key)
    return document.line(place.line)[place.column - 1 : place.column] in _QUOTED


def _is_needed(text: str, at: int) -> bool:
    """Whether the script of the letters around an invisible character has a use for it."""
    sign = text[at]
    if sign in _DIRECTIONS:
        return _RIGHT_TO_LEFT.search(text) is not None
    before = _ONE_INVISIBLE.sub("", text[:at])[-1:]
    if _SELECTORS.match(sign):
        return bool(before) and (before > _LAST_EUROPEAN or not before.isalnum() or text[at + 1 : at + 2] == "\u20e3")
    return before > _LAST_EUROPEAN and sign != "\xad"


def _place(document: Document, route: Route, sign: str, *, is_key: bool) -> Place:
    """Where the character is written; the whole text where an escape makes it."""
    place = document.place(route, key=is_key)
    at = document.line(place.line).find(sign, place.column - 1)
    return Place(place.path, place.line, at + 1, at + 2) if at >= 0 else place


def _curly(place: Place) -> Problem:
    message = "this text stands in curly quotes, and they count as part of it"
    hint = "write straight quotes (\" or ') or none; curly ones come from word processors"
    return Problem(ProblemCode.CURLY_QUOTES, message, place, hint)


def _unusual(sign: str) -> tuple[str, str]:
    if _ONE_COLON.match(sign):
        return f"a colon of another kind ({name_of(sign)}) stands here", "write an ordinary colon and a space behind it"
    kind = "no-break space" if sign in "\xa0\u202f" else "space of another kind"
    return f"a {kind} ({name_of(sign)}) stands here", "write an ordinary space, or none at the end of a text"
