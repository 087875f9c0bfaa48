"""Which overlays may be kept, and how faults are named."""

from __future__ import annotations

import jsonschema
import pytest

from templates_app.document import InvalidDocument, check_bindings, derive_manifest
from templates_app.document.definition import definition
from templates_app.document.overlay import FIELDS, check_places
from templates_app.fields import parse_manifest
from templates_app.fields.faults import Faults
from tests.templates_app.documents import passes
from tests.templates_app.overlays import ASSET, field, overlay

WHOLE = (
    field(
        "text", bind="customer.name", format="text:upper", size=9.5, minSize=6, weight=700, italic=True, label="Name"
    ),
    field("text", text="Fixed", page=2, overflow="clip", align="justify", valign="bottom", font="Inter"),
    field("image", bind="logo", fit="cover", alt="Logo"),
    field("image", asset=ASSET),
    field("qr", bind="link", w=30, h=30),
    field("barcode", text="4006381333931", kind="ean13", w=40, h=20, showText=False),
    field("checkbox", bind="agreed", mark="cross", color="#112233"),
    field("checkbox", when={"key": "kind", "op": "eq", "value": "new"}),
    field("signature", id="client-1", role="client", kind="initials", required=False),
    field("signature", id="client-2", role="client", kind="radio", options=["Monthly", "Yearly"]),
)
ROLES = [{"key": "client", "label": "Client"}]


def faults_of(content) -> dict[str, list[str]]:
    """What the check says, by pointer."""
    with pytest.raises(InvalidDocument) as refusal:
        passes(content)
    assert refusal.value.issues
    return refusal.value.issues["fieldErrors"]


def test_every_kind_of_field_may_be_kept():
    assert passes(overlay(*WHOLE, roles=ROLES, typography={"size": 10}, finishing={"metadata": {"title": "Form"}}))
    assert {known["type"] for known in WHOLE} == set(FIELDS)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"type": "video"}, "type"),
        ({"page": 0}, "page"),
        ({"page": 501}, "page"),
        ({"x": -1}, "x"),
        ({"w": 0}, "w"),
        ({"h": None}, "h"),
        ({"size": "big"}, "size"),
        ({"weight": 450}, "weight"),
        ({"overflow": "burst"}, "overflow"),
        ({"color": "red; }"}, "color"),
        ({"font": "x'; }"}, "font"),
        ({"format": "loud"}, "format"),
        ({"bind": "items[]"}, "bind"),
        ({"bind": "items[].name"}, "bind"),
        ({"css": "x"}, "css"),
        ({"when": {"key": "a", "op": "about"}}, "when"),
        ({"when": {"key": "items[].a", "op": "isTrue"}}, "when"),
        ({"id": "a b"}, "id"),
    ],
)
def test_a_wrong_member_is_named_by_pointer(wrong, place):
    content = overlay(field("text", text="Fine"), {**field("text", bind="name"), **wrong})

    assert list(faults_of(content)) == [f"layout/fields/1/{place}"]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ([field("text")], "layout/fields/0"),
        ([field("text", bind="a", text="b")], "layout/fields/0"),
        ([field("image")], "layout/fields/0"),
        ([field("signature")], "layout/fields/0/id"),
        ([field("signature", id="a", role="nobody")], "layout/fields/0/role"),
        ([field("signature", id="a", kind="select")], "layout/fields/0/options"),
        ([field("signature", id="a", options=["One", "Two"])], "layout/fields/0/options"),
        ([field("signature", id="a"), field("text", text="b", id="a")], "layout/fields/1/id"),
        ([field("barcode", text="abc", kind="ean13")], "layout/fields/0/text"),
        ([field("qr", text="https://example.com/" + "a" * 300, w=5, h=5)], "layout/fields/0/text"),
        (["text"], "layout/fields/0"),
        ({}, "layout/fields"),
        ([field("text", text="a")] * 2_001, "layout/fields"),
        ([field("text", bind="a"), field("text", bind="a.b")], "layout/fields/1/bind"),
    ],
)
def test_what_no_single_member_tells_is_named_too(fields, place):
    assert place in faults_of({**overlay(), "fields": fields})


@pytest.mark.parametrize("wrong", [None, "", "nonsense", 5])
def test_a_base_is_the_id_of_an_asset(wrong):
    assert "layout/base" in faults_of(overlay(base=wrong))


@pytest.mark.parametrize("member", ["page", "header", "body", "html"])
def test_an_overlay_has_no_page_and_no_body(member):
    assert f"layout/{member}" in faults_of(overlay(**{member: {}}))


def test_an_overlay_has_no_stationery():
    content = overlay(finishing={"stationery": {"first": ASSET}})

    assert list(faults_of(content)) == ["layout/finishing/stationery"]


def test_the_manifest_follows_from_the_fields():
    manifest = derive_manifest(
        overlay(*WHOLE, roles=ROLES, variables={"link": {"type": "url", "label": "Address", "required": True}})
    )

    found = {key: (variable.data_type, variable.required) for key, variable in manifest.by_key.items()}
    assert found == {
        "customer.name": ("text", False),
        "logo": ("image", False),
        "link": ("url", True),
        "agreed": ("boolean", False),
        "kind": ("text", False),
    }


def test_a_value_computed_from_a_list_may_be_shown():
    computed = {"total": {"type": "number", "label": "Total", "computed": "sum(items[].price)"}}
    loops = {"items": {"label": "Items"}}

    manifest = derive_manifest(overlay(field("text", bind="total"), variables=computed, loops=loops))

    assert list(manifest.lists) == ["items"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (field("text", bind="nobody"), "not in the manifest"),
        (field("checkbox", bind="name"), "true or false"),
        (field("text", bind="logo"), "image"),
        (field("image", bind="agreed"), "not an image"),
        (field("text", bind="name", format="currency:EUR"), "does not apply"),
    ],
)
def test_what_the_manifest_does_not_have_is_named(wrong, message):
    types = {"name": "text", "logo": "image", "agreed": "boolean"}
    manifest = parse_manifest(
        {"variables": [{"key": key, "label": key, "dataType": kind} for key, kind in types.items()]}
    )

    with pytest.raises(InvalidDocument) as refusal:
        check_bindings(overlay(wrong), manifest)

    assert refusal.value.issues
    ((place, messages),) = refusal.value.issues["fieldErrors"].items()
    assert place.startswith("layout/fields/0/")
    assert message in messages[0]


@pytest.mark.parametrize(
    ("placed", "place"),
    [
        (field("text", text="a", page=3), "page"),
        (field("text", text="a", x=160), "x"),
        (field("text", text="a", y=292, h=8), "y"),
        (field("text", text="a", page=2, x=90, w=15), "x"),
    ],
)
def test_a_field_off_its_page_is_named(placed, place):
    faults = Faults()

    check_places(overlay(field("text", text="a"), placed), [(210, 297), (100, 148)], "layout", faults)

    assert list(faults.found) == [f"layout/fields/1/{place}"]


def test_a_field_may_reach_the_very_edge():
    faults = Faults()

    check_places(overlay(field("text", text="a", x=150, y=289)), [(210, 297)], "layout", faults)

    assert not faults


def test_the_schema_that_other_languages_read_takes_and_refuses_the_same():
    fields = definition()["overlay"]["fields"]

    jsonschema.validate(list(WHOLE), fields)
    for wrong in (field("text"), {**WHOLE[0], "css": "x"}, field("text", text="a", page=0), {"type": "text"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([wrong], fields)
