"""Text files to documents whose every key and value has a place."""

from portalaudit.source.document import Document, Node, Route
from portalaudit.source.files import Text, read_folder
from portalaudit.source.load import load, load_all

__all__ = ["Document", "Node", "Route", "Text", "load", "load_all", "read_folder"]
