"""`/v1/templates` of type `pdf-overlay`: from an uploaded PDF to a published version."""

from __future__ import annotations

import pytest

from templates_app.models import Asset, Template
from tests.api.calls import Caller, error
from tests.factories import make_asset
from tests.templates_app.overlays import PLAIN, base, field, overlay
from tests.templates_app.uploads import pdf, png

NAME = field("text", bind="customer.name", label="Name")


@pytest.fixture
def caller(acme):
    return Caller(acme.live_key)


@pytest.fixture
def form(acme) -> Asset:
    """Two pages of acme's, the second of them lying on its side."""
    return make_asset(acme.project, base(PLAIN, (90, None, b"")))


def body_of(asset: Asset, *fields, **members):
    """A request that creates the overlay."""
    layout = overlay(*(fields or (NAME,)), base=str(asset.pk))
    return {"name": "Form", "templateType": "pdf-overlay", "layout": layout, **members}


def test_an_overlay_is_published_with_the_manifest_of_its_fields(caller, form):
    answer = caller.post("/v1/templates", body_of(form, NAME, field("checkbox", bind="agreed")))

    assert answer.status_code == 201
    assert [(part["key"], part["dataType"]) for part in answer.json()["manifest"]["variables"]] == [
        ("customer.name", "text"),
        ("agreed", "boolean"),
    ]
    template = Template.objects.get()
    assert template.template_type == "pdf-overlay"
    assert template.current_version
    assert list(template.current_version.assets.all()) == [form]
    assert set(template.current_version.sample_data) == {"customer", "agreed"}


def test_a_manifest_that_is_given_counts(caller, form):
    variable = {"key": "customer.name", "label": "Who", "dataType": "text", "required": True}

    caller.put("/v1/templates/form", body_of(form, manifest={"variables": [variable]}))

    assert caller.get("/v1/templates/form").json()["manifest"]["variables"] == [variable]


def test_the_next_version_may_change_base_and_fields_and_the_difference_shows(acme, caller, form):
    caller.put("/v1/templates/form", body_of(form))
    other = make_asset(acme.project, pdf(3))

    again = caller.put("/v1/templates/form", body_of(other, NAME, field("text", bind="place", page=3)))

    assert (again.status_code, again.json()["currentVersionNumber"]) == (200, 2)
    difference = caller.get("/v1/templates/form/versions/1/diff/2").json()
    assert difference["layoutChanged"]
    assert [change["key"] for change in difference["changes"]] == ["place"]


def test_going_back_to_a_version_works(acme, caller, form):
    caller.put("/v1/templates/form", body_of(form))
    caller.put("/v1/templates/form", body_of(make_asset(acme.project, pdf())))

    back = caller.post("/v1/templates/form/versions/1/rollback", {})

    assert back.status_code == 201
    assert caller.get("/v1/templates/form/versions/3").json()["layout"]["base"] == str(form.pk)


@pytest.mark.parametrize(
    ("placed", "place"),
    [
        (field("text", text="a", page=3), "page"),
        (field("text", text="a", x=200), "x"),
        (field("text", text="a", page=2, y=205), "y"),
    ],
)
def test_a_field_off_the_base_is_named_by_pointer(caller, form, placed, place):
    answer = caller.post("/v1/templates", body_of(form, NAME, placed))

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")
    assert list(error(answer)["issues"]["fieldErrors"]) == [f"layout/fields/1/{place}"]
    assert not Template.objects.exists()


def test_a_field_fits_the_page_as_readers_see_it(caller, form):
    wide = field("text", text="a", page=2, x=230)

    assert caller.post("/v1/templates", body_of(form, wide)).status_code == 201


@pytest.mark.parametrize("whose", ["nobody", "stranger", "picture"])
def test_a_base_is_a_pdf_of_the_project(acme, globex, caller, form, whose):
    asset = {
        "nobody": lambda: Asset(),
        "stranger": lambda: make_asset(globex.project, pdf()),
        "picture": lambda: make_asset(acme.project, png()),
    }[whose]()

    answer = caller.post("/v1/templates", body_of(asset))

    assert answer.status_code == 400
    assert list(error(answer)["issues"]["fieldErrors"]) == ["layout/base"]


def test_a_picture_of_a_field_is_one_of_the_project(acme, globex, caller, form):
    own, other = make_asset(acme.project, png()), make_asset(globex.project, png())
    images = [field("image", asset=str(asset.pk)) for asset in (own, other)]

    answer = caller.post("/v1/templates", body_of(form, *images))

    assert list(error(answer)["issues"]["fieldErrors"]) == ["layout/fields/1/asset"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"templateType": "document"}, "templateType"),
        ({"templateType": "video"}, "templateType"),
        ({"layout": None}, "templateType"),
        ({"pageConfig": {"format": "A5"}}, "pageConfig"),
    ],
)
def test_what_does_not_go_with_an_overlay_is_named(caller, form, change, place):
    answer = caller.post("/v1/templates", body_of(form, **change))

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")
    assert list(error(answer)["issues"]["fieldErrors"]) == [place]


def test_only_overlays_go_without_a_manifest(caller):
    layout = {"schema": 1, "body": {"type": "doc", "content": [{"type": "paragraph"}]}}

    answer = caller.post("/v1/templates", {"name": "Letter", "layout": layout})

    assert (answer.status_code, list(error(answer)["issues"]["fieldErrors"])) == (400, ["manifest"])


def test_data_can_be_tried(caller, form):
    caller.put("/v1/templates/form", body_of(form, field("barcode", bind="ean", kind="ean13")))

    tried = caller.post("/v1/templates/form/validate", {"data": {"ean": "x", "more": 1}}).json()

    assert tried["valid"]
    assert [warning["code"] for warning in tried["warnings"]] == ["unknown_key", "drawing_failed"]


def test_a_base_in_use_is_not_deleted(caller, form):
    caller.put("/v1/templates/form", body_of(form))

    assert caller.delete(f"/v1/assets/{form.pk}").status_code == 409


@pytest.mark.parametrize(
    ("data", "message"),
    [(pdf(password="x"), "password"), (b"%PDF-1.7 broken", "damaged"), (pdf(501), "500")],
)
def test_a_pdf_that_cannot_be_a_base_is_refused_when_it_is_uploaded(acme, data, message):
    with pytest.raises(Exception, match=message) as refusal:
        make_asset(acme.project, data)

    assert refusal.value.code == "invalid_pdf"  # type: ignore[attr-defined]
