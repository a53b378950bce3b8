"""Text of users made safe to show: on a terminal, in XML, in UTF-8.

Inventories are untrusted. A name may hold a terminal's escape sequence, a character that turns the reading direction,
or half of a surrogate pair, which no file can hold. And it may hold what a build server takes for a command where it
finds it in a log: GitHub runs a line that begins with `::set-env name=x::` after any blanks, and GitHub, Azure and
TeamCity run `##[…]`, `##vso[…]` and `##teamcity[…]` anywhere.
"""

import re
from collections.abc import Iterable, Iterator

from portalaudit.source.patterns import late

_HAZARD = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_HAZARDS = late(_HAZARD)
_COMMAND = late(r"#(?=#[A-Za-z]*\[)")
_COMMAND_LINE = late(r"((?:^|[\n\r])[^\S\n\r]*):(?=:[^:\s]|:?\Z)")
_SURROGATES = late("[\ud800-\udfff]")
_NO_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
_XML_LEFT_OUT = late(_NO_XML)
_XML_SPECIAL = late(f'[&<>"\n\t\r]|{_NO_XML}|{_HAZARD}')
_XML_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


def visible(text: str) -> str:
    r"""The text with every control or direction character written out, such as `\x1b`, and no command of a log."""
    return uncommanding(text if text.isascii() and text.isprintable() else _HAZARDS.sub(_written_out, text))


def uncommanding(text: str) -> str:
    r"""The text without commands that a build server runs wherever they stand in a line: `\x23#[error]`."""
    return _COMMAND.sub(r"\\x23", text) if "##" in text else text


def prose(text: str) -> str:
    """Sentences on one line: white space collapsed, then made visible."""
    return visible(" ".join(text.split()))


def harmless(chunks: Iterable[str]) -> Iterator[str]:
    r"""Text on its way to a log, in pieces: no line of it begins like `::error`, which is then written `\x3a:error`."""
    is_start = True
    for chunk in chunks:
        yield _without_command_lines(chunk, is_start=is_start) if "::" in chunk or chunk.endswith(":") else chunk
        end = max(chunk.rfind("\n"), chunk.rfind("\r"))
        is_start = (is_start or end >= 0) and not chunk[end + 1 :].strip()


def _without_command_lines(chunk: str, *, is_start: bool) -> str:
    before = "" if is_start else "_"
    return _COMMAND_LINE.sub(r"\1\\x3a", before + chunk)[len(before) :]


def encodable(text: str) -> str:
    """JSON text with half surrogate pairs replaced, so that UTF-8 can hold it, and no command of a log in it."""
    whole = text if text.isascii() else _SURROGATES.sub("\ufffd", text)
    return _COMMAND.sub(r"\\u0023", whole) if "##" in whole else whole


def xml_attribute(text: str) -> str:
    """The text for a quoted XML attribute: line ends and tabs survive, what XML cannot hold is replaced.

    What turns the reading direction, and the like, is written out.
    """
    return _xml(_XML_SPECIAL.sub(_as_attribute, text))


def xml_text(text: str) -> str:
    """The text for an XML element's body."""
    return _xml(_XML_SPECIAL.sub(_as_text, text))


def _xml(text: str) -> str:
    """The same XML without commands of a log."""
    return _COMMAND.sub("&#35;", text) if "##" in text else text


def _as_text(found: re.Match[str]) -> str:
    character = found[0]
    return character if character in '\n\t"' else _as_attribute(found)


def _as_attribute(found: re.Match[str]) -> str:
    if found[0] in _XML_ENTITIES:
        return _XML_ENTITIES[found[0]]
    return "\ufffd" if _XML_LEFT_OUT.match(found[0]) else _written_out(found)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
