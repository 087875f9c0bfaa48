"""Renders and the record of every change of their state."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_noop

from craftkit.accounts.models import ApiKey, Project
from craftkit.lib.ids import new_id
from craftkit.lib.leases import Leased, LeasedQuerySet
from renders.batch_models import Batch, BatchFile, BatchRow
from renders.comparison_models import VersionComparison
from renders.golden_models import GoldenCheck
from renders.hold_models import DoomedFile, LegalHold
from renders.preview_models import Preview
from renders.tally_models import Tally
from renders.view_models import SavedView
from templates_app.models import Template, TemplateVersion

__all__ = [
    "Batch",
    "BatchFile",
    "BatchRow",
    "DoomedFile",
    "GoldenCheck",
    "HookCall",
    "LegalHold",
    "Preview",
    "Render",
    "RenderTransition",
    "SavedView",
    "Tally",
    "VersionComparison",
    "WorkerPulse",
]
ENVS = (("live", "live"), ("test", "test"))


class RenderQuerySet(LeasedQuerySet):
    """Selections and transitions of renders."""

    running = "rendering"

    def alive(self) -> RenderQuerySet:
        """Renders that nobody deleted."""
        return self.filter(deleted_at=None)

    def for_project(self, project: Project) -> RenderQuerySet:
        """The renders of one project that nobody deleted."""
        return self.alive().filter(project=project)

    def oldest_due_of(self, project_id: uuid.UUID) -> uuid.UUID | None:
        """The project's render to take next, those of batches last; None when it has none to work on now."""
        due = self.due().filter(project_id=project_id)
        return due.order_by("is_bulk", "id").values_list("id", flat=True).first()

    def projects_at_work(self) -> list[uuid.UUID]:
        """The projects that have unfinished renders, the longest waiting first."""
        # As text, because PostgreSQL before 18 knows no smallest uuid.
        head = models.Min(Cast("id", models.CharField(max_length=36)))
        rows = self.unfinished().values("project_id").annotate(head=head).order_by("head")
        return [row["project_id"] for row in rows]

    def exhausted(self) -> LeasedQuerySet:
        """Renders whose worker went silent on the last attempt."""
        return self.expired().filter(attempt__gte=models.F("max_attempts"))

    def give_up(self) -> int:
        """Fail the exhausted ones; how many there were."""
        return self.exhausted().update(
            status=Render.Status.FAILED,
            error_code="render_crashed",
            error_message=gettext_noop("The render was given up: its worker stopped answering each time it was tried."),
            lease_token=None,
            lease_until=None,
            completed_at=Now(),
        )

    def finish(self, row_id: uuid.UUID, token: uuid.UUID, **result: Any) -> bool:
        """The one place that writes `succeeded` or `failed` for a worker; False when its lease was lost."""
        changes = {"lease_token": None, "lease_until": None, "completed_at": Now(), **result}
        return self.held(row_id, token).update(**changes) == 1

    def cancel(self, row_id: uuid.UUID) -> bool:
        """End an unfinished render; a worker that is on it finds its lease gone. False when it was over already."""
        changes = {"status": Render.Status.CANCELLED, "lease_token": None, "lease_until": None, "completed_at": Now()}
        return self.unfinished().filter(pk=row_id).update(**changes) == 1


class Render(Leased):
    """One document to be made, or made: data for a template version, and the PDF that came of it."""

    class Status(models.TextChoices):
        """`queued` and `rendering` are on the way; the other three are final."""

        QUEUED = "queued"
        RENDERING = "rendering"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Source(models.TextChoices):
        """Where the render was asked for."""

        API = "api"
        HOOK = "hook"
        DASHBOARD = "dashboard"
        FORM = "form"
        BATCH = "batch"
        VERIFY = "verify"

    TERMINAL = (Status.SUCCEEDED, Status.FAILED, Status.CANCELLED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="renders")
    env = models.CharField(max_length=4, choices=ENVS, default="live")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="renders")
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="renders")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.API)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    data = models.JSONField()
    options = models.JSONField(default=dict)
    filename = models.CharField(max_length=200, blank=True, default="")
    warnings = models.JSONField(default=list)
    error_code = models.CharField(max_length=60, blank=True, default="")
    error_message = models.TextField(blank=True, default="")
    # Part of a batch: it lets the project's other renders go first.
    is_bulk = models.BooleanField(default=False, db_default=False)
    pdf_key = models.CharField(max_length=200, blank=True, default="")
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    pdf_bytes = models.PositiveBigIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    content_hash = models.CharField(max_length=64, blank=True, default="")
    engine = models.CharField(max_length=120, blank=True, default="")
    timings = models.JSONField(default=dict)
    # What it took beside template and data: assets, joined templates. Passwords are not among it.
    inputs = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    request_id = models.CharField(max_length=64, blank=True, default="")
    api_key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    completed_at = models.DateTimeField(null=True)
    # When retention took the file or the data; hashes and facts stay.
    pdf_purged_at = models.DateTimeField(null=True)
    data_purged_at = models.DateTimeField(null=True)
    # When somebody deleted it. The row stays, empty: usage is counted from it, links and signed copies refer to it.
    deleted_at = models.DateTimeField(null=True)

    objects = RenderQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # With what the list's search compares, so that it need not read the rows.
            models.Index(
                fields=["project", "env", "-id", "source", "template", "filename", "deleted_at"], name="render_newest"
            ),
            models.Index(fields=["project", "env", "status", "-id"], name="render_newest_of_status"),
            models.Index(fields=["template", "-id"], name="render_newest_of_template"),
            models.Index(
                fields=["project", "is_bulk", "id"],
                condition=models.Q(status__in=("queued", "rendering")),
                name="render_next",
            ),
            models.Index(fields=["lease_until"], condition=models.Q(status="rendering"), name="render_at_work"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_terminal(self) -> bool:
        """Whether the state is final."""
        return self.status in self.TERMINAL

    @property
    def duration_ms(self) -> int | None:
        """From acceptance to the final state, in milliseconds."""
        if self.completed_at is None:
            return None
        return round((self.completed_at - self.created_at).total_seconds() * 1000)


class RenderTransition(models.Model):
    """One change of a render's state, written by a database trigger: the proof that each ended exactly once."""

    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="transitions")
    old = models.CharField(max_length=10)
    new = models.CharField(max_length=10)
    attempt = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.render_id}: {self.old} -> {self.new}"


class HookCall(models.Model):
    """A call of a template's inbound hook and what came of it; kept for a week where the owner wants that."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="hook_calls")
    render = models.ForeignKey(Render, on_delete=models.SET_NULL, null=True, related_name="+")
    status = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60, blank=True, default="")
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, default="")
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["template", "-id"], name="hook_call_newest")]

    def __str__(self) -> str:
        return f"{self.template_id}: {self.status}"


class WorkerPulse(models.Model):
    """A worker's last sign of life: what health checks and the dashboard go by."""

    name = models.CharField(max_length=120, primary_key=True)
    browser = models.CharField(max_length=120, blank=True, default="")
    error = models.CharField(max_length=300, blank=True, default="")
    seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name
