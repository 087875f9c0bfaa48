"""Which documents a list shows: the query of the page, read leniently, and the rows it selects."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from craftkit.accounts.models import Project
from craftkit.api.pagination import Page, shown_page
from craftkit.lib.ids import parse_id
from renders.models import Render, RenderQuerySet

PAGE_ROWS = 25
STATES = {
    "": "All",
    "unfinished": "In progress",
    "succeeded": "Succeeded",
    "failed": "Failed",
    "cancelled": "Cancelled",
}


@dataclass(frozen=True)
class Selection:
    """What the reader chose: live or test, a state, a template, a part of an id, and where the page begins."""

    env: str = "live"
    status: str = ""
    template: str = ""
    search: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Selection:
        """From the query of an address; what makes no sense there is left out."""
        status = query.get("status", "")
        return cls(
            env="test" if query.get("env") == "test" else "live",
            status=status if status in STATES else "",
            template=query.get("template", "")[:120],
            search=query.get("q", "").strip()[:60],
            cursor=query.get("cursor", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked for than one of live and test."""
        return bool(self.status or self.template or self.search)

    def page(self, project: Project) -> Page[Render]:
        """The rows of the page, newest first; the first page when the cursor is no cursor."""
        rows = self._rows(project).select_related("template", "version").defer("data", "version__content")
        return shown_page(rows, limit=PAGE_ROWS, cursor=self.cursor)

    def _rows(self, project: Project) -> QuerySet[Render]:
        rows = Render.objects.for_project(project).filter(env=self.env)
        if self.template:
            rows = rows.filter(template__slug=self.template)
        if self.search:
            rows = self._matching(rows)
        if self.status == "unfinished":
            return rows.unfinished()
        return rows.filter(status=self.status) if self.status else rows

    def _matching(self, rows: RenderQuerySet) -> RenderQuerySet:
        whole = parse_id(self.search)
        if whole:
            return rows.filter(pk=whole)
        if set(self.search) - set(string.hexdigits + "-"):
            return rows.none()
        return rows.filter(pk__icontains=self.search)
