"""Public links to forms: who gets in, what stands before them, and what a visitor may not do."""

from __future__ import annotations

from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import jwt
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from limits import RateLimitItemPerMinute

from craftkit.accounts.models import AuditEntry, Membership
from embed.actions import visitors
from embed.models import EmbedSession, FormLink, FormSubmission
from renders.models import Render
from templates_app.asset_links import asset_id_of
from templates_app.models import Template
from tests.api.calls import Caller, Form
from tests.embed.hosts import NAMED, enabled, refused
from tests.embed.test_forms import GOOD, MANIFEST, Frame, png
from tests.factories import make_template, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(acme):
    made = make_template(acme.project, published=False)
    make_version(made, manifest=MANIFEST)
    return made


def linked(template: Template, **changes: Any) -> FormLink:
    """The template's link, switched on."""
    wanted = {"is_on": True, "closes_at": None, "password": "", "drops_password": False, **changes}
    return visitors.set_up(template=template, **wanted)


def page_of(link: FormLink, door: str = "public-form", *more: str) -> str:
    return reverse(door, args=[link.token, *more])


def begun(link: FormLink, client: Client | None = None) -> Any:
    """What the page's script is answered."""
    return (client or Client()).post(page_of(link))


def sent(answer: Any, data: dict[str, Any] = GOOD, **headers: str) -> Any:
    """The form, sent in by the visitor who was answered so."""
    token = answer.json()["token"]
    session_id = jwt.decode(token, options={"verify_signature": False})["sub"]
    return Caller(token).post(f"/v1/embed/form-submit/{session_id}", {"data": data}, **headers)


def test_a_stranger_with_the_link_makes_a_document_of_the_project(acme, template):
    link = linked(template)

    page = Client().get(page_of(link))
    answer = sent(begun(link))

    assert (page.status_code, answer.status_code) == (200, 202)
    assert template.name in page.content.decode()
    assert page["X-Robots-Tag"].startswith("noindex")
    render = Render.objects.get(pk=answer.json()["id"])
    assert (render.project, render.template, render.source, render.data["net"]) == (acme.project, template, "form", 100)


def test_looking_at_the_page_opens_nothing(template):
    link = linked(template)

    Client().get(page_of(link))

    assert not EmbedSession.objects.exists()


def test_sending_twice_makes_one_document(template):
    begin = begun(linked(template))

    first, again = sent(begin, Idempotency_Key="k1"), sent(begin, Idempotency_Key="k1")

    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json()["id"] == again.json()["id"]
    assert (Render.objects.count(), FormSubmission.objects.count()) == (1, 1)


def test_a_visitor_may_only_fill_in_and_sees_no_other_visitors_document(template):
    link = linked(template)
    begin = begun(link)
    made = sent(begin).json()["id"]
    other = Caller(begun(link).json()["token"])

    assert other.get(f"/v1/embed/renders/{made}").status_code == 404
    assert other.get(f"/v1/embed/templates/{template.pk}").status_code == 403
    assert other.post("/v1/embed/templates", {"name": "Mine", "content": NAMED, "sampleData": {}}).status_code == 403


def test_a_closed_tab_loses_no_answers_and_shows_them_to_nobody_else(template):
    link, browser = linked(template), Client()
    kept = {"customer": {"name": "Ada"}}
    Caller(begun(link, browser).json()["token"]).send("PUT", "/v1/embed/form-draft", {"data": kept})

    again = Caller(begun(link, browser).json()["token"]).get("/v1/embed/session").json()
    stranger = Caller(begun(link).json()["token"]).get("/v1/embed/session").json()
    browser.cookies = SimpleCookie({name: "forged" for name in browser.cookies})
    forged = Caller(begun(link, browser).json()["token"]).get("/v1/embed/session").json()

    assert [state["form"]["draft"] for state in (again, stranger, forged)] == [kept, None, None]


def test_what_was_sent_in_is_kept_no_longer(template):
    link, browser = linked(template), Client()
    begin = begun(link, browser)
    Caller(begin.json()["token"]).send("PUT", "/v1/embed/form-draft", {"data": GOOD})

    sent(begun(link, browser))

    assert Caller(begin.json()["token"]).get("/v1/embed/session").json()["form"]["draft"] is None


def test_a_visitor_cannot_name_a_file_of_a_partners_tenant(acme, template):
    enabled(acme.project)
    frame = Frame(acme.live_key, template)
    path = f"/v1/embed/form-submit/{frame.id}/upload-image"
    asset_id = asset_id_of(frame.caller.send("POST", path, Form(file=png())).json()["url"])

    answer = sent(begun(linked(template)), {**GOOD, "customer.city": str(asset_id)})

    assert refused(answer) == (400, "invalid_input_data")


def test_what_never_was_a_link_is_said_to_be_none(template):
    assert Client().get(reverse("public-form", args=["ckf_" + "x" * 32])).status_code == 404
    assert Client().post(reverse("public-form", args=["nonsense"])).status_code == 404


def test_off_the_page_says_so_and_no_session_opens_or_sends(template):
    link = linked(template)
    begin = begun(link)
    linked(template, is_on=False)

    page = Client().get(page_of(link))

    assert (page.status_code, b"switched off" in page.content) == (410, True)
    assert begun(link).json()["error"]["code"] == "form_closed"
    assert refused(sent(begin)) == (403, "form_closed")
    assert Client().post(begin.json()["renew"]).status_code == 403
    assert not Render.objects.exists()


def test_on_again_it_is_the_same_link(template):
    link = linked(template)
    linked(template, is_on=False)

    assert linked(template).token == link.token
    assert Client().get(page_of(link)).status_code == 200


def test_after_its_date_the_page_says_so_and_nothing_is_taken(template):
    link = linked(template)
    begin = begun(link)
    linked(template, closes_at=timezone.now() - timedelta(minutes=1))

    page = Client().get(page_of(link))

    assert (page.status_code, b"This form is closed." in page.content) == (410, True)
    assert refused(sent(begin)) == (403, "form_closed")
    assert begun(link).status_code == 403


def test_a_template_without_a_version_is_not_ready(acme):
    link = linked(make_template(acme.project, published=False))

    assert Client().get(page_of(link)).status_code == 503
    assert begun(link).status_code == 403


def test_a_password_stands_before_the_form(template):
    link, client = linked(template, password="letmein"), Client()

    assert b"Password" in client.get(page_of(link)).content
    assert begun(link, client).json()["error"]["code"] == "wrong_password"
    wrong = client.post(page_of(link, "public-form-password"), {"password": "guess"})
    assert (wrong.status_code, b"not right" in wrong.content) == (403, True)
    right = client.post(page_of(link, "public-form-password"), {"password": "letmein"})
    assert right["Location"] == page_of(link)
    assert sent(begun(link, client)).status_code == 202


def test_another_password_shuts_out_who_gave_the_old_one(template):
    link, client = linked(template, password="letmein"), Client()
    client.post(page_of(link, "public-form-password"), {"password": "letmein"})
    begin = begun(link, client)
    linked(template, password="another")

    assert refused(sent(begin)) == (401, "invalid_credentials")
    assert begun(link, client).status_code == 403
    assert b"Open the form" in client.get(page_of(link)).content


def test_guesses_at_the_password_are_bounded(template):
    link, client = linked(template, password="letmein"), Client()
    tries = [client.post(page_of(link, "public-form-password"), {"password": "guess"}) for _ in range(5)]

    last = client.post(page_of(link, "public-form-password"), {"password": "letmein"})

    assert {answer.status_code for answer in tries} == {403}
    assert last.status_code == 429


def test_a_program_that_fills_in_every_field_is_turned_away(template):
    link = linked(template)

    answer = Client().post(page_of(link), {"homepage": "https://spam.example"})

    assert answer.json()["error"]["code"] == "looks_automatic"
    assert not EmbedSession.objects.exists()


def test_openings_and_sendings_are_bounded_for_each_address(template, monkeypatch):
    link = linked(template)
    monkeypatch.setattr(visitors, "SEND_LIMITS", [(RateLimitItemPerMinute(2), True)])
    monkeypatch.setattr(visitors, "OPEN_LIMITS", [(RateLimitItemPerMinute(1), True)])
    begin = begun(link)

    assert begun(link).status_code == 429
    assert [sent(begin).status_code for _ in range(3)] == [202, 202, 429]


def test_a_session_is_prolonged_by_its_own_ticket_alone(template, globex):
    link, other = linked(template), linked(make_template(globex.project))
    renew = begun(link).json()["renew"]

    assert Client().post(renew).json()["token"]
    assert Client().post(renew[:-3] + "abc").status_code == 403
    assert Client().post(renew.replace(str(link.token), str(other.token))).status_code == 403


def test_the_link_is_nobodys_embedding(acme, template):
    begun(linked(template))

    assert EmbedSession.objects.of_partners().count() == 0


def test_the_dashboard_switches_it_and_shows_the_link(acme, template):
    address = reverse("form-link", args=[acme.project.pk, template.slug])
    answer = acme.client.post(address, {"is_on": "on", "closes_at": "2099-05-01T12:00", "password": "letmein"})

    card = acme.client.get(reverse("form-link-card", args=[acme.project.pk, template.slug])).content.decode()

    link = FormLink.objects.get()
    assert answer.status_code == 302
    assert str(link.token) in card
    assert "1 May 2099" in card
    assert link.password_hash
    assert "letmein" not in link.password_hash
    acme.client.post(address, {})
    noted = AuditEntry.objects.filter(action__startswith="form.").order_by("pk")
    assert list(noted.values_list("action", flat=True)) == ["form.opened", "form.closed"]


def test_who_only_reads_does_not_switch_it(acme, template):
    Membership.objects.filter(user=acme.user).update(role="viewer")

    answer = acme.client.post(reverse("form-link", args=[acme.project.pk, template.slug]), {"is_on": "on"})

    assert answer.status_code == 403
    assert not FormLink.objects.exists()


def test_the_page_of_forms_tells_what_came_of_each_and_leads_to_a_new_one(acme, globex, template):
    link = linked(template)
    for number in range(2):
        session = visitors.open_form(link=link, address=f"192.0.2.{number}", trap="")
    FormSubmission.objects.create(project=acme.project, session=session)
    linked(make_template(globex.project, "secret-plan"))
    make_template(acme.project, "other")

    page = acme.client.get(f"/projects/{acme.project.pk}/forms").content.decode()
    offered = acme.client.get(f"/projects/{acme.project.pk}/forms/new").content.decode()

    assert f"/forms/{link.token}" in page
    assert 'end">2<' in page
    assert 'end">1<' in page
    assert "secret-plan" not in page + offered
    assert "/templates/other/form-link?from=forms" in offered
    assert "/templates/invoice/form-link" not in offered


def test_a_form_that_is_made_from_the_list_leads_back_to_it(acme, template):
    path = f"/projects/{acme.project.pk}"
    assert "No public forms yet" in acme.client.get(f"{path}/forms").content.decode()

    answer = acme.client.post(f"{path}/templates/invoice/form-link?from=forms", {"is_on": "on"}, follow=True)

    assert answer.request["PATH_INFO"] == f"{path}/forms"
    assert "The public form is on." in answer.content.decode()
