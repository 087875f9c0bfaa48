"""Webhooks whose senders are killed and whose receivers misbehave: each arrives, none unrecorded, none held up."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter

import pytest
from standardwebhooks import Webhook

from ops.places import ROOT
from tests.reliability.desk import HASTE, IMPATIENCE, send, start_delivering, states, subscribe
from tests.reliability.harness import PATIENCE_SECONDS, House, until
from tests.reliability.receiver import Hit, Receiver, receiving

pytestmark = pytest.mark.server
COUNT = int(os.environ.get("CRAFTKIT_DELIVERIES", "150"))
KILLS = int(os.environ.get("CRAFTKIT_DELIVERY_KILLS", "6"))
SENT_MAILS = "SELECT id FROM mail_outgoingmail WHERE status = 'sent'"


def test_every_delivery_arrives_through_kills_and_a_receiver_that_misbehaves(desk):
    receiver = Receiver(fails=0.3, hangs=0.1, resets=0.05)
    with receiving(receiver):
        desk.env |= IMPATIENCE
        start_delivering(desk)
        webhook = subscribe(desk, receiver)
        sent = send(desk, webhook, COUNT)
        for _ in range(KILLS):
            before = len(receiver.hits)
            until(lambda: len(receiver.hits) > before + 5 or not waiting(desk), "deliveries to go on")  # noqa: B023
            time.sleep(random.random() * 0.3)
            desk.programs["deliver"].kill()
            desk.programs["deliver"].start()
        until(lambda: states(desk) == {"delivered": COUNT}, f"the end: {states(desk)}")

    assert {hit.delivery for hit in receiver.taken()} == set(sent)
    assert len({(hit.delivery, hit.digest) for hit in receiver.hits}) == COUNT, "a duplicate had other bytes"
    assert unrecorded(desk, receiver) == {}
    for hit in receiver.hits:
        Webhook(webhook["secret"]).verify(hit.body, dict(hit.headers))


def waiting(house: House) -> bool:
    """Whether anything is still under way."""
    return bool(states(house).keys() - {"delivered"})


def unrecorded(house: House, receiver: Receiver) -> Counter[str]:
    """Requests that arrived beyond the attempts that the house knows of."""
    query = "SELECT delivery_id, count(*) FROM webhooks_attempt GROUP BY delivery_id"
    known = Counter({str(row[0]).replace("-", ""): row[1] for row in house.ledger.rows(query)})
    return Counter(hit.delivery.replace("-", "") for hit in receiver.hits) - known


def test_a_receiver_that_hangs_holds_up_no_other(desk):
    # Nobody hangs up: who had to wait for one of these would wait for longer than the test does.
    desk.env["WEBHOOK_TIMEOUT_SECONDS"] = str(2 * PATIENCE_SECONDS)
    hanging, quick = Receiver(hangs=1.0, hang_seconds=3 * PATIENCE_SECONDS), Receiver()
    with receiving(hanging), receiving(quick):
        start_delivering(desk)
        blocked, other = subscribe(desk, hanging), subscribe(desk, quick)
        send(desk, blocked, 100)
        until(lambda: len(hanging.hits) >= 4, "the receiver to hang")
        sent = send(desk, other, 40)
        until(lambda: quick.has(sent), "the deliveries beside it")

    assert len(hanging.hits) == 4, "one did not hang any more"


def test_a_process_that_is_asked_to_end_finishes_what_is_under_way(desk):
    receiver = Receiver(hangs=1.0, hang_seconds=0.7)
    with receiving(receiver):
        start_delivering(desk)
        send(desk, subscribe(desk, receiver), 4)
        until(lambda: bool(receiver.hits), "the first delivery")
        status = desk.programs["deliver"].terminate()

    assert status == 0
    assert states(desk)["sending"] == 0
    assert desk.ledger.rows("SELECT count(*) FROM webhooks_attempt WHERE finished_at IS NULL")[0][0] == 0


def test_without_a_broker_deliveries_and_mails_go_out_all_the_same(house):
    house.env |= HASTE
    house.start_web()
    receiver = Receiver()
    with receiving(receiver):
        house.add("deliver", [sys.executable, "manage.py", "deliver"])
        sent = send(house, subscribe(house, receiver), 5)
        post = [sys.executable, "manage.py", "sendtestemail", "ruth@example.org"]
        subprocess.run(post, cwd=ROOT, env=house.env, timeout=300, check=True)
        until(lambda: receiver.has(sent), "the deliveries")
        until(lambda: bool(house.ledger.rows(SENT_MAILS)), "the mail")
        status = house.programs["deliver"].terminate()

    assert {hit.delivery for hit in receiver.hits} == set(sent)
    assert status == 0


def test_deliveries_do_not_wait_for_a_broker_that_is_away_from_the_start(desk):
    desk.programs["broker"].kill()
    receiver = Receiver()
    with receiving(receiver):
        start_delivering(desk)
        sent = send(desk, subscribe(desk, receiver), 5)
        until(lambda: states(desk) == {"delivered": 5}, "the deliveries")
        desk.programs["deliver"].terminate()

    assert {hit.delivery for hit in receiver.hits} == set(sent)


def test_a_receiver_finds_the_render_over_and_its_pdf_there_and_no_secret_lies_about(house):
    house.env |= HASTE
    house.start_broker()
    house.start_web()
    found: list[tuple[str, bytes]] = []

    def fetch(hit: Hit) -> None:
        told = json.loads(hit.body)
        render = house.call("GET", f"/v1/renders/{told['renderId']}").body
        found.append((render["status"], house.http.request("GET", told["downloadUrl"], timeout=30).data[:5]))

    receiver = Receiver(meanwhile=fetch)
    with receiving(receiver):
        start_delivering(house)
        house.start_workers("worker", lanes=1)
        webhook = subscribe(house, receiver)
        renders = [house.accept().body["id"] for _ in range(10)]
        until(lambda: len(receiver.hits) == 10, "the webhooks")
        house.stop_workers()
        house.programs["web"].terminate()

    assert found == [("succeeded", b"%PDF-")] * 10
    assert {hit.headers["x-craftkit-event"] for hit in receiver.hits} == {"render.succeeded"}
    rows = house.ledger.rows("SELECT subject_id, count(*) FROM webhooks_event GROUP BY subject_id")
    assert {str(row[0]).replace("-", ""): row[1] for row in rows} == {name.replace("-", ""): 1 for name in renders}
    given = house.ground.credentials
    told = {webhook["secret"], given["liveKey"], given["accountKey"], given["invoiceHookToken"], given["password"]}
    traces = house.traces()
    assert webhook["url"].encode() in traces, "the search would find nothing anyway"
    assert [text for text in told if text.encode() in traces] == []
