"""What a template may ask of its PDF: what is taken, what is refused and where, and what it wants of the data."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest

from templates_app.document import InvalidDocument, check_bindings, derive_manifest
from templates_app.document.finishing import finishing_schema
from templates_app.fields import parse_manifest
from templates_app.passwords import opened, with_sealed_passwords
from tests.templates_app.documents import document, line, text
from tests.templates_app.invoices import MANIFEST, MAPPING

ASSET = "0193c2c3-1111-7aaa-8bbb-000000000001"
EVERYTHING: dict[str, Any] = {
    "metadata": {"title": "Invoice {{number}}", "author": "North Wind Ltd", "keywords": "a, {{date date:long}}"},
    "bulk": False,
    "protection": {"ownerPassword": "secret", "userPassword": {"key": "number"}, "permissions": {"copy": False}},
    "watermark": {"text": "Copy for {{customer.name}}", "opacity": 0.2, "angle": 45, "pages": "first"},
    "stationery": {"first": ASSET, "other": None},
    "attachments": [{"asset": ASSET, "relationship": "Source"}, {"data": True, "name": "data.json"}],
    "merge": [{"asset": ASSET, "place": "before", "title": "Cover"}, {"template": "terms", "version": 2}],
}
ARCHIVAL = {"conformance": "pdf/a-3b", "accessibility": "pdf/ua-1", "facturX": MAPPING}


def with_finishing(asked: Any, kind: str = "document") -> dict[str, Any]:
    """A template that asks for it."""
    if kind == "html":
        return {"schema": 1, "kind": "html", "html": "<p>{{number}}</p>", "css": "", "finishing": asked}
    return document(line(text("A")), finishing=asked)


def faults(asked: Any) -> dict[str, list[str]]:
    """The faults by pointer, without the common beginning."""
    with pytest.raises(InvalidDocument) as caught:
        check_bindings(with_finishing(asked), parse_manifest(MANIFEST))
    assert caught.value.issues
    found = caught.value.issues["fieldErrors"]
    return {pointer.removeprefix("layout/finishing"): messages for pointer, messages in found.items()}


@pytest.mark.parametrize("kind", ["document", "html"])
@pytest.mark.parametrize("asked", [None, {}, EVERYTHING, ARCHIVAL])
def test_what_is_right_is_taken_in_every_kind_of_template(asked, kind):
    check_bindings(with_finishing(asked, kind), parse_manifest(MANIFEST))

    assert [*jsonschema.Draft202012Validator(finishing_schema()).iter_errors(without_nulls(asked or {}))] == []


def without_nulls(value: Any) -> Any:
    """Null means that nothing is said, which JSON Schema says by leaving out."""
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None}
    return [without_nulls(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ([], ""),
        ({"water": {}}, "/water"),
        ({"bulk": 1}, "/bulk"),
        ({"metadata": {"title": 7}}, "/metadata/title"),
        ({"metadata": {"title": "{{#each items}}{{/each}}"}}, "/metadata/title"),
        ({"metadata": {"title": "{{items[].name}}"}}, "/metadata/title"),
        ({"metadata": {"title": "{{nowhere}}"}}, "/metadata/title"),
        ({"metadata": {"title": "{{number"}}, "/metadata/title"),
        ({"protection": {}}, "/protection/ownerPassword"),
        ({"protection": {"ownerPassword": ""}}, "/protection/ownerPassword"),
        ({"protection": {"ownerPassword": "x" * 128}}, "/protection/ownerPassword"),
        ({"protection": {"ownerPassword": {"key": "items[].name"}}}, "/protection/ownerPassword"),
        ({"protection": {"ownerPassword": {"key": "nowhere"}}}, "/protection/ownerPassword"),
        ({"protection": {"ownerPassword": "a", "permissions": {"fly": True}}}, "/protection/permissions/fly"),
        ({"watermark": {}}, "/watermark"),
        ({"watermark": {"text": "A", "asset": ASSET}}, "/watermark"),
        ({"watermark": {"text": "A", "opacity": 0}}, "/watermark/opacity"),
        ({"stationery": {"first": "logo"}}, "/stationery/first"),
        ({"attachments": [{"asset": ASSET, "data": True}]}, "/attachments/0"),
        ({"attachments": [{"data": True, "name": "../x"}]}, "/attachments/0/name"),
        ({"attachments": [{"data": True, "relationship": "Friend"}]}, "/attachments/0/relationship"),
        ({"merge": [{"asset": ASSET, "version": 1}]}, "/merge/0/version"),
        ({"merge": [{"template": "No Slug"}]}, "/merge/0/template"),
        ({"merge": [{}] * 21}, "/merge"),
        ({"conformance": "pdf/a-1b"}, "/conformance"),
        ({"accessibility": "pdf/ua-1", "bulk": True}, "/bulk"),
        ({"conformance": "pdf/a-3b", "protection": {"ownerPassword": "a"}}, "/protection"),
        ({"facturX": {"profile": "gold", "fields": MAPPING["fields"], "lines": MAPPING["lines"]}}, "/facturX/profile"),
        ({"facturX": {"fields": MAPPING["fields"]}}, "/facturX/lines"),
    ],
)
def test_what_is_wrong_is_named_where_it_is(asked, pointer):
    assert pointer in faults(asked)


def test_parts_that_no_invoice_lacks_are_named():
    mapping = copy.deepcopy(MAPPING)
    del mapping["fields"]["seller.country"], mapping["lines"]["fields"]["price"]

    found = faults({"facturX": mapping})

    assert list(found) == ["/facturX/fields/seller.country", "/facturX/lines/fields/price"]
    assert "BG-4/country_code" in found["/facturX/fields/seller.country"][0]


def test_a_line_s_field_is_of_its_own_list():
    mapping = copy.deepcopy(MAPPING)
    mapping["fields"]["note"] = "items[].name"

    assert "/facturX/fields/note" in faults({"facturX": mapping})


def test_what_finishing_asks_for_is_in_the_derived_manifest():
    manifest = derive_manifest(with_finishing({**EVERYTHING, "protection": None, "facturX": MAPPING}))

    types = {key: variable.data_type for key, variable in manifest.by_key.items()}
    assert types["date"] == "date"
    assert types["items[].price"] == "currency"
    assert {"number", "customer.name", "items[].qty"} <= types.keys()


def test_passwords_are_sealed_and_stay_so_on_the_way_back():
    kept = with_sealed_passwords(with_finishing(EVERYTHING))

    owner = kept["finishing"]["protection"]["ownerPassword"]
    assert "secret" not in str(kept)
    assert opened(owner) == "secret"
    assert kept["finishing"]["protection"]["userPassword"] == {"key": "number"}
    check_bindings(kept, parse_manifest(MANIFEST))
    assert with_sealed_passwords(kept) == kept


def test_a_password_sealed_elsewhere_is_refused():
    content = with_finishing({"protection": {"ownerPassword": {"sealed": "gAAAA-not-ours"}}})

    with pytest.raises(InvalidDocument) as caught:
        with_sealed_passwords(content)

    assert caught.value.issues
    assert list(caught.value.issues["fieldErrors"]) == ["layout/finishing/protection/ownerPassword"]
