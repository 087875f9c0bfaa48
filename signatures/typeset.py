"""Setting short lines of text on pages of a PDF, in fonts that ship: real text, which can be searched and copied."""

from __future__ import annotations

from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf

from craftkit.lib.letters import FONTS

EM = 1000
UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n{} endcmap end end"
)


def cut(place: str, text: str) -> TTFont:
    """The font with the letters of the text alone, one glyph each, so that it looks the same wherever it is set."""
    font = TTFont(FONTS / place)
    options = subset.Options(layout_features=[], notdef_outline=True, hinting=False)
    options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "kern"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=text + " ")
    cutter.subset(font)
    return font


def saved(font: TTFont) -> bytes:
    """The font as a file."""
    out = BytesIO()
    font.save(out)
    return out.getvalue()


class Type:
    """One font inside one PDF, with the letters that are used of it."""

    def __init__(self, pdf: Pdf, place: str, text: str) -> None:
        self.font = cut(place, text)
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
        data = saved(self.font)
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
            FontFile2=pdf.make_stream(data, Length1=len(data)),
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
