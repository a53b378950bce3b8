"""The results of rules' cases as JUnit XML.

One suite for each rule, one case for each of its cases. `failure` is a case that gave something else than its marks
say, a kind of case that is missing, and what `--coverage` and `--mutate` found; `error` is a file that cannot be read.
"""

from collections.abc import Iterable, Iterator

from portalaudit.model.place import Place
from portalaudit.model.problem import Problem
from portalaudit.model.proof import Proof, RuleCases
from portalaudit.model.values import dataclass
from portalaudit.report.cases_to_console import gap_message, survivor_message
from portalaudit.report.characters import prose, visible, xml_attribute, xml_text

NAME = "junit"
SUFFIX = ".xml"

_PROBLEMS = "problems"
_NO_TIME = ' time="0"'


@dataclass(frozen=True, slots=True)
class _Line:
    """One `testcase`. `kind` is failure or error, of a `type`; both are empty for a good one."""

    name: str
    place: Place
    message: str = ""
    kind: str = ""
    type: str = ""


def render(proof: Proof) -> Iterator[str]:
    """The run as one `<testsuites>`, problems first, then rules by id."""
    problems = [_problem(problem) for problem in proof.every_problem]
    suites = [(_PROBLEMS, "Every file can be read", problems)] if problems else []
    suites += [(rule.rule, prose(rule.title), list(_lines(rule))) for rule in proof.rules]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="portalaudit" {_counts([line for _, _, lines in suites for line in lines])}>\n'
    when = f'timestamp="{proof.day.isoformat()}T00:00:00" hostname="localhost"'
    for name, title, lines in suites:
        yield f'  <testsuite name="{xml_attribute(f"{name} {title}".strip())}" {_counts(lines)} {when}>\n'
        yield f"    <properties>\n{_tool(proof)}    </properties>\n"
        yield from _cases(name, lines)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _tool(proof: Proof) -> str:
    return f'      <property name="tool" value="portalaudit {xml_attribute(proof.tool_version)}"/>\n'


def _counts(lines: list[_Line]) -> str:
    failures, errors = (sum(line.kind == kind for line in lines) for kind in ("failure", "error"))
    return f'tests="{len(lines)}" failures="{failures}" errors="{errors}" skipped="0"{_NO_TIME}'


def _lines(rule: RuleCases) -> Iterator[_Line]:
    for case in rule.results:
        told = "; ".join(map(prose, case.differences))
        yield _Line(prose(case.name), case.place, told, *(("failure", "case") if told else ()))
    for lacking in rule.lacking:
        message = f"the cases lack {lacking}"
        yield _Line(message, rule.place, message, "failure", "lacking")
    for gap in rule.open_gaps:
        yield _Line(gap_message(gap), gap.place, gap_message(gap), "failure", "gap")
    for one in rule.unexplained:
        yield _Line(survivor_message(one), one.place, survivor_message(one), "failure", "survivor")


def _problem(problem: Problem) -> _Line:
    message = ". ".join(filter(None, (prose(problem.message), prose(problem.hint))))
    return _Line(f"{problem.code}:{visible(str(problem.place))}", problem.place, message, "error", problem.code)


def _cases(name: str, lines: Iterable[_Line]) -> Iterator[str]:
    """Each line with a name of its own: a CI server drops the second of two cases with one name."""
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.name] = seen.get(line.name, 0) + 1
        shown = line.name if seen[line.name] == 1 else f"{line.name} ({seen[line.name]})"
        where = f'file="{xml_attribute(line.place.path)}" line="{line.place.line}"'
        start = f'    <testcase classname="portalaudit.{name}" name="{xml_attribute(shown)}" {where}{_NO_TIME}'
        if not line.kind:
            yield f"{start}/>\n"
            continue
        body = xml_text(f"{line.message}\nat {visible(str(line.place))}")
        yield f'{start}>\n      <{line.kind} message="{xml_attribute(line.message)}" type="{line.type}">{body}'
        yield f"</{line.kind}>\n    </testcase>\n"
