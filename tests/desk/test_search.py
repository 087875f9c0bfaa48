"""Finding things by words: in the palette and on the search page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from embed.models import Tenant
from tests.conftest import signed_in
from tests.factories import make_logged_request, make_member, make_render, make_signature, make_template
from tests.mail.recipes import write as write_mail

pytestmark = pytest.mark.django_db


def found(party, words, client=None):
    address = reverse("palette", args=[party.project.pk])
    return (client or party.client).get(address, {"q": words}).content.decode()


def test_things_are_found_by_name_id_person_and_error(acme):
    template = make_template(acme.project, "rental-agreement")
    render = make_render(template, status="failed", filename="Flat 12.pdf", error_code="render_timeout")
    request = make_signature(render, name="Lease of flat 12")
    mail = write_mail(acme.project)
    line = make_logged_request(acme.project, request_id="req_feedfacefeed")
    tenant = Tenant.objects.create(project=acme.project, external_id="org_4711", display_name="Globex")

    document = reverse("document", args=[acme.project.pk, render.pk])
    assert reverse("template", args=[acme.project.pk, "rental-agreement"]) in found(acme, "rental")
    assert document in found(acme, "flat 12")
    assert document in found(acme, "render_timeout")
    assert document in found(acme, str(render.pk))
    assert document in found(acme, str(render.pk)[:13])
    assert reverse("signature", args=[acme.project.pk, request.pk]) in found(acme, "ruth@example")
    assert reverse("mail", args=[acme.project.pk, mail.pk]) in found(acme, mail.to)
    assert reverse("request", args=[acme.project.pk, line.pk]) in found(acme, "req_feedfacefeed")
    assert tenant.display_name in found(acme, "org_4711")


def test_a_strangers_things_are_not_found(acme, globex):
    render = make_render(make_template(globex.project, "rental-agreement"), filename="Flat 12.pdf")
    make_signature(render, name="Lease of flat 12")
    for words in ("rental", "flat 12", str(render.pk), "ruth@example"):
        assert "<li" not in found(acme, words)


def test_pages_are_those_that_the_role_opens(acme):
    viewer = signed_in(make_member(acme.account, "viewer"))
    keys = reverse("key-list", args=[acme.project.pk])
    assert keys in found(acme, "api key")
    assert keys not in found(acme, "api key", viewer)
    assert reverse("document-list", args=[acme.project.pk]) in found(acme, "", viewer)


def test_the_page_groups_what_it_found_and_says_when_there_is_nothing(acme):
    make_template(acme.project, "rental-agreement")
    page = reverse("search", args=[acme.project.pk])
    assert "<h2>Templates</h2>" in acme.client.get(page, {"q": "rental"}).content.decode()
    assert "Nothing matches “zebra”" in acme.client.get(page, {"q": "zebra"}).content.decode()
    assert acme.client.get(page, {"q": "a\0b"}).status_code == 200


def test_a_search_costs_few_queries(acme, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        acme.client.get(reverse("search", args=[acme.project.pk]), {"q": "req_feedfacefeed"})
