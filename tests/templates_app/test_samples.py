"""The samples to start from, and the data made up for any manifest."""

from __future__ import annotations

import pytest
from django.utils.text import slugify
from hypothesis import given, settings
from hypothesis import strategies as st

from templates_app.actions import start_from
from templates_app.document import check_bindings, check_document
from templates_app.fields import DATA_TYPES, Manifest, check_data, parse_manifest
from templates_app.mocks import mock_data
from templates_app.samples import FOLDER, Sample, sample_data, sample_of, samples
from tests.conftest import Party
from tests.templates_app.documents import compiled

QUICK_START = {
    "customer": {"name": "Acme Corp"},
    "items": [{"name": "Widget", "qty": 5, "price": 9.99}],
    "total": 49.95,
}
INVOICE = next(sample for sample in samples() if sample.slug == "invoice")


def sent(values: object, manifest: Manifest, at: str = "") -> object:
    """Values without those that are computed."""
    if isinstance(values, list):
        return [sent(row, manifest, f"{at}[]") for row in values]
    if not isinstance(values, dict):
        return values
    inner = {name: f"{at}.{name}".removeprefix(".") for name in values}
    return {name: sent(values[name], manifest, key) for name, key in inner.items() if key not in manifest.expressions}


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.slug)
def test_a_sample_is_whole(sample: Sample):
    manifest = parse_manifest(sample.manifest)
    assert sample.content is not None

    check_document(sample.content)
    check_bindings(sample.content, manifest)
    checked = check_data(manifest, sample.data)
    page = compiled(sample.content, checked.values, manifest, locale=sample.locale)

    assert manifest.as_json() == sample.manifest
    assert sent(checked.values, manifest) == sample.data
    assert checked.warnings == page.warnings == []
    assert page.title != "Document"
    assert sample.template_type == sample.content.get("kind", "document")


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.slug)
def test_a_sample_asks_for_nothing_its_manifest_does_not_show(sample: Sample):
    manifest = parse_manifest(sample.manifest)
    assert sample.content is not None

    html = compiled(sample.content, sample_data(manifest), manifest, locale="de").html

    assert "undefined" not in html
    assert "{{" not in html


def test_every_file_is_offered_and_its_name_makes_its_slug():
    offered = [sample.slug for sample in samples()]

    assert sorted(offered) == sorted(path.stem for path in FOLDER.glob("*.json"))
    assert [slugify(sample.name) for sample in samples()] == offered


@pytest.mark.django_db
def test_a_project_starts_from_a_sample_in_its_language_and_twice_under_two_slugs(acme: Party):
    arabic = sample_of("arabic-invoice")
    assert arabic

    first = start_from(project=acme.project, sample=arabic)
    second = start_from(project=acme.project, sample=arabic)

    assert (first.template.slug, first.template.locale) == ("arabic-invoice", "ar")
    assert first.sample_data == arabic.data
    assert second.template.slug.startswith("arabic-invoice-")


def test_the_invoice_takes_the_quick_start_s_body_as_it_is():
    manifest = parse_manifest(INVOICE.manifest)
    assert INVOICE.content is not None

    checked = check_data(manifest, QUICK_START)
    page = compiled(INVOICE.content, checked.values, manifest)

    assert checked.warnings == page.warnings == []
    for words in ("Acme Corp", "Widget", "€9.99", "€49.95"):
        assert words in page.html
    for label in ("Subtotal", "Tax", "Payment", "Notes", "Due", "Issued"):
        assert f">{label}" not in page.html


FIELD = st.fixed_dictionaries(
    {"dataType": st.sampled_from(DATA_TYPES)},
    optional={
        "required": st.booleans(),
        "integer": st.booleans(),
        "min": st.integers(-50, 50),
        "max": st.integers(51, 5_000),
        "pattern": st.sampled_from([r"INV-\d{4}", "[A-Z]{2}", r"^\d+$"]),
        "previewData": st.one_of(st.text(max_size=5, alphabet="ab1"), st.integers(), st.booleans()),
    },
)


def is_possible(field: dict) -> bool:
    """Addresses of our own do not meet patterns."""
    return not ("pattern" in field and field["dataType"] in ("email", "url"))


@given(
    st.lists(FIELD.filter(is_possible), min_size=1, max_size=6),
    st.lists(FIELD.filter(is_possible), min_size=1, max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_made_up_data_satisfies_any_manifest(variables, items):
    words = ("total", "customer.name", "invoice.dueDate", "qty", "note", "photo")
    raw = {
        "variables": [{"key": words[at], **field} for at, field in enumerate(variables)],
        "loops": [
            {
                "key": "items",
                "itemFields": [{"key": words[at].split(".")[-1], **field} for at, field in enumerate(items)],
            }
        ],
    }
    manifest = parse_manifest(raw)

    data = sample_data(manifest)

    for made in (data, mock_data(manifest, seed=3)):
        checked = check_data(manifest, made)
        assert checked.warnings == []
        assert checked.values == made


def test_made_up_totals_agree_with_the_rows():
    data = sample_data(parse_manifest(INVOICE.manifest))

    assert data["subtotal"] == sum(row["qty"] * row["price"] for row in data["items"])
    assert data["total"] == round(data["subtotal"] + data["tax"], 2)
    assert len(data["items"]) == 3


def test_preview_rows_come_first_and_are_made_whole():
    fields = [{"key": "name", "dataType": "text"}, {"key": "qty", "dataType": "number"}]
    manifest = parse_manifest(
        {"loops": [{"key": "items", "itemFields": fields, "previewData": [{"name": "Ours", "x": 1}]}]}
    )

    assert sample_data(manifest) == {"items": [{"name": "Ours", "qty": 2}]}
