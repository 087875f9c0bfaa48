"""Overlay: printed sheets laid over the pages of an uploaded PDF, whose own content stays byte for byte as it was."""

from __future__ import annotations

import uuid
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
from django.utils.translation import gettext_noop
from pikepdf import Array, Dictionary, Matrix, Name, ObjectStreamMode, Page, Pdf, String

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from craftkit.lib.storage import Store
from renders.chromium import Printed
from renders.inspection import inspect
from renders.papers import draw_over, paper_of
from templates_app.assets import load_asset
from templates_app.compiler import Compiled
from templates_app.compiler.inline import FIELD_SCHEME
from templates_app.compiler.overlay import Overlay, PlacedText, Signer
from templates_app.document.overlay import KIND as OVERLAY
from templates_app.models import Asset
from templates_app.warnings import RenderWarning

FORM = Name.CraftkitOverlay
PRINTED = 4


class SheetsDiffer(AppError):
    """The browser printed another number of sheets than it was given, so that none could be told from another."""

    status = 500
    code = "overlay_failed"
    message = gettext_noop("The fields could not be laid over the pages of the PDF.")


def base_of(content: dict[str, Any], *, project_id: uuid.UUID, store: Store) -> bytes:
    """The PDF that the fields are laid over; nothing for content of another kind."""
    if content.get("kind") != OVERLAY:
        return b""
    return load_asset(project_id, content["base"], store=store, kind=Asset.Kind.PDF).data


def lay(base: bytes, printed: Printed, page: Compiled) -> Printed:
    """The printed sheets over the base, and what they show that nobody meant; a page that is none as it was.

    Raises SheetsDiffer. What the base itself shows is its author's business, and not inspected.
    """
    overlay = page.overlay
    if overlay is None:
        return printed
    cut = [_text_overflow(overlay.texts[number]) for number in printed.cut]
    seen = inspect(printed.pdf, numbers=overlay.sheets) if overlay.sheets else []
    return replace(printed, pdf=stamp(base, printed.pdf, overlay), noticed=(*cut, *seen))


def stamp(base: bytes, sheets: bytes, overlay: Overlay) -> bytes:
    """The base with the sheets drawn over its pages, and a place for each field of a signer. Raises SheetsDiffer."""
    with pikepdf.open(BytesIO(base)) as pdf, pikepdf.open(BytesIO(sheets)) as drawn:
        if overlay.sheets and len(drawn.pages) != len(overlay.sheets):
            raise SheetsDiffer
        _neutralise(pdf)
        for number, sheet in zip(overlay.sheets, drawn.pages, strict=False):
            _draw(pdf, pdf.pages[number - 1], sheet)
        for signer in overlay.signers:
            _add_place(pdf, pdf.pages[signer.page - 1], signer)
        out = BytesIO()
        pdf.save(out, object_stream_mode=ObjectStreamMode.generate, static_id=True)
    return out.getvalue()


def _neutralise(pdf: Pdf) -> None:
    """What the base says of itself as a whole is no longer true; and nothing in it may pass for a field of ours."""
    for name in (Name.Metadata, Name.Perms):
        if name in pdf.Root:
            del pdf.Root[name]
    for page in pdf.pages:
        for note in page.obj.get(Name.Annots, ()):
            address = str(note.get(Name.A, Dictionary()).get(Name.URI, ""))
            if address.startswith(FIELD_SCHEME):
                del note.A
            if str(note.get(Name.NM, "")).startswith(FIELD_SCHEME):
                del note.NM


def _draw(pdf: Pdf, page: Page, sheet: Page) -> None:
    """The sheet as one form over the page's content, whose own graphics state ends before."""
    form = pdf.copy_foreign(sheet.as_form_xobject())
    top = float(sheet.mediabox[3])
    paper = paper_of(page)
    matrix = Matrix(1, 0, 0, 1, 0, paper.height - top) @ paper.matrix
    missing, open_ = _balance(page)
    drawing = draw_over(page, form, FORM, matrix)
    page.contents_add(pdf.make_stream(b"q " * (1 + missing)), prepend=True)
    page.contents_add(pdf.make_stream(f"{'Q ' * (1 + open_)}q {drawing} Q".encode()))


def _balance(page: Page) -> tuple[int, int]:
    """How many graphics states the content ends without having begun them, and begins without ending them."""
    depth = lowest = 0
    for step in pikepdf.parse_content_stream(page, "q Q"):
        depth += 1 if str(step.operator) == "q" else -1
        lowest = min(lowest, depth)
    return -lowest, depth - lowest


def _add_place(pdf: Pdf, page: Page, signer: Signer) -> None:
    """The field as an annotation that only bears its name, like those of documents."""
    paper = paper_of(page)
    edges = [round(edge, 3) for edge in paper.rectangle(signer.x, signer.y, signer.w, signer.h)]
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array(edges),
        Border=Array([0, 0, 0]),
        F=PRINTED,
        NM=String(FIELD_SCHEME + signer.field_id),
    )
    page.obj.Annots = Array([*page.obj.get(Name.Annots, ()), pdf.make_indirect(note)])


def _text_overflow(text: PlacedText) -> RenderWarning:
    message = filled(
        'The text of the field "{name}" does not fit its box and is cut off; make the box larger.', name=text.name
    )
    return RenderWarning("text_overflow", message, path=text.path, page=text.page)
