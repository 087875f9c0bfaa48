"""The documents that the builder lists where the host wants it: the tenant's, and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from craftkit.lib.storage import from_settings
from embed.models import EmbedSession, FormSubmission, TenantTemplate
from renders.models import Render
from templates_app.models import Template
from tests.api.calls import Caller
from tests.embed.hosts import enabled, iframe, opened, published, refused
from tests.factories import make_render, make_template

pytestmark = pytest.mark.django_db
RENDERS = "/v1/embed/renders"
OTHER = {"externalId": "org_43", "displayName": "Globex"}
SHOWN = {"branding": {"ui": {"showRenderHistory": True, "showApiKeysLink": True}}}


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


def made_of(partner: Any, template_id: str, **more: Any) -> Render:
    """A finished document of that template."""
    return make_render(Template.objects.get(pk=template_id), **more)


def listed(caller: Caller) -> list[str]:
    return [row["id"] for row in caller.get(RENDERS).json()["renders"]]


def test_a_builder_lists_what_was_made_of_its_tenants_templates(partner):
    caller = iframe(partner.live_key, **SHOWN)
    mine = made_of(partner, published(caller)["id"])
    theirs = made_of(partner, published(iframe(partner.live_key, tenant=OTHER, **SHOWN))["id"])
    shared = make_render(make_template(partner.project))

    row = caller.get(RENDERS).json()["renders"][0]

    assert listed(caller) == [str(mine.pk)]
    assert row["templateName"] == "Quote"
    assert str(theirs.pk) not in str(row)
    assert str(shared.pk) in listed(Caller(partner.live_key))


def test_what_the_tenants_people_sent_in_belongs_to_it_too(partner):
    template = make_template(partner.project)
    scope = {"mode": "fill", "templateId": str(template.pk)}
    session = EmbedSession.objects.get(pk=opened(partner.live_key, scope=scope)["session_id"])
    render = make_render(template, source="form")
    FormSubmission.objects.create(project=partner.project, session=session, render=render)

    assert listed(iframe(partner.live_key, **SHOWN)) == [str(render.pk)]
    assert iframe(partner.live_key, **SHOWN).get(RENDERS).json()["renders"][0]["actorName"] == "Ops Team"
    assert listed(iframe(partner.live_key, tenant=OTHER, **SHOWN)) == []


def test_test_sessions_see_test_documents_alone(partner):
    caller = iframe(partner.live_key, **SHOWN)
    template = published(caller)["id"]
    made_of(partner, template, env="test")

    assert listed(caller) == []
    assert len(listed(iframe(partner.test_key, **SHOWN))) == 1


def test_the_pdf_is_the_tenants_alone(partner):
    caller = iframe(partner.live_key, **SHOWN)
    render = made_of(partner, published(caller)["id"], pdf_key="mine.pdf")
    from_settings().put("mine.pdf", b"%PDF-1.7", content_type="application/pdf")
    path = f"{RENDERS}/{render.pk}/content"

    assert caller.get(path).content == b"%PDF-1.7"
    assert refused(iframe(partner.live_key, tenant=OTHER, **SHOWN).get(path))[0] == 404
    assert refused(iframe(partner.live_key).get(path))[0] == 404


def test_without_the_hosts_word_nothing_is_listed(partner, globex):
    enabled(globex.project)
    scope = {"mode": "fill", "templateId": str(make_template(partner.project).pk)}

    assert refused(iframe(partner.live_key).get(RENDERS)) == (403, "permission_denied")
    assert refused(iframe(partner.live_key, scope=scope, **SHOWN).get(RENDERS)) == (403, "permission_denied")
    assert refused(Caller().get(RENDERS))[0] == 401
    assert listed(iframe(globex.live_key, **SHOWN)) == []
    assert refused(iframe(partner.live_key, **SHOWN).get(f"{RENDERS}?limit=0"))[0] == 400


def test_the_link_to_the_keys_leads_to_our_page_where_the_host_wants_it(partner):
    state = "/v1/embed/session"

    shown, hidden = iframe(partner.live_key, **SHOWN).get(state).json(), iframe(partner.live_key).get(state).json()

    assert shown["apiKeysUrl"] == f"{settings.BASE_URL}/projects/{partner.project.pk}/keys"
    assert hidden["apiKeysUrl"] is None
    assert TenantTemplate.objects.count() == 0


def test_the_partners_server_downloads_any_document_inline(partner):
    from_settings().put("one.pdf", b"%PDF-1.7", content_type="application/pdf")
    template = make_template(partner.project)
    made = make_render(template, pdf_key="one.pdf", pages=1, pdf_bytes=8)
    waiting = make_render(template, status="queued")

    answer = Caller(partner.live_key).get(f"{RENDERS}/{made.pk}/download")

    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7")
    assert answer["Content-Disposition"] == f'inline; filename="{made.pk}.pdf"'
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert refused(Caller(partner.live_key).get(f"{RENDERS}/{waiting.pk}/download")) == (404, "not_found")


def test_the_partners_download_is_refused_as_the_rest_of_the_embed(acme):
    path = f"{RENDERS}/{make_render(make_template(acme.project)).pk}/download"

    assert refused(Caller(None).get(path)) == (401, "missing_authorization")
    assert refused(Caller("ck_live_unknown").get(path)) == (401, "invalid_credentials")
    assert refused(Caller(acme.live_key).get(path)) == (401, "invalid_credentials")
