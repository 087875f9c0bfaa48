"""Endpoints that want to hear of events, the events, their deliveries to endpoints, and every attempt at those."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import Project
from craftkit.lib import sealed
from craftkit.lib.ids import new_id
from craftkit.lib.leases import Leased, LeasedQuerySet, Literal, from_now
from webhooks import catalog, signing

ENVS = (("live", "live"), ("test", "test"))
PAYLOAD = "webhooks.payload"


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    """Selections of endpoints."""

    def kept(self) -> EndpointQuerySet:
        """Endpoints that were not deleted."""
        return self.filter(deleted_at=None)

    def subscriptions(self, project: Project) -> EndpointQuerySet:
        """The endpoints that people made in one project."""
        return self.kept().filter(project=project, kind=Endpoint.Kind.SUBSCRIPTION)

    def listening(self, *, project: Project, env: str, event: str) -> list[Endpoint]:
        """The active subscriptions that want an event."""
        rows = self.kept().filter(project=project, env=env, is_active=True, project__deleted_at=None)
        return [row for row in rows.filter(kind=Endpoint.Kind.SUBSCRIPTION) if event in row.events]

    def switch_off(self, row_id: uuid.UUID, *, reason: str, at: datetime) -> bool:
        """Stop deliveries to an active endpoint; False when somebody else did so before."""
        active = self.filter(pk=row_id, is_active=True)
        return active.update(is_active=False, disabled_at=at, disabled_reason=reason, updated_at=at) == 1

    def promote_due(self, at: datetime) -> int:
        """Let new secrets whose overlap is over take the place of the old ones."""
        return self.filter(secret_rotates_at__lte=at).update(
            secret_sealed=models.F("next_secret_sealed"), next_secret_sealed="", secret_rotates_at=None
        )


class Endpoint(models.Model):
    """An address that is told of events of one project, live or test ones."""

    class Kind(models.TextChoices):
        """A subscription is made by people and names its events; a callback belongs to embed sessions."""

        SUBSCRIPTION = "subscription"
        CALLBACK = "callback"

    class Disabled(models.TextChoices):
        """Why an endpoint is off: its owner wanted it, it failed for days, or it answered 410."""

        OWNER = "owner"
        FAILING = "failing"
        GONE = "gone"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="webhooks")
    env = models.CharField(max_length=4, choices=ENVS, default="live")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SUBSCRIPTION)
    url = models.CharField(max_length=2048)
    description = models.CharField(max_length=280, blank=True, default="")
    events = models.JSONField(default=list)
    secret_sealed = models.TextField()
    next_secret_sealed = models.TextField(blank=True, default="")
    secret_rotates_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=10, choices=Disabled.choices, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["project", "env", "-id"], name="endpoint_newest")]

    def __str__(self) -> str:
        return self.url

    @property
    def place(self) -> str:
        """The address without what may be secret in it."""
        return self.url.partition("?")[0]

    def signing_secrets(self, at: datetime) -> list[str]:
        """The secrets that sign at this moment, the current one first; empty when they were sealed under another key.

        While a rotation is under way both sign; when its time is over the new one alone does.
        """
        if self.secret_rotates_at is None:
            kept = [self.secret_sealed]
        elif self.secret_rotates_at <= at:
            kept = [self.next_secret_sealed]
        else:
            kept = [self.secret_sealed, self.next_secret_sealed]
        opened = [sealed.unseal(text) for text in kept]
        return [text for text in opened if text] if all(opened) else []

    def give_secret(self) -> str:
        """A new secret in place of all others, in clear; it counts once this is saved."""
        secret = signing.new_secret()
        self.secret_sealed, self.next_secret_sealed, self.secret_rotates_at = sealed.seal(secret), "", None
        return secret


class EventQuerySet(models.QuerySet["Event"]):
    """Selections and transitions of events."""

    def purge(self) -> int:
        """Forget the bodies; hash and size stay as proof of what was sent."""
        return self.filter(purged_at=None).update(body=b"", purged_at=Now())


class Event(models.Model):
    """Something that happened, with the bytes that tell of it: every delivery and every replay sends exactly these."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="events")
    env = models.CharField(max_length=4, choices=ENVS)
    type = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    is_sealed = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    purged_at = models.DateTimeField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["project", "env", "-id"], name="event_newest"),
            models.Index(fields=["created_at"], name="event_oldest"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(is_sealed=True, purged_at__isnull=True),
                name="event_to_purge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"

    @property
    def is_ephemeral(self) -> bool:
        """Whether the body goes once a receiver has it."""
        return catalog.family_of(self.type).is_ephemeral

    def keep(self, payload: bytes) -> None:
        """Take the bytes in, sealed where they are only kept for a while."""
        self.is_sealed = self.is_ephemeral
        self.body = sealed.seal(payload.decode(), purpose=PAYLOAD).encode() if self.is_sealed else payload

    def payload(self) -> bytes | None:
        """The bytes to send; None when they were purged, or sealed under another key."""
        if self.purged_at is not None:
            return None
        kept = bytes(self.body)
        if not self.is_sealed:
            return kept
        opened = sealed.unseal(kept.decode(), purpose=PAYLOAD)
        return None if opened is None else opened.encode()


class DeliveryQuerySet(LeasedQuerySet):
    """Selections and transitions of deliveries."""

    waiting = "pending"
    running = "sending"

    def ready(self) -> LeasedQuerySet:
        """Waiting deliveries whose time has come, of endpoints that are on."""
        return self.due().filter(status=self.waiting, endpoint__is_active=True, endpoint__deleted_at=None)

    def in_flight(self) -> DeliveryQuerySet:
        """Deliveries that somebody works on now."""
        return self.filter(status=Literal(self.running), lease_until__gte=Now())

    def failed(self) -> DeliveryQuerySet:
        """Deliveries that were given up, or whose last attempt failed."""
        tried = models.Q(status=self.waiting, attempt__gt=0)
        return self.filter(models.Q(status=Delivery.Status.ABANDONED) | tried)

    def finish(self, row_id: uuid.UUID, token: uuid.UUID, *, status: str) -> bool:
        """The one place that writes `delivered` or `abandoned` for a worker; False when its lease was lost."""
        changes = {"status": status, "lease_token": None, "lease_until": None, "completed_at": Now()}
        return self.held(row_id, token).update(**changes) == 1

    def renew_all(self, tokens: Iterable[uuid.UUID], *, seconds: float) -> int:
        """Extend the leases that are still held under these tokens; how many those are."""
        held = self.filter(lease_token__in=tokens, status=Literal(self.running))
        return held.update(lease_until=from_now(seconds))

    def send_again(self) -> int:
        """Put deliveries that nobody works on back to the start of their timetable; how many there were."""
        idle = self.exclude(status=self.running)
        return idle.update(
            status=self.waiting, attempt=0, next_attempt_at=Now(), trigger=Delivery.Trigger.MANUAL, completed_at=None
        )


class Delivery(Leased):
    """One event on its way to one endpoint. Its id is the delivery id that the receiver sees, in every attempt."""

    class Status(models.TextChoices):
        """`pending` and `sending` are on the way; the other two are final, until somebody replays."""

        PENDING = "pending"
        SENDING = "sending"
        DELIVERED = "delivered"
        ABANDONED = "abandoned"

    class Trigger(models.TextChoices):
        """What caused an attempt: the event, a person who replayed it, or a person who wanted a test."""

        AUTO = "auto"
        MANUAL = "manual"
        TEST = "test"

    TERMINAL = (Status.DELIVERED, Status.ABANDONED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="deliveries")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    trigger = models.CharField(max_length=6, choices=Trigger.choices, default=Trigger.AUTO)
    last_status = models.PositiveSmallIntegerField(null=True)
    last_error = models.CharField(max_length=30, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    completed_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "endpoint"], name="delivery_once_for_each_endpoint")
        ]
        indexes: ClassVar = [
            models.Index(fields=["endpoint", "-id"], name="delivery_newest"),
            models.Index(
                fields=["endpoint", "next_attempt_at"],
                condition=models.Q(status__in=("pending", "sending")),
                name="delivery_unfinished",
            ),
            models.Index(
                fields=["project", "lease_until"], condition=models.Q(status="sending"), name="delivery_in_flight"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_terminal(self) -> bool:
        """Whether no further attempt follows by itself."""
        return self.status in self.TERMINAL


class Attempt(models.Model):
    """One request to an endpoint. The row is written before the request leaves, so that no request lacks one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    trigger = models.CharField(max_length=6, choices=Delivery.Trigger.choices)
    url = models.CharField(max_length=2048)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    duration_ms = models.PositiveIntegerField(null=True)
    address = models.CharField(max_length=45, blank=True, default="")
    request_headers = models.JSONField(default=dict)
    status_code = models.PositiveSmallIntegerField(null=True)
    error_code = models.CharField(max_length=30, blank=True, default="")
    response_headers = models.JSONField(default=dict)
    response_body = models.TextField(blank=True, default="")
    is_response_cut = models.BooleanField(default=False)
    next_attempt_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.status_code or self.error_code or 'under way'}"
