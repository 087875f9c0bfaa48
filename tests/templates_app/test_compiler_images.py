"""The pictures that a document wants."""

from __future__ import annotations

from templates_app.compiler import ImageSource, image_sources
from tests.templates_app.documents import block, chip, document, line, row, source

ASSET = "0193c2c3-1111-7aaa-8bbb-000000000001"
A, B, C = (f"https://example.com/{name}.png" for name in "abc")


def test_pictures_are_found_in_bands_rows_and_blocks_with_their_paths():
    cell = block("tableCell", block("image", bind="items[].photo"))
    content = document(
        block("image", bind="seller.logo"),
        block("table", block("tableRow", cell, repeat="items")),
        block("image", asset=ASSET),
        line(chip("name")),
        header={"default": {"left": [block("image", bind="seller.logo")]}, "first": None},
    )
    values = {"seller": {"logo": A}, "items": [{"photo": B}, {}, {"photo": C}, {"photo": B}]}

    assert image_sources(content, values) == [
        ImageSource(A, "seller.logo"),
        ImageSource(B, "items[0].photo"),
        ImageSource(C, "items[2].photo"),
        ImageSource(ASSET, "layout/body/content/2"),
    ]


def test_paths_reach_into_nested_lists():
    inner = block("loop", block("image", bind="a[].b[].c"), each="a[].b")

    found = image_sources(document(block("loop", inner, each="a")), {"a": [{}, {"b": [{"c": A}, {"c": B}]}]})

    assert [image.path for image in found] == ["a[1].b[0].c", "a[1].b[1].c"]


def test_what_a_condition_hides_is_not_wanted():
    then, otherwise = (
        block(kind, block("image", bind=key)) for kind, key in (("conditionThen", "a"), ("conditionElse", "b"))
    )
    hidden = row({"type": "text", "text": "x"}, showIf={"key": "show", "op": "isTrue"})
    hidden["content"][0]["content"] = [block("image", bind="c")]
    content = document(
        block("condition", then, otherwise, when={"key": "show", "op": "isTrue"}), block("table", hidden)
    )

    assert [image.source for image in image_sources(content, {"a": A, "b": B, "c": C})] == [B]


def test_hand_written_pages_name_theirs_too():
    html = (
        (
            '<img src="{{logo}}" alt=""><img src="literal" alt="">{{#each items}}<img src="{{photo}}" alt="">{{/each}}'
            '{{#if no}}<img src="{{logo}}?hidden" alt="">{{/if}}'
        )
        .replace("literal", C)
        .replace("{{logo}}?hidden", ASSET)
    )

    assert image_sources(source(html), {"logo": A, "items": [{"photo": B}]}) == [
        ImageSource(A, "logo"),
        ImageSource(C, "layout/html"),
        ImageSource(B, "items[0].photo"),
    ]


def test_documents_without_pictures_want_none():
    assert image_sources(document(line(chip("a"))), {"a": A}) == []
