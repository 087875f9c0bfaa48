"""A selection of documents as CSV for spreadsheets, streamed; the first of them where there are very many."""

from __future__ import annotations

from collections.abc import Iterator

from craftkit.accounts.models import Project
from craftkit.api.times import iso
from craftkit.lib import sheets
from renders import ordering
from renders.models import Render
from renders.selection import Selection

MOST, PIECE = 10_000, 500
HEADER = (
    *("id", "file", "template", "version", "environment", "status", "source", "created", "completed", "ms"),
    *("pages", "bytes", "warnings", "error code", "error"),
)


def pieces(project: Project, selection: Selection) -> Iterator[str]:
    """The file in pieces, in the order of the list; the mark at its begin makes spreadsheets read UTF-8."""
    rows, _ = selection.looked_at(selection.rows(project))
    found = ordering.ids(rows, selection.order, None, limit=MOST)
    yield "\ufeff" + sheets.lines([HEADER])
    for begin in range(0, len(found), PIECE):
        yield sheets.lines(line(render) for render in ordering.in_order(found[begin : begin + PIECE]))


def line(render: Render) -> tuple[object, ...]:
    """One document."""
    made = (render.created_at, render.completed_at)
    return (
        render.pk,
        render.filename,
        render.template.slug,
        render.version.number,
        render.env,
        render.status,
        render.source,
        *(iso(moment) or "" for moment in made),
        *("" if value is None else value for value in (render.duration_ms, render.pages, render.pdf_bytes)),
        len(render.warnings),
        render.error_code,
        render.error_message,
    )
