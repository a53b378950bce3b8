"""Whatever the shipped rules ask of the samples, and of all their cases, CEL itself answers alike."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from portalaudit.cli.funnel import run
from portalaudit.policy.evaluation import Question

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = (
    ROOT / "inventory" / "cascade-ridge",
    ROOT / "inventory" / "riverbend",
    *sorted((ROOT / "inventory" / "keystone" / "clients").iterdir()),
)
PRACTICES = sorted((ROOT / "tests" / "practices").iterdir())


class Compared:
    """Asks CEL whatever is asked, and keeps what it answers otherwise."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = self.interpreted = 0
        self.otherwise: list[object] = []
        answered = Question.value

        def value(question: Question, facts: Mapping[str, object]) -> Any:
            answer, by_cel = answered(question, facts), question.told_by_cel(facts)
            self.asked += 1
            self.interpreted += question.is_interpreted
            if (type(answer), answer) != (type(by_cel), by_cel):
                self.otherwise.append((question.expression.text, facts, answer, by_cel))
            return answer

        monkeypatch.setattr(Question, "value", value)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Compared:
    return Compared(monkeypatch)


def check(inventory: Path, *more: str) -> None:
    assert run(["check", str(inventory), "--as-of", "2026-11-20", "--quiet", "-j", "1", *more]) in (0, 1)


def test_a_sample_is_judged_as_cel_judges_it(compared: Compared) -> None:
    check(SAMPLES[0])
    assert compared.asked > 500
    assert compared.interpreted / compared.asked > 0.9
    assert compared.otherwise == []


@pytest.mark.slow
@pytest.mark.parametrize("inventory", [*SAMPLES, *PRACTICES], ids=lambda path: path.name)
def test_every_practice_is_judged_as_cel_judges_it(inventory: Path, compared: Compared) -> None:
    check(inventory)
    assert compared.otherwise == []


@pytest.mark.slow
def test_every_case_of_a_rule_is_answered_as_cel_answers_it(compared: Compared) -> None:
    assert run(["test"]) == 0
    assert compared.asked > 10_000
    assert compared.otherwise == []
