"""The division of a project's assets among its tenants, as printing asks for it."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef, Q

from embed.models import EmbedSession, FormSubmission, TenantAsset, TenantTemplate
from templates_app.models import AssetQuerySet, Template
from templates_app.reach import NOBODY, Division, Holders


def of_template(template_id: uuid.UUID) -> Holders:
    """The tenant that has the template; nobody for one of the whole project."""
    return frozenset(TenantTemplate.objects.filter(template=template_id).values_list("tenant", flat=True))


def of_render(template_id: uuid.UUID, render_id: uuid.UUID) -> Holders:
    """The template's tenant, and that of the form which the render came from; members' forms are the project's."""
    sent = FormSubmission.objects.filter(render=render_id, session__member=None)
    return of_template(template_id).union(sent.values_list("session__tenant", flat=True))


def within(assets: AssetQuerySet, holders: Holders) -> AssetQuerySet:
    """What no tenant has, and what one of these has."""
    held = TenantAsset.objects.filter(asset=OuterRef("pk"))
    return assets.filter(~Exists(held) | Q(Exists(held.filter(tenant__in=holders))))


def of_draft(session: EmbedSession, template: Template | None) -> Holders:
    """Whom the documents of what a session has open are for, once it is published."""
    if template is not None:
        return of_template(template.pk)
    return NOBODY if session.is_members else frozenset({session.tenant_id})


def of_form(session: EmbedSession, template: Template) -> Holders:
    """Whom the document of a form is for, once it is sent in."""
    own = NOBODY if session.is_members else frozenset({session.tenant_id})
    return of_template(template.pk) | own


TENANTS = Division(of_template=of_template, of_render=of_render, within=within)
