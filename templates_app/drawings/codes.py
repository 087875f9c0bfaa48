"""Codes: contents made into the dark and light modules of a symbol."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import segno
from django.utils.translation import gettext_noop
from pystrich.code128 import Code128Data, Code128Encoder
from pystrich.datamatrix import DataMatrixData, DataMatrixEncoder
from pystrich.ean13 import EAN13Encoder
from pystrich.exceptions import PyStrichError, PyStrichInvalidCheckDigit

from craftkit.lib.speech import filled
from templates_app.drawings.faults import InvalidDrawing

QR_LIMIT, DATAMATRIX_LIMIT, CODE128_LIMIT = 2_000, 1_500, 80


@dataclass(frozen=True, slots=True)
class Symbol:
    """Rows of modules without the light border, the border's width on the left and on the right, and the plain text."""

    rows: tuple[tuple[bool, ...], ...]
    quiet: tuple[int, int]
    text: str


def encode(kind: str, content: str) -> Symbol:
    """The symbol of a kind out of KINDS for a content. Raises InvalidDrawing."""
    if not content:
        raise InvalidDrawing(filled("A {name} needs a content.", name=NAMES[kind]))
    return KINDS[kind](content)


def _qr(content: str) -> Symbol:
    _check_length(content, QR_LIMIT, "qr")
    try:
        code = segno.make(content, error="m", micro=False, encoding=None if content.isascii() else "utf-8")
    except (segno.DataOverflowError, ValueError):
        raise InvalidDrawing(gettext_noop("This is too long for a QR code.")) from None
    return Symbol(tuple(tuple(map(bool, row)) for row in code.matrix), (4, 4), content)


def _datamatrix(content: str) -> Symbol:
    _check_length(content, DATAMATRIX_LIMIT, "datamatrix")
    try:
        encoder = DataMatrixEncoder(DataMatrixData(content, auto_encoding=True), quiet_zone=0)
        matrix = encoder.init_renderer().matrix
    except (PyStrichError, ValueError):
        raise InvalidDrawing(gettext_noop("This is too long for a Data Matrix code.")) from None
    return Symbol(tuple(tuple(map(bool, row)) for row in matrix), (2, 2), content)


def _code128(content: str) -> Symbol:
    _check_length(content, CODE128_LIMIT, "code128")
    encoding: Literal["ascii", "iso-8859-1"] = "ascii" if content.isascii() else "iso-8859-1"
    try:
        content.encode(encoding)
        bars = Code128Encoder(Code128Data(content, encoding=encoding)).bars
    except (PyStrichError, ValueError):
        raise InvalidDrawing(gettext_noop("A Code 128 barcode takes Latin letters, digits and signs only.")) from None
    return Symbol((tuple(bar == "1" for bar in bars),), (10, 10), content)


def _ean13(content: str) -> Symbol:
    digits = content.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (12, 13)):
        raise InvalidDrawing(gettext_noop("An EAN-13 barcode takes 13 digits, or 12 without the check digit."))
    try:
        code = EAN13Encoder(digits, require_valid_check_digit=len(digits) == 13)
    except PyStrichInvalidCheckDigit:
        right = EAN13Encoder(digits[:12]).full_code[-1]
        raise InvalidDrawing(
            filled("The last digit of {digits} should be {right}: the number is mistyped.", digits=digits, right=right)
        ) from None
    bars = f"101{code.left_bars}01010{code.right_bars}101"
    return Symbol((tuple(bar == "1" for bar in bars),), (11, 7), code.full_code)


def _check_length(content: str, limit: int, kind: str) -> None:
    if len(content) > limit:
        raise InvalidDrawing(
            filled(
                "A {name} takes at most {most} characters, not {count}.",
                name=NAMES[kind],
                most=limit,
                count=len(content),
            )
        )


KINDS: dict[str, Callable[[str], Symbol]] = {
    "qr": _qr,
    "code128": _code128,
    "ean13": _ean13,
    "datamatrix": _datamatrix,
}
NAMES = {"qr": "QR code", "code128": "Code 128 barcode", "ean13": "EAN-13 barcode", "datamatrix": "Data Matrix code"}
