"""What OSCAL documents are made of: identifiers, tokens, properties and text, each as the standard wants it."""

import hashlib
import re
import uuid
from collections.abc import Iterable, Mapping

from portalaudit.model.framework import Framework
from portalaudit.report.characters import prose, visible

NAMESPACE = "urn:portalaudit:oscal"
"""Whose properties are ours, as OSCAL wants them named."""

_SPACE = uuid.UUID("0e6a3f6e-7b0d-5b0e-a6a4-4a6a8b7a1c55")
_NO_TOKEN = re.compile(r"[^A-Za-z0-9._-]+")
_NIST = re.compile(r"([A-Z]{2})-(\d+)(?:\((\d+)\))?")
_MARKUP = re.compile(r"[\\`\[\]<]")


def identifier(kind: str, *names: str) -> str:
    """A UUID (version 5) that is the same in each run: of a kind of thing, by its name."""
    return str(uuid.uuid5(_SPACE, "\0".join((kind, *map(visible, names)))))


def token(text: str) -> str:
    """A text as a token: letters, digits and a few signs, with a letter or `_` first."""
    found = _NO_TOKEN.sub("_", text).strip("_") or "unnamed"
    return found if found[0].isalpha() else f"_{found}"


def control_tokens(frameworks: Iterable[Framework]) -> dict[tuple[str, str], str]:
    """The id of each control as a token, no two of them the same.

    Those of NIST SP 800-53 are the ids of its OSCAL catalog, such as `ac-2.3`; others begin with their framework, such
    as `hipaa-164.308_a_3_ii_C`.
    """
    found: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for framework in frameworks:
        for control in framework.controls:
            name = _control_token(framework.id, control.id)
            if name in taken:
                name = f"{name}-{hashlib.sha256(visible(control.id).encode()).hexdigest()[:8]}"
            taken.add(name)
            found[framework.id, control.id] = name
    return found


def _control_token(framework: str, control: str) -> str:
    nist = _NIST.fullmatch(control) if framework == "nist-800-53" else None
    if nist is None:
        return token(f"{framework}-{control}")
    family, number, enhancement = nist.groups()
    return f"{family.lower()}-{int(number)}" + (f".{int(enhancement)}" if enhancement else "")


def props(values: Mapping[str, str]) -> dict[str, object]:
    """Properties of our own, without those that say nothing; no member at all where none says anything."""
    found = [{"name": token(name), "ns": NAMESPACE, "value": prose(value)} for name, value in values.items()]
    return {"props": kept} if (kept := [one for one in found if one["value"]]) else {}


def line(text: str) -> str:
    """A text for a title: one line, in which nothing is markup."""
    return _MARKUP.sub(r"\\\g<0>", prose(text)) or "-"


def lines(texts: Iterable[str]) -> str:
    """Sentences as paragraphs, in which nothing is markup."""
    return "\n\n".join(line(text) for text in texts if text.strip()) or "-"
