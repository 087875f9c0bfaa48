"""Stepping back on the processor."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from craftkit.lib import courtesy


@pytest.fixture
def sleepers():
    """Two processes, each in a session of its own."""
    command = [sys.executable, "-c", "input()"]
    both = [subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) for _ in range(2)]
    yield both
    for process in both:
        process.communicate(b"\n", timeout=60)


def test_processes_and_their_sessions_become_nice(sleepers):
    """Two, for the kernel refuses ordinary users a second wish within a tenth of a second."""
    for process in sleepers:
        courtesy.step_back(process.pid)
    for process in sleepers:
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == courtesy.NICENESS
        group = Path(f"/proc/{process.pid}/autogroup")
        if group.exists():
            assert group.read_text().endswith(f" nice {courtesy.NICENESS}\n")


def test_a_process_that_has_gone_is_no_error():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    before = os.getpriority(os.PRIO_PROCESS, 0)

    courtesy.step_back(gone.pid)

    assert os.getpriority(os.PRIO_PROCESS, 0) == before, "whoever asks must not step back in its place"
