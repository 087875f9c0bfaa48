"""Marks: a watermark over pages and stationery under them, as artifacts that extraction and screen readers pass by."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf
from django.utils.translation import gettext_noop
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf
from PIL import Image

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from renders.finishing.extras import Extras, Supply
from renders.finishing.letters import spell
from renders.papers import draw_over, paper_of
from templates_app.compiler.finishing import Mark
from templates_app.warnings import RenderWarning

CAP_HEIGHT = 727
SPAN, TALLEST = 0.56, 0.13
GREY = 0.4
IMAGE_SPAN = 0.6
# Half a millimetre: less is rounding.
SLACK = 1.5
VECTOR = "image/svg+xml"
NUMBER = rb"-?[\d.]+"
GROUND = re.compile(
    rb"\A(?P<head>\s*(?:%(n)s\s+){6}cm\s+)q\s+(?:%(n)s\s+){6}cm\s+(?:1\s+1\s+1\s+(?:RG|rg)\s+)+(?:/\w+\s+gs\s+)?"
    rb"0\s+0\s+%(n)s\s+%(n)s\s+re\s+f\s+Q\b" % {b"n": NUMBER}
)
Box = tuple[float, float, float, float]


class WatermarkUnusable(AppError):
    """The asset cannot be laid over pages."""

    status = 400
    code = "watermark_unusable"


MISFIT = gettext_noop("The stationery {name} has another page size than the document and is fitted into its pages.")


def lay_under(pdf: Pdf, extras: Extras) -> list[RenderWarning]:
    """The stationery under the pages: its first page under the first, that of `other` under the rest."""
    chosen = extras.finishing.stationery
    misfit: set[str] = set()
    forms: dict[str, Object] = {}
    for number, page in enumerate(pdf.pages):
        asset = chosen.get("first" if number == 0 else "other")
        if asset is None:
            continue
        if asset not in forms:
            forms[asset] = _stationery(pdf, extras.supplies[asset])
        clear_ground(page)
        if not _lay(page, forms[asset]):
            misfit.add(extras.supplies[asset].name)
    return [RenderWarning("stationery_size", filled(MISFIT, name=name)) for name in sorted(misfit)]


def clear_ground(page: Page) -> None:
    """Takes away the white that the browser paints under everything, where the page begins with it."""
    page.contents_coalesce()
    data = page.Contents.read_bytes()
    bare = GROUND.sub(rb"\g<head>", data, count=1)
    if bare != data:
        page.Contents.write(bare)


def _stationery(pdf: Pdf, supply: Supply) -> Object:
    with pikepdf.open(BytesIO(supply.data)) as paper:
        return pdf.copy_foreign(paper.pages[0].as_form_xobject())


def _lay(page: Page, form: Object) -> bool:
    """Under the page, fitted into it; whether the sizes are the same."""
    left, bottom, right, top = box_of(page)
    width, height = _size_of(form)
    scale = min((right - left) / width, (top - bottom) / height)
    same = abs(right - left - width) < SLACK and abs(top - bottom - height) < SLACK
    name = page.add_resource(form, Name.XObject, Name.CraftkitPaper)
    across = left + ((right - left) - width * scale) / 2
    up = bottom + ((top - bottom) - height * scale) / 2
    drawn = f"q {scale:.6f} 0 0 {scale:.6f} {across:.3f} {up:.3f} cm {_to_origin(form)} {name} Do Q"
    page.contents_add(f"/Artifact <</Type /Background>> BDC {drawn} EMC q".encode(), prepend=True)
    page.contents_add(b"Q")
    return same


def _to_origin(form: Object) -> str:
    left, bottom, *_ = _extent(form)
    return f"1 0 0 1 {-left:.3f} {-bottom:.3f} cm"


def _size_of(form: Object) -> tuple[float, float]:
    left, bottom, right, top = _extent(form)
    return right - left, top - bottom


def _extent(form: Object) -> Box:
    """The box of a form, through its matrix: a page that is turned has one."""
    left, bottom, right, top = (float(edge) for edge in form.BBox)
    matrix = pikepdf.Matrix(form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))
    corners = [matrix.transform(corner) for corner in ((left, bottom), (right, bottom), (right, top), (left, top))]
    across, up = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(across), min(up), max(across), max(up)


def lay_over(pdf: Pdf, mark: Mark, extras: Extras) -> list[RenderWarning]:
    """The watermark over the pages that it is for."""
    forms: dict[tuple[float, float], Object] = {}
    image = _image(pdf, extras.supplies[mark.asset]) if mark.asset else None
    outlines, length, missing = spell(mark.text)
    before = pdf.make_stream(b"q")
    for page in _wanted(pdf.pages, mark.pages):
        paper = paper_of(page)
        size = (paper.width, paper.height)
        if size not in forms:
            drawn = _drawn_image(image, size, mark) if image is not None else _drawn_text(outlines, length, size, mark)
            forms[size] = _form(pdf, drawn, size, mark.opacity, image)
        placed = draw_over(page, forms[size], Name.CraftkitOver, paper.matrix)
        page.contents_add(before, prepend=True)
        page.contents_add(f"Q q /Artifact <</Type /Pagination /Subtype /Watermark>> BDC {placed} EMC Q".encode())
    if not missing:
        return []
    words = filled(
        "The watermark lacks {known}: the fonts for watermarks do not have it.", known=", ".join(missing[:5])
    )
    return [RenderWarning("missing_glyph", words)]


def _wanted(pages: Iterable[Page], which: str) -> Iterator[Page]:
    for number, page in enumerate(pages):
        if which == "all" or (number == 0) == (which == "first"):
            yield page


def _turn(size: tuple[float, float], angle: float | None) -> tuple[float, float]:
    """Cosine and sine of the angle in degrees, of the rising diagonal when none is given."""
    turn = math.radians(angle) if angle is not None else math.atan2(size[1], size[0])
    return math.cos(turn), math.sin(turn)


def _drawn_text(outlines: str, length: float, size: tuple[float, float], mark: Mark) -> str:
    diagonal = math.hypot(*size)
    scale = min(SPAN * diagonal / max(length, 1), TALLEST * diagonal / CAP_HEIGHT)
    cosine, sine = (scale * part for part in _turn(size, mark.angle))
    turn = f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f} {size[0] / 2:.2f} {size[1] / 2:.2f} cm"
    return f"{GREY} g {turn} 1 0 0 1 {-length / 2:.0f} {-CAP_HEIGHT / 2:g} cm {outlines}"


def _drawn_image(image: Object, size: tuple[float, float], mark: Mark) -> str:
    wide, high = int(image.Width), int(image.Height)
    scale = min(IMAGE_SPAN * size[0] / wide, IMAGE_SPAN * size[1] / high)
    cosine, sine = _turn(size, mark.angle or 0)
    turn = f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f} {size[0] / 2:.2f} {size[1] / 2:.2f} cm"
    width, height = wide * scale, high * scale
    return f"{turn} {width:.3f} 0 0 {height:.3f} {-width / 2:.3f} {-height / 2:.3f} cm /Picture Do"


def _form(pdf: Pdf, drawn: str, size: tuple[float, float], opacity: float, image: Object | None) -> Object:
    resources = Dictionary(ExtGState=Dictionary(Light=Dictionary(ca=opacity)))
    if image is not None:
        resources.XObject = Dictionary(Picture=image)
    box = Array([0, 0, round(size[0], 3), round(size[1], 3)])
    shape = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources)
    return pdf.make_stream(f"/Light gs {drawn}".encode(), shape)


def _image(pdf: Pdf, supply: Supply) -> Object:
    """The picture as an image of the PDF, its transparency as a soft mask."""
    if supply.media_type == VECTOR:
        raise WatermarkUnusable(
            filled("{name} is an SVG drawing; a watermark is a PNG or JPEG picture.", name=supply.name)
        )
    with Image.open(BytesIO(supply.data)) as picture:
        whole = picture.convert("RGBA")
    colours, veil = whole.convert("RGB"), whole.getchannel("A")
    image = _raster(pdf, colours, Name.DeviceRGB)
    if min(veil.tobytes()) < 255:
        image.SMask = _raster(pdf, veil, Name.DeviceGray)
    return image


def _raster(pdf: Pdf, picture: Image.Image, space: Name) -> Object:
    shape = Dictionary(Type=Name.XObject, Subtype=Name.Image, ColorSpace=space, BitsPerComponent=8)
    shape.Width, shape.Height = picture.width, picture.height
    return pdf.make_stream(picture.tobytes(), shape)


def box_of(page: Page) -> Box:
    """Left, bottom, right and top of a page in points."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return left, bottom, right, top
