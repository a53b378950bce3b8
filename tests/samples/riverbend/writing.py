"""Inventory text: records as block YAML with short lists on one line, as somebody would type them."""

from collections.abc import Iterable, Mapping, Sequence

Record = Mapping[str, object]

WIDTH = 118
SCHEMA = "# yaml-language-server: $schema={up}schema/inventory.schema.json\n"

_PLAIN_START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def scalar(value: object) -> str:
    """A value as YAML writes it; in quotes where plain text would be read as something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    is_day = len(text) == 10 and text[4] == text[7] == "-"
    if text.isdigit() and len(text) < 6:
        return text
    plain = text[:1] in _PLAIN_START and not any(mark in text for mark in (": ", " #", ",", "[", "]", "{", "}", '"'))
    return text if plain or is_day else f'"{text}"'


def flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return scalar(value)


def record(given: Record, *, indent: int = 2) -> str:
    """One item of a list; a key that begins with # is a comment behind the value of the key it names."""
    lines = []
    for key, value in given.items():
        if not key.startswith("#"):
            lines += _lines(key, value, " " * (indent + 2), given.get(f"#{key}"))
    return f"{' ' * indent}- {lines[0].lstrip()}\n" + "".join(f"{line}\n" for line in lines[1:])


def _lines(key: str, value: object, margin: str, comment: object) -> list[str]:
    line = f"{margin}{key}: {flow(value)}"
    if len(line) > WIDTH and isinstance(value, Mapping | tuple | list):
        line, *more = f"{margin}{key}:", *_spread(value, f"{margin}  ")
    else:
        more = []
    if comment and len(line) + len(str(comment)) > WIDTH - 6:
        return [f"{margin}# {comment}", line, *more]
    return [f"{line}    # {comment}" if comment else line, *more]


def _spread(value: Record | Sequence[object], margin: str) -> list[str]:
    """A long value over several lines."""
    if isinstance(value, Mapping):
        return [line for key, each in value.items() for line in _lines(key, each, margin, None)]
    return [line for each in value for line in _item(each, margin)]


def _item(value: object, margin: str) -> list[str]:
    line = f"{margin}- {flow(value)}"
    if len(line) <= WIDTH or not isinstance(value, Mapping):
        return [line]
    first, *others = _spread(value, f"{margin}  ")
    return [f"{margin}- {first.lstrip()}", *others]


def section(name: str, records: Iterable[Record], *, indent: int = 2, margin: str = "") -> str:
    """A list of records under its name; a record's `#` is a comment above it."""
    parts = [f"{margin}{name}:\n"]
    for given in records:
        if "#" in given:
            parts += [f"{' ' * indent}# {line}\n" for line in str(given["#"]).splitlines()]
        parts.append(record(given, indent=indent))
    return "".join(parts)


def file(text: str, *, depth: int = 0, remark: str = "") -> str:
    """A whole file: the line for editors, what the office wrote on top, and the text."""
    said = "".join(f"# {line}\n" for line in remark.splitlines())
    return SCHEMA.format(up="../" * (depth + 1)) + said + text
