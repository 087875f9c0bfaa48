"""What a session opens: its template, its catalog, its callbacks and its form, as a partner's wish names them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet

from craftkit.accounts.models import Project
from craftkit.lib.ids import parse_id
from embed.faults import CatalogNotFound, TemplateNotFound, unfit
from embed.models import AllowedOrigin, CatalogVersion, EmbedSession, RedirectHost, Tenant, TenantTemplate
from embed.starts import start_of
from templates_app.models import Template

Wish = dict[str, Any]
Mode = EmbedSession.Mode


@dataclass(frozen=True)
class Scope:
    """What a wish comes to."""

    mode: str
    template: Template | None = None
    external_id: str = ""
    catalog_version: CatalogVersion | None = None
    on_published_url: str = ""
    on_close_url: str = ""
    form: dict[str, Any] = field(default_factory=dict)
    start: dict[str, Any] = field(default_factory=dict)


def resolve(project: Project, tenant: Tenant, wish: Wish) -> Scope:
    """Everything that the wish names, found. Raises InvalidRequest (422), TemplateNotFound, CatalogNotFound."""
    asked = wish.get("scope") or {}
    mode, external_id = asked.get("mode", Mode.EDIT), asked.get("templateExternalId") or ""
    callbacks = wish.get("callbacks") or {}
    return Scope(
        mode=mode,
        template=_template(project, tenant, mode, asked),
        external_id=external_id,
        catalog_version=_catalog(project, wish),
        on_published_url=callbacks.get("onPublishedUrl") or callbacks.get("onPublished") or "",
        on_close_url=callbacks.get("onCloseUrl") or "",
        form=_form(project, mode, wish.get("form") or {}),
        start=_start(mode, asked.get("templateType")),
    )


def _start(mode: str, kind: str | None) -> dict[str, Any]:
    if kind and mode != Mode.CREATE:
        raise unfit("scope.templateType", "Only mode create makes a template; leave it out.")
    return start_of(kind or "")


def _template(project: Project, tenant: Tenant, mode: str, asked: Wish) -> Template | None:
    template_id, external_id = asked.get("templateId"), asked.get("templateExternalId")
    if mode == Mode.CREATE:
        if template_id:
            raise unfit("scope.templateId", "Mode create makes a new template; leave it out, or use mode edit.")
        if external_id and TenantTemplate.objects.filter(tenant=tenant, external_id=external_id).exists():
            raise unfit("scope.templateExternalId", "The tenant has a template of this id; use mode edit.")
        return None
    if not template_id and not external_id:
        if mode in {Mode.VIEW, Mode.FILL}:
            raise unfit("scope.templateId", f"Mode {mode} needs templateId or templateExternalId.")
        return None
    found = (
        for_tenant(project, tenant).filter(pk=template_id).first()
        if template_id
        else by_external_id(project, tenant, str(external_id))
    )
    if found is None:
        raise TemplateNotFound("There is no template of this id for this tenant; make one with mode create.")
    return found


def for_tenant(project: Project, tenant: Tenant) -> QuerySet[Template]:
    """What a partner may open for a tenant: the tenant's own templates, and those that are no tenant's."""
    shared = Q(placement=None) | Q(placement__tenant=tenant)
    return Template.objects.for_project(project).filter(shared).select_related("current_version")


def by_external_id(project: Project, tenant: Tenant, external_id: str) -> Template | None:
    """The tenant's template of this id, else a template of the project that is no tenant's and has it as slug."""
    rows = for_tenant(project, tenant)
    own = rows.filter(placement__tenant=tenant, placement__external_id=external_id).first()
    return own or rows.filter(placement=None, slug=external_id).first()


def visible(session: EmbedSession) -> QuerySet[Template]:
    """What a session sees: its tenant's templates, and the one that it was opened for; our own see that one alone."""
    seen = Q(placement__tenant=session.tenant)
    if session.template_id:
        seen |= Q(pk=session.template_id)
    rows = Template.objects.for_project(session.project).filter(seen)
    return rows.select_related("current_version", "placement")


def wanted(session: EmbedSession, reference: str) -> Template:
    """The template that a session names by our id or by its partner's. Raises TemplateNotFound."""
    rows, known = visible(session), parse_id(reference)
    mine = rows.filter(pk=known).first() if known else None
    found = mine or rows.filter(placement__tenant=session.tenant, placement__external_id=reference).first()
    if found is None and session.template_id and reference == session.template_external_id:
        found = rows.filter(pk=session.template_id).first()
    if found is None:
        raise TemplateNotFound
    return found


def _catalog(project: Project, wish: Wish) -> CatalogVersion | None:
    named, reference = wish.get("catalogId"), wish.get("catalogRef") or {}
    if sum(bool(wish.get(name)) for name in ("catalogId", "catalogRef", "variableCatalog")) > 1:
        raise unfit("variableCatalog", "Send one of catalogId, catalogRef and variableCatalog.")
    if not named and not reference:
        return None
    rows = CatalogVersion.objects.filter(project=project).order_by("-number")
    if named:
        known = parse_id(named)
        rows = rows.filter(Q(pk=known) | Q(catalog_id=known)) if known else rows.none()
    else:
        rows = rows.filter(catalog__name=reference["name"])
        rows = rows.filter(number=reference["version"]) if reference.get("version") else rows
    found = rows.first()
    if found is None:
        raise CatalogNotFound
    return found


def _form(project: Project, mode: str, form: Wish) -> Wish:
    """The form's wishes; a redirect leads only where the project allows it."""
    target = form.get("redirectUrl")
    if mode != Mode.FILL:
        return {}
    host = urlsplit(target).hostname if target else None
    if host and not _may_lead_to(project, host):
        raise unfit("form.redirectUrl", "This host is not on the project's list of redirect hosts.")
    return form


def _may_lead_to(project: Project, host: str) -> bool:
    origins = AllowedOrigin.objects.filter(project=project).values_list("origin", flat=True)
    return RedirectHost.objects.filter(project=project, host=host).exists() or host in {
        urlsplit(origin).hostname for origin in origins
    }
