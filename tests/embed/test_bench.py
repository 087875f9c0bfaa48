"""The test bench: what the form says becomes a session of the member's own, and the code of a host that asks for it."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from embed import library
from embed.actions.catalogs import publish_catalog
from embed.models import EmbedSession
from embed.permissions import FLAGS
from tests.api.calls import Caller
from tests.embed.hosts import enabled, started
from tests.factories import make_template

pytestmark = pytest.mark.django_db
STATE = "/v1/embed/session"


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


def opening(party, **filled):
    """What the page is answered."""
    address = reverse("embed-bench", args=[party.project.pk])
    return party.client.post(address, {"mode": "create", "locale": "en", **filled})


def test_the_form_decides_what_the_session_may_shows_and_looks_like(partner):
    publish_catalog(project=partner.project, name="acme-default", body=library.STARTER)

    answer = opening(
        partner,
        permissions=["publish", "saveDraft"],
        ui=["showTopBar", "showRenderHistory"],
        primaryColor="#0a7d5a",
        locale="de",
        catalog="acme-default",
    ).json()
    state = Caller(answer["token"]).get(STATE).json()

    assert [name for name in FLAGS if state["permissions"][name]] == ["publish", "saveDraft"]
    assert [name for name, is_on in state["ui"].items() if is_on] == ["showTopBar", "showRenderHistory"]
    assert state["appearance"]["variables"]["colorPrimary"] == "#0a7d5a"
    assert (state["mode"], state["locale"]) == ("create", "de")
    assert state["catalog"]["namespaces"]
    assert EmbedSession.objects.get().env == "test"


def test_it_works_without_an_allowed_origin_for_its_member_alone(partner, globex):
    answer = opening(partner, permissions=["saveDraft"]).json()

    assert started(Caller(answer["token"]))["name"] == "Quote"
    assert partner.client.post(answer["renew"]).status_code == 200
    assert globex.client.post(answer["renew"]).status_code == 404


def test_a_form_is_filled_in_advance(partner):
    template = make_template(partner.project)
    given = json.dumps({"customer.name": "Ada </script>"})

    answer = opening(partner, mode="fill", template=template.slug, prefill=given).json()
    state = Caller(answer["token"]).get(STATE).json()

    assert answer["surface"] == "form"
    assert state["form"]["prefill"] == {"customer": {"name": "Ada </script>"}}
    assert str(template.pk) in answer["server"]
    assert "mountForm" in answer["page"]


def test_the_code_is_that_of_a_host_that_asks_for_the_same(partner):
    answer = opening(partner, permissions=["publish"], prefill='{"a": "</script>"}').json()

    body = answer["server"].partition("-d '")[2].rpartition("'")[0]
    asked = json.loads(body)
    again = Caller(partner.live_key).post("/v1/embed/sessions", asked)

    assert again.status_code == 200
    assert asked["permissions"]["publish"] is True
    assert "mountBuilder" in answer["page"]
    assert "setPreviewData" in answer["page"]
    assert answer["page"].count("</script>") == 1


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"mode": "edit"}, "template"),
        ({"mode": "fill", "template": "nowhere"}, "template"),
        ({"prefill": "{"}, "prefill"),
        ({"prefill": "[]"}, "prefill"),
        ({"primaryColor": "url(x)"}, "primaryColor"),
        ({"permissions": ["everything"]}, "permissions"),
        ({"catalog": "nowhere"}, "catalog"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(partner, filled, field):
    answer = opening(partner, **filled)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert not EmbedSession.objects.exists()


def test_another_projects_templates_are_not_there(partner, globex):
    make_template(globex.project, "theirs")

    assert opening(partner, mode="edit", template="theirs").status_code == 422


def test_a_project_that_never_embedded_has_no_bench(acme):
    assert acme.client.get(reverse("embed-bench", args=[acme.project.pk])).status_code == 404
