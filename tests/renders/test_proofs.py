"""Receipts, and documents checked against them."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.test import Client

from craftkit.lib.storage import store_from_url
from renders import proofs
from renders.models import Render
from tests.api.calls import Caller, error
from tests.factories import make_render, make_template

PDF = b"%PDF-1.7 a small file"
SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def render(acme, settings):
    store_from_url(settings.STORAGE_URL).put("one.pdf", PDF, content_type="application/pdf")
    facts: dict[str, Any] = {
        "pdf_key": "one.pdf",
        "pdf_sha256": SHA256,
        "pdf_bytes": len(PDF),
        "pages": 1,
        "engine": "Chromium 1",
    }
    return make_render(make_template(acme.project), **facts)


def test_a_receipt_names_version_data_engine_and_file(acme, render):
    body = Caller(acme.live_key).get(f"/v1/renders/{render.pk}/receipt").json()

    assert (body["sha256"], body["engine"], body["template"]["versionNumber"]) == (SHA256, "Chromium 1", 1)
    assert all(len(body[name]) == 64 for name in ("dataHash", "fontsHash"))


def test_receipts_of_equal_data_are_equal_and_of_other_data_are_not(acme, render):
    caller = Caller(acme.live_key)
    same = make_render(render.template, data=dict(reversed(render.data.items())))
    other = make_render(render.template, data={"customer": {"name": "Other"}})

    hashes = [caller.get(f"/v1/renders/{row.pk}/receipt").json()["dataHash"] for row in (render, same, other)]

    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize("path", ["receipt", "verify"])
def test_a_render_without_a_document_has_no_proof(acme, path):
    queued = make_render(make_template(acme.project), status="queued")

    answer = Caller(acme.live_key).send("GET" if path == "receipt" else "POST", f"/v1/renders/{queued.pk}/{path}")

    assert (answer.status_code, error(answer)["code"]) == (409, "not_ready")


@pytest.mark.parametrize(("body", "matches"), [(PDF, True), (PDF + b" ", False)])
def test_a_file_is_this_document_byte_for_byte_or_not(acme, render, body, matches):
    answer = send_file(acme, render, body)

    assert answer.json() == {
        "method": "file",
        "compared": "bytes",
        "matches": matches,
        "sha256": hashlib.sha256(body).hexdigest(),
        "expectedSha256": SHA256,
        "renderId": None,
    }


def test_an_empty_file_and_another_type_are_refused(acme, render):
    assert send_file(acme, render, b"").status_code == 400
    assert send_file(acme, render, b"x", "image/png").status_code == 415


def test_a_file_over_the_limit_is_413(acme, render, monkeypatch):
    monkeypatch.setattr(proofs, "FILE_BYTES", 5)

    assert send_file(acme, render, PDF).status_code == 413


def test_without_a_file_the_document_is_made_again_from_the_same_data(acme, render, monkeypatch):
    monkeypatch.setattr(proofs, "PATIENCE_SECONDS", 0)

    answer = Caller(acme.live_key).post(f"/v1/renders/{render.pk}/verify").json()

    again = Render.objects.get(pk=answer["renderId"])
    assert (answer["method"], answer["matches"]) == ("render", None)
    assert (again.version, again.data, again.source) == (render.version, render.data, "verify")


def send_file(party, render, body: bytes, kind: str = "application/pdf"):
    client = Client(headers={"Authorization": f"Bearer {party.live_key}"})
    return client.post(f"/v1/renders/{render.pk}/verify", body, content_type=kind, CONTENT_TYPE=kind)
