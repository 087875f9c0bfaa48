"""`/v1/templates/{slug}/mock`, `/client.ts` and `/client.py`."""

from __future__ import annotations

import pytest

from templates_app.fields import check_data, parse_manifest
from tests.api.calls import Caller, error
from tests.factories import MANIFEST, make_template

DOORS = ("mock", "client.ts", "client.py")


@pytest.fixture
def caller(acme):
    make_template(acme.project)
    return Caller(acme.live_key)


def test_made_up_data_is_what_the_template_takes(caller):
    answer = caller.get("/v1/templates/invoice/mock?seed=7")

    body = answer.json()
    checked = check_data(parse_manifest(MANIFEST), body["data"])
    assert (answer.status_code, body["seed"]) == (200, 7)
    assert (checked.values, checked.warnings) == (body["data"], [])
    assert caller.get("/v1/templates/invoice/mock?seed=7").json() == body
    assert caller.get("/v1/templates/invoice/mock").json()["data"] != body["data"]


@pytest.mark.parametrize("seed", ["-1", "x", "99999999999"])
def test_a_seed_is_a_whole_number(caller, seed):
    answer = caller.get(f"/v1/templates/invoice/mock?seed={seed}")

    assert answer.status_code == 400
    assert error(answer)["code"] == "invalid_request"


def test_clients_are_plain_text_with_the_slug(caller):
    for door, type_of_total in (("client.ts", "total?: number;"), ("client.py", '"total": NotRequired[float],')):
        answer = caller.get(f"/v1/templates/invoice/{door}")

        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert 'SLUG = "invoice"' in answer.content.decode()
        assert type_of_total in answer.content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_strangers_and_templates_without_a_version_get_nothing(acme, globex, caller, door):
    make_template(acme.project, "draft", published=False)

    assert Caller(globex.live_key).get(f"/v1/templates/invoice/{door}").status_code == 404
    assert Caller("ck_live_wrong").get(f"/v1/templates/invoice/{door}").status_code == 401
    assert caller.get(f"/v1/templates/draft/{door}").status_code == 409


def test_made_up_data_follows_the_locale(caller):
    german = caller.get("/v1/templates/invoice/mock?locale=de-AT").json()

    assert german["locale"] == "de-AT"
    assert german["data"] != caller.get("/v1/templates/invoice/mock").json()["data"]
    assert caller.get("/v1/templates/invoice/mock?locale=../../x").status_code == 400
