"""Bytes in, bytes out: a PDF arranged for the web, and one with words across its pages. Same input, same bytes.

What is encrypted stays so, under the same passwords and permissions; only then the bytes differ each time.
"""

from __future__ import annotations

import math
from io import BytesIO

import pikepdf
from django.utils.translation import gettext_noop
from pikepdf import Array, Dictionary, Name, Object, Pdf

from craftkit.lib.errors import Conflict
from sharing import page_tree

GREY, OPACITY = "0.45", 0.22
SIZE = 15.0
LINE, GAP = 92.0, 34.0
# Helvetica's letters are about half as wide as high; the words repeat, so that near enough is enough.
WIDTH = 0.53


class DocumentLocked(Conflict):
    """A PDF that asks for a password before it is opened cannot be written into."""

    code = "document_locked"
    message = gettext_noop("The PDF asks for a password when it is opened, so nothing can be written across its pages.")


def is_locked(data: bytes) -> bool:
    """Whether the PDF asks for a password before it is opened."""
    try:
        with pikepdf.open(BytesIO(data)):
            return False
    except pikepdf.PasswordError:
        return True


def linearised(data: bytes) -> bytes:
    """The same pages with the first one first, so that a viewer shows it before the rest is there.

    A locked PDF stays as it is: its reader opens it with the password.
    """
    if is_locked(data):
        return data
    with pikepdf.open(BytesIO(data)) as pdf:
        return saved(pdf)


def marked(data: bytes, words: str) -> bytes:
    """The pages with the words across them again and again, as an artifact, arranged for the web as well.

    Raises DocumentLocked.
    """
    if is_locked(data):
        raise DocumentLocked
    with pikepdf.open(BytesIO(data)) as pdf:
        before = pdf.make_stream(b"q")
        forms: dict[tuple[float, float], Object] = {}
        for page in pdf.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            size = (right - left, top - bottom)
            if size not in forms:
                forms[size] = form(pdf, words, *size)
            name = page.add_resource(forms[size], Name.XObject, Name.CraftkitViewer)
            page.contents_add(before, prepend=True)
            drawn = f"1 0 0 1 {left:g} {bottom:g} cm {name} Do"
            page.contents_add(f"Q q /Artifact <</Type /Pagination /Subtype /Watermark>> BDC {drawn} EMC Q".encode())
        return saved(pdf)


def saved(pdf: Pdf) -> bytes:
    """The PDF arranged for the web."""
    page_tree.grow(pdf)
    out = BytesIO()
    pdf.save(out, linearize=True, encryption=pdf.is_encrypted, deterministic_id=not pdf.is_encrypted)
    return out.getvalue()


def form(pdf: Pdf, words: str, width: float, height: float) -> Object:
    """A form as large as the page, in points, with rising lines of the words."""
    step = len(words) * SIZE * WIDTH + GAP
    cosine, sine = math.cos(math.radians(30)), math.sin(math.radians(30))
    reach = math.hypot(width, height)
    text = literal(words)
    lines = []
    for row in range(math.ceil(2 * reach / LINE)):
        across, up = -reach + (row % 2) * step / 2, row * LINE - reach
        repeated = " ".join(
            f"1 0 0 1 {across + at * step:.1f} {up:.1f} Tm {text} Tj" for at in range(copies(reach, step))
        )
        lines.append(repeated)
    turn = f"{cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f} {width / 2:.1f} {height / 2:.1f} cm"
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    return pdf.make_stream(
        f"/Light gs {GREY} g {turn} BT /F {SIZE:g} Tf {' '.join(lines)} ET".encode("latin-1"),
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, round(width, 3), round(height, 3)]),
            Resources=Dictionary(
                ExtGState=Dictionary(Light=Dictionary(ca=OPACITY)), Font=Dictionary(F=pdf.make_indirect(font))
            ),
        ),
    )


def copies(reach: float, step: float) -> int:
    """How often the words fit on a line that crosses the whole page."""
    return math.ceil(2 * reach / step) + 1


def literal(words: str) -> str:
    """The words as a hexadecimal string of the page's encoding; what it lacks becomes a question mark."""
    return f"<{words.encode('cp1252', 'replace').hex()}>"
