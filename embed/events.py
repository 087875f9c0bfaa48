"""What the outside is told of embedded surfaces."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from craftkit.api.times import iso
from embed.models import EmbedSession
from templates_app.fields import parse_manifest
from templates_app.models import TemplateVersion
from webhooks import actions as webhooks

PUBLISHED, SUBMITTED = "template.published", "form.submitted"


def published(session: EmbedSession, version: TemplateVersion) -> None:
    """A version was published; told to the session's callback, else to the partner's, in the caller's transaction.

    Nobody is told of what members publish on our own pages: the callback is about what a host's people did.
    """
    if session.is_own:
        return
    partner = session.project.embed_partner
    url = session.on_published_url or partner.webhook_url
    if not url:
        return
    endpoint = webhooks.open_callback(project=session.project, env=session.env, url=url, secret=partner.webhook_secret)
    payload = {
        "type": PUBLISHED,
        "templateId": str(version.template_id),
        "version": version.number,
        "manifest": {"fields": parse_manifest(version.manifest).fields()},
        "tenantExternalId": session.tenant.external_id,
        "actorExternalId": session.actor.external_id,
        "timestamp": iso(version.published_at),
    }
    webhooks.publish_to(endpoint=endpoint, type=PUBLISHED, subject_id=version.template_id, payload=payload)


def submitted(session: EmbedSession, version: TemplateVersion, data: dict[str, Any]) -> None:
    """A form was sent in that only collects: this event is the one place where its data is, until a receiver has it."""
    payload = {
        "event": SUBMITTED,
        "sessionId": str(session.pk),
        "templateSlug": version.template.slug,
        "templateVersion": version.number,
        "renderId": None,
        "data": data,
        "submittedAt": iso(timezone.now()),
    }
    webhooks.publish(project=session.project, env=session.env, type=SUBMITTED, subject_id=session.pk, payload=payload)
