"""Which mails a page shows: the query of its address, read leniently, and the rows it selects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from craftkit.accounts.models import Project
from craftkit.api.pagination import Page, shown_page
from craftkit.mail.models import OutgoingMail

PAGE_ROWS = 25
Status = OutgoingMail.Status
STATES = {
    "": _("Any status"),
    "unfinished": _("On the way"),
    "sent": _("Sent"),
    "failed": _("Failed or came back"),
    "suppressed": _("Held back"),
}
MEANT = {
    "unfinished": (Status.QUEUED, Status.SENDING),
    "sent": (Status.SENT,),
    "failed": (Status.FAILED, Status.BOUNCED),
    "suppressed": (Status.SUPPRESSED,),
}


@dataclass(frozen=True)
class Selection:
    """What the reader chose: a state, words, and where the page begins."""

    status: str = ""
    words: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Selection:
        """From the query of an address; what makes no sense there is left out."""
        status, words = query.get("status", ""), query.get("q", "").replace("\x00", "").strip()[:200]
        return cls(status if status in STATES else "", words, query.get("cursor", ""))

    @property
    def is_narrowed(self) -> bool:
        """Whether less than everything is asked for."""
        return bool(self.status or self.words)

    def page(self, project: Project) -> Page[OutgoingMail]:
        """The rows of the page, newest first; the first page when the cursor is no cursor."""
        rows = OutgoingMail.objects.filter(project=project).defer("message")
        if self.status:
            rows = rows.filter(status__in=MEANT[self.status])
        if self.words:
            rows = rows.filter(Q(to__icontains=self.words) | Q(subject__icontains=self.words))
        return shown_page(rows, limit=PAGE_ROWS, cursor=self.cursor)
