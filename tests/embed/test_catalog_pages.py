"""The pages on which an owner keeps catalogs."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from embed import library
from embed.actions.catalogs import publish_catalog
from embed.models import CatalogVersion
from tests.embed.hosts import enabled, opened, session_behind

BODY: dict[str, Any] = {
    "allowCustom": False,
    "namespaces": [
        {
            "key": "customer",
            "label": "Customer",
            "fields": [{"key": "customer.name", "label": "Name", "dataType": "text"}],
        }
    ],
    "loops": [],
}


def pages(party, end: str) -> str:
    return f"/projects/{party.project.pk}/embed/{end}"


def sent(party, end: str, body: Any, **more: Any):
    text = body if isinstance(body, str) else json.dumps(body)
    return party.client.post(pages(party, end), {"body": text, **more})


def with_field(key: str) -> dict[str, Any]:
    body = copy.deepcopy(BODY)
    body["namespaces"][0]["fields"].append({"key": key, "label": "More", "dataType": "number"})
    return body


def test_a_new_catalog_is_published_and_sessions_can_name_it(acme):
    enabled(acme.project)

    answer = sent(acme, "catalogs/new", BODY, name="acme-default")

    session = session_behind(opened(acme.live_key, catalogRef={"name": "acme-default"}))
    assert answer.headers["Location"] == pages(acme, "catalog/acme-default")
    assert session.catalog == BODY


def test_the_example_to_begin_with_is_a_catalog(acme):
    body, faults = library.parsed(library.as_text(library.STARTER))

    assert faults == []
    assert body == library.STARTER


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"namespaces": [\n  {,}]}', "Line 2, column 4: this is no JSON"),
        ("[]", "Expected an object"),
        (
            {"namespaces": [{"key": "a", "label": "A", "fields": [{"key": "a.b", "label": "B", "dataType": "txt"}]}]},
            "namespaces[0].fields[0].dataType",
        ),
        ({**BODY, "loops": [{"key": "order.items", "label": "Items", "itemFields": []}]}, "loops[0].key"),
        ({**BODY, "allowcustom": True}, "allowcustom: there is no such name"),
    ],
    ids=["syntax", "list", "type", "dotted list", "misspelt"],
)
def test_what_is_no_catalog_is_refused_by_its_place(acme, text, fault):
    answer = sent(acme, "catalogs/new", text, name="acme-default")

    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert not CatalogVersion.objects.exists()


def test_a_name_that_is_taken_or_unfit_is_refused(acme):
    publish_catalog(project=acme.project, name="acme-default", body=BODY)

    taken, unfit = (sent(acme, "catalogs/new", BODY, name=name) for name in ("acme-default", "Acme Default"))

    assert "There is a catalog of this name already" in taken.content.decode()
    assert "Small letters, digits and hyphens" in unfit.content.decode()
    assert CatalogVersion.objects.count() == 1


def test_the_next_version_keeps_the_earlier_one_and_shows_what_changed(acme):
    publish_catalog(project=acme.project, name="acme-default", body=BODY)

    sent(acme, "catalog/acme-default/edit", with_field("customer.no"), base=1)

    page = acme.client.get(pages(acme, "catalog/acme-default/compare/1/2")).content.decode()
    assert [version.number for version in CatalogVersion.objects.all()] == [2, 1]
    assert "customer.no" in page
    assert "Added" in page
    assert 'class="diff-added"' in page


def test_nobody_overwrites_what_was_published_meanwhile(acme):
    publish_catalog(project=acme.project, name="acme-default", body=BODY)
    publish_catalog(project=acme.project, name="acme-default", body=with_field("customer.no"))

    first = sent(acme, "catalog/acme-default/edit", with_field("customer.mine"), base=1)

    assert first.status_code == 422
    assert "published meanwhile" in first.content.decode()
    assert "customer.mine" in first.content.decode()
    assert 'name="base" value="2"' in first.content.decode()
    assert CatalogVersion.objects.count() == 2


def test_the_same_again_makes_no_version(acme):
    publish_catalog(project=acme.project, name="acme-default", body=BODY)

    answer = sent(acme, "catalog/acme-default/edit", BODY, base=1)

    assert "what the newest version says already" in answer.content.decode()
    assert CatalogVersion.objects.count() == 1


def test_an_earlier_version_can_be_looked_at_and_begun_with(acme):
    publish_catalog(project=acme.project, name="acme-default", body=with_field("customer.no"))
    publish_catalog(project=acme.project, name="acme-default", body=BODY)

    assert "customer.no" in acme.client.get(pages(acme, "catalog/acme-default?version=1")).content.decode()
    assert "customer.no" in acme.client.get(pages(acme, "catalog/acme-default/edit?version=1")).content.decode()
    assert acme.client.get(pages(acme, "catalog/acme-default?version=9")).status_code == 404
    assert acme.client.get(pages(acme, "catalog/acme-default?version=x")).status_code == 404


def test_an_empty_list_tells_what_catalogs_are_for(acme):
    assert "Make your first catalog" in acme.client.get(pages(acme, "catalogs")).content.decode()
