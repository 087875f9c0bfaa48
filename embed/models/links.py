"""Public links to forms: who holds one fills in the template's form, without an account and without a host's page."""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from craftkit.accounts.models import Project
from craftkit.lib import keys, sealed
from craftkit.lib.ids import new_id
from templates_app.models import Template

PREFIX = "ckf_"
TOKEN = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{keys.SECRET_LENGTH}}}")
SEALED_FOR = "craftkit.form-link"


class FormLinkQuerySet(models.QuerySet["FormLink"]):
    """Selections of form links."""

    def opened_by(self, token: str) -> FormLink | None:
        """The link of this secret, on or off; None for one that was never made. Bad shapes ask no database."""
        if not TOKEN.fullmatch(token):
            return None
        rows = self.filter(token_digest=keys.digest(token, settings.SECRET_KEY))
        rows = rows.filter(project__deleted_at=None, template__deleted_at=None)
        return rows.select_related("project", "template__current_version").first()


class FormLink(models.Model):
    """The one public link of a template, with its switch; turned off and on again it is still the same link."""

    class Capture(models.TextChoices):
        """What becomes of answers: a document, or an event for webhooks and nothing else."""

        RENDER = "render"
        COLLECT = "collect"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="form_links")
    template = models.OneToOneField(Template, on_delete=models.CASCADE, related_name="form_link")
    token_digest = models.CharField(max_length=64, unique=True)
    token_sealed = models.TextField()
    is_on = models.BooleanField(default=False)
    password_hash = models.CharField(max_length=200, blank=True, default="")
    closes_at = models.DateTimeField(null=True, blank=True)
    capture_mode = models.CharField(max_length=7, choices=Capture.choices, default=Capture.RENDER)
    updated_at = models.DateTimeField(auto_now=True)

    objects = FormLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)

    def give_token(self) -> None:
        """Make the link's secret: found by its hash, and sealed so that the owner can copy the link again."""
        token = keys.random_token(PREFIX)
        self.token_digest = keys.digest(token, settings.SECRET_KEY)
        self.token_sealed = sealed.seal(token, purpose=SEALED_FOR)

    @property
    def token(self) -> str | None:
        """The secret in clear, or None when it was sealed under another secret key."""
        return sealed.unseal(self.token_sealed, purpose=SEALED_FOR)

    @property
    def collects(self) -> bool:
        """Whether no document is made."""
        return self.capture_mode == self.Capture.COLLECT

    def is_closed(self, now: datetime | None = None) -> bool:
        """Whether its closing date is past."""
        return self.closes_at is not None and self.closes_at <= (now or timezone.now())
