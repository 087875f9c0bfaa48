"""`/v1/assets` as its clients see it."""

from __future__ import annotations

import pytest
from django.test import override_settings

from templates_app import intake
from templates_app.models import Asset
from tests.api.calls import Caller, Form, error
from tests.conftest import Party
from tests.factories import make_asset, make_template, make_version
from tests.templates_app.uploads import font, pdf, png


@pytest.fixture
def caller(acme: Party) -> Caller:
    """The owner's server."""
    return Caller(acme.live_key)


def test_an_upload_is_described_and_comes_back(caller: Caller) -> None:
    body = Form(file=pdf(2), name="Letterhead")
    body.filename = "paper.docx"

    made = caller.post("/v1/assets", body)

    assert made.status_code == 201
    shown = made.json()
    assert (shown["kind"], shown["name"], shown["mediaType"]) == ("pdf", "Letterhead", "application/pdf")
    assert shown["meta"]["pageSizes"] == [{"width": 209.9, "height": 297.0}] * 2
    assert caller.get(f"/v1/assets/{shown['id']}").json() == shown
    content = caller.get(f"/v1/assets/{shown['id']}/content")
    assert (content.content, content["Content-Type"]) == (body["file"], "application/pdf")
    assert content["Content-Disposition"] == 'attachment; filename="paper.pdf"'
    assert content["X-Content-Type-Options"] == "nosniff"


def test_the_same_bytes_again_are_the_asset_there_is(caller: Caller) -> None:
    first = caller.post("/v1/assets", Form(file=png(), name="Logo"))
    second = caller.post("/v1/assets", Form(file=png(), name="Another"))

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()


@pytest.mark.parametrize(("data", "kind"), [(png(), "image"), (font(), "font"), (pdf(), "pdf"), (b"a;b", "file")])
def test_the_bytes_decide_the_kind(caller: Caller, data: bytes, kind: str) -> None:
    assert caller.post("/v1/assets", Form(file=data)).json()["kind"] == kind


def test_an_upload_of_another_kind_than_it_says_is_refused(caller: Caller) -> None:
    answer = caller.post("/v1/assets", Form(file=pdf(), kind="image"))

    assert (answer.status_code, error(answer)["code"]) == (400, "wrong_kind")


@pytest.mark.parametrize("body", [None, {"file": "text"}, {}, Form(name="No file"), Form(file="text")])
def test_an_upload_without_a_file_is_refused(caller: Caller, body: object) -> None:
    answer = caller.post("/v1/assets", body)

    assert answer.status_code == 400
    assert "file" in error(answer)["issues"]["fieldErrors"]


def test_an_empty_file_and_an_unknown_kind_are_refused(caller: Caller) -> None:
    assert error(caller.post("/v1/assets", Form(file=b"")))["code"] == "invalid_file"
    assert caller.post("/v1/assets", Form(file=b"x", kind="film")).status_code == 400


def test_a_file_over_the_limit_of_its_kind_is_413(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(intake.MAX_BYTES, "file", 10)

    assert caller.post("/v1/assets", Form(file=b"x" * 11)).status_code == 413


def test_a_body_over_the_limit_of_all_uploads_is_413_unread(caller: Caller) -> None:
    with override_settings(UPLOAD_BYTES=100):
        answer = caller.post("/v1/assets", Form(file=b"x" * 101))

    assert error(answer)["code"] == "payload_too_large"


def test_the_list_pages_filters_and_counts_the_storage(caller: Caller, acme: Party) -> None:
    image, terms = make_asset(acme.project, png()), make_asset(acme.project)

    page = caller.get("/v1/assets?limit=1").json()
    rest = caller.get(f"/v1/assets?limit=1&cursor={page['nextCursor']}").json()
    images = caller.get("/v1/assets?kind=image").json()

    assert [page["assets"][0]["id"], rest["assets"][0]["id"]] == [str(terms.pk), str(image.pk)]
    assert [asset["id"] for asset in images["assets"]] == [str(image.pk)]
    assert page["storageBytes"] == image.size_bytes + terms.size_bytes
    assert caller.get("/v1/assets?kind=film").status_code == 400


def test_an_asset_gets_another_name(caller: Caller, acme: Party) -> None:
    asset = make_asset(acme.project)

    answer = caller.patch(f"/v1/assets/{asset.pk}", {"name": "Terms 2027"})

    assert answer.json()["name"] == "Terms 2027"
    assert caller.patch(f"/v1/assets/{asset.pk}", {"name": ""}).status_code == 400


def test_a_used_asset_stays_and_says_who_uses_it(caller: Caller, acme: Party) -> None:
    asset, template = make_asset(acme.project, png()), make_template(acme.project)
    make_version(template).assets.add(asset)

    answer = caller.delete(f"/v1/assets/{asset.pk}")

    assert (answer.status_code, error(answer)["code"]) == (409, "asset_in_use")
    assert template.slug in error(answer)["message"]
    assert caller.get(f"/v1/assets/{asset.pk}").json()["usedBy"] == [template.slug]


def test_a_deleted_asset_is_gone(caller: Caller, acme: Party) -> None:
    asset = make_asset(acme.project)

    assert caller.delete(f"/v1/assets/{asset.pk}").json()["id"] == str(asset.pk)
    for path in (f"/v1/assets/{asset.pk}", f"/v1/assets/{asset.pk}/content"):
        assert error(caller.get(path))["code"] == "asset_not_found"
    assert caller.delete(f"/v1/assets/{asset.pk}").status_code == 404
    assert Asset.objects.filter(project=acme.project).bytes_used() == 0


@pytest.mark.parametrize("asset_id", ["0193c2c3-1111-7aaa-8bbb-000000000001", "rubbish"])
def test_what_is_no_asset_is_404(caller: Caller, asset_id: str) -> None:
    assert error(caller.get(f"/v1/assets/{asset_id}"))["code"] == "asset_not_found"
