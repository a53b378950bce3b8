"""Made-up practices for tests of the engine: records written as YAML, read by the real reader."""

import datetime
from collections.abc import Mapping

from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.world import World
from portalaudit.model import Problem
from portalaudit.policy.pack_compiler import compile_rules
from portalaudit.policy.rules import Rule
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load

AS_OF = datetime.date(2026, 11, 20)
PRACTICE = "practice: {id: test, name: Test practice, timezone: America/Los_Angeles}\n"


def document(path: str, text: str) -> Document:
    found, problems = load(Text(path, text.encode()))
    assert not problems, problems
    assert found is not None
    return found


def no_reference() -> Reference:
    reference, problems = load_reference([])
    assert not problems
    return reference


def world(files: Mapping[str, str], as_of: datetime.date = AS_OF) -> tuple[World, tuple[Problem, ...]]:
    documents = [document(path, text) for path, text in files.items()]
    reference = no_reference()
    inventory, problems = resolve(documents, reference.ids)
    return World(inventory, reference, as_of), problems


def rule(text: str, name: str = "test-rule") -> Rule:
    (found,), problems = compile_rules([document(f"pack/{name}.yaml", text)], vocabulary())
    assert not problems, problems
    return found
