"""Text files to documents whose every key and value has a place."""

from portalaudit.source.patterns import compiling_late

with compiling_late():
    # Before all else that imports it. What PyYAML compiles is for its reader in Python, and files are read by libyaml.
    import yaml  # noqa: F401

from portalaudit.source.document import Document, Node, Route
from portalaudit.source.files import Text, read_folder
from portalaudit.source.load import load, load_all

__all__ = ["Document", "Node", "Route", "Text", "load", "load_all", "read_folder"]
