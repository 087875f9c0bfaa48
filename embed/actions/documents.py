"""Take in templates as host applications keep them, beside the builder."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from craftkit.accounts.models import Project
from craftkit.lib.errors import AppError
from embed.belongings import check_content
from embed.models import BuilderDocument, EmbedSession, TenantTemplate
from templates_app import drafts
from templates_app.document import derive_manifest
from templates_app.models import Template

UNTITLED = "Untitled template"


def take_in(
    *, project: Project, document: dict[str, Any], session: EmbedSession | None = None, may_publish: bool
) -> BuilderDocument:
    """A template from what a host sent, kept as it came; published at once where the layout is ready for it."""
    name = document.get("name")
    name = name.strip()[:120] if isinstance(name, str) and name.strip() else UNTITLED
    layout = document.get("layout")
    content = layout if isinstance(layout, dict) else {}
    if session:
        check_content(session, None, content, {})
    with transaction.atomic():
        draft = drafts.start_draft(project=project, name=name, content=content, sample={})
        kept = BuilderDocument.objects.create(template=draft.template, document=document)
        if session:
            TenantTemplate.objects.create(project=project, tenant=session.tenant, template=draft.template)
    if may_publish:
        _publish_if_ready(draft.template, content)
    return kept


def _publish_if_ready(template: Template, content: dict[str, Any]) -> None:
    """Whatever is not ready to print stays a draft; that is how this call is documented."""
    try:
        manifest = derive_manifest(content)
        drafts.publish_draft(template=template, manifest=manifest, content=content, sample={}, base_revision=1)
    except AppError:
        return
