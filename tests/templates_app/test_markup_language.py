"""The template language of hand-written sources: what it does, and its faults by line and column."""

from __future__ import annotations

import pytest

from templates_app.document import InvalidDocument, check_document
from templates_app.fields import parse_manifest
from tests.templates_app.documents import printed, source

MANIFEST = parse_manifest(
    {
        "variables": [
            {"key": "shop", "dataType": "text"},
            {"key": "total", "dataType": "currency", "format": "currency:EUR"},
            {"key": "site", "dataType": "url"},
            {"key": "logo", "dataType": "image"},
            {"key": "paid", "dataType": "boolean"},
        ],
        "loops": [
            {
                "key": "items",
                "itemFields": [
                    {"key": "name", "dataType": "text"},
                    {"key": "price", "dataType": "currency"},
                    {"key": "parts", "dataType": "list", "itemFields": [{"key": "sku", "dataType": "text"}]},
                ],
            }
        ],
    }
)


def shown(html: str, **values: object) -> str:
    """The printed body of a source."""
    return printed(source(html), values, MANIFEST)


def faults(html: str, css: str = "") -> list[str]:
    """The messages on a source."""
    with pytest.raises(InvalidDocument) as refused:
        check_document(source(html, css))
    assert refused.value.issues is not None
    return [message for messages in refused.value.issues["fieldErrors"].values() for message in messages]


def test_values_are_printed_escaped_and_formatted():
    html = shown("<p>{{shop}}: {{total}}, {{ total  number:0 }}</p>", shop="A & <b>\nB", total=9.99)

    assert html == "<p>A &amp; &lt;b&gt;<br>B: €9.99, 10</p>"


def test_each_knows_item_keys_absolute_keys_and_the_whole():
    html = shown(
        "{{#each items}}<p>{{name}} {{items[].price currency:EUR}} {{shop}}</p>{{/each}}",
        shop="S",
        items=[{"name": "a", "price": 1}, {"name": "b", "price": 2}],
    )

    assert html == "<p>a €1.00 S</p><p>b €2.00 S</p>"


def test_lists_nest():
    html = shown(
        "{{#each items}}<p>{{name}}</p>{{#each parts}}<i>{{sku}}/{{name}}</i>{{/each}}{{/each}}",
        items=[{"name": "a", "parts": [{"sku": "1"}, {"sku": "2"}]}, {"name": "b", "parts": []}],
    )

    assert html == "<p>a</p><i>1/a</i><i>2/a</i><p>b</p>"


def test_if_and_else_choose():
    html = "{{#if paid}}paid{{else}}open{{/if}} {{#if items}}{{#if shop}}both{{/if}}{{/if}}"

    assert shown(html, paid=True, items=[{}], shop="x") == "paid both"
    assert shown(html, paid=False, items=[]) == "open "


def test_rows_of_a_table_repeat_in_its_body():
    html = shown(
        "<table><thead><tr><th>A</th></tr></thead>\n"
        "{{#each items}}{{#if name}}<tr><td>{{name}}</td></tr>{{/if}}{{/each}}<tr><td>end</td></tr></table>",
        items=[{"name": "a"}, {"name": ""}, {"name": "b"}],
    )

    assert html == (
        "<table><thead><tr><th>A</th></tr></thead>\n"
        "<tbody><tr><td>a</td></tr><tr><td>b</td></tr><tr><td>end</td></tr></tbody></table>"
    )


def test_whole_bodies_and_cells_repeat_too():
    items = [{"name": "a"}, {"name": "b"}]

    bodies = shown("<table>{{#each items}}<tbody><tr><td>{{name}}</td></tr></tbody>{{/each}}</table>", items=items)
    cells = shown("<table><tr>{{#each items}}<td>{{name}}</td>{{/each}}</tr></table>", items=items)

    assert bodies == "<table><tbody><tr><td>a</td></tr></tbody><tbody><tr><td>b</td></tr></tbody></table>"
    assert cells == "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"


def test_attributes_take_values_and_choices():
    html = shown('<p class="row {{#if paid}}paid{{else}}open{{/if}}" title="{{shop}}">x</p>', shop='"><script>')

    assert html == '<p class="row open" title="&quot;&gt;&lt;script&gt;">x</p>'


def test_links_are_printed_only_for_addresses_that_are_safe():
    html = '<a href="{{site}}">x</a><a href="https://example.com/?q={{shop}}&amp;b">y</a>'

    assert shown(html, site="https://a.example/?b=1&c", shop="a&b c/'\"") == (
        '<a href="https://a.example/?b=1&amp;c">x</a><a href="https://example.com/?q=a%26b%20c%2F%27%22&amp;b">y</a>'
    )
    assert shown('<a href="{{site}}">x</a>', site="javascript:alert(1)") == "<a>x</a>"


def test_pictures_are_printed_from_the_given_addresses():
    content = source('<img class="l" src="{{logo}}" alt="{{shop}}">')
    values = {"logo": "https://example.com/x.png", "shop": "S"}
    images = {"https://example.com/x.png": "http://render.invalid/assets/1"}

    shown_picture = printed(content, values, MANIFEST, images=images)

    assert shown_picture == '<img src="http://render.invalid/assets/1" alt="S" class="l">'
    assert "example.com" not in printed(content, values, MANIFEST)


def test_comments_are_dropped_with_what_they_hide():
    assert shown("a<!-- {{shop}} <script> -->b") == "ab"


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p>\n  {{shop", "line 2, column 3: {{ is not closed by }}"),
        ("{{{shop}}}", "line 1, column 1: {shop: only values, #each, #if and else are known"),
        ("{{&shop}}", "line 1, column 1: &shop: only values, #each, #if and else are known"),
        ("{{#with shop}}x{{/with}}", "line 1, column 1: #with shop: only values, #each, #if and else are known"),
        ("{{> part}}", "line 1, column 1: > part: only values, #each, #if and else are known"),
        ("{{shop | upper}}", "line 1, column 1: Unknown format"),
        ("{{a..b}}", "line 1, column 1: A key is made of"),
        ("{{constructor}}", "line 1, column 1: constructor is a reserved name"),
        ("{{}}", "line 1, column 1: A key is made of"),
        ("{{#each items}}", "line 1, column 1: {{#each items}} is not closed"),
        ("x{{/if}}", "line 1, column 2: {{/if}} closes nothing"),
        ("{{#if a}}{{/each}}", "line 1, column 10: {{/each}} closes nothing"),
        ("{{else}}", "line 1, column 1: {{else}} belongs into an #if, once"),
        ("{{#if a}}{{else}}{{else}}{{/if}}", "line 1, column 18: {{else}} belongs into an #if, once"),
        ("{{#if a b}}{{/if}}", "line 1, column 1: Expected one key"),
        ("<p>{{items[].name}}</p>", "line 1, column 4: items[].name needs {{#each items}} around it"),
        ("<table>{{shop}}<tr><td>x</td></tr></table>", "line 1, column 8: HTML cannot hold a value here"),
        ("<p class={{shop}}>x</p>", "line 1, column 10: HTML cannot hold a value here"),
        (
            "<div>{{#if a}}</div><div>{{/if}}</div>",
            "line 1, column 26: a block must begin and end inside the same element",
        ),
        ('<p class="{{#if a}}x">y{{/if}}</p>', "a block that begins in an attribute must end in it"),
        ("{{#if a}}" * 17 + "{{/if}}" * 17, "line 1, column 145: blocks are nested at most 16 deep"),
        ("{{a}}" * 5_001, "At most 5000 tags"),
        ("x" * 1_000_001, "At most 1000000 characters"),
    ],
)
def test_faults_are_named_by_line_and_column(html, message):
    assert any(found.startswith(message) for found in faults(html)), faults(html)


def test_a_source_is_text():
    with pytest.raises(InvalidDocument):
        check_document(source("a\x00"))
    with pytest.raises(InvalidDocument):
        check_document({"schema": 1, "kind": "html", "html": 5, "css": []})
