"""Evaluation: computed variables filled into the data of a render, with a warning for each that could not be."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import localcontext
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.expressions.aggregates import Run
from templates_app.expressions.faults import Exhausted, Fault, position
from templates_app.expressions.frame import Frame, for_each, reader, writer
from templates_app.expressions.nodes import Expression, size
from templates_app.expressions.ordering import arranged
from templates_app.expressions.program import Compiler
from templates_app.expressions.scoping import chain_to
from templates_app.expressions.values import EXACT, Known, as_json
from templates_app.keys import list_of
from templates_app.warnings import RenderWarning

STEPS_PER_ROW = 10_000
STEPS_LIMIT = 5_000_000
WARNINGS_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Column:
    """One computed variable, or one computed field of the rows of a list."""

    key: str
    text: str
    data_type: str
    lists: tuple[str, ...]
    run: Run
    cost: int


@dataclass(frozen=True, slots=True)
class Computed:
    """All computed variables of a manifest, in the order in which they can be worked out."""

    columns: tuple[Column, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.columns)


def arrange(expressions: Mapping[str, Expression], manifest: Known) -> Computed:
    """Checked expressions by absolute key made ready; what `check` finds fault with is left out or stays empty."""
    compiler = Compiler(manifest)
    return Computed(
        tuple(_column(key, expressions[key], compiler) for key in arranged(expressions) if key in manifest.by_key)
    )


def _column(key: str, expression: Expression, compiler: Compiler) -> Column:
    lists = chain_to(list_of(key))
    run = compiler.run_of(expression.root, frozenset(lists))
    data_type = compiler.manifest.by_key[key].data_type
    return Column(key, expression.text, data_type, lists, run, size(expression.root))


def evaluate(
    computed: Computed, values: dict[str, Any], *, steps_per_row: int = STEPS_PER_ROW, steps: int = STEPS_LIMIT
) -> tuple[dict[str, Any], list[RenderWarning]]:
    """A copy of checked data with all computed values in it, and what could not be computed.

    The work is bounded by so many steps for each row of the data, and so many in all.
    """
    filled, rows = _copied(values)
    frame = Frame(filled, min(steps, steps_per_row * (rows + 1)))
    remarks = _Remarks()
    with localcontext(EXACT):
        for column in computed.columns:
            _fill(column, frame, remarks)
        frame.left = sys.maxsize
        for column in computed.columns:
            _settle(column, frame, remarks)
    return filled, remarks.warnings()


def _copied(value: Any) -> tuple[Any, int]:
    """The containers anew, and the number of rows in all lists."""
    if isinstance(value, dict):
        rows, made = 0, {}
        for name, inner in value.items():
            made[name], count = _copied(inner) if isinstance(inner, dict | list) else (inner, 0)
            rows += count
        return made, rows
    if isinstance(value, list):
        pairs = [_copied(inner) for inner in value]
        return [inner for inner, _ in pairs], len(value) + sum(count for _, count in pairs)
    return value, 0


def _fill(column: Column, frame: Frame, remarks: _Remarks) -> None:
    """Puts exact values in place; others may be computed from them."""
    run, write = column.run, writer(column.key)

    def visit(frame: Frame) -> None:
        try:
            value = run(frame)
        except Fault as fault:
            remarks.add(column, frame.path(column.key), fault)
            value = None
        write(frame, value)

    try:
        for_each(frame, column.lists, visit, column.cost)
    except Exhausted:
        remarks.is_exhausted = True


def _settle(column: Column, frame: Frame, remarks: _Remarks) -> None:
    """Writes exact values as JSON has them."""
    read, write = reader(column.key), writer(column.key)

    def visit(frame: Frame) -> None:
        value = read(frame)
        if value is None:
            return
        settled = as_json(value, column.data_type)
        if settled is None:
            remarks.add(column, frame.path(column.key), Fault(gettext_noop("the number is too large"), 0))
        write(frame, settled)

    for_each(frame, column.lists, visit, 1)


@dataclass
class _Remark:
    path: str
    reason: str
    where: str
    more: int = 0

    @property
    def message(self) -> str:
        given = {"path": self.path, "reason": self.reason, "where": self.where, "more": self.more}
        if self.more:
            return filled("{path} is empty: {reason} ({where} of its expression), and in {more} more rows.", **given)
        return filled("{path} is empty: {reason} ({where} of its expression).", **given)


@dataclass
class _Remarks:
    """Faults, one for each computed variable: the same on many rows is one warning with a count."""

    found: dict[str, _Remark] = field(default_factory=dict)
    is_exhausted: bool = False

    def add(self, column: Column, path: str, fault: Fault) -> None:
        if column.key in self.found:
            self.found[column.key].more += 1
        elif len(self.found) < WARNINGS_LIMIT:
            line, place = position(column.text, fault.at)
            where = filled("column {column}", column=place)
            if "\n" in column.text:
                where = filled("line {line}, column {column}", line=line, column=place)
            self.found[column.key] = _Remark(path, fault.reason, where)

    def warnings(self) -> list[RenderWarning]:
        made = [
            RenderWarning(
                "not_computed",
                remark.message,
                remark.path,
            )
            for remark in self.found.values()
        ]
        if self.is_exhausted:
            made.append(
                RenderWarning(
                    "not_computed", gettext_noop("Computing took too many steps; some computed values are empty.")
                )
            )
        return made
