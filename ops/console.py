"""What the commands say: one line a step, and for what went wrong one line with its remedy."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PALETTE = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


class Stop(Exception):
    """The command cannot go on: what is wrong in one line, and what the reader can do about it."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem} {remedy}".strip())


def paint(text: str, style: str) -> str:
    """The text in a colour or weight of PALETTE, plain where nobody would see it."""
    if os.environ.get("NO_COLOR") or not (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        return text
    return f"\033[{PALETTE[style]}m{text}\033[0m"


def say(text: str = "") -> None:
    """One line, at once, even into a pipe."""
    print(text, flush=True)


def note(text: str) -> None:
    """Something that the reader may want to know, without anything to do at once."""
    say(f"{paint('!', 'yellow')} {text}")


@contextmanager
def step(title: str, *, notice: str = "") -> Iterator[None]:
    """A piece of work with its duration: `✓ title (1.2 s)`; a piece that stops says nothing, the Stop does.

    A `notice` goes before what takes longer than a reader waits without wondering.
    """
    if notice:
        say(paint(f"  {notice} …", "dim"))
    start = time.monotonic()
    yield
    say(f"{paint('✓', 'green')} {title} {paint(f'({time.monotonic() - start:.1f} s)', 'dim')}")


def quietly(
    command: list[str],
    *,
    log: Path,
    timeout: float,
    explain: Callable[[str], Stop],
    env: Mapping[str, str] | None = None,
) -> None:
    """Run with the output kept in `log` only; a failure is explained from that output. `timeout` is in seconds."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        try:
            code = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, timeout=timeout, env=env, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            code = -1
            file.write(f"\nERROR: stopped after {timeout:.0f} seconds\n".encode())
    if code:
        raise explain(log.read_text(errors="replace"))


def main(command: Callable[[], int | None]) -> None:
    """Run a command to its exit status; a Stop becomes its two lines and status 1."""
    try:
        sys.exit(command() or 0)
    except Stop as stop:
        say(f"{paint('✗', 'red')} {stop.problem}")
        if stop.remedy:
            say(f"  {paint('→', 'cyan')} {stop.remedy}")
        sys.exit(1)
    except KeyboardInterrupt:
        say()
        sys.exit(130)
