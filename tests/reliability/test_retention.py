"""Workers forget at once, on a real database: each document once, and nothing is left."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ops.places import ROOT
from tests.reliability.harness import House
from tests.reliability.keeping import OLD, YOUNG

pytestmark = pytest.mark.server
SHELL = [sys.executable, "manage.py", "shell", "-v", "0", "-c"]
Process = subprocess.Popen[str]


@contextmanager
def doing(house: House, what: str) -> Iterator[Process]:
    """A process of the house that does this; it is over at the end."""
    command = [*SHELL, f"from tests.reliability import keeping; keeping.{what}()"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=house.env, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
            process.stdin.close()
            assert process.wait() == 0
        finally:
            process.kill()


def heard(process: Process) -> Any:
    """The next thing that it says."""
    assert process.stdout
    return next(json.loads(line[1:]) for line in process.stdout if line.startswith(">"))


def all_on(workers: list[Process]) -> list[Any]:
    """Let all of them go on at once; what each says then."""
    for worker in workers:
        assert worker.stdin
        print(file=worker.stdin, flush=True)
    return [heard(worker) for worker in workers]


def test_two_workers_forget_each_document_once(house):
    with doing(house, "seed"):
        pass

    with doing(house, "forget") as one, doing(house, "forget") as other:
        workers = [one, other]
        assert [heard(worker) for worker in workers] == ["ready", "ready"]
        assert all_on(workers) == ["taken", "taken"]
        taken = all_on(workers)
        assert all_on(workers) == ["gone", "gone"]
        left = all_on(workers)

    # Whoever took the data of a document twice would have hashed nothing, and its file would stand twice.
    counts = {"forgotten": OLD, "hashed": OLD, "young": YOUNG}
    assert taken == [{**counts, "doomed": OLD, "distinct": OLD}] * 2
    assert left == [{**counts, "doomed": 0, "distinct": 0}] * 2
    assert len([path for path in (house.state / "files").rglob("*.pdf") if "/renders/" in str(path)]) == YOUNG
