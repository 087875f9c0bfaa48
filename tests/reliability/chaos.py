"""What may happen to an install: processes die, freeze, and lose their broker."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress

import psutil
import redis

from tests.reliability.harness import House, Program, until

MARKER = "CRAFTKIT_LANE"
CELERY = "worker"
PATIENCE_SECONDS = 0.5


class Chaos:
    """Strikes a house; every fault is written down with its time, the seed makes choices repeatable."""

    def __init__(self, house: House, *, seed: int) -> None:
        self.house = house
        self.random = random.Random(seed)
        self.began = time.monotonic()
        self.log = [f"seed {seed}"]

    def note(self, what: str) -> None:
        """Write a fault down."""
        self.log.append(f"{time.monotonic() - self.began:6.2f} s {what}")

    def kill_lane(self) -> None:
        """Kill a worker process, one with a render in hand if there is any."""
        victim = self.choose_lane()
        kill(victim)
        self.note(f"killed lane {victim}")

    def kill_parent(self) -> None:
        """Kill the main process of a worker; its children must not outlive it. A process manager starts it again."""
        parents: list[Program] = []
        while not parents:  # a lane that was struck before may have been replaced since it was chosen
            lane = self.choose_lane()
            parents = [p for p in self.house.programs.values() if p.runs and lane in children(p.pid)]
        program = parents[0]
        program.kill()
        self.note(f"killed worker {program.pid} of lane {lane}")

    def kill_browser(self) -> None:
        """Kill a browser, one that prints if there is any."""
        lane = self.choose_lane()
        for browser in browsers(self.house, owner=lane):
            kill(browser.pid)
            self.note(f"killed browser {browser.pid} of lane {lane}")

    def kill_broker(self, *, seconds: float = 0.0) -> None:
        """Kill the broker, which remembers nothing; it is back empty after so many seconds."""
        broker = self.house.programs["broker"]
        broker.kill()
        self.note(f"killed broker for {seconds:g} s")
        time.sleep(seconds)
        self.house.revive()

    def flush_broker(self) -> None:
        """Empty the broker while everybody stays connected."""
        with redis.Redis.from_url(self.house.broker_url) as client:
            client.flushall()
        self.note("flushed broker")

    def choose_lane(self) -> int:
        """Wait for a worker process that holds a render, and choose one; after a moment an idle one will do.

        A render that was struck before is spared: three strikes would fail it, as they should.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            alive, rows = set(lanes(self.house)), self.house.ledger.at_work()
            struck = {row.process for row in rows if row.attempt > 1}
            busy = {row.process for row in rows} & alive - struck
            if busy or (alive - struck and time.monotonic() > deadline):
                return self.random.choice(sorted(busy or alive - struck))
            time.sleep(0.005)


def lanes(house: House) -> list[int]:
    """The worker processes: children of Celery's main processes."""
    workers = [program for name, program in house.programs.items() if name.startswith(CELERY) and program.runs]
    return [child for program in workers for child in children(program.pid)]


def children(process: int) -> list[int]:
    """Its child processes; none when it is gone."""
    with suppress(psutil.NoSuchProcess):
        return [child.pid for child in psutil.Process(process).children()]
    return []


def lane_processes(house: House) -> list[psutil.Process]:
    """Browsers and their drivers: whoever carries the lane's marker and lives in our folder."""
    return [process for process in house.family() if MARKER in environment(process)]


def browsers(house: House, *, owner: int | None = None) -> list[psutil.Process]:
    """The main processes of browsers, of all lanes or of the one in process `owner`."""
    found = []
    for process in lane_processes(house):
        with suppress(psutil.NoSuchProcess):
            words = process.cmdline()
            is_browser = "--headless" in words and not any(word.startswith("--type=") for word in words)
            if is_browser and owner in {None, owner_of(process)}:
                found.append(process)
    return found


def exertion(house: House, owner: int) -> float:
    """The processor seconds that the browser of this worker process has used, its children's included."""
    seconds = 0.0
    for browser in browsers(house, owner=owner):
        # A browser's children write their titles over what they inherited, so no marker tells of them.
        with suppress(psutil.NoSuchProcess):
            for process in (browser, *browser.children(recursive=True)):
                seconds += sum(process.cpu_times()[:2])
    return seconds


def owner_of(process: psutil.Process) -> int:
    """The worker process that the marker names."""
    return int(environment(process).get(MARKER, ":0").rpartition(":")[2])


def environment(process: psutil.Process) -> dict[str, str]:
    """The process's environment; empty when it is gone."""
    with suppress(psutil.Error):
        return process.environ()
    return {}


def kill(process: int) -> None:
    """SIGKILL; fine if it is gone."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def freeze(process: int) -> None:
    """Stop a process in its tracks, with its whole browser."""
    os.kill(process, signal.SIGSTOP)


def thaw(process: int) -> None:
    """Let it go on."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGCONT)


def catch_at_work(house: House, render_id: str) -> int:
    """Wait until somebody works on this render; the worker's process."""
    until(lambda: house.ledger.render(render_id).status == "rendering", f"work on {render_id}")
    return house.ledger.render(render_id).process
