"""`/v1/embed/builder/templates`: templates as host applications keep them."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.times import iso
from embed.actions import documents, editing
from embed.api.doors import PARTNER_TAGS, EmbedDoor, either_auth, session_problems
from embed.entrance import SESSION
from embed.faults import InvalidCredentials
from embed.models import BuilderDocument
from embed.serializers import templates as shapes
from templates_app.models import Template


class BuilderTemplates(EmbedDoor):
    """The collection of builder templates."""

    allowed: ClassVar = PROJECT_KEYS | SESSION

    @extend_schema(
        operation_id="listBuilderTemplates",
        tags=PARTNER_TAGS,
        summary="List builder templates",
        responses={200: shapes.BuilderTemplateList, **session_problems()},
    )
    def get(self, request: Request) -> Response:
        """All templates of the project, the one changed last first. Project keys only."""
        if self.principal.kind not in PROJECT_KEYS:
            raise InvalidCredentials
        rows = Template.objects.for_project(self.principal.project).select_related("builder_document")
        return Response({"templates": [listed(row) for row in rows.order_by("-updated_at", "-pk")]})

    @extend_schema(
        operation_id="createBuilderTemplate",
        tags=PARTNER_TAGS,
        summary="Create a template from a builder draft",
        auth=either_auth,
        request=shapes.BuilderTemplateCreate,
        responses={200: shapes.BuilderTemplate, **session_problems(400, 413, 415)},
    )
    def post(self, request: Request) -> Response:
        """Keep a template as it was sent. Version 1 is published at once if the layout is a finished document."""
        session = getattr(self.principal, "session", None)
        if session:
            editing.require(session, "saveDraft")
        made = documents.take_in(
            project=self.principal.project,
            document=self.read(shapes.BuilderTemplateCreate, request)["documentTemplate"],
            session=session,
            may_publish=session is None or session.may("publish"),
        )
        return Response({"documentTemplate": shown(made)})


def shown(made: BuilderDocument) -> dict[str, Any]:
    """The template as it was sent, with the fields that we add."""
    template = made.template
    return {
        "presetKey": None,
        "layout": None,
        "design": None,
        **made.document,
        "_id": str(template.pk),
        "organizationId": str(template.project_id),
        "name": template.name,
        "sD": template.deleted_at is not None,
        "cAt": iso(template.created_at),
        "isCustomTemplate": True,
    }


def listed(template: Template) -> dict[str, Any]:
    """A template in the list."""
    made = getattr(template, "builder_document", None)
    category = made.document.get("category") if made else None
    return {
        "id": str(template.pk),
        "name": template.name,
        "slug": template.slug,
        "createdAt": iso(template.created_at),
        "updatedAt": iso(template.updated_at),
        "category": category if isinstance(category, str) else None,
    }
