"""Bytes to text: UTF-8 and nothing unprintable, or the exact place of what is not."""

import codecs

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.source.files import Text
from portalaudit.source.patterns import late

MOST_CONTROL_CHARACTERS = 20
"""Problems of this kind for one file. A file with more is broken as a whole."""

_REPLACEMENT = "\ufffd"
_LINE_END = late(r"\r\n|\n|\r")

# Everything that YAML calls unprintable; line ends that editors do not show as such; the invisible marks that change
# the direction of text, with which a line can show other words than it holds.
_HIDDEN = "\x85\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_CONTROL = late(f"[^\\t\\n\\r\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[{_HIDDEN}]")


_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS = "save the file as UTF-8; most editors and Excel offer it under 'Save as'"


def decode(text: Text) -> tuple[str | None, list[Problem]]:
    """The text of a file without its byte order mark, bad bytes replaced; None where it is no UTF-8 text at all."""
    data = text.data.removeprefix(codecs.BOM_UTF8)
    if data.startswith(_WIDE_MARKS) or _is_wide(data):
        message = "this file is UTF-16 or UTF-32 text, and only UTF-8 is read"
        return None, [Problem(ProblemCode.BAD_ENCODING, message, Place(text.path), _SAVE_AS)]
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = _line_and_column(before)
        message = f"the byte {data[error.start]:02X} here is not UTF-8"
        problem = Problem(ProblemCode.BAD_ENCODING, message, Place(text.path, line, column, column + 1), _SAVE_AS)
        return data.decode(errors="replace"), [problem]


def may_have_control_characters(text: str) -> bool:
    """Whether a text that the parser accepts may still hold a character that is refused."""
    return not text.isascii() and any(character in text for character in _HIDDEN)


def replace_control_characters(path: str, text: str) -> tuple[str, list[Problem]]:
    """The text with every control character replaced, one for one so that places stay, and a problem for each."""
    problems: list[Problem] = []
    line, start, seen = 1, 0, 0
    for count, match in enumerate(_CONTROL.finditer(text)):
        if count == MOST_CONTROL_CHARACTERS:
            break
        for end in _LINE_END.finditer(text, seen, match.start()):
            line, start = line + 1, end.end()
        seen = match.start()
        problems.append(_control(path, match.group(), line, match.start() - start + 1))
    return _CONTROL.sub(_REPLACEMENT, text), problems


def find_control_character(text: str) -> str | None:
    """The first control character in a value; only an escape in double quotes can have made it."""
    match = _CONTROL.search(text)
    return match.group() if match else None


def name_of(character: str) -> str:
    """The Unicode number of a character, such as U+001B."""
    return f"U+{ord(character):04X}"


def _control(path: str, character: str, line: int, column: int) -> Problem:
    return Problem(
        ProblemCode.CONTROL_CHARACTER,
        f"an invisible character ({name_of(character)}) stands here",
        Place(path, line, column, column + 1),
        "delete it and type the text again; such characters come from copying out of other programs",
    )


def _is_wide(data: bytes) -> bool:
    """Whether the first character takes two bytes or four, one of them zero."""
    return len(data) >= 2 and (data[0] == 0) != (data[1] == 0)


def _line_and_column(before: str) -> tuple[int, int]:
    ends = [match.end() for match in _LINE_END.finditer(before)]
    return len(ends) + 1, len(before) - (ends[-1] if ends else 0) + 1
