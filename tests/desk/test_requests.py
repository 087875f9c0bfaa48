"""The request log in the dashboard."""

from __future__ import annotations

import pytest
from django.urls import reverse

from craftkit.accounts.keeping import FOREVER
from craftkit.accounts.models import ProjectSettings
from craftkit.api import request_log
from craftkit.api.models import LoggedRequest
from tests.factories import make_logged_request, make_render, make_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def days(settings):
    settings.REQUEST_LOG_DAYS = 7


def listed(party, **query):
    return party.client.get(reverse("request-list", args=[party.project.pk]), query)


def test_requests_are_found_by_outcome_path_and_id(acme, globex, days):
    make_logged_request(acme.project, path="/v1/templates/invoice/render")
    make_logged_request(acme.project, path="/v1/renders/none", method="GET", status=404, code="not_found")
    make_logged_request(acme.project, path="/v1/shares", status=500, code="internal", request_id="req_aaaaaaaaaaaa")
    make_logged_request(globex.project, path="/v1/of-a-stranger")

    whole = listed(acme).content.decode()
    assert all(path in whole for path in ("/v1/templates/invoice/render", "/v1/renders/none", "/v1/shares"))
    assert "of-a-stranger" not in whole
    refused = listed(acme, outcome="refused").content.decode()
    assert "/v1/renders/none" in refused
    assert "/v1/shares" not in refused
    assert "/v1/shares" in listed(acme, q="req_aaaaaaaaaaaa").content.decode()
    assert "Nothing matches" in listed(acme, q="req_bbbbbbbbbbbb").content.decode()


def test_a_long_log_comes_in_pages(acme, days):
    for number in range(60):
        make_logged_request(acme.project, path=f"/v1/renders/{number:03}")
    first = listed(acme)
    assert "/v1/renders/059" in first.content.decode()
    assert "/v1/renders/005" not in first.content.decode()
    second = listed(acme, cursor=first.context["page"].next_cursor).content.decode()
    assert "/v1/renders/005" in second


def test_a_request_leads_to_the_document_that_came_of_it(acme, days):
    render = make_render(make_template(acme.project), request_id="req_0123456789")
    line = make_logged_request(acme.project, sent='{"data": 1}')
    page = acme.client.get(reverse("request", args=[acme.project.pk, line.pk])).content.decode()
    assert reverse("document", args=[acme.project.pk, render.pk]) in page
    assert "{&quot;data&quot;: 1}" in page


def test_an_admin_has_bodies_kept_and_forgotten(acme, days):
    make_logged_request(acme.project, sent="{}", answered="{}")
    address = reverse("request-bodies", args=[acme.project.pk])
    acme.client.post(address, {"keep": "yes"})
    assert request_log.keeps_bodies(acme.project)
    assert "Stop keeping bodies" in listed(acme).content.decode()
    acme.client.post(address, {"keep": "no"})
    assert not request_log.keeps_bodies(acme.project)
    assert LoggedRequest.objects.get().sent == ""


def test_an_install_without_a_log_says_so(acme, settings):
    settings.REQUEST_LOG_DAYS = 0
    assert "CRAFTKIT_REQUEST_LOG_DAYS" in listed(acme).content.decode()


@pytest.mark.parametrize(
    ("term", "words"),
    [(None, "keys in the last 7 days."), (30, "keys in the last 30 days."), (FOREVER, "s keys.</p>")],
)
def test_the_page_names_the_projects_own_term(acme, days, term, words):
    ProjectSettings.objects.create(project=acme.project, keep_requests=term)

    assert words in listed(acme).content.decode()
