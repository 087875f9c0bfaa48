"""A project's settings: what administrators see, what they change, and what comes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from craftkit.accounts import governing, holds
from craftkit.accounts.models import AuditEntry, Project
from craftkit.lib.storage import from_settings
from craftkit.mail.composing import brand_of
from renders import holding, purging, retention
from renders.models import LegalHold, Render
from signatures.models import AuditEntry as TrailEntry
from signatures.models import SignatureRequest
from templates_app.models import Template
from tests.api.calls import Caller
from tests.conftest import signed_in
from tests.factories import (
    make_asset,
    make_batch,
    make_delivery,
    make_logged_request,
    make_member,
    make_render,
    make_share,
    make_signature,
    make_template,
)
from tests.renders.test_forgetting import make_document
from tests.templates_app.uploads import png

KINDS = ("pdfs", "data", "requests", "calls", "deliveries", "mails", "submissions")
AS_BEFORE = {f"{kind}_mode": "default" for kind in KINDS}


def actions_of(party) -> set[str]:
    return set(AuditEntry.objects.filter(account=party.account).values_list("action", flat=True))


def test_the_name_changes_and_the_slug_stays(acme):
    base = f"/projects/{acme.project.pk}/settings"

    acme.client.post(base, {"name": "Acme & Sons"})

    acme.project.refresh_from_db()
    assert (acme.project.name, acme.project.slug) == ("Acme & Sons", "acme")
    assert "project.renamed" in actions_of(acme)


def test_the_brand_is_the_one_of_mails_and_share_pages(acme, client):
    logo = make_asset(acme.project, png())
    base = f"/projects/{acme.project.pk}/settings/brand"

    bad = acme.client.post(base, {"color": "red"})
    good = acme.client.post(base, {"color": "#AA3300", "logo": logo.pk})

    brand = brand_of(acme.project)
    assert (bad.status_code, good.status_code) == (422, 302)
    assert (brand.color, brand.logo_mime) == ("#aa3300", "image/png")
    assert acme.client.get(f"{base}/logo")["Content-Type"] == "image/png"
    acme.client.post(base, {"color": "", "no_logo": "on"})
    assert not brand_of(acme.project).logo
    assert "brand.changed" in actions_of(acme)


def test_signing_pages_have_the_brand(acme, client):
    logo = make_asset(acme.project, png())
    acme.client.post(f"/projects/{acme.project.pk}/settings/brand", {"color": "#aa3300", "logo": logo.pk})
    document = make_document(acme.project)
    link = f"/sign/{make_signature(document).recipients.get().token}"

    page = client.get(link).content.decode()

    assert f"{link}/logo" in page
    assert "#aa3300" in client.get(f"{link}/look.css").content.decode()
    assert client.get(f"{link}/logo")["Content-Type"] == "image/png"
    assert client.get("/sign/unknown/logo").status_code == 404


def test_a_logo_of_another_project_is_refused(acme, globex):
    foreign = make_asset(globex.project, png())

    answer = acme.client.post(f"/projects/{acme.project.pk}/settings/brand", {"color": "", "logo": foreign.pk})

    assert answer.status_code == 422
    assert not brand_of(acme.project).logo


def test_new_templates_and_documents_begin_with_the_projects_language(acme):
    old = make_template(acme.project, "old")
    path, caller = f"/projects/{acme.project.pk}/settings/language", Caller(acme.live_key)

    assert acme.client.post(path, {"locale": "de-AT", "time_zone": "Europe/Vienna"}).status_code == 302
    assert acme.client.post(path, {"locale": "tlh", "time_zone": "Mars/Base"}).status_code == 422
    version = old.versions.get()
    caller.put("/v1/templates/new", {"name": "New", "manifest": version.manifest, "layout": version.content})
    made = caller.post("/v1/templates/old/render", {"data": version.sample_data}).json()["id"]
    other = {"data": version.sample_data, "options": {"timezone": "Asia/Tokyo"}}
    named = caller.post("/v1/templates/old/render", other).json()["id"]

    assert Template.objects.get(slug="new").locale == "de-AT"
    assert Template.objects.get(slug="old").locale == "en"
    assert Render.objects.get(pk=made).options == {"timezone": "Europe/Vienna"}
    assert Render.objects.get(pk=named).options == {"timezone": "Asia/Tokyo"}


def test_what_would_go_is_shown_before_it_is_confirmed_and_is_what_goes(acme):
    path = f"/projects/{acme.project.pk}/settings/retention"
    for age in (1, 40, 50):
        make_document(acme.project, age=age)
    held = make_document(acme.project, age=60)
    holding.place(render=held, by="ada@example.com", reason="")
    wish = {**AS_BEFORE, "pdfs_mode": "days", "pdfs_days": 30}

    asked = acme.client.post(path, wish).content.decode()
    nothing_yet = governing.settings_of(acme.project).terms["pdfs"]
    confirmed = acme.client.post(path, {**wish, "confirmed": "yes"})
    retention.forget()

    assert "PDFs of documents: 2 of 4" in asked
    assert nothing_yet is None
    assert confirmed.status_code == 302
    assert Render.objects.exclude(pdf_key="").count() == 2
    assert "retention.changed" in actions_of(acme)


@pytest.mark.parametrize("days", ["0", "3651", "-1", "", "x"])
def test_terms_have_bounds(acme, days):
    wish = {**AS_BEFORE, "mails_mode": "days", "mails_days": days}

    assert acme.client.post(f"/projects/{acme.project.pk}/settings/retention", wish).status_code == 422


def test_limits_name_what_to_change(acme):
    page = acme.client.get(f"/projects/{acme.project.pk}/settings/limits").content.decode()

    assert "1,200 a minute" in page
    assert "CRAFTKIT_RENDER_SECONDS" in page


def test_a_document_is_held_and_let_go_on_its_page(acme):
    document = make_document(acme.project)
    path = f"/projects/{acme.project.pk}/documents/{document.pk}"
    editor = signed_in(make_member(acme.account, "editor"))

    assert editor.post(f"{path}/hold", {"hold": "yes"}).status_code == 403
    acme.client.post(f"{path}/hold", {"hold": "yes", "reason": "Case 7"})
    page = editor.get(path).content.decode()

    assert "Case 7" in page
    assert "Lift the hold" not in page
    assert "Lift the hold" in acme.client.get(path).content.decode()
    acme.client.post(f"{path}/hold", {"hold": "no"})
    assert not LegalHold.objects.exists()
    assert {"hold.placed", "hold.lifted"} <= actions_of(acme)


def test_a_held_project_is_not_deleted(acme):
    base = f"/projects/{acme.project.pk}/settings"
    acme.client.post(f"{base}/hold", {"hold": "yes", "reason": "Audit"})

    by_page = acme.client.post(f"{base}/delete", {"name": acme.project.name})
    by_api = Caller(acme.account_key).send("DELETE", f"/v1/projects/{acme.project.pk}")

    acme.project.refresh_from_db()
    assert by_page.status_code == 302
    assert (by_api.status_code, by_api.json()["error"]["code"]) == (409, "legal_hold")
    assert acme.project.deleted_at is None
    acme.client.post(f"{base}/hold", {"hold": "no"})
    holding.place(render=make_document(acme.project), by="a", reason="")
    with pytest.raises(holds.OnHold):
        holds.refuse_held(acme.project)


def test_a_deleted_project_stops_at_once_and_can_be_restored(acme, globex):
    base = f"/projects/{acme.project.pk}"
    editor = signed_in(make_member(acme.account, "editor"))

    assert acme.client.post(f"{base}/settings/delete", {"name": "Wrong"}).status_code == 422
    acme.client.post(f"{base}/settings/delete", {"name": acme.project.name})

    assert Caller(acme.live_key).get("/v1/templates").status_code == 403
    assert acme.client.get(base).status_code == 404
    assert f"{base}/restore" in acme.client.get("/projects").content.decode()
    assert f"{base}/restore" not in editor.get("/projects").content.decode()
    assert editor.post(f"{base}/restore").status_code == 403
    assert globex.client.post(f"{base}/restore").status_code == 404
    assert acme.client.post(f"{base}/restore").status_code == 302
    assert Caller(acme.live_key).get("/v1/templates").status_code == 200
    assert {"project.deleted", "project.restored"} <= actions_of(acme)


def test_deleting_asks_who_is_there(acme):
    answer = signed_in(acme.user, ago=4000).get(f"/projects/{acme.project.pk}/settings/delete")

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def furnished(party) -> list[str]:
    """A project with something of most kinds; the keys of its files."""
    document = make_document(party.project)
    request = make_signature(document)
    TrailEntry.objects.create(request=request, seq=1, event="created", actor_kind="system", at="", entry_hash="a" * 64)
    make_batch(make_render(document.template))
    make_share(document)
    make_delivery(party.project)
    make_logged_request(party.project)
    asset = make_asset(party.project, png())
    return [document.pdf_key, asset.key]


def test_after_thirty_days_nothing_of_it_is_left_but_its_slug(acme, globex):
    keys, others = furnished(acme), furnished(globex)
    for party, days in ((acme, 31), (globex, 29)):
        Project.objects.filter(pk=party.project.pk).update(deleted_at=timezone.now() - timedelta(days=days))

    assert acme.client.post(f"/projects/{acme.project.pk}/restore").status_code == 302
    retention.forget()
    retention.forget()

    acme.project.refresh_from_db()
    left = {model.__name__: model._base_manager.filter(project=acme.project).count() for model in purging.owned()}
    assert not any(left.values())
    assert not any(from_settings().exists(key) for key in keys)
    assert acme.project.purged_at
    assert (acme.project.name, acme.project.slug) == ("Deleted project", "acme")
    assert all(from_settings().exists(key) for key in others)
    assert SignatureRequest.objects.filter(project=globex.project).exists()
    assert TrailEntry.objects.count() == 1
    assert globex.client.post(f"/projects/{globex.project.pk}/restore").status_code == 302
