"""Share links, and the codes that confirm a visitor's address."""

from __future__ import annotations

import re
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from craftkit.accounts.models import Project, User
from craftkit.lib import keys, sealed
from craftkit.lib.ids import new_id
from craftkit.mail.codes import MailedCode
from renders.models import ENVS, Render

PREFIX = "cks_"
# 32 characters of 62: 190 bits.
TOKEN = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{keys.SECRET_LENGTH}}}")
SEALED_FOR = "craftkit.share-token"


class ShareQuerySet(models.QuerySet["Share"]):
    """Selections and transitions of shares."""

    def opened_by(self, token: str) -> Share | None:
        """The share of a link, ended or not; None for one that was never made. Bad shapes ask no database."""
        if not TOKEN.fullmatch(token):
            return None
        rows = self.filter(token_digest=keys.digest(token, settings.SECRET_KEY), project__deleted_at=None)
        return rows.select_related("project", "render__template").defer("render__data").first()

    def revoke(self, share: Share, *, reason: str) -> bool:
        """End the link now; False when it was revoked before."""
        share.revoked_at, share.revoked_reason = timezone.now(), reason
        changes = {"revoked_at": share.revoked_at, "revoked_reason": reason}
        return self.filter(pk=share.pk, revoked_at=None).update(**changes) == 1

    def note_sent(self, share: Share) -> bool:
        """The mail went out; False when that was known."""
        share.sent_at = share.sent_at or timezone.now()
        return self.filter(pk=share.pk, sent_at=None).update(sent_at=share.sent_at) == 1

    def take_view(self, share: Share) -> bool:
        """Use up one opening; False when none is left."""
        left = Q(max_views=None) | Q(views_used__lt=F("max_views"))
        return self.filter(left, pk=share.pk).update(views_used=F("views_used") + 1) == 1


class Share(models.Model):
    """A link that opens one document for whoever holds it, within what its maker allowed."""

    class Channel(models.TextChoices):
        """How the link gets to its reader."""

        LINK = "link"
        EMAIL = "email"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="shares")
    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="shares")
    env = models.CharField(max_length=4, choices=ENVS, default="live")
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.LINK)
    token_digest = models.CharField(max_length=64, unique=True)
    token_sealed = models.TextField()
    recipient_email = models.EmailField(blank=True, default="")
    recipient_name = models.CharField(max_length=200, blank=True, default="")
    message = models.CharField(max_length=2000, blank=True, default="")
    password_hash = models.CharField(max_length=200, blank=True, default="")
    allow_download = models.BooleanField(default=True)
    allow_print = models.BooleanField(default=True)
    require_email = models.BooleanField(default=False)
    watermark = models.BooleanField(default=False)
    max_views = models.PositiveIntegerField(null=True)
    views_used = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=60, blank=True, default="")
    email_message_id = models.CharField(max_length=255, blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ShareQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["render", "-id"], name="share_newest_of_render")]

    def __str__(self) -> str:
        return str(self.id)

    def give_token(self) -> str:
        """Make the link's secret: found by its hash, and sealed so that the owner can copy the link again."""
        token = keys.random_token(PREFIX)
        self.token_digest = keys.digest(token, settings.SECRET_KEY)
        self.token_sealed = sealed.seal(token, purpose=SEALED_FOR)
        return token

    @property
    def token(self) -> str | None:
        """The secret in clear, or None when it was sealed under another secret key."""
        return sealed.unseal(self.token_sealed, purpose=SEALED_FOR)

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def has_ended(self) -> bool:
        """Whether it opens nothing any more, whoever asks."""
        return self.revoked_at is not None or self.is_expired

    @property
    def views_left(self) -> int | None:
        """Openings that are left, None where they are not counted."""
        return None if self.max_views is None else max(0, self.max_views - self.views_used)


class ConfirmationCode(MailedCode):
    """A code sent to an address that wants to open a link."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="codes")
    email = models.EmailField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["share", "email", "-id"], name="share_code_latest")]
