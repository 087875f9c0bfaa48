"""A hundred pages at once renew one session with the same token: one of them does, each time."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.reliability.harness import PATIENCE_SECONDS, House

pytestmark = pytest.mark.server
ROUNDS, CLIENTS = 10, 100
WISH: dict[str, Any] = {
    "tenant": {"externalId": "org_42", "displayName": "Acme Corp"},
    "actor": {"externalId": "user_99"},
    "scope": {"mode": "create"},
}


@pytest.mark.parametrize("processes", [1, 2])
def test_a_renew_token_renews_once_however_many_try(house: House, processes):
    house.env["CRAFTKIT_RATE_LIMIT_PER_MINUTE"] = "1000000"
    house.start_broker()
    house.start_web(processes=processes)
    token = house.call("POST", "/v1/embed/sessions", WISH).body["renew_token"]

    with ThreadPoolExecutor(CLIENTS) as clients:
        for _ in range(ROUNDS):
            start = threading.Barrier(CLIENTS)
            answers = list(
                clients.map(lambda _, token=token, start=start: refresh(house, token, start), range(CLIENTS))
            )
            assert Counter(answer.status for answer in answers) == {200: 1, 401: CLIENTS - 1}
            assert {answer.body["error"]["code"] for answer in answers if answer.status == 401} == {"refresh_failed"}
            token = next(answer.body["renew_token"] for answer in answers if answer.status == 200)


def refresh(house: House, token: str, start: threading.Barrier) -> Any:
    """One page: waits for the others, and asks."""
    start.wait(PATIENCE_SECONDS)
    return house.call("POST", "/v1/embed/sessions/refresh", {"renewToken": token})
