"""Create templates, publish versions of them, delete them."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_noop

from craftkit.accounts.governing import defaults_of
from craftkit.accounts.models import Project
from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import Conflict, InvalidRequest, field_issues
from templates_app.assets import named_in
from templates_app.bases import check_base
from templates_app.document import check_bindings, derive_manifest, migrated, page_from_config
from templates_app.document.overlay import KIND as OVERLAY
from templates_app.fields import Manifest, parse_manifest
from templates_app.models import Template, TemplateVersion
from templates_app.passwords import with_sealed_passwords
from templates_app.reach import holders_of
from templates_app.samples import Sample, sample_data, samples
from templates_app.synthesis import synthesise

DEFAULT_LOCALE = "en"
DRAW_THUMBNAIL = "renders.tasks.draw_thumbnail"
FOR_NEWCOMERS = ("invoice", "quote", "contract", "letter")
SUFFIX = string.ascii_lowercase + string.digits


class SlugConflict(Conflict):
    """The slug that the client asked for belongs to another template of the project."""

    code = "slug_conflict"
    message = gettext_noop("A template with this slug exists already.")


@dataclass(frozen=True)
class Design:
    """Everything that a version is made of, checked."""

    name: str
    description: str
    manifest: Manifest
    content: dict[str, Any]
    sample: dict[str, Any]
    # Empty for the project's default.
    locale: str = ""

    @property
    def template_type(self) -> str:
        """The kind of template that this content belongs to."""
        return kind_of(self.content)


def design(
    *,
    name: str,
    manifest: object = None,
    description: str | None = None,
    template_type: str | None = None,
    layout: dict[str, Any] | None = None,
    page_config: dict[str, Any] | None = None,
    sample: dict[str, Any] | None = None,
    locale: str = "",
) -> Design:
    """The parts checked and put together; a layout may use what the manifest has, and a missing one is made from it.

    An overlay needs no manifest: it follows from the fields.
    """
    _check_kind(template_type, layout, page_config)
    derives = manifest is None and layout is not None and kind_of(layout) == OVERLAY
    checked = derive_manifest(layout) if derives and layout is not None else parse_manifest(manifest)
    content = layout
    if content is None:
        content = synthesise(name, checked, page_from_config(page_config))
    elif page_config is not None:
        content = {**content, "page": page_from_config(page_config)}
    check_bindings(content, checked)
    content = with_sealed_passwords(migrated(content))
    shown = sample_data(checked) if sample is None else sample
    return Design(name, description or "", checked, content, shown, locale)


def kind_of(content: dict[str, Any]) -> str:
    """The type of template that this content belongs to."""
    return str(content.get("kind") or Template.Type.DOCUMENT)


def _check_kind(template_type: str | None, layout: dict[str, Any] | None, page_config: dict[str, Any] | None) -> None:
    """Refuse a layout of another type than the client says, and a page set-up where the base decides."""
    kind = kind_of(layout or {})
    if template_type is not None and template_type != kind:
        reason = f"The layout is of kind {kind}" if layout else f"A template of type {template_type} needs a layout"
        raise InvalidRequest(issues=field_issues({"templateType": [reason]}))
    if kind == OVERLAY and page_config is not None:
        raise InvalidRequest(
            issues=field_issues({"pageConfig": [gettext_noop("An overlay has the pages of its base; leave it out")]})
        )


def create_template(*, project: Project, design: Design, slug: str | None = None) -> TemplateVersion:
    """A template with its first version; a derived slug gets a short suffix when taken, a given one is a conflict."""
    if slug:
        version = _try_create(project, design, slug)
        if version is None:
            raise SlugConflict
        return version
    stem = slugify(design.name)[:110].strip("-_").replace("_", "-") or "template"
    candidate = stem
    while True:
        version = _try_create(project, design, candidate)
        if version is not None:
            return version
        candidate = f"{stem}-{''.join(secrets.choice(SUFFIX) for _ in range(4))}"


def start_from(*, project: Project, sample: Sample) -> TemplateVersion:
    """A template of the project's own that begins as the sample; its slug gets a suffix when the sample's is taken."""
    copied = design(
        name=sample.name,
        manifest=sample.manifest,
        description=sample.description,
        layout=sample.content,
        sample=sample.data,
        locale=sample.locale,
    )
    return create_template(project=project, design=copied)


def offer_samples(project: Project) -> None:
    """Put the samples that most people want into a newcomer's project; the invoice last, so that it is listed first."""
    for sample in reversed([sample for sample in samples() if sample.slug in FOR_NEWCOMERS]):
        start_from(project=project, sample=sample)


def put_template(*, project: Project, design: Design, slug: str) -> tuple[TemplateVersion, bool]:
    """Create the template, or publish its next version; the version and whether the template is new."""
    existing = Template.objects.for_project(project).filter(slug=slug).first()
    if existing is None:
        version = _try_create(project, design, slug)
        if version is not None:
            return version, True
        existing = Template.objects.for_project(project).get(slug=slug)
    return publish_version(template=existing, design=design), False


def publish_version(*, template: Template, design: Design) -> TemplateVersion:
    """The next version, current from now on; name and description of the template follow the design."""
    with transaction.atomic():
        locked = Template.objects.select_for_update().get(pk=template.pk)
        newest = locked.versions.order_by("-number").first()
        version = _write_version(locked, design, newest.number + 1 if newest else 1)
        locked.name, locked.description = design.name, design.description
        locked.template_type = design.template_type
        locked.current_version = version
        locked.save(update_fields=["name", "description", "template_type", "current_version", "updated_at"])
        version.template = locked
    return version


def roll_back(*, version: TemplateVersion) -> TemplateVersion:
    """Publish an earlier version's content again, as the next version."""
    template = version.template
    again = Design(
        template.name, template.description, parse_manifest(version.manifest), version.content, version.sample_data
    )
    return publish_version(template=template, design=again)


def delete_template(*, template: Template) -> Template:
    """Soft delete; the slug is free again, and what was rendered stays."""
    template.deleted_at = timezone.now()
    template.save(update_fields=["deleted_at", "updated_at"])
    return template


def locale_of_new(project: Project) -> str:
    """The locale of new templates for which nobody names one."""
    return defaults_of(project)[0] or DEFAULT_LOCALE


def _try_create(project: Project, design: Design, slug: str) -> TemplateVersion | None:
    """None when the slug is taken."""
    template = Template(
        project=project,
        slug=slug,
        name=design.name,
        description=design.description,
        template_type=design.template_type,
        locale=design.locale or locale_of_new(project),
    )
    template.give_inbound_credentials()
    try:
        with transaction.atomic():
            template.save(force_insert=True)
            version = _write_version(template, design, 1)
            template.current_version = version
            template.save(update_fields=["current_version"])
    except IntegrityError:
        if Template.objects.for_project(project).filter(slug=slug).exists():
            return None
        raise
    return version


def _write_version(template: Template, design: Design, number: int) -> TemplateVersion:
    check_base(template.project_id, design.content)
    version = TemplateVersion.objects.create(
        template=template,
        number=number,
        manifest=design.manifest.as_json(),
        content=design.content,
        sample_data=design.sample,
    )
    version.assets.set(named_in(template.project_id, design.content, holders_of(template.pk)))
    ring_after_commit(DRAW_THUMBNAIL, str(version.pk))
    return version
