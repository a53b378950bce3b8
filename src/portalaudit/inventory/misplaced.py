"""Problems with the sections of files: one that is not known, that stands elsewhere, or that holds something else."""

from collections.abc import Sequence

from portalaudit.inventory.records import SECTIONS
from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.model.spelling import did_you_mean, nearest
from portalaudit.source.document import Node, Route, Written
from portalaudit.source.statements import is_missing

IN_TRAINING = ("modules", "completions")
WAIVERS = "waivers"
"""The only section of a file of waivers."""

_OF_POLICIES = {WAIVERS: "waivers.yaml", "rules": "policy.yaml", "packs": "policy.yaml"}
"""Sections that belong among the policies, with their files."""


def unknown_section(document: Written, section: str) -> Problem:
    """A section that no inventory has."""
    if section in _OF_POLICIES:
        return Problem(
            ProblemCode.UNKNOWN_SECTION,
            f"{section} do not stand in the inventory",
            document.place((section,), key=True),
            hint=f"move them to {_OF_POLICIES[section]} in the policies folder",
        )
    return Problem(
        ProblemCode.UNKNOWN_SECTION,
        f"'{section}' is not a section of an inventory{did_you_mean(nearest(section, SECTIONS))}",
        document.place((section,), key=True),
        hint="the sections are " + ", ".join(SECTIONS),
    )


def unknown_waivers_key(document: Written, name: str) -> Problem:
    """A file of waivers holds one section only."""
    return Problem(
        ProblemCode.UNKNOWN_KEY,
        f"unknown key '{name}' in a file of waivers{did_you_mean(nearest(name, [WAIVERS]))}",
        document.place((name,), key=True),
        hint="such a file holds only 'waivers', a list",
    )


def unknown_training_key(document: Written, name: str) -> Problem:
    """A key of `training` that it does not have."""
    return Problem(
        ProblemCode.UNKNOWN_KEY,
        f"unknown key '{name}' in training{did_you_mean(nearest(name, IN_TRAINING))}",
        document.place(("training", name), key=True),
        hint="training holds 'modules' and 'completions'",
    )


def not_a_list(document: Written, route: Route, node: Node) -> Problem:
    """A section that should be a list of records."""
    name = route[-1]
    empty = node == {} or (isinstance(node, str) and is_missing(node))
    return Problem(
        ProblemCode.EMPTY_VALUE if empty else ProblemCode.INVALID_VALUE,
        f"'{name}' holds nothing" if empty else f"'{name}' must be a list of records, each beginning with '- '",
        document.place(route, key=True),
        hint="add records below it, or remove the line" if empty else "write '- id: …' for each record",
    )


def second_practice(place: Place, first: Place) -> Problem:
    """A second practice; `first` is where the one that counts is written."""
    return Problem(
        ProblemCode.SECOND_PRACTICE,
        "an inventory describes one practice, and here is a second one",
        place,
        hint="judge one practice at a time: give its own folder, for example `portalaudit check inventory/my-practice`",
        related=(Related(first, "the first practice"),),
    )


def no_practice(documents: Sequence[Written]) -> Problem:
    """No practice in any of the documents."""
    return Problem(
        ProblemCode.MISSING_SECTION,
        "no file says which practice this is",
        Place(documents[0].path if documents else "."),
        hint="add a section 'practice' with id, name and timezone",
    )
