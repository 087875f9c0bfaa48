"""Retention: what is past its term goes with its files, and nothing that is younger, held or somebody else's."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from craftkit.accounts import governing, holds
from craftkit.api.models import LoggedRequest
from craftkit.lib.sealed import unseal
from craftkit.lib.storage import StorageUnavailable, from_settings, own_key
from embed import retention as embed_retention
from renders import forgetting, holding, retention
from renders.batches import tidying
from renders.models import Batch, BatchFile, DoomedFile, HookCall, Render
from sharing.models.shares import SEALED_FOR
from templates_app import uploads
from tests.api.calls import Caller
from tests.factories import (
    make_batch,
    make_delivery,
    make_logged_request,
    make_render,
    make_share,
    make_template,
)
from webhooks import retention as webhook_retention
from webhooks.models import Event

DAY = timedelta(days=1)


def make_document(project, *, age: int = 0, template=None, **fields) -> Render:
    """A finished document of that many days ago with a file."""
    moment, row_id = timezone.now() - age * DAY, uuid.uuid4()
    key = own_key(project.pk, "renders", row_id, "ab" * 32, "pdf")
    from_settings().put(fields.get("pdf_key", key), b"%PDF", content_type="application/pdf")
    given = {"pdf_key": key, "pdf_sha256": "ab" * 32, "pdf_bytes": 4, "completed_at": moment, **fields}
    template = template or project.templates.first() or make_template(project)
    return make_render(template, id=row_id, created_at=moment, **given)


def has_file(key: str) -> bool:
    return from_settings().exists(key)


def test_without_terms_documents_stay_for_ever(acme):
    old = make_document(acme.project, age=5000)

    retention.forget()

    old.refresh_from_db()
    assert has_file(old.pdf_key)
    assert old.data


def test_pdfs_and_data_go_after_their_own_terms_and_hashes_stay(acme, globex):
    governing.change_terms(project=acme.project, terms={"pdfs": 30, "data": 60})
    ages = {age: make_document(acme.project, age=age) for age in (29, 31, 61)}
    foreign = make_document(globex.project, age=500)
    keys, before = {age: row.pdf_key for age, row in ages.items()}, Caller(acme.live_key)
    hashed = before.get(f"/v1/renders/{ages[61].pk}/receipt").json()["dataHash"]

    retention.forget()

    for row in [*ages.values(), foreign]:
        row.refresh_from_db()
    assert [has_file(keys[age]) for age in (29, 31, 61)] == [True, False, False]
    assert [bool(ages[age].data) for age in (29, 31, 61)] == [True, True, False]
    assert ages[31].pdf_sha256
    assert ages[61].status == "succeeded"
    assert has_file(foreign.pdf_key)
    assert foreign.data
    assert not DoomedFile.objects.exists()
    assert before.get(f"/v1/renders/{ages[61].pk}").json()["downloadUrl"] is None
    assert before.get(f"/v1/renders/{ages[61].pk}/receipt").json()["dataHash"] == hashed
    assert before.post(f"/v1/renders/{ages[61].pk}/verify").status_code == 410
    assert before.get(f"/v1/renders/{ages[61].pk}/download").status_code == 410


def test_what_is_held_stays_until_the_hold_is_lifted(acme):
    governing.change_terms(project=acme.project, terms={"pdfs": 1, "data": 1})
    held, free = make_document(acme.project, age=9), make_document(acme.project, age=9)
    holding.place(render=held, by="ada@example.com", reason="Case 7")

    retention.forget()

    held.refresh_from_db()
    assert has_file(held.pdf_key)
    assert held.data
    assert not has_file(free.pdf_key)
    with pytest.raises(ProtectedError), transaction.atomic():
        held.delete()

    holding.lift(render=held)
    retention.forget()

    assert not has_file(held.pdf_key)


def test_a_held_project_loses_nothing(acme):
    governing.change_terms(project=acme.project, terms=dict.fromkeys(("pdfs", "data", "requests", "calls"), 1))
    document = make_document(acme.project, age=9)
    long_ago = timezone.now() - 100 * DAY
    make_logged_request(acme.project, created_at=long_ago)
    HookCall.objects.create(template=document.template, status=202, size=2, received_at=long_ago)
    Event.objects.filter(pk=make_delivery(acme.project).event_id).update(created_at=long_ago)
    holds.place(project=acme.project, by="ada@example.com", reason="")

    retention.forget()
    webhook_retention.forget()
    embed_retention.forget()

    document.refresh_from_db()
    assert has_file(document.pdf_key)
    assert document.data
    assert LoggedRequest.objects.count() == HookCall.objects.count() == Event.objects.count() == 1


def test_a_hold_that_is_placed_between_choice_and_lock_is_seen(acme):
    governing.change_terms(project=acme.project, terms={"pdfs": 1})
    document = make_document(acme.project, age=9)
    holding.place(render=document, by="ada@example.com", reason="")

    # The rows as they were chosen before the hold was there.
    forgetting.in_chunks(forgetting.with_pdf(), forgetting.take_pdfs, ends=float("inf"))

    assert has_file(document.pdf_key)


def test_logs_follow_the_projects_own_term(acme, globex):
    governing.change_terms(project=acme.project, terms={"requests": 30, "deliveries": 5})
    governing.change_terms(project=globex.project, terms={"requests": 0})
    for project, age in [(acme.project, 8), (acme.project, 31), (globex.project, 900)]:
        make_logged_request(project, created_at=timezone.now() - age * DAY)
    Event.objects.filter(pk=make_delivery(acme.project).event_id).update(created_at=timezone.now() - 6 * DAY)
    Event.objects.filter(pk=make_delivery(globex.project).event_id).update(created_at=timezone.now() - 6 * DAY)

    retention.forget()
    webhook_retention.forget()

    assert LoggedRequest.objects.filter(project=acme.project).count() == 1
    assert LoggedRequest.objects.filter(project=globex.project).count() == 1
    assert [event.project for event in Event.objects.all()] == [globex.project]


def test_a_file_that_a_younger_document_shares_stays(acme):
    governing.change_terms(project=acme.project, terms={"pdfs": 30})
    key = f"{acme.project.pk}/renders/{'cd' * 32}.pdf"
    old, young = (make_document(acme.project, age=age, pdf_key=key) for age in (40, 1))

    retention.forget()

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.pdf_key, young.pdf_key) == ("", key)
    assert has_file(key)


def test_files_wait_for_a_store_that_is_away(acme, monkeypatch):
    governing.change_terms(project=acme.project, terms={"pdfs": 1})
    document = make_document(acme.project, age=9)

    def away(key: str) -> None:
        raise StorageUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_remove", away)
        retention.forget()
    assert has_file(document.pdf_key)
    assert DoomedFile.objects.count() == 1

    retention.forget()

    assert not has_file(document.pdf_key)


def test_rows_that_are_rolled_back_keep_their_files(acme, monkeypatch):
    governing.change_terms(project=acme.project, terms={"pdfs": 1})
    document = make_document(acme.project, age=9)

    def broken(rows: list[Render]) -> None:
        forgetting.take_pdfs(rows)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        forgetting.in_chunks(forgetting.with_pdf(), broken, ends=float("inf"))
    forgetting.remove_doomed(ends=float("inf"))

    document.refresh_from_db()
    assert has_file(document.pdf_key)


def test_a_link_to_a_document_that_went_says_that_it_ended(acme, client):
    document = make_document(acme.project, age=9)
    token = unseal(make_share(document).token_sealed, purpose=SEALED_FOR)
    governing.change_terms(project=acme.project, terms={"pdfs": 1})

    retention.forget()

    assert client.get(f"/share/{token}").status_code == 410
    assert client.get(f"/share/{token}/file").status_code in {404, 410}


def killed(*args: object, **kwargs: object) -> None:
    """Stands where files go: the process dies there, after the rows were committed."""
    raise KeyboardInterrupt


def test_tidying_that_dies_before_the_files_go_leaves_nothing_for_ever(acme, monkeypatch):
    template = make_template(acme.project)
    keys = [f"{acme.project.pk}/batches/{name}" for name in ("draft", "read", "all.zip")]
    long_ago = timezone.now() - 30 * DAY
    make_batch(make_render(template), status="draft", source_key=keys[0], created_at=long_ago)
    done = make_batch(make_render(template), source_key=keys[1])
    BatchFile.objects.create(batch=done, kind="zip", status="ready", key=keys[2], created_at=long_ago)
    for key in keys:
        from_settings().put(key, b"x", content_type="text/plain")

    with monkeypatch.context() as patch:
        patch.setattr(tidying, "remove_doomed", killed)
        with pytest.raises(KeyboardInterrupt):
            tidying.tidy()
    assert list(Batch.objects.values_list("pk", "source_key")) == [(done.pk, "")]
    assert all(map(has_file, keys))
    retention.forget()

    assert not any(map(has_file, keys))


def test_an_asset_whose_deletion_dies_before_its_file_goes_leaves_nothing_for_ever(acme, monkeypatch):
    store = from_settings()
    asset, _ = uploads.store_asset(project=acme.project, data=b"Terms", store=store)
    key = asset.key

    with monkeypatch.context() as patch:
        patch.setattr(uploads, "remove_bytes", killed)
        with pytest.raises(KeyboardInterrupt):
            uploads.delete_asset(asset=asset, store=store)
    asset.refresh_from_db()
    assert (asset.key, has_file(key)) == ("", True)
    retention.forget()

    assert not has_file(key)


def test_an_asset_that_was_sent_again_meanwhile_keeps_its_file(acme):
    store = from_settings()
    asset, _ = uploads.store_asset(project=acme.project, data=b"Terms", store=store)
    uploads.delete_asset(asset=asset, store=store)
    again, _ = uploads.store_asset(project=acme.project, data=b"Terms", store=store)

    retention.forget()

    assert has_file(again.key)
    assert not DoomedFile.objects.exists()
