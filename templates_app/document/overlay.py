"""Overlays: fields placed on the pages of an uploaded PDF, as tables, checked member by member.

Places are in millimetres from the top left corner of a page as readers see it: cropped and turned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.document import rules as is_a
from templates_app.document.choices import OPTIONS, options_fault
from templates_app.document.conditions import condition, condition_keys
from templates_app.document.grammar import Attr, Kind
from templates_app.document.schema import FIELD_SIZES
from templates_app.document.wants import HINTS
from templates_app.drawings import BARCODE_KINDS, InvalidDrawing, barcode
from templates_app.fields.faults import Faults, about, printable
from templates_app.fields.uses import FLAG, IMAGE, TEST, VALUE, Use
from templates_app.keys import list_of

KIND = "pdf-overlay"
FIELDS_LIMIT, PAGES_LIMIT = 2_000, 500
LONGEST = 5_100.0
# Sizes of pages are known to a tenth of a millimetre.
TOLERANCE = 0.1
SHRINK, WRAP, CLIP = "shrink", "wrap", "clip"
SMALLEST_TEXT, LINE_HEIGHT = 5.0, 1.2
SQUARE = ("qr", "datamatrix")
WEIGHTS = tuple(range(100, 1_000, 100))

SIDE = Attr(is_a.number(1, LONGEST), required=True)
EDGE = Attr(is_a.number(0, LONGEST), required=True)
PLACE = {
    "id": Attr(is_a.anchor),
    "page": Attr(is_a.whole(1, PAGES_LIMIT), 1),
    "x": EDGE,
    "y": EDGE,
    "w": SIDE,
    "h": SIDE,
    "label": Attr(is_a.text(200)),
    "when": Attr(condition, asks=TEST),
}
ALIGN = Attr(is_a.one_of("left", "center", "right"))
VALIGN = Attr(is_a.one_of("top", "middle", "bottom"))
FIELDS: dict[str, Kind] = {
    "text": Kind(
        "",
        {
            **PLACE,
            "bind": Attr(is_a.key, asks=VALUE),
            "text": Attr(is_a.text(20_000)),
            "format": Attr(is_a.format_text),
            "fallback": Attr(is_a.text(1_000)),
            "overflow": Attr(is_a.one_of(SHRINK, WRAP, CLIP), SHRINK),
            "font": Attr(is_a.font),
            "size": Attr(is_a.number(2, 400)),
            "minSize": Attr(is_a.number(1, 400), SMALLEST_TEXT),
            "weight": Attr(is_a.one_of(*WEIGHTS), 400),
            "italic": Attr(is_a.flag, False),
            "color": Attr(is_a.colour),
            "lineHeight": Attr(is_a.number(0.8, 4)),
            "align": Attr(is_a.one_of("left", "center", "right", "justify")),
            "valign": VALIGN,
        },
        either=("bind", "text"),
    ),
    "image": Kind(
        "",
        {
            **PLACE,
            "bind": Attr(is_a.key, asks=IMAGE),
            "asset": Attr(is_a.asset),
            "alt": Attr(is_a.text(1_000), ""),
            "fit": Attr(is_a.one_of("contain", "cover", "fill"), "contain"),
            "align": ALIGN,
            "valign": VALIGN,
        },
        either=("bind", "asset"),
    ),
    "qr": Kind(
        "",
        {**PLACE, "bind": Attr(is_a.key, asks=VALUE), "text": Attr(is_a.text(2_000))},
        either=("bind", "text"),
    ),
    "barcode": Kind(
        "",
        {
            **PLACE,
            "kind": Attr(is_a.one_of(*BARCODE_KINDS), "code128"),
            "bind": Attr(is_a.key, asks=VALUE),
            "text": Attr(is_a.text(2_000)),
            "showText": Attr(is_a.flag, True),
        },
        either=("bind", "text"),
    ),
    "checkbox": Kind(
        "",
        {
            **PLACE,
            "bind": Attr(is_a.key, asks=FLAG),
            "mark": Attr(is_a.one_of("check", "cross", "dot"), "check"),
            "color": Attr(is_a.colour),
        },
    ),
    "signature": Kind(
        "",
        {
            **PLACE,
            "id": Attr(is_a.anchor, required=True),
            "role": Attr(is_a.key),
            "kind": Attr(is_a.one_of(*FIELD_SIZES), "signature"),
            "required": Attr(is_a.flag, True),
            "options": Attr(OPTIONS),
        },
    ),
}
BASE = Attr(is_a.asset, required=True)
ONE_PAGE = gettext_noop("The base has {count} page, so none {number}")
PAGES = gettext_noop("The base has {count} pages, so none {number}")
TOO_WIDE = gettext_noop("The field ends at {reach} mm, and page {number} is {side} mm wide")
TOO_HIGH = gettext_noop("The field ends at {reach} mm, and page {number} is {side} mm high")
DEFAULTS = {name: kind.defaults for name, kind in FIELDS.items()}
Field = dict[str, Any]


def attributes_of(field: Field) -> Field:
    """The members of a field that passed its check: those that are set, and the defaults of those that are not."""
    return DEFAULTS[field["type"]] | {name: value for name, value in field.items() if value is not None}


def name_of(field: Field, number: int) -> str:
    """What people know a field by; `number` counts from 0."""
    name = field.get("label") or field.get("id") or field.get("bind") or field.get("text")
    return printable(str(name), 60) if name else f"number {number + 1}"


def code_of(attrs: Field, content: str) -> str:
    """The SVG of a qr or barcode field. Raises InvalidDrawing."""
    kind = attrs.get("kind", "qr")
    if kind in SQUARE:
        return barcode(kind, content, size=min(attrs["w"], attrs["h"]))
    return barcode(kind, content, size=attrs["w"], height=attrs["h"], shows_text=attrs["showText"])


def check_overlay(content: Mapping[str, Any], path: str, faults: Faults, roles: Collection[str]) -> list[Use]:
    """Adds the faults of base and fields by JSON pointer; answers what the fields ask of the data."""
    base, fields = content.get("base"), content.get("fields")
    fault = gettext_noop("Required") if base is None else BASE.rule(base)
    if fault:
        faults.add(f"{path}/base", fault)
    finishing = content.get("finishing")
    if isinstance(finishing, dict) and finishing.get("stationery"):
        faults.add(
            f"{path}/finishing/stationery", gettext_noop("An overlay has the pages of its base, and nothing under them")
        )
    if not isinstance(fields, list) or len(fields) > FIELDS_LIMIT:
        faults.add(f"{path}/fields", filled("Expected a list of at most {most} fields", most=FIELDS_LIMIT))
        return []
    uses: list[Use] = []
    taken: set[str] = set()
    for at, field in enumerate(fields):
        uses += _check_field(field, f"{path}/fields/{at}", faults, roles, taken)
    return uses


def check_places(content: Mapping[str, Any], sizes: Sequence[tuple[float, float]], path: str, faults: Faults) -> None:
    """Adds a fault for each field of checked content that is not on the base, whose pages have these sizes in mm."""
    for at, field in enumerate(content["fields"]):
        attrs = attributes_of(field)
        place, number = f"{path}/fields/{at}", attrs["page"]
        if number > len(sizes):
            said = ONE_PAGE if len(sizes) == 1 else PAGES
            faults.add(f"{place}/page", filled(said, count=len(sizes), number=number))
            continue
        for start, length, side, said in zip("xy", "wh", sizes[number - 1], (TOO_WIDE, TOO_HIGH), strict=True):
            if attrs[start] + attrs[length] > side + TOLERANCE:
                reach = f"{attrs[start] + attrs[length]:g}"
                faults.add(f"{place}/{start}", filled(said, reach=reach, number=number, side=f"{side:g}"))


def _check_field(field: Any, path: str, faults: Faults, roles: Collection[str], taken: set[str]) -> list[Use]:
    kind = field.get("type") if isinstance(field, dict) else None
    if not isinstance(kind, str) or kind not in FIELDS:
        where = f"{path}/type" if isinstance(field, dict) else path
        faults.add(where, filled("Expected a field of type {known}", known=", ".join(FIELDS)))
        return []
    own = Faults()
    _check_members(field, kind, path, own)
    if not own:
        _check_together(attributes_of(field), kind, path, own, roles)
        _check_id(field.get("id"), path, own, taken)
    uses = [] if own else list(_uses(field, kind, path))
    for use in uses:
        if list_of(use.key):
            own.add(
                use.place,
                filled("{key} is in a list, and an overlay has no rows; compute a value from it instead", key=use.key),
            )
    for place, messages in own.found.items():
        faults.add(place, messages[0])
    return [] if own else uses


def _check_members(field: Field, kind: str, path: str, faults: Faults) -> None:
    spec = FIELDS[kind]
    for name in field.keys() - {"type"}:
        attr, value = spec.attrs.get(name), field[name]
        fault = gettext_noop("Unknown member of a field") if attr is None else value is not None and attr.rule(value)
        if fault:
            faults.add(f"{path}/{printable(str(name), 80)}", about(kind, fault))
    for name in spec.required:
        if field.get(name) is None:
            faults.add(f"{path}/{name}", about(kind, gettext_noop("Required")))
    if spec.either and len([name for name in spec.either if field.get(name) is not None]) != 1:
        faults.add(
            path, about(kind, filled("Expected either {one} or {other}", one=spec.either[0], other=spec.either[1]))
        )


def _check_together(attrs: Field, kind: str, path: str, faults: Faults, roles: Collection[str]) -> None:
    """Rules that no single member can tell."""
    if attrs.get("role") and attrs["role"] not in roles:
        faults.add(f"{path}/role", filled("{role} is not a role of this overlay", role=attrs["role"]))
    fault = options_fault(attrs["kind"], attrs.get("options", ())) if kind == "signature" else ""
    if fault:
        faults.add(f"{path}/options", about(kind, fault))
    if kind in ("qr", "barcode") and "text" in attrs:
        try:
            code_of(attrs, attrs["text"].strip())
        except InvalidDrawing as refusal:
            faults.add(f"{path}/text", about(kind, refusal.message))


def _check_id(name: str | None, path: str, faults: Faults, taken: set[str]) -> None:
    if name in taken:
        faults.add(f"{path}/id", filled("{name} is the id of another field", name=name))
    if name:
        taken.add(name)


def _uses(field: Field, kind: str, path: str) -> Iterator[Use]:
    for name, attr in FIELDS[kind].attrs.items():
        if not attr.asks or field.get(name) is None:
            continue
        if attr.asks == TEST:
            for key, op in condition_keys(field[name]):
                yield Use(key, TEST, f"{path}/{name}", hint=HINTS.get(op, "text"))
            continue
        hint = {IMAGE: "image", FLAG: "boolean"}.get(attr.asks, "text")
        yield Use(field[name], attr.asks, f"{path}/{name}", field.get("format") or "", hint=hint)


def overlay_schema() -> dict[str, Any]:
    """The same as JSON Schema, in which a `format` names a grammar of ours."""
    kinds = [_schema(name, kind) for name, kind in FIELDS.items()]
    return {
        "base": dict(BASE.rule.schema),
        "fields": {"type": "array", "maxItems": FIELDS_LIMIT, "items": {"oneOf": kinds}},
        "lineHeight": LINE_HEIGHT,
    }


def _schema(name: str, kind: Kind) -> dict[str, Any]:
    properties: dict[str, Any] = {"type": {"const": name}}
    for member, attr in kind.attrs.items():
        default = {} if attr.default is None else {"default": attr.default}
        asks = {"asks": attr.asks} if attr.asks else {}
        properties[member] = {**attr.rule.schema, **default, **asks}
    either = {"oneOf": [{"required": [member]} for member in kind.either]} if kind.either else {}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["type", *kind.required],
        "properties": properties,
        **either,
    }
