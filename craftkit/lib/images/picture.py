"""What a loaded picture is, and the failure of not being one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled

Mime = Literal["image/png", "image/jpeg", "image/svg+xml"]


class BadImage(AppError):
    """The bytes are no picture that we show; the message says why."""

    status = 400
    code = "invalid_image"
    message = gettext_noop("This is not a PNG, JPEG, GIF, WebP or SVG image.")


@dataclass(frozen=True)
class Image:
    """A harmless picture: `data` was written by us, `width` and `height` are in pixels, upright."""

    mime: Mime
    data: bytes
    width: int
    height: int


def check_pixels(width: int, height: int, limit: int) -> None:
    """Raise BadImage when an image of this size would take too much memory."""
    if width * height > limit:
        raise BadImage(
            filled(
                "The image has {width} x {height} pixels; at most {most} are allowed.",
                width=width,
                height=height,
                most=f"{limit:,}",
            )
        )
