"""From rows to renders and files: chunks, kills, refusals, retries, ends."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pikepdf
import pytest
from django.db.models import Q

from craftkit.lib.storage import from_settings
from renders.batches import actions, bundles, machine
from renders.batches.clerk import Clerk, build, expand, settle
from renders.batches.report import report
from renders.models import Batch, BatchFile, BatchRow, Render
from tests.factories import SAMPLE, make_endpoint, make_template
from tests.fakes import fake_worker
from webhooks.models import Event

GOOD, BAD = {"customer": {"name": "Acme"}}, {"total": "much"}


@pytest.fixture
def clerk(db) -> Clerk:
    """A clerk that works when the test says so."""
    return Clerk([expand, settle, build], worker="host:1:aa", store=from_settings())


@pytest.fixture
def template(acme):
    return make_template(acme.project)


def accept(template, rows, **wishes) -> Batch:
    upload = actions.Upload(json.dumps(rows).encode())
    given = {"version": template.current_version, "asker": actions.Asker("live")}
    return actions.accept(**given, upload=upload, wishes=actions.Wishes(**wishes))[0]


def print_all(folder) -> None:
    worker = fake_worker(folder)
    worker.store = from_settings()
    while worker.serve_one():
        pass


def fresh(batch: Batch) -> Batch:
    return Batch.objects.get(pk=batch.pk)


def test_each_valid_row_becomes_a_render_and_each_other_says_why(clerk, template):
    batch = accept(template, [GOOD, BAD, SAMPLE], options={"locale": "de-DE", "filename": "{{row}}-{{customer.name}}"})

    clerk.shift_ends = 1e12
    clerk.round()

    first, second, third = BatchRow.objects.filter(batch=batch).order_by("number")
    assert first.render
    assert third.render
    assert second.issues
    assert (first.render.filename, third.render.filename) == ("00001-Acme.pdf", "00003-North Wind Ltd.pdf")
    assert first.render.options == {"locale": "de-DE", "filename": "00001-Acme.pdf"}
    assert (first.render.source, first.render.is_bulk) == ("batch", True)
    assert (second.status, second.render) == ("invalid", None)
    assert set(second.issues["fieldErrors"]) == {"customer.name", "total"}
    assert fresh(batch).status == "rendering"


def test_a_batch_is_taken_up_where_it_was_left(clerk, template, monkeypatch):
    monkeypatch.setattr(machine, "CHUNK", 2)
    monkeypatch.setattr("renders.batches.clerk.SHIFT_SECONDS", -1)
    batch = accept(template, [GOOD] * 5)

    steps = []
    while fresh(batch).status == "queued":
        expand(clerk)
        steps.append(fresh(batch).expanded)

    assert steps[:3] == [2, 4, 5]
    assert sorted(BatchRow.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert Render.objects.count() == 5


def test_who_lost_the_lease_writes_nothing_more(clerk, template, monkeypatch):
    batch = accept(template, [GOOD] * 3)
    token = Batch.objects.claim(batch.pk, worker="slow", seconds=30)
    assert token
    slow = Batch.objects.get(pk=batch.pk)
    Batch.objects.filter(pk=batch.pk).update(lease_token=None, status="queued")
    clerk.shift_ends = 1e12
    expand(clerk)

    with pytest.raises(machine.LeaseLost):
        list(machine._Expansion(slow, token, clerk.store, lambda: False).expand())

    assert Render.objects.count() == 3


def test_all_or_nothing_makes_nothing_when_one_row_is_invalid(clerk, template, acme):
    make_endpoint(acme.project, events=["batch.completed"])
    batch = accept(template, [GOOD, BAD], mode="all-or-nothing")

    clerk.round()

    batch = fresh(batch)
    assert (batch.status, batch.error_code) == ("failed", "rows_invalid")
    assert Render.objects.count() == 0
    assert [row.status for row in BatchRow.objects.order_by("number")] == ["skipped", "invalid"]
    assert Event.objects.get().type == "batch.completed"


def test_all_or_nothing_makes_all_when_all_are_valid(clerk, template):
    accept(template, [GOOD, GOOD], mode="all-or-nothing")

    clerk.round()

    assert Render.objects.count() == 2


def test_a_batch_completes_once_and_tells(clerk, template, acme, tmp_path):
    make_endpoint(acme.project, events=["batch.completed"])
    batch = accept(template, [GOOD, BAD])
    clerk.round()
    print_all(tmp_path)

    clerk.round()
    clerk.round()

    batch = fresh(batch)
    assert (batch.status, batch.counts["succeeded"], batch.counts["invalid"]) == ("completed", 1, 1)
    assert Event.objects.filter(type="batch.completed").count() == 1


def test_stop_cancels_the_rest_after_a_failure(clerk, template):
    batch = accept(template, [GOOD] * 3, on_error="stop")
    clerk.round()
    first = Render.objects.order_by("pk")[0]
    Render.objects.filter(pk=first.pk).update(status="failed")

    clerk.round()

    assert fresh(batch).counts["cancelled"] == 2


def test_retry_sends_only_what_ended_badly_again(clerk, template, tmp_path):
    batch = accept(template, [GOOD] * 3)
    clerk.round()
    failed = Render.objects.order_by("pk")[1]
    Render.objects.filter(pk=failed.pk).update(status="failed")
    print_all(tmp_path)
    clerk.round()

    actions.retry(batch=fresh(batch))
    clerk.round()

    assert Render.objects.count() == 4
    row = BatchRow.objects.get(number=2)
    assert row.render
    assert (row.render.status, row.render.data, row.round) == ("queued", failed.data, 1)
    with pytest.raises(actions.NothingToRetry):
        actions.retry(batch=fresh(batch))


def test_cancel_stops_rows_and_renders_and_retry_goes_on(clerk, template, monkeypatch):
    monkeypatch.setattr(machine, "CHUNK", 2)
    monkeypatch.setattr("renders.batches.clerk.SHIFT_SECONDS", -1)
    batch = accept(template, [GOOD] * 3)
    expand(clerk)

    actions.cancel(batch=fresh(batch))
    expand(clerk)
    cancelled = Render.objects.filter(status="cancelled").count()
    actions.retry(batch=fresh(batch))
    while fresh(batch).status == "queued":
        expand(clerk)

    assert cancelled == 2
    assert Render.objects.filter(status="queued").count() == 3
    assert BatchRow.objects.count() == 3


def test_a_batch_that_killed_every_worker_is_given_up(clerk, template):
    batch = accept(template, [GOOD])
    for _ in range(3):
        Batch.objects.claim(batch.pk, worker="dead", seconds=-1)

    clerk.round()

    assert (fresh(batch).status, fresh(batch).error_code) == ("failed", "batch_crashed")


def test_the_zip_has_a_file_for_each_document_and_the_report(clerk, template, tmp_path):
    batch = accept(template, [GOOD, BAD, GOOD], options={"filename": "../{{customer.name}}"})
    clerk.round()
    print_all(tmp_path)
    clerk.round()

    file = actions.want_file(batch=fresh(batch), kind="zip")
    clerk.round()

    file.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(clerk.store.get(file.key))) as packed:
        names = packed.namelist()
        lines = list(csv.reader(io.StringIO(packed.read("report.csv").decode("utf-8-sig"))))
        assert packed.testzip() is None
    assert names == ["Acme.pdf", "Acme (3).pdf", "report.csv"]
    assert [line[2] for line in lines] == ["status", "succeeded", "invalid", "succeeded"]
    assert (file.status, file.total) == ("ready", 2)


def test_the_merged_pdf_has_all_pages_and_a_bookmark_for_each(clerk, template, tmp_path, monkeypatch):
    monkeypatch.setattr(bundles, "PART", 2)
    batch = accept(template, [GOOD] * 5, options={"filename": "{{row}}"})
    clerk.round()
    print_all(tmp_path)
    clerk.round()

    file = actions.want_file(batch=fresh(batch), kind="merged")
    clerk.round()

    file.refresh_from_db()
    with pikepdf.open(io.BytesIO(clerk.store.get(file.key))) as pdf, pdf.open_outline() as outline:
        assert len(pdf.pages) == 5
        assert [item.title for item in outline.root] == ["00001", "00002", "00003", "00004", "00005"]


def test_a_missing_document_fails_the_file_and_is_named(clerk, template, tmp_path):
    batch = accept(template, [GOOD])
    clerk.round()
    print_all(tmp_path)
    clerk.round()
    Render.objects.update(pdf_key="gone.pdf")

    file = actions.want_file(batch=fresh(batch), kind="zip")
    clerk.round()

    file.refresh_from_db()
    assert (file.status, file.error_code) == ("failed", "document_missing")
    assert "row 1" in file.error_message


def test_a_file_whose_builder_dies_each_time_is_given_up(clerk, template, tmp_path):
    batch = accept(template, [GOOD])
    clerk.round()
    print_all(tmp_path)
    clerk.round()
    file = actions.want_file(batch=fresh(batch), kind="zip")
    for _ in range(3):
        BatchFile.objects.claim(file.pk, worker="dead", seconds=-1)

    clerk.round()

    assert BatchFile.objects.filter(Q(status="failed"), error_code="file_crashed").count() == 1


def test_the_report_gives_no_formula_to_a_spreadsheet(clerk, template):
    accept(template, [{"data": GOOD, "externalId": "=cmd|calc"}])
    clerk.round()

    text = "".join(report(Batch.objects.get()))

    assert "\r\n1,'=cmd|calc,queued," in text
