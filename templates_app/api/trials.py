"""Before rendering: what data a template wants, and what it would make of given data."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.schema import problems
from templates_app import serializers as shapes
from templates_app.api.doors import NoPublishedVersion, TemplateDoor
from templates_app.compiler import compile_document
from templates_app.fields import InvalidInputData, check_data, json_schema, parse_manifest
from templates_app.models import Template, TemplateVersion


class PublishedDoor(TemplateDoor):
    """A door of templates that were published."""

    def wanted(self, template: Template, number: int | None) -> TemplateVersion:
        """The version of that number, else the current one."""
        if number is not None:
            return self.version(template, number)
        if template.current_version is None:
            raise NoPublishedVersion
        template.current_version.template = template
        return template.current_version


class DataSchema(PublishedDoor):
    """The shape of the data that a template wants."""

    @extend_schema(
        operation_id="getTemplateSchema",
        tags=["Templates"],
        summary="Fetch the JSON Schema of a template's data",
        responses={
            (200, "application/schema+json"): OpenApiResponse(
                OpenApiTypes.OBJECT,
                description="A JSON Schema (Draft-07).",
                examples=[OpenApiExample("Example", shapes.JSON_SCHEMA)],
            ),
            **problems(401, 403, 404, 409, 429),
        },
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """The JSON Schema (Draft-07) for `data`, for editors, validators and code generators."""
        version = self.wanted(self.template(slug), None)
        schema = json_schema(parse_manifest(version.manifest))
        return JsonResponse(schema, content_type="application/schema+json")


class Trial(PublishedDoor):
    """The trying of data."""

    @extend_schema(
        operation_id="validateTemplateData",
        tags=["Templates"],
        summary="Try data without rendering",
        request=shapes.TrialRequest,
        responses={200: shapes.TrialAnswer, **problems(400, 401, 403, 404, 409, 413, 415, 429)},
    )
    def post(self, request: Request, slug: str) -> Response:
        """Check data against the manifest and lay out the document with it, but print and keep nothing."""
        template = self.template(slug)
        body = self.read(shapes.TrialRequest, request)
        version = self.wanted(template, body.get("versionNumber"))
        return Response({"versionNumber": version.number, **tried(version, body["data"])})


def tried(version: TemplateVersion, data: dict[str, Any]) -> dict[str, Any]:
    """What a render of the data would use and warn of, or why it would be refused."""
    manifest = parse_manifest(version.manifest)
    try:
        checked = check_data(manifest, data)
    except InvalidInputData as refusal:
        return {"valid": False, "values": None, "warnings": [], "issues": refusal.issues}
    page = compile_document(version.content, manifest, checked.values, locale=version.template.locale)
    warnings = [warning.as_json() for warning in [*checked.warnings, *page.warnings]]
    return {"valid": True, "values": checked.values, "warnings": warnings, "issues": None}
