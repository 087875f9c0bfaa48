"""Cursor pages, newest first, over ids that sort by time."""

from __future__ import annotations

import base64
import binascii
import uuid
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet, Subquery
from rest_framework import serializers

from craftkit.lib.errors import InvalidRequest, field_issues

Row = TypeVar("Row", bound=Model)
DEFAULT_LIMIT, MAX_LIMIT = 50, 100


class PageQuery(serializers.Serializer):
    """The query of a paged list."""

    limit = serializers.IntegerField(
        min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT, help_text="Rows per page, 1 to 100."
    )
    cursor = serializers.CharField(required=False, max_length=200, help_text="`nextCursor` of the page before; opaque.")


class OptionalPageQuery(PageQuery):
    """The query of a list that answers everything unless a page is asked for."""

    limit = serializers.IntegerField(
        min_value=1, max_value=MAX_LIMIT, required=False, help_text="Rows per page; without it, all rows."
    )


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page, and the cursor of the next one."""

    rows: list[Row]
    next_cursor: str | None

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.next_cursor is not None

    def as_json(self) -> dict[str, Any]:
        """The two fields that follow the rows in an answer."""
        return {"nextCursor": self.next_cursor, "hasMore": self.has_more}


def page_of(rows: QuerySet[Row], query: dict[str, Any]) -> Page[Row]:
    """The page that a PageQuery names, of rows whose ids sort by time."""
    limit, cursor = query.get("limit"), query.get("cursor")
    if cursor:
        rows = rows.filter(pk__lt=_read(cursor))
    rows = rows.order_by("-pk")
    if limit is None:
        return Page(list(rows), None)
    found = list(rows[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], _write(found[limit - 1].pk) if more else None)


def shown_page(rows: QuerySet[Row], *, limit: int, cursor: str) -> Page[Row]:
    """The page behind the cursor of an address, for people: the first one when it is no cursor."""
    try:
        return page_of(rows, {"limit": limit, "cursor": cursor})
    except InvalidRequest:
        return page_of(rows, {"limit": limit})


def newest_changed(rows: QuerySet[Row], query: dict[str, Any]) -> Page[Row]:
    """The same for rows that are listed by their last change (`updated_at`)."""
    limit, cursor = query.get("limit"), query.get("cursor")
    if cursor:
        edge = rows.model._default_manager.filter(pk=_read(cursor)).values("updated_at")
        earlier = Q(updated_at__lt=Subquery(edge)) | Q(updated_at=Subquery(edge), pk__lt=_read(cursor))
        rows = rows.filter(earlier)
    found = list(rows.order_by("-updated_at", "-pk")[: limit + 1 if limit else None])
    if limit is None or len(found) <= limit:
        return Page(found, None)
    return Page(found[:limit], _write(found[limit - 1].pk))


def _write(last: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(last.bytes).decode().rstrip("=")


def _read(cursor: str) -> uuid.UUID:
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(cursor + "=="))
    except (ValueError, binascii.Error):
        raise InvalidRequest(issues=field_issues({"cursor": ["Use the nextCursor of the page before."]})) from None
