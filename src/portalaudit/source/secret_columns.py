"""Tables (CSV, semicolons or tabs) with a column that is named like a secret."""

import re
from collections.abc import Iterator

from portalaudit.source import secret_values as values
from portalaudit.source.patterns import late
from portalaudit.source.secret_patterns import ANSWER, API_KEY, BIRTH, MBI, PASSWORD, PATIENT, PIN, SSN, Found, Judge

_LINE = late(r"[^\r\n]+")
_TOLD: tuple[str, Judge] = (PASSWORD, values.is_told)
_COLUMNS: tuple[tuple[re.Pattern[str], str, Judge], ...] = tuple(
    (late(pattern), kind, judge)
    for pattern, kind, judge in (
        (r"(?:.*_)?(?:pass_?(?:word|wort|phrase|code)|passwd|kennwort|pswd|pwd|pw)s?(?:_\d+|_temp)?", *_TOLD),
        (r"(?:temp_|user_)?pass", *_TOLD),
        (r"(?:.*_)?pin(?:_code|_number|_no)?", PIN, values.is_pin),
        (r"(?:.*_)?(?:security|secret)_(?:question_)?answer(?:_\d+)?|mother_?s?_maiden_name", ANSWER, values.is_told),
        (r"(?:.*_)?(?:api_key|access_key|secret|secret_key|token|totp_(?:secret|seed))", API_KEY, values.is_random),
        (r"(?:.*_)?(?:ssn|social_security(?:_number|_no)?)", SSN, values.is_number),
        (r"mbi|medicare_(?:number|id)", MBI, values.is_random),
        (r"(?:member|subscriber|claim|patient)_(?:number|no|id)|mrn", PATIENT, values.is_number),
        (r"(?:.*_)?(?:dob|date_of_birth|birth_?date|birthday)", BIRTH, values.is_number),
    )
)


def find(text: str) -> Iterator[Found]:
    """Every cell with something told in it, below a heading that names a secret; nothing where there is no heading."""
    lines = _LINE.finditer(text)
    heading = next((line for line in lines if line.group().strip() and not line.group().startswith("#")), None)
    if heading is None or ":" in heading.group():
        return
    separator = max(",;\t", key=heading.group().count)
    columns = [named(text[begin:end]) for begin, end in _cells(text, heading.start(), heading.end(), separator)]
    if len(columns) < 2 or not any(columns):
        return
    for line in lines:
        for column, (begin, end) in zip(columns, _cells(text, line.start(), line.end(), separator), strict=False):
            if column is not None and column[1](text[begin:end]):
                yield begin, end, column[0]


def named(heading: str) -> tuple[str, Judge] | None:
    """The kind of secret that a heading names, and what judges whether a cell below it gives one away."""
    name = re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")
    return next(((kind, judge) for pattern, kind, judge in _COLUMNS if pattern.fullmatch(name)), None)


def _cells(text: str, start: int, end: int, separator: str) -> Iterator[tuple[int, int]]:
    """Where each cell of a line begins and ends, without blanks around it; quotes belong to the cell."""
    cell = re.compile(rf"((?:\"(?:[^\"]|\"\")*\"|[^{separator}])*?)({separator}|$)")
    while start <= end:
        match = cell.match(text, start, end)
        if match is None:
            return
        value = match.group(1)
        begin = start + len(value) - len(value.lstrip())
        yield begin, begin + len(value.strip())
        if not match.group(2):
            return
        start = match.end()
