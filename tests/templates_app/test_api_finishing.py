"""Finishing over the API: faults by pointer, and passwords that nobody gets to see again."""

from __future__ import annotations

import pytest

from templates_app.models import TemplateVersion
from tests.api.calls import Caller, Form, error
from tests.factories import CONTENT, MANIFEST
from tests.templates_app.uploads import png

BODY = {"name": "Invoice", "slug": "invoice", "manifest": MANIFEST}


@pytest.fixture
def caller(acme):
    return Caller(acme.live_key)


def body(**asked):
    return {**BODY, "layout": {**CONTENT, "finishing": asked}}


def test_a_fault_is_named_by_its_pointer(caller):
    answer = caller.post("/v1/templates", body(watermark={"text": "A", "opacity": 2}))

    assert answer.status_code == 400
    assert list(error(answer)["issues"]["fieldErrors"]) == ["layout/finishing/watermark/opacity"]


def test_a_password_is_kept_and_answered_sealed_and_comes_back_as_it_was(caller):
    caller.post("/v1/templates", body(protection={"ownerPassword": "open sesame"}))

    answer = caller.get("/v1/templates/invoice/versions/1")
    again = caller.put("/v1/templates/invoice", {**BODY, "layout": answer.json()["layout"]})

    assert b"open sesame" not in answer.content
    assert again.status_code in (200, 201)
    kept = [version.content["finishing"]["protection"] for version in TemplateVersion.objects.order_by("number")]
    assert kept[0] == kept[1]
    assert list(kept[0]["ownerPassword"]) == ["sealed"]


def test_files_that_are_not_there_or_of_another_kind_are_named_on_save(caller):
    picture = caller.post("/v1/assets", Form(file=png())).json()["id"]
    nowhere = "0193c2c3-1111-7aaa-8bbb-000000000001"

    answer = caller.post(
        "/v1/templates",
        body(
            watermark={"asset": picture},
            stationery={"first": nowhere},
            attachments=[{"asset": picture}, {"asset": nowhere}],
            merge=[{"asset": picture}],
        ),
    )

    assert answer.status_code == 400
    faults = error(answer)["issues"]["fieldErrors"]
    assert list(faults) == [
        "layout/finishing/stationery/first",
        "layout/finishing/attachments/1/asset",
        "layout/finishing/merge/0/asset",
    ]
    assert all("POST /v1/assets" in message for [message] in faults.values())


def test_files_of_strangers_are_not_there(caller, globex):
    made = Caller(globex.live_key).post("/v1/assets", Form(file=png()))

    answer = caller.post("/v1/templates", body(watermark={"asset": made.json()["id"]}))

    assert list(error(answer)["issues"]["fieldErrors"]) == ["layout/finishing/watermark/asset"]
