"""What a page of a PDF shows, read from its content operator by operator: text that has empty boxes, and pictures.

Reading text is slow beside a search for the bytes of glyph 0, so that text without any is not read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Object, Stream, String

from renders.glyphs import MISSING, Glyphs, is_drawn

DEEPEST = 8
TEXT, PICTURES = "q Q Tf Tj TJ ' \" BDC BMC EMC Do", "q Q cm Do"
START = Matrix()
# Two zero bytes at a glyph's place in a string: as digits, or in the other notation, which may escape them.
ZERO_GLYPH = re.compile(rb"<(?:[0-9A-Fa-f]{4})*?0000|\x00|\\0")

# How the browser begins the content of a page: clipped to the area between the margins, in CSS pixels from its corner.
AREA = re.compile(rb"^([\d.]+) ([\d.]+) [\d.]+ [\d.]+ re\nW\*? n\nq\n([\d.]+) 0 0 \3 \1 \2 cm$", re.MULTILINE)
FULL_SCALE = 3.125


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as printed: which one of the file, its size in pixels and on paper in points."""

    number: int
    pixels: tuple[int, int]
    points: tuple[float, float]

    @property
    def dpi(self) -> float:
        """Pixels an inch, along the side that has fewer."""
        return min(72 * pixels / max(points, 1e-3) for pixels, points in zip(self.pixels, self.points, strict=True))


@dataclass
class Shown:
    """The text of a page in the order of its content, MISSING for each empty box, and what the boxes stand for."""

    text: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def read_page(page: pikepdf.Page) -> Shown:
    """What the page and the forms drawn on it show; the text is left out where it has no empty box."""
    wanted = [TEXT] * may_lack_glyphs(page.obj) + [PICTURES] * has_pictures(page.obj)
    shown = Shown()
    if wanted:
        _Walk(shown, page.resources, " ".join(wanted)).go(page.obj)
    return shown


def scale_of(page: pikepdf.Page) -> float | None:
    """Of its full size, 1: browsers shrink a whole document whose content is too wide. None where it cannot be told."""
    scales = [float(match[3]) for stream in _streams(page.obj) for match in AREA.finditer(stream.read_bytes())]
    return max(scales) / FULL_SCALE if scales else None


def has_pictures(holder: Object, depth: int = 0) -> bool:
    """Whether a page or form may draw any."""
    parts = _parts(holder.get(Name.Resources, Dictionary()), Name.XObject)
    return any(
        part.get(Name.Subtype) == Name.Image
        or (part.get(Name.Subtype) == Name.Form and depth < DEEPEST and has_pictures(part, depth + 1))
        for part in parts
    )


def may_lack_glyphs(holder: Object, depth: int = 0) -> bool:
    """Whether a page or form may show glyph 0: a quick look at its bytes, wrong on the careful side only."""
    resources = holder.get(Name.Resources, Dictionary())
    if any(is_drawn(font) for font in _parts(resources, Name.Font)):
        return True
    if any(ZERO_GLYPH.search(stream.read_bytes()) for stream in _streams(holder)):
        return True
    forms = [part for part in _parts(resources, Name.XObject) if part.get(Name.Subtype) == Name.Form]
    return depth < DEEPEST and any(may_lack_glyphs(form, depth + 1) for form in forms)


def _parts(resources: Object, kind: Name) -> list[Object]:
    return [part for _, part in resources.get(kind, Dictionary()).items()]


def _streams(holder: Object) -> list[Object]:
    if isinstance(holder, Stream):
        return [holder]
    contents = holder.get(Name.Contents, Array())
    return [contents] if isinstance(contents, Stream) else list(contents)


class _Walk:
    """One content stream with its resources: follows font, coordinates and what spans are said to stand for."""

    def __init__(self, shown: Shown, resources: Object, operators: str, matrix: Matrix = START, depth: int = 0) -> None:
        self.shown = shown
        self.resources = resources
        self.operators = operators
        self.matrix = matrix
        self.depth = depth
        self.font: Glyphs | None = None
        self.fonts: dict[str, Glyphs] = {}
        self.saved: list[tuple[Glyphs | None, Matrix]] = []
        self.spans: list[str] = []

    def go(self, holder: Object) -> None:
        """Walk a page or form. Operators with the wrong operands are passed over, as viewers do."""
        for step in pikepdf.parse_content_stream(holder, self.operators):
            operands = step.operands
            match str(step.operator):
                case "q":
                    self.saved.append((self.font, self.matrix))
                case "Q" if self.saved:
                    self.font, self.matrix = self.saved.pop()
                case "cm" if len(operands) == 6:
                    self.matrix = Matrix(*map(float, operands)) @ self.matrix
                case "Tf" if len(operands) == 2:
                    self.font = self._font(str(operands[0]))
                case "Tj" | "TJ" | "'" | '"' if operands:
                    self._show(operands[-1])
                case "BDC" | "BMC":
                    self._begin(list(operands))
                case "EMC" if self.spans:
                    self.spans.pop()
                case "Do" if operands:
                    self._draw(str(operands[0]))

    def _font(self, name: str) -> Glyphs | None:
        if name not in self.fonts:
            font = self.resources.get(Name.Font, Dictionary()).get(name)
            if font is None:
                return None
            self.fonts[name] = Glyphs(font)
        return self.fonts[name]

    def _show(self, operand: Object) -> None:
        if self.font is None:
            return
        for piece in _strings(operand):
            for character in self.font.read(piece):
                self.shown.text.append(character)
                if character == MISSING:
                    self.shown.lost += self.spans[-1:]

    def _begin(self, operands: list[Object]) -> None:
        """A span knows its text, or that of the span around it; what is not a span begins another part of the page."""
        about = operands[1] if len(operands) == 2 else None
        meant = about.get(Name.ActualText) if isinstance(about, Dictionary) else None
        if meant is None:
            self.shown.text.append(" ")
        self.spans.append(str(meant) if meant is not None else "".join(self.spans[-1:]))

    def _draw(self, name: str) -> None:
        part = self.resources.get(Name.XObject, Dictionary()).get(name, Dictionary())
        if part.get(Name.Subtype) == Name.Image:
            self.shown.pictures.append(_picture(part, self.matrix))
        elif part.get(Name.Subtype) == Name.Form and self.depth < DEEPEST:
            matrix = Matrix(part.Matrix) @ self.matrix if Name.Matrix in part else self.matrix
            resources = part.get(Name.Resources, self.resources)
            _Walk(self.shown, resources, self.operators, matrix, self.depth + 1).go(part)


def _picture(image: Object, matrix: Matrix) -> Picture:
    """Pictures are drawn as a square of one by one, which the matrix stretches."""
    points = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    return Picture(image.objgen[0], (int(image.Width), int(image.Height)), points)


def _strings(operand: Object) -> Iterator[bytes]:
    for piece in operand if isinstance(operand, Array) else [operand]:
        if isinstance(piece, String):
            yield bytes(piece)
