"""The JSON Schema of a config file, made from the flags of the commands: what an editor of TOML goes by.

It says what one file can tell. Whether a folder is there, or a report lies outside, only the program knows.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import click

from portalaudit.cli.commands import COMMANDS, cli
from portalaudit.cli.listed_practices import PRACTICE
from portalaudit.cli.paths import FolderType
from portalaudit.cli.setting_values import Kind, kind_of
from portalaudit.cli.settings import GENERAL, WITHOUT_SETTINGS, is_typed_only
from portalaudit.inventory.schema import DIALECT
from portalaudit.source.dates import DAY_PATTERN

Json: TypeAlias = dict[str, Any]

_INVENTORY = "inventory"
_TEXT = r"^[^\u0000]*$"
_PRACTICE_NAME = r"^[^\u0000-/:-@\[-`{-\u00a9][^\u0000-\u001f!-,/:-@\[-^`{-\u00a9]*$"
r"""Letters and digits of any script, blanks, `.`, `_` and `-`: to readers of schemas `\w` is ASCII, and not to us."""
_NEVER: Json = {"not": {}}


def settings_schema() -> Json:
    """The schema of the whole file."""
    context = click.Context(cli)
    commands = {name: command for name in COMMANDS if (command := cli.get_command(context, name)) is not None}
    tables = {name: _table(command) for name, command in commands.items() if name not in WITHOUT_SETTINGS}
    check = tables["check"]["properties"]
    general = {name: {**check[name], "description": _general(check[name])} for name in GENERAL}
    return {
        "$schema": DIALECT,
        "title": "portalaudit settings file",
        "description": "Flags that are always given. What is typed counts before it.",
        "type": "object",
        "additionalProperties": False,
        "properties": {**general, PRACTICE: _practices(tables["check"]), **tables},
        "if": {"required": [PRACTICE]},
        "then": {"properties": {_INVENTORY: _NEVER, **dict(_without_inventory(tables))}},
    }


def _general(setting: Json) -> str:
    return f"{setting.get('description', 'The folder with the inventory.')} Counts for every command that has it."


def _without_inventory(tables: Json) -> Iterator[tuple[str, Json]]:
    """Where practices are listed, each names its inventory itself."""
    for name, table in tables.items():
        if _INVENTORY in table["properties"]:
            yield name, {"properties": {one: _NEVER for one in table["properties"] if one in (_INVENTORY, "i")}}


def _table(command: click.Command) -> Json:
    if isinstance(command, click.Group):
        return _object({name: _table(inner) for name, inner in command.commands.items()}, _first_line(command))
    flags = [param for param in command.params if _may_be_set(param)]
    settings = {name: one for param in flags for name, one in _named(param)}
    twins = [{"not": {"required": list(pair)}} for param in flags for pair in itertools.combinations(_names(param), 2)]
    return {**_object(settings, _first_line(command)), **({"allOf": twins} if twins else {})}


def _object(properties: Json, description: str) -> Json:
    return {"type": "object", "description": description, "additionalProperties": False, "properties": properties}


def _first_line(command: click.Command) -> str:
    return f"Settings of `portalaudit {command.name}`: {command.short_help or command.help or ''}".rstrip()


def _may_be_set(param: click.Parameter) -> bool:
    is_general = any(name in GENERAL for name in _names(param))
    return not is_typed_only(param) and (isinstance(param, click.Option) or is_general)


def _names(param: click.Parameter) -> Sequence[str]:
    return [opt.lstrip("-") for opt in param.opts]


def _named(param: click.Parameter) -> Iterator[tuple[str, Json]]:
    longest = max(_names(param), key=len)
    for name in _names(param):
        words = " ".join((getattr(param, "help", None) or "").split()) if name == longest else f"Short for {longest}."
        yield name, {**({"description": words} if words else {}), **_setting(param)}


def _setting(param: click.Parameter) -> Json:
    kind = kind_of(param)
    if kind is Kind.FLAG:
        return {"type": "boolean"}
    if kind is Kind.NUMBER:
        return {"type": "integer", "minimum": 0, **_most(param.type)}
    if kind is Kind.DAY:
        return {"type": "string", "pattern": DAY_PATTERN}
    text = _text(param.type)
    return {"anyOf": [text, {"type": "array", "items": text}]} if kind is Kind.TEXTS else text


def _most(kind: object) -> Json:
    most = kind.max if isinstance(kind, click.IntRange) else None
    return {} if most is None else {"maximum": most}


def _text(kind: object) -> Json:
    if isinstance(kind, click.Choice):
        return {"enum": list(kind.choices)}
    return {"type": "string", "pattern": getattr(kind, "pattern", _TEXT)}


def _practices(check: Json) -> Json:
    own = {
        _INVENTORY: {
            **_text(FolderType()),
            "description": "The folder of its inventory, below the folder of this file.",
        },
        "name": {
            "type": "string",
            "pattern": _PRACTICE_NAME,
            "description": "What the practice is called on the command line and in paths. [default: its folder]",
        },
    }
    one = {**check, "required": [_INVENTORY], "properties": {**check["properties"], **own}}
    one["description"] = "A practice, with whatever may stand below [check]."
    return {"type": "array", "minItems": 1, "items": one, "description": "Several practices, each checked by itself."}
