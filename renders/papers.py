"""Papers: pages of PDFs as their readers see them, cropped and turned, and how to draw on them as if they were not."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Matrix, Name, Object

MILLIMETRES = 72 / 25.4
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Paper:
    """Width and height in points as shown. `matrix` leads from points, counted from the lower left corner as shown, to
    the page's own coordinates."""

    width: float
    height: float
    matrix: Matrix

    def rectangle(self, x: float, y: float, w: float, h: float) -> Box:
        """In the page's own coordinates: a box given in mm from the top left corner as shown."""
        left, right = x * MILLIMETRES, (x + w) * MILLIMETRES
        bottom, top = self.height - (y + h) * MILLIMETRES, self.height - y * MILLIMETRES
        corners = self.matrix.transform((left, bottom)), self.matrix.transform((right, top))
        across, down = zip(*corners, strict=True)
        return min(across), min(down), max(across), max(down)


def paper_of(page: pikepdf.Page) -> Paper:
    """The paper of a page: what the crop box leaves of the media box, turned, in units of the page's own size."""
    left, bottom, right, top = _visible(page)
    unit = float(page.obj.get(Name.UserUnit, 1))
    across, down = right - left, top - bottom
    turns: dict[int, Matrix] = {
        0: Matrix(1, 0, 0, 1, left, bottom),
        90: Matrix(0, 1, -1, 0, right, bottom),
        180: Matrix(-1, 0, 0, -1, right, top),
        270: Matrix(0, -1, 1, 0, left, top),
    }
    turn = int(page.rotation or 0) % 360
    width, height = (down, across) if turn % 180 else (across, down)
    return Paper(width * unit, height * unit, Matrix(1 / unit, 0, 0, 1 / unit, 0, 0) @ turns[turn])


def draw_over(page: pikepdf.Page, form: Object, name: Name, matrix: Matrix) -> str:
    """The operators that draw a form, under the name or, where the page has that already, one like it.

    Pages may share their resources, or have those of the whole file; no other page gets to know the form.
    """
    resources = Dictionary(dict(page.resources.items()))
    resources.XObject = Dictionary(dict(resources.get(Name.XObject, Dictionary()).items()))
    while name in resources.XObject:
        name = Name(f"{name}X")
    resources.XObject[name] = form
    page.obj.Resources = resources
    place = " ".join(f"{part:.4f}".rstrip("0").rstrip(".") for part in matrix.shorthand)
    return f"{place} cm {name} Do"


def _visible(page: pikepdf.Page) -> Box:
    media, crop = _box(page.mediabox), _box(page.cropbox)
    both = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    return both if both[0] < both[2] and both[1] < both[3] else media


def _box(edges: pikepdf.Object) -> Box:
    left, bottom, right, top = (float(edge) for edge in edges)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
