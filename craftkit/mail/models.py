"""Mails with the bytes that are sent, every attempt at them, addresses that get no more, and how a project signs."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import Project
from craftkit.lib import sealed
from craftkit.lib.ids import new_id
from craftkit.lib.leases import Leased, LeasedQuerySet, Literal, from_now

PURPOSE = "craftkit.mail.message"
LONGEST_ADDRESS, LONGEST_SUBJECT, LONGEST_ANSWER = 254, 300, 500


class OutgoingMailQuerySet(LeasedQuerySet):
    """Selections and transitions of mails."""

    waiting = "queued"
    running = "sending"

    def finish(self, row_id: uuid.UUID, token: uuid.UUID, **changes: Any) -> bool:
        """The one place that writes the end of a mail for a sender; False when its lease was lost."""
        free = {"lease_token": None, "lease_until": None, "completed_at": Now()}
        return self.held(row_id, token).update(**free, **changes) == 1

    def renew_all(self, tokens: Iterable[uuid.UUID], *, seconds: float) -> int:
        """Extend the leases that are still held under these tokens; how many those are."""
        held = self.filter(lease_token__in=tokens, status=Literal(self.running))
        return held.update(lease_until=from_now(seconds))

    def send_again(self) -> int:
        """Put mails that nobody sends at this moment back to the start of their timetable; how many there were."""
        idle = self.exclude(status=self.running).filter(purged_at=None)
        return idle.update(
            status=self.waiting, attempt=0, next_attempt_at=Now(), completed_at=None, last_code=None, last_answer=""
        )

    def note_bounce(self, row_id: uuid.UUID, *, answer: str) -> bool:
        """The mail came back after it was taken; False when that was known."""
        taken = self.filter(pk=row_id, status=OutgoingMail.Status.SENT)
        return taken.update(status=OutgoingMail.Status.BOUNCED, bounced_at=Now(), last_answer=answer) == 1


class OutgoingMail(Leased):
    """One mail to one address. The bytes are made once: every attempt sends exactly these, under one Message-ID."""

    class Status(models.TextChoices):
        """`queued` and `sending` are on the way; `bounced` was taken and came back; the others are ends."""

        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        SUPPRESSED = "suppressed"
        BOUNCED = "bounced"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="mails", null=True)
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    once = models.CharField(max_length=200, blank=True, default="")
    to = models.CharField(max_length=LONGEST_ADDRESS)
    sender = models.CharField(max_length=LONGEST_ADDRESS)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    message_id = models.CharField(max_length=320, unique=True)
    message = models.BinaryField()
    size = models.PositiveIntegerField(default=0)
    is_secret = models.BooleanField(default=False)
    is_optional = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    last_code = models.PositiveSmallIntegerField(null=True)
    last_answer = models.CharField(max_length=LONGEST_ANSWER, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    completed_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "kind", "once"], condition=~models.Q(once=""), name="mail_once_for_each_occasion"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "-id"], name="mail_newest"),
            models.Index(fields=["project", "created_at"], name="mail_of_the_day"),
            models.Index(fields=["to", "-id"], name="mail_to"),
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(status__in=("queued", "sending")),
                name="mail_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id

    @property
    def is_terminal(self) -> bool:
        """Whether no further attempt follows by itself."""
        return self.status not in {self.Status.QUEUED, self.Status.SENDING}

    def keep(self, message: bytes) -> None:
        """Take the bytes in; sealed where they hold a code or a link that opens something."""
        self.size = len(message)
        self.message = sealed.seal(message.decode(), purpose=PURPOSE).encode() if self.is_secret else message

    def content(self) -> bytes | None:
        """The bytes to send; None when they were forgotten, or sealed under another key."""
        if self.purged_at is not None:
            return None
        kept = bytes(self.message)
        if not self.is_secret:
            return kept
        opened = sealed.unseal(kept.decode(), purpose=PURPOSE)
        return None if opened is None else opened.encode()


class MailAttempt(models.Model):
    """One conversation with a mail server. The row is written before it begins, so that none lacks one."""

    class Step(models.TextChoices):
        """How far it went; after `data` the message itself was on its way."""

        CONNECT = "connect"
        SENDER = "sender"
        RECIPIENT = "recipient"
        DATA = "data"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="attempts")
    server = models.CharField(max_length=260, blank=True, default="")
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.CONNECT)
    code = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True, default="")
    error = models.CharField(max_length=30, blank=True, default="")
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.mail_id}: {self.code or self.error or 'under way'}"


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    """Selections of suppressions."""

    def against(self, *, project: Project | None, to: str, is_optional: bool) -> Suppression | None:
        """What stands against a mail; whoever unsubscribed still gets what they need, such as codes they ask for."""
        rows = self.filter(project=project, address=to.lower())
        rows = rows if is_optional else rows.exclude(reason=Suppression.Reason.UNSUBSCRIBED)
        return rows.first() if project is not None else None


class Suppression(models.Model):
    """An address that a project writes to no more."""

    class Reason(models.TextChoices):
        """Why: it does not exist, its owner called a mail spam, unsubscribed, or somebody of the project said so."""

        BOUNCED = "bounced"
        COMPLAINT = "complaint"
        UNSUBSCRIBED = "unsubscribed"
        MANUAL = "manual"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="suppressions")
    address = models.CharField(max_length=LONGEST_ADDRESS)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    source = models.CharField(max_length=LONGEST_ANSWER, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "address"], name="suppression_once_for_each_address")
        ]

    def __str__(self) -> str:
        return self.address


class SenderSettings(models.Model):
    """How a project's mails look and whom they name; the address they come from is `Project.email_from`."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="sender_settings")
    from_name = models.CharField(max_length=120, blank=True, default="")
    reply_to = models.CharField(max_length=LONGEST_ADDRESS, blank=True, default="")
    brand_color = models.CharField(max_length=7, blank=True, default="")
    logo = models.BinaryField(default=b"", blank=True)
    logo_mime = models.CharField(max_length=20, blank=True, default="")
    footer = models.CharField(max_length=300, blank=True, default="")
    daily_cap = models.PositiveIntegerField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Sender of {self.project_id}"

    @classmethod
    def of(cls, project: Project) -> SenderSettings:
        """The project's settings, or the unsaved defaults."""
        return cls.objects.filter(project=project).first() or cls(project=project)
