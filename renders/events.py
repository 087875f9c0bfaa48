"""What the outside is told about renders: how each ended, in the transaction that ends it; cancelled: nothing."""

from __future__ import annotations

import uuid

from craftkit.api.times import iso
from renders import downloads
from renders.models import Render
from webhooks.actions import publish

NAMES = {Render.Status.SUCCEEDED: "render.succeeded", Render.Status.FAILED: "render.failed"}


def ended(render_id: uuid.UUID) -> None:
    """Tell that the render succeeded or failed; call it inside the transaction that wrote so."""
    render = Render.objects.select_related("project").defer("data").get(pk=render_id)
    name = NAMES[Render.Status(render.status)]
    publish(project=render.project, env=render.env, type=name, subject_id=render.pk, payload=payload(name, render))


def payload(name: str, render: Render) -> dict[str, str | None]:
    """The body of `render.succeeded` and `render.failed`."""
    return {
        "event": name,
        "renderId": str(render.pk),
        "templateId": str(render.template_id),
        "status": render.status,
        "downloadUrl": downloads.link(render),
        "errorMessage": render.error_message or None,
        "createdAt": iso(render.created_at),
        "completedAt": iso(render.completed_at),
    }
