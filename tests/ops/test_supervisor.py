"""The process manager with real small programs: restarts, orderly ends, and nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from ops.places import ROOT
from ops.supervisor import describe

pytestmark = pytest.mark.server
PATIENCE_SECONDS = 300

MANAGER = """
import sys
from ops.child import Program
from ops.guard import guarded
from ops.supervisor import Supervisor
import os

def shell(name, script, **more):
    return Program(name, ["sh", "-c", script], **more)

def work():
    manager = Supervisor([{programs}], env=dict(os.environ), grace={grace})
    return manager.run()

sys.exit(guarded(work))
"""


class Manager:
    """A guarded supervisor as a process of its own, with all it says in `log`."""

    def __init__(self, folder: Path, programs: str, grace: float) -> None:
        self.log = folder / "log"
        script = textwrap.dedent(MANAGER).format(programs=programs, grace=grace)
        env = {name: value for name, value in os.environ.items() if name != "MAKELEVEL"}
        with self.log.open("w") as log:
            self.process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=log, stderr=log, env=env)
        self.family: list[psutil.Process] = []

    def said(self, text: str, *, times: int = 1) -> None:
        """Wait until it has been said so often."""
        wait_until(lambda: self.log.read_text().count(text) >= times, f"{text!r} in {self.log.read_text()}")
        self.family = self.alive() + psutil.Process(self.process.pid).children(recursive=True)

    def alive(self) -> list[psutil.Process]:
        """Those seen before who are still there."""
        return list(filter(lives, self.family))

    def end(self, number: int) -> int:
        """Send the signal; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


@pytest.fixture
def manage(tmp_path: Path) -> Iterator[Callable[..., Manager]]:
    managers: list[Manager] = []

    def start(programs: str, *, grace: float = 10) -> Manager:
        managers.append(Manager(tmp_path, programs, grace))
        return managers[-1]

    yield start
    for manager in managers:
        if manager.process.poll() is None:
            manager.process.kill()
            for process in manager.alive():
                with suppress(psutil.NoSuchProcess):
                    process.kill()
        manager.process.wait(PATIENCE_SECONDS)


def lives(process: psutil.Process) -> bool:
    """Whether it is there and not over."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def nobody_left(manager: Manager) -> None:
    """Wait for the end of all that were seen; what is killed needs a moment to die."""
    wait_until(lambda: not manager.alive(), "the end of all")


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)


def test_lines_carry_the_name_of_their_program(manage, tmp_path):
    halfway = f"printf half; touch {tmp_path}/said; exec sleep 999"
    manager = manage(f"shell('web', 'echo ready; exec sleep 999'), shell('worker', '{halfway}')")

    manager.said("web    | ready")
    wait_until((tmp_path / "said").exists, "half a line")

    assert manager.end(signal.SIGTERM) == 0
    assert "worker | half" in manager.log.read_text()


def test_a_program_that_ends_is_started_again_with_growing_pauses(manage):
    manager = manage("shell('worker', 'echo up; exit 3')")

    manager.said("worker | up", times=3)

    log = manager.log.read_text()
    assert "worker ended with status 3; starting it again in 0.5 s" in log
    assert "starting it again in 1 s" in log


def test_a_killed_program_is_started_again_and_leaves_no_children(manage):
    manager = manage("shell('worker', 'setsid sleep 999 & sleep 999 & echo up $$; wait')")
    manager.said("worker | up")
    worker = psutil.Process(int(manager.log.read_text().partition("worker | up ")[2].split()[0]))
    below = worker.children(recursive=True)
    assert len(below) == 2

    worker.kill()

    manager.said("worker was killed by SIGKILL")
    manager.said("worker | up", times=2)
    wait_until(lambda: not any(map(lives, below)), "the end of its children")


def test_sigterm_lets_programs_finish_and_the_broker_stops_last(manage):
    trap = "trap \\'sleep 0.3; echo {0} done; exit 0\\' TERM; echo {0} up; while :; do sleep 0.05; done"
    worker, broker = trap.format("worker"), trap.format("broker")
    manager = manage(f"shell('broker', '{broker}', stops_last=True), shell('worker', '{worker}')")
    manager.said("worker up")
    manager.said("broker up")

    assert manager.end(signal.SIGTERM) == 0

    log = manager.log.read_text()
    assert log.index("worker done") < log.index("broker done")
    nobody_left(manager)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_does_not_listen_is_killed_after_the_grace(manage, number):
    manager = manage("shell('worker', 'trap \"\" TERM INT; echo up; while :; do sleep 1; done')", grace=0.5)
    manager.said("worker | up")

    assert manager.end(number) == 0

    nobody_left(manager)


def test_a_second_signal_does_not_wait(manage):
    manager = manage("shell('worker', 'trap \"\" TERM INT; echo up; while :; do sleep 1; done')", grace=999)
    manager.said("worker | up")

    manager.process.send_signal(signal.SIGINT)
    manager.said("stopping")

    assert manager.end(signal.SIGINT) == 0
    nobody_left(manager)


@pytest.mark.parametrize("victim", ["manager", "guard"])
def test_no_orphan_remains_after_kill_9(manage, victim):
    worker = "setsid sleep 999 & echo up; sleep 999"
    manager = manage(f"shell('worker', '{worker}'), shell('web', 'echo up; exec sleep 999')")
    manager.said("worker | up")
    manager.said("web    | up")
    guard = psutil.Process(manager.process.pid)

    (guard if victim == "guard" else guard.children()[0]).kill()

    manager.process.wait(PATIENCE_SECONDS)
    nobody_left(manager)
    assert not manager.alive()


def test_programs_end_even_when_manager_and_guard_are_killed_at_once(manage):
    manager = manage("shell('web', 'echo up; exec sleep 999')")
    manager.said("web    | up")
    guard = psutil.Process(manager.process.pid)

    for process in [*guard.children(), guard]:
        process.kill()

    nobody_left(manager)
    assert not manager.alive()


def test_the_end_of_a_passing_program_is_reported(manage):
    manager = manage(
        "Program('', ['sh', '-c', 'echo hello; exit 7'], lasting=False, on_end=lambda s: print('got', s, flush=True))"
    )

    manager.said("got 7")

    assert manager.end(signal.SIGTERM) == 0
    assert manager.log.read_text().startswith("hello\n")


def test_how_a_program_ended_is_told_in_words():
    assert describe(-9) == "was killed by SIGKILL"
    assert describe(2) == "ended with status 2"
