"""The crash storm: workers, browsers and the broker die again and again, and every accepted render ends once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

import pytest

from tests.reliability.chaos import Chaos, browsers, catch_at_work, exertion, kill
from tests.reliability.harness import LONG_INVOICE, House, until
from tests.reliability.invariants import faults, leftovers

pytestmark = pytest.mark.server
STORM = int(os.environ.get("CRAFTKIT_STORM", "200"))
SEED = int(os.environ.get("CRAFTKIT_STORM_SEED", str(time.time_ns() % 1_000_000)))
ROUNDS = 10
LULL_SECONDS = 3.0
ATTEMPTS = 3
# So long a browser has worked on a document when it is struck: well into it, and far from its end.
STRIKE_AFTER_SECONDS = 0.4


class Senders:
    """Four clients that send renders, the whole storm long; `accepted` are the ids that they were promised."""

    def __init__(self, house: House, count: int) -> None:
        self.house = house
        self.left = count
        self.pause = 0.3
        self.lock = threading.Lock()
        self.accepted: list[str] = []
        self.refused: list[int] = []
        self.threads = [threading.Thread(target=self.send) for _ in range(4)]
        for thread in self.threads:
            thread.start()

    def send(self) -> None:
        """One client."""
        while self.take():
            answer = self.house.accept()
            if answer.status == 202:
                self.accepted.append(answer.body["id"])
            else:
                self.refused.append(answer.status)
            time.sleep(self.pause)

    def take(self) -> bool:
        """Whether there is one more to send."""
        with self.lock:
            self.left -= 1
            return self.left >= 0

    def hurry(self) -> None:
        """The storm is over: send the rest at once."""
        self.pause = 0
        for thread in self.threads:
            thread.join()


def lull(house: House) -> None:
    """Let some renders succeed between two strikes, so that no render is struck three times by bad luck."""
    done, deadline = house.ledger.count("succeeded"), time.monotonic() + LULL_SECONDS
    while house.ledger.count("succeeded") < done + 3 and time.monotonic() < deadline:
        time.sleep(0.05)


def test_a_storm_of_crashes_loses_and_doubles_nothing(house):
    house.env["CRAFTKIT_RENDER_LEASE_SECONDS"] = "4"
    house.start_broker()
    house.start_web()
    house.start_workers("worker-a", "worker-b", lanes=1)
    chaos = Chaos(house, seed=SEED)

    senders = Senders(house, STORM)
    for number in range(ROUNDS):
        for strike in strikes(chaos, number):
            strike()
            house.revive()
            lull(house)
    senders.hurry()
    until(lambda: house.ledger.unfinished() == 0, f"the end of all renders after {chaos.log}")
    house.stop_workers()

    rows = house.ledger.renders()
    assert senders.refused == []
    assert sorted(row.id for row in rows) == sorted(senders.accepted)
    assert [row for row in rows if row.status != "succeeded"] == [], chaos.log
    assert faults(house) == [], chaos.log
    until(lambda: not leftovers(house), "the end of the last browser")


def strikes(chaos: Chaos, number: int) -> list[Callable[[], None]]:
    """What happens in one round: a worker process and a browser die, twice the broker too, and once it is emptied."""
    struck = [chaos.kill_parent if number % 2 else chaos.kill_lane, chaos.kill_browser]
    if number in (2, 6):
        struck.append(chaos.kill_broker)
    if number == 4:
        struck.append(chaos.flush_broker)
    return struck


def test_a_poisonous_render_fails_alone(house):
    house.start_broker()
    house.start_web()
    house.start_workers("worker", lanes=2)
    poison = house.accept(LONG_INVOICE).body["id"]

    others = []
    for attempt in range(1, ATTEMPTS + 1):
        strike_down(house, poison, attempt)
        others += [house.accept().body["id"] for _ in range(10)]
    until(lambda: house.ledger.unfinished() == 0, "the end of all renders")

    row = house.ledger.render(poison)
    assert (row.status, row.attempt, row.error_code) == ("failed", ATTEMPTS, "render_crashed")
    answer = house.call("GET", f"/v1/renders/{poison}").body
    assert answer["status"] == "failed"
    assert "browser ended" in answer["errorMessage"]
    assert {house.ledger.render(name).status for name in others} == {"succeeded"}
    assert faults(house) == []
    house.stop_workers()
    until(lambda: not leftovers(house), "the end of the last browser")


def strike_down(house: House, render_id: str, attempt: int) -> None:
    """Kill the browser that prints this render, in the midst of this attempt at it."""
    until(lambda: house.ledger.render(render_id).attempt == attempt, f"attempt {attempt}")
    lane = catch_at_work(house, render_id)
    before = exertion(house, lane)
    until(lambda: exertion(house, lane) > before + STRIKE_AFTER_SECONDS, "the browser to be at work")
    for browser in browsers(house, owner=lane):
        kill(browser.pid)
    until(lambda: not held(house, render_id, attempt), f"the end of attempt {attempt}")


def held(house: House, render_id: str, attempt: int) -> bool:
    """Whether this attempt still goes on."""
    row = house.ledger.render(render_id)
    return (row.status, row.attempt) == ("rendering", attempt)
