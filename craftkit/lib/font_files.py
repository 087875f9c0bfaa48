"""Fonts that users give: opened and looked through, or refused with a reason. The bytes stay as they are."""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
from django.utils.translation import gettext_noop
from fontTools import unicodedata
from fontTools.misc import sstruct
from fontTools.ttLib import TTCollection, TTFont, TTLibError
from fontTools.ttLib.woff2 import WOFF2DirectoryEntry, woff2DirectoryFormat, woff2DirectorySize

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled

# What a packed font may grow to; the largest fonts of Chinese have half of it.
MAX_UNPACKED = 40 * 1024 * 1024
FORMATS = {
    b"\x00\x01\x00\x00": ("ttf", "font/ttf"),
    b"OTTO": ("otf", "font/otf"),
    b"wOF2": ("woff2", "font/woff2"),
}
OTHERS = {b"wOFF": "an older web font (WOFF)", b"ttcf": "a collection of several fonts"}
NEEDED = ("head", "hhea", "maxp", "hmtx", "cmap", "name", "OS/2")
RESTRICTED, NO_SUBSETTING, BITMAPS_ONLY = 0x0002, 0x0100, 0x0200
PERMISSIONS = 0x000E
ITALIC = 0x0001
FAMILY, SUBFAMILY, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_SUBFAMILY = 1, 2, 16, 17
LONGEST_NAME = 100
MAX_NAMES, MAX_MAPPED = 4096, 1_500_000
# Formats of the table of characters: ranges of 16 and of 32 bits, and those that grow only with their bytes.
SEGMENTS, GROUPED, PLAIN = 4, (12, 13), (0, 2, 6, 10, 14)
# A script counts as covered from so many of its characters on; a stray sign of another does not.
LEAST_CHARACTERS = 10
UNREADABLE = (
    TTLibError,
    AssertionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    brotli.error,
    sstruct.Error,
    struct.error,
)


class BadFont(AppError):
    """The bytes are no font that we print with; the message says why."""

    status = 400
    code = "invalid_font"
    message = gettext_noop("This is not a WOFF2, TrueType or OpenType font.")


@dataclass(frozen=True)
class FontFile:
    """What a font is called and can show. A variable one has a range of weights."""

    extension: str
    media_type: str
    family: str
    subfamily: str
    weight: int
    weights: tuple[int, int] | None
    is_italic: bool
    glyphs: int
    characters: int
    scripts: tuple[str, ...]


def is_font(data: bytes) -> bool:
    """Whether the bytes claim to be a font, of a format that we take or of another."""
    return data[:4] in FORMATS or data[:4] in OTHERS


def load_font(data: bytes) -> FontFile:
    """The font, read as far as printing needs it. Raises BadFont."""
    head = data[:4]
    if head not in FORMATS:
        other = OTHERS.get(head)
        raise BadFont(
            filled("The font is {other}; save it as WOFF2, TrueType or OpenType.", other=other) if other else None
        )
    try:
        if head == b"wOF2":
            _check_unpacked_size(data)
        with TTFont(BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
            return _read(font, *FORMATS[head])
    except BadFont:
        raise
    except UNREADABLE as error:
        raise BadFont(gettext_noop("The font is damaged; export it anew from its source.")) from error


def families_in(path: Path) -> frozenset[str]:
    """The family names that a font file of the machine goes by, case-folded; none when it cannot be read."""
    try:
        with TTCollection(path, lazy=True) if path.suffix == ".ttc" else TTFont(path, lazy=True) as opened:
            fonts = opened.fonts if isinstance(opened, TTCollection) else [opened]
            records = [record for font in fonts for record in font["name"].names]
            return frozenset(
                record.toUnicode().casefold() for record in records if record.nameID in (FAMILY, TYPOGRAPHIC_FAMILY)
            )
    except UNREADABLE:
        return frozenset()


def _check_unpacked_size(data: bytes) -> None:
    """Unpack within bounds before the parser does so without any: a few kilobytes can hold gigabytes."""
    file = BytesIO(data)
    header: dict[str, Any] = sstruct.unpack(woff2DirectoryFormat, file.read(woff2DirectorySize), {})
    for _ in range(header["numTables"]):
        WOFF2DirectoryEntry().fromFile(file)
    packed, unpacker, size = file.read(header["totalCompressedSize"]), brotli.Decompressor(), 0
    while True:
        piece = unpacker.process(packed, output_buffer_limit=1024 * 1024)
        packed, size = b"", size + len(piece)
        if size > MAX_UNPACKED or header["totalSfntSize"] > MAX_UNPACKED:
            raise BadFont(filled("The font has more than {most} MB when unpacked.", most=MAX_UNPACKED // 1024**2))
        if unpacker.is_finished() or (not piece and unpacker.can_accept_more_data()):
            return


def _read(font: TTFont, extension: str, media_type: str) -> FontFile:
    missing = [name for name in NEEDED if name not in font]
    if not any(name in font for name in ("glyf", "CFF ", "CFF2")):
        missing.append("glyf or CFF")
    if missing:
        raise BadFont(filled("The font lacks what printing needs: {missing}.", missing=", ".join(missing)))
    _check_cost(font)
    for name in NEEDED:
        font[name]
    _check_permissions(font["OS/2"].fsType)
    glyphs = _glyph_count(font)
    characters = {number for number in font.getBestCmap() or {} if number < 0x110000}
    if not characters:
        raise BadFont(gettext_noop("The font maps no characters to its glyphs."))
    return FontFile(
        extension,
        media_type,
        family=_name(font, TYPOGRAPHIC_FAMILY, FAMILY),
        subfamily=_name(font, TYPOGRAPHIC_SUBFAMILY, SUBFAMILY, otherwise="Regular"),
        weight=min(max(font["OS/2"].usWeightClass, 1), 1000),
        weights=_weights(font),
        is_italic=bool(font["OS/2"].fsSelection & ITALIC),
        glyphs=glyphs,
        characters=len(characters),
        scripts=_scripts(characters),
    )


def _check_cost(font: TTFont) -> None:
    """A few bytes may promise billions of entries, and the parser would believe them."""
    (names,) = struct.unpack_from(">H", font.reader["name"], 2)
    if names > MAX_NAMES or _mapped(font.reader["cmap"]) > MAX_MAPPED:
        raise BadFont(gettext_noop("The font is damaged: its names or characters are more than there can be."))


def _mapped(cmap: bytes) -> int:
    """How many characters the map says it maps, counted without unfolding its ranges."""
    (tables,) = struct.unpack_from(">H", cmap, 2)
    places = {struct.unpack_from(">L", cmap, 8 + 8 * number)[0] for number in range(tables)}
    return sum(_mapped_at(cmap, place) for place in places)


def _mapped_at(cmap: bytes, place: int) -> int:
    (version,) = struct.unpack_from(">H", cmap, place)
    if version == SEGMENTS:
        (doubled,) = struct.unpack_from(">H", cmap, place + 6)
        ends = struct.unpack_from(f">{doubled // 2}H", cmap, place + 14)
        starts = struct.unpack_from(f">{doubled // 2}H", cmap, place + 16 + doubled)
        return sum(max(0, end - start + 1) for start, end in zip(starts, ends, strict=True))
    if version in GROUPED:
        (groups,) = struct.unpack_from(">L", cmap, place + 12)
        if groups > MAX_MAPPED:
            return groups
        ranges = struct.iter_unpack(">LLL", cmap[place + 16 : place + 16 + 12 * groups])
        return sum(max(0, end - start + 1) for start, end, _ in ranges)
    return 0 if version in PLAIN else MAX_MAPPED + 1


def _check_permissions(flags: int) -> None:
    """The maker's terms, as the font states them: the most generous of several counts."""
    if flags & PERMISSIONS == RESTRICTED:
        raise BadFont(
            gettext_noop(
                "The font's maker does not permit embedding (OS/2 fsType: restricted license); ask for a license."
            )
        )
    if flags & BITMAPS_ONLY:
        raise BadFont(
            gettext_noop(
                "The font's maker permits embedding of its bitmaps only (OS/2 fsType), which print cannot use."
            )
        )
    if flags & NO_SUBSETTING:
        raise BadFont(
            gettext_noop(
                "The font's maker does not permit subsets (OS/2 fsType), and PDFs here embed only what is used."
            )
        )


def _glyph_count(font: TTFont) -> int:
    """The glyphs that can be drawn: outlines where the directory of them says."""
    count = int(font["maxp"].numGlyphs)
    if "glyf" in font:
        places, room = list(font["loca"].locations), len(font.reader["glyf"])
        is_sound = len(places) >= count + 1 and places == sorted(places) and places[-1] <= room
    else:
        table = font["CFF " if "CFF " in font else "CFF2"]
        is_sound = len(table.cff[0].CharStrings.charStringsIndex) == count
    if not is_sound or count == 0:
        raise BadFont(gettext_noop("The font's outlines are damaged; export it anew from its source."))
    return count


def _name(font: TTFont, *numbers: int, otherwise: str = "") -> str:
    for number in numbers:
        text = " ".join((font["name"].getDebugName(number) or "").split())
        name = "".join(letter for letter in text if letter.isprintable() and letter not in "\"'\\;{}<>,")
        if name:
            return name[:LONGEST_NAME].strip()
    if otherwise:
        return otherwise
    raise BadFont(gettext_noop("The font has no family name."))


def _weights(font: TTFont) -> tuple[int, int] | None:
    axes = font["fvar"].axes if "fvar" in font else []
    ranges = [(int(axis.minValue), int(axis.maxValue)) for axis in axes if axis.axisTag == "wght"]
    return ranges[0] if ranges and 1 <= ranges[0][0] < ranges[0][1] <= 1000 else None


def _scripts(characters: set[int]) -> tuple[str, ...]:
    counts = Counter(unicodedata.script(chr(number)) for number in characters)
    known = [(count, script) for script, count in counts.items() if script not in ("Zyyy", "Zinh", "Zzzz")]
    return tuple(
        unicodedata.script_name(script).replace("_", " ")
        for count, script in sorted(known, key=lambda pair: (-pair[0], pair[1]))
        if count >= LEAST_CHARACTERS
    )
