"""Pixel images and data: addresses: what comes out is upright, clean and written by us, or there is a reason."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as pillow
from PIL import ImageCms, PngImagePlugin

from craftkit.lib.images import BadImage, from_data_uri, load_image

RED, BLUE = (200, 30, 40), (20, 40, 220)
SECRET = b"secret-place"


def picture(mode: str = "RGB", size: tuple[int, int] = (40, 20)) -> pillow.Image:
    """Red on the left half, blue on the right."""
    image = pillow.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image.convert(mode)


def encoded(image: pillow.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Any:
    image = pillow.open(io.BytesIO(data))
    image.load()
    return image


def is_near(pixel, colour, slack: int = 12) -> bool:
    return all(abs(a - b) <= slack for a, b in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize(
    ("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/png"), ("WEBP", "image/png")]
)
def test_each_format_comes_out_as_png_or_jpeg(kind, mime):
    loaded = load_image(encoded(picture(), kind))

    again = opened(loaded.data)
    assert (loaded.mime, loaded.width, loaded.height) == (mime, 40, 20)
    assert again.get_format_mimetype() == mime
    assert is_near(again.convert("RGB").getpixel((3, 10)), RED)
    assert is_near(again.convert("RGB").getpixel((36, 10)), BLUE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(("orientation", "left_is"), [(1, RED), (2, BLUE), (3, BLUE)])
def test_orientation_is_applied(kind, orientation, left_is):
    exif = pillow.Exif()
    exif[274] = orientation

    loaded = load_image(encoded(picture(), kind, exif=exif))

    assert is_near(opened(loaded.data).convert("RGB").getpixel((3, 10)), left_is)


def test_turned_picture_has_the_upright_size():
    exif = pillow.Exif()
    exif[274] = 6

    loaded = load_image(encoded(picture(), "JPEG", exif=exif))

    assert (loaded.width, loaded.height) == opened(loaded.data).size == (20, 40)


def test_metadata_and_trailing_bytes_are_gone():
    exif = pillow.Exif()
    exif[270] = SECRET.decode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode(), zip=False)
    sources = [
        encoded(picture(), "JPEG", exif=exif, comment=SECRET, xmp=SECRET) + SECRET,
        encoded(picture(), "PNG", exif=exif, pnginfo=text) + SECRET,
        encoded(picture(), "WEBP", exif=exif, xmp=SECRET),
        encoded(picture(), "GIF", comment=SECRET),
    ]

    for source in sources:
        assert SECRET in source
        assert SECRET not in load_image(source).data


def test_colour_profile_is_applied_and_dropped():
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for profile in (srgb, wide, b"nonsense"):
        loaded = opened(load_image(encoded(picture(), "PNG", icc_profile=profile)).data)
        assert "icc_profile" not in loaded.info
        assert is_near(loaded.getpixel((3, 10)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_survives(mode):
    source = picture("L").convert("I;16") if mode == "I;16" else picture(mode)

    loaded = opened(load_image(encoded(source, "PNG")).data)

    assert loaded.mode in ("1", "L", "LA", "RGB", "RGBA")
    assert loaded.size == (40, 20)


def test_sixteen_bit_grey_is_scaled_not_clipped():
    grey = pillow.new("I;16", (4, 4), 0x8000)

    loaded = opened(load_image(encoded(grey, "PNG")).data)

    assert loaded.getpixel((1, 1)) == 128


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_transparency_survives(kind):
    image = picture("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 10, 20))

    loaded = opened(load_image(encoded(image, kind)).data)

    assert loaded.convert("RGBA").getpixel((3, 3))[3] == 0
    assert loaded.convert("RGBA").getpixel((30, 3))[3] == 255


def test_cmyk_jpeg_becomes_rgb():
    loaded = opened(load_image(encoded(picture("CMYK"), "JPEG")).data)

    assert loaded.mode == "RGB"
    assert is_near(loaded.getpixel((3, 10)), RED, slack=40)


def test_jpeg_keeps_its_size_on_disk_and_its_quality():
    source = encoded(pillow.effect_mandelbrot((300, 200), (-2, -1.5, 1, 1.5), 100).convert("RGB"), "JPEG", quality=60)

    once = load_image(source).data
    twice = load_image(once).data

    assert len(once) < len(source) * 1.1
    assert opened(once).quantization == opened(source).quantization == opened(twice).quantization


def test_animation_is_its_first_frame():
    frames = [picture(), pillow.new("RGB", (40, 20), (0, 255, 0))]

    loaded = load_image(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))

    assert is_near(opened(loaded.data).getpixel((3, 10)), RED)


def png_header(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that claims to be large."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + head + struct.pack(">I", 100_000) + b"IDAT"


@pytest.mark.parametrize(
    "bomb",
    [
        png_header(30_000, 30_000),
        png_header(9_000, 9_000),
        png_header(2**31 - 1, 2**31 - 1),
        b"GIF89a"
        + struct.pack("<HH", 65535, 65535)
        + b"\0\0\0,\0\0\0\0"
        + struct.pack("<HH", 65535, 65535)
        + b"\0\2\2LD\0;",
    ],
)
def test_decompression_bomb_is_refused_by_its_header(bomb):
    with pytest.raises(BadImage, match="pixels"):
        load_image(bomb)


def test_pixel_limit_is_the_callers():
    data = encoded(picture(size=(100, 100)), "PNG")

    assert load_image(data, max_pixels=10_000).width == 100
    with pytest.raises(BadImage, match="100 x 100"):
        load_image(data, max_pixels=9_999)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "not a PNG"),
        (b"<!doctype html><title>Not found</title>", "not a PNG"),
        (encoded(picture(), "BMP"), "not a PNG"),
        (encoded(picture(), "TIFF"), "not a PNG"),
        (encoded(picture(size=(300, 300)), "PNG")[:200], "damaged"),
        (encoded(picture(size=(300, 300)), "JPEG")[:900], "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(data, reason):
    with pytest.raises(BadImage, match=reason) as caught:
        load_image(data)

    assert (caught.value.status, caught.value.permanent) == (400, True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]),
    spots=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=6),
    keep=st.floats(0.1, 1),
)
def test_damaged_bytes_give_a_picture_or_a_reason(kind, spots, keep):
    data = bytearray(encoded(picture(), kind))
    for place, value in spots:
        data[int(place * len(data))] = value

    try:
        loaded = load_image(bytes(data[: int(len(data) * keep)]), max_pixels=1_000_000)
    except BadImage:
        return
    assert opened(loaded.data).size == (loaded.width, loaded.height)


@pytest.mark.parametrize(
    "head", ["data:image/png;base64,", "DATA:image/JPEG;base64,", "data:image/svg+xml;charset=utf-8;base64,"]
)
def test_data_uri_gives_its_bytes(head):
    assert from_data_uri(head + base64.b64encode(b"\x89PNG").decode()) == b"\x89PNG"


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "https://ok.example/a.png",
        "data:,hello",
        "data:text/html;base64,aGk=",
        "data:image/png,aGk=",
        "data:image/svg+xml,<svg/>",
        "data:image/png;base64,aGk",
        "data:image/png;base64,aG k=",
        "data:image/png;base64,aGk=\n",
        "data:image/png;base64,aGk-_",
        "data:image/png;base64,aGkä",
        "data:image/png;name=a;base64,aGk=",
    ],
)
def test_data_uri_outside_the_strict_form_is_refused(uri):
    with pytest.raises(BadImage):
        from_data_uri(uri)


def test_data_uri_is_measured_before_it_is_decoded():
    with pytest.raises(BadImage, match="larger"):
        from_data_uri("data:image/png;base64," + "AAAA" * 100, max_bytes=299)

    assert len(from_data_uri("data:image/png;base64," + "AAAA" * 100, max_bytes=300)) == 300
