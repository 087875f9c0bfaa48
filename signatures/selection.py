"""Which signature requests a list shows: the query of the page, read leniently, and the rows it selects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from craftkit.accounts.models import Project
from craftkit.api.pagination import Page, shown_page
from craftkit.lib.ids import parse_id
from signatures import states
from signatures.models import Recipient, SignatureRequest

PAGE_ROWS = 25
STATES = {
    "": _("Any status"),
    "open": _("Waiting for somebody"),
    "completed": _("Completed"),
    "declined": _("Declined"),
    "expired": _("Expired"),
    "cancelled": _("Cancelled"),
    "failed": _("Failed"),
}
MOVING = (*states.OPEN, "sealing")


@dataclass(frozen=True)
class Selection:
    """What the reader chose: live or test, a state, some words, and where the page begins."""

    env: str = "live"
    status: str = ""
    search: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Selection:
        """From the query of an address; what makes no sense there is left out."""
        status = query.get("status", "")
        return cls(
            env="test" if query.get("env") == "test" else "live",
            status=status if status in STATES else "",
            # PostgreSQL keeps no NUL, not even to compare with.
            search=query.get("q", "").replace("\0", "").strip()[:100],
            cursor=query.get("cursor", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked for than one of live and test."""
        return bool(self.status or self.search)

    def page(self, project: Project) -> Page[SignatureRequest]:
        """The rows of the page, newest first; the first page when the cursor is no cursor."""
        people = Prefetch("recipients", Recipient.objects.order_by("position"))
        rows = self._rows(project).prefetch_related(people)
        return shown_page(rows, limit=PAGE_ROWS, cursor=self.cursor)

    def _rows(self, project: Project) -> QuerySet[SignatureRequest]:
        rows = SignatureRequest.objects.of(project, self.env)
        if self.search:
            rows = rows.filter(self._matching())
        if self.status == "open":
            return rows.filter(status__in=MOVING)
        return rows.filter(status=self.status) if self.status else rows

    def _matching(self) -> Q:
        """An id, or words of the name or of a recipient."""
        whole = parse_id(self.search)
        if whole:
            return Q(pk=whole) | Q(render_id=whole)
        words = Q(email__icontains=self.search) | Q(first_name__icontains=self.search)
        words |= Q(last_name__icontains=self.search)
        return Q(name__icontains=self.search) | Q(Exists(Recipient.objects.filter(words, request=OuterRef("pk"))))
