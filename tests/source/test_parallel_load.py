import os
import signal
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.source import parallel_load, workers
from portalaudit.source.load import load, load_all
from tests.source.texts import text

CONTENTS = [
    *(f"accounts:\n  - {{id: a{i}, status: active}}\n  - id: b{i}\ntraining: {{modules: [x]}}\n" for i in range(9)),
    "a: 1\na: 2\n",
    "a: [\n",
    "- a\n",
    "",
    "practice:\n  locations:\n    - id: é\x07\n",
]
TEXTS = tuple(text(content, f"{number}.yaml") for number, content in enumerate(CONTENTS))


@pytest.fixture(autouse=True)
def even_small_loads_use_processes(monkeypatch):
    monkeypatch.setattr(parallel_load, "LEAST_BYTES", 0)


@pytest.mark.parametrize("jobs", [2, 5])
def test_several_processes_give_what_one_gives(jobs):
    alone = load_all(TEXTS, 1)
    together = load_all(TEXTS, jobs)
    assert together == alone
    places = [document.place(("accounts", 1, "id")) for document in together[0]]
    assert places == [document.place(("accounts", 1, "id")) for document in alone[0]]


PARENT = os.getpid()


def killed_in_a_worker(content):
    if os.getpid() != PARENT:
        os.kill(os.getpid(), signal.SIGKILL)
    return load(content)


def test_a_worker_that_the_system_kills_costs_no_result(monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert parallel_load.load_with(killed_in_a_worker, TEXTS, 2) == [load(each) for each in TEXTS]


@pytest.mark.parametrize("jobs", [0, 1])
def test_one_job_starts_no_process(monkeypatch, jobs):
    monkeypatch.setattr(workers, "share", None)
    assert len(load_all(TEXTS, jobs)[0]) == len([load(each) for each in TEXTS if load(each)[0]])


@given(st.lists(st.integers(0, 1000)), st.integers(1, 20))
def test_chunks_hold_every_file_once_and_none_is_much_heavier_than_needed(sizes, count):
    chunks = parallel_load.balance(sizes, count)
    assert sorted(position for chunk in chunks for position in chunk) == list(range(len(sizes)))
    totals = [sum(sizes[i] + 1 for i in chunk) for chunk in chunks]
    assert totals == sorted(totals, reverse=True)
    if sizes:
        assert totals[0] <= (sum(sizes) + len(sizes)) / len(chunks) + max(sizes) + 1
