"""Batches: many rows of data for one template, what became of each row, and the files made of all their documents.

renders.models imports them, so that Django finds them.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_noop

from craftkit.accounts.models import ApiKey, Project
from craftkit.lib.ids import new_id
from craftkit.lib.leases import Leased, LeasedQuerySet
from templates_app.models import Template, TemplateVersion

NOT_MERGED = gettext_noop(
    "The PDF asks for a password when it is opened, so it is in the zip but not in the merged PDF."
)


class BatchQuerySet(LeasedQuerySet):
    """Selections and transitions of batches; a batch is leased while its rows become renders."""

    running = "expanding"

    def for_project(self, project: Project, env: str) -> BatchQuerySet:
        """The batches of one project and environment that were started."""
        return self.filter(project=project, env=env).exclude(status=Batch.Status.DRAFT)

    def move(self, row_id: uuid.UUID, *, before: tuple[str, ...], **changes: Any) -> bool:
        """Change a batch that is in one of these states; False when somebody else was faster."""
        return self.filter(pk=row_id, status__in=before).update(**changes) == 1

    def exhausted(self) -> LeasedQuerySet:
        """Batches whose worker went silent on the last attempt."""
        return self.expired().filter(attempt__gte=models.F("max_attempts"))


class Batch(Leased):
    """Many documents of one template version, asked for at once."""

    class Status(models.TextChoices):
        """A draft was uploaded in the dashboard and not started; the last three are final until a retry."""

        DRAFT = "draft"
        QUEUED = "queued"
        EXPANDING = "expanding"
        RENDERING = "rendering"
        COMPLETED = "completed"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Mode(models.TextChoices):
        """What invalid rows do to the others."""

        PARTIAL = "partial"
        ALL_OR_NOTHING = "all-or-nothing"

    class OnError(models.TextChoices):
        """What a failed document does to the others."""

        CONTINUE = "continue"
        STOP = "stop"

    OVER = (Status.COMPLETED, Status.FAILED, Status.CANCELLED)
    ACTIVE = (Status.QUEUED, Status.EXPANDING, Status.RENDERING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="batches")
    env = models.CharField(max_length=4, default="live")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="batches")
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="batches")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    name = models.CharField(max_length=200, blank=True, default="")
    mode = models.CharField(max_length=14, choices=Mode.choices, default=Mode.PARTIAL)
    on_error = models.CharField(max_length=8, choices=OnError.choices, default=OnError.CONTINUE)
    options = models.JSONField(default=dict)
    # How to read the source: its kind, and for CSV its encoding, delimiter, columns and grouping.
    reading = models.JSONField(default=dict)
    source_key = models.CharField(max_length=200, blank=True, default="")
    total = models.PositiveIntegerField(default=0)
    expanded = models.PositiveIntegerField(default=0)
    # Counts the retries; a row that was sent again carries the round it was last sent in.
    round = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    error_code = models.CharField(max_length=60, blank=True, default="")
    error_message = models.TextField(blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")
    api_key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    completed_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        app_label = "renders"
        indexes: ClassVar = [
            models.Index(fields=["project", "-id"], name="batch_newest"),
            models.Index(
                fields=["id"],
                condition=models.Q(status__in=("queued", "expanding", "rendering")),
                name="batch_active",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.status in self.OVER


class BatchRow(models.Model):
    """One row of a batch: the render that it became, or why it became none."""

    class Outcome(models.TextChoices):
        """`skipped` rows were fine, but the whole batch was refused because of others."""

        ACCEPTED = "accepted"
        INVALID = "invalid"
        SKIPPED = "skipped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.ACCEPTED)
    external_id = models.CharField(max_length=200, blank=True, default="")
    metadata = models.JSONField(default=dict)
    issues = models.JSONField(null=True)
    round = models.PositiveIntegerField(default=0)
    render = models.OneToOneField("renders.Render", on_delete=models.SET_NULL, null=True, related_name="batch_row")
    # The merged PDF was built without its document, which asks for a password.
    is_unmerged = models.BooleanField(default=False, db_default=False)

    class Meta:
        app_label = "renders"
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "number"], name="batch_row_once")]
        indexes: ClassVar = [models.Index(fields=["external_id"], name="batch_row_by_external_id")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"

    @property
    def status(self) -> str:
        """The render's state, or what became of a row without one."""
        if self.render is not None:
            return str(self.render.status)
        return "deleted" if self.outcome == self.Outcome.ACCEPTED else self.outcome

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """The render's, and that its document is not in the merged PDF."""
        own = list(self.render.warnings) if self.render else []
        return [*own, {"code": "not_merged", "message": NOT_MERGED}] if self.is_unmerged else own


class BatchFileQuerySet(LeasedQuerySet):
    """Selections and transitions of files of batches."""

    running = "building"


class BatchFile(Leased):
    """All documents of a batch in one file, built on request."""

    class Kind(models.TextChoices):
        """A zip with a file for each document, or all of them one after the other in one PDF."""

        ZIP = "zip"
        MERGED = "merged"

    class Status(models.TextChoices):
        """The last two are final."""

        QUEUED = "queued"
        BUILDING = "building"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    # A retry changes the documents: files of earlier rounds are out of date.
    round = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=200, blank=True, default="")
    size = models.PositiveBigIntegerField(null=True)
    error_code = models.CharField(max_length=60, blank=True, default="")
    error_message = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    objects = BatchFileQuerySet.as_manager()

    class Meta:
        app_label = "renders"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "kind", "round"], name="batch_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}.{self.kind}"
