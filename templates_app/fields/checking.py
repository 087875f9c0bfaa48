"""Checking: the data of a render held against the manifest; what fits comes back nested, what does not is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError, field_issues
from craftkit.lib.speech import filled
from templates_app.expressions import evaluate
from templates_app.fields.faults import Faults, printable
from templates_app.fields.kinds import Mismatch, read_value
from templates_app.fields.manifest import Loop, Manifest, Variable
from templates_app.warnings import RenderWarning

ROWS_LIMIT = 10_000
WARNINGS_LIMIT = 100
SHOWN_VALUE_LIMIT = 60

Expected = dict[str, Any]


class InvalidInputData(AppError):
    """The data does not fit the manifest; fieldErrors are keyed by dotted leaf path."""

    status = 400
    code = "invalid_input_data"
    message = gettext_noop("Input does not fit the manifest.")


@dataclass(frozen=True)
class Checked:
    """Data that fits, with computed values filled in, and what had to be changed.

    Values are nested and of JSON types; absent optional ones are left out.
    """

    values: dict[str, Any]
    warnings: list[RenderWarning]


def check_data(manifest: Manifest, data: object) -> Checked:
    """The data as the manifest wants it. Raises InvalidInputData."""
    if not isinstance(data, dict):
        raise InvalidInputData(issues=field_issues({}, form=[gettext_noop("Expected an object")]))
    check = _Check()
    values = check.members(_expected((*manifest.variables, *manifest.loops)), data, "", "")
    if check.faults:
        raise InvalidInputData(issues=check.faults.issues())
    if not manifest.computed:
        return Checked(values, check.remarks.as_warnings())
    values, warnings = evaluate(manifest.computed, values)
    return Checked(values, [*check.remarks.as_warnings(), *warnings])


def _expected(parts: tuple[Variable | Loop, ...]) -> Expected:
    """The tree of names that dotted keys describe; its leaves are variables, or loops with the tree of a row."""
    tree: Expected = {}
    for part in parts:
        *parents, name = part.key.split(".")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[name] = (part, _expected(part.item_fields)) if isinstance(part, Loop) else part
    return tree


@dataclass
class _Remark:
    message: str
    path: str
    count: int = 1

    @property
    def text(self) -> str:
        if self.count == 1:
            return self.message
        return filled("{reason} (and in {count} more rows)", reason=self.message, count=self.count - 1)


@dataclass
class _Remarks:
    """Warnings, one for each kind of place: the same remark on many rows is one warning with a count."""

    found: dict[tuple[str, str], _Remark] = field(default_factory=dict)
    left_out: int = 0

    def add(self, code: str, place: str, path: str, message: str) -> None:
        known = self.found.get((code, place))
        if known:
            known.count += 1
        elif len(self.found) < WARNINGS_LIMIT:
            self.found[code, place] = _Remark(message, printable(path))
        else:
            self.left_out += 1

    def as_warnings(self) -> list[RenderWarning]:
        warnings = [RenderWarning(code, known.text, known.path) for (code, _), known in self.found.items()]
        if self.left_out:
            warnings.append(
                RenderWarning(
                    "unknown_key",
                    filled("{count} more keys or values were left out or changed.", count=self.left_out),
                )
            )
        return warnings


class _Check:
    """One walk over the data; `place` is the path with `[]` for every row, `path` the exact one."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.remarks = _Remarks()

    def members(self, expected: Expected, given: dict, path: str, place: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, part in expected.items():
            value = self.member(part, given.get(name), path + name, place + name)
            if value is not None:
                values[name] = value
        for name in given:
            if name not in expected:
                self.remarks.add("unknown_key", f"{place}{name}", f"{path}{name}", _unknown(path + str(name)))
        return values

    def member(self, part: Any, given: object, path: str, place: str) -> Any:
        if isinstance(part, Variable):
            return self.scalar(part, given, path, place)
        if isinstance(part, tuple):
            return self.rows(part[1], given, path, place)
        if given is not None and not isinstance(given, dict):
            self.faults.add(path, gettext_noop("Expected an object"))
            return None
        return self.members(part, given or {}, f"{path}.", f"{place}.") or None

    def scalar(self, variable: Variable, given: object, path: str, place: str) -> Any:
        if variable.expression:
            if given is not None:
                self.remarks.add("unknown_key", place, path, _read_only(path))
            return None
        if given is None:
            if variable.default is None and variable.required:
                self.faults.add(path, gettext_noop("Required"))
            return variable.default
        try:
            value, is_coerced = read_value(variable, given)
        except Mismatch as mismatch:
            self.faults.add(path, str(mismatch))
            return None
        if is_coerced:
            self.remarks.add("coerced_value", place, path, _coerced(path, given, value))
        return value

    def rows(self, expected: Expected, given: object, path: str, place: str) -> list[dict[str, Any]]:
        if given is None:
            return []
        if not isinstance(given, list):
            self.faults.add(path, gettext_noop("Expected a list of objects"))
            return []
        if len(given) > ROWS_LIMIT:
            self.faults.add(path, filled("At most {most} rows", most=ROWS_LIMIT))
            return []
        return [self.row(expected, row, f"{path}[{at}]", f"{place}[]") for at, row in enumerate(given)]

    def row(self, expected: Expected, given: object, path: str, place: str) -> dict[str, Any]:
        if not isinstance(given, dict):
            self.faults.add(path, gettext_noop("Expected an object"))
            return {}
        return self.members(expected, given, f"{path}.", f"{place}.")


def _unknown(path: str) -> str:
    return filled("{path} is not in the manifest and was left out.", path=printable(path, 200))


def _read_only(path: str) -> str:
    return filled("{path} is computed; the value sent for it was left out.", path=printable(path, 200))


def _coerced(path: str, given: object, value: object) -> str:
    shown = printable(str(given), SHOWN_VALUE_LIMIT)
    return filled(
        '{path}: "{shown}" was read as {value}.',
        path=printable(path, 200),
        shown=shown,
        value=printable(str(value), SHOWN_VALUE_LIMIT),
    )
