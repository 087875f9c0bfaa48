"""Faults: why something cannot be drawn."""

from __future__ import annotations

from craftkit.lib.errors import AppError


class InvalidDrawing(AppError):
    """The content or the data does not make this barcode or chart; the message tells people what would."""

    status = 400
    code = "invalid_drawing"
    message = "This cannot be drawn."
