"""A variable catalog as documents see it, and what changed from one of its versions to the next."""

from __future__ import annotations

from typing import Any

from templates_app.fields import Loop, parse_manifest

Catalog = dict[str, Any]
NAMES = {"dataType": "type", "defaultValue": "default"}


def declared(content: dict[str, Any], catalog: Catalog | None) -> dict[str, Any]:
    """The content with the catalog's fields among its own variables and lists, which win where both have one."""
    variables, loops = _of_catalog(catalog) if catalog else ({}, {})
    own: dict[str, Any] = {
        name: content.get(name) if isinstance(content.get(name), dict) else {} for name in ("variables", "loops")
    }
    return {
        **content,
        "variables": {**variables, **own["variables"]},
        "loops": {**loops, **own["loops"]},
    }


def with_manifest(content: dict[str, Any], manifest: dict[str, Any] | None) -> dict[str, Any]:
    """The content that an editor opens: what a manifest knows of its variables stands in the content too."""
    if manifest is None:
        return content
    parsed = parse_manifest(manifest)
    variables = {key: _definition(variable.as_json()) for key, variable in parsed.by_key.items()}
    loops = {key: _loop_definition(loop) for key, loop in parsed.lists.items()}
    own_variables, own_loops = content.get("variables") or {}, content.get("loops") or {}
    return {**content, "variables": {**variables, **own_variables}, "loops": {**loops, **own_loops}}


def _of_catalog(catalog: Catalog) -> tuple[dict[str, Any], dict[str, Any]]:
    variables = {field["key"]: _definition(field) for space in catalog["namespaces"] for field in space["fields"]}
    loops: dict[str, Any] = {}
    for loop in catalog["loops"]:
        loops[loop["key"]] = {"label": loop["label"], "previewData": loop.get("previewData") or []}
        variables |= {f"{loop['key']}[].{field['key']}": _definition(field) for field in loop["itemFields"]}
    return variables, loops


def _definition(field: dict[str, Any]) -> dict[str, Any]:
    """A variable as the envelope of a document writes it."""
    return {NAMES.get(name, name): value for name, value in field.items() if name != "key" and value is not None}


def _loop_definition(loop: Loop) -> dict[str, Any]:
    shape: dict[str, Any] = {"label": loop.label}
    return shape | ({"previewData": list(loop.preview_data)} if loop.preview_data else {})


def changes(before: Catalog, after: Catalog) -> list[dict[str, str]]:
    """What was added, removed or changed, by key."""
    old, new = _flat(before), _flat(after)
    found = [{"kind": "removed", "key": key} for key in old if key not in new]
    found += [{"kind": "added", "key": key} for key in new if key not in old]
    found += [{"kind": "changed", "key": key} for key in new if key in old and old[key] != new[key]]
    return sorted(found, key=lambda change: change["key"])


def _flat(catalog: Catalog) -> dict[str, Any]:
    flat: dict[str, Any] = {"allowCustom": catalog["allowCustom"]}
    for space in catalog["namespaces"]:
        flat |= {field["key"]: field for field in space["fields"]}
    for loop in catalog["loops"]:
        flat[loop["key"]] = {name: value for name, value in loop.items() if name != "itemFields"}
        flat |= {f"{loop['key']}[].{field['key']}": field for field in loop["itemFields"]}
    return flat
