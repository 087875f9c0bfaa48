"""What changed between two manifests, and whether data for the old one still fits the new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from craftkit.lib.speech import filled
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
    return Change("removed", key, False, filled("{key} is gone; a value for it is left out with a warning.", key=key))


def _added(key: str, field: Variable | Loop) -> Change:
    if isinstance(field, Variable) and field.required and field.default is None:
        return Change("added", key, True, filled("{key} is new and required.", key=key))
    return Change("added", key, False, filled("{key} is new and optional.", key=key))


def _changed(key: str, old: Variable | Loop, new: Variable | Loop) -> Iterator[Change]:
    if isinstance(old, Loop) or isinstance(new, Loop):
        if type(old) is not type(new):
            yield Change("changed", key, True, filled("{key} changed between a value and a list.", key=key))
        return
    if old.data_type != new.data_type:
        fits = (old.data_type, new.data_type) in WIDER or new.expression is not None
        yield Change("changed", key, not fits, _retyped(key, old.data_type, new.data_type))
    if new.required and not old.required and new.default is None:
        yield Change("changed", key, True, filled("{key} is required now.", key=key))
    if old.required and not new.required:
        yield Change("changed", key, False, filled("{key} is optional now.", key=key))
    if old.expression != new.expression:
        yield Change("changed", key, False, _computing(key, old, new))
    if old.format != new.format:
        yield Change("changed", key, False, filled("{key} prints in another format.", key=key))
    if old.label != new.label:
        yield Change("changed", key, False, filled("{key} has another label.", key=key))


def _retyped(key: str, old: str, new: str) -> str:
    return filled("{key} was {old} and is {new} now.", key=key, old=old, new=new)


def _computing(key: str, old: Variable, new: Variable) -> str:
    if new.expression is None:
        return filled("{key} is no longer computed.", key=key)
    if old.expression:
        return filled("{key} is computed otherwise.", key=key)
    return filled("{key} is computed now; a value for it is left out with a warning.", key=key)
