"""Drafts: what editors save between two versions, and the way from a draft to the next version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts.models import Project
from craftkit.lib.errors import Conflict
from templates_app.actions import design, locale_of_new, publish_version, roll_back
from templates_app.fields import Manifest
from templates_app.models import Template, TemplateDraft, TemplateVersion
from templates_app.passwords import NAMES, with_sealed_passwords
from templates_app.slugs import candidates

Content = dict[str, Any]


class DraftConflict(Conflict):
    """Somebody else saved in between."""

    code = "draft_conflict"
    message = gettext_noop(
        "The template was saved elsewhere in the meantime. Load it again, or save on top of the newer revision."
    )


@dataclass(frozen=True)
class Open:
    """What an editor opens: the draft, or the published version where that is newer; `revision` is the draft's."""

    content: Content
    sample: Content
    revision: int
    manifest: Content | None


@dataclass(frozen=True)
class Released:
    """A version made of a draft; `is_repeat` says that it was there before, and only its answer was lost."""

    version: TemplateVersion
    draft: TemplateDraft
    is_repeat: bool = False


def start_draft(*, project: Project, name: str, content: Content, sample: Content, locale: str = "") -> TemplateDraft:
    """A template that nobody published yet, with its first saved state."""
    given = {"name": name, "template_type": type_of(content), "locale": locale or locale_of_new(project)}
    for slug in candidates(name):
        template = Template(project=project, slug=slug, **given)
        template.give_inbound_credentials()
        try:
            with transaction.atomic():
                template.save(force_insert=True)
                return TemplateDraft.objects.create(template=template, content=kept(content), sample_data=sample)
        except IntegrityError:
            if not Template.objects.for_project(project).filter(slug=slug).exists():
                raise
    raise AssertionError("candidates do not end")


def type_of(content: Content) -> str:
    """The type of template that the content belongs to; one that there is not counts as a document."""
    kind = content.get("kind")
    return str(kind) if kind in Template.Type.values else Template.Type.DOCUMENT


def kept(content: Content) -> Content:
    """The content with its passwords sealed; it may be unfinished, so nothing in it is taken for granted."""
    finishing = content.get("finishing")
    protection = finishing.get("protection") if isinstance(finishing, dict) else None
    if not isinstance(protection, dict):
        return content
    sealed = [protection[name].get("sealed") for name in NAMES if isinstance(protection.get(name), dict)]
    return with_sealed_passwords(content) if all(isinstance(text, str) for text in sealed) else content


def opened(template: Template) -> Open:
    """What to show when the template is opened in an editor."""
    draft = TemplateDraft.objects.filter(template=template).first()
    version = template.current_version
    if version and (draft is None or version.published_at > draft.updated_at):
        return Open(version.content, version.sample_data, draft.revision if draft else 0, version.manifest)
    if draft is None:
        return Open({}, {}, 0, None)
    return Open(draft.content, draft.sample_data, draft.revision, None)


def save_draft(*, template: Template, content: Content, sample: Content, base_revision: int) -> TemplateDraft:
    """The next revision, if nobody saved since `base_revision`; the current one when it holds the same already.

    Raises DraftConflict.
    """
    return _saved(template, kept(content), sample, base_revision)[0]


def _saved(template: Template, content: Content, sample: Content, base_revision: int) -> tuple[TemplateDraft, bool]:
    """The draft, and whether it was written now."""
    rows = TemplateDraft.objects.filter(template=template)
    changes = {"content": content, "sample_data": sample, "updated_at": timezone.now()}
    with transaction.atomic():
        if not rows.filter(revision=base_revision).update(revision=F("revision") + 1, **changes):
            return _first(template, content, sample, base_revision)
        kind = _type_before_versions(template, content)
        Template.objects.filter(pk=template.pk).update(updated_at=timezone.now(), **kind)
        return rows.get(), True


def _type_before_versions(template: Template, content: Content) -> dict[str, str]:
    """Versions decide of what type a template is; before the first one its draft does."""
    return {} if template.is_published else {"template_type": type_of(content)}


def _first(template: Template, content: Content, sample: Content, base_revision: int) -> tuple[TemplateDraft, bool]:
    """The first draft of a published template, or the same draft once more when only its answer was lost."""
    if base_revision == 0:
        try:
            with transaction.atomic():
                return TemplateDraft.objects.create(template=template, content=content, sample_data=sample), True
        except IntegrityError:
            pass  # there is one; it is looked at below
    same = TemplateDraft.objects.filter(template=template).first()
    if same is None or same.content != content or same.sample_data != sample:
        raise DraftConflict
    return same, False


def publish_draft(
    *, template: Template, manifest: Manifest, content: Content, sample: Content, base_revision: int
) -> Released:
    """Save and publish in one transaction; `manifest` is the content's. Raises DraftConflict, InvalidDocument."""
    with transaction.atomic():
        template = Template.objects.select_for_update().get(pk=template.pk)
        draft, is_new = _saved(template, kept(content), sample, base_revision)
        current = template.current_version
        if not is_new and current and current.content == draft.content:
            return Released(current, draft, is_repeat=True)
        checked = design(
            name=template.name,
            description=template.description,
            manifest=manifest.as_json(),
            layout=draft.content,
            sample=sample,
            locale=template.locale,
        )
        return Released(publish_version(template=template, design=checked), draft)


def restore(*, version: TemplateVersion) -> TemplateVersion:
    """Publish an earlier version's content again; being newer than the draft, it is what editors open next."""
    with transaction.atomic():
        again = roll_back(version=version)
        TemplateDraft.objects.filter(template=again.template).update(revision=F("revision") + 1)
    return again


def rename(*, template: Template, name: str) -> Template:
    """Another name; the slug stays, for others call the template by it."""
    template.name = name
    template.save(update_fields=["name", "updated_at"])
    return template
