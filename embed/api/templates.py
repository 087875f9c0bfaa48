"""`/v1/embed/templates`: the builder lists, opens, makes, names, saves, publishes and deletes templates."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from embed import answers, scoping
from embed.actions import editing
from embed.api.doors import BUILDER_TAGS, CONFLICT, NO_TEMPLATE, SessionDoor, session_auth, session_problems
from embed.drafting import changes_of, fields_of
from embed.remarks import remarks_on
from embed.serializers import templates as shapes


class Templates(SessionDoor):
    """The templates that the session sees."""

    @extend_schema(
        operation_id="listEmbedTemplates",
        tags=BUILDER_TAGS,
        summary="List templates",
        auth=session_auth,
        responses={200: shapes.TemplateListing, **session_problems()},
    )
    def get(self, request: Request) -> Response:
        """The tenant's templates, the one changed last first."""
        editing.require_builder(self.session)
        rows = scoping.visible(self.session).order_by("-updated_at", "-pk")
        return Response({"templates": [answers.listed_template(row) for row in rows]})

    @extend_schema(
        operation_id="createEmbedTemplate",
        tags=BUILDER_TAGS,
        summary="Save a new template",
        auth=session_auth,
        request=shapes.TemplateCreate,
        responses={201: shapes.OpenTemplate, **session_problems(400, 413, 415, **CONFLICT)},
    )
    def post(self, request: Request) -> Response:
        """The first save. It counts against `maxSaveDrafts`."""
        body = self.read(shapes.TemplateCreate, request)
        made = editing.create(
            session=self.session, name=body["name"], content=body["content"], sample=body["sampleData"]
        )
        return Response(answers.template_answer(self.session, made), status=201)


class OneTemplate(SessionDoor):
    """One template, by our id or the partner's."""

    @extend_schema(
        operation_id="getEmbedTemplate",
        tags=BUILDER_TAGS,
        summary="Open a template",
        auth=session_auth,
        responses={200: shapes.OpenTemplate, **session_problems(**NO_TEMPLATE)},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The template with its draft, or with its published version where that is newer."""
        editing.require_builder(self.session)
        return Response(answers.template_answer(self.session, self.template(reference)))

    @extend_schema(
        operation_id="renameEmbedTemplate",
        tags=BUILDER_TAGS,
        summary="Rename a template",
        auth=session_auth,
        request=shapes.TemplateRename,
        responses={200: shapes.OpenTemplate, **session_problems(400, 413, 415, **NO_TEMPLATE)},
    )
    def patch(self, request: Request, reference: str) -> Response:
        """Another name; needs the permission `rename`."""
        template = self.template(reference)
        name = self.read(shapes.TemplateRename, request)["name"]
        renamed = editing.rename(session=self.session, template=template, name=name)
        return Response(answers.template_answer(self.session, renamed))

    @extend_schema(
        operation_id="deleteEmbedTemplate",
        tags=BUILDER_TAGS,
        summary="Delete a template",
        auth=session_auth,
        responses={204: None, **session_problems(**NO_TEMPLATE)},
    )
    def delete(self, request: Request, reference: str) -> Response:
        """Soft delete; needs the permission `delete`. Documents made with it stay."""
        editing.delete(session=self.session, template=self.template(reference))
        return Response(status=204)


class Draft(SessionDoor):
    """The draft of a template."""

    @extend_schema(
        operation_id="saveEmbedDraft",
        tags=BUILDER_TAGS,
        summary="Save a draft",
        auth=session_auth,
        request=shapes.DraftSave,
        responses={200: shapes.DraftSaved, **session_problems(400, 404, 413, 415, **CONFLICT)},
    )
    def put(self, request: Request, reference: str) -> Response:
        """Save on top of `baseRevision`; 409 when another revision is current, unless it holds the same already."""
        template = self.template(reference)
        saved = editing.save(session=self.session, template=template, **draft_of(self.read(shapes.DraftSave, request)))
        fields = fields_of(self.session, saved.content)
        return Response({"templateId": str(template.pk), "version": saved.revision, "manifest": {"fields": fields}})


class Publish(SessionDoor):
    """The publishing of a template."""

    @extend_schema(
        operation_id="publishEmbedTemplate",
        tags=BUILDER_TAGS,
        summary="Publish a template",
        auth=session_auth,
        request=shapes.DraftPublish,
        responses={200: shapes.DraftPublished, **session_problems(400, 404, 413, 415, **CONFLICT)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Save and publish in one step, and tell the partner's callback. Needs `publish` alone."""
        template = self.template(reference)
        body = draft_of(self.read(shapes.DraftPublish, request))
        released = editing.publish(session=self.session, template=template, **body)
        return Response(
            {
                "templateId": str(template.pk),
                "version": released.version.number,
                "revision": released.draft.revision,
                "manifest": answers.version_answer(released.version)["manifest"],
                "warnings": [remark.as_json() for remark in remarks_on(self.session, released.version)],
            }
        )


class Changes(SessionDoor):
    """What publishing would change."""

    @extend_schema(
        operation_id="getEmbedChanges",
        tags=BUILDER_TAGS,
        summary="Compare the draft with the current version",
        auth=session_auth,
        responses={200: shapes.Changes, **session_problems(400, **NO_TEMPLATE)},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The variables that differ, and whether those who send data can go on unchanged."""
        editing.require_builder(self.session)
        return Response(changes_of(self.session, self.template(reference)))


def draft_of(body: dict[str, Any]) -> dict[str, Any]:
    """What was sent of a draft, as the actions call it."""
    return {
        "content": body.get("content"),
        "sample": body.get("sampleData"),
        "base_revision": body["baseRevision"],
    }
