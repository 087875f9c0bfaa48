"""What a draft asks for: its manifest, with the session's catalog to tell the types of what it uses."""

from __future__ import annotations

from typing import Any

from craftkit.lib.errors import AppError
from embed.directory import declared, with_manifest
from embed.models import EmbedSession
from templates_app import drafts
from templates_app.bases import check_base
from templates_app.differences import compare
from templates_app.document import derive_manifest
from templates_app.fields import Manifest, parse_manifest
from templates_app.models import Template

Content = dict[str, Any]


def content_of(template: Template) -> tuple[Content, Content]:
    """Content and sample data as an editor opens them, with what the published manifest knows of the variables."""
    opened = drafts.opened(template)
    return with_manifest(opened.content, opened.manifest), opened.sample


def manifest_of(session: EmbedSession, content: Content) -> Manifest:
    """The manifest of finished content. Raises InvalidDocument."""
    manifest = derive_manifest(declared(content, session.catalog))
    check_base(session.project_id, content)
    return manifest


def fields_of(session: EmbedSession, content: Content) -> list[dict[str, Any]]:
    """The variables as builder events tell them; none while the content is not finished."""
    try:
        return manifest_of(session, content).fields() if content else []
    except AppError:
        return []


def changes_of(session: EmbedSession, template: Template) -> dict[str, Any]:
    """What publishing the draft would change for those who send data. Raises InvalidDocument."""
    after = manifest_of(session, content_of(template)[0])
    version = template.current_version
    if version is None:
        return {"compatibility": "first", "changes": [], "fromVersion": None}
    found = compare(parse_manifest(version.manifest), after)
    return {
        "compatibility": "breaking" if any(change.breaks for change in found) else "compatible",
        "changes": [{"kind": change.kind, "key": change.key, "message": change.message} for change in found],
        "fromVersion": version.number,
    }
