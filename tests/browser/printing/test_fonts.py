"""Which fonts a PDF really embeds: by the locale's script, and a project's own."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pikepdf
import pytest

from craftkit.lib.outbound import Outbound
from craftkit.lib.storage import FileStore
from renders.chromium import Lane
from renders.models import Render
from renders.options import PdfOptions
from renders.pipeline import Made, make_pdf
from renders.receipts import receipt
from templates_app import actions, uploads
from templates_app.compiler import compile_document
from templates_app.fields import parse_manifest
from tests.browser.printing.conftest import text_of
from tests.conftest import Party
from tests.factories import make_render
from tests.templates_app.uploads import font, png

pytestmark = pytest.mark.browser
MANIFEST = {"variables": [{"key": "logo", "label": "Logo", "dataType": "image", "required": False}], "loops": []}
IDEOGRAPHS = "直角 骨 海"


def fonts_in(pdf: bytes) -> set[str]:
    """The embedded fonts by their PostScript names."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        named = [
            entry.FontName
            for entry in document.objects
            if isinstance(entry, pikepdf.Dictionary) and "/FontName" in entry
        ]
        return {str(name).rpartition("+")[2].removeprefix("/") for name in named}


def document(text: str, **typography: str) -> dict:
    """A paragraph."""
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    return {"schema": 1, "typography": typography, "body": {"type": "doc", "content": [paragraph]}}


def markup(text: str, css: str = "p { font-family: Inter }") -> dict:
    """The same by hand."""
    return {"schema": 1, "kind": "html", "html": f"<p>{text}</p>", "css": css}


def printed(lane: Lane, content: dict, locale: str) -> set[str]:
    """The fonts of the content's PDF."""
    page = compile_document(content, parse_manifest(MANIFEST), {}, locale=locale)
    return fonts_in(lane.print(page.html, tenant="acme", options=PdfOptions()).pdf)


@pytest.mark.parametrize("write", [document, markup])
@pytest.mark.parametrize(
    ("locale", "ending"),
    [("zh-Hans", "sc"), ("zh-CN", "sc"), ("zh-Hant", "tc"), ("zh-TW", "tc"), ("ja", "jp"), ("ko", "kr")],
)
def test_ideographs_are_drawn_as_the_locale_draws_them(lane: Lane, write, locale: str, ending: str) -> None:
    fonts = printed(lane, write(IDEOGRAPHS), locale)

    asian = {name.lower() for name in fonts if "CJK" in name}
    assert asian
    assert all(f"cjk{ending}" in name for name in asian), fonts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("فاتورة رقم", "Arabic"),
        ("חשבונית", "Liberation"),
        ("चालान संख्या", "Devanagari"),
        ("ใบแจ้งหนี้", "Thai"),
        ("🚚", "ColorEmoji"),
    ],
)
@pytest.mark.parametrize("family", ["Inter", "Liberation Serif"])
def test_each_script_has_its_font_beside_the_latin_one(lane: Lane, text: str, name: str, family: str) -> None:
    fonts = printed(lane, document(f"No. 42 {text}", font=family), "en")

    assert any(name in font for font in fonts), fonts
    assert any(font.startswith(family.replace(" ", "")) for font in fonts), fonts


def rendered(lane: Lane, acme: Party, store: FileStore, content: dict, data: dict | None = None) -> tuple[Made, Render]:
    """A template with the content, published and rendered."""
    design = actions.design(name="Letter", manifest=MANIFEST, layout=content)
    version = actions.create_template(project=acme.project, design=design)
    render = make_render(version.template, status="rendering", data=data or {})
    return make_pdf(render, lane=lane, store=store, outbound=Outbound(), deadline=time.monotonic() + 60), render


@pytest.mark.parametrize("flavor", [None, "woff2"])
@pytest.mark.parametrize(
    "content", [document("HELLO", font="Acme Sans"), markup("HELLO", "p { font: 12pt 'Acme Sans', serif }")]
)
def test_a_projects_own_font_is_embedded(lane: Lane, acme: Party, tmp_path: Path, content: dict, flavor) -> None:
    store = FileStore(tmp_path)
    asset, _ = uploads.store_asset(project=acme.project, data=font(flavor=flavor), store=store)

    made, render = rendered(lane, acme, store, content)

    pdf = made.finished.pdf
    assert made.warnings == []
    assert any("AcmeSans" in name for name in fonts_in(pdf)), fonts_in(pdf)
    assert "HELLO" in text_of(pdf)
    assert receipt(render)["fontAssets"] == [{"id": str(asset.pk), "family": "Acme Sans", "sha256": asset.sha256}]


def test_a_character_that_the_own_font_lacks_comes_from_another(lane: Lane, acme: Party, tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    uploads.store_asset(project=acme.project, data=font(), store=store)

    made, _ = rendered(lane, acme, store, document("HELLO 42 \U000f4321", font="Acme Sans"))

    assert [warning["code"] for warning in made.warnings] == ["missing_glyph"]
    assert "Inter-Regular" in fonts_in(made.finished.pdf)


@pytest.mark.parametrize(
    ("content", "instead"),
    [
        (document("HELLO", font="Nowhere Sans"), "Inter"),
        (markup("HELLO", "p { font-family: 'Nowhere Sans', 'Liberation Mono' }"), "Liberation Mono"),
    ],
)
def test_an_unknown_family_warns_and_names_what_is_used(lane: Lane, acme: Party, tmp_path: Path, content, instead):
    made, _ = rendered(lane, acme, FileStore(tmp_path), content)

    (warning,) = made.warnings
    assert warning["code"] == "font_missing"
    assert f"There is no font Nowhere Sans; {instead} is used instead" in warning["message"]
    assert any(name.startswith(instead.replace(" ", "")) for name in fonts_in(made.finished.pdf))


def test_pictures_by_id_are_shown_from_documents_and_data(lane: Lane, acme: Party, tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    small, large = (
        uploads.store_asset(project=acme.project, data=png(side, side), store=store)[0] for side in (20, 600)
    )
    content = document("Pictures")
    content["body"]["content"] += [
        {"type": "image", "attrs": {"asset": str(large.pk), "alt": "Large", "width": 20}},
        {"type": "image", "attrs": {"bind": "logo", "alt": "Small", "width": 20}},
    ]

    made, _ = rendered(lane, acme, store, content, {"logo": str(small.pk)})

    assert [warning["code"] for warning in made.warnings] == ["low_resolution"]
    with pikepdf.open(io.BytesIO(made.finished.pdf)) as pdf:
        sizes = sorted(int(image.Width) for image in pdf.pages[0].get_images().values())
    assert sizes == [20, 600]


def test_a_strangers_picture_is_not_shown(lane: Lane, acme: Party, globex: Party, tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    theirs, _ = uploads.store_asset(project=globex.project, data=png(), store=store)
    content = document("Pictures")
    content["body"]["content"].append({"type": "image", "attrs": {"bind": "logo", "alt": "Logo"}})

    made, _ = rendered(lane, acme, store, content, {"logo": str(theirs.pk)})

    assert [(warning["code"], warning["path"]) for warning in made.warnings] == [("asset_failed", "logo")]
