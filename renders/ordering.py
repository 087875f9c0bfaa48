"""Documents in an order, a page at a time.

Newest and oldest go by the id, which sorts by time, however many there are. By time taken and by name there is no
index: the newest of the selection are put in order here, and the cursor is the last document shown.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from craftkit.accounts.models import Project
from craftkit.api.pagination import Page
from craftkit.lib.ids import parse_id
from renders.models import Render
from renders.selection import Selection

PAGE_ROWS = 25
UNREAD = ("data", "inputs", "version__content", "version__manifest", "version__sample_data")
Key = Callable[[tuple[Any, ...]], Any]


def page_of(project: Project, selection: Selection) -> tuple[Page[Render], bool]:
    """The page that is selected, the first one when the cursor is none; whether only the newest were looked at."""
    rows, is_cut = selection.looked_at(selection.rows(project))
    found = ids(rows, selection.order, parse_id(selection.cursor), limit=PAGE_ROWS + 1)
    shown = found[:PAGE_ROWS]
    cursor = str(shown[-1]) if len(found) > PAGE_ROWS else None
    return Page(in_order(shown), cursor), is_cut


def in_order(found: list[uuid.UUID]) -> list[Render]:
    """The documents of these ids, in their order."""
    rows = Render.objects.filter(pk__in=found).select_related("template", "version").defer(*UNREAD)
    by_id = {row.pk: row for row in rows}
    return [by_id[pk] for pk in found if pk in by_id]


def ids(rows: QuerySet[Render], order: str, after: uuid.UUID | None, *, limit: int) -> list[uuid.UUID]:
    """The ids of those that follow one, or of the first ones."""
    match order:
        case "slowest":
            return _sorted(rows.exclude(completed_at=None), ("created_at", "completed_at"), _slowness, after, limit)
        case "name":
            return _sorted(rows, ("filename", "template__name"), _name, after, limit)
        case "oldest":
            later = rows.filter(pk__gt=after) if after else rows
            return list(later.order_by("pk").values_list("pk", flat=True)[:limit])
    earlier = rows.filter(pk__lt=after) if after else rows
    return list(earlier.order_by("-pk").values_list("pk", flat=True)[:limit])


def _sorted(
    rows: QuerySet[Render], fields: tuple[str, str], key: Key, after: uuid.UUID | None, limit: int
) -> list[uuid.UUID]:
    found = sorted(rows.order_by("-pk").values_list("pk", *fields), key=key)
    order = [row[0] for row in found]
    begin = order.index(after) + 1 if after in order else 0
    return order[begin : begin + limit]


def _slowness(row: tuple[Any, ...]) -> Any:
    _, begun, ended = row
    return begun - ended


def _name(row: tuple[Any, ...]) -> Any:
    """As the list shows it: the file's name, else the template's."""
    _, filename, template = row
    return (filename or template).casefold()
