"""What an editor needs beside a practice's files: the schemas, and settings that say which is for which file."""

import json
from collections.abc import Mapping
from pathlib import Path

from portalaudit.cli.schema_command import schema_text

FOLDER = "schema"
KINDS: Mapping[str, str | None] = {
    "inventory": None,
    **{name: name for name in ("policy", "waivers", "pack", "rule", "cases", "reference", "map", "settings")},
}
"""The schemas that are written, by the beginning of their file's name, and what `portalaudit schema` calls them."""
EXTENSIONS = {"recommendations": ["redhat.vscode-yaml", "tamasfe.even-better-toml"]}
EDITOR = {
    "yaml.schemas": {
        # Not below `inventory/maps/`, where it is kept how lists are read.
        "./schema/inventory.schema.json": [
            "/inventory/*.yaml",
            *(f"/inventory/{folder}/*.yaml" for folder in ("accounts", "portals", "reviews", "staff", "training")),
        ],
        "./schema/map.schema.json": "/inventory/maps/*.yaml",
        "./schema/policy.schema.json": "/policies/policy.yaml",
        "./schema/waivers.schema.json": "/policies/waivers.yaml",
        "./schema/pack.schema.json": "/policies/*/pack.yaml",
        "./schema/cases.schema.json": "/policies/*/*.cases.yaml",
        "./schema/reference.schema.json": "/policies/reference/*.yaml",
    },
    # Neither the extensions nor their lists of schemas go to the network.
    "yaml.schemaStore.enable": False,
    "evenBetterToml.schema.catalogs": [],
    "redhat.telemetry.enabled": False,
    "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
}


def schema_file(kind: str) -> str:
    """Where the schema of a kind of file lies in a practice's folder."""
    return f"{FOLDER}/{kind}.schema.json"


def schema_files() -> Mapping[str, str]:
    """The text of every schema by its place in a practice's folder."""
    return {schema_file(kind): schema_text(section) for kind, section in KINDS.items()}


def settings_files() -> Mapping[str, str]:
    """The settings of Visual Studio Code and its like, by their place in a practice's folder."""
    return {".vscode/settings.json": _json(EDITOR), ".vscode/extensions.json": _json(EXTENSIONS)}


def schema_line(kind: str, policies: Path, folder: Path) -> str:
    """The line that tells an editor the schema of a file in this folder; empty where no schema lies beside policies."""
    for beside in (policies.parent, policies):
        if (beside / schema_file(kind)).is_file():
            depth = len(folder.resolve().relative_to(beside.resolve()).parts)
            return f"# yaml-language-server: $schema={'../' * depth}{schema_file(kind)}\n"
    return ""


def _json(value: object) -> str:
    return f"{json.dumps(value, indent=2)}\n"
