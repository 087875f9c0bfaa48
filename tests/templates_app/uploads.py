"""Files for tests of assets: made here, with as little as they must have."""

from __future__ import annotations

import io

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ "


def png(width: int = 40, height: int = 20, colour: str = "#c00") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def font(family: str = "Acme Sans", *, permissions: int = 0, flavor: str | None = None, letters: str = LATIN) -> bytes:
    """A font in which every letter is a box."""
    pen = TTGlyphPen(None)
    for at, point in enumerate([(50, 0), (50, 700), (450, 700), (450, 0)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    box, names = pen.glyph(), [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    builder.setupGlyf({name: box for name in names})
    builder.setupHorizontalMetrics({name: (500, 50) for name in names})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    spoken = f"{family} Regular"
    names_of = {"familyName": family, "styleName": "Regular", "fullName": spoken, "uniqueFontIdentifier": spoken}
    builder.setupNameTable({**names_of, "version": "Version 1.0", "psName": spoken.replace(" ", "")})
    builder.setupOS2(sTypoAscender=800, fsType=permissions, usWeightClass=400)
    builder.setupPost()
    builder.font.flavor = flavor
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def pdf(pages: int = 1, *, armed: bool = False, password: str = "") -> bytes:
    """A PDF of empty A4 pages; an armed one runs a script and starts a program when opened."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if armed:
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
        document.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"), Next=launch
        )
        document.pages[0].AA = pikepdf.Dictionary(O=launch)
    out = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else None
    document.save(out, encryption=encryption or False)
    return out.getvalue()
