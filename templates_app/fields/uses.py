"""Uses: the places where a template's content asks for a value, and the manifest that follows from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.expressions import check, parse
from templates_app.fields.faults import Faults
from templates_app.fields.manifest import Loop, Manifest, Variable
from templates_app.fields.parsing import read_variable
from templates_app.formats import format_fault
from templates_app.keys import label_from, list_of, lists_of

VALUE, LIST, IMAGE, TEST = "value", "list", "image", "test"
# What an aggregate over a list asks for: numbers to add up, values to compare, rows or values to count.
SUM, EXTREME, COUNT = "sum", "extreme", "count"
# What a chart asks for: numbers, one in each row.
PLOT = "plot"
# What a checkbox asks for.
FLAG = "flag"
NUMERIC, TEMPORAL = ("number", "currency"), ("date", "datetime")
AGGREGATED = {
    SUM: (NUMERIC, gettext_noop("a number")),
    EXTREME: ((*NUMERIC, *TEMPORAL), gettext_noop("a number or a date")),
}
FAMILY_TYPES = {
    "currency": "currency",
    "money": "currency",
    "number": "number",
    "percent": "number",
    "date": "date",
    "datetime": "datetime",
    "boolean": "boolean",
}
PICTURED = ("image", "text", "longtext", "url")
ENVELOPE_NAMES = {"type": "dataType", "default": "defaultValue"}
POINTER_NAMES = {theirs: ours for ours, theirs in ENVELOPE_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Use:
    """One place: the absolute key, what it is asked for, where it stands, and the format it is shown in.

    `place` is a JSON pointer; `position` says more for places inside a text, as in `line 3, column 7: `;
    `hint` is the data type to assume when nothing declares one.
    """

    key: str
    role: str = VALUE
    place: str = ""
    format: str = ""
    position: str = ""
    hint: str = "text"

    @property
    def suggested_type(self) -> str:
        """The data type that the format suggests, else the hint; that of a count says nothing of what it counts."""
        family = "" if self.role == COUNT else self.format.partition(":")[0]
        return FAMILY_TYPES.get(family, self.hint)


def envelope_variable(key: str, raw: object, path: str, faults: Faults) -> Variable | None:
    """A definition from an envelope's `variables` map, whose members `type` and `default` have names of their own.

    Faults are added by JSON pointer below `path`.
    """
    if not isinstance(raw, dict):
        faults.add(path, gettext_noop("Expected an object with type and label"))
        return None
    definition = {theirs: raw[ours] for ours, theirs in ENVELOPE_NAMES.items() if ours in raw}
    own = Faults()
    variable = read_variable(raw | definition | {"key": key.rpartition("[].")[2]}, "", own)
    for place, messages in own.found.items():
        name = place.removeprefix(".")
        faults.add(f"{path}/{POINTER_NAMES.get(name, name)}", messages[0])
    return variable


def manifest_from(uses: Collection[Use], variables: Mapping[str, Any], loops: Mapping[str, Any]) -> Manifest:
    """The manifest of everything used, in the order of first use, with labels and types from the envelope's maps.

    What a used variable is computed from is used as well.
    A list without a bound field is left out: nothing could be asked of its rows.
    """
    uses = [*uses, *_behind(uses, variables, loops)]
    lists = {key: None for use in uses for key in (*lists_of(use.key), *((use.key,) if use.role == LIST else ()))}
    scalars: dict[str, str] = {}
    for use in uses:
        if not _is_list(use, lists) and scalars.get(use.key, "text") == "text":
            scalars[use.key] = use.suggested_type
    found = {key: _variable(key, hint, variables) for key, hint in scalars.items()}
    built = [_loop(key, list(lists), found, loops) for key in lists if not list_of(key)]
    return Manifest(
        tuple(variable for key, variable in found.items() if not list_of(key)),
        tuple(loop for loop in built if loop.item_fields),
    )


def _behind(uses: Collection[Use], variables: Mapping[str, Any], loops: Mapping[str, Any]) -> Iterator[Use]:
    """The uses that expressions make of other keys, however far behind what the content shows."""
    waiting = list(dict.fromkeys(use.key for use in uses))
    seen = set(waiting)
    while waiting:
        key = waiting.pop()
        variable = envelope_variable(key, variables[key], "", Faults()) if key in variables else None
        if variable is None or not variable.expression:
            continue
        expression, hint = parse(variable.expression), "number" if variable.data_type in NUMERIC else "text"
        for wanted in expression.keys:
            is_list = wanted in loops or (wanted in expression.counted and not list_of(wanted))
            if wanted not in seen:
                seen.add(wanted)
                waiting.append(wanted)
                yield Use(wanted, LIST if is_list else TEST, f"layout/variables/{key}/computed", hint=hint)


def computed_faults(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Faults with their places: expressions of an envelope that can never be evaluated."""
    for issue in check(manifest.expressions, manifest):
        yield f"layout/variables/{issue.key}/computed", issue.message


def _is_list(use: Use, lists: Mapping[str, None]) -> bool:
    """Whether a use is of a list: only lists are counted outside of lists."""
    return use.key in lists or use.role == LIST or (use.role == COUNT and not list_of(use.key))


def _variable(key: str, hint: str, variables: Mapping[str, Any]) -> Variable:
    last = key.rpartition("[].")[2]
    known = envelope_variable(key, variables[key], "", Faults()) if key in variables else None
    return known or Variable(last, label_from(last), hint)


def _loop(key: str, lists: list[str], found: Mapping[str, Variable], loops: Mapping[str, Any]) -> Loop:
    known = loops.get(key) or {}
    name = key.rpartition("[].")[2]
    own: list[Variable | Loop] = [variable for item, variable in found.items() if list_of(item) == key]
    nested = [_loop(inner, lists, found, loops) for inner in lists if list_of(inner) == key and inner != key]
    fields = (*own, *(loop for loop in nested if loop.item_fields))
    return Loop(name, known.get("label") or label_from(name), fields, tuple(known.get("previewData") or ()))


def unbound(uses: Iterable[Use], manifest: Manifest) -> list[tuple[str, str]]:
    """Faults with their places: uses of keys that the manifest does not have, or has as something else."""
    found = ((use, _binding_fault(use, manifest)) for use in uses)
    return [(use.place, f"{use.position}{fault}") for use, fault in found if fault]


def _binding_fault(use: Use, manifest: Manifest) -> str | None:
    if use.role == LIST:
        return None if use.key in manifest.lists else filled("{key} is not a loop of the manifest", key=use.key)
    if use.role in (TEST, COUNT) and use.key in manifest.lists:
        return format_fault(use.format, "number") if use.format else None
    variable = manifest.by_key.get(use.key)
    if variable is None:
        return filled("{key} is not in the manifest", key=use.key)
    if use.role == IMAGE:
        return None if variable.data_type in PICTURED else filled("{key} is not an image", key=use.key)
    if use.role == VALUE and variable.data_type == "image":
        return filled("{key} is an image and needs an image block", key=use.key)
    if use.role == FLAG and variable.data_type != "boolean":
        return filled("{key} is not true or false, which a checkbox needs", key=use.key)
    if use.role == COUNT and not list_of(use.key):
        return filled("{key} is not a list, so there is nothing to count", key=use.key)
    if use.role == PLOT and variable.data_type not in NUMERIC:
        return filled("{key} is not a number, which a chart needs", key=use.key)
    types, wanted = AGGREGATED.get(use.role, (None, ""))
    if types and variable.data_type not in types:
        return filled("{key} is not {wanted}, which this aggregate needs", key=use.key, wanted=wanted)
    return format_fault(use.format, "number" if use.role == COUNT else variable.data_type) if use.format else None
