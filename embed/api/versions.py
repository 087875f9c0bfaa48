"""`/v1/embed/templates/{id}/versions`: the builder looks at versions, and goes back to one."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.lib.errors import NotFound
from craftkit.lib.storage import from_settings
from embed import answers
from embed.actions import editing
from embed.api.doors import BUILDER_TAGS, SessionDoor, session_auth, session_problems
from embed.serializers import templates as shapes
from templates_app.models import TemplateVersion


class VersionDoor(SessionDoor):
    """A door of versions; needs the permission `viewVersionHistory`."""

    def shown_version(self, reference: str, number: int) -> TemplateVersion:
        """The version, if the session may look at versions."""
        editing.require_history(self.session)
        return self.version(reference, number)


class Versions(VersionDoor):
    """The versions of a template."""

    @extend_schema(
        operation_id="listEmbedVersions",
        tags=BUILDER_TAGS,
        summary="List versions",
        auth=session_auth,
        responses={200: shapes.VersionListing, **session_problems(404)},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The published versions, newest first, with who published them."""
        editing.require_history(self.session)
        return Response({"versions": answers.listed_versions(self.template(reference))})


class OneVersion(VersionDoor):
    """One version."""

    @extend_schema(
        operation_id="getEmbedVersion",
        tags=BUILDER_TAGS,
        summary="Fetch a version",
        auth=session_auth,
        responses={200: shapes.OpenVersion, **session_problems(404)},
    )
    def get(self, request: Request, reference: str, number: int) -> Response:
        """A version with its document."""
        return Response(answers.version_answer(self.shown_version(reference, number)))


class Thumbnail(VersionDoor):
    """The picture of a version."""

    @extend_schema(
        operation_id="getEmbedThumbnail",
        tags=BUILDER_TAGS,
        summary="Fetch the picture of a version",
        auth=session_auth,
        responses={
            (200, "image/png"): OpenApiResponse(OpenApiTypes.BINARY, description="The first page."),
            **session_problems(404, 503),
        },
    )
    def get(self, request: Request, reference: str, number: int) -> HttpResponse:
        """The first page of a version as PNG."""
        editing.require_builder(self.session)
        version = self.version(reference, number)
        if not version.thumbnail_key:
            raise NotFound
        answer = HttpResponse(from_settings().get(version.thumbnail_key), content_type="image/png")
        answer["Cache-Control"] = "private, no-store"
        return answer


class Rollback(VersionDoor):
    """The going back to a version."""

    @extend_schema(
        operation_id="rollbackEmbedTemplate",
        tags=BUILDER_TAGS,
        summary="Go back to a version",
        auth=session_auth,
        request=None,
        responses={200: shapes.OpenTemplate, **session_problems(404)},
    )
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Publish an earlier version's content as the next version; needs the permission `rollback`."""
        again = editing.restore(session=self.session, version=self.version(reference, number))
        return Response(answers.template_answer(self.session, again.template))
