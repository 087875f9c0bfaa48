"""Recipients of a request, and the codes that confirm their address."""

from __future__ import annotations

import re
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from craftkit.lib import keys, sealed
from craftkit.lib.ids import new_id
from craftkit.mail.codes import MailedCode
from signatures import states
from signatures.models.requests import SignatureRequest

PREFIX = "sgn_"
TOKEN = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{keys.SECRET_LENGTH}}}")
SEALED_FOR = "craftkit.signing-token"


class RecipientQuerySet(models.QuerySet["Recipient"]):
    """Selections and transitions of recipients."""

    def opened_by(self, token: str) -> Recipient | None:
        """The recipient of a link, whatever became of it; None for one that never was. Bad shapes ask no database."""
        if not TOKEN.fullmatch(token):
            return None
        rows = self.filter(token_digest=keys.digest(token, settings.SECRET_KEY), request__project__deleted_at=None)
        return rows.select_related("request__project", "request__render__template").first()

    def take(self, pk: uuid.UUID, action: str, **changes: Any) -> bool:
        """Do what the table allows in the row's state, in one update; False when it is refused."""
        leads = states.RECIPIENT[action]
        whens = [models.When(status=before, then=models.Value(after)) for before, after in leads.items()]
        changes["status"] = models.Case(*whens, default=models.F("status"), output_field=models.CharField())
        return self.filter(pk=pk, status__in=leads).update(**changes) == 1

    def acting(self) -> RecipientQuerySet:
        """Those who have to do something, in their order."""
        return self.exclude(designation=Recipient.Designation.CC).order_by("order", "position")

    def undone(self) -> RecipientQuerySet:
        """Those who still have to do it."""
        return self.acting().filter(status__in=("waiting", *states.allowing(states.RECIPIENT, "sign")))


class Recipient(models.Model):
    """Somebody who signs, approves, or gets a copy; known by the secret in the link."""

    class Designation(models.TextChoices):
        """What the recipient is there for."""

        SIGNER = "Signer"
        APPROVER = "Approver"
        CC = "CC"

    class Status(models.TextChoices):
        """`waiting` until it is their turn; `copied` are those who only get a copy at the end."""

        WAITING = "waiting"
        SENT = "sent"
        VIEWED = "viewed"
        SIGNED = "signed"
        DECLINED = "declined"
        COPIED = "copied"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(SignatureRequest, on_delete=models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField()
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100, blank=True, default="")
    email = models.EmailField(max_length=255)
    designation = models.CharField(max_length=8, choices=Designation.choices, default=Designation.SIGNER)
    order = models.PositiveSmallIntegerField(null=True)
    role = models.CharField(max_length=200, blank=True, default="")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    token_digest = models.CharField(max_length=64, unique=True)
    token_sealed = models.TextField()
    password_hash = models.CharField(max_length=200, blank=True, default="")
    consent_version = models.CharField(max_length=20, blank=True, default="")
    decline_reason = models.CharField(max_length=500, blank=True, default="")
    delegated_from = models.CharField(max_length=500, blank=True, default="")
    invited_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    viewed_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "position"], name="recipient_position")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        """The first letters of both names."""
        return self.first_name[:1] + self.last_name[:1]

    @property
    def acts(self) -> bool:
        """Whether the request waits for this one."""
        return self.designation != self.Designation.CC

    def give_token(self) -> str:
        """Make the link's secret: found by its hash, and sealed so that reminders carry the same link."""
        token = keys.random_token(PREFIX)
        self.token_digest = keys.digest(token, settings.SECRET_KEY)
        self.token_sealed = sealed.seal(token, purpose=SEALED_FOR)
        return token

    @property
    def token(self) -> str | None:
        """The secret in clear, or None when it was sealed under another secret key."""
        return sealed.unseal(self.token_sealed, purpose=SEALED_FOR)


class SigningCode(MailedCode):
    """A code that went to a recipient's address."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="codes")
