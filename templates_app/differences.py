"""What changed between two manifests, and whether data for the old one still fits the new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from templates_app.fields import Loop, Manifest, Variable

# Whatever is valid as the first is valid as the second.
WIDER = {
    ("longtext", "text"),
    ("text", "longtext"),
    ("email", "text"),
    ("email", "longtext"),
    ("url", "text"),
    ("url", "longtext"),
    ("number", "currency"),
    ("currency", "number"),
}


@dataclass(frozen=True)
class Change:
    """One difference; `breaks` says that data which fitted before may be refused now."""

    kind: str
    key: str
    breaks: bool
    message: str

    def as_json(self) -> dict[str, Any]:
        """The change as the API shows it."""
        return {"kind": self.kind, "key": self.key, "breaking": self.breaks, "message": self.message}


def compare(before: Manifest, after: Manifest) -> list[Change]:
    """The differences, breaking ones first, then by key."""
    old, new = dict(_fields(before)), dict(_fields(after))
    changes = [_removed(key) for key in old if key not in new]
    changes += [_added(key, field) for key, field in new.items() if key not in old]
    changes += [change for key, field in new.items() if key in old for change in _changed(key, old[key], field)]
    return sorted(changes, key=lambda change: (not change.breaks, change.key))


def _fields(manifest: Manifest) -> Iterator[tuple[str, Variable | Loop]]:
    yield from ((variable.key, variable) for variable in manifest.variables)
    for loop in manifest.loops:
        yield from _of_loop(loop, loop.key)


def _of_loop(loop: Loop, path: str) -> Iterator[tuple[str, Variable | Loop]]:
    yield f"{path}[]", loop
    for item in loop.item_fields:
        inner = f"{path}[].{item.key}"
        if isinstance(item, Loop):
            yield from _of_loop(item, inner)
        else:
            yield inner, item


def _removed(key: str) -> Change:
    return Change("removed", key, False, f"{key} is gone; a value for it is left out with a warning.")


def _added(key: str, field: Variable | Loop) -> Change:
    if isinstance(field, Variable) and field.required and field.default is None:
        return Change("added", key, True, f"{key} is new and required.")
    return Change("added", key, False, f"{key} is new and optional.")


def _changed(key: str, old: Variable | Loop, new: Variable | Loop) -> Iterator[Change]:
    if isinstance(old, Loop) or isinstance(new, Loop):
        if type(old) is not type(new):
            yield Change("changed", key, True, f"{key} changed between a value and a list.")
        return
    if old.data_type != new.data_type:
        fits = (old.data_type, new.data_type) in WIDER or new.expression is not None
        yield Change("changed", key, not fits, f"{key} was {old.data_type} and is {new.data_type} now.")
    if new.required and not old.required and new.default is None:
        yield Change("changed", key, True, f"{key} is required now.")
    if old.required and not new.required:
        yield Change("changed", key, False, f"{key} is optional now.")
    if old.expression != new.expression:
        yield Change("changed", key, False, f"{key} {_computing(old, new)}")
    if old.format != new.format:
        yield Change("changed", key, False, f"{key} prints in another format.")
    if old.label != new.label:
        yield Change("changed", key, False, f"{key} has another label.")


def _computing(old: Variable, new: Variable) -> str:
    if new.expression is None:
        return "is no longer computed."
    return "is computed otherwise." if old.expression else "is computed now; a value for it is left out with a warning."
