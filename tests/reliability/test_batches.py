"""A batch among killed workers: each row becomes exactly one document, and the files hold them all."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pikepdf
import pytest

from tests.reliability.chaos import Chaos
from tests.reliability.harness import INVOICE, House, until
from tests.reliability.invariants import faults

pytestmark = pytest.mark.server
ROWS = 200
PATH = "/v1/templates/invoice/batches"
DOUBLES = "SELECT number FROM renders_batchrow GROUP BY batch_id, number HAVING count(*) > 1"
ORPHANS = (
    "SELECT id FROM renders_render WHERE id NOT IN (SELECT render_id FROM renders_batchrow WHERE render_id IS NOT NULL)"
)


@pytest.fixture
def lively(house: House) -> House:
    """A house with broker, web, short leases and two workers."""
    house.env["CRAFTKIT_RENDER_LEASE_SECONDS"] = "4"
    house.start_broker()
    house.start_web()
    house.start_workers("worker-a", "worker-b", lanes=1)
    return house


def batch(house: House, made: str) -> dict[str, Any]:
    answer = house.call("GET", f"/v1/batches/{made}")
    assert answer.status == 200
    return answer.body


def start(house: House, count: int) -> str:
    rows = [{"externalId": f"R{n}", "data": INVOICE} for n in range(count)]
    answer = house.call("POST", PATH, {"rows": rows, "options": {"filename": "{{externalId}}"}})
    assert answer.status == 202
    return str(answer.body["id"])


def reach(house: House, made: str, state: str, count: int) -> None:
    """Wait until so many rows are in this state, or beyond it."""
    states = ("queued", "rendering", "succeeded")
    counted = states[states.index(state) :]
    until(lambda: sum(batch(house, made)["counts"][name] for name in counted) >= count, f"{count} {state}")


def test_workers_killed_while_a_batch_is_made_neither_lose_nor_double_a_row(lively):
    chaos = Chaos(lively, seed=5)
    made = start(lively, ROWS)
    for goal in (1, 40, 90, 140):
        reach(lively, made, "succeeded", goal)
        chaos.kill_parent()
        lively.revive()

    until(lambda: batch(lively, made)["status"] == "completed", "the end of the batch")

    assert batch(lively, made)["counts"]["succeeded"] == ROWS, chaos.log
    assert len(lively.ledger.renders()) == ROWS
    assert lively.ledger.rows(DOUBLES) == lively.ledger.rows(ORPHANS) == []
    assert faults(lively) == []
    zipped = wait_for_file(lively, f"/v1/batches/{made}/zip")
    with zipfile.ZipFile(io.BytesIO(zipped)) as packed:
        assert packed.testzip() is None
        assert set(packed.namelist()) == {*(f"R{n}.pdf" for n in range(ROWS)), "report.csv"}
    with pikepdf.open(io.BytesIO(wait_for_file(lively, f"/v1/batches/{made}/merged.pdf"))) as pdf:
        assert len(pdf.pages) == ROWS


def wait_for_file(house: House, path: str) -> bytes:
    until(lambda: house.call("GET", path, Prefer="wait=20").status == 200, path)
    content: bytes = house.call("GET", path).body
    return content


def test_a_worker_killed_between_two_chunks_is_continued(lively):
    count = 3000
    made = start(lively, count)
    for part in (1, 1000, 2000):
        reach(lively, made, "queued", part)
        for name in ("worker-a", "worker-b"):
            lively.programs[name].kill()
        lively.revive()

    until(lambda: batch(lively, made)["status"] == "rendering", "the last row")

    assert batch(lively, made)["counts"]["pending"] == 0
    assert len(lively.ledger.renders()) == count
    assert lively.ledger.rows(DOUBLES) == lively.ledger.rows(ORPHANS) == []
    cancelled = lively.call("POST", f"/v1/batches/{made}/cancel")
    assert (cancelled.status, lively.ledger.unfinished()) == (200, 0)
