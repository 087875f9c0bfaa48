"""Filling: what recipients wrote, drew and ticked, put onto the pages of the frozen PDF; and more pages after them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Object, ObjectStreamMode, Page, Pdf
from PIL import Image

from craftkit.lib.letters import PLAIN
from renders.papers import Paper, draw_over, paper_of
from signatures.faces import place_of
from signatures.typeset import Type

LARGEST, SMALLEST, PADDING = 14.0, 4.0, 2.0
# A typed signature may fill its box.
LARGEST_WRITTEN = 40.0
BASELINE = 0.72
INK = "0.09 0.13 0.35 rg"
DARK = "0.1 0.1 0.12 rg"
FORM = Name.CraftkitField
TICK = "0.16 0.52 m 0.4 0.24 l 0.86 0.8 l"
# A round of one unit in radius, of four curves.
ROUND = "1 0 m 1 .552 .552 1 0 1 c -.552 1 -1 .552 -1 0 c -1 -.552 -.552 -1 0 -1 c .552 -1 1 -.552 1 0 c h"
# Its radius at most; that of `.ck-field-option` in document.css, where it is printed.
ROUND_POINTS = 4.5
# Lower rows than that nobody could read.
LOWEST_ROW = 7.0
# The words of an option: as large as suits the round; a long one wraps before all are smaller than one can read.
LARGEST_OPTION, READABLE, LEADING = 11.0, 7.0, 1.2


@dataclass(frozen=True, slots=True)
class Filled:
    """One field with its value: text, the bytes of a PNG, or a tick; its box is in percent of the page as shown.

    What is written stands in its face. With `options` all of them are shown, one below the other, and the one that
    `text` says is marked; where the page shows them already there is only the mark.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    image: bytes = b""
    is_ticked: bool = False
    is_written: bool = False
    face: str = ""
    options: tuple[str, ...] = ()
    is_printed: bool = False


def fill(data: bytes, filled: Iterable[Filled], *, more: bytes = b"") -> bytes:
    """The PDF with the values on its pages, and the pages of `more` after them."""
    values = list(filled)
    with pikepdf.open(BytesIO(data)) as pdf:
        drawing = _Drawing(pdf, values)
        for number, page in enumerate(pdf.pages, start=1):
            _draw_page(pdf, page, [value for value in values if value.page == number], drawing)
        if more:
            _append(pdf, more)
        out = BytesIO()
        pdf.save(out, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _append(pdf: Pdf, more: bytes) -> None:
    with pikepdf.open(BytesIO(more)) as other:
        start = len(pdf.pages)
        pdf.pages.extend(other.pages)
        for page in list(pdf.pages)[start:]:
            # The tree of tags is left behind, so nothing may point into it.
            if Name.StructParents in page.obj:
                del page.obj.StructParents


def _draw_page(pdf: Pdf, page: Page, values: Sequence[Filled], drawing: _Drawing) -> None:
    if not values:
        return
    paper = paper_of(page)
    program = " ".join(drawing.value(value, paper) for value in values)
    form = pdf.make_stream(
        program.encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(paper.width, 3), round(paper.height, 3)]),
        Resources=Dictionary(Font=drawing.fonts, XObject=drawing.images),
    )
    step = draw_over(page, form, FORM, paper.matrix)
    # What the page leaves open would move ours; as an artifact it is no stranger to tagged pages.
    page.contents_add(pdf.make_stream(b"q "), prepend=True)
    page.contents_add(pdf.make_stream(f" Q q /Artifact BMC {step} EMC Q".encode()))


def _radius(row: float, width: float) -> float:
    """How large the round before an option is."""
    return min(row * 0.3, ROUND_POINTS, width / 6)


def _words(text: str) -> Filled:
    """Words by themselves."""
    return Filled(1, 0, 0, 0, 0, text=text)


def _font_of(value: Filled) -> str:
    return place_of(value.face) if value.is_written else PLAIN


class _Drawing:
    """The fonts and pictures of a file, and the operators that draw a value with them."""

    def __init__(self, pdf: Pdf, values: Sequence[Filled]) -> None:
        self.pdf = pdf
        self.fonts, self.images = Dictionary(), Dictionary()
        self.types: dict[str, tuple[str, Type]] = {}
        letters: dict[str, str] = {}
        for value in values:
            words = () if value.is_printed else (value.text, *value.options)
            letters[_font_of(value)] = "".join((letters.get(_font_of(value), ""), *words))
        for number, (place, text) in enumerate(sorted(letters.items())):
            if text:
                self.types[place] = (f"/CK{number}", Type(pdf, place, text))
                self.fonts[f"/CK{number}"] = self.types[place][1].object
        self.known: dict[bytes, Name] = {}

    def value(self, value: Filled, paper: Paper) -> str:
        """Draw one value inside its box."""
        left, width = value.x / 100 * paper.width, value.width / 100 * paper.width
        height = value.height / 100 * paper.height
        bottom = paper.height - value.y / 100 * paper.height - height
        if value.image:
            return self._image(value.image, left, bottom, width, height)
        if value.is_ticked:
            side = min(width, height)
            return f"q 0.13 w 1 J 1 j {side:.3f} 0 0 {side:.3f} {left:.3f} {bottom:.3f} cm {TICK} S Q"
        if value.is_printed and value.options:
            return self._choice(value, left, bottom, width, height)
        if value.options and height / len(value.options) >= LOWEST_ROW:
            return self._options(value, left, bottom, width, height)
        return self._text(value, left, bottom, width, height) if value.text else ""

    def _options(self, value: Filled, left: float, bottom: float, width: float, height: float) -> str:
        """A row for each option: a round, filled where it was chosen, and the words."""
        row, steps = height / len(value.options), [self._choice(value, left, bottom, width, height)]
        radius = _radius(row, width)
        indent = radius * 2 + PADDING * 3
        room = max(width - indent - PADDING, 1.0)
        common = min(LARGEST_OPTION, row / LEADING, max(READABLE, min(map(self._size_in(room), value.options))))
        for number, option in enumerate(value.options):
            middle = bottom + height - (number + 0.5) * row
            round_at = f"{left + PADDING + radius:.3f} {middle:.3f} cm"
            steps.append(f"q {radius:.3f} 0 0 {radius:.3f} {round_at} 0.16 w {ROUND} S Q")
            size, lines = self._wrapped(option, room, row, common)
            base = middle + (len(lines) - 1) * size * LEADING / 2 - size * BASELINE / 2
            for line in lines:
                steps.append(self._line(_words(line), left + indent, base, size))
                base -= size * LEADING
        return " ".join(steps)

    def _size_in(self, room: float) -> Callable[[str], float]:
        """How large a line may be to fit that width."""
        return lambda line: room / max(self.types[PLAIN][1].width(line) / 1000, 0.001)

    def _wrapped(self, option: str, room: float, row: float, size: float) -> tuple[float, list[str]]:
        """The lines of an option that do not fit one, and the size at which they fit its row."""
        lines = [option]
        while size > SMALLEST and self._size_in(room)(option) < size:
            lines = self._lines(option, room, size)
            if len(lines) * size * LEADING <= row and min(map(self._size_in(room), lines)) >= size:
                break
            size = max(SMALLEST, size - 0.5)
        return size, lines

    def _lines(self, text: str, room: float, size: float) -> list[str]:
        """The words, as many a line as fit."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._size_in(room)(longer) >= size:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _choice(self, value: Filled, left: float, bottom: float, width: float, height: float) -> str:
        """What fills the round of the option that was chosen."""
        if value.text not in value.options:
            return ""
        row = height / len(value.options)
        radius = ROUND_POINTS if value.is_printed else _radius(row, width)
        inner, down = radius * 0.55, (value.options.index(value.text) + 0.5) * row
        middle = f"{left + PADDING + radius:.3f} {bottom + height - down:.3f} cm"
        return f"q {INK} {inner:.3f} 0 0 {inner:.3f} {middle} {ROUND} f Q"

    def _text(self, value: Filled, left: float, bottom: float, width: float, height: float) -> str:
        """One line, as large as the box lets it be, in the middle of its height."""
        if value.is_written:
            return self._written(value, left, bottom, width, height)
        size = self._size(value, width, height)
        base = bottom + (height - size * BASELINE) / 2
        return self._line(value, left + min(PADDING, width / 10), base, size)

    def _size(self, value: Filled, width: float, height: float) -> float:
        length = max(self.types[_font_of(value)][1].width(value.text) / 1000, 0.001)
        return max(SMALLEST, min(LARGEST, (width - 2 * min(PADDING, width / 10)) / length, height * 0.8))

    def _written(self, value: Filled, left: float, bottom: float, width: float, height: float) -> str:
        """A signature: its ink fills the box, whatever flourishes its face has."""
        edges = (edge / 1000 for edge in self.types[_font_of(value)][1].bounds(value.text))
        start, low, end, high = edges
        room = width - 2 * min(PADDING, width / 10)
        size = min(LARGEST_WRITTEN, room / max(end - start, 0.001), height / max(high - low, 0.001))
        base = bottom + (height - (high - low) * size) / 2 - low * size
        return self._line(value, left + min(PADDING, width / 10) - start * size, base, max(SMALLEST, size))

    def _line(self, value: Filled, left: float, base: float, size: float) -> str:
        (name, chosen), colour = self.types[_font_of(value)], INK if value.is_written else DARK
        return f"q {colour} BT {name} {size:.2f} Tf {left:.3f} {base:.3f} Td {chosen.shown(value.text)} Tj ET Q"

    def _image(self, data: bytes, left: float, bottom: float, width: float, height: float) -> str:
        """A picture as large as fits, in the middle of its box."""
        with Image.open(BytesIO(data), formats=["PNG"]) as picture:
            scale = min(width / picture.width, height / picture.height)
            across, down = picture.width * scale, picture.height * scale
            name = self.known.get(data) or self._embed(data, picture)
        at = Matrix(across, 0, 0, down, left + (width - across) / 2, bottom + (height - down) / 2)
        return f"q {' '.join(f'{part:.3f}' for part in at.shorthand)} cm {name} Do Q"

    def _embed(self, data: bytes, picture: Image.Image) -> Name:
        colours = picture.convert("RGBA")
        name = Name(f"/CKI{len(self.known)}")
        self.images[str(name)] = self._stream(
            colours.convert("RGB").tobytes(), picture, Name.DeviceRGB, SMask=self._mask(colours, picture)
        )
        self.known[data] = name
        return name

    def _mask(self, colours: Image.Image, picture: Image.Image) -> Object:
        return self._stream(colours.getchannel("A").tobytes(), picture, Name.DeviceGray)

    def _stream(self, raw: bytes, picture: Image.Image, space: Name, **more: Object) -> Object:
        return self.pdf.make_stream(
            raw,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=picture.width,
            Height=picture.height,
            ColorSpace=space,
            BitsPerComponent=8,
            **more,
        )
