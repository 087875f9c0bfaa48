"""Show a draft as the PDF that it would become."""

from __future__ import annotations

from typing import Any

from embed.actions.editing import require_builder
from embed.belongings import check_content
from embed.division import of_draft
from embed.drafting import manifest_of
from embed.models import EmbedSession
from renders.previewing import Draft, preview
from templates_app.drafts import kept
from templates_app.models import Template

UNTITLED = "Untitled template"


def show(
    *, session: EmbedSession, template: Template | None, content: dict[str, Any], data: dict[str, Any]
) -> tuple[bytes, list[dict[str, Any]]]:
    """The PDF and its warnings. Raises InvalidDocument, and whatever previewing raises."""
    require_builder(session)
    check_content(session, template, content, data)
    draft = Draft(
        project=session.project,
        env=session.env,
        channel=str(session.pk),
        name=template.name if template else UNTITLED,
        locale=template.locale if template else session.locale,
        content=kept(content),
        manifest=manifest_of(session, content),
        data=data,
        holders=of_draft(session, template),
    )
    return preview(draft)
