"""JUnit XML: what CI servers show as tests.

The first suite says what was judged and when. Then comes one suite for each rule, one case for each subject that needs
someone and one for all that pass: a build server shows what is new among its tests, and thousands of passes would hide
that. Wanted whole, every subject has a case. `failure` is a fail or a question, `error` a rule that could not be
evaluated or a file that could not be read; `skipped` is not applicable, waived, resolved or only for information, and
against a base what was there before. Written by hand, in pieces: a library would hold a million cases in memory, and
`xml.etree` writes control characters that no parser reads back.
"""

import operator
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from portalaudit.model.report import STATUSES, Report, Ruling, SubjectList
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Status, Verdict
from portalaudit.model.whereabouts import from_root
from portalaudit.report import compared, partial, wording
from portalaudit.report.characters import prose, xml_attribute, xml_text
from portalaudit.report.junit_cases import ERROR, FAILURE, SKIPPED, case_of, kind_of, problem_of
from portalaudit.report.junit_writing import NO_TIME, Counts, Dialect, each_once, properties_of
from portalaudit.report.provenance import provenance

NAME = "junit"
SUFFIX = ".xml"
READ_BY = "Jenkins, GitLab, test reporters of GitHub Actions and other build servers, as tests; Allure"

MOST_CASES = 12_000
"""So many cases say what needs someone, where not every result is wanted: GitLab takes no file of more than 30 MB."""

_BATCH = 2_000
_PLAIN_ENDS = {
    STATUSES.index(Status.PASS): NO_TIME + "/>\n",
    STATUSES.index(Status.NOT_APPLICABLE): NO_TIME + '><skipped message="not applicable"/></testcase>\n',
}
_PASSED, _NOT_APPLICABLE, _NOT_LISTED = "passed", "not applicable", "not listed"
"""The names of the cases for subjects without one of their own: those that pass, those where nothing does, and those
that need someone and are too many. No subject is called so."""
_RUN = "portalaudit.run What was checked, and when"
_PROBLEMS = "portalaudit.problems"
_NOT_EVALUATED = "portalaudit.not-evaluated"


@dataclass(frozen=True, slots=True)
class StrictReporter:
    """The reporter of a file that the schemas of consumers accept."""

    NAME: str = "junit-strict"
    SUFFIX: str = SUFFIX
    READ_BY: str = "Jenkins' xUnit plugin, Ant and others that hold a JUnit file to a schema"

    def render(self, report: Report, *, every: bool = False) -> Iterator[str]:
        """The report in the strict dialect."""
        return render(report, every=every, strict=True)


def table(name: str) -> StrictReporter:
    """The reporter of another dialect, by its name; there is one."""
    return {"strict": StrictReporter()}[name]


def render(report: Report, *, every: bool = False, strict: bool = False) -> Iterator[str]:
    """The report as one `<testsuites>`: the run, what a partial one left out, then problems, then rules by id.

    With `every`, each verdict is a case.
    """
    report, dialect = from_root(report), Dialect(is_strict=strict)
    suites = _suites(report, every=every)
    bad, out = len(report.problems), len(report.run.not_evaluated)
    total = sum((one.counts for one in suites), Counts(bad + out, 0, bad, out))
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{dialect.root(total)}'
    day = report.as_of.isoformat()
    yield dialect.suite_start(_RUN, Counts(), day, properties_of(_of_run(report))) + dialect.suite_end()
    if report.run.is_partial:
        yield from _partial_suite(report, dialect)
    if report.problems:
        yield from _problem_suite(report, dialect)
    heads: dict[int, _Heads] = {}
    for suite in suites:
        subjects = suite.ruling.subjects
        if id(subjects) not in heads:
            heads[id(subjects)] = _heads(subjects, dialect, every=every)
        yield from _suite(report, suite, heads[id(subjects)], dialect, every=every)
    yield "</testsuites>\n"


@dataclass(frozen=True, slots=True)
class _Suite:
    """One rule's answers: which are told, in order, which need a case but have none of their own, and the counts."""

    ruling: Ruling
    told: Sequence[tuple[int, Verdict]]
    cut: Sequence[Verdict]
    counts: Counts

    @property
    def others(self) -> str:
        """What the subjects without an answer to read are together; empty where there are none."""
        if self.ruling.count(Status.PASS):
            return _PASSED
        return _NOT_APPLICABLE if self.ruling.count(Status.NOT_APPLICABLE) or not self.ruling.outcomes else ""


def _suites(report: Report, *, every: bool) -> list[_Suite]:
    most = 0 if every else _share([len(ruling.verdicts) for ruling in report.rulings])
    return [_suite_of(report, ruling, most, every=every) for ruling in report.rulings]


def _share(numbers: Sequence[int]) -> int:
    """How many cases each rule may have, so that all together have no more than a file should; 0 where all may."""
    left, rules = MOST_CASES, len(numbers)
    if sum(numbers) <= MOST_CASES:
        return 0
    for number in sorted(numbers):
        if number * rules > left:
            return max(left // rules, 2)
        left, rules = left - number, rules - 1
    return 0


def _suite_of(report: Report, ruling: Ruling, most: int, *, every: bool) -> _Suite:
    told = sorted(ruling.verdicts.items())
    cut: list[Verdict] = []
    if most and len(told) > most:
        first = sorted(told, key=lambda item: (_ORDER[kind_of(report, item[1])], item[1].severity.rank, item[0]))
        told, cut = sorted(first[: most - 1]), [verdict for _, verdict in first[most - 1 :]]
    kinds = Counter(kind_of(report, verdict) for _, verdict in told)
    kinds[_of_cut(report, cut)] += bool(cut)
    suite = _Suite(ruling, told, cut, Counts())
    if every:
        tests, plain = len(ruling.outcomes), ruling.count(Status.NOT_APPLICABLE)
    else:
        tests, plain = len(told) + bool(cut) + bool(suite.others), suite.others == _NOT_APPLICABLE
    return _Suite(ruling, told, cut, Counts(tests, kinds[FAILURE], kinds[ERROR], kinds[SKIPPED] + plain))


_ORDER = {ERROR: 0, FAILURE: 1, SKIPPED: 2}


def _of_cut(report: Report, cut: Sequence[Verdict]) -> str:
    """The worst of what is not listed."""
    return min((kind_of(report, verdict) for verdict in cut), key=lambda kind: _ORDER[kind], default=SKIPPED)


def _of_run(report: Report) -> dict[str, str]:
    return {
        "as_of": report.as_of.isoformat(),
        "practice": report.practice.id,
        "practice_name": report.practice.name,
        "tool": f"portalaudit {report.tool_version}",
        "inventory_sha256": report.inputs.inventory_sha256,
        "policies_sha256": report.inputs.policies_sha256,
        "git_commit": wording.commit(report.inputs.git),
        **dict(provenance(report)),
        "run": partial.banner(report),
        **dict(partial.wanted(report)),
        "not_evaluated": ", ".join(partial.not_evaluated(report)),
        **{f"left_out.{one.id}": wording.left_out(one) for one in report.left_out},
        **dict(compared.rows(report)),
        **{f"policy.{number}": text for number, (_, text) in enumerate(compared.policy_changes(report), 1)},
        "disclaimer": wording.disclaimer(is_partial=report.run.is_partial),
    }


def _suite(report: Report, suite: _Suite, heads: "_Heads", dialect: Dialect, *, every: bool) -> Iterator[str]:
    rule = suite.ruling.rule
    values = {**_of_rule(rule), **(_numbers(suite.ruling) if dialect.is_strict else {})}
    name = f"{rule.id} {prose(rule.title)}"
    yield dialect.suite_start(name, suite.counts, report.as_of.isoformat(), properties_of(values))
    start = f'    <testcase classname="{xml_attribute("portalaudit." + rule.id)}" '
    if every:
        yield from _cases(report, suite, heads, start, dialect)
    else:
        for position, verdict in suite.told:
            yield f"{start}{case_of(report, verdict, rule, heads.names[position], dialect)}"
        yield from _case_of_cut(report, suite, start, dialect)
        yield from _case_of_others(suite, start, dialect)
    yield dialect.suite_end()


def _case_of_others(suite: _Suite, start: str, dialect: Dialect) -> Iterator[str]:
    """One case for everything that has none of its own, with how much that is."""
    if not suite.others:
        return
    ruling, place = suite.ruling, suite.ruling.rule.place
    yield f'{start}name="{suite.others}"{dialect.where(place.path, place.line)}{NO_TIME}>\n'
    yield dialect.of_case(_numbers(ruling))
    if suite.others == _NOT_APPLICABLE:
        yield f'      <skipped message="{_NOT_APPLICABLE if ruling.outcomes else "nothing to evaluate"}"/>\n'
    yield "    </testcase>\n"


def _numbers(ruling: Ruling) -> dict[str, str]:
    numbers = {"passed": ruling.count(Status.PASS), "not_applicable": ruling.count(Status.NOT_APPLICABLE)}
    return {name: f"{number}" for name, number in numbers.items()}


def _case_of_cut(report: Report, suite: _Suite, start: str, dialect: Dialect) -> Iterator[str]:
    """One case for the answers that are too many for a build server, as bad as the worst of them."""
    if not suite.cut:
        return
    kind, place = _of_cut(report, suite.cut), suite.ruling.rule.place
    statuses = Counter(wording.STATUS_LABELS[verdict.status] for verdict in suite.cut)
    numbers = ", ".join(f"{number:,} {status}" for status, number in statuses.items())
    said = f"{wording.counted(len(suite.cut), 'more result')} of this rule ({numbers}); --junit-all lists each."
    type_ = "" if kind == SKIPPED else f' type="{Status.UNKNOWN if statuses.keys() == {"unknown"} else "cut"}"'
    yield f'{start}name="{_NOT_LISTED}"{dialect.where(place.path, place.line)}{NO_TIME}>\n'
    yield f'      <{kind} message="{xml_attribute(said)}"{type_}>{xml_text(said)}</{kind}>\n    </testcase>\n'


def _of_rule(rule: RuleSummary) -> dict[str, str]:
    loosened = {f"loosened.{one.name}": wording.loosened_to(one) for one in rule.loosened}
    controls = {f"controls.{framework}": ", ".join(ids) for framework, ids in rule.controls.items()}
    change = rule.severity_changed
    changed = {} if change is None else {"severity_changed": wording.severity_changed(rule, change)}
    return {"rule": rule.id, "severity": rule.severity, "url": rule.url, **changed, **controls, **loosened}


@dataclass(frozen=True, slots=True)
class _Heads:
    """How each subject's case begins: with its name, and where every subject has a case with its place as well."""

    names: list[str]
    whole: list[str]


def _heads(subjects: SubjectList, dialect: Dialect, *, every: bool) -> _Heads:
    """Rules share their subjects, so this is worth keeping."""
    files, positions = _Files(), range(len(subjects.ids))
    shown = (xml_attribute(f"{subjects.type}:{subjects.shown(position)}") for position in positions)
    names = [f'name="{name}"' for name in each_once(shown)]
    if dialect.is_strict or not every:
        return _Heads(names, names)
    places = map(subjects.place, positions)
    whole = [f'{name}{files[place.path]} line="{place.line}"' for name, place in zip(names, places, strict=True)]
    return _Heads(names, whole)


class _Files(dict[str, str]):
    """The attribute with the name of a file, worked out once for each."""

    def __missing__(self, path: str) -> str:
        self[path] = f' file="{xml_attribute(path)}"'
        return self[path]


def _cases(report: Report, suite: _Suite, heads: _Heads, start: str, dialect: Dialect) -> Iterator[str]:
    """The cases in batches. Nearly all of them say nothing but their outcome, so each is put together in one step."""
    ruling = suite.ruling
    ends = [_PLAIN_ENDS.get(outcome, "") for outcome in range(len(STATUSES))]
    told = sorted(ruling.verdicts)
    for first in range(0, len(heads.whole), _BATCH):
        batch = slice(first, first + _BATCH)
        cases = list(map(operator.add, heads.whole[batch], map(ends.__getitem__, ruling.outcomes[batch])))
        for position in told[bisect_left(told, batch.start) : bisect_left(told, batch.stop)]:
            name = heads.names[position]
            cases[position - first] = case_of(report, ruling.verdicts[position], ruling.rule, name, dialect)
        yield start + start.join(cases)


def _partial_suite(report: Report, dialect: Dialect) -> Iterator[str]:
    """A suite of skipped tests, so that a partial run never looks whole."""
    out = len(report.run.not_evaluated)
    name = f"{_NOT_EVALUATED} {partial.banner(report)}"
    yield dialect.suite_start(name, Counts(out, 0, 0, out), report.as_of.isoformat(), "")
    reason = xml_attribute("; ".join(f"{name}: {text}" for name, text in partial.wanted(report)))
    for rule in report.run.not_evaluated:
        case, where = xml_attribute(f"rule:{rule.id}"), dialect.where(rule.place.path, rule.place.line)
        yield f'    <testcase classname="{_NOT_EVALUATED}" name="{case}"{where}{NO_TIME}>\n'
        yield f'      <skipped message="not evaluated; {reason}"/>\n    </testcase>\n'
    yield dialect.suite_end()


def _problem_suite(report: Report, dialect: Dialect) -> Iterator[str]:
    """A suite of errors, so that a half-read inventory never looks green."""
    bad, name = len(report.problems), f"{_PROBLEMS} Every file can be read"
    yield dialect.suite_start(name, Counts(bad, 0, bad, 0), report.as_of.isoformat(), "")
    names = each_once(xml_attribute(f"{problem.code}:{problem.place}") for problem in report.problems)
    for case, problem in zip(names, report.problems, strict=True):
        where = dialect.where(problem.place.path, problem.place.line)
        yield f'    <testcase classname="{_PROBLEMS}" name="{case}"{where}{NO_TIME}>\n'
        yield f"{problem_of(problem)}    </testcase>\n"
    yield dialect.suite_end()
