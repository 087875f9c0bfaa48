"""Warnings about what the browser really printed."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image

from renders.chromium import Lane
from renders.inspection import inspect
from renders.options import PdfOptions
from templates_app.warnings import RenderWarning

pytestmark = pytest.mark.browser
# Unassigned and private characters: no font of any machine is expected to have them.
NOWHERE = "\U000f4321"


def warnings_of(lane: Lane, body: str) -> list[RenderWarning]:
    """Print it and look."""
    html = f"<!doctype html><meta charset=utf-8><style>@page{{size:A4}}body{{font:10pt Inter}}</style>{body}"
    return inspect(lane.print(html, tenant="acme", options=PdfOptions()).pdf)


def test_a_character_that_no_font_has_is_found_on_its_page(lane: Lane) -> None:
    pages = f"<p>Fine.<p style='break-before:page'>Stock no. {NOWHERE}1{NOWHERE}"

    (warning,) = warnings_of(lane, pages)

    assert (warning.code, warning.page) == ("missing_glyph", 2)
    assert '2 empty boxes after "Stock no."' in warning.message


@pytest.mark.parametrize(
    "style",
    ["opacity:.5", "letter-spacing:2pt", "font:bold 9pt monospace", "display:inline-block;transform:rotate(9deg)"],
)
def test_it_is_found_however_the_text_looks(lane: Lane, style: str) -> None:
    assert [warning.page for warning in warnings_of(lane, f"<div style='{style}'>a {NOWHERE}</div>")] == [1]


def test_it_is_found_in_margins(lane: Lane) -> None:
    bands = f"<style>@page{{@bottom-right{{content:'{NOWHERE}'}}}}</style>Text"

    assert [warning.code for warning in warnings_of(lane, bands)] == ["missing_glyph"]


def test_ordinary_text_gives_no_warning(lane: Lane) -> None:
    text = "Grüße 1/2 € “fi” Ελλάδα Україна a&shy;b a&zwj;b a&#x2060;b &nbsp; &#8239; <wbr> a&#8209;b 10\u202f000"

    assert warnings_of(lane, f"<p>{text}<table><tr><td>1<td>2</table>" * 50) == []


def picture(width: int, height: int) -> str:
    """A noisy picture as a data URI."""
    out = BytesIO()
    Image.effect_noise((width, height), 50).save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


@pytest.mark.parametrize(
    "style", ["", "opacity:.5", "margin:40mm;transform:rotate(20deg)", "object-fit:cover;height:30mm"]
)
def test_a_picture_too_coarse_for_its_size_is_found_on_its_page(lane: Lane, style: str) -> None:
    image = f"<img src='{picture(150, 100)}' style='width:80mm;{style}'>"

    (warning,) = warnings_of(lane, f"<p>Text<p style='break-before:page'>{image}")

    assert (warning.code, warning.page) == ("low_resolution", 2)
    assert "printed 80 by " in warning.message


def test_effects_and_pictures_fine_enough_give_no_warning(lane: Lane) -> None:
    image = f"<img src='{picture(400, 300)}' style='width:80mm'>"
    effects = "<div style='filter:blur(2px);box-shadow:0 0 20px red;background:linear-gradient(red,blue)'>soft</div>"

    assert warnings_of(lane, image + effects) == []


@pytest.mark.parametrize(("length", "rest"), [(110, "."), (300, "; what is wider still is cut off.")])
def test_what_is_wider_than_the_page_is_told(lane: Lane, length: int, rest: str) -> None:
    bands = "<style>@page{margin:20mm;@bottom-right{content:counter(page)}}</style>"

    (warning,) = warnings_of(lane, f"{bands}<p>Short.<p style='break-before:page'>{'x' * length}")

    assert warning.code == "text_overflow"
    assert warning.message.endswith(f"of its size{rest}")


@pytest.mark.parametrize("style", ["overflow-wrap:anywhere", "width:20mm;overflow:hidden", "zoom:.5;width:30mm"])
def test_what_fits_is_not(lane: Lane, style: str) -> None:
    bands = "<style>@page{margin:20mm;@bottom-right{content:counter(page)}}</style>"

    assert warnings_of(lane, f"{bands}<p style='{style}'>{'x' * 200 if 'zoom' not in style else 'x'}") == []
