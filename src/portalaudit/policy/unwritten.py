"""Rules that `new rule` has begun and no one has filled in yet: they are no answer to anything."""

from portalaudit.model import Problem, ProblemCode
from portalaudit.source.document import Document

TO_WRITE = "Write here"
"""What a text begins with that stands for one to be written."""


def unwritten(document: Document) -> Problem | None:
    """What says that a rule's file is still to be filled in, at the first text that is; None where nothing is left."""
    left = [key for key, text in document.data.items() if isinstance(text, str) and text.startswith(TO_WRITE)]
    if not left:
        return None
    message = f"this rule is not written yet, so it is not evaluated; fill in {', '.join(left)}"
    hint = f"replace each '{TO_WRITE} …' in this file, or remove the file and its cases"
    return Problem(ProblemCode.EMPTY_VALUE, message, document.place((left[0],)), hint)
