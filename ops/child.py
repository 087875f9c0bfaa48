"""One program under the process manager: its process, its output as lines, its end."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from ops.leash import leashed

LONGEST_LINE = 16_384
HEALTHY_SECONDS = 30
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Program:
    """What to run under which name, and how many seconds after the others.

    A lasting program is started again when it ends; another may end, and `on_end` gets its status.
    A program that `stops_last` outlives the others at the end, since they still need it.
    """

    name: str
    command: list[str]
    delay: float = 0.0
    lasting: bool = True
    stops_last: bool = False
    on_end: Callable[[int], None] | None = None


class Child:
    """A program as it runs, or waits to be started again at `due` (monotonic seconds; None: not)."""

    def __init__(self, program: Program, colour: int) -> None:
        self.program = program
        self.colour = colour
        self.process: subprocess.Popen[bytes] | None = None
        self.due: float | None = time.monotonic() + program.delay
        self.started = 0.0
        self.failures = 0
        self.rest = b""

    def start(self, env: Mapping[str, str]) -> int:
        """Start the program; the descriptor to read its output from.

        In a session of its own, so that a terminal's Ctrl-C reaches the manager alone.
        """
        self.process = subprocess.Popen(
            leashed(self.program.command, signal.SIGTERM),
            env=env,
            bufsize=0,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.started, self.due = time.monotonic(), None
        os.set_blocking(self.output, False)
        return self.output

    @property
    def output(self) -> int:
        """The descriptor of its pipe; only while there is a process."""
        assert self.process is not None
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    def lines(self) -> Iterator[str]:
        """What it has said since, by lines; one of endless length comes in parts. EOFError when it will say no more."""
        with suppress(BlockingIOError):
            data = os.read(self.output, 65_536)
            if not data:
                raise EOFError
            *lines, self.rest = (self.rest + data).split(b"\n")
            if len(self.rest) > LONGEST_LINE:
                lines, self.rest = [*lines, self.rest], b""
            yield from (line.decode(errors="replace").rstrip() for line in lines)

    def last_lines(self) -> Iterator[str]:
        """What is still in the pipe of an ended program, up to its unfinished line."""
        with suppress(EOFError, BlockingIOError):
            while data := os.read(self.output, 65_536):
                self.rest += data
        yield from self.rest.decode(errors="replace").splitlines()
        self.rest = b""

    def has_ended(self) -> bool:
        """Whether there is a process and it is over."""
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> None:
        """To its main process alone, which knows how to treat its own children."""
        if self.process:
            self.process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL for its whole group, also for what a dead main process left of it."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def bury(self) -> int:
        """Forget an ended process; its status."""
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.stdout.close()
        status, self.process = self.process.returncode, None
        return status

    def plan_restart(self) -> float:
        """Soon after a first failure, ever later while they go on; the pause in seconds."""
        now = time.monotonic()
        self.failures = 1 if now - self.started > HEALTHY_SECONDS else self.failures + 1
        pause = min(FIRST_PAUSE * 2 ** (self.failures - 1), LONGEST_PAUSE)
        self.due = now + pause
        return pause
