"""Faults: why something cannot be drawn."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError


class InvalidDrawing(AppError):
    """The content or the data does not make this barcode or chart; the message tells people what would."""

    status = 400
    code = "invalid_drawing"
    message = gettext_noop("This cannot be drawn.")
