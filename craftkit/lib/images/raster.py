"""Pixel images: decoded with Pillow and encoded anew, so that only pixels come through."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from django.utils.translation import gettext_noop
from PIL import Image as pillow
from PIL import ImageCms, ImageOps, JpegImagePlugin, UnidentifiedImageError

from craftkit.lib.images.picture import BadImage, Image, check_pixels
from craftkit.lib.speech import filled

FORMATS = ["PNG", "JPEG", "GIF", "WEBP"]
# What Pillow's decoders raise on damaged or hostile data.
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    ArithmeticError,
    MemoryError,
    struct.error,
    zlib.error,
)
BOMBS = (pillow.DecompressionBombError, pillow.DecompressionBombWarning)
JPEG_QUALITY = 92
ORIENTATION = 0x0112


def load_raster(data: bytes, *, max_pixels: int) -> Image:
    """The first frame, upright, in sRGB: JPEG stays JPEG, everything else becomes PNG."""
    try:
        with pillow.open(io.BytesIO(data), formats=FORMATS) as source:
            check_pixels(source.width, source.height, max_pixels)
            source.load()
            # A camera's JPEG with a second picture calls itself MPO.
            if isinstance(source, JpegImagePlugin.JpegImageFile):
                return _jpeg(source)
            return _png(source)
    except BOMBS as error:
        raise BadImage(
            filled("The image has too many pixels; at most {most} are allowed.", most=f"{max_pixels:,}")
        ) from error
    except UnidentifiedImageError as error:
        raise BadImage from error
    except UNREADABLE as error:
        raise BadImage(gettext_noop("The image is damaged or incomplete.")) from error


def _jpeg(source: JpegImagePlugin.JpegImageFile) -> Image:
    options: dict[str, Any] = {"quality": JPEG_QUALITY}
    image = _normal(source, "L" if source.mode == "L" else "RGB")
    if image.mode == source.mode:
        # The source's own tables: encoding anew then costs next to nothing in quality or size.
        options = {"qtables": source.quantization, "subsampling": JpegImagePlugin.get_sampling(source)}
    return Image("image/jpeg", _encoded(image, "JPEG", **options), image.width, image.height)


def _png(source: pillow.Image) -> Image:
    image = _normal(source, _png_mode(source))
    return Image("image/png", _encoded(image, "PNG"), image.width, image.height)


def _png_mode(source: pillow.Image) -> str:
    if source.has_transparency_data:
        return "LA" if source.mode == "LA" else "RGBA"
    return source.mode if source.mode in ("1", "L") else "L" if source.mode.startswith("I") else "RGB"


def _normal(source: pillow.Image, mode: str) -> pillow.Image:
    image = _upright(source)
    if image.mode.startswith("I"):
        # 16 bits of grey; a plain conversion would clip instead of scale.
        image = image.convert("I").point(lambda value: value / 256)
    # Ink has no plain conversion worth the name, so there the profile comes first.
    if image.mode not in (mode, "CMYK"):
        image = image.convert(mode)
    image = _in_srgb(image, source.info.get("icc_profile"))
    return image if image.mode == mode else image.convert(mode)


def _upright(source: pillow.Image) -> pillow.Image:
    try:
        # Asked first, because transposing copies even what needs no turn, and 50 megapixels are 200 MB.
        is_turned = source.getexif().get(ORIENTATION, 1) != 1
        return ImageOps.exif_transpose(source) if is_turned else source
    except UNREADABLE:
        # Broken EXIF says nothing about the way up, and the pixels are sound.
        return source


def _in_srgb(image: pillow.Image, profile: bytes | None) -> pillow.Image:
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, *UNREADABLE):
        return image


def _encoded(image: pillow.Image, format_name: str, **options: Any) -> bytes:
    # What an image carries beside its pixels is what some encoders would write unasked.
    image.info = {}
    written = io.BytesIO()
    image.save(written, format_name, exif=b"", **options)
    return written.getvalue()
