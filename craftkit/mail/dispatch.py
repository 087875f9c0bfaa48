"""The mail room: the dispatcher of mails. Projects take turns, and a small pool of postmen hands the mails over."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db.models import Min

from craftkit.lib import dispatch
from craftkit.mail import retention
from craftkit.mail.delivery import Parcel, Postman, oldest_due, take, take_back
from craftkit.mail.models import OutgoingMail

# Mail servers dislike many connections at once from one client.
POSTMEN = 4
REMEMBERED = 4096


class MailRoom(dispatch.Dispatcher[Parcel]):
    """Sends what is due, `postmen` at a time."""

    def __init__(self, postman: Postman | None = None, *, postmen: int = POSTMEN) -> None:
        super().__init__("mail", hands=postmen, lease_seconds=settings.MAIL_LEASE_SECONDS)
        self.postman = postman or Postman()
        self.served: dict[uuid.UUID | None, int] = {}
        self.count = 0

    def next(self) -> Parcel | None:
        """The next mail, of the project that waited longest for its turn; None when nothing is due."""
        rows = OutgoingMail.objects.due().values("project_id").annotate(head=Min("next_attempt_at")).order_by("head")
        waiting = [row["project_id"] for row in rows]
        for project_id in sorted(waiting, key=lambda project_id: self.served.get(project_id, 0)):
            row_id = oldest_due(project_id)
            parcel = take(row_id, worker=self.worker) if row_id else None
            if parcel:
                self._note(project_id)
                return parcel
        return None

    def deliver(self, parcel: Parcel) -> None:
        """Hand it to the mail server."""
        self.postman.deliver(parcel)

    def renew(self, tokens: list[uuid.UUID]) -> None:
        """Hold what is under way for another lease."""
        OutgoingMail.objects.renew_all(tokens, seconds=settings.MAIL_LEASE_SECONDS)

    def take_back(self) -> int:
        """Free what a silent worker held; how many mails it were."""
        return take_back()

    def forget(self) -> None:
        """Let go of mails past their term."""
        retention.forget()

    def _note(self, project_id: uuid.UUID | None) -> None:
        self.count += 1
        if len(self.served) >= REMEMBERED:
            self.served.clear()
        self.served[project_id] = self.count
