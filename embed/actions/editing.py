"""What people do to templates in the builder: make, name, save, publish, go back, delete; each within the session."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from embed import events
from embed.actions.sessions import note
from embed.belongings import check_content
from embed.drafting import content_of, manifest_of
from embed.faults import LimitReached, PermissionDenied, WrongMode
from embed.models import EmbedSession, TenantTemplate
from templates_app import actions as templates
from templates_app import drafts
from templates_app.drafts import DraftConflict, Released
from templates_app.models import Template, TemplateDraft, TemplateVersion

Content = dict[str, Any]
Mode = EmbedSession.Mode


def require_builder(session: EmbedSession) -> None:
    """Forms have doors of their own. Raises WrongMode."""
    if session.mode == Mode.FILL:
        raise WrongMode(gettext_noop("This session fills in a form; it opens no templates."))


def require(session: EmbedSession, *flags: str) -> None:
    """Any one of the permissions, and a mode that changes things. Raises WrongMode, PermissionDenied."""
    require_builder(session)
    if session.mode == Mode.VIEW or not any(session.may(flag) for flag in flags):
        raise PermissionDenied(filled("This session lacks the permission {flag}.", flag=" or ".join(flags)))


def require_history(session: EmbedSession) -> None:
    """Looking at versions changes nothing, so a session that only reads may. Raises WrongMode, PermissionDenied."""
    require_builder(session)
    if not session.may("viewVersionHistory"):
        raise PermissionDenied(gettext_noop("This session lacks the permission viewVersionHistory."))


def use_up(session: EmbedSession, counter: str, amount: int = 1) -> None:
    """Count towards a limit of the session. Raises LimitReached."""
    if not EmbedSession.objects.use(session.pk, counter, amount):
        raise LimitReached


def create(*, session: EmbedSession, name: str, content: Content, sample: Content) -> Template:
    """The session's new template, of its tenant alone; called again, the answer was lost and this is the next save."""
    require(session, "saveDraft", "publish")
    if session.is_own and session.mode != Mode.CREATE:
        raise WrongMode(
            gettext_noop("This session is for one template; begin another one under Templates, New template.")
        )
    check_content(session, session.template if session.mode == Mode.CREATE else None, content, sample)
    with transaction.atomic():
        locked = EmbedSession.objects.select_for_update().get(pk=session.pk)
        if locked.mode == Mode.CREATE and locked.template:
            return _saved_again(session, locked.template, content, sample)
        use_up(session, "save_drafts")
        draft = drafts.start_draft(
            project=session.project, name=name, content=content, sample=sample, locale=session.locale
        )
        _place(session, draft.template)
        if locked.mode == Mode.CREATE:
            EmbedSession.objects.filter(pk=session.pk).update(template=draft.template)
        note(session, "template.created", about=draft.template)
    return draft.template


def _saved_again(session: EmbedSession, template: Template, content: Content, sample: Content) -> Template:
    known = TemplateDraft.objects.filter(template=template).first()
    revision = known.revision if known else 0
    drafts.save_draft(template=template, content=content, sample=sample, base_revision=revision)
    return template


def _place(session: EmbedSession, template: Template) -> None:
    """The template is the tenant's, under the partner's id if the session was given one that is free.

    What a member makes on our own pages is the whole project's.
    """
    if session.is_own:
        return
    external_id = session.template_external_id or None
    try:
        with transaction.atomic():
            TenantTemplate.objects.create(
                project=session.project, tenant=session.tenant, template=template, external_id=external_id
            )
    except IntegrityError:
        raise DraftConflict(
            gettext_noop("Another session made a template of this external id in the meantime.")
        ) from None


def save(
    *, session: EmbedSession, template: Template, content: Content, sample: Content, base_revision: int
) -> TemplateDraft:
    """Save the draft. Raises PermissionDenied, LimitReached, DraftConflict, InvalidDocument."""
    require(session, "saveDraft")
    check_content(session, template, content, sample)
    with transaction.atomic():
        use_up(session, "save_drafts")
        return drafts.save_draft(template=template, content=content, sample=sample, base_revision=base_revision)


def publish(
    *,
    session: EmbedSession,
    template: Template,
    content: Content | None,
    sample: Content | None,
    base_revision: int,
) -> Released:
    """Save and publish what was sent, else what was saved, and tell the partner. One transaction, one version."""
    require(session, "publish")
    known, samples = content_of(template)
    content, sample = known if content is None else content, samples if sample is None else sample
    check_content(session, template, content, sample)
    manifest = manifest_of(session, content)
    with transaction.atomic():
        released = drafts.publish_draft(
            template=template, manifest=manifest, content=content, sample=sample, base_revision=base_revision
        )
        if not released.is_repeat:
            use_up(session, "publishes")
            _tell(session, released.version, "template.published")
    return released


def restore(*, session: EmbedSession, version: TemplateVersion) -> TemplateVersion:
    """Publish an earlier version again, as the next one."""
    require(session, "rollback")
    with transaction.atomic():
        use_up(session, "publishes")
        again = drafts.restore(version=version)
        _tell(session, again, "template.published")
    return again


def _tell(session: EmbedSession, version: TemplateVersion, action: str) -> None:
    note(session, action, about=version.template, number=version.number)
    events.published(session, version)


def rename(*, session: EmbedSession, template: Template, name: str) -> Template:
    """Another name."""
    require(session, "rename")
    note(session, "template.renamed", about=template)
    return drafts.rename(template=template, name=name)


def delete(*, session: EmbedSession, template: Template) -> None:
    """Soft delete; the partner's id is free again."""
    require(session, "delete")
    with transaction.atomic():
        TenantTemplate.objects.filter(template=template).update(external_id=None)
        templates.delete_template(template=template)
        note(session, "template.deleted", about=template)
