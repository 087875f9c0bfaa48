"""What owners do to templates beside publishing them: name them, tag them, put them away, copy them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from craftkit.accounts import audit
from craftkit.lib.errors import Conflict
from templates_app.actions import Design, create_template, delete_template
from templates_app.drafts import opened, start_draft
from templates_app.fields import parse_manifest
from templates_app.models import Template, TemplateDraft, TemplateTag

NAME_LENGTH = 120
TAG_LENGTH, MOST_TAGS = 40, 12


class BadTag(Conflict):
    """A tag that the template cannot have."""


def describe(*, template: Template, name: str, description: str, locale: str) -> Template:
    """Another name, description and locale; the slug stays, for others call the template by it."""
    template.name, template.description, template.locale = name, description, locale
    template.save(update_fields=["name", "description", "locale", "updated_at"])
    return template


def plain_tag(text: str) -> str:
    """A tag as it is kept: small letters, one space between words."""
    return " ".join(text.replace("\0", "").replace(",", " ").lower().split())


def add_tag(*, template: Template, text: str) -> str:
    """The tag that the template has now. Raises BadTag."""
    name = plain_tag(text)
    if not name:
        raise BadTag(_("Write a word first."))
    if len(name) > TAG_LENGTH:
        raise BadTag(_("A tag may have at most %(most)d characters.") % {"most": TAG_LENGTH})
    with transaction.atomic():
        Template.objects.select_for_update().get(pk=template.pk)
        others = template.tags.exclude(name=name).count()
        if others >= MOST_TAGS:
            raise BadTag(_("A template may have at most %(most)d tags.") % {"most": MOST_TAGS})
        TemplateTag.objects.get_or_create(template=template, name=name, defaults={"project": template.project})
    return name


def remove_tag(*, template: Template, text: str) -> None:
    """Without the tag from now on."""
    template.tags.filter(name=plain_tag(text)).delete()


def archive(*, template: Template) -> None:
    """Put the template away: lists leave it out, and everything else goes on, renders too."""
    with transaction.atomic():
        if Template.objects.filter(pk=template.pk, archived_at=None).update(archived_at=timezone.now()):
            audit.record_in(template.project, "template.archived", template.slug)


def bring_back(*, template: Template) -> None:
    """Put it back among the others."""
    with transaction.atomic():
        if Template.objects.filter(pk=template.pk).exclude(archived_at=None).update(archived_at=None):
            audit.record_in(template.project, "template.brought_back", template.slug)


def duplicate(*, template: Template, name: str) -> Template:
    """A template of its own with what is published of this one, what its editors saved since, and its tags."""
    name = name[:NAME_LENGTH].strip()
    with transaction.atomic():
        copy = _published_copy(template, name) if template.current_version else _draft_copy(template, name)
        TemplateTag.objects.bulk_create(
            TemplateTag(project=copy.project, template=copy, name=tag)
            for tag in template.tags.values_list("name", flat=True)
        )
    return copy


def _published_copy(template: Template, name: str) -> Template:
    version, open_now = template.current_version, opened(template)
    if version is None:
        raise TypeError("Only what is published is copied so.")
    manifest = parse_manifest(version.manifest)
    same = Design(name, template.description, manifest, version.content, version.sample_data, template.locale)
    copy = create_template(project=template.project, design=same).template
    if open_now.manifest is None:
        TemplateDraft.objects.create(template=copy, content=open_now.content, sample_data=open_now.sample)
    return copy


def _draft_copy(template: Template, name: str) -> Template:
    open_now = opened(template)
    return start_draft(
        project=template.project,
        name=name,
        content=open_now.content,
        sample=open_now.sample,
        locale=template.locale,
    ).template


def discard(*, template: Template) -> None:
    """Delete the template for good; what was made of it stays."""
    with transaction.atomic():
        delete_template(template=template)
        audit.record_in(template.project, "template.deleted", template.slug)
