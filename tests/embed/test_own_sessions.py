"""Our own dashboard as host: sessions for signed-in members, without any key, on our own pages alone."""

from __future__ import annotations

import re
from typing import Any

import jwt
import pytest
from django.urls import reverse
from django.utils import timezone

from embed.entrance import own_name
from embed.models import EmbedPartner, EmbedSession, TenantAsset, TenantTemplate
from embed.models.sessions import GRACE
from renders.models import Render
from templates_app.models import Template, TemplateDraft
from tests.api.calls import Caller, Form
from tests.embed.hosts import NAMED, ORIGIN, TEMPLATES, enabled, iframe, refused, started, wish
from tests.factories import SAMPLE, make_template
from tests.templates_app.uploads import pdf

pytestmark = pytest.mark.django_db
OURS = "http://craftkit.test"
STATE = "/v1/embed/session"


def begun(party, kind="document"):
    """What the page of a new template is answered."""
    answer = party.client.post(reverse("template-create", args=[party.project.pk, kind]))
    assert answer.status_code == 200, answer.content
    return answer.json()


def editing(party, template):
    """What the page that edits a template is answered."""
    return party.client.post(reverse("template-edit", args=[party.project.pk, template.slug]))


def filling(party, template):
    """What the page of a new document is answered."""
    return party.client.post(reverse("document-create", args=[party.project.pk, template.slug]))


def own(answer):
    """The iframe of such a session."""
    return Caller(answer["token"])


def test_a_project_that_never_embedded_needs_nothing_set_up(acme):
    keys = acme.project.keys.count()

    opened = begun(acme)
    state = own(opened).get(STATE).json()

    assert (state["mode"], state["template"], state["start"]) == ("create", None, None)
    assert state["permissions"]["publish"]
    assert not EmbedPartner.objects.exists()
    assert acme.project.keys.count() == keys
    assert jwt.decode(opened["token"], options={"verify_signature": False})["iss"].startswith("ck_own_")


def test_looking_at_a_page_opens_no_session(acme):
    acme.client.get(reverse("template-create", args=[acme.project.pk, "document"]))

    assert not EmbedSession.objects.exists()


@pytest.mark.parametrize(("kind", "part"), [("html", "html"), ("pdf-overlay", "fields")])
def test_other_kinds_of_templates_begin_fittingly(acme, kind, part):
    caller = own(begun(acme, kind))
    start = caller.get(STATE).json()["start"]

    made = started(caller, start["content"])

    assert start["templateType"] == made["templateType"] == kind
    assert part in made["content"]


def test_the_start_of_a_source_can_be_published_as_it_is(acme):
    caller = own(begun(acme, "html"))
    made = started(caller, caller.get(STATE).json()["start"]["content"])

    answer = caller.post(f"{TEMPLATES}/{made['id']}/publish", {"baseRevision": 1})

    assert answer.status_code == 200, answer.content
    assert {field["key"] for field in answer.json()["manifest"]["fields"]} == {"customer.name", "note"}


def test_an_unknown_kind_is_nothing(acme):
    assert acme.client.post(reverse("template-create", args=[acme.project.pk, "poster"])).status_code == 404


def test_what_is_made_and_uploaded_belongs_to_the_whole_project(acme):
    caller = own(begun(acme))

    started(caller)
    uploaded = caller.post("/v1/embed/uploads", Form(file=pdf()))

    assert uploaded.status_code == 201
    assert Template.objects.get().project == acme.project
    assert not TenantTemplate.objects.exists()
    assert not TenantAsset.objects.exists()


def test_publishing_shows_on_the_templates_page(acme):
    opened = begun(acme)
    caller = own(opened)
    made = started(caller, NAMED)

    assert caller.post(f"{TEMPLATES}/{made['id']}/publish", {"baseRevision": 1}).status_code == 200

    prolonged = acme.client.post(opened["renew"]).json()
    assert prolonged["page"] == reverse("template", args=[acme.project.pk, made["slug"]])
    assert prolonged["edit"] == reverse("template-edit", args=[acme.project.pk, made["slug"]])
    assert b"Published v1" in acme.client.get(prolonged["page"]).content


def test_a_session_opens_its_own_template_and_no_other(acme):
    mine, other = make_template(acme.project), make_template(acme.project, "other")
    caller = own(editing(acme, mine).json())

    saved = caller.put(f"{TEMPLATES}/{mine.pk}/draft", {"content": NAMED, "sampleData": {}, "baseRevision": 0})

    assert saved.status_code == 200
    assert TemplateDraft.objects.get().template == mine
    assert refused(caller.get(f"{TEMPLATES}/{other.pk}")) == (404, "template_not_found")
    assert [row["id"] for row in caller.get(TEMPLATES).json()["templates"]] == [str(mine.pk)]
    assert refused(caller.post(TEMPLATES, {"content": NAMED})) == (403, "wrong_mode")


def test_strangers_find_neither_the_page_nor_the_session(acme, globex):
    template = make_template(acme.project)
    opened = editing(acme, template).json()
    path = reverse("template-edit", args=[acme.project.pk, template.slug])

    assert globex.client.post(path).status_code == 404
    assert globex.client.post(opened["renew"]).status_code == 404
    assert globex.client.post(opened["renew"].replace(str(acme.project.pk), str(globex.project.pk))).status_code == 404


def test_a_colleague_does_not_prolong_the_session_of_another(acme, globex):
    opened = begun(acme)
    globex.user.memberships.create(account=acme.account, role="editor")

    assert globex.client.post(opened["renew"]).status_code == 404


def test_the_token_is_worth_nothing_once_its_member_is_gone(acme):
    caller = own(begun(acme))

    acme.user.memberships.all().delete()

    assert refused(caller.get(STATE)) == (401, "invalid_credentials")


def test_a_member_who_was_deactivated_is_out(acme):
    caller = own(begun(acme))

    acme.user.is_active = False
    acme.user.save()

    assert refused(caller.get(STATE)) == (401, "invalid_credentials")


def test_who_only_reads_looks_and_makes_nothing(acme):
    template = make_template(acme.project)
    acme.user.memberships.update(role="viewer")

    caller = own(editing(acme, template).json())
    new = acme.client.post(reverse("template-create", args=[acme.project.pk, "document"]))

    assert caller.get(STATE).json()["mode"] == "view"
    draft = {"content": NAMED, "sampleData": {}, "baseRevision": 0}
    assert refused(caller.put(f"{TEMPLATES}/{template.pk}/draft", draft)) == (403, "permission_denied")
    assert refused(new) == refused(filling(acme, template)) == (403, "role_only_reads")


def test_a_role_that_was_taken_away_counts_at_the_next_call(acme):
    caller = own(begun(acme))

    acme.user.memberships.update(role="viewer")

    assert refused(caller.post(TEMPLATES, {"content": NAMED})) == (403, "permission_denied")


def test_only_our_own_pages_may_use_the_token(acme):
    enabled(acme.project)
    caller = own(begun(acme))

    assert caller.get(STATE, Origin=OURS).status_code == 200
    assert refused(caller.get(STATE, Origin=ORIGIN)) == (403, "origin_not_allowed")


@pytest.mark.parametrize("surface", ["builder", "form"])
def test_the_frame_stands_in_our_pages_alone(acme, client, surface):
    enabled(acme.project)
    begun(acme)
    session = EmbedSession.objects.get()

    answer = client.get(f"/embed/{surface}", {"pk": own_name(session)})

    policy = answer["Content-Security-Policy"]
    assert re.search(r"frame-ancestors ([^;]*)", policy).group(1) == OURS  # type: ignore[union-attr]
    assert ORIGIN not in answer.content.decode()


def test_a_publishable_key_still_does_not_let_our_own_pages_in(acme, client):
    enabled(acme.project)
    key = acme.project.keys.filter(kind="publishable_live").first()
    assert key

    policy = client.get("/embed/builder", {"pk": key.public_text})["Content-Security-Policy"]

    assert OURS not in policy


def how_sessions_end() -> list[dict[str, Any]]:
    now = timezone.now()
    return [{"revoked_at": now}, {"expires_at": now - GRACE}, {"member": None}]


@pytest.mark.parametrize("end", how_sessions_end(), ids=["revoked", "over", "no member"])
def test_a_name_of_no_living_session_opens_no_frame(acme, client, end):
    begun(acme)
    rows = EmbedSession.objects.all()
    rows.update(**end)

    assert client.get("/embed/builder", {"pk": own_name(rows.get())}).status_code == 403


def test_the_page_finds_out_why_a_frame_stays_silent(acme, client):
    begun(acme)
    ask = {"pk": own_name(EmbedSession.objects.get())}

    assert client.get("/v1/embed/preflight", ask, headers={"Origin": OURS}).status_code == 200
    assert client.get("/v1/embed/preflight", ask, headers={"Origin": ORIGIN}).status_code == 403


def test_a_revoked_session_is_not_prolonged(acme):
    opened = begun(acme)
    EmbedSession.objects.update(revoked_at=timezone.now())

    answer = acme.client.post(opened["renew"])

    assert refused(answer) == (401, "refresh_failed")


def test_a_partners_session_is_nobodys_at_the_dashboard(acme):
    opened = begun(acme)
    EmbedSession.objects.update(member=None)

    assert acme.client.post(opened["renew"]).status_code == 404
    assert refused(own(opened).get(STATE)) == (401, "invalid_credentials")


def test_a_form_makes_a_document_of_the_project(acme):
    template = make_template(acme.project, locale="de")
    opened = filling(acme, template).json()
    caller = own(opened)
    session = caller.get(STATE).json()

    answer = caller.post(f"/v1/embed/form-submit/{session['sessionId']}", {"data": SAMPLE})

    assert answer.status_code == 202, answer.content
    made = Render.objects.get()
    assert (made.env, made.source, made.data["customer"], made.options["locale"]) == (
        "live",
        "form",
        SAMPLE["customer"],
        "de",
    )
    assert acme.client.get(reverse("document", args=[acme.project.pk, made.pk])).status_code == 200


def test_the_example_of_a_form_is_accepted_by_it(acme):
    opened = filling(acme, make_template(acme.project)).json()
    caller = own(opened)
    session = caller.get(STATE).json()

    answer = caller.post(f"/v1/embed/form-submit/{session['sessionId']}", {"data": opened["example"]})

    assert answer.status_code == 202, answer.content


def test_nothing_can_be_filled_in_before_something_is_published(acme):
    assert refused(filling(acme, make_template(acme.project, published=False))) == (409, "no_published_version")


def test_partners_begin_other_kinds_of_templates_too(acme):
    enabled(acme.project)
    html = {"mode": "create", "templateType": "html"}

    state = iframe(acme.live_key, scope=html).get(STATE).json()
    wrong = Caller(acme.live_key).post("/v1/embed/sessions", wish(scope={**html, "mode": "edit"}))

    assert state["start"]["templateType"] == "html"
    assert wrong.status_code == 422
    assert "scope.templateType" in wrong.json()["error"]["issues"]["fieldErrors"]
