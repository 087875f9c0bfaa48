"""The process manager: starts programs, prints their lines with a name before, restarts what crashes, stops all."""

from __future__ import annotations

import os
import selectors
import signal
import sys
import time
from collections.abc import Mapping

from ops import kin
from ops.child import Child, Program

TICK_SECONDS = 0.2
GRACE_SECONDS = 40
COLOURS = (36, 33, 35, 34, 32)


class Supervisor:
    """Runs programs until `stop` is called or a SIGINT or SIGTERM arrives; a second signal kills at once."""

    def __init__(self, programs: list[Program], *, env: Mapping[str, str], grace: float = GRACE_SECONDS) -> None:
        self.children = [Child(program, COLOURS[i % len(COLOURS)]) for i, program in enumerate(programs)]
        self.env = dict(env)
        self.grace = grace
        self.width = max(len("system"), *(len(program.name) for program in programs))
        self.selector = selectors.DefaultSelector()
        self.requests = 0
        self.status = 0

    def run(self) -> int:
        """Until stopped; the status given to `stop`, 0 after a signal."""
        kin.adopt_orphans()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stop())
        while not self.requests:
            self.start_due()
            self.turn()
        self.announce("stopping; Ctrl-C once more kills at once")
        self.end([child for child in self.children if not child.program.stops_last])
        self.end(self.children)
        self.announce("stopped")
        return self.status

    def stop(self, status: int = 0) -> None:
        """Ask the loop to end everything; from a signal handler or an `on_end`."""
        self.requests += 1
        self.status = self.status or status

    def start_due(self) -> None:
        """Start what is due."""
        for child in self.children:
            if child.due is not None and child.due <= time.monotonic():
                self.selector.register(child.start(self.env), selectors.EVENT_READ, child)

    def turn(self) -> None:
        """One round: print what came, take leave of what ended."""
        for key, _ in self.selector.select(TICK_SECONDS):
            self.relay(key.data)
        for child in self.children:
            if child.has_ended():
                self.bury(child)
        kin.reap(keep=self.pids())

    def relay(self, child: Child) -> None:
        """Print the child's lines; stop listening when there will be no more."""
        try:
            for line in child.lines():
                self.write(child.program.name, child.colour, line)
        except EOFError:
            self.selector.unregister(child.output)

    def bury(self, child: Child) -> None:
        """End what a dead program left behind, then plan its restart or report its status."""
        child.kill()
        for line in child.last_lines():
            self.write(child.program.name, child.colour, line)
        if child.output in self.selector.get_map():
            self.selector.unregister(child.output)
        status = child.bury()
        kin.end_orphans(keep=self.pids())
        if self.requests:
            return
        if child.program.lasting:
            pause = child.plan_restart()
            self.announce(f"{child.program.name} {describe(status)}; starting it again in {pause:g} s")
        elif child.program.on_end:
            child.program.on_end(status)

    def end(self, children: list[Child]) -> None:
        """SIGTERM, time to finish, SIGKILL for the whole group; no waiting once a second signal came."""
        for child in children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + self.grace
        while any(child.process for child in children):
            if time.monotonic() > deadline or self.requests > 1:
                for child in children:
                    child.kill()
            self.turn()

    def pids(self) -> set[int]:
        """The main processes that run."""
        return {child.process.pid for child in self.children if child.process}

    def announce(self, text: str) -> None:
        """A line of the manager's own."""
        self.write("system", 1, text)

    def write(self, name: str, colour: int, line: str) -> None:
        """`name | line`, the name in the child's colour, or the bare line without a name.

        When nobody reads any more, all ends.
        """
        prefix = f"{name:<{self.width}} | " if name else ""
        if prefix and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
            prefix = f"\033[{colour}m{prefix}\033[0m"
        try:
            print(prefix + line, flush=True)
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
            self.stop()


def describe(status: int) -> str:
    """How a program ended, in words."""
    if status < 0:
        return f"was killed by {signal.Signals(-status).name}"
    return f"ended with status {status}"
