"""Documents that are deleted by hand: nothing of them is left but what is counted and what was signed."""

from __future__ import annotations

import pytest
from django.conf import settings

from craftkit.accounts import holds
from craftkit.accounts.models import AuditEntry
from craftkit.desk import figures
from craftkit.lib.sealed import unseal
from craftkit.lib.storage import StorageUnavailable, from_settings, own_key
from renders import deleting, forgetting, holding, retention
from renders.models import BatchFile, DoomedFile, HookCall, Render
from sharing.models import StoredCopy
from sharing.models.shares import SEALED_FOR
from tests.api.calls import Caller
from tests.conftest import signed_in
from tests.embed.hosts import enabled
from tests.factories import (
    make_batch,
    make_endpoint,
    make_member,
    make_render,
    make_share,
    make_signature,
    make_template,
)
from webhooks.models import Event


def make_document(party, **fields) -> Render:
    """A finished document with a file."""
    template = party.project.templates.first() or make_template(party.project)
    render = make_render(template, pdf_sha256="ab" * 32, pdf_bytes=4, **{"filename": "Ada.pdf", **fields})
    render.pdf_key = own_key(party.project.pk, "renders", render.pk, "ab" * 32, "pdf")
    render.save()
    from_settings().put(render.pdf_key, b"%PDF", content_type="application/pdf")
    return render


def path(render: Render) -> str:
    return f"/v1/renders/{render.pk}"


def test_a_deleted_document_is_gone_for_everybody(acme, client):
    document, stays = make_document(acme), make_document(acme)
    make_endpoint(acme.project)
    enabled(acme.project)
    token = unseal(make_share(document).token_sealed, purpose=SEALED_FOR)
    copy = StoredCopy.objects.create(render=document, key=f"{acme.project.pk}/linear/x.pdf", sha256="x", size=1)
    from_settings().put(copy.key, b"%PDF", content_type="application/pdf")
    link = Caller(acme.live_key).get(path(document)).json()["downloadUrl"].removeprefix(settings.BASE_URL)
    assert client.get(link).status_code == 200
    call = HookCall.objects.create(template=document.template, status=202, render=document, size=2)

    assert Caller(acme.live_key).delete(path(document)).status_code == 204

    assert Caller(acme.live_key).delete(path(document)).status_code == 404
    for way in ("", "/download", "/receipt", "/shares", "/engagement"):
        assert Caller(acme.live_key).get(path(document) + way).status_code == 404
    assert [row["id"] for row in Caller(acme.live_key).get("/v1/renders").json()["renders"]] == [str(stays.pk)]
    assert Caller(acme.live_key).get(f"/v1/embed/renders/{document.pk}/download").status_code == 404
    assert client.get(link).status_code == 404
    assert client.get(f"/share/{token}").status_code == 410
    assert not any(from_settings().exists(key) for key in (document.pdf_key, copy.key))
    assert not DoomedFile.objects.exists()
    row = Render.objects.get(pk=document.pk)
    assert (row.data, row.filename, row.pdf_key) == ({}, "", "")
    call.refresh_from_db()
    assert call.render is None
    assert not Event.objects.exists()


def test_what_was_made_stays_counted_and_the_deed_is_noted(acme):
    document = make_document(acme)

    Caller(acme.live_key).delete(path(document))

    assert figures.overview(acme.project, "live")["speed"]["count"] == 1
    entry = AuditEntry.objects.get(action="document.deleted")
    assert str(document.pk) in entry.target
    assert entry.role == "key"
    retention.forget()
    assert Render.objects.filter(pk=document.pk).exists()


def test_who_may_not_delete_learns_nothing(acme, globex):
    document = make_document(acme)

    assert Caller(globex.live_key).delete(path(document)).status_code == 404
    assert Caller(acme.test_key).delete(path(document)).status_code == 404
    assert Caller("").delete(path(document)).status_code == 401
    assert Caller(acme.live_key).delete("/v1/renders/rubbish").status_code == 404
    assert from_settings().exists(document.pdf_key)


@pytest.mark.parametrize("status", ["queued", "rendering"])
def test_what_is_being_made_is_not_deleted(acme, status):
    document = make_render(make_template(acme.project), status=status)

    answer = Caller(acme.live_key).delete(path(document))

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_finished")


@pytest.mark.parametrize("whole_project", [True, False])
def test_a_legal_hold_keeps_it(acme, whole_project):
    document = make_document(acme)
    if whole_project:
        holds.place(project=acme.project, by="ada@example.com", reason="")
    else:
        holding.place(render=document, by="ada@example.com", reason="")

    answer = Caller(acme.live_key).delete(path(document))

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "legal_hold")
    assert from_settings().exists(document.pdf_key)


@pytest.mark.parametrize(("status", "answered"), [("sent", 409), ("sealing", 409), ("completed", 204)])
def test_a_signature_request_on_its_way_keeps_it(acme, status, answered):
    document = make_document(acme)
    asked = make_signature(document, status=status)

    answer = Caller(acme.live_key).delete(path(document))

    assert answer.status_code == answered
    if answered == 409:
        assert answer.json()["error"]["code"] == "signature_pending"
    page = acme.client.get(f"/projects/{acme.project.pk}/signatures/{asked.pk}").content.decode()
    assert (f"/documents/{document.pk}" in page) == (answered == 409)


def test_a_batch_knows_that_a_document_was_deleted_and_packs_it_no_more(acme):
    document, stays = make_document(acme), make_document(acme)
    batch = make_batch(document, stays)
    key = f"{acme.project.pk}/batches/{batch.pk}/all.zip"
    from_settings().put(key, b"PK", content_type="application/zip")
    BatchFile.objects.create(batch=batch, kind="zip", status="ready", key=key)

    deleting.delete(render=document)

    assert [row.status for row in batch.rows.order_by("number")] == ["deleted", "succeeded"]
    assert not batch.files.exists()
    assert not from_settings().exists(key)


def test_a_repeated_call_does_not_bring_it_back(acme):
    template = make_template(acme.project)
    body, header = {"data": {"customer": {"name": "Ada"}}}, {"Idempotency_Key": "order-1"}
    made = Caller(acme.live_key).post(f"/v1/templates/{template.slug}/render", body, **header).json()
    Render.objects.cancel(made["id"])
    Caller(acme.live_key).delete(f"/v1/renders/{made['id']}")

    again = Caller(acme.live_key).post(f"/v1/templates/{template.slug}/render", body, **header)

    assert (again.status_code, again.json()["error"]["code"]) == (410, "render_deleted")


def test_files_wait_for_a_store_that_is_away(acme, monkeypatch):
    document = make_document(acme)

    def away(key: str) -> None:
        raise StorageUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_remove", away)
        deleting.delete(render=document)
    assert from_settings().exists(document.pdf_key)

    retention.forget()

    assert not from_settings().exists(document.pdf_key)


def test_a_document_that_was_deleted_meanwhile_is_not_held(acme):
    document = make_document(acme)
    deleting.delete(render=document)

    answer = acme.client.post(f"/projects/{acme.project.pk}/documents/{document.pk}/hold", {"hold": "yes"})

    assert answer.status_code == 404
    assert not holding.has_held(acme.project)


def pages(party) -> str:
    return f"/projects/{party.project.pk}/documents"


def test_the_page_of_a_document_asks_and_deletes(acme):
    document = make_document(acme)
    page = f"{pages(acme)}/{document.pk}"
    assert f"{page}/delete" in acme.client.get(page).content.decode()

    asked = acme.client.get(f"{page}/delete").content.decode()
    answer = acme.client.post(f"{page}/delete", follow=True)

    assert "Delete “Ada.pdf”?" in asked
    assert answer.redirect_chain == [(pages(acme), 302)]
    assert "The document is deleted." in answer.content.decode()
    assert acme.client.get(page).status_code == 404
    assert acme.client.post(f"{page}/delete").status_code == 404
    assert not from_settings().exists(document.pdf_key)


def test_the_page_says_what_is_in_the_way(acme):
    document = make_document(acme)
    holding.place(render=document, by="ada@example.com", reason="")
    page = f"{pages(acme)}/{document.pk}/delete"

    asked, told = acme.client.get(page).content.decode(), acme.client.post(page, follow=True).content.decode()

    assert "A legal hold stands on the document" in asked
    assert 'method="post" action="' + page not in asked
    assert "A legal hold stands on the document" in told
    assert from_settings().exists(document.pdf_key)


def test_viewers_are_not_offered_to_delete(acme):
    document = make_document(acme)
    viewer = signed_in(make_member(acme.account, "viewer"))

    assert "Delete" not in viewer.get(f"{pages(acme)}/{document.pk}").content.decode()
    assert "picks-delete" not in viewer.get(pages(acme)).content.decode()
    assert viewer.post(f"{pages(acme)}/delete", {"id": [str(document.pk)], "sure": "yes"}).status_code == 403


def test_picked_documents_are_deleted_once_that_is_confirmed(acme, globex):
    gone, held, foreign = make_document(acme), make_document(acme), make_document(globex)
    make_signature(held)
    body = {"id": [str(row.pk) for row in (gone, held, foreign)]}

    asked = acme.client.post(f"{pages(acme)}/delete?status=succeeded", body)
    assert "Delete 2 documents?" in asked.content.decode()
    assert Render.objects.filter(deleted_at=None).count() == 3
    answer = acme.client.post(f"{pages(acme)}/delete?status=succeeded", {**body, "sure": "yes"}, follow=True)

    assert answer.redirect_chain == [(f"{pages(acme)}?status=succeeded", 302)]
    page = answer.content.decode()
    assert "1 document is deleted." in page
    assert "1 document stays: The document is out for signature." in page
    assert list(Render.objects.exclude(deleted_at=None)) == [gone]
    again = acme.client.post(f"{pages(acme)}/delete", {"id": ["rubbish", str(gone.pk)], "sure": "yes"}, follow=True)
    assert "Select documents first." in again.content.decode()
