"""Which deliveries a page shows: the query of its address, read leniently, and the rows it selects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from craftkit.api.pagination import Page, shown_page
from webhooks.models import Delivery, Endpoint

PAGE_ROWS = 25
STATES = {
    "": _("Any status"),
    "unfinished": _("On the way"),
    "delivered": _("Delivered"),
    "failed": _("Failed"),
}


@dataclass(frozen=True)
class Selection:
    """What the reader chose: a state, an event, and where the page begins."""

    status: str = ""
    event: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Selection:
        """From the query of an address; what makes no sense there is left out."""
        status = query.get("status", "")
        return cls(
            status=status if status in STATES else "", event=query.get("event", "")[:60], cursor=query.get("cursor", "")
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether less than everything is asked for."""
        return bool(self.status or self.event)

    def page(self, endpoint: Endpoint) -> Page[Delivery]:
        """The rows of the page, newest first; the first page when the cursor is no cursor."""
        rows = self._rows(endpoint).select_related("event").defer("event__body")
        return shown_page(rows, limit=PAGE_ROWS, cursor=self.cursor)

    def _rows(self, endpoint: Endpoint) -> QuerySet[Delivery]:
        rows = Delivery.objects.filter(endpoint=endpoint)
        if self.event:
            rows = rows.filter(event__type=self.event)
        if self.status == "unfinished":
            return rows.filter(status__in=(Delivery.Status.PENDING, Delivery.Status.SENDING))
        if self.status == "delivered":
            return rows.filter(status=Delivery.Status.DELIVERED)
        return rows.failed() if self.status == "failed" else rows
