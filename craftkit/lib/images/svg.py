"""SVG rebuilt from a list of drawing elements: no scripts, links, embedded pages, animation or outside references.

Metadata and the editors' own elements are dropped. Anything else that is not on the list would be missing from the
drawing, so it is refused by name.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, register_namespace, tostring

from django.utils.translation import gettext_noop

from craftkit.lib.images.picture import BadImage, Image
from craftkit.lib.images.svg_cost import check_cost
from craftkit.lib.images.svg_parsing import parse
from craftkit.lib.images.svg_style import PROPERTIES, is_harmless, rules, style_of, words
from craftkit.lib.speech import filled

SVG = "http://www.w3.org/2000/svg"
PREFIX = f"{{{SVG}}}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ELEMENTS = words(
    """
    svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath linearGradient
    radialGradient stop clipPath mask pattern marker title desc
    """
)
DROPPED = words("metadata style")
ATTRIBUTES = PROPERTIES | words(
    """
    x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points pathLength rotate textLength lengthAdjust startOffset
    width height viewBox preserveAspectRatio offset gradientUnits gradientTransform spreadMethod clipPathUnits
    maskUnits maskContentUnits patternUnits patternContentUnits patternTransform markerUnits markerWidth markerHeight
    refX refY orient
    """
)
NAME = re.compile(r"[\w.:-]+")
LENGTH = re.compile(r"\+?(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(px|pt|pc|mm|cm|in|)")
PIXELS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
LARGEST_SIDE = 4096
MAX_STYLED = 4_000_000

register_namespace("", SVG)


def load_svg(data: bytes) -> Image:
    """The drawing made harmless, with a size of its own; raises BadImage with the reason."""
    source = parse(data)
    if source.tag != f"{PREFIX}svg":
        raise BadImage(gettext_noop('The SVG\'s first element must be <svg xmlns="http://www.w3.org/2000/svg">.'))
    try:
        drawing = _Rebuilder(source).rebuilt(source)
        check_cost(drawing)
    except RecursionError as error:
        raise BadImage(gettext_noop("The SVG is too complex: its parts are nested too deep.")) from error
    except ValueError as error:
        # The CSS parser's answer to numbers of thousands of digits.
        raise BadImage(gettext_noop("The SVG's style is not valid CSS.")) from error
    width, height = _sized(drawing)
    return Image("image/svg+xml", tostring(drawing, encoding="utf-8"), width, height)


class _Rebuilder:
    """Copies what is on the lists, with the style sheet's rules written out at each element that they select."""

    def __init__(self, source: Element) -> None:
        self._sheet = rules("\n".join("".join(style.itertext()) for style in source.iter(f"{PREFIX}style")))
        self._styled = 0

    def rebuilt(self, source: Element) -> Element:
        """The element and its descendants, anew."""
        element = Element(source.tag, self._attributes(source))
        element.text, element.tail = source.text, source.tail
        for child in source:
            name = child.tag.removeprefix(PREFIX)
            if name == child.tag or name in DROPPED:
                continue
            if name not in ELEMENTS:
                raise BadImage(filled("The SVG contains <{name}>, which is not supported.", name=name[:40]))
            element.append(self.rebuilt(child))
        return element

    def _attributes(self, source: Element) -> dict[str, str]:
        kept = {name: value for name, value in source.attrib.items() if name in ATTRIBUTES}
        for name, value in kept.items():
            if not is_harmless(value):
                raise BadImage(
                    filled("The SVG's attribute {name} refers outside the file or is not supported.", name=name)
                )
        # An editor's name for a layer may be anything; what cannot be referred to needs no name.
        if NAME.fullmatch(source.get("id", "")):
            kept["id"] = source.attrib["id"]
        target = source.get("href") or source.get(XLINK_HREF)
        if target:
            kept["href"] = _local(target)
        if source.get(SPACE) == "preserve":
            kept[SPACE] = "preserve"
        return kept | self._style(source)

    def _style(self, source: Element) -> dict[str, str]:
        tag = source.tag.removeprefix(PREFIX)
        style = style_of(tag, source.get("class", ""), source.get("id", ""), source.get("style", ""), self._sheet)
        self._styled += len(style)
        if self._styled > MAX_STYLED:
            raise BadImage(gettext_noop("The SVG is too complex: its style sheet applies to too much."))
        return {"style": style} if style else {}


def _local(target: str) -> str:
    if target[0] != "#" or not NAME.fullmatch(target[1:]):
        raise BadImage(gettext_noop("The SVG refers to something outside the file."))
    return target


def _sized(drawing: Element) -> tuple[int, int]:
    """Give the root a size in pixels and a viewBox, so that it scales wherever it is placed."""
    width, height = _length(drawing.get("width")), _length(drawing.get("height"))
    box = _view_box(drawing.get("viewBox"))
    if box:
        ratio = box[0] / box[1]
        width = width or (height * ratio if height else box[0])
        height = height or width / ratio
    if not width or not height:
        raise BadImage(gettext_noop("The SVG has no size: it needs a viewBox, or a width and a height."))
    if not box:
        drawing.set("viewBox", f"0 0 {width:.8g} {height:.8g}")
    shrink = min(1.0, LARGEST_SIDE / max(width, height))
    # Fractions stay: rounded sides would have another shape than the viewBox and blur or shift the drawing.
    drawing.set("width", f"{width * shrink:.8g}")
    drawing.set("height", f"{height * shrink:.8g}")
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def _length(text: str | None) -> float:
    found = LENGTH.fullmatch((text or "").strip())
    return float(found[1]) * PIXELS[found[2]] if found else 0.0


def _view_box(text: str | None) -> tuple[float, float] | None:
    try:
        _, _, width, height = (float(part) for part in re.split(r"[\s,]+", (text or "").strip()))
    except ValueError:
        return None
    return (width, height) if 0 < width < 1e9 and 0 < height < 1e9 else None
