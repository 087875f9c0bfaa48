"""Bytes or a data: address in, a harmless picture out."""

from __future__ import annotations

import base64
import binascii
import re

from django.utils.translation import gettext_noop

from craftkit.lib.images.picture import BadImage, Image
from craftkit.lib.images.raster import load_raster
from craftkit.lib.images.svg import load_svg
from craftkit.lib.speech import filled

MAX_BYTES = 10 * 1024 * 1024
DATA_URI = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp|svg\+xml)(?:;charset=utf-8)?;base64,", re.IGNORECASE)
HEADS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")


def is_image(data: bytes) -> bool:
    """Whether the bytes claim to be a picture of a format that we take."""
    return data.startswith(HEADS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or _is_svg(data)


def load_image(data: bytes, *, max_pixels: int = 50_000_000) -> Image:
    """The picture as PNG, JPEG or SVG, known by its bytes and never by its name; raises BadImage with the reason."""
    if not data:
        raise BadImage(gettext_noop("The image is empty."))
    if _is_svg(data):
        return load_svg(data)
    return load_raster(data, max_pixels=max_pixels)


def from_data_uri(uri: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes in a `data:image/...;base64,` address, not looked at further; raises BadImage if it is not one."""
    head = DATA_URI.match(uri)
    if not head:
        raise BadImage(
            gettext_noop("A data: image must start with data:image/png;base64, (or jpeg, gif, webp, svg+xml).")
        )
    if (len(uri) - head.end()) // 4 * 3 > max_bytes + 2:
        raise BadImage(filled("The image is larger than {most} bytes.", most=f"{max_bytes:,}"))
    try:
        data = base64.b64decode(uri[head.end() :].encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise BadImage(gettext_noop("The data: image is not valid base64.")) from error
    if len(data) > max_bytes:
        raise BadImage(filled("The image is larger than {most} bytes.", most=f"{max_bytes:,}"))
    return data


def _is_svg(data: bytes) -> bool:
    return bool(MARKUP.match(data)) and b"<svg" in data[:65536]
