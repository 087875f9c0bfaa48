"""Kept texts are English, and known again by the templates that they were made of."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from craftkit.lib.errors import AppError
from craftkit.lib.recognition import taken_apart
from craftkit.lib.speech import all_reasons, filled, spoken
from renders.batches.rows import from_json
from renders.finishing.accessible import _skipped
from templates_app.document import check_document
from templates_app.fields import check_data, parse_manifest
from tests.factories import CONTENT
from tests.tongues import speak, templates_in

GERMAN = {
    "{path} is not in the manifest and was left out.": "{path} steht nicht im Manifest und wurde weggelassen.",
    "{reason} (and in {count} more rows)": "{reason} (und in {count} weiteren Zeilen)",
    "{place}: {reason}": "{place}: {reason}",
    "line {line}, column {column}: {reason}": "Zeile {line}, Spalte {column}: {reason}",
    "{key} is not in the manifest": "{key} steht nicht im Manifest",
    "Expected {wanted}": "Erwartet: {wanted}",
    "an odd number of pages": "eine ungerade Zahl von Seiten",
    "Picture not shown: {reason}": "Bild nicht gezeigt: {reason}",
    "Its server answered {status}.": "Sein Server antwortete {status}.",
    "{{{{#{kind} {key}}}}} is not closed": "{{{{#{kind} {key}}}}} ist nicht geschlossen",
    "{name} takes one list, such as {name}(items[].price)": "{name} nimmt eine Liste, etwa {name}(items[].price)",
    "Required": "Pflichtfeld",
}


@pytest.fixture
def german(monkeypatch):
    """A reader of German, with words that no catalogue has to have."""
    speak(monkeypatch, GERMAN)
    with translation.override("de"):
        yield


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("vat is not in the manifest and was left out.", "vat steht nicht im Manifest und wurde weggelassen."),
        (
            "items[0].vat is not in the manifest and was left out. (and in 3 more rows)",
            "items[0].vat steht nicht im Manifest und wurde weggelassen. (und in 3 weiteren Zeilen)",
        ),
        ("line 3, column 7: vat is not in the manifest", "Zeile 3, Spalte 7: vat steht nicht im Manifest"),
        ("table: Expected an odd number of pages", "table: Erwartet: eine ungerade Zahl von Seiten"),
        ("Picture not shown: Its server answered 404.", "Bild nicht gezeigt: Sein Server antwortete 404."),
        ("Picture not shown: EOF in line 3.", "Bild nicht gezeigt: EOF in line 3."),
        (
            "vat is not in the manifest and was left out. Its server answered 404.",
            "vat steht nicht im Manifest und wurde weggelassen. Sein Server antwortete 404.",
        ),
        ("{{#each items}} is not closed", "{{#each items}} ist nicht geschlossen"),
        ("sum takes one list, such as sum(items[].price)", "sum nimmt eine Liste, etwa sum(items[].price)"),
        ("sum takes one list, such as avg(items[].price)", "sum takes one list, such as avg(items[].price)"),
        ("Somebody wrote: so it is", "Somebody wrote: so it is"),
        ("Required", "Pflichtfeld"),
        ("a: " * 500, "a: " * 500),
        ("", ""),
    ],
)
def test_a_kept_text_is_said_in_the_language_of_the_reader(german, kept, said):
    assert spoken(kept) == said


def test_in_english_nothing_changes():
    text = "items[0].vat is not in the manifest and was left out. (and in 3 more rows)"

    assert spoken(text) == text
    assert all_reasons({"formErrors": ["One"], "fieldErrors": {"a": ["Required", "Two"]}}) == "One; a: Required, Two"


def test_what_is_filled_in_is_not_taken_for_a_text_of_ours(german):
    assert spoken(filled("{key} is not in the manifest", key="Required")) == "Required steht nicht im Manifest"
    assert spoken("Required is not in the manifest") == "Required steht nicht im Manifest"


@pytest.mark.parametrize("text", ["", "No blanks", "{reason", "{2,} times", "{0} is numbered", "{name}: "])
def test_texts_without_blanks_or_with_little_else_are_no_patterns(text):
    assert taken_apart(text) is None


def refused(call: Any, *given: Any) -> list[str]:
    """What is wrong, as it would be kept."""
    with pytest.raises(AppError) as caught:
        call(*given)
    issues = caught.value.issues or {"formErrors": [], "fieldErrors": {}}
    named = [text for texts in issues["fieldErrors"].values() for text in texts]
    return [str(text) for text in [caught.value.message, *issues["formErrors"], *named]]


def node(kind: str, /, *content: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": attrs, "content": list(content)}


FIELDS = [
    {"key": "a b", "dataType": "text"},
    {"key": "x", "dataType": "what"},
    {"key": "n", "dataType": "number", "min": 5, "max": 1, "integer": 3, "computed": "sum(1"},
    {"key": "t", "dataType": "text", "format": "currency:EUR", "pattern": "(a|b)", "label": 7, "required": "yes"},
    {"key": "d", "dataType": "date", "format": "date:QQ"},
    {"key": "d", "dataType": "boolean", "defaultValue": "perhaps", "description": "x" * 300},
]
EXPRESSIONS = ["vat + 1", "sum(net)", "if(net, 1, 2)", "n1", "concat() > 1", "net + 'a'", "round(1, 2, 3)", "min(true)"]
VARIABLES = [
    {"key": "name", "dataType": "text", "required": True},
    {"key": "n", "dataType": "number", "min": 1, "max": 2, "integer": True},
    {"key": "when", "dataType": "date"},
    {"key": "web", "dataType": "url"},
    {"key": "half", "dataType": "number", "computed": "n / 0"},
]
MANIFEST = {
    "variables": VARIABLES,
    "loops": [{"key": "items", "itemFields": [{"key": "price", "dataType": "number"}]}],
}
BODY = node(
    "doc",
    node("paragraph", node("table"), {"type": "text", "text": 5, "marks": [{"type": "loud"}]}, align="up"),
    node("heading", level=9, unknown=1),
    node("loop", node("paragraph"), each="a..b"),
    node("variable", key="items[].price"),
    node("image"),
    node("barcode", kind="ean13", value="12"),
    node("chart", each="items", label="other[].name", values=[]),
    node("condition", when={"key": "a", "op": "like", "value": 1}),
    node("section", node("pageBreak"), margin={"top": "wide"}),
    {"type": "nothing"},
    5,
)
LAYOUTS = [
    {**CONTENT, "body": BODY, "extra": 1, "page": {"size": "A99", "margin": 3}},
    {**CONTENT, "roles": [{}], "typography": {"size": 0, "color": "red"}, "header": {"default": {"left": [1]}}},
    {**CONTENT, "variables": {"a b": {}, "c": 5}, "loops": {"d.e": {}}, "schema": 7},
    {**CONTENT, "finishing": {"watermark": {}, "merge": [{}], "odd": 1, "facturX": {"lines": {"each": 1}}}},
    {
        "schema": 1,
        "kind": "html",
        "html": "<script>{{#each a}}{{b c:d}}<p onclick=x style='a:url(b)'>",
        "css": "@import x;",
    },
    {"schema": 1, "kind": "html", "html": "{{/if}}{{else}}{{a", "css": "p{behavior:url(a)}"},
    {
        "schema": 1,
        "kind": "overlay",
        "base": 5,
        "fields": [{"type": "text"}, {"type": "what"}, {"type": "qr", "x": "a"}],
    },
    {"kind": "poem"},
]


def test_whatever_is_wrong_with_manifests_layouts_and_data_is_known_again(monkeypatch):
    texts = refused(parse_manifest, {"variables": FIELDS, "loops": [{"key": "l", "itemFields": []}, {"key": "m"}]})
    for expression in EXPRESSIONS:
        field = {"key": "e", "dataType": "text", "computed": expression}
        texts += refused(parse_manifest, {**MANIFEST, "variables": [*VARIABLES, field]})
    for layout in LAYOUTS:
        texts += refused(check_document, layout)
    manifest = parse_manifest(MANIFEST)
    texts += refused(check_data, manifest, {"n": 2.5, "when": "soon", "web": "x", "items": [1]})
    fits = check_data(manifest, {"name": "A", "n": "2", "vat": 1, "items": [{"price": 1, "x": 1}, {"x": 2}]})
    texts += [str(warning.message) for warning in fits.warnings]
    texts += [str(_skipped(3, 0)), str(_skipped(4, 2))]
    rows = from_json([{"data": {}, "externalId": 5}], manifest)
    texts += [
        text for row in rows for said in (row.issues or {"fieldErrors": {}})["fieldErrors"].values() for text in said
    ]

    marked = templates_in("templates_app", "renders", "craftkit/lib")
    speak(monkeypatch, {text: f"«{text}»" for text in marked}, alone=True)
    with translation.override("de"):
        unknown = [text for text in texts if not spoken(text).startswith("«")]

    assert len(texts) > 60
    assert unknown == []
