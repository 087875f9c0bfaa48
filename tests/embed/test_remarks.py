"""What the answer to publishing remarks: what senders have to change, and what the document will lack."""

from __future__ import annotations

from typing import Any

import pytest

from craftkit.lib.ids import new_id
from tests.embed.hosts import NAMED, TEMPLATES, enabled, iframe, started
from tests.factories import make_template

pytestmark = pytest.mark.django_db
CATALOG: dict[str, Any] = {
    "namespaces": [
        {
            "key": "customer",
            "label": "Customer",
            "fields": [{"key": "customer.email", "label": "Email", "dataType": "email"}],
        }
    ]
}


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


def remarked(partner: Any, content: dict[str, Any], sample: dict[str, Any] | None = None, **wish: Any) -> Any:
    """The warnings of publishing the content as a new template."""
    caller = iframe(partner.live_key, **wish)
    template = started(caller, content)
    return warnings_of(caller, template["id"], {"content": content, "sampleData": sample or {}, "baseRevision": 1})


def warnings_of(caller: Any, template_id: object, body: dict[str, Any]) -> Any:
    answer = caller.post(f"{TEMPLATES}/{template_id}/publish", body)
    assert answer.status_code == 200, answer.content
    return answer.json()["warnings"]


def picture(**attrs: str) -> dict[str, Any]:
    node = {"type": "image", "attrs": {**attrs, "alt": "Logo"}}
    return {"schema": 1, "body": {"type": "doc", "content": [node]}}


def test_a_document_that_is_well_has_no_remarks(partner):
    assert remarked(partner, NAMED, {"customer": {"name": "Ada Shipping"}}) == []


def test_what_senders_have_to_change_is_said(partner):
    template = make_template(partner.project)
    caller = iframe(partner.live_key, scope={"mode": "edit", "templateId": str(template.pk)})
    body = {"content": numbered(), "sampleData": {}, "baseRevision": 0}

    first, again = (warnings_of(caller, template.pk, body) for _ in range(2))

    assert {
        "code": "breaking_change",
        "message": "invoice.number is new and required.",
        "path": "invoice.number",
    } in first
    assert again == first


def numbered() -> dict[str, Any]:
    node = {"type": "variable", "attrs": {"key": "invoice.number"}}
    return {
        "schema": 1,
        "body": {"type": "doc", "content": [{"type": "paragraph", "content": [node]}]},
        "variables": {"invoice.number": {"type": "text", "label": "Number", "required": True}},
    }


@pytest.mark.parametrize(("allows", "codes"), [(False, ["unknown_key"]), (True, [])])
def test_a_variable_beside_a_closed_catalog_is_said(partner, allows, codes):
    found = remarked(partner, NAMED, variableCatalog={**CATALOG, "allowCustom": allows})

    assert [(warning["code"], warning["path"]) for warning in found] == [(code, "customer.name") for code in codes]


def test_a_picture_that_nobody_has_is_said_where_it_stands(partner):
    [warning] = remarked(partner, picture(asset=str(new_id())))

    assert (warning["code"], warning["path"]) == ("asset_failed", "layout/body/content/0")


def test_a_picture_on_the_web_is_not_asked_for(partner):
    assert remarked(partner, picture(bind="logo"), {"logo": "https://cdn.acme.example/logo.png"}) == []


def test_a_picture_that_the_sample_names_and_nobody_has_is_said(partner):
    [warning] = remarked(partner, picture(bind="logo"), {"logo": str(new_id())})

    assert (warning["code"], warning["path"]) == ("asset_failed", "logo")


def test_a_sample_that_does_not_fit_is_said(partner):
    found = remarked(partner, NAMED, {"customer": {"name": {"first": "Ada"}}})

    assert [warning["code"] for warning in found] == ["sample_unfit"]
