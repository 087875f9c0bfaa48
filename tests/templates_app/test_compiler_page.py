"""The page around a document: page rule, bands, language, title, warnings and bounds."""

from __future__ import annotations

import pytest

from renders.chromium.sheet import LASTING
from templates_app.compiler import PageTooLarge
from templates_app.compiler.bands import css_text
from templates_app.fields import parse_manifest
from tests.templates_app.documents import block, chip, compiled, document, line, source, text

HOSTILE = "</style><script>alert(1)</script>\"'}{\\ü\n@import"
LOOP = parse_manifest({"loops": [{"key": "items", "itemFields": [{"key": "n", "dataType": "text"}]}]})


def test_the_page_brings_nothing_that_would_outlive_it_in_the_printer():
    html = compiled(document(line())).html

    assert html.startswith("<!doctype html><html")
    assert LASTING.search(html) is None


def test_size_and_margins_are_a_page_rule():
    page = {"size": "A5", "orientation": "landscape", "margin": {"top": 10, "left": 12.5}}

    assert "@page{size:210mm 148mm;margin:10mm 20mm 20mm 12.5mm}" in compiled(document(line(), page=page)).html


def test_backgrounds_can_be_left_out():
    assert "background:none!important" in compiled(document(line(), page={"printBackground": False})).html
    assert "background:none!important" not in compiled(document(line())).html


def test_typography_styles_the_body():
    style = {"font": "Inter", "size": 9.5, "lineHeight": 1.5, "color": "#18181b"}

    html = compiled(document(line(), typography=style)).html

    assert "font-family:&#x27;Inter&#x27;, &#x27;Liberation Sans&#x27;" in html
    assert "font-size:9.5pt;line-height:1.5;color:#18181b" in html


def test_bands_are_margin_boxes_with_page_numbers():
    band = {"left": [text("Page "), block("pageNumber", kind="page"), text("/"), block("pageNumber", kind="pages")]}

    html = compiled(document(line(), footer={"default": band, "first": None})).html

    assert '@page{@bottom-left{content:"Page\\20 " counter(page) "\\2f " counter(pages);' in html


def test_another_first_page_overrules_every_slot():
    header = {"default": {"left": [text("all")]}, "first": {"right": [text("first")]}}

    html = compiled(document(line(), header=header)).html

    assert '@page :first{@top-left{content:none}@top-center{content:none}@top-right{content:"first"' in html


def test_data_in_bands_is_a_css_string_and_nothing_else():
    html = compiled(document(line(), header={"default": {"left": [chip("a")]}}), {"a": HOSTILE}).html

    assert "<script" not in html
    assert html.count("</style>") == 1
    assert css_text(HOSTILE) in html
    assert css_text("aZ9 </\x00") == '"aZ9\\20 \\3c \\2f \\fffd "'


def test_a_picture_in_a_band_is_a_sized_background():
    band = {"left": [block("image", bind="logo", width=25)]}
    images = {"https://example.com/x.png": "data:image/png;base64,AA=="}

    shown = compiled(
        document(line(), header={"default": band}), {"logo": "https://example.com/x.png"}, images=images
    ).html
    absent = compiled(document(line(), header={"default": band}), {"logo": "https://example.com/x.png"}).html

    assert f"background:url({css_text('data:image/png;base64,AA==')}) no-repeat left center / 25mm auto" in shown
    assert "example" not in absent


def test_bands_are_mirrored_with_the_page():
    html = compiled(document(line(), footer={"default": {"left": [text("a")]}}), locale="ar").html

    assert 'lang="ar" dir="rtl"' in html
    assert "@bottom-right{content:" in html


def test_language_and_title_are_told():
    page = compiled(document(block("heading", text("Report "), chip("n"), level=2)), {"n": "<b>&\n5"}, locale="pt_BR")

    assert (page.language, page.title) == ("pt-BR", "Report <b>& 5")
    assert "<title>Report &lt;b&gt;&amp; 5</title>" in page.html
    assert compiled(document(line())).title == "Document"


def test_a_loop_that_is_never_printed_is_remarked_on():
    content = document(block("condition", block("conditionThen", line()), when={"key": "items", "op": "empty"}))
    printed = document(block("loop", line(chip("items[].n")), each="items"))

    assert [(found.code, found.path) for found in compiled(content, {}, LOOP).warnings] == [("unused_loop", "items")]
    assert compiled(printed, {}, LOOP).warnings == []
    assert [found.path for found in compiled(source("<p>{{x}}</p>"), {}, LOOP).warnings] == ["items"]
    assert compiled(source("{{#each items}}<p>{{n}}</p>{{/each}}"), {}, LOOP).warnings == []


@pytest.mark.parametrize(
    "content",
    [
        document(block("loop", block("loop", line(chip("a[].n")), each="a"), each="a")),
        source("{{#each a}}{{#each a}}<p>{{n}}</p>{{/each}}{{/each}}", loops={"a": {}}),
        document(block("loop", line(text("x" * 100_000), chip("a[].n")), each="a")),
    ],
)
def test_a_page_without_end_is_refused(content):
    with pytest.raises(PageTooLarge):
        compiled(content, {"a": [{"n": "1"}] * 10_000})


def test_time_zone_and_locale_reach_the_values():
    manifest = parse_manifest({"variables": [{"key": "at", "dataType": "datetime"}]})

    html = compiled(
        document(line(chip("at"))), {"at": "2026-06-05T22:30:00Z"}, manifest, locale="de", timezone="Asia/Tokyo"
    ).html

    assert "06.06.2026, 07:30" in html


def test_own_css_cannot_leave_its_element():
    css = 'p::before{content:"</style><script>"}'

    html = compiled(source("<p>x</p>", css)).html

    assert "<script>" not in html
    assert 'content:"\\3c /style>\\3c script>"' in html
