"""What became of a document: the events that count, the visits behind them, and the machines that do not count."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from craftkit.accounts.models import Project
from craftkit.lib.ids import new_id
from renders.models import Render
from sharing.models.shares import Share


class Visit(models.Model):
    """One opening of a share page that a person really saw: the pages, and how long each was on the screen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="visits")
    viewer = models.EmailField(blank=True, default="")
    source_ip = models.CharField(max_length=45, blank=True, default="")
    user_agent = models.CharField(max_length=300, blank=True, default="")
    page_ms = models.JSONField(default=dict)
    last_number = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["share", "-id"], name="visit_newest_of_share")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def total_ms(self) -> int:
        """The time that any page was on the screen."""
        return sum(self.page_ms.values())


class EngagementEvent(models.Model):
    """One entry of a document's history, as the API and the webhooks tell it."""

    class Type(models.TextChoices):
        """The seven things that happen to a document."""

        VIEWED = "viewed"
        DOWNLOADED = "downloaded"
        PRINTED = "printed"
        EMAIL_OPENED = "email_opened"
        EMAIL_SENT = "email_sent"
        SHARE_CREATED = "share_created"
        SHARE_REVOKED = "share_revoked"

    class Actor(models.TextChoices):
        """Who did it."""

        RECIPIENT = "recipient"
        PARTNER = "partner"
        SYSTEM = "system"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="engagement")
    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="engagement")
    share = models.ForeignKey(Share, on_delete=models.CASCADE, null=True, related_name="engagement")
    visit = models.ForeignKey(Visit, on_delete=models.SET_NULL, null=True, related_name="events")
    event_type = models.CharField(max_length=20, choices=Type.choices)
    actor_kind = models.CharField(max_length=10, choices=Actor.choices)
    # The network alone (203.0.113.0); the whole address is nowhere but in the keyed hash that finds repetitions.
    source_ip = models.CharField(max_length=45, blank=True, default="")
    source_digest = models.CharField(max_length=64, blank=True, default="")
    user_agent = models.CharField(max_length=300, blank=True, default="")
    metadata = models.JSONField(null=True)
    # Two twins that arrive at once meet here; None where repetition is fine.
    once = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - NULL keeps it unique
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["render", "-id"], name="engagement_newest_of_render"),
            models.Index(fields=["share", "event_type"], name="engagement_of_share"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.render_id}"


class MachineHit(models.Model):
    """A request by a program that nobody looks through: a scanner, a previewer, a proxy. Shown, never counted."""

    class Deed(models.TextChoices):
        """What it fetched."""

        PAGE = "page"
        FILE = "file"
        DOWNLOAD = "download"
        BEACON = "beacon"
        PICTURE = "picture"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="machine_hits")
    deed = models.CharField(max_length=8, choices=Deed.choices)
    name = models.CharField(max_length=60)
    source_ip = models.CharField(max_length=45, blank=True, default="")
    user_agent = models.CharField(max_length=300, blank=True, default="")
    once = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["share", "-id"], name="machine_newest_of_share")]

    def __str__(self) -> str:
        return f"{self.name}: {self.deed}"
