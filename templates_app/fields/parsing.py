"""Parsing: a manifest as a client wrote it, read into values or refused with every fault named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError, field_issues
from craftkit.lib.speech import filled
from templates_app.expressions import check
from templates_app.fields.extras import read_extras
from templates_app.fields.faults import Faults
from templates_app.fields.manifest import DATA_TYPES, LIST_TYPE, Loop, Manifest, Variable
from templates_app.formats import format_fault
from templates_app.keys import conflicts, has_unstorable, join, key_fault, label_from

VARIABLES_LIMIT = 1_000
LOOPS_LIMIT = 100
ITEM_FIELDS_LIMIT = 200
NESTING_LIMIT = 4
LABEL_LIMIT = 160
PREVIEW_ROWS_LIMIT = 10
PREVIEW_BYTES_LIMIT = 65_536


class InvalidManifest(AppError):
    """The manifest does not have the documented shape; the issues name every fault by its path."""

    status = 400
    code = "invalid_request"
    message = gettext_noop("The manifest is not valid.")


class InvalidLoopKey(AppError):
    """A loop's key has a dot: loops are top-level, so it would silently bind to nothing."""

    status = 400
    code = "invalid_loop_key"
    message = gettext_noop("A loop key is top-level and has no dots.")


def parse_manifest(raw: object) -> Manifest:
    """The manifest that a JSON value describes. Raises InvalidLoopKey, or InvalidManifest with paths `manifest.…`."""
    faults = Faults()
    if not isinstance(raw, dict) or not ({"variables", "loops"} & raw.keys()):
        faults.add("manifest", gettext_noop("Expected an object with variables and loops"))
        raise InvalidManifest(issues=faults.issues())
    _refuse_dotted_loops(raw.get("loops"))
    variables = [
        read_variable(part, f"manifest.variables[{at}]", faults) for at, part in _parts(raw, "variables", faults)
    ]
    loops = [_read_loop(part, f"manifest.loops[{at}]", faults) for at, part in _parts(raw, "loops", faults)]
    _check_conflicts([*variables, *loops], faults)
    manifest = Manifest(
        tuple(variable for variable in variables if variable is not None),
        tuple(loop for loop in loops if loop is not None),
    )
    if not faults:
        _check_computed(manifest, faults)
    if faults:
        raise InvalidManifest(issues=faults.issues())
    return manifest


def _check_computed(manifest: Manifest, faults: Faults) -> None:
    issues = check(manifest.expressions, manifest) if manifest.expressions else []
    places = dict(_places(manifest.variables, "manifest.variables", "")) if issues else {}
    places |= dict(_places(manifest.loops, "manifest.loops", "")) if issues else {}
    for issue in issues:
        faults.add(f"{places[issue.key]}.computed", issue.message)


def _places(parts: tuple[Variable | Loop, ...], path: str, parent: str) -> Iterator[tuple[str, str]]:
    """Absolute keys with the paths of their definitions."""
    for at, part in enumerate(parts):
        yield join(parent, part.key), f"{path}[{at}]"
        if isinstance(part, Loop):
            yield from _places(part.item_fields, f"{path}[{at}].itemFields", join(parent, part.key))


def _refuse_dotted_loops(loops: object) -> None:
    dotted = {
        f"manifest.loops[{at}].key": [gettext_noop("A loop key has no dots")]
        for at, loop in enumerate(loops if isinstance(loops, list) else [])
        if isinstance(loop, dict) and isinstance(loop.get("key"), str) and "." in loop["key"]
    }
    if dotted:
        raise InvalidLoopKey(issues=field_issues(dict(list(dotted.items())[:LOOPS_LIMIT])))


def _parts(raw: dict, name: str, faults: Faults) -> list[tuple[int, object]]:
    given, limit = raw.get(name), VARIABLES_LIMIT if name == "variables" else LOOPS_LIMIT
    if given is None:
        return []
    if not isinstance(given, list):
        faults.add(f"manifest.{name}", gettext_noop("Expected a list"))
        return []
    if len(given) > limit:
        faults.add(f"manifest.{name}", filled("At most {most} {name}", most=limit, name=name))
        return []
    return list(enumerate(given))


def _check_conflicts(parts: list[Variable | Loop | None], faults: Faults) -> None:
    index: dict[str, int] = {}
    variables = [part for part in parts if isinstance(part, Variable)]
    loops = [part for part in parts if isinstance(part, Loop)]
    for at, part in enumerate(variables):
        index[part.key] = at
    loop_keys = {part.key for part in loops}
    for key, other in conflicts([part.key for part in variables] + [part.key for part in loops]):
        where = "loops" if key in loop_keys else f"variables[{index.get(key, 0)}].key"
        faults.add(f"manifest.{where}", _conflict_text(key, other))


def _conflict_text(key: str, other: str) -> str:
    return (
        filled("The key {key} is there twice", key=key)
        if key == other
        else filled("The key {key} cannot stand beside {other}", key=key, other=other)
    )


def read_variable(raw: object, path: str, faults: Faults) -> Variable | None:
    """One variable definition, or None after its faults have been added under `path`."""
    if not isinstance(raw, dict):
        faults.add(path, gettext_noop("Expected an object with key, label and dataType"))
        return None
    key, data_type = raw.get("key"), raw.get("dataType")
    fault = key_fault(key)
    if fault:
        faults.add(f"{path}.key", gettext_noop("Required") if key is None else fault)
    if not isinstance(data_type, str) or data_type not in DATA_TYPES:
        faults.add(
            f"{path}.dataType",
            gettext_noop("Required")
            if data_type is None
            else filled("Expected one of {known}", known=", ".join(DATA_TYPES)),
        )
        return None
    required = raw.get("required")
    if required is not None and not isinstance(required, bool):
        faults.add(f"{path}.required", gettext_noop("Expected true or false"))
    label, fmt = _label(raw, path, faults), _format(raw, data_type, path, faults)
    extras = read_extras(raw, data_type, path, faults)
    is_required = required is True and "computed" not in extras
    return None if fault else Variable(str(key), label, data_type, is_required, fmt, extras)


def _label(raw: dict, path: str, faults: Faults) -> str:
    label = raw.get("label")
    if label is None or label == "":
        return label_from(str(raw.get("key")))
    if not isinstance(label, str) or len(label) > LABEL_LIMIT or has_unstorable(label):
        faults.add(f"{path}.label", filled("Expected a text of 1 to {most} characters", most=LABEL_LIMIT))
        return ""
    return label


def _format(raw: dict, data_type: str, path: str, faults: Faults) -> str | None:
    fmt = raw.get("format")
    if fmt is None or fmt == "":
        return None
    fault = (
        format_fault(fmt, data_type) if isinstance(fmt, str) else gettext_noop("Expected a format such as currency:EUR")
    )
    if fault:
        faults.add(f"{path}.format", fault)
        return None
    return str(fmt)


def _read_loop(raw: object, path: str, faults: Faults, depth: int = 1) -> Loop | None:
    if not isinstance(raw, dict):
        faults.add(path, gettext_noop("Expected an object with key, label and itemFields"))
        return None
    key = raw.get("key")
    fault = key_fault(key) or (gettext_noop("The key of a list has no dots") if "." in str(key) else None)
    if fault:
        faults.add(f"{path}.key", gettext_noop("Required") if key is None else fault)
    label, fields = _label(raw, path, faults), _read_item_fields(raw, path, faults, depth)
    preview = _preview_rows(raw, path, faults)
    return None if fault else Loop(str(key), label, tuple(fields), tuple(preview))


def _read_item_fields(raw: dict, path: str, faults: Faults, depth: int) -> list[Variable | Loop]:
    given = raw.get("itemFields")
    if not isinstance(given, list) or not 0 < len(given) <= ITEM_FIELDS_LIMIT or depth > NESTING_LIMIT:
        limit = (
            filled("Lists nest at most {most} deep", most=NESTING_LIMIT)
            if depth > NESTING_LIMIT
            else gettext_noop("Expected 1 to 200 fields")
        )
        faults.add(f"{path}.itemFields", gettext_noop("Required") if given is None else limit)
        return []
    fields = [_read_item_field(part, f"{path}.itemFields[{at}]", faults, depth) for at, part in enumerate(given)]
    known = [part for part in fields if part is not None]
    for clash in conflicts(part.key for part in known):
        faults.add(f"{path}.itemFields", _conflict_text(*clash))
    return known


def _read_item_field(raw: object, path: str, faults: Faults, depth: int) -> Variable | Loop | None:
    if isinstance(raw, dict) and (raw.get("dataType") == LIST_TYPE or "itemFields" in raw):
        return _read_loop(raw, path, faults, depth + 1)
    return read_variable(raw, path, faults)


def _preview_rows(raw: dict, path: str, faults: Faults) -> list[dict[str, Any]]:
    given = raw.get("previewData")
    if given is None:
        return []
    rows = given if isinstance(given, list) and all(isinstance(row, dict) for row in given) else None
    if rows is None or len(rows) > PREVIEW_ROWS_LIMIT or not is_small_json(rows, PREVIEW_BYTES_LIMIT):
        faults.add(f"{path}.previewData", filled("Expected at most {most} objects", most=PREVIEW_ROWS_LIMIT))
        return []
    return rows


def is_small_json(value: object, limit: int) -> bool:
    """Whether a value is JSON of at most so many bytes that every database can keep."""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        return len(text.encode()) <= limit and "\\u0000" not in text
    except (ValueError, TypeError, RecursionError):
        return False
