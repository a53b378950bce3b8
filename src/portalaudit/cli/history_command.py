"""`portalaudit history`: when each finding opened and closed, day by day."""

import datetime
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from portalaudit import __version__
from portalaudit.cli.funnel import Exit
from portalaudit.cli.judged_commits import JudgedCommits, State
from portalaudit.cli.listing_outputs import output_option, write_answer
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output
from portalaudit.cli.past_commits import Commit, commits_of, none_until
from portalaudit.cli.practice_options import INVENTORY_ARGUMENT, DayType, assignment_for, clock
from portalaudit.cli.progress import begin
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.model.history import History, LeftOut, Point
from portalaudit.model.values import dataclass
from portalaudit.pipeline.findings_over_time import Days, changes, every_day, failing_days, halving, spells_of
from portalaudit.report.history_answer import FORMATS

_DAY = datetime.timedelta(1)


@click.command("history", cls=SettingsCommand, short_help="Show when findings opened and closed, from git.")
@INVENTORY_ARGUMENT
@POLICIES_OPTION
@click.option("--since", type=DayType(), help="Begin with the state on this day. [default: the first commit]")
@click.option("--until", type=DayType(), help="End on this day. [default: today in the practice's time zone]")
@click.option(
    "--quick", is_flag=True, help="Evaluate only some of the days between two commits; changes may be missing."
)
@output_option(FORMATS)
def command(
    inventory: Path,
    policies: Path | None,
    since: datetime.date | None,
    until: datetime.date | None,
    quick: bool,
    outputs: Sequence[Output],
) -> int:
    """Evaluate INVENTORY day by day, as the newest commit of its branch recorded it then and by the rules of then.

    Shows what opened and closed, on which day and by which commit or by time alone, by rule, and on how many days of a
    quarter a control had a finding. Every day is evaluated once and kept for the next run, so the first one takes a
    while. Commits are read from git; nothing is checked out.

    Exit code: 0, or 2 where git does not give the commits, or they leave no day to look at.
    """
    assignment, _ = assignment_for(inventory, policies, None, outputs)
    gc.freeze()  # what is there by now stays, and need not be looked through again and again
    if since and until and since > until:
        raise click.UsageError(f"--since {since} lies after --until {until}. Exchange the two days.")
    commits = commits_of(assignment)
    states = JudgedCommits(assignment, policies)
    begin("Evaluating the days that no earlier run has")
    try:
        answer = _history(states, commits, since, until, halving if quick else every_day)
    finally:
        states.keep()
    write_answer(answer, FORMATS, outputs)
    return Exit.CLEAN


def _history(
    states: JudgedCommits,
    commits: Sequence[Commit],
    since: datetime.date | None,
    until: datetime.date | None,
    days: Days,
) -> History:
    left_out: list[LeftOut] = []
    seen: list[_Span] = []
    eve: Point | None = None
    every: list[Point] = []
    last = clock(until)
    for span in _spans(_sound(map(states.of, _from(states, commits, since)), last, left_out), last):
        seen.append(span)
        if since is not None and span.first < since <= span.last + _DAY:
            eve = span.state.on(since - _DAY, by_time=True)
        every += _points(span, since or span.first, days)
    if not seen:
        raise click.UsageError(_nothing(states, commits[0], left_out, until))
    end = seen[-1].last
    if since is not None and since > end:
        raise click.UsageError(f"--since {since} lies after the last day, {end}. Name an earlier day.")
    points = tuple(changes(every))
    spells = spells_of(points, eve)
    controls = {rule: named for span in seen for rule, named in span.state.controls.items()}
    return History(
        practice=seen[-1].state.practice,
        since=since,
        end=end,
        eve=eve,
        points=points,
        spells=spells,
        failing=failing_days(spells, controls, end),
        left_out=tuple(left_out),
        is_every_day=days is every_day,
        version=__version__,
    )


def _nothing(states: JudgedCommits, first: Commit, left_out: Sequence[LeftOut], until: datetime.date | None) -> str:
    """Why there is no day to look at, and what to do."""
    if not left_out:
        state = states.of(first)
        return none_until(states.inventory, until or clock(None)(state.timezone), state.day)
    newest = left_out[-1]
    return (
        "the files of every commit have problems, so there is nothing to evaluate. Mend them and commit. The newest, "
        f"{newest.commit[:12]} of {newest.day}: {newest.why}."
    )


@dataclass(frozen=True, slots=True)
class _Span:
    """The days on which the files of a commit were the newest ones."""

    state: State
    first: datetime.date
    last: datetime.date


def _from(states: JudgedCommits, commits: Sequence[Commit], since: datetime.date | None) -> Sequence[Commit]:
    """The commits from the one on that was the newest when a day began, wherever on Earth the practice is."""
    earlier = [number for number, commit in enumerate(commits) if since and commit.time.date() < since]
    sound = (number for number in reversed(earlier) if states.of(commits[number]).left_out is None)
    return commits[next(sound, 0) :]


def _sound(
    states: Iterable[State], last: Callable[[str | None], datetime.date], left_out: list[LeftOut]
) -> Iterator[State]:
    """Those until the last day that can be evaluated; the others are noted."""
    for state in states:
        if state.day > last(state.timezone):
            continue
        if state.left_out is None:
            yield state
        else:
            left_out.append(state.left_out)


def _spans(states: Iterable[State], last: Callable[[str | None], datetime.date]) -> Iterator[_Span]:
    """Each state with its days; `last` is the last of all. One that another followed on its day has that day alone."""
    before: State | None = None
    first = datetime.date.min
    for state in states:
        # A clock that was wrong, or a commit that was made elsewhere, does not turn time back.
        day = max(first, state.day)
        if before is not None:
            yield _Span(before, first, max(first, day - _DAY))
        before, first = state, day
    if before is not None:
        yield _Span(before, first, last(before.timezone))


def _points(span: _Span, since: datetime.date, days: Days) -> Iterator[Point]:
    if span.last < since:
        return
    begin = span.state.on(max(span.first, since), by_time=span.first < since)
    yield begin
    yield from days(partial(span.state.on, by_time=True), begin, span.last)
    span.state.close()
