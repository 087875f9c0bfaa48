"""What an upload is: known by its bytes alone, checked, and made fit to be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError, PayloadTooLarge
from craftkit.lib.font_files import is_font, load_font
from craftkit.lib.images import is_image, load_image
from craftkit.lib.pdf_files import is_pdf, load_pdf
from craftkit.lib.speech import filled

MEGABYTE = 1024 * 1024
IMAGE, FONT, PDF, FILE = "image", "font", "pdf", "file"
MAX_BYTES = {IMAGE: 10 * MEGABYTE, FONT: 10 * MEGABYTE, PDF: 20 * MEGABYTE, FILE: 10 * MEGABYTE}
LARGEST = max(MAX_BYTES.values())
TOO_LARGE = {
    IMAGE: gettext_noop("A image may have at most {most} MB."),
    FONT: gettext_noop("A font may have at most {most} MB."),
    PDF: gettext_noop("A pdf may have at most {most} MB."),
    FILE: gettext_noop("A file may have at most {most} MB."),
}
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}


class WrongKind(AppError):
    """The bytes are of another kind than the upload says."""

    status = 400
    code = "wrong_kind"


class EmptyFile(AppError):
    """There is nothing in the file."""

    status = 400
    code = "invalid_file"
    message = gettext_noop("The file is empty.")


@dataclass(frozen=True)
class Intake:
    """An upload that may be kept: `data` is what to keep, `meta` what is worth knowing of it."""

    kind: str
    data: bytes
    media_type: str
    extension: str
    meta: dict[str, Any]


def kind_of(data: bytes) -> str:
    """Image, font, PDF, or else just a file."""
    if is_font(data):
        return FONT
    if is_pdf(data):
        return PDF
    return IMAGE if is_image(data) else FILE


def check_size(size: int) -> None:
    """PayloadTooLarge for what no kind may be, before it is read."""
    if size > LARGEST:
        raise PayloadTooLarge(filled("A file may have at most {most} MB.", most=LARGEST // MEGABYTE))


def take_in(data: bytes, *, kind: str | None = None) -> Intake:
    """The upload checked, as what it is, or as the `kind` that its sender says; anything may be a `file`.

    Raises WrongKind, PayloadTooLarge, and what the kind's own check raises.
    """
    if not data:
        raise EmptyFile
    found = kind_of(data)
    if kind not in (None, found, FILE):
        raise WrongKind(f"This is no {kind}, judging by its bytes, but a {found}. Send it as kind {found} or file.")
    kind = kind or found
    if len(data) > MAX_BYTES[kind]:
        raise PayloadTooLarge(filled(TOO_LARGE[kind], most=MAX_BYTES[kind] // MEGABYTE))
    return TAKERS[kind](data)


def digest(data: bytes) -> str:
    """SHA-256 of the bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def _image(data: bytes) -> Intake:
    image = load_image(data)
    meta = {"width": image.width, "height": image.height}
    return Intake(IMAGE, image.data, image.mime, EXTENSIONS[image.mime], meta)


def _font(data: bytes) -> Intake:
    font = load_font(data)
    meta = {
        "family": font.family,
        "subfamily": font.subfamily,
        "weight": font.weight,
        "weights": list(font.weights) if font.weights else None,
        "style": "italic" if font.is_italic else "normal",
        "glyphs": font.glyphs,
        "characters": font.characters,
        "scripts": list(font.scripts),
    }
    return Intake(FONT, data, font.media_type, font.extension, meta)


def _pdf(data: bytes) -> Intake:
    pdf = load_pdf(data)
    sizes = [{"width": width, "height": height} for width, height in pdf.sizes]
    meta = {"pages": pdf.pages, "pageSizes": sizes, "actionsRemoved": pdf.was_disarmed}
    return Intake(PDF, pdf.data, "application/pdf", "pdf", meta)


def _file(data: bytes) -> Intake:
    return Intake(FILE, data, "application/octet-stream", "bin", {})


TAKERS: dict[str, Callable[[bytes], Intake]] = {IMAGE: _image, FONT: _font, PDF: _pdf, FILE: _file}
