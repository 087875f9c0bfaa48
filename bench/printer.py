"""A contestant's running process: asked on its standard input, heard on its standard output."""

from __future__ import annotations

import json
import select
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from bench.contestants import Contestant
from ops.console import Stop
from ops.kin import end_tree
from ops.leash import leashed
from ops.places import ROOT

START_SECONDS = 60
STOP_SECONDS = 15
SLACK_SECONDS = 60
WARM = 8


class Printer:
    """One lane of a contestant."""

    def __init__(self, contestant: Contestant, env: Mapping[str, str], log: Path) -> None:
        self.contestant = contestant
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                leashed(list(contestant.command), signal.SIGTERM),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
                cwd=ROOT,
                env=dict(env),
                bufsize=0,
            )
        self.version = str(self.hear(START_SECONDS)["ready"])

    def warm(self, html: Path) -> None:
        """A few prints that do not count."""
        self.print(html, count=WARM, seconds=START_SECONDS)

    def print(self, html: Path, *, count: int, seconds: float) -> dict[str, Any]:
        """Print the page `count` times or for `seconds`, whichever ends first; the printer's figures."""
        self.ask(html, count=count, seconds=seconds)
        return self.hear(seconds + SLACK_SECONDS)

    def ask(self, html: Path, *, count: int, seconds: float) -> None:
        """Let it begin."""
        request = {"html": str(html), "count": count, "seconds": seconds}
        assert self.process.stdin
        self.process.stdin.write(json.dumps(request).encode() + b"\n")

    def hear(self, seconds: float) -> dict[str, Any]:
        """Its next line; Stop when it has ended or says nothing for so long."""
        assert self.process.stdout
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        line = self.process.stdout.readline() if ready else b""
        if not line:
            raise Stop(f"{self.contestant.name} does not answer; see {self.log}.")
        return dict(json.loads(line))

    def stop(self) -> None:
        """End it with all that it started."""
        assert self.process.stdin
        assert self.process.stdout
        with suppress(psutil.NoSuchProcess):
            tree = psutil.Process(self.process.pid)
            self.process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
            end_tree(tree)
        self.process.wait()
        self.process.stdout.close()
