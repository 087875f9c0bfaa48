"""The definition: the schema of documents as plain JSON, from which other languages build theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from templates_app.document import conditions
from templates_app.document.envelope import MEMBERS, ROLES_LIMIT, SLOTS
from templates_app.document.finishing import finishing_schema
from templates_app.document.grammar import Attr, Kind
from templates_app.document.overlay import overlay_schema
from templates_app.document.page import DEFAULT_MARGIN, RULES, SHORTEST, SIZES, default_page
from templates_app.document.schema import (
    AGGREGATES,
    BAND_INLINES,
    BYTES_LIMIT,
    DEPTH_LIMIT,
    FIELD_SIZES,
    GROUPS,
    MARKED,
    MARKS,
    NODES,
    NODES_LIMIT,
    ROLE,
    TEXT_LIMIT,
    TYPOGRAPHY,
    VERSION,
)
from templates_app.document.tree import SLOT_LIMIT
from templates_app.fields.manifest import DATA_TYPES
from templates_app.formats import FAMILIES, FORMAT_LIMIT
from templates_app.formats.moments import NAMES, TOKENS
from templates_app.keys import ABSOLUTE_KEY, DANGEROUS, KEY_LIMIT

Json = dict[str, Any]
KIND_MEMBERS = ("isolating", "paged", "transparent", "single")


def definition() -> Json:
    """Everything that an editor must know of documents: JSON values only, in a fixed order."""
    return {
        "version": VERSION,
        "limits": {"bytes": BYTES_LIMIT, "nodes": NODES_LIMIT, "depth": DEPTH_LIMIT, "text": TEXT_LIMIT},
        "envelope": {kind: list(members) for kind, members in MEMBERS.items()},
        "groups": {**{name: list(kinds) for name, kinds in GROUPS.items()}, "band": list(BAND_INLINES)},
        "nodes": {name: _kind(name, kind) for name, kind in NODES.items()},
        "marks": {name: {"attrs": _attrs(kind.attrs)} for name, kind in MARKS.items()},
        "conditions": _conditions(),
        "aggregates": AGGREGATES,
        "formats": _formats(),
        "keys": {"pattern": f"^(?:{ABSOLUTE_KEY.pattern})$", "maxLength": KEY_LIMIT, "reserved": sorted(DANGEROUS)},
        "dataTypes": list(DATA_TYPES),
        "page": _page(),
        "bands": {"slots": list(SLOTS), "maxNodes": SLOT_LIMIT, "maxImages": 1},
        "typography": _attrs(TYPOGRAPHY),
        "roles": {"attrs": _attrs(ROLE), "maxItems": ROLES_LIMIT},
        "finishing": finishing_schema(),
        "overlay": overlay_schema(),
        "fieldSizes": {kind: list(sides) for kind, sides in FIELD_SIZES.items()},
    }


def _kind(name: str, kind: Kind) -> Json:
    shape: Json = {"content": kind.content, "group": _group(name), "attrs": _attrs(kind.attrs)}
    shape |= {"marks": True} if name in MARKED else {}
    shape |= {"either": list(kind.either)} if kind.either else {}
    return shape | {member: True for member in KIND_MEMBERS if getattr(kind, member)}


def _group(name: str) -> str | None:
    return next((group for group, kinds in GROUPS.items() if name in kinds), None)


def _attrs(attrs: Mapping[str, Attr]) -> Json:
    return {name: _attr(attr) for name, attr in attrs.items()}


def _attr(attr: Attr) -> Json:
    shape: Json = {"default": attr.default, "rule": dict(attr.rule.schema)}
    shape |= {"required": True} if attr.required else {}
    return shape | ({"asks": attr.asks} if attr.asks else {})


def _conditions() -> Json:
    return {
        "operators": list(conditions.OPERATORS),
        "unary": list(conditions.UNARY),
        "groups": list(conditions.GROUPS),
        "maxDepth": conditions.DEPTH_LIMIT,
        "maxParts": conditions.PARTS_LIMIT,
        "maxChoices": conditions.CHOICES_LIMIT,
        "operand": dict(conditions.OPERAND.schema),
    }


def _formats() -> Json:
    return {
        "families": {family: list(types) for family, types in FAMILIES.items()},
        "maxLength": FORMAT_LIMIT,
        "moments": {"names": list(NAMES), "tokens": list(TOKENS)},
    }


def _page() -> Json:
    return {
        "rules": {name: dict(rule.schema) for name, rule in RULES.items()},
        "default": default_page(),
        "sizes": {name: list(sides) for name, sides in SIZES.items()},
        "defaultMargin": DEFAULT_MARGIN,
        "minimumRoom": SHORTEST,
    }
