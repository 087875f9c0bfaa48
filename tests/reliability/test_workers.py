"""Single workers in trouble: frozen, robbed of their browser at each attempt, asked to leave."""

from __future__ import annotations

import os
import signal

import pytest

from tests.reliability import chaos
from tests.reliability.harness import LONG_INVOICE, House, until
from tests.reliability.invariants import faults, leftovers

pytestmark = pytest.mark.server


@pytest.fixture
def lively(house: House) -> House:
    """A house with broker, web and short leases; workers are the test's business."""
    house.env["CRAFTKIT_RENDER_LEASE_SECONDS"] = "4"
    house.start_broker()
    house.start_web()
    return house


def all_over(house: House) -> None:
    """Wait until no render waits or is at work."""
    until(lambda: house.ledger.unfinished() == 0, "the end of all renders")


def test_a_frozen_worker_is_replaced_and_fenced_when_it_wakes(lively):
    lively.start_workers("worker-a", lanes=1)
    made = lively.accept(LONG_INVOICE).body["id"]
    frozen = chaos.catch_at_work(lively, made)
    chaos.freeze(frozen)

    lively.start_workers("worker-b", lanes=1)
    all_over(lively)
    row = lively.ledger.render(made)
    chaos.thaw(frozen)
    until(lambda: "render.fenced" in (lively.logs / "worker-a").read_text(), "the fence")

    assert (row.status, row.attempt) == ("succeeded", 2)
    assert row.process != frozen
    assert lively.ledger.render(made) == row
    assert faults(lively) == []


@pytest.mark.parametrize("whom", ["parent", "group"])
def test_a_worker_that_is_asked_to_leave_loses_nothing(lively, whom):
    # Nobody goes silent here: on a busy machine a short lease would end before it is renewed.
    lively.env["CRAFTKIT_RENDER_LEASE_SECONDS"] = "60"
    lively.start_workers("worker", lanes=2)
    made = lively.accept(LONG_INVOICE).body["id"]
    chaos.catch_at_work(lively, made)
    worker = lively.programs["worker"]

    if whom == "parent":
        os.kill(worker.pid, signal.SIGTERM)
    else:
        os.killpg(worker.pid, signal.SIGTERM)
    worker.wait()
    # Of a group that was asked, the parent may be gone before the child has handed its work back.
    until(lambda: lively.ledger.render(made).status != "rendering", "the hand-over")
    row = lively.ledger.render(made)

    assert row.status in {"queued", "succeeded"}
    assert row.attempt == (1 if row.status == "succeeded" else 0)
    until(lambda: not leftovers(lively), "the end of the last browser")
    lively.revive()
    all_over(lively)
    assert lively.ledger.render(made).attempt == 1
    assert faults(lively) == []


def test_a_killed_worker_takes_its_browser_along(lively):
    lively.start_workers("worker", lanes=2)
    made = lively.accept(LONG_INVOICE).body["id"]
    chaos.catch_at_work(lively, made)

    lively.programs["worker"].kill()

    until(lambda: not chaos.lane_processes(lively), "the end of the last browser")
    lively.start_workers("worker-b", lanes=1)
    all_over(lively)
    assert lively.ledger.render(made).attempt == 2
    lively.stop_workers()
    until(lambda: not leftovers(lively), "the end of the last folder")
    assert faults(lively) == []
