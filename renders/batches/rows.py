"""An upload as rows of data: what each document of a batch is made of, before anybody checked it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.errors import Issues, field_issues
from craftkit.lib.speech import filled
from renders.batches.columns import EXTERNAL_ID, METADATA, Column, Reading
from renders.batches.table import decoded, invalid, records
from templates_app.fields import Manifest
from templates_app.fields.kinds import Mismatch, read_value

ROWS_LIMIT = 10_000
ENVELOPE = {"data", "externalId", "metadata"}
ID_LIMIT, METADATA_LIMIT = 200, 4096


@dataclass(frozen=True)
class Row:
    """One document to be: its number from 1, its data as given, the sender's own id and notes, and what is wrong."""

    number: int
    data: Any
    external_id: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    issues: Issues | None = None


def rows_of(raw: bytes, reading: Reading, manifest: Manifest) -> Iterator[Row]:
    """The rows of an upload, in order. Raises InvalidTable for a file that breaks off."""
    if reading.kind == "json":
        return from_json(json.loads(raw), manifest)
    text, _ = decoded(raw, reading.encoding)
    table = records(text, reading.delimiter)
    next(table, None)
    return from_records(table, reading, manifest)


def from_json(items: list[Any], manifest: Manifest) -> Iterator[Row]:
    """Each item is the data itself, or `{data, externalId?, metadata?}` where the template has no variable `data`."""
    has_data = any(key.split(".")[0].split("[")[0] == "data" for key in (*manifest.by_key, *manifest.lists))
    for number, item in enumerate(items, start=1):
        is_envelope = isinstance(item, dict) and "data" in item and item.keys() <= ENVELOPE and not has_data
        yield _opened(number, item) if is_envelope else Row(number, item)


def _opened(number: int, item: dict[str, Any]) -> Row:
    own, notes = item.get("externalId"), item.get("metadata")
    faults = dict[str, list[str]]()
    if own is not None and not (isinstance(own, str) and len(own) <= ID_LIMIT):
        faults["externalId"] = [filled("Expected a string of at most {most} characters", most=ID_LIMIT)]
    if notes is not None and not (isinstance(notes, dict) and len(json.dumps(notes)) <= METADATA_LIMIT):
        faults["metadata"] = [filled("Expected an object of at most {most} characters", most=METADATA_LIMIT)]
    if faults:
        return Row(number, item["data"], issues=field_issues(faults))
    return Row(number, item["data"], own or "", notes or {})


def from_records(table: Iterator[list[str]], reading: Reading, manifest: Manifest) -> Iterator[Row]:
    """One row for each record, or for each run of records that are equal in the column they are grouped by."""
    seen: set[str] = set()
    for number, (key, group) in enumerate(_groups(table, reading.group_by), start=1):
        if key in seen:
            raise invalid(
                filled('The records of "{key}" do not stand together. Sort the file by that column.', key=key[:60]),
                "groupBy",
            )
        if key:
            seen.add(key)
        yield _row(number, group, reading.columns, manifest)


def _groups(table: Iterator[list[str]], group_by: int | None) -> Iterator[tuple[str, list[list[str]]]]:
    """Runs of records; one whose cell is empty stands for itself."""
    if group_by is None:
        yield from (("", [record]) for record in table)
        return
    for key, run in itertools.groupby(table, key=lambda record: _cell(record, group_by).strip()):
        if key:
            yield key, list(run)
        else:
            yield from (("", [record]) for record in run)


def _cell(record: list[str], at: int) -> str:
    return record[at] if at < len(record) else ""


def _row(number: int, group: list[list[str]], columns: list[Column], manifest: Manifest) -> Row:
    data: dict[str, Any] = {}
    own, notes, faults = "", dict[str, Any](), dict[str, list[str]]()
    lists: dict[str, list[dict[str, Any]]] = {}
    for at, column in enumerate(columns):
        target, cell = column.target, _cell(group[0], at)
        if target is None:
            continue
        if target == EXTERNAL_ID:
            own = cell.strip()
        elif target.startswith(METADATA):
            notes |= {target.removeprefix(METADATA): cell} if cell else {}
        elif "[]" in target:
            _fill(lists, target, [_cell(record, at) for record in group], manifest)
        elif target in manifest.lists:
            _put(data, target, _parsed(cell))
        else:
            _put(data, target, _typed(cell, target, manifest))
    for key, items in lists.items():
        _put(data, key, [item for item in items if item])
    if len(own) > ID_LIMIT:
        faults["externalId"] = [filled("Expected at most {most} characters", most=ID_LIMIT)]
    longest = max(len(record) for record in group)
    form = [gettext_noop("The record has more cells than the header.")] if longest > len(columns) else []
    return Row(number, data, own[:ID_LIMIT], notes, field_issues(faults, form) if faults or form else None)


def _fill(lists: dict[str, list[dict[str, Any]]], target: str, cells: list[str], manifest: Manifest) -> None:
    """One cell of each record into the items of a list."""
    key, _, name = target.partition("[].")
    items = lists.setdefault(key, [{} for _ in cells])
    for item, cell in zip(items, cells, strict=True):
        _put(item, name, _typed(cell, target, manifest))


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        return
    *parents, name = key.split(".")
    for parent in parents:
        data = data.setdefault(parent, {})
    data[name] = value


def _parsed(cell: str) -> Any:
    """A list written as JSON; anything else stays text, and the check says what was expected."""
    if not cell.strip():
        return None
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell


def _typed(cell: str, key: str, manifest: Manifest) -> Any:
    """The cell in its variable's type: in a CSV all is text, so reading "5" as a number is no coercion to warn of."""
    if not cell.strip():
        return None
    variable = manifest.by_key[key]
    if variable.data_type in ("text", "longtext"):
        return cell
    plain = cell.strip().lower() if variable.data_type == "boolean" else cell.strip()
    try:
        return read_value(variable, plain)[0]
    except Mismatch:
        return plain


def counted(rows: Iterator[Row]) -> int:
    """How many rows there are, looking at no more than one too many."""
    return sum(1 for _ in itertools.islice(rows, ROWS_LIMIT + 1))
