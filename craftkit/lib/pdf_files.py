"""PDFs that users give: opened, freed of what acts on its own, or refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pikepdf
from django.utils.translation import gettext_noop
from pikepdf import ObjectStreamMode, Pdf
from pikepdf.sanitize import Sanitizer

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled

MAX_PAGES = 500
HEAD = b"%PDF-"
# Readers look for the head in the first kilobyte, so bytes that hide it further down are no PDF for us.
HEAD_WITHIN = 1024
MILLIMETRES = 25.4 / 72


class BadPdf(AppError):
    """The bytes are no PDF that we take; the message says why."""

    status = 400
    code = "invalid_pdf"
    message = gettext_noop("This is not a PDF.")


@dataclass(frozen=True)
class PdfFile:
    """A PDF that only shows: the bytes as they were given, or written anew when something had to go."""

    data: bytes
    pages: int
    sizes: tuple[tuple[float, float], ...]
    was_disarmed: bool


def is_pdf(data: bytes) -> bool:
    """Whether the bytes claim to be a PDF, as readers see it."""
    return HEAD in data[:HEAD_WITHIN]


def load_pdf(data: bytes) -> PdfFile:
    """The PDF without scripts, launches and other actions; its pages stay as they are. Raises BadPdf."""
    if not data.startswith(HEAD):
        raise BadPdf
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False) as pdf:
            return _checked(pdf, data)
    except pikepdf.PasswordError as error:
        raise BadPdf(gettext_noop("The PDF is protected by a password; save it without one.")) from error
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, LookupError, RuntimeError) as error:
        raise BadPdf(gettext_noop("The PDF is damaged; print it anew with another program.")) from error


def _checked(pdf: Pdf, data: bytes) -> PdfFile:
    if pdf.is_encrypted:
        raise BadPdf(gettext_noop("The PDF is encrypted; save it without protection."))
    if not 1 <= len(pdf.pages) <= MAX_PAGES:
        raise BadPdf(
            filled("The PDF has {count} pages; 1 to {most} are allowed.", count=len(pdf.pages), most=MAX_PAGES)
        )
    sizes = tuple(_size(page) for page in pdf.pages)
    if not _disarm(pdf):
        return PdfFile(data, len(sizes), sizes, was_disarmed=False)
    return PdfFile(_saved(pdf), len(sizes), sizes, was_disarmed=True)


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height in mm, as the page is shown."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    across, down = abs(right - left) * MILLIMETRES, abs(top - bottom) * MILLIMETRES
    if not (1 <= across <= 5100 and 1 <= down <= 5100):
        raise BadPdf(gettext_noop("A page of the PDF has no size that can be printed."))
    is_turned = int(page.rotation or 0) % 180 != 0
    return (round(down, 1), round(across, 1)) if is_turned else (round(across, 1), round(down, 1))


def _disarm(pdf: Pdf) -> bool:
    """Take out scripts, actions that reach outside, files and films; whether there were any."""
    before = _saved(pdf)
    disarm = Sanitizer().remove_javascript().remove_external_access().remove_attachments().remove_multimedia()
    disarm.apply(pdf)
    if "/AcroForm" in pdf.Root and "/XFA" in pdf.Root.AcroForm:
        del pdf.Root.AcroForm.XFA
    return _saved(pdf) != before


def _saved(pdf: Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()
