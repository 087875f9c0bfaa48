"""What would become of an upload: its columns with what stands in them, and the first rows that do not fit."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any

from craftkit.lib.errors import Issues
from craftkit.lib.speech import all_reasons
from renders.batches.columns import EXTERNAL_ID, Column, Reading, missing, targets
from renders.batches.names import filled
from renders.batches.rows import Row, rows_of
from renders.batches.table import decoded, records
from renders.fitting import fitting
from templates_app.examples import sample_data
from templates_app.fields import InvalidInputData, Manifest

CHECKED_ROWS, SHOWN_FAULTS, SHOWN_RECORDS = 1000, 10, 3
LONGEST_CELL = 80


@dataclass(frozen=True)
class ShownColumn:
    """A column with its first cells."""

    column: Column
    cells: list[str]


@dataclass(frozen=True)
class Fault:
    """A row that would be refused, and why."""

    number: int
    external_id: str
    text: str


@dataclass(frozen=True)
class Preview:
    """The columns, the first faults among so many checked rows, and the first file name."""

    columns: list[ShownColumn]
    checked: int
    invalid: int
    faults: list[Fault]
    missing: list[str]
    filename: str


def previewed(raw: bytes, reading: Reading, manifest: Manifest, *, pattern: str, strict: bool) -> Preview:
    """The look at an upload; the first thousand rows are checked."""
    text, _ = decoded(raw, reading.encoding)
    table = list(itertools.islice(records(text, reading.delimiter), 1 + SHOWN_RECORDS))[1:]
    columns = [
        ShownColumn(column, [record[at][:LONGEST_CELL] for record in table if at < len(record)])
        for at, column in enumerate(reading.columns)
    ]
    found, checked, filename = list[Fault](), 0, ""
    for row in itertools.islice(rows_of(raw, reading, manifest), CHECKED_ROWS):
        checked += 1
        issues, values = _judged(row, manifest, strict=strict)
        if issues:
            found.append(Fault(row.number, row.external_id, all_reasons(issues)))
        elif not filename:
            filename = filled(pattern, number=row.number, external_id=row.external_id, values=values)
    lacking = missing(reading.columns, manifest)
    return Preview(columns, checked, len(found), found[:SHOWN_FAULTS], lacking, filename)


def _judged(row: Row, manifest: Manifest, *, strict: bool) -> tuple[Issues | None, dict[str, Any]]:
    if row.issues:
        return row.issues, {}
    try:
        return None, fitting(manifest, row.data, strict=strict).values
    except InvalidInputData as error:
        return error.issues, {}


def example(manifest: Manifest) -> list[list[str]]:
    """The records of a CSV that fits the template: a document whose list has a line for each item, and its header."""
    data = sample_data(manifest)
    keys = [key for key in targets(manifest) if key != EXTERNAL_ID and key not in manifest.lists]
    lists = sorted({key.partition("[]")[0] for key in keys if "[]" in key})
    lengths = [len(_at(data, key) or []) for key in lists]
    # Only one list can have a line for each item without the others' items being repeated; the longest decides.
    height = max(lengths, default=1) or 1
    records = [[EXTERNAL_ID, *keys]]
    for line in range(height):
        records.append(["1001", *(_cell(data, key, line) for key in keys)])
    return records


def _cell(data: dict[str, Any], key: str, line: int) -> str:
    if "[]" not in key:
        return _shown(_at(data, key)) if line == 0 else ""
    name, _, field = key.partition("[].")
    items = _at(data, name) or []
    return _shown(_at(items[line], field)) if line < len(items) else ""


def _at(data: Any, key: str) -> Any:
    for name in key.split("."):
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _shown(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)
