"""Text of users made safe to show: on a terminal, in XML, in UTF-8.

Inventories are untrusted. A name may hold a terminal's escape sequence, a character that turns the reading direction,
or half of a surrogate pair, which no file can hold.
"""

import re

_HAZARDS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_XML_SPECIAL = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
_XML_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


def visible(text: str) -> str:
    r"""The text with every control or direction character written out, such as `\x1b`."""
    return text if text.isascii() and text.isprintable() else _HAZARDS.sub(_written_out, text)


def prose(text: str) -> str:
    """Sentences on one line: white space collapsed, then made visible."""
    return visible(" ".join(text.split()))


def encodable(text: str) -> str:
    """The text with half surrogate pairs replaced, so that UTF-8 can hold it."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def xml_attribute(text: str) -> str:
    """The text for a quoted XML attribute: line ends and tabs survive, what XML cannot hold is replaced."""
    return _XML_SPECIAL.sub(lambda found: _XML_ENTITIES.get(found[0], "\ufffd"), text)


def xml_text(text: str) -> str:
    """The text for an XML element's body."""
    return _XML_SPECIAL.sub(_as_text, text)


def _as_text(found: re.Match[str]) -> str:
    character = found[0]
    return character if character in '\n\t"' else _XML_ENTITIES.get(character, "\ufffd")


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
