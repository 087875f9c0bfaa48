"""The JSON Schema (Draft-07) of the data that a manifest wants, for clients and generated types."""

from __future__ import annotations

from typing import Any

from templates_app.fields.checking import ROWS_LIMIT
from templates_app.fields.manifest import Loop, Manifest, Variable

DRAFT = "http://json-schema.org/draft-07/schema#"
TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "longtext": {"type": "string"},
    "number": {"type": "number"},
    "currency": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "boolean": {"type": "boolean"},
    "image": {"type": "string", "format": "uri-reference"},
    "url": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
}
RENAMED = {"description": "description", "min": "minimum", "max": "maximum", "defaultValue": "default"}


def json_schema(manifest: Manifest) -> dict[str, Any]:
    """The schema of `data`: nested objects for dotted keys, arrays for loops."""
    return {"$schema": DRAFT, **_object((*manifest.variables, *manifest.loops))}


def _object(parts: tuple[Variable | Loop, ...]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": {}}
    for part in parts:
        *parents, name = part.key.split(".")
        is_required = isinstance(part, Variable) and part.required and part.default is None
        branch = schema
        for parent in parents:
            branch = _branch(branch, parent, is_required=is_required)
        branch["properties"][name] = _array(part) if isinstance(part, Loop) else _scalar(part)
        _require(branch, name, is_required=is_required)
    return schema


def _branch(schema: dict[str, Any], name: str, *, is_required: bool) -> dict[str, Any]:
    _require(schema, name, is_required=is_required)
    branch: dict[str, Any] = schema["properties"].setdefault(name, {"type": "object", "properties": {}})
    return branch


def _require(schema: dict[str, Any], name: str, *, is_required: bool) -> None:
    if is_required and name not in schema.setdefault("required", []):
        schema["required"].append(name)


def _array(loop: Loop) -> dict[str, Any]:
    return {"type": "array", "title": loop.label, "items": _object(loop.item_fields), "maxItems": ROWS_LIMIT}


def _scalar(variable: Variable) -> dict[str, Any]:
    schema = {**TYPES[variable.data_type], "title": variable.label}
    if variable.expression:
        schema["readOnly"] = True
    if variable.extras.get("integer"):
        schema["type"] = "integer"
    for ours, theirs in RENAMED.items():
        if ours in variable.extras:
            schema[theirs] = variable.extras[ours]
    if "pattern" in variable.extras:
        schema["pattern"] = f"^{variable.extras['pattern'].removeprefix('^').removesuffix('$')}$"
    return schema
