"""`/v1/templates/{slug}/client.ts`, `/client.py` and `/mock`: what programs need to send the right data."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.schema import problems
from templates_app import serializers as shapes
from templates_app.api.trials import PublishedDoor
from templates_app.clients import python_client, typescript_client
from templates_app.fields import parse_manifest
from templates_app.mocks import mock_data


class TypeScriptClient(PublishedDoor):
    """The typed client for TypeScript."""

    @extend_schema(
        operation_id="getTemplateTypeScriptClient",
        tags=["Templates"],
        summary="Fetch a typed client for TypeScript",
        responses={
            (200, "text/plain"): OpenApiResponse(
                OpenApiTypes.STR,
                description="A module without dependencies.",
                examples=[OpenApiExample("Example", "export interface Data {\n  total: number;\n}\n")],
            ),
            **problems(401, 403, 404, 409, 429),
        },
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """The type of `data` as an interface, and a function that renders the template."""
        version = self.wanted(self.template(slug), None)
        code = typescript_client(parse_manifest(version.manifest), slug=slug, base=settings.BASE_URL)
        return HttpResponse(code, content_type="text/plain; charset=utf-8")


class PythonClient(PublishedDoor):
    """The typed client for Python."""

    @extend_schema(
        operation_id="getTemplatePythonClient",
        tags=["Templates"],
        summary="Fetch a typed client for Python",
        responses={
            (200, "text/plain"): OpenApiResponse(
                OpenApiTypes.STR,
                description="A module for Python 3.11 without dependencies.",
                examples=[OpenApiExample("Example", 'Data = TypedDict("Data", {\n    "total": float,\n})\n')],
            ),
            **problems(401, 403, 404, 409, 429),
        },
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """The type of `data` as a TypedDict, and a function that renders the template."""
        version = self.wanted(self.template(slug), None)
        code = python_client(parse_manifest(version.manifest), slug=slug, base=settings.BASE_URL)
        return HttpResponse(code, content_type="text/plain; charset=utf-8")


class Mock(PublishedDoor):
    """Example data for a template."""

    @extend_schema(
        operation_id="mockTemplateData",
        tags=["Templates"],
        summary="Make up data",
        parameters=[shapes.MockQuery],
        responses={200: shapes.MockAnswer, **problems(400, 401, 403, 404, 409, 429)},
    )
    def get(self, request: Request, slug: str) -> Response:
        """Data that the template takes, ready to be sent as `data`; the same seed makes the same data."""
        template = self.template(slug)
        version = self.wanted(template, None)
        wanted = {"locale": template.locale, **self.read_query(shapes.MockQuery, request)}
        return Response({**wanted, "data": mock_data(parse_manifest(version.manifest), **wanted)})
