"""Fifty clients at once send the same request under the same key: one render each, whoever wins."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.reliability.harness import PATIENCE_SECONDS, Answer, House

pytestmark = pytest.mark.server
KEYS, TWINS = 20, 50


def storm(house: House, key: str, start: threading.Barrier) -> Answer:
    """One client: waits for the others, sends, and comes again as long as it is told to."""
    start.wait(PATIENCE_SECONDS)
    answer = house.accept(Idempotency_Key=key)
    while answer.status == 409:
        assert int(answer.headers["Retry-After"]) >= 1
        answer = house.accept(Idempotency_Key=key)
    return answer


@pytest.mark.parametrize("processes", [1, 2])
def test_each_key_makes_one_render_and_every_twin_learns_of_it(house, processes):
    house.start_broker()
    house.start_web(processes=processes)
    answers: dict[str, list[Answer]] = defaultdict(list)

    with ThreadPoolExecutor(TWINS) as clients:
        for number in range(KEYS):
            key, start = f"key-{number}", threading.Barrier(TWINS)
            answers[key] = list(clients.map(lambda _, key=key, start=start: storm(house, key, start), range(TWINS)))

    rows = {row.id for row in house.ledger.renders()}
    assert len(rows) == KEYS
    assert {answer.body["id"] for twins in answers.values() for answer in twins} == rows
    for twins in answers.values():
        assert len({answer.body["id"] for answer in twins}) == 1
        assert Counter(answer.status for answer in twins) == {202: 1, 200: TWINS - 1}
        assert sum(answer.headers.get("Idempotent-Replayed") == "true" for answer in twins) == TWINS - 1
