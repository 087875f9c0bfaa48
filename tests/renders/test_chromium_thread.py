"""One thread for all calls."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from renders.chromium.thread import SoleThread


def test_calls_run_in_order_on_one_thread_that_is_not_ours() -> None:
    seen: list[tuple[int, int]] = []
    thread = SoleThread(lambda: None, idle_seconds=60)

    def note(number: int) -> None:
        seen.append((number, threading.get_ident()))

    futures = [thread.submit(partial(note, number)) for number in range(5)]
    for future in futures:
        future.result(60)

    assert [number for number, _ in seen] == [0, 1, 2, 3, 4]
    assert len({ident for _, ident in seen} | {threading.get_ident()}) == 2
    thread.end(60)


def test_an_error_is_the_caller_s_and_the_thread_goes_on() -> None:
    thread = SoleThread(lambda: None, idle_seconds=60)

    failed = thread.submit(lambda: 1 / 0)
    fine = thread.submit(lambda: 42)

    with pytest.raises(ZeroDivisionError):
        failed.result(60)
    assert fine.result(60) == 42
    thread.end(60)


def test_the_chore_runs_when_nobody_calls() -> None:
    done = threading.Event()

    thread = SoleThread(done.set, idle_seconds=0.001)

    assert done.wait(60)
    thread.end(60)


def test_end_finishes_what_was_asked_before() -> None:
    thread = SoleThread(lambda: None, idle_seconds=60)
    future = thread.submit(lambda: "done")

    thread.end(60)

    assert future.result(0) == "done"
