"""What is taken in and what is refused: hostile, broken and disguised files."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import brotli
import pikepdf
import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from craftkit.lib import font_files
from craftkit.lib.errors import AppError
from craftkit.lib.font_files import BadFont, load_font
from craftkit.lib.images import BadImage
from craftkit.lib.pdf_files import BadPdf, load_pdf
from templates_app.intake import take_in
from tests.templates_app.uploads import font, pdf, png

# The head of a WOFF2, and where in it some numbers are.
HEAD, NUMBER_OF_TABLES, COMPRESSED_SIZE = ">4sLLHHLLHHLLLLL", 3, 6


def zipped() -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


def bomb(side: int = 50_000) -> bytes:
    """A PNG that says it has so many pixels a side."""
    head = struct.pack(">II5B", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def without(table: str) -> bytes:
    """A font that lacks a table."""
    opened = TTFont(io.BytesIO(font()))
    del opened[table]
    out = io.BytesIO()
    opened.save(out, reorderTables=None)
    return out.getvalue()


def spoiled(table: str) -> bytes:
    """A font with rubbish in the place of a table."""
    data = font()
    entry = TTFont(io.BytesIO(data)).reader.tables[table]
    return data[: entry.offset] + b"\xff" * entry.length + data[entry.offset + entry.length :]


def unpacking_to(size: int) -> bytes:
    """A WOFF2 whose compressed part is so large when unpacked, whatever its head says."""
    packed = font(flavor="woff2")
    more = brotli.compress(b"\0" * size)
    opened = list(struct.unpack(HEAD, packed[: struct.calcsize(HEAD)]))
    opened[NUMBER_OF_TABLES], opened[COMPRESSED_SIZE] = 0, len(more)
    return struct.pack(HEAD, *opened) + more


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (bomb(), BadImage),
        (png()[:-30], BadImage),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><script>alert(1)</script></svg>", BadImage),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><foreignObject/></svg>", BadImage),
        (b"GIF89a/*" + b"<html><script>alert(1)</script>", BadImage),
        (png()[:60] + b"%PDF-1.7\n" + png()[60:], BadPdf),
        (b"%PDF-1.7\nnothing", BadPdf),
        (b"\0\1\0\0rubbish", BadFont),
        (b"OTTO" + b"\xff" * 400, BadFont),
        (b"wOFF" + b"\0" * 60, BadFont),
        (b"ttcf" + b"\0" * 60, BadFont),
        (b"wOF2" + b"\xff" * 60, BadFont),
    ],
)
def test_what_claims_to_be_something_must_be_it(data: bytes, error: type[AppError]) -> None:
    with pytest.raises(error):
        take_in(data)


def test_a_zip_is_a_file_whatever_its_name_and_no_image() -> None:
    assert take_in(zipped()).kind == "file"
    with pytest.raises(AppError, match="no image"):
        take_in(zipped(), kind="image")


def test_what_hangs_on_an_image_is_left_behind() -> None:
    taken = take_in(png() + zipped() + b"<script>alert(1)</script>")

    assert (taken.kind, taken.media_type) == ("image", "image/png")
    assert b"PK\x03\x04" not in taken.data
    assert b"<script" not in taken.data


def test_links_and_handlers_of_an_svg_are_left_behind() -> None:
    taken = take_in(
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' onload='x()'><rect width='9' height='9'/></svg>"
    )

    assert taken.media_type == "image/svg+xml"
    assert b"onload" not in taken.data


@pytest.mark.parametrize("table", ["cmap", "name", "glyf", "head", "OS/2"])
def test_a_font_without_a_table_that_printing_needs_is_refused(table: str) -> None:
    with pytest.raises(BadFont):
        load_font(without(table))


@pytest.mark.parametrize("table", ["cmap", "loca", "maxp", "name", "head", "hhea"])
def test_a_font_with_a_broken_table_is_refused(table: str) -> None:
    with pytest.raises(BadFont):
        load_font(spoiled(table))


@pytest.mark.parametrize(
    "subtable",
    [
        struct.pack(">HHLLL3L", 12, 0, 28, 0, 1, 0, 0xFFFFFFFF, 1),
        struct.pack(">HHLLL", 12, 0, 28, 0, 0xFFFFFFFF),
        struct.pack(">HHHHHHH", 4, 0xFFFF, 0, 200, 0, 0, 0)
        + b"\xff\xff" * 100
        + b"\0\0" * 101
        + b"\0\1" * 100
        + b"\0\0" * 100,
        struct.pack(">HHL", 77, 0, 0),
    ],
)
def test_a_font_may_not_promise_more_characters_than_there_are(subtable: bytes) -> None:
    opened = TTFont(io.BytesIO(font()))
    cmap = DefaultTable("cmap")
    cmap.data = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + subtable
    opened["cmap"] = cmap
    out = io.BytesIO()
    opened.save(out)

    with pytest.raises(BadFont, match=r"damaged"):
        load_font(out.getvalue())


@pytest.mark.parametrize(
    ("permissions", "reason"), [(2, "does not permit embedding"), (0x200, "bitmaps"), (0x100, "subsets")]
)
def test_a_font_that_may_not_be_embedded_is_refused(permissions: int, reason: str) -> None:
    with pytest.raises(BadFont, match=reason):
        load_font(font(permissions=permissions))


@pytest.mark.parametrize("permissions", [0, 4, 8, 6])
def test_a_font_that_may_be_embedded_is_taken(permissions: int) -> None:
    assert load_font(font(permissions=permissions)).family == "Acme Sans"


def test_a_font_tells_its_name_and_what_it_covers() -> None:
    loaded = load_font(font("Acme Serif", flavor="woff2", letters="ABCDEFGHIJKLM" + "абвгдежзийкл"))

    assert (loaded.family, loaded.subfamily, loaded.weight, loaded.is_italic) == ("Acme Serif", "Regular", 400, False)
    assert (loaded.media_type, loaded.characters) == ("font/woff2", 25)
    assert loaded.scripts == ("Latin", "Cyrillic")


def test_a_family_name_cannot_leave_its_quotes() -> None:
    assert not set("'\"\\;{}<>") & set(load_font(font("A'; } * { color: red } \\")).family)


def test_a_packed_font_may_not_unpack_to_gigabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_files, "MAX_UNPACKED", 1000)

    with pytest.raises(BadFont, match="unpacked"):
        load_font(font(flavor="woff2"))
    with pytest.raises(BadFont, match="unpacked"):
        load_font(unpacking_to(3_000_000))


def test_a_pdf_loses_scripts_launches_and_attachments() -> None:
    taken = load_pdf(pdf(armed=True))

    assert taken.was_disarmed
    for trace in (b"JavaScript", b"Launch", b"calc.exe", b"app.alert"):
        assert trace not in taken.data
    with pikepdf.open(io.BytesIO(taken.data)) as document:
        assert "/OpenAction" not in document.Root
        assert len(document.pages) == 1


def test_a_harmless_pdf_keeps_its_bytes() -> None:
    assert load_pdf(pdf(2)).data == pdf(2)


@pytest.mark.parametrize("data", [pdf(password="secret"), pdf()[:-200], pdf()[:100], b"%PDF-1.4\n%%EOF", b" " + pdf()])
def test_an_encrypted_or_broken_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(BadPdf):
        load_pdf(data)


def test_a_pdf_that_opens_without_a_password_but_is_encrypted_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=""))

    with pytest.raises(BadPdf, match="encrypted"):
        load_pdf(out.getvalue())
