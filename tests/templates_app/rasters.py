"""Barcodes made into pixels without a browser, and read back by a decoder of another maker."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import zxingcpp
from PIL import Image, ImageChops, ImageDraw

SVG = "{http://www.w3.org/2000/svg}"
COMMANDS = re.compile(r"([Mhvz])\s*(-?[\d.]+)?(?:\s+(-?[\d.]+))?")


def elements(svg: str, name: str) -> list[ElementTree.Element]:
    """The elements of a name, in order."""
    return list(ElementTree.fromstring(svg).iter(SVG + name))


def size_in_mm(svg: str) -> tuple[float, float]:
    """Width and height of a drawing."""
    root = ElementTree.fromstring(svg)
    return float(root.attrib["width"].removesuffix("mm")), float(root.attrib["height"].removesuffix("mm"))


def box(svg: str) -> tuple[float, float]:
    """Width and height in the drawing's own units."""
    _, _, width, height = ElementTree.fromstring(svg).attrib["viewBox"].split()
    return float(width), float(height)


def raster(svg: str, scale: int = 6) -> Image.Image:
    """The path of a barcode in black on white, so many pixels to a module."""
    width, height = box(svg)
    sheet = Image.new("1", (round(width * scale), round(height * scale)), 0)
    for path in elements(svg, "path"):
        found = re.fullmatch(r"translate\((\d+) (\d+)\)", path.attrib.get("transform", "translate(0 0)"))
        assert found
        for polygon in _polygons(path.attrib["d"], float(found[1]), float(found[2])):
            shape = Image.new("1", sheet.size, 0)
            # Pillow fills up to and including the far edge.
            corners = [(x * scale, y * scale) for x, y in polygon]
            ImageDraw.Draw(shape).polygon(corners, fill=1)
            sheet = ImageChops.logical_xor(sheet, shape)
    return ImageChops.invert(sheet.convert("L"))


def _polygons(path: str, x: float, y: float) -> list[list[tuple[float, float]]]:
    polygons: list[list[tuple[float, float]]] = []
    left, top = x, y
    for name, first, second in COMMANDS.findall(path):
        if name == "M":
            x, y = left + float(first), top + float(second)
            polygons.append([(x, y)])
        elif name != "z":
            x, y = (x + float(first), y) if name == "h" else (x, y + float(first))
            polygons[-1].append((x, y))
    return polygons


def read_back(svg: str) -> list[tuple[str, str]]:
    """The kind and content of every code that a reader finds in a drawing."""
    return [(str(found.format), found.text) for found in zxingcpp.read_barcodes(raster(svg))]
