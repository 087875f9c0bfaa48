"""What the builder's own doors answer."""

from __future__ import annotations

import math
import uuid
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from craftkit.api.times import iso
from craftkit.mail.composing import brand_of
from embed.directory import with_manifest
from embed.drafting import fields_of
from embed.models import AuditEntry, EmbedSession, FormSubmission
from embed.models.forms import draft_of
from renders import answers as renders
from renders import downloads
from renders.models import Render
from templates_app import drafts
from templates_app.completion import merged
from templates_app.fields import parse_manifest
from templates_app.models import Template, TemplateVersion


def session_answer(session: EmbedSession) -> dict[str, Any]:
    """The session as its iframe needs it."""
    left = (session.expires_at - timezone.now()).total_seconds()
    is_form = session.mode == EmbedSession.Mode.FILL
    return {
        "sessionId": str(session.pk),
        "expiresIn": max(0, math.floor(left)),
        "expiresAt": iso(session.expires_at),
        "mode": session.mode,
        "locale": session.locale,
        "permissions": session.permissions,
        "limits": {
            "maxPublishes": session.max_publishes,
            "maxSaveDrafts": session.max_save_drafts,
            "maxUploadsBytes": session.max_uploads_bytes,
        },
        "used": {
            "publishes": session.publishes,
            "saveDrafts": session.save_drafts,
            "uploadsBytes": session.uploads_bytes,
        },
        "ui": session.ui,
        "appearance": session.appearance,
        "appearanceRejected": session.appearance_rejected,
        "logoUrl": logo_address(session.logo_id) if session.logo_id else None,
        "catalog": session.catalog,
        "onCloseUrl": session.on_close_url or None,
        "apiKeysUrl": _api_keys(session),
        "template": _of_session(session),
        "start": _start(session),
        "form": form_answer(session) if is_form else None,
    }


def _api_keys(session: EmbedSession) -> str | None:
    """Our page of the project's keys, where the host wants a link to it; who is no member has to sign in there."""
    if session.ui.get("showApiKeysLink") is not True:
        return None
    return settings.BASE_URL + reverse("key-list", args=[session.project_id])


def logo_address(logo_id: uuid.UUID) -> str:
    """Where a logo is on our own origin, from which the frame may load."""
    return f"{settings.EMBED_URL}/embed/logos/{logo_id}"


def form_answer(session: EmbedSession) -> dict[str, Any]:
    """How the form behaves, what it asks, and the answers that this person left at it."""
    wish, version = session.form or {}, session.template.current_version if session.template else None
    return {
        "prefill": merged({}, wish.get("prefill") or {}),
        "showPreview": wish.get("showPreview", False),
        "showDocumentAfterSubmit": wish.get("showDocumentAfterSubmit", True),
        "redirectUrl": wish.get("redirectUrl"),
        "captureMode": wish.get("captureMode", "render"),
        "readonly": wish.get("readonly") or [],
        "hidden": wish.get("hidden") or [],
        "manifest": parse_manifest(version.manifest).as_json() if version else {"variables": [], "loops": []},
        "draft": draft_of(session),
        # Whom the thanks name, on our own page of a public link.
        "receiver": brand_of(session.project).name if session.form_link_id else None,
    }


def submitted(session: EmbedSession, made: FormSubmission) -> dict[str, Any]:
    """What sending a form in answers: its render, or where the session only collects, nothing to wait for."""
    if made.render is None:
        return {
            "id": None,
            "status": "collected",
            "pollUrl": None,
            "downloadUrl": None,
            "errorMessage": None,
            "createdAt": iso(made.created_at),
        }
    return form_render(made)


def form_render(made: FormSubmission) -> dict[str, Any]:
    """The render of a form as its own session may see it."""
    render: Any = made.render
    return {
        "id": str(render.pk),
        "status": render.status,
        "pollUrl": f"{settings.BASE_URL}/v1/embed/renders/{render.pk}",
        "downloadUrl": downloads.link(render),
        "errorMessage": render.error_message or None,
        "createdAt": iso(render.created_at),
        "completedAt": iso(render.completed_at),
        "warnings": render.warnings,
    }


def listed_render(render: Render) -> dict[str, Any]:
    """A render in the partner's list, with the form that it came from."""
    made: FormSubmission | None = getattr(render, "submission", None)
    origin = {
        "sessionId": str(made.session_id) if made else None,
        "tenantExternalId": made.session.tenant.external_id if made else None,
        "actorExternalId": made.session.actor.external_id if made else None,
        "actorName": (made.session.actor.display_name or made.session.actor.external_id) if made else None,
        "templateName": render.template.name,
        "datasetSelection": made.dataset_selection if made else {},
    }
    return {**renders.full(render), **origin}


def _of_session(session: EmbedSession) -> dict[str, Any] | None:
    template = session.template
    if template is None or template.deleted_at:
        return None
    return template_answer(session, template)


def _start(session: EmbedSession) -> dict[str, Any] | None:
    if not session.start:
        return None
    return {"templateType": drafts.type_of(session.start), "content": session.start}


def template_answer(session: EmbedSession, template: Template) -> dict[str, Any]:
    """A template as the editor opens it."""
    opened = drafts.opened(template)
    content = with_manifest(opened.content, opened.manifest)
    return {
        "id": str(template.pk),
        "externalId": external_id(template),
        "name": template.name,
        "slug": template.slug,
        "templateType": template.template_type,
        "locale": template.locale,
        "content": content,
        "sampleData": opened.sample,
        "revision": opened.revision,
        "publishedVersion": number_of(template),
        "manifest": {"fields": fields_of(session, content)},
    }


def listed_template(template: Template) -> dict[str, Any]:
    """A template in the list of the editor."""
    version = template.current_version
    return {
        "id": str(template.pk),
        "externalId": external_id(template),
        "name": template.name,
        "slug": template.slug,
        "updatedAt": iso(template.updated_at),
        "publishedVersion": number_of(template),
        "thumbnailUrl": thumbnail_path(version) if version else None,
    }


def number_of(template: Template) -> int | None:
    """The published version, if there is one."""
    return template.current_version.number if template.current_version else None


def external_id(template: Template) -> str | None:
    """The partner's own id of the template."""
    placement = getattr(template, "placement", None)
    return placement.external_id if placement else None


def thumbnail_path(version: TemplateVersion) -> str | None:
    """Where the picture of a version is, for calls with the session's token; None while it is not drawn."""
    if not version.thumbnail_key:
        return None
    return f"/v1/embed/templates/{version.template_id}/versions/{version.number}/thumbnail"


def listed_versions(template: Template) -> list[dict[str, Any]]:
    """The versions, newest first, with who published them in an editor."""
    noted = AuditEntry.objects.filter(about=template, action="template.published").order_by("pk")
    people = dict(noted.values_list("number", "actor_name"))
    return [
        {
            "version": version.number,
            "publishedAt": iso(version.published_at),
            "publishedBy": people.get(version.number) or None,
            "isCurrent": version.pk == template.current_version_id,
            "thumbnailUrl": thumbnail_path(version),
        }
        for version in template.versions.all()
    ]


def version_answer(version: TemplateVersion) -> dict[str, Any]:
    """A version with all that it is made of."""
    return {
        "version": version.number,
        "content": with_manifest(version.content, version.manifest),
        "sampleData": version.sample_data,
        "manifest": {"fields": parse_manifest(version.manifest).fields()},
    }
