"""A report that gives no secret away: not in an id, a message or the width of a place.

Secrets have no business in an inventory, and people write them there all the same. What `scan` finds is a finding of
its own; here it is kept from being printed by all the others.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from portalaudit.inventory.world import File
from portalaudit.model import Place, Problem, Related, Subject, Verdict
from portalaudit.model.listing import Cell, Link, Listing
from portalaudit.model.report import PracticeName, Report, Ruling, SubjectList, Whose
from portalaudit.model.values import replace
from portalaudit.model.verdict import Named
from portalaudit.pipeline.concealing_policies import summary_without_secrets
from portalaudit.pipeline.reading import LONG
from portalaudit.source.masking import masked, masked_among, masked_sentence
from portalaudit.source.secrets import Suspicion

Suspected = Mapping[tuple[str, int], list[Suspicion]]
"""What was found on each line of a file."""


def without_secrets(report: Report, files: Iterable[File], texts: Callable[[Place], str | None]) -> Report:
    """The same report with secrets masked. `texts` gives the line of a place as it is written."""
    suspected = _by_line(files)
    report = _policies_masked(replace(report, problems=_problems(report.problems, suspected, texts)))
    if not suspected:
        return report
    practice = PracticeName(report.practice.id, masked(report.practice.name))
    return replace(report, practice=practice, rulings=_rulings(report.rulings, suspected))


def _policies_masked(report: Report) -> Report:
    summaries = {id(one.rule): summary_without_secrets(one.rule) for one in report.rulings}
    if all(summaries[id(one.rule)] is one.rule for one in report.rulings):
        return report
    return replace(report, rulings=tuple(replace(one, rule=summaries[id(one.rule)]) for one in report.rulings))


def problems_without_secrets(
    problems: tuple[Problem, ...], files: Iterable[File], texts: Callable[[Place], str | None]
) -> tuple[Problem, ...]:
    """The same problems with secrets masked; `files` and `texts` as for a report."""
    return _problems(problems, _by_line(files), texts)


def _by_line(files: Iterable[File]) -> Suspected:
    suspected: dict[tuple[str, int], list[Suspicion]] = {}
    for file in files:
        for suspicion in file.suspicions:
            suspected.setdefault((file.path, suspicion.line), []).append(suspicion)
    return suspected


def listing_without_secrets(listing: Listing) -> Listing:
    """The same list with whatever looks like a secret masked in its cells."""
    tables = (replace(t, rows=tuple(tuple(map(_cell, row)) for row in t.rows)) for t in listing.tables)
    return replace(
        listing, about=masked(listing.about), tables=tuple(tables), notes=tuple(map(masked_sentence, listing.notes))
    )


def _cell(cell: Cell) -> Cell:
    return Link(masked(cell.text), masked(cell.url)) if isinstance(cell, Link) else masked(cell)


def _problems(
    problems: tuple[Problem, ...], suspected: Suspected, texts: Callable[[Place], str | None]
) -> tuple[Problem, ...]:
    sentences = [" ".join((one.message, one.hint, *(second.label for second in one.related))) for one in problems]
    flagged = masked_among(sentences)
    return tuple(
        _problem(problem, suspected, texts)
        if position in flagged or (problem.place.path, problem.place.line) in suspected
        else problem
        for position, problem in enumerate(problems)
    )


def _problem(problem: Problem, suspected: Suspected, texts: Callable[[Place], str | None]) -> Problem:
    line = texts(problem.place) or ""
    found = _around(problem.place, suspected)
    known = [line[one.column - 1 : one.end_column - 1].strip("\"'") for one in found]
    return replace(
        problem,
        message=masked_sentence(problem.message, known),
        hint=masked_sentence(problem.hint, known),
        place=_narrowed(problem.place, suspected),
        related=tuple(
            Related(_narrowed(one.place, suspected), masked_sentence(one.label, known)) for one in problem.related
        ),
    )


def _rulings(rulings: tuple[Ruling, ...], suspected: Suspected) -> tuple[Ruling, ...]:
    """Rulings that shared their subjects share them afterwards."""
    subjects = {id(ruling.subjects): _subjects(ruling.subjects) for ruling in rulings}
    return tuple(_ruling(ruling, subjects[id(ruling.subjects)], suspected) for ruling in rulings)


def _subjects(subjects: SubjectList) -> SubjectList:
    found = masked_among(subjects.ids)
    return replace(subjects, masked=dict(_told_apart(found)), whose=lambda position: _masked(subjects.whose(position)))


def _masked(whose: Whose) -> Whose:
    portal, person = (one and Named(masked(one.id), masked(one.name)) for one in (whose.portal, whose.person))
    return Whose(portal, person)


def _told_apart(masked_ids: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Ids that look alike under their masks, numbered: a CI server drops the second of two cases with one name."""
    seen: Counter[str] = Counter()
    for position, shown in masked_ids.items():
        seen[shown] += 1
        yield position, shown if seen[shown] == 1 else f"{shown} ({seen[shown]})"


def _ruling(ruling: Ruling, subjects: SubjectList, suspected: Suspected) -> Ruling:
    changed = dict(_changed(ruling.verdicts, subjects, suspected))
    if not changed and subjects is ruling.subjects:
        return ruling
    return replace(ruling, subjects=subjects, verdicts={**ruling.verdicts, **changed})


def _changed(
    verdicts: Mapping[int, Verdict], subjects: SubjectList, suspected: Suspected
) -> Iterator[tuple[int, Verdict]]:
    for position, verdict in verdicts.items():
        places = (verdict.place, *(one.place for one in verdict.related))
        if position in subjects.masked or any((place.path, place.line) in suspected for place in places):
            related = tuple(Related(_narrowed(one.place, suspected), one.label) for one in verdict.related)
            yield (
                position,
                replace(
                    verdict,
                    subject=Subject(subjects.type, subjects.shown(position)),
                    place=_narrowed(verdict.place, suspected),
                    related=related,
                ),
            )


def _around(place: Place, suspected: Suspected) -> Sequence[Suspicion]:
    """What was found on the line of a place, by column; on a very long line only near it."""
    found = suspected.get((place.path, place.line), ())
    if not found or found[-1].end_column <= LONG:
        return found
    last = max(place.column, place.end_column) + LONG
    begin = bisect_left(found, place.column - LONG, key=lambda one: one.column)
    # The one before may be long enough to reach here.
    return found[max(begin - 1, 0) : bisect_left(found, last, key=lambda one: one.column)]


def _narrowed(place: Place, suspected: Suspected) -> Place:
    """The place up to the first secret in it: where a secret ends tells its length."""
    for one in _around(place, suspected):
        if place.column < one.end_column and one.column < place.end_column:
            return replace(place, end_column=one.column if one.column > place.column else 0)
    return place
