"""The lane prints what it is given, keeps tenants apart, and holds to its limits."""

from __future__ import annotations

import asyncio
import hashlib
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from renders.chromium import Lane, RenderTooLarge
from renders.chromium.fonts import BUNDLED
from renders.options import Asset, Limits, PdfOptions
from tests.browser.printing.conftest import text_of

pytestmark = pytest.mark.browser
PLAIN = PdfOptions()
RED = (255, 0, 0)


def picture(colour: str) -> Asset:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "PNG")
    return Asset(out.getvalue(), "image/png")


def address(asset: Asset) -> str:
    """Where the page finds an asset."""
    return f"http://render.invalid/assets/{hashlib.sha256(asset.data).hexdigest()}"


def colours(pdf: bytes) -> set[tuple[int, ...]]:
    """The colours of the first page that cover more than a speck, in steps of sixteen."""
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=1).to_pil().convert("RGB").point(lambda value: (value + 8) // 16 * 16)
    return {colour for count, colour in image.getcolors(1 << 20) or [] if count > 100}


def test_it_prints_what_it_is_given(lane: Lane) -> None:
    printed = lane.print("<h1>Invoice 42</h1><p>Grüße ✓", tenant="acme", options=PLAIN)

    assert "Invoice 42" in text_of(printed.pdf)
    assert "Grüße" in text_of(printed.pdf)
    assert set(printed.timings) == {"reset", "load", "print"}


def test_paper_and_margins_are_the_page_s_own(lane: Lane) -> None:
    html = "<style>@page{size:100mm 150mm;margin:0}</style><p>label"

    printed = lane.print(html, tenant="acme", options=PLAIN)

    with pypdfium2.PdfDocument(printed.pdf) as document:
        width, height = document[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (100, 150)


def test_without_a_page_size_it_is_a4(lane: Lane) -> None:
    printed = lane.print("<p>letter", tenant="acme", options=PLAIN)

    with pypdfium2.PdfDocument(printed.pdf) as document:
        assert document[0].get_size() == pytest.approx((595.3, 841.9), abs=1)


def test_tags_and_outline_are_optional(lane: Lane) -> None:
    html = "<h1>One</h1><p>text"

    with_both = lane.print(html, tenant="acme", options=PLAIN).pdf
    without = lane.print(html, tenant="acme", options=PdfOptions(tagged=False, outline=False)).pdf

    with pikepdf.open(BytesIO(with_both)) as rich, pikepdf.open(BytesIO(without)) as bare:
        assert {"/StructTreeRoot", "/Outlines"} <= set(rich.Root.keys())
        assert not {"/StructTreeRoot", "/Outlines"} & set(bare.Root.keys())


def test_assets_appear_wherever_the_page_uses_them(lane: Lane) -> None:
    red, lime, blue, teal = assets = [picture(name) for name in ("red", "lime", "blue", "teal")]
    html = (
        f"<style>.b{{width:40px;height:40px;background:url({address(lime)})}}"
        f"@media print{{.p{{width:40px;height:40px;background:url({address(blue)})}}}}</style>"
        f"<img src='{address(red)}'><div class=b></div><div class=p></div><img loading=lazy src='{address(teal)}'>"
    )

    printed = lane.print(html, tenant="acme", options=PLAIN, assets={address(asset): asset for asset in assets})

    assert printed.blocked == ()
    assert {RED, (0, 255, 0), (0, 0, 255), (0, 128, 128)} <= colours(printed.pdf)


def test_fonts_given_as_assets_are_waited_for_and_embedded(lane: Lane) -> None:
    font = Asset((BUNDLED / "liberation" / "LiberationMono-Bold.ttf").read_bytes(), "font/ttf")
    html = (
        f"<style>@font-face{{font-family:Own;src:url({address(font)})}}"
        "@page{@bottom-center{content:'margin';font-family:Own}}</style><p>body in the default font"
    )

    printed = lane.print(html, tenant="acme", options=PLAIN, assets={address(font): font})

    assert any(name.endswith("LiberationMono-Bold") for name in embedded_fonts(printed.pdf))


def embedded_fonts(pdf: bytes) -> dict[str, str]:
    """Each font's PostScript name, and the key under which its program is embedded."""
    found: dict[str, str] = {}
    with pikepdf.open(BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                programs = [key for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in thing]
                found[str(thing.FontName).lstrip("/")] = programs[0] if programs else "none"
    return found


def test_bundled_fonts_are_embedded_as_real_fonts(lane: Lane) -> None:
    weights = "".join(
        f"<p style='font:{style} 12pt Inter'>Äpfel 1,234.56</p>" for style in (400, 500, 600, 700, "italic")
    )
    names = ("Arial", "Times New Roman", "Courier New", "sans-serif", "serif", "monospace")
    families = "".join(f"<p style='font-family:{name}'>Äpfel 1,234.56</p>" for name in names)

    printed = lane.print(weights + families, tenant="acme", options=PLAIN)

    fonts = embedded_fonts(printed.pdf)
    assert {name.partition("+")[2] for name in fonts} == {
        *(f"Inter-{face}" for face in ("Regular", "Medium", "SemiBold", "Bold", "Italic")),
        *(f"Liberation{family}" for family in ("Sans", "Serif", "Mono")),
    }
    assert set(fonts.values()) == {"/FontFile2"}
    assert text_of(printed.pdf).count("Äpfel 1,234.56") == 11


def test_another_tenant_gets_a_fresh_page(lane: Lane) -> None:
    seen = picture("red")
    html = f"<img src='{address(seen)}'>"
    lane.print(html, tenant="acme", options=PLAIN, assets={address(seen): seen})

    printed = lane.print(html, tenant="globex", options=PLAIN)

    assert printed.blocked == (address(seen),)
    assert RED not in colours(printed.pdf)


def test_a_fresh_page_shares_nothing_with_its_own_tenant(lane: Lane) -> None:
    seen = picture("red")
    html = f"<img src='{address(seen)}'>"
    lane.print(html, tenant="acme", options=PLAIN, assets={address(seen): seen})

    printed = lane.print(html, tenant="acme", options=PLAIN, fresh=True)

    assert printed.blocked == (address(seen),)


def test_policies_of_one_document_do_not_reach_the_next(lane: Lane) -> None:
    shown = picture("red")
    policy = "<meta http-equiv=Content-Security-Policy content=\"img-src 'none'; style-src 'none'\"><p>first"
    lane.print(policy, tenant="acme", options=PLAIN)

    html = f"<style>p{{font-family:Inter}}</style><p>x<img src='{address(shown)}'>"
    printed = lane.print(html, tenant="acme", options=PLAIN, assets={address(shown): shown})

    assert RED in colours(printed.pdf)
    assert any("Inter" in name for name in embedded_fonts(printed.pdf))


def test_the_caller_s_thread_has_no_event_loop(lane: Lane) -> None:
    lane.print("<p>text", tenant="acme", options=PLAIN)

    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()


@pytest.mark.parametrize(
    ("limits", "html", "assets"),
    [
        (Limits(html_bytes=1000), "ä" * 501, {}),
        (Limits(asset_bytes=1000), "<p>", {"http://render.invalid/assets/0": Asset(bytes(1001), "image/png")}),
        (Limits(pages=3), "<p style='break-after:page'>page" * 4, {}),
        (Limits(pdf_bytes=5000), "<p>text", {}),
        (Limits(pdf_bytes=5000), "<p>text<!--" + "x" * 600_000, {}),
    ],
    ids=["html", "assets", "pages", "pdf", "large-pdf"],
)
def test_too_large_is_refused_for_good(lane: Lane, limits: Limits, html: str, assets: dict[str, Asset]) -> None:
    before, lane.limits = lane.limits, limits

    try:
        with pytest.raises(RenderTooLarge) as raised:
            lane.print(html, tenant="acme", options=PLAIN, assets=assets)
    finally:
        lane.limits = before

    assert raised.value.code == "render_too_large"
    assert raised.value.permanent
    assert "text" in text_of(lane.print("<p>text", tenant="acme", options=PLAIN).pdf)


def test_a_large_document_comes_in_parts(lane: Lane) -> None:
    html = "<p>" + "long text " * 60_000 + "the end"

    printed = lane.print(html, tenant="acme", options=PdfOptions(tagged=False, outline=False))

    assert "the end" in text_of(printed.pdf)


@pytest.mark.parametrize("rule", ["size:10mm;margin:20mm", "size:0 0", "margin:500mm", "size:1e9mm"])
def test_nonsense_about_paper_is_survived(lane: Lane, rule: str) -> None:
    printed = lane.print(f"<style>@page{{{rule}}}</style><p>still text", tenant="acme", options=PLAIN)

    assert "still text" in text_of(printed.pdf)
