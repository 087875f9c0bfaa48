"""The pages about batches: from an upload over a look at it to the documents."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from craftkit.lib.storage import from_settings
from renders.batches.clerk import Clerk, build, expand, settle
from renders.batches.preview import example
from renders.batches.tidying import DRAFT_AGE, FILE_AGE, tidy
from renders.models import Batch, BatchFile, Render
from templates_app.fields import parse_manifest
from tests.factories import MANIFEST, make_batch, make_render, make_template
from tests.renders.batches.test_reading import rows

CSV = "Kunde;Total;Region\nKontor Nord;12.5;Nord\n;7;Süd\n".encode("cp1252")


@pytest.fixture
def template(acme):
    return make_template(acme.project)


def path(acme, *parts: object) -> str:
    return "/".join(map(str, ("/projects", acme.project.pk, *parts)))


def upload(acme, raw: bytes = CSV):
    file = SimpleUploadedFile("kunden.csv", raw)
    return acme.client.post(path(acme, "templates/invoice/batch"), {"file": file, "env": "test"})


def form(**fields: str) -> dict[str, str]:
    return {"column-0": "customer.name", "mode": "partial", "on_error": "continue", "name": "June", **fields}


def test_an_upload_is_looked_at_mapped_and_started(acme, template):
    looked = upload(acme)
    first = acme.client.get(looked["Location"]).content.decode()
    mapped = acme.client.post(looked["Location"], form()).content.decode()
    started = acme.client.post(looked["Location"], form(start="yes", filename="{{customer.name}}"))

    batch = Batch.objects.get()
    assert "No column feeds <code>customer.name</code>" in first
    assert "1 of the first 2 would be refused" in mapped
    assert "customer.name: Required" in mapped
    assert started["Location"] == path(acme, "batches", batch.pk)
    assert (batch.status, batch.env, batch.name, batch.options) == (
        "queued",
        "test",
        "June",
        {"filename": "{{customer.name}}"},
    )
    Clerk([expand], worker="x", store=from_settings()).round()
    assert Render.objects.get().filename == "Kontor Nord.pdf"


def test_a_draft_is_nothing_that_runs(acme, template):
    upload(acme)

    Clerk([expand, settle], worker="x", store=from_settings()).round()

    assert Batch.objects.get().status == "draft"
    assert "kunden.csv" not in acme.client.get(path(acme, "batches?env=test")).content.decode()


@pytest.mark.parametrize(
    "fields", [{"filename": "{{nothing}}"}, {"locale": "xx-nothing"}, {"column-1": "customer.name"}]
)
def test_a_start_with_a_fault_says_which_and_starts_nothing(acme, template, fields):
    looked = upload(acme)

    answer = acme.client.post(looked["Location"], form(start="yes", **fields))

    assert answer.status_code == 422
    assert Batch.objects.get().status == "draft"


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(acme, template):
    answer = upload(acme, b"\x00\x01\x02")

    assert answer.status_code == 422
    assert "The file is no text." in answer.content.decode()
    assert not Batch.objects.exists()


def test_the_page_shows_reasons_and_files(acme, template):
    batch = make_batch(
        make_render(template, pdf_key="a.pdf", filename="good.pdf"),
        make_render(template, status="failed", error_message="It took too long."),
    )
    from_settings().put("a.pdf", b"%PDF-1.7", content_type="application/pdf")
    file = path(acme, "batches", batch.pk, "files/zip")

    asked = acme.client.post(file)
    Clerk([build], worker="x", store=from_settings()).round()
    page = acme.client.get(asked["Location"]).content.decode()
    narrowed = acme.client.get(asked["Location"] + "?status=failed").content.decode()

    assert "It took too long." in page
    assert "good.pdf" in page
    assert "good.pdf" not in narrowed
    assert 'id="retry"' in page
    assert acme.client.get(file).getvalue().startswith(b"PK")


def test_the_example_is_read_as_one_document_that_fits(acme, template):
    raw = acme.client.get(path(acme, "templates/invoice/batch/example.csv")).content

    [row] = rows(raw)

    assert len(row.data["items"]) == 3
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig")))) == example(parse_manifest(MANIFEST))


def test_what_is_past_its_term_is_forgotten(acme, template):
    upload(acme)
    draft = Batch.objects.get()
    batch = make_batch(make_render(template), source_key="done/source")
    BatchFile.objects.create(batch=batch, kind="zip", status="ready", key="old.zip")
    store = from_settings()
    for key in ("done/source", "old.zip"):
        store.put(key, b"x", content_type="text/plain")
    Batch.objects.filter(pk=draft.pk).update(created_at=timezone.now() - DRAFT_AGE * 2)
    BatchFile.objects.update(created_at=timezone.now() - FILE_AGE * 2)

    tidy()

    assert not any(store.exists(key) for key in ("done/source", "old.zip", draft.source_key))
    assert list(Batch.objects.values_list("pk", "source_key")) == [(batch.pk, "")]
    assert not BatchFile.objects.exists()


def test_a_batch_on_its_way_says_how_long_it_will_take(acme):
    template = make_template(acme.project)
    states = ["succeeded"] * 6 + ["queued"] * 12
    batch = make_batch(*(make_render(template, status=state, is_bulk=True) for state in states), status="rendering")
    Batch.objects.filter(pk=batch.pk).update(created_at=timezone.now() - timedelta(seconds=60))

    page = acme.client.get(f"/projects/{acme.project.pk}/batches/{batch.pk}").content.decode()

    assert "6 / 18" in page
    assert "about 2 minutes left" in page
