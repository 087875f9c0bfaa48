"""Barcodes can be read back, have the size that was asked for, and say what is wrong with a content."""

from __future__ import annotations

import pytest

from templates_app.drawings import InvalidDrawing, barcode
from templates_app.drawings.outline import outline
from tests.templates_app.rasters import elements, read_back, size_in_mm

LONG = "The quick brown fox jumps over the lazy dog. " * 20


@pytest.mark.parametrize(
    ("kind", "content", "name"),
    [
        ("qr", "https://example.com/orders/2026-0142", "QR Code"),
        ("qr", "1", "QR Code"),
        ("qr", "Größe 漢字 مرحبا 🙂", "QR Code"),
        ("qr", "BCD\n002\n1\nSCT\n\nAcme Corp\nDE02120300000000202051\nEUR12.30", "QR Code"),
        ("qr", LONG, "QR Code"),
        ("datamatrix", "A", "Data Matrix"),
        ("datamatrix", "WD-100/2026", "Data Matrix"),
        ("datamatrix", "Größe 漢字", "Data Matrix"),
        ("datamatrix", LONG, "Data Matrix"),
        ("code128", "WD-100-2026", "Code 128"),
        ("code128", "12345678901234567890", "Code 128"),
        ("code128", "Ab 1234 é", "Code 128"),
        ("code128", "x" * 80, "Code 128"),
        ("ean13", "4006381333931", "EAN-13"),
        ("ean13", "0012345678905", "EAN-13"),
    ],
)
def test_a_reader_finds_the_content(kind, content, name):
    assert read_back(barcode(kind, content)) == [(name, content)]


@pytest.mark.parametrize("content", ["400638133393", "400-6381-333931", "4006381 33393 1"])
def test_an_ean_is_completed_and_may_be_grouped(content):
    svg = barcode("ean13", content)

    assert read_back(svg) == [("EAN-13", "4006381333931")]
    assert [text.text for text in elements(svg, "text")] == ["4", "006381", "333931"]


@pytest.mark.parametrize(
    ("kind", "options", "size"),
    [
        ("qr", {}, (25, 25)),
        ("qr", {"size": 40}, (40, 40)),
        ("datamatrix", {}, (15, 15)),
        ("datamatrix", {"size": 8.5}, (8.5, 8.5)),
        ("ean13", {}, (37.29, 25.9)),
        ("ean13", {"size": 30, "height": 12}, (30, 12)),
        ("code128", {"size": 60, "height": 20}, (60, 20)),
    ],
)
def test_a_drawing_has_the_size_that_was_asked_for(kind, options, size):
    assert size_in_mm(barcode(kind, "4006381333931", **options)) == pytest.approx(size, abs=0.01)


def test_without_a_size_long_contents_grow():
    assert size_in_mm(barcode("qr", "x" * 200))[0] > 25
    assert size_in_mm(barcode("code128", "x" * 40))[0] > size_in_mm(barcode("code128", "x"))[0]


@pytest.mark.parametrize(
    ("kind", "content", "options", "message"),
    [
        ("ean13", "4006381333932", {}, "The last digit of 4006381333932 should be 1: the number is mistyped."),
        ("ean13", "12345", {}, "An EAN-13 barcode takes 13 digits, or 12 without the check digit."),
        ("ean13", "40063813339३1", {}, "An EAN-13 barcode takes 13 digits, or 12 without the check digit."),
        ("code128", "漢字", {}, "A Code 128 barcode takes Latin letters, digits and signs only."),
        ("code128", "x" * 81, {}, "A Code 128 barcode takes at most 80 characters, not 81."),
        ("qr", "x" * 2001, {}, "A QR code takes at most 2000 characters, not 2001."),
        ("qr", "漢" * 1500, {}, "This is too long for a QR code."),
        ("datamatrix", "x" * 1501, {}, "A Data Matrix code takes at most 1500 characters, not 1501."),
        ("datamatrix", "漢" * 1000, {}, "This is too long for a Data Matrix code."),
        ("qr", "", {}, "A QR code needs a content."),
        ("code128", "x" * 60, {"size": 30}, "This Code 128 barcode cannot be read at 30 mm; it needs 108 mm or more."),
        ("qr", "x" * 500, {"size": 10}, "This QR code cannot be read at 10 mm; it needs 14 mm or more."),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_would_help(kind, content, options, message):
    with pytest.raises(InvalidDrawing) as caught:
        barcode(kind, content, **options)

    assert caught.value.message == message
    assert caught.value.status == 400


def test_bars_carry_their_text_unless_there_is_no_room_or_no_wish():
    assert [text.text for text in elements(barcode("code128", "AB<C>"), "text")] == ["AB<C>"]
    assert elements(barcode("code128", "ABC", shows_text=False), "text") == []
    assert elements(barcode("code128", "ABC", height=4), "text") == []
    assert elements(barcode("qr", "ABC"), "text") == []


def test_a_drawing_is_self_contained_and_says_what_it_is():
    svg = barcode("qr", "<script>\"&'\x00\x1b")

    assert "<title>QR code: &lt;script&gt;&quot;&amp;&#x27;\ufffd\ufffd</title>" in svg
    assert 'role="img" aria-label="QR code: &lt;script&gt;&quot;&amp;&#x27;\ufffd\ufffd"' in svg
    assert not {"script", "style", "image", "use", "a"} & {element.tag[28:] for element in elements(svg, "*")}
    assert "href" not in svg
    assert "<!" not in svg


def test_a_drawing_is_the_same_every_time():
    barcode.cache_clear()
    first = barcode("qr", "ABC")
    barcode.cache_clear()

    assert barcode("qr", "ABC") == first


def test_an_outline_goes_round_modules_and_holes_and_keeps_corners_apart():
    assert outline([[1, 1], [1, 1]]) == "M0 0h2v2h-2z"
    assert outline([[1, 1, 1], [1, 0, 1], [1, 1, 1]]) == "M0 0h3v3h-3zM1 1v1h1v-1z"
    assert outline([[1, 0], [0, 1]]) == "M0 0h1v1h-1zM1 1h1v1h-1z"
    assert outline([[0, 1], [1, 0]]) == "M0 1h1v1h-1zM1 1v-1h1v1z"
    assert outline([[0, 0]]) == ""
