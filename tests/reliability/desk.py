"""A house that sends webhooks: its sending process, subscriptions, and the state of deliveries."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from tests.reliability.harness import House
from tests.reliability.receiver import Receiver

# The next attempt comes soon, but a receiver on a busy machine is given the time that it needs.
HASTE = {
    "WEBHOOK_RETRY_SCHEDULE": ",".join(["0", *["1"] * 39]),
    "WEBHOOK_TIMEOUT_SECONDS": "60",
    "WEBHOOK_LEASE_SECONDS": "60",
    "CRAFTKIT_OUTBOUND_ALLOWED_HOSTS": "127.0.0.1",
}
# For receivers that hang and senders that are killed: whoever is fast enough for these is reached more than once.
IMPATIENCE = {"WEBHOOK_TIMEOUT_SECONDS": "1", "WEBHOOK_LEASE_SECONDS": "2"}


def start_delivering(house: House) -> None:
    """The sending process as the Procfile has it."""
    options = ["--queues", "webhooks", "--pool", "threads", "--concurrency", "1", "--loglevel", "WARNING"]
    command = [sys.executable, "-m", "celery", "--app", "craftkit.celery", "--quiet", "worker", *options]
    house.add("deliver", [*command, "--hostname", f"deliver@{house.name}", "--without-gossip", "--without-mingle"])


def subscribe(house: House, receiver: Receiver) -> dict[str, Any]:
    """A webhook to that receiver."""
    answer = house.call("POST", "/v1/webhooks", {"url": receiver.url})
    assert answer.status == 201, answer.body
    return answer.body


def send(house: House, webhook: dict[str, Any], count: int) -> list[str]:
    """So many events for the webhook alone; the ids of their deliveries."""
    path = f"/v1/webhooks/{webhook['id']}/test"
    answers = [house.call("POST", path, {}) for _ in range(count)]
    assert {answer.status for answer in answers} == {202}
    return [answer.body["id"] for answer in answers]


def states(house: House) -> Counter[str]:
    """How many deliveries are in which state."""
    return Counter(row[0] for row in house.ledger.rows("SELECT status FROM webhooks_delivery"))
