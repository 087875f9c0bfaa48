"""The documents of a session's tenant, where the host shows them in the builder."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from craftkit.accounts.models import Project
from embed.faults import PermissionDenied
from embed.models import EmbedSession, FormSubmission, TenantTemplate
from renders.models import Render

INTERNAL = (Render.Source.DASHBOARD, Render.Source.VERIFY)
RELATED = ("template", "version", "submission__session__tenant", "submission__session__actor")


def shown_in(session: EmbedSession) -> bool:
    """Whether the builder of this session shows documents."""
    return session.mode != EmbedSession.Mode.FILL and session.ui.get("showRenderHistory") is True


def require_shown(session: EmbedSession) -> None:
    """The host decides, when it mints the session. Raises PermissionDenied."""
    if not shown_in(session):
        raise PermissionDenied(
            gettext_noop("This session shows no documents; branding.ui.showRenderHistory switches that on.")
        )


def documents_in(project: Project, env: str) -> QuerySet[Render]:
    """The project's documents, newest first, without those that people made in the dashboard."""
    rows = Render.objects.for_project(project).filter(env=env)
    return rows.exclude(source__in=INTERNAL).select_related(*RELATED).order_by("-pk")


def documents_of(session: EmbedSession) -> QuerySet[Render]:
    """What the tenant's people sent in, and what was made of templates that are the tenant's own."""
    sent = FormSubmission.objects.filter(session__tenant=session.tenant, render__isnull=False)
    placed = TenantTemplate.objects.filter(tenant=session.tenant)
    own = Q(pk__in=sent.values("render")) | Q(template__in=placed.values("template"))
    return documents_in(session.project, session.env).filter(own)
