"""Setting short lines of text on pages of a PDF, in fonts that ship: real text, which can be searched and copied."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf

FONTS = Path(__file__).parents[1] / "static" / "fonts"
PLAIN, WRITTEN = "liberation/LiberationSans-Regular.ttf", "liberation/LiberationSerif-Italic.ttf"
EM = 1000
UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n{} endcmap end end"
)


@cache
def letters_of(place: str) -> dict[int, str]:
    """The characters that the font has, each with its glyph."""
    with TTFont(FONTS / place, lazy=True) as font:
        return dict(font.getBestCmap())


def missing(text: str, place: str = PLAIN) -> str:
    """The characters that the font does not have."""
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in letters_of(place)))


class Type:
    """One font inside one PDF, with the letters that are used of it."""

    def __init__(self, pdf: Pdf, place: str, text: str) -> None:
        self.font = TTFont(FONTS / place)
        options = subset.Options(layout_features=[], notdef_outline=True, hinting=False)
        options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "kern"]
        cut = subset.Subsetter(options)
        cut.populate(text=text + " ")
        cut.subset(self.font)
        self.glyphs = {letter: self.font.getGlyphID(name) for letter, name in self.font.getBestCmap().items()}
        self.scale = EM / self.font["head"].unitsPerEm
        self.object = self._embedded(pdf)

    def width(self, text: str) -> float:
        """The length of a line in thousandths of the font's size."""
        return sum(self._advance(letter) for letter in text)

    def bounds(self, text: str) -> tuple[float, float, float, float]:
        """What the ink of a line covers, from its beginning on the baseline, in thousandths of the font's size."""
        left = low = right = high = at = 0.0
        for letter in text:
            drawn = self.font["glyf"][self.font.getBestCmap()[ord(letter)]]
            if drawn.numberOfContours:
                left, right = min(left, at + drawn.xMin * self.scale), max(right, at + drawn.xMax * self.scale)
                low, high = min(low, drawn.yMin * self.scale), max(high, drawn.yMax * self.scale)
            at += self._advance(letter)
        return left, low, max(right, at), high

    def shown(self, text: str) -> str:
        """The string of codes, as it stands in the page's program."""
        return "<" + "".join(f"{self.glyphs[ord(letter)]:04X}" for letter in text) + ">"

    def _advance(self, letter: str) -> float:
        name = self.font.getBestCmap()[ord(letter)]
        return float(self.font["hmtx"][name][0] * self.scale)

    def _embedded(self, pdf: Pdf) -> Object:
        out = BytesIO()
        self.font.save(out)
        names = self.font.getGlyphOrder()
        widths = Array([round(self.font["hmtx"][name][0] * self.scale, 2) for name in names])
        family = "CKSIGN+" + str(self.font["name"].getDebugName(6))
        head, box = self.font["head"], self.font["hhea"]
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{family}"),
            Flags=4,
            FontBBox=Array([round(edge * self.scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)]),
            ItalicAngle=round(float(self.font["post"].italicAngle), 2),
            Ascent=round(box.ascent * self.scale),
            Descent=round(box.descent * self.scale),
            CapHeight=700,
            StemV=80,
            FontFile2=pdf.make_stream(out.getvalue(), Length1=len(out.getvalue())),
        )
        cid = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{family}"),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            CIDToGIDMap=Name.Identity,
            W=Array([0, widths]),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(f"/{family}"),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(cid)]),
                ToUnicode=pdf.make_stream(self._unicode()),
            )
        )

    def _unicode(self) -> bytes:
        pairs = [f"<{glyph:04X}> <{chr(letter).encode('utf-16-be').hex()}>" for letter, glyph in self.glyphs.items()]
        blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        told = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return UNICODE.format(told).encode()
