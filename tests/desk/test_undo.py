"""What was taken away by one click comes back by one: the way back that the next page offers."""

from __future__ import annotations

import re

import pytest

from craftkit.mail.models import Suppression
from embed.models import AllowedOrigin, RedirectHost
from renders.models import SavedView
from templates_app.models import Template
from tests.accounts.test_pages_access import address as address_of
from tests.accounts.test_pages_access import furnish
from webhooks.models import Endpoint

FORM = re.compile(r'<ck-toast.*?<form method="post" action="([^"]+)">(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)">')


def origins(acme):
    return set(AllowedOrigin.objects.filter(project=acme.project).values_list("origin", flat=True))


def hosts(acme):
    return set(RedirectHost.objects.filter(project=acme.project).values_list("host", flat=True))


def suppressed(acme):
    return set(Suppression.objects.filter(project=acme.project).values_list("address", flat=True))


def switches(acme):
    return set(Endpoint.objects.filter(project=acme.project).values_list("pk", "is_active"))


def views(acme):
    return set(SavedView.objects.filter(project=acme.project).values_list("name", "query"))


def archived(acme):
    return set(Template.objects.filter(project=acme.project).values_list("slug", "archived_at"))


DEEDS = {
    "embed-origin-remove": origins,
    "embed-host-remove": hosts,
    "suppression-remove": suppressed,
    "webhook-switch": switches,
    "view-delete": views,
    "template-archive": archived,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_undone_by_the_form_beside_its_message(acme, deed):
    values = furnish(acme)
    before = DEEDS[deed](acme)

    told = acme.client.post(address_of(deed, values, acme), follow=True)
    assert DEEDS[deed](acme) != before
    found = FORM.search(told.getvalue().decode())
    assert found
    acme.client.post(found[1], dict(FIELD.findall(found[2])))

    assert DEEDS[deed](acme) == before
