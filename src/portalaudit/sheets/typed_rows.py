"""The records of a list, typed one by one: nothing is kept but the row at hand."""

from collections.abc import Callable, Iterator, Mapping

from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.layouts import Layout
from portalaudit.sheets.list_secrets import echo
from portalaudit.sheets.list_vocabulary import NOT_DONE, STANDINGS, ListVocabulary, is_yes, meaning
from portalaudit.sheets.listed import (
    AnswerRow,
    CompletionRow,
    ListedRow,
    ListKind,
    LoginRow,
    PersonRow,
    Remark,
    ReviewedRow,
    SkippedRow,
    Standing,
    WrittenName,
)
from portalaudit.sheets.person_names import name_cell, name_of_parts
from portalaudit.sheets.row_cells import Columns, RowCells
from portalaudit.sheets.sheet import Sheet
from portalaudit.sheets.survey import role_phrases
from portalaudit.sheets.table_rows import Aside, sorted_out
from portalaudit.source import dates
from portalaudit.source.secrets import secrets_in

NO_NAME, NO_LOGIN = "it names no one", "it has neither a login nor an e-mail address nor a name"
NO_DAY, NO_MODULE, UNSIGNED = "it has no day of completion", "it names no training", "it is not signed"
NOT_COMPLETED, NOT_UNDERSTOOD = "the training is not completed", "its word of status is not understood"
NO_ANSWER, NO_DECISION, LIKE_A_SECRET = "it is not answered", "it has no decision", "its answer looks like a secret"

_GRAVEST = (Standing.LEFT, Standing.ON_LEAVE, Standing.WORKS)


def rows(sheet: Sheet, layout: Layout) -> Iterator[ListedRow | SkippedRow | Remark]:
    """Every line as what it is: a typed row, followed by remarks about it, or a line that is left out and why."""
    columns = Columns(sheet, layout)
    typed = _TYPED[layout.kind]
    for row in sorted_out(sheet, layout.head, layout.skip_rows):
        if isinstance(row, Aside):
            yield SkippedRow(sheet.place(row.line), row.reason)
            continue
        cells = RowCells(columns, *row)
        made = typed(cells, layout)
        yield made if not isinstance(made, str) else SkippedRow(cells.place, made)
        yield from cells.remarks


def _person(cells: RowCells, layout: Layout) -> PersonRow | str:
    name = cells.name()
    if name is None or not name.key:
        return NO_NAME
    ended_on, standing = cells.day("ended_on"), _standing(cells, layout)
    if standing is Standing.WORKS and ended_on and dates.written_day(ended_on) < layout.today.isoformat():
        cells.remark(f"the status says working, and the last day, {dates.written_day(ended_on)}, is past")
    return PersonRow(
        place=cells.place,
        name=name,
        employee_number=cells.employee_number(),
        npi=cells.npi(),
        emails=cells.emails(),
        titles=_titles(cells),
        standing=standing,
        engagement=next(
            (found for word in cells.words("employment_type") if (found := layout.engagements.get(word))), ""
        ),
        started_on=dates.written_day(cells.day("started_on")),
        ended_on=ended_on,
        leave_from=dates.written_day(cells.day("leave_from")),
        leave_to=dates.written_day(cells.day("leave_to")),
        former_names=tuple(_former_names(cells, name)),
        location=cells.text("location"),
        other_names=tuple(_other_names(cells, name)),
        department=cells.text("department"),
    )


def _standing(cells: RowCells, layout: Layout) -> Standing:
    """The gravest of what all columns say: one that says that someone has left is enough."""
    said = [layout.statuses.get(word, "") for word in cells.words("status")]
    said += [STANDINGS.get(folded(inner), "") for inner in cells.in_brackets]
    is_ended = cells.is_ended()
    if is_ended is not None:
        said.append(Standing.LEFT if is_ended else Standing.WORKS)
    return next((standing for standing in _GRAVEST if standing in said), Standing.UNKNOWN)


def _titles(cells: RowCells) -> tuple[str, ...]:
    """The job titles; a cell of digits is the code of a position."""
    told = [part.strip() for cell in cells.texts("title") for part in cell.split(";") if part.strip()]
    titles = tuple(dict.fromkeys(part for part in told if any(map(str.isalpha, part))))
    if len(titles) < len(dict.fromkeys(told)):
        cells.remark("a job title of digits is the code of a position, and is left out")
    return titles


def _former_names(cells: RowCells, name: WrittenName) -> Iterator[WrittenName]:
    for cell in cells.texts("former_name"):
        for part in cell.split(";"):
            whole = name_cell(part).name
            yield whole if len(whole.key) > 1 else name_of_parts(name.given, part.strip())
    for cell in cells.texts("former_family_name"):
        yield name_of_parts(name.given, cell)


def _other_names(cells: RowCells, name: WrittenName) -> Iterator[WrittenName]:
    nicknames = [inner for inner in cells.in_brackets if inner.isalpha() and folded(inner) not in STANDINGS]
    for cell in (*cells.texts("preferred_name"), *nicknames):
        other = name_cell(cell).name
        other = other if len(other.key) > 1 else name_of_parts(cell, name.family)
        if other.key != name.key:
            yield other


def _login(cells: RowCells, layout: Layout) -> LoginRow | str:
    login, name, emails = cells.text("login"), cells.name(), cells.emails()
    if not login and not emails and (name is None or not name.key):
        return NO_LOGIN
    roles = _roles(cells)
    meant = [layout.roles[word] for phrase in roles if (word := folded(phrase)) in layout.roles]
    return LoginRow(
        place=cells.place,
        login=login,
        name=name,
        email=next(iter(emails), ""),
        employee_number=cells.employee_number(),
        npi=cells.npi(),
        status=_status(cells, layout),
        status_written=_written_status(cells),
        roles=roles,
        native_roles=tuple(dict.fromkeys(role for each in meant for role in each.native_roles or ())),
        permissions=tuple(dict.fromkeys(one for each in meant for one in each.permissions or ())),
        last_login_on=cells.day("last_login_on"),
        created_on=dates.written_day(cells.day("created_on")),
        mfa=_second_factor(cells, layout.vocabulary),
        organization=cells.text("organization"),
    )


def _roles(cells: RowCells) -> tuple[str, ...]:
    """What the list says of rights: phrases, and the headings of columns that are ticked."""
    ticked = [heading for heading, cell in cells.headed("has_role") if is_yes(cell)]
    return tuple(dict.fromkeys([*(phrase for cell in cells.texts("role") for phrase in role_phrases(cell)), *ticked]))


def _status(cells: RowCells, layout: Layout) -> str:
    """What all columns say together: one that says that a login has ended wins over one that says that it has not."""
    vocabulary = layout.vocabulary
    said = [means for word in cells.words("status") if (means := layout.statuses.get(word))]
    is_ended = cells.is_ended()
    if is_ended is not None:
        said.append("disabled" if is_ended else "active")
    allowed = [status for status in said if status in vocabulary.statuses]
    ended = [status for status in allowed if status not in vocabulary.live]
    unusual = [status for status in allowed if status != "active"]
    return next(iter((*ended, *unusual, *allowed)), "")


def _written_status(cells: RowCells) -> str:
    told = [*cells.texts("status"), *(f"{heading}: {cell}" for heading, cell in _flags(cells) if cell)]
    return "; ".join(filter(None, map(echo, dict.fromkeys(told))))


def _flags(cells: RowCells) -> list[tuple[str, str]]:
    return [*cells.headed("active"), *cells.headed("inactive")]


def _second_factor(cells: RowCells, vocabulary: ListVocabulary) -> str:
    """The method, where the list names one; that there is one says not which."""
    written = cells.text("mfa")
    return (
        "none"
        if is_yes(written or "yes") is False and "none" in vocabulary.second_factors
        else meaning(written, vocabulary.second_factors)
    )


def _completion(cells: RowCells, layout: Layout) -> CompletionRow | str:
    name, emails, number = cells.name(), cells.emails(), cells.employee_number()
    module = cells.text("module") or layout.constants.get("module", "")
    said = [layout.statuses.get(word, "") for word in cells.words("outcome")]
    completed_on = dates.written_day(cells.day("completed_on"))
    reasons = (
        (NO_NAME, not emails and not number and (name is None or not name.key)),
        (NO_MODULE, not module),
        (UNSIGNED, "signature" in layout.columns and not cells.text("signature")),
        (NOT_COMPLETED, NOT_DONE in said),
        (NOT_UNDERSTOOD, "" in said),
        (NO_DAY, not completed_on),
    )
    reason = next((reason for reason, holds in reasons if holds), "")
    if reason:
        return reason
    return CompletionRow(cells.place, name, module, completed_on, next(iter(emails), ""), number)


def _answer(cells: RowCells, _layout: Layout) -> AnswerRow | str:
    answer = cells.text("answer")
    if not answer:
        return NO_ANSWER
    if _is_secret(answer, cells.text("field")):
        return LIKE_A_SECRET
    return AnswerRow(
        cells.place,
        section=cells.text("section"),
        record=cells.text("record"),
        field=cells.text("field"),
        answer=answer,
        answered_by=cells.text("answered_by"),
        answered_on=dates.written_day(cells.day("answered_on")),
    )


def _review(cells: RowCells, layout: Layout) -> ReviewedRow | str:
    written = cells.words("decision")
    if not written:
        return NO_DECISION
    decision = layout.statuses.get(written[0], "")
    if not decision:
        return NOT_UNDERSTOOD
    reason = cells.text("reason")
    if _is_secret(reason, "reason"):
        return LIKE_A_SECRET
    return ReviewedRow(
        cells.place,
        portal=cells.text("portal") or cells.text("portal_name"),
        account=cells.text("account") or cells.text("login"),
        decision=decision,
        reviewer=cells.text("reviewer"),
        decided_on=dates.written_day(cells.day("decided_on")),
        reason=reason,
    )


def _is_secret(text: str, name: str) -> bool:
    return bool(secrets_in(f"{name}: {text}"))


_TYPED: Mapping[ListKind, Callable[[RowCells, Layout], ListedRow | str]] = {
    ListKind.ROSTER: _person,
    ListKind.USERS: _login,
    ListKind.TRAINING: _completion,
    ListKind.QUESTIONS: _answer,
    ListKind.ACCESS: _review,
}
