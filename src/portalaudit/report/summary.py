"""The numbers of a run, counted once for every reporter."""

import datetime
from collections import Counter
from collections.abc import Mapping

from portalaudit.model.report import Report, SubjectList
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of what. `findings_by` counts fails and errors by severity and status.

    `rules` are those that were evaluated, `not_evaluated` the others in force. `questions` are those for which answers
    wait; `left_open` are the unknowns of a past day that later records leave open, for which there are none.
    `accepted_until` is the day on which the next waiver ends that covers a finding.
    """

    by_status: Mapping[Status, int]
    findings_by: Mapping[tuple[Severity, Status], int]
    subjects: int
    rules: int
    problems: int
    not_evaluated: int = 0
    left_open: int = 0
    questions: int = 0
    accepted_until: datetime.date | None = None

    @property
    def is_partial(self) -> bool:
        """Whether the run left rules in force out."""
        return self.not_evaluated > 0

    @property
    def checks(self) -> int:
        """How many answers there are: each rule for each of its subjects."""
        return sum(self.by_status.values())

    @property
    def findings(self) -> int:
        """How many answers need someone."""
        return sum(self.findings_by.values())

    @property
    def remarks(self) -> int:
        """How many findings are only for the reader to know."""
        return self.findings_by.get((Severity.INFO, Status.FAIL), 0)

    def of_severity(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(number for (found, _), number in self.findings_by.items() if found is severity)

    @property
    def waiting(self) -> int:
        """How many answers wait for a question."""
        return self.by_status.get(Status.UNKNOWN, 0) - self.left_open


def summarize(report: Report) -> Summary:
    """Count a report. Subjects are counted once, however many rules judged them."""
    kept = [one for ruling in report.rulings for one in ruling.verdicts.values()]
    return Summary(
        by_status={status: report.count(status) for status in Status},
        findings_by=Counter((verdict.severity, verdict.status) for verdict in kept if verdict.status.is_finding),
        subjects=_count_subjects(report),
        rules=len(report.rulings),
        problems=len(report.problems),
        not_evaluated=len(report.run.not_evaluated),
        left_open=sum(verdict.left_open for verdict in kept),
        questions=len(report.questions),
        accepted_until=min((one.waiver.expires_on for one in kept if one.waiver), default=None),
    )


def _count_subjects(report: Report) -> int:
    lists: dict[str, dict[int, SubjectList]] = {}
    for ruling in report.rulings:
        lists.setdefault(ruling.subjects.type, {})[id(ruling.subjects)] = ruling.subjects
    return sum(_count_ids(list(same_type.values())) for same_type in lists.values())


def _count_ids(lists: list[SubjectList]) -> int:
    # Rules share their list of subjects nearly always, and then a million ids need no set.
    return len(lists[0].ids) if len(lists) == 1 else len({one for subjects in lists for one in subjects.ids})
