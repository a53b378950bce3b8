"""The cases of a rule as examples to read: what each shows, and which answers it expects."""

from collections import Counter
from collections.abc import Iterator

from portalaudit.evaluate.marks import Mark, read_marks
from portalaudit.model.values import dataclass
from portalaudit.source.document import Document


@dataclass(frozen=True, slots=True)
class Example:
    """One case: its name, and each expected answer with how often it is expected, in the order of the file."""

    name: str
    answers: tuple[tuple[str, int], ...]


def examples(document: Document) -> tuple[Example, ...]:
    """Every case of a cases file that can be read as one."""
    return tuple(_examples(document))


def _examples(document: Document) -> Iterator[Example]:
    cases = document.data.get("cases")
    if not isinstance(cases, list):
        return
    marks, _ = read_marks(document.path, document.text)
    starts = [document.place(("cases", index)).line for index in range(len(cases))]
    for case, start, after in zip(cases, starts, [*starts[1:], document.text.count("\n") + 2], strict=True):
        name = case.get("name") if isinstance(case, dict) else None
        if isinstance(name, str):
            answers = Counter(_answer(mark) for mark in marks if start <= mark.line < after)
            yield Example(name, tuple(answers.items()))


def _answer(mark: Mark) -> str:
    severity = f" ({mark.severity})" if mark.severity else ""
    return f"{mark.status.replace('_', ' ')}{severity}"
