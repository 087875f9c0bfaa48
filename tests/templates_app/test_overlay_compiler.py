"""Fields made into transparent sheets."""

from __future__ import annotations

import pytest

from templates_app.compiler import image_sources
from templates_app.compiler.overlay import Overlay, Signer
from tests.templates_app.documents import compiled, printed
from tests.templates_app.overlays import ASSET, field, overlay

PIXEL = "data:image/png;base64,AAAA"


def plan_of(content, values=None, **options) -> Overlay:
    """What the sheets are for."""
    overlay = compiled(content, values, **options).overlay
    assert overlay
    return overlay


def test_there_is_a_sheet_for_each_page_with_something_to_print():
    content = overlay(field("text", text="c", page=5), field("text", text="a"), field("text", bind="b", page=2))

    assert plan_of(content, {}).sheets == (1, 5)
    assert plan_of(content, {"b": "x"}).sheets == (1, 2, 5)
    assert printed(content, {"b": "x"}).count('class="ck-sheet"') == 3


def test_texts_are_told_in_the_order_of_the_page():
    content = overlay(
        field("text", text="c", page=2, label="Third"), field("text", bind="a", id="first"), field("text", bind="b")
    )

    texts = plan_of(content, {"a": "x", "b": "y"}).texts

    assert [(text.name, text.path, text.page) for text in texts] == [
        ("first", "a", 1),
        ("b", "b", 1),
        ("Third", "layout/fields/0", 2),
    ]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "</div><style>*{}", '"onload="x', "{{x}} & ünï"])
def test_values_are_printed_as_text(hostile):
    body = printed(overlay(field("text", bind="a"), field("text", text=hostile)), {"a": hostile})

    assert "<script" not in body
    assert "<style" not in body
    assert body.count("</div>") == 5


def test_values_are_written_in_the_locale_and_fall_back():
    content = overlay(
        field("text", bind="total", format="currency:EUR"),
        field("text", bind="due", format="date:long"),
        field("text", bind="note", fallback="none"),
        variables={"total": {"type": "currency", "label": "T"}, "due": {"type": "date", "label": "D"}},
    )

    body = printed(content, {"total": 1234.5, "due": "2026-03-01"}, locale="de")

    assert "1.234,50\xa0€" in body
    assert "1. März 2026" in body
    assert ">none<" in body


def test_line_breaks_of_values_stay():
    assert "one<br>two" in printed(overlay(field("text", bind="a")), {"a": "one\ntwo"})


def test_places_and_looks_are_what_the_field_says():
    body = printed(
        overlay(
            field("text", 12.5, 20, 60, 8, text="a", size=9, weight=700, italic=True, color="#112233", valign="middle"),
            typography={"font": "Inter", "size": 10},
        )
    )

    for part in ("left:12.5mm", "top:20mm", "width:60mm", "height:8mm", "justify-content:center", "font-size:9pt"):
        assert part in body
    for part in ("font-weight:700", "font-style:italic", "color:#112233", "text-align:left", 'data-least="5"'):
        assert part in body


def test_the_least_size_is_never_above_the_size():
    assert 'data-least="4"' in printed(overlay(field("text", text="a", size=4)))


def test_right_to_left_locales_begin_at_the_right():
    assert "text-align:right" in printed(overlay(field("text", text="a")), locale="ar")


def test_conditions_decide_on_fields():
    when = {"key": "kind", "op": "eq", "value": "new"}
    content = overlay(
        field("text", text="shown", when=when),
        field("image", bind="logo", when=when),
        field("signature", id="client", when=when),
    )

    assert "shown" in printed(content, {"kind": "new"})
    assert plan_of(content, {"kind": "old", "logo": PIXEL}) == Overlay((), (), ())
    assert image_sources(content, {"kind": "old", "logo": PIXEL}) == []
    assert [image.path for image in image_sources(content, {"kind": "new", "logo": PIXEL})] == ["logo"]


@pytest.mark.parametrize(("value", "count"), [(True, 1), (False, 0), (None, 0)])
def test_a_checkbox_is_marked_for_true_alone(value, count):
    assert printed(overlay(field("checkbox", bind="ok")), {"ok": value}).count("<svg") == count


def test_a_checkbox_without_a_value_is_marked():
    assert printed(overlay(field("checkbox", mark="dot"))).count("<circle") == 1


def test_signers_are_noted_and_nothing_is_printed_for_them():
    content = overlay(field("signature", 20, 200, 60, 18, id="client", page=2))

    assert plan_of(content) == Overlay((), (), (Signer("client", 2, 20, 200, 60, 18),))


def test_codes_are_as_large_as_their_boxes():
    body = printed(
        overlay(field("qr", bind="a", w=40, h=25), field("barcode", text="ABC-1", w=50, h=15)),
        {"a": "https://x.example"},
    )

    assert 'width="25mm" height="25mm"' in body
    assert 'width="50mm" height="15mm"' in body


def test_a_code_that_cannot_be_drawn_is_a_warning():
    content = overlay(field("barcode", bind="a", kind="ean13"))

    (warning,) = compiled(content, {"a": "no digits"}).warnings

    assert (warning.code, warning.path) == ("drawing_failed", "a")


def test_pictures_are_fitted_into_their_boxes():
    body = printed(overlay(field("image", asset=ASSET, fit="cover", valign="middle")), images={ASSET: PIXEL})

    assert f'src="{PIXEL}"' in body
    assert "object-fit:cover;object-position:left center" in body


def test_a_picture_that_is_not_at_hand_leaves_its_alternative_text():
    assert "Logo" in printed(overlay(field("image", asset=ASSET, alt="Logo")))


def test_a_loop_that_is_only_computed_from_is_used():
    computed = {"total": {"type": "number", "label": "Total", "computed": "sum(items[].price)"}}
    content = overlay(field("text", bind="total"), variables=computed, loops={"items": {"label": "Items"}})

    assert compiled(content, {"total": 5, "items": [{"price": 5}]}).warnings == []
