"""`/v1/templates/{slug}/versions`: look at versions, compare them, go back to one."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.pagination import PageQuery, page_of
from craftkit.api.schema import problems
from templates_app import actions
from templates_app import serializers as shapes
from templates_app.api.doors import TemplateDoor, listed, published
from templates_app.differences import compare
from templates_app.fields import json_schema, parse_manifest


class Versions(TemplateDoor):
    """The versions of one template."""

    @extend_schema(
        operation_id="listTemplateVersions",
        tags=["Templates"],
        summary="List a template's versions",
        parameters=[PageQuery],
        responses={200: shapes.VersionList, **problems(400, 401, 403, 404, 429)},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The published versions, newest first."""
        template = self.template(slug)
        page = page_of(template.versions.all(), self.read_query(PageQuery, request))
        rows = [listed(version, template) for version in page.rows]
        return Response({"versions": rows, **page.as_json()})


class OneVersion(TemplateDoor):
    """One version of a template."""

    @extend_schema(
        operation_id="getTemplateVersion",
        tags=["Templates"],
        summary="Fetch a version",
        responses={200: shapes.VersionAnswer, **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, slug: str, number: int) -> Response:
        """A version with its variables and its layout."""
        template = self.template(slug)
        version = self.version(template, number)
        schema = json_schema(parse_manifest(version.manifest))
        answer = {"manifest": version.manifest, "jsonSchema": schema, "layout": version.content}
        return Response({**listed(version, template), **answer})


class Rollback(TemplateDoor):
    """The going back to one version."""

    @extend_schema(
        operation_id="rollbackTemplate",
        tags=["Templates"],
        summary="Go back to a version",
        request=None,
        responses={201: shapes.TemplatePublished, **problems(401, 403, 404, 429)},
    )
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Publish the content of an earlier version again, as the next version; numbers only go up."""
        version = self.version(self.template(slug), number)
        return Response(published(actions.roll_back(version=version)), status=201)


class Difference(TemplateDoor):
    """What changed between two versions."""

    @extend_schema(
        operation_id="compareTemplateVersions",
        tags=["Templates"],
        summary="Compare two versions",
        responses={200: shapes.DifferenceAnswer, **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, slug: str, number: int, other: int) -> Response:
        """The variables that differ, and whether data for the first still fits the second."""
        template = self.template(slug)
        before, after = self.version(template, number), self.version(template, other)
        changes = compare(parse_manifest(before.manifest), parse_manifest(after.manifest))
        return Response(
            {
                "from": before.number,
                "to": after.number,
                "compatible": not any(change.breaks for change in changes),
                "layoutChanged": before.content != after.content,
                "changes": [change.as_json() for change in changes],
            }
        )
