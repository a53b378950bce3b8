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
    behind = f"    # {comment}" if comment else ""
    line = f"{margin}{key}: {flow(value)}"
    if len(line) <= WIDTH or isinstance(value, str):
        return [line + behind]
    if isinstance(value, Mapping):
        return [f"{margin}{key}:{behind}", *(l for k, v in value.items() for l in _lines(k, v, f"{margin}  ", None))]
    if isinstance(value, Sequence):
        return [f"{margin}{key}:{behind}", *(f"{margin}  - {flow(each)}" for each in value)]
    return [line + behind]


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
