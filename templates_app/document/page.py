"""The page: sizes and margins, in the envelope's form (millimetres) and in the API's `pageConfig`, both ways."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.errors import InvalidRequest
from craftkit.lib.speech import filled
from templates_app.document.rules import flag, one_of, rule
from templates_app.fields.faults import Faults
from templates_app.fields.kinds import is_finite_number

SIZES: dict[str, tuple[float, float]] = {
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "A6": (105, 148),
    "B4": (250, 353),
    "B5": (176, 250),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "Tabloid": (279.4, 431.8),
    "Ledger": (431.8, 279.4),
}
SIZE_NAMES = {name.lower(): name for name in SIZES}
SIDES = ("top", "right", "bottom", "left")
SHORTEST, LONGEST = 20.0, 2_000.0
DEFAULT_MARGIN = 20.0
MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "px": 25.4 / 96}
LENGTH = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(mm|cm|in|pt|px)", re.ASCII)
CONFIG_KEYS = ("format", "width", "height", "orientation", "margin", "printBackground")


def default_page() -> dict[str, Any]:
    """A4 portrait with 20 mm margins, backgrounds printed."""
    margin = dict.fromkeys(SIDES, DEFAULT_MARGIN)
    return {"size": "A4", "orientation": "portrait", "margin": margin, "printBackground": True}


def page_from_config(page_config: object) -> dict[str, Any]:
    """The envelope's page for an API `pageConfig`. Raises InvalidRequest with paths `pageConfig.…`."""
    faults, page = Faults(), default_page()
    if page_config is not None and not isinstance(page_config, dict):
        faults.add("pageConfig", gettext_noop("Expected an object"))
        raise InvalidRequest(issues=faults.issues())
    config: dict[str, Any] = {name: value for name, value in (page_config or {}).items() if value is not None}
    for name in config.keys() - set(CONFIG_KEYS):
        faults.add(f"pageConfig.{name}", filled("Unknown; known are {known}", known=", ".join(CONFIG_KEYS)))
    page["size"] = _size(config, faults)
    page["margin"] = _margin(config["margin"], faults) if "margin" in config else page["margin"]
    page |= {name: config[name] for name in ("orientation", "printBackground") if name in config}
    if not faults:
        check_page(page, "pageConfig.", faults, separator=".")
    if faults:
        raise InvalidRequest(issues=faults.issues())
    return page


def _size(config: dict[str, Any], faults: Faults) -> Any:
    if "width" in config or "height" in config:
        sides = {name: _length(config.get(name)) for name in ("width", "height")}
        for name in (name for name, length in sides.items() if length is None):
            faults.add(f"pageConfig.{name}", gettext_noop('Expected a length such as "100mm"'))
        return sides
    name = config.get("format", "A4")
    if not isinstance(name, str) or name.lower() not in SIZE_NAMES:
        faults.add("pageConfig.format", filled("Expected one of {known}", known=", ".join(SIZES)))
        return "A4"
    return SIZE_NAMES[name.lower()]


def _length(given: object) -> float | None:
    """Millimetres of a length such as `20mm`; 0 needs no unit."""
    if given == "0" or (given == 0 and not isinstance(given, bool)):
        return 0.0
    match = LENGTH.fullmatch(given.strip()) if isinstance(given, str) and len(given) < 40 else None
    return round(float(match[1]) * MILLIMETRES[match[2]], 3) if match else None


def _margin(given: object, faults: Faults) -> dict[str, float]:
    """Millimetres by side, of `20mm`, of two to four lengths as in CSS, or of an object by side."""
    if isinstance(given, dict):
        lengths = [_length(given.get(side, "20mm")) for side in SIDES] if not given.keys() - set(SIDES) else [None]
    else:
        words = str(given).split()[:5] if isinstance(given, str | int) else []
        lengths = [_length(word) for word in words] or [None]
    if None in lengths or len(lengths) > 4:
        faults.add("pageConfig.margin", gettext_noop('Expected a length such as "20mm", or up to four of them'))
        return dict.fromkeys(SIDES, DEFAULT_MARGIN)
    known = [length for length in lengths if length is not None]
    fill = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}[len(known)]
    return {side: known[at] for side, at in zip(SIDES, fill, strict=True)}


def page_to_config(page: dict[str, Any]) -> dict[str, Any]:
    """The API's `pageConfig` of an envelope's page."""
    whole = default_page() | page
    size = whole["size"]
    shape = {name: f"{size[name]:g}mm" for name in ("width", "height")} if isinstance(size, dict) else {"format": size}
    margins = [f"{whole['margin'].get(side, DEFAULT_MARGIN):g}mm" for side in SIDES]
    margin = margins[0] if len(set(margins)) == 1 else " ".join(margins)
    return {**shape, "orientation": whole["orientation"], "margin": margin, "printBackground": whole["printBackground"]}


def page_box(page: dict[str, Any]) -> tuple[float, float, dict[str, float]]:
    """Width, height and margins in millimetres, orientation applied."""
    whole = default_page() | page
    size = whole["size"]
    width, height = (size["width"], size["height"]) if isinstance(size, dict) else SIZES[size]
    if whole["orientation"] == "landscape" and not isinstance(size, dict):
        width, height = max(width, height), min(width, height)
    return width, height, dict.fromkeys(SIDES, DEFAULT_MARGIN) | whole["margin"]


def check_page(page: object, path: str, faults: Faults, *, separator: str = "/") -> None:
    """Adds the faults of an envelope's page below `path`."""
    if not isinstance(page, dict):
        faults.add(path.rstrip(separator), gettext_noop("Expected an object"))
        return
    for name in page.keys() - RULES.keys():
        faults.add(f"{path}{name}", filled("Unknown; known are {known}", known=", ".join(RULES)))
    found = {name: known(page[name]) for name, known in RULES.items() if name in page}
    for name, fault in found.items():
        if fault:
            faults.add(f"{path}{name}", fault)
    if not any(found.values()):
        check_room(page, f"{path}margin", faults)


def check_room(page: dict[str, Any], path: str, faults: Faults) -> None:
    """Adds a fault where a page with valid parts has no room left between its margins."""
    width, height, margin = page_box(page)
    if width - margin["left"] - margin["right"] < SHORTEST or height - margin["top"] - margin["bottom"] < SHORTEST:
        faults.add(path, filled("The margins leave less than {least} mm of the page", least=f"{SHORTEST:g}"))


def section_page(page: dict[str, Any], attrs: dict[str, Any]) -> dict[str, Any]:
    """The page of a section: the document's own but for what the section says of size, orientation and margins."""
    whole = default_page() | page
    size = attrs.get("size", whole["size"])
    if isinstance(size, dict) and "size" not in attrs and "orientation" in attrs:
        long, short = max(size.values()), min(size.values())
        width, height = (long, short) if attrs["orientation"] == "landscape" else (short, long)
        size = {"width": width, "height": height}
    margin = whole["margin"] | attrs.get("margin", {})
    return {**whole, "size": size, "orientation": attrs.get("orientation", whole["orientation"]), "margin": margin}


def _is_size(size: object) -> bool:
    if isinstance(size, dict) and size.keys() == {"width", "height"}:
        return all(is_finite_number(side) and SHORTEST <= side <= LONGEST for side in size.values())
    return isinstance(size, str) and size in SIZES


def _is_margin(margin: object) -> bool:
    if not isinstance(margin, dict) or margin.keys() - set(SIDES):
        return False
    return all(is_finite_number(side) and 0 <= side <= LONGEST for side in margin.values())


SIDE = {"type": "number", "minimum": SHORTEST, "maximum": LONGEST}
OWN_SIZE = {
    "type": "object",
    "required": ["width", "height"],
    "additionalProperties": False,
    "properties": {"width": SIDE, "height": SIDE},
}
EDGE = {"type": "number", "minimum": 0, "maximum": LONGEST}
RULES = {
    "size": rule(
        _is_size,
        filled(
            "one of {known}, or width and height from {least} to {most} mm",
            known=", ".join(SIZES),
            least=f"{SHORTEST:g}",
            most=f"{LONGEST:g}",
        ),
        anyOf=[{"enum": list(SIZES)}, OWN_SIZE],
    ),
    "orientation": one_of("portrait", "landscape"),
    "margin": rule(
        _is_margin,
        gettext_noop("top, right, bottom and left in millimetres"),
        type="object",
        additionalProperties=False,
        properties=dict.fromkeys(SIDES, EDGE),
    ),
    "printBackground": flag,
}
