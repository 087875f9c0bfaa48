"""Lists that their filters left empty: each says of what, and leads back to everything."""

from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
LISTS = {
    "document-list": ("?q=nowhere", "No live document of this project"),
    "request-list": ("?q=nowhere", "No request of the last 7 days"),
    "mail-list": ("?status=failed", "No mail of this project"),
    "signature-list": ("?q=nowhere", "No live signature request of this project"),
    "embed-sessions": ("?state=over", "No session"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_without_a_match_says_so_and_leads_back(acme, settings, name):
    settings.REQUEST_LOG_DAYS = 7
    query, words = LISTS[name]
    address = reverse(name, args=[acme.project.pk])

    page = acme.client.get(address + query).content.decode()

    assert "Nothing matches" in page
    assert words in page
    assert f'<a class="button" href="{address}">Clear the filters</a>' in page


def test_the_way_back_stays_among_the_test_documents(acme):
    address = reverse("document-list", args=[acme.project.pk])

    page = acme.client.get(f"{address}?env=test&q=nowhere").content.decode()

    assert f'<a class="button" href="{address}?env=test">Clear the filters</a>' in page


def test_where_no_requests_are_kept_no_filter_is_to_blame(acme):
    page = acme.client.get(reverse("request-list", args=[acme.project.pk]) + "?q=nowhere").content.decode()

    assert "This install keeps no log" in page
