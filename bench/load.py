"""What is asked of the whole product over HTTP, and how long it takes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bench.client import Client
from bench.inputs import Input
from ops.console import Stop

GLANCE_SECONDS = 0.1
BACKLOG = 60


@dataclass
class Load:
    """Documents a second, milliseconds of each accept, and the renders as the API tells of them at the end."""

    rate: float
    accepts: list[float]
    answers: list[dict[str, Any]]


def publish(client: Client, inputs: dict[str, Input]) -> None:
    """The templates of the inputs, current in the client's project."""
    for entry in inputs.values():
        client.call("PUT", f"/v1/templates/{entry.slug}", entry.template)


def burst(client: Client, entry: Input, count: int) -> Load:
    """Accept `count` renders as fast as it goes; the rate is from the first request to the last PDF."""
    began = time.time()
    accepted = [client.accept(entry.slug, entry.data) for _ in range(count)]
    answers = [client.await_end(render_id, every=GLANCE_SECONDS) for render_id, _ in reversed(accepted)]
    ended = max(datetime.fromisoformat(answer["completedAt"]).timestamp() for answer in answers)
    return Load(count / (ended - began), [milliseconds for _, milliseconds in accepted], answers)


def accept_under_load(client: Client, entry: Input, count: int, *, every: float) -> list[float]:
    """Milliseconds of `count` accepts, one `every` so many seconds, while all workers have more to do than they can.

    Those after which the backlog was gone do not count.
    """
    waiting = [client.accept(entry.slug, entry.data)[0] for _ in range(2 * count)]
    times = []
    for _ in range(count):
        due = time.perf_counter() + every
        render_id, milliseconds = client.accept(entry.slug, entry.data)
        waiting.append(render_id)
        times.append(milliseconds)
        time.sleep(max(0.0, due - time.perf_counter()))
    if client.poll(waiting[-2])["status"] == "succeeded":
        raise Stop("The workers were faster than the backlog; ask for more.")
    for render_id in reversed(waiting):
        client.await_end(render_id, every=GLANCE_SECONDS)
    return times


def steady(client: Client, entry: Input, count: int) -> Iterator[int]:
    """Render `count` documents with always some waiting; yields how many are done after each."""
    waiting: deque[str] = deque()
    accepted = done = 0
    while done < count:
        if accepted < count and len(waiting) < BACKLOG:
            waiting.append(client.accept(entry.slug, entry.data)[0])
            accepted += 1
            continue
        client.await_end(waiting.popleft(), every=GLANCE_SECONDS)
        done += 1
        yield done
