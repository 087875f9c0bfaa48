"""Templates with their immutable versions, and the assets of a project."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from craftkit.accounts.models import Project
from craftkit.lib import keys, sealed
from craftkit.lib.ids import new_id

SLUG_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class AssetQuerySet(models.QuerySet["Asset"]):
    """Selections of assets."""

    def alive(self) -> AssetQuerySet:
        """Assets that were not deleted."""
        return self.filter(deleted_at=None)

    def for_project(self, project: Project) -> AssetQuerySet:
        """The living assets of one project."""
        return self.alive().filter(project=project)

    def kept(self) -> AssetQuerySet:
        """Assets whose bytes are there: the living, and the deleted ones that some version still prints."""
        return self.exclude(key="")

    def bytes_used(self) -> int:
        """What these take in the store, contents that several share counted once."""
        contents = self.kept().values("key").annotate(size=models.Max("size_bytes")).values_list("size", flat=True)
        return sum(contents)


class Asset(models.Model):
    """A file of a project that templates and data refer to by id; `sha256` is of the stored bytes under `key`."""

    class Kind(models.TextChoices):
        """What the bytes are; `file` is anything, and only ever attached."""

        IMAGE = "image"
        FONT = "font"
        PDF = "pdf"
        FILE = "file"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=120)
    filename = models.CharField(max_length=200, blank=True, default="")
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    # Pictures are written anew, so what was sent and what is kept have hashes of their own.
    upload_sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=200, blank=True)
    meta = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "kind", "upload_sha256"],
                condition=models.Q(deleted_at=None),
                name="asset_upload_while_alive",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["project", "-id"], name="asset_newest")]

    def __str__(self) -> str:
        return self.name


class TemplateQuerySet(models.QuerySet["Template"]):
    """Selections of templates."""

    def alive(self) -> TemplateQuerySet:
        """Templates that were not deleted."""
        return self.filter(deleted_at=None)

    def for_project(self, project: Project) -> TemplateQuerySet:
        """The living templates of one project."""
        return self.alive().filter(project=project)

    def without_contents(self) -> TemplateQuerySet:
        """With their current versions, but for what is large in these."""
        large = ("content", "manifest", "sample_data")
        return self.select_related("current_version").defer(*(f"current_version__{name}" for name in large))

    def by_inbound_token(self, token: str) -> Template | None:
        """The living template that an inbound hook's token opens."""
        digest = keys.digest(token, settings.SECRET_KEY)
        return (
            self.alive()
            .filter(inbound_token_digest=digest, project__deleted_at=None)
            .select_related("project", "current_version")
            .first()
        )


class Template(models.Model):
    """A document design under a slug that is unique among the project's living templates."""

    class Type(models.TextChoices):
        """How the content of the versions is written."""

        DOCUMENT = "document"
        HTML = "html"
        PDF_OVERLAY = "pdf-overlay"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="templates")
    slug = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=280, blank=True, default="")
    template_type = models.CharField(max_length=12, choices=Type.choices, default=Type.DOCUMENT)
    locale = models.CharField(max_length=20, default="en")
    current_version = models.ForeignKey(
        "TemplateVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    inbound_token_digest = models.CharField(max_length=64, unique=True)
    inbound_token_sealed = models.TextField()
    inbound_secret_sealed = models.TextField()
    old_inbound_secret_sealed = models.TextField(blank=True, default="")
    old_inbound_secret_until = models.DateTimeField(null=True, blank=True)
    is_signature_required = models.BooleanField(default=False)
    is_hook_logged = models.BooleanField(default=True)
    hook_mapping = models.JSONField(default=dict, blank=True)
    # How many documents were asked for: counted a minute after they were, so that accepting one writes nothing here.
    uses = models.PositiveBigIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "slug"], condition=models.Q(deleted_at=None), name="template_slug_while_alive"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "-updated_at"], name="template_newest"),
            models.Index(fields=["project", "-uses"], name="template_most_used"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_published(self) -> bool:
        """Whether there is a version to render."""
        return self.current_version_id is not None

    @property
    def inbound_token(self) -> str:
        """The token in the address of the inbound hook, in clear."""
        return sealed.unseal(self.inbound_token_sealed) or ""

    @property
    def inbound_secret(self) -> str:
        """The secret that signs bodies sent to the inbound hook, in clear."""
        return sealed.unseal(self.inbound_secret_sealed) or ""

    def inbound_secrets(self, at: datetime) -> list[str]:
        """The secrets that a signature may be made with at this moment: the current one, and for a while the old."""
        is_old_valid = self.old_inbound_secret_until is not None and at < self.old_inbound_secret_until
        old = sealed.unseal(self.old_inbound_secret_sealed) if is_old_valid else None
        return [secret for secret in (self.inbound_secret, old) if secret]

    def give_inbound_credentials(self) -> None:
        """New token and secret for the inbound hook; the old ones stop working once this is saved."""
        self.give_inbound_token()
        self.give_inbound_secret(old_until=None)

    def give_inbound_token(self) -> None:
        """A new token for the inbound hook; the old one stops working once this is saved."""
        token = keys.random_token("hk_")
        self.inbound_token_digest = keys.digest(token, settings.SECRET_KEY)
        self.inbound_token_sealed = sealed.seal(token)

    def give_inbound_secret(self, *, old_until: datetime | None) -> None:
        """A new secret for the inbound hook; the old one is accepted until then, or not at all."""
        self.old_inbound_secret_sealed = self.inbound_secret_sealed if old_until else ""
        self.old_inbound_secret_until = old_until
        self.inbound_secret_sealed = sealed.seal(keys.random_token("hks_"))


class TemplateTag(models.Model):
    """A word that owners find templates by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["template", "name"], name="template_tag_once")]
        indexes: ClassVar = [models.Index(fields=["project", "name"], name="template_tag_by_name")]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """One published state of a template: never changed after it is written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    manifest = models.JSONField()
    content = models.JSONField()
    sample_data = models.JSONField(default=dict)
    thumbnail_key = models.CharField(max_length=200, blank=True, default="")
    thumbnail_error = models.CharField(max_length=300, blank=True, default="")
    golden_key = models.CharField(max_length=200, blank=True, default="")
    # What the content names, noted when it is published: these assets keep their bytes.
    assets = models.ManyToManyField(Asset, related_name="versions", blank=True)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["template", "number"], name="version_number_once")]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"


class TemplateDraft(models.Model):
    """What an editor saved and nobody published yet; `revision` counts the saves, so that no editor overwrites another.

    The content may be unfinished: only publishing holds it against the document schema.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.OneToOneField(Template, on_delete=models.CASCADE, related_name="draft")
    content = models.JSONField()
    sample_data = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.template_id} draft {self.revision}"
