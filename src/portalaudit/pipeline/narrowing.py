"""A report in which nothing but texts can give a secret away: no place tells its length, and ids stay apart.

The texts are masked where they leave the program (see `cli.redacting`).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from portalaudit.inventory.subjects import File
from portalaudit.model import Place, Problem, Related, Subject, Verdict
from portalaudit.model.question import Question
from portalaudit.model.report import Report, Ruling, SubjectList
from portalaudit.model.values import replace
from portalaudit.pipeline.reading import LONG
from portalaudit.source.masking import masked_among
from portalaudit.source.secrets import Suspicion

Suspected = Mapping[tuple[str, int], list[Suspicion]]
"""What was found on each line of a file."""


def before_secrets(report: Report, files: Iterable[File]) -> Report:
    """The same report with each place ending before the first secret in it, and ids that hold one told apart."""
    suspected = _by_line(files)
    if not suspected:
        return report
    problems = tuple(_problem(one, suspected) for one in report.problems)
    questions = tuple(_question(one, suspected) for one in report.questions)
    return replace(report, problems=problems, rulings=_rulings(report.rulings, suspected), questions=questions)


def problems_before_secrets(problems: Iterable[Problem], files: Iterable[File]) -> tuple[Problem, ...]:
    """The same problems, each place ending before the first secret in it."""
    suspected = _by_line(files)
    return tuple(_problem(one, suspected) for one in problems)


def _by_line(files: Iterable[File]) -> Suspected:
    suspected: dict[tuple[str, int], list[Suspicion]] = {}
    for file in files:
        for suspicion in file.suspicions:
            suspected.setdefault((file.path, suspicion.line), []).append(suspicion)
    return suspected


def _problem(problem: Problem, suspected: Suspected) -> Problem:
    return replace(
        problem, place=_narrowed(problem.place, suspected), related=_all_narrowed(problem.related, suspected)
    )


def _question(question: Question, suspected: Suspected) -> Question:
    return replace(
        question, records=tuple(replace(one, place=_narrowed(one.place, suspected)) for one in question.records)
    )


def _rulings(rulings: tuple[Ruling, ...], suspected: Suspected) -> tuple[Ruling, ...]:
    """Rulings that shared their subjects share them afterwards."""
    subjects = {id(ruling.subjects): _subjects(ruling.subjects) for ruling in rulings}
    return tuple(_ruling(ruling, subjects[id(ruling.subjects)], suspected) for ruling in rulings)


def _subjects(subjects: SubjectList) -> SubjectList:
    found = masked_among(subjects.ids)
    return replace(subjects, masked=dict(_told_apart(found))) if found else subjects


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
            yield (
                position,
                replace(
                    verdict,
                    subject=Subject(subjects.type, subjects.shown(position)),
                    place=_narrowed(verdict.place, suspected),
                    related=_all_narrowed(verdict.related, suspected),
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


def _all_narrowed(related: Iterable[Related], suspected: Suspected) -> tuple[Related, ...]:
    return tuple(Related(_narrowed(one.place, suspected), one.label) for one in related)


def _narrowed(place: Place, suspected: Suspected) -> Place:
    """The place up to the first secret in it: where a secret ends tells its length."""
    for one in _around(place, suspected):
        if place.column < one.end_column and one.column < place.end_column:
            return replace(place, end_column=one.column if one.column > place.column else 0)
    return place
