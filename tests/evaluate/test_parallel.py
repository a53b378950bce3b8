import os
import signal
import threading
from collections.abc import Iterator

import pytest

from portalaudit.evaluate import parallel
from portalaudit.evaluate.judge import judge
from portalaudit.model.report import Ruling, verdicts_of
from portalaudit.policy.evaluation import Evaluator
from tests.evaluate.practices import AS_OF, PRACTICE, rule, world
from tests.evaluate.test_judge import GROUPED, LEAVERS, PEOPLE, account


def test_several_processes_give_the_rulings_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MANY_SUBJECTS", 0)
    accounts = "".join(account(n, person=("gone", "here", "unclear")[n % 3], login=f"l{n % 4}") for n in range(9))
    made, problems = world({"a.yaml": f"accounts:\n{accounts}", "p.yaml": PRACTICE + PEOPLE})
    assert not problems
    rules = [rule(LEAVERS), rule(GROUPED.replace("test-rule", "grouped"), "grouped")]
    alone = list(judge(rules, made, Evaluator(AS_OF)))
    together = list(parallel.judge_with(2, rules, made, Evaluator(AS_OF)))
    assert [list(verdicts_of(r, "t")) for r in together] == [list(verdicts_of(r, "t")) for r in alone]
    assert [r.rule.id for r in together] == ["test-rule", "grouped"]
    assert any(r.verdicts for r in together)


def test_a_worker_that_the_system_kills_costs_no_ruling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MANY_SUBJECTS", 0)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(parallel, "judge", _killed_in_a_worker)
    made, _ = world({"a.yaml": f"accounts:\n{account(1, person='gone')}", "p.yaml": PRACTICE + PEOPLE})
    rules = [rule(LEAVERS), rule(GROUPED.replace("test-rule", "grouped"), "grouped")]
    assert [len(r.verdicts) for r in parallel.judge_with(2, rules, made, Evaluator(AS_OF))] == [1, 0]


PARENT = os.getpid()


def _killed_in_a_worker(*arguments: object, **options: object) -> Iterator[Ruling]:
    if os.getpid() != PARENT:
        os.kill(os.getpid(), signal.SIGKILL)
    return judge(*arguments, **options)
