"""The broker away, or none at all: accepting goes on, and nothing waits for ever."""

from __future__ import annotations

import os
import signal
import statistics

import pytest

from tests.reliability.chaos import Chaos, browsers, kill
from tests.reliability.harness import Answer, until
from tests.reliability.invariants import faults, leftovers

pytestmark = pytest.mark.server


def report(what: str, answers: list[Answer]) -> None:
    """Tell the times in passing (`pytest -rP` shows them); a busy machine is no failure."""
    times = sorted(answer.milliseconds for answer in answers)
    p95 = times[int(len(times) * 0.95) - 1]
    print(f"{what}: p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, worst {times[-1]:.1f} ms")


def test_without_its_broker_an_install_accepts_and_later_makes_everything(house):
    house.start_broker()
    house.start_web()
    house.start_workers("worker", lanes=2)
    house.programs["broker"].kill()

    answers = [house.accept() for _ in range(100)]
    report("accepting while the broker is down", answers)
    house.revive()
    until(lambda: house.ledger.unfinished() == 0, "the end of all renders")

    assert {answer.status for answer in answers} == {202}
    assert house.ledger.count("succeeded") == 100
    assert faults(house) == []


def test_a_broker_that_hangs_holds_nobody_up(house):
    house.start_broker()
    house.start_web()
    house.start_workers("worker", lanes=1)
    os.kill(house.programs["broker"].pid, signal.SIGSTOP)

    answers = [house.accept() for _ in range(30)]
    report("accepting while the broker hangs", answers)
    os.kill(house.programs["broker"].pid, signal.SIGCONT)
    until(lambda: house.ledger.unfinished() == 0, "the end of all renders")

    assert {answer.status for answer in answers} == {202}
    assert faults(house) == []


def test_a_flushed_broker_is_not_missed(house):
    house.start_broker()
    house.start_web()
    house.start_workers("worker", lanes=1)
    chaos = Chaos(house, seed=1)

    for _ in range(30):
        house.accept()
        chaos.flush_broker()
    until(lambda: house.ledger.unfinished() == 0, "the end of all renders")

    assert house.ledger.count("succeeded") == 30
    assert faults(house) == []


def test_an_install_without_a_broker_finds_its_work_in_the_database(house):
    house.start_web()
    house.start_work()

    house.accept()
    until(lambda: house.ledger.unfinished() == 0, "the render")
    status = house.programs["work"].terminate()

    assert status == 0
    assert faults(house) == []
    until(lambda: not leftovers(house), "the end of the last browser")


def test_a_worker_without_a_broker_survives_the_loss_of_its_browser(house):
    house.start_web()
    house.start_work()

    for _ in range(5):
        house.accept()
        for browser in browsers(house):
            kill(browser.pid)
    until(lambda: house.ledger.unfinished() == 0, "the end of all renders")

    assert house.programs["work"].runs
    assert house.ledger.count("succeeded") == 5
    assert faults(house) == []


def test_a_broker_that_is_away_from_the_start_is_done_without_then_used(house):
    house.start_broker()
    house.programs["broker"].kill()
    house.start_web()
    house.start_workers("worker", lanes=1)

    accepted = [house.accept().status for _ in range(5)]
    until(lambda: house.ledger.unfinished() == 0, "the renders without the broker")
    house.revive()
    until(lambda: "Connected to" in (house.logs / "worker").read_text(), "the worker to find its broker")
    accepted += [house.accept().status for _ in range(5)]
    until(lambda: house.ledger.unfinished() == 0, "the renders with the broker")
    status = house.programs["worker"].terminate()

    assert set(accepted) == {202}
    assert house.ledger.count("succeeded") == 10
    assert status == 0
    assert faults(house) == []
    until(lambda: not leftovers(house), "the end of the last browser")


def test_a_worker_that_never_found_its_broker_leaves_in_good_order(house):
    house.start_broker()
    house.programs["broker"].kill()
    house.start_web()
    house.start_workers("worker", lanes=1)
    house.accept()

    until(lambda: house.ledger.unfinished() == 0, "the render")
    house.programs["worker"].terminate()

    until(lambda: not leftovers(house), "the end of the last browser")
    assert faults(house) == []
