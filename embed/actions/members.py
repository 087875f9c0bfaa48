"""Sessions of our own dashboard: a member of the project opens the builder or a form there, without any key."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts.models import Project, User
from craftkit.lib.errors import Forbidden
from embed.actions.filling import NotPublished
from embed.actions.sessions import UI, digest, end_of, new_renew_token, note, token_of
from embed.entrance import Role, role_of
from embed.faults import RefreshFailed
from embed.models import Actor, EmbedSession, Tenant
from embed.permissions import FLAGS, VIEWER, flags_of
from embed.starts import start_of
from templates_app.actions import locale_of_new
from templates_app.models import Template

# The dashboard as a tenant: partners' ids have a character at least, so none of theirs is ever this one.
OWN_TENANT = ""
PLENTY = 2**31 - 1
FORM = {"showPreview": True, "showDocumentAfterSubmit": False}
Mode = EmbedSession.Mode
RIGHTS: dict[str, tuple[str, ...]] = {
    Mode.EDIT: FLAGS,
    Mode.CREATE: FLAGS,
    Mode.VIEW: VIEWER,
    Mode.FILL: ("submitForm", "saveFormDraft"),
}


class OnlyReads(Forbidden):
    """The member's role does not let it change or make anything."""

    code = "role_only_reads"
    message = gettext_noop("Your role in this account only reads. Ask one of its owners for the role editor.")


def open_builder(*, project: Project, member: User, template: Template) -> EmbedSession:
    """A session that edits the template; for who only reads, one that shows it."""
    mode = Mode.VIEW if role_of(member, project) == Role.VIEWER else Mode.EDIT
    return _opened(project, member, mode, template)


def open_new(*, project: Project, member: User, kind: str) -> EmbedSession:
    """A session that makes one template of this type. Raises OnlyReads."""
    _require_more_than_reading(project, member)
    return _opened(project, member, Mode.CREATE, start=start_of(kind))


def open_form(*, project: Project, member: User, template: Template) -> EmbedSession:
    """A session that makes documents of the template. Raises OnlyReads, NotPublished."""
    _require_more_than_reading(project, member)
    if template.current_version is None:
        raise NotPublished
    return _opened(project, member, Mode.FILL, template, form=FORM)


def prolong(*, session: EmbedSession) -> EmbedSession:
    """The same session with a later end. Raises RefreshFailed when it was revoked, or over for too long."""
    now = timezone.now()
    if not EmbedSession.objects.extend(session.pk, until=end_of(now), now=now):
        raise RefreshFailed
    session.refresh_from_db()
    return session


def token(session: EmbedSession) -> str:
    """What opens the iframe, until the session's end."""
    return token_of(session, timezone.now())


def _require_more_than_reading(project: Project, member: User) -> None:
    if role_of(member, project) == Role.VIEWER:
        raise OnlyReads


def _opened(
    project: Project, member: User, mode: str, template: Template | None = None, **more: dict[str, Any]
) -> EmbedSession:
    """A session with every right that the mode can use; what it may use up is no matter among ourselves."""
    named = {"display_name": member.email, "email": member.email}
    with transaction.atomic():
        dashboard = {"display_name": "Dashboard"}
        tenant, _ = Tenant.objects.get_or_create(project=project, external_id=OWN_TENANT, defaults=dashboard)
        actor, _ = Actor.objects.update_or_create(
            tenant=tenant, external_id=str(member.pk), defaults=named, create_defaults={**named, "project": project}
        )
        session = EmbedSession.objects.create(
            project=project,
            env="live",
            tenant=tenant,
            actor=actor,
            member=member,
            mode=mode,
            template=template,
            permissions=flags_of(RIGHTS[mode]),
            max_publishes=PLENTY,
            max_save_drafts=PLENTY,
            max_uploads_bytes=PLENTY,
            locale=template.locale if template else locale_of_new(project),
            ui=UI,
            appearance={"baseTheme": "auto"},
            renew_digest=digest(new_renew_token()),
            expires_at=end_of(timezone.now()),
            **more,
        )
        note(session, "session.opened")
    return session
