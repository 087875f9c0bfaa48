"""`/v1/templates`: create, list, fetch, republish and delete templates."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.pagination import OptionalPageQuery, newest_changed
from craftkit.api.schema import problems
from craftkit.api.times import iso
from craftkit.lib.errors import InvalidRequest, field_issues
from templates_app import actions
from templates_app import serializers as shapes
from templates_app.api.doors import TemplateDoor, published, unknown_template
from templates_app.fields import json_schema, parse_manifest
from templates_app.models import SLUG_PATTERN, Template


class Templates(TemplateDoor):
    """The collection of templates."""

    @extend_schema(
        operation_id="listTemplates",
        tags=["Templates"],
        summary="List templates",
        parameters=[OptionalPageQuery],
        responses={200: shapes.TemplateList, **problems(400, 401, 403, 429)},
    )
    def get(self, request: Request) -> Response:
        """The project's templates, the one changed last first; all of them unless `limit` asks for a page."""
        query = self.read_query(OptionalPageQuery, request)
        rows = Template.objects.for_project(self.principal.project).select_related("current_version")
        page = newest_changed(rows, query)
        return Response({"templates": [summary(template) for template in page.rows], **page.as_json()})

    @extend_schema(
        operation_id="createTemplate",
        tags=["Templates"],
        summary="Create and publish a template",
        request=shapes.TemplateCreate,
        responses={
            201: shapes.TemplatePublished,
            **problems(400, 401, 403, 413, 415, 429, slug_conflict=(409, "This slug is taken.", "The slug is taken.")),
        },
    )
    def post(self, request: Request) -> Response:
        """Create a template and publish version 1. Without `layout`, one is designed from the manifest."""
        body = self.read(shapes.TemplateCreate, request)
        version = actions.create_template(project=self.principal.project, design=design_of(body), slug=body.get("slug"))
        return Response(published(version), status=201)


class OneTemplate(TemplateDoor):
    """One template."""

    @extend_schema(
        operation_id="getTemplate",
        tags=["Templates"],
        summary="Fetch a template",
        responses={200: shapes.TemplateAnswer, **problems(401, 403, 429), **unknown_template()},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The template with the manifest and JSON Schema of its published version."""
        return Response(full(self.template(slug)))

    @extend_schema(
        operation_id="putTemplate",
        tags=["Templates"],
        summary="Create or republish a template",
        request=shapes.TemplatePut,
        responses={
            200: shapes.TemplatePublished,
            201: shapes.TemplatePublished,
            **problems(400, 401, 403, 413, 415, 429),
        },
    )
    def put(self, request: Request, slug: str) -> Response:
        """Publish the next version under this slug, or create the template (201). Each call makes a version."""
        check_slug(slug)
        body = self.read(shapes.TemplatePut, request)
        version, created = actions.put_template(project=self.principal.project, design=design_of(body), slug=slug)
        return Response(published(version), status=201 if created else 200)

    @extend_schema(
        operation_id="deleteTemplate",
        tags=["Templates"],
        summary="Delete a template",
        responses={200: shapes.TemplateDeleted, **problems(401, 403, 429), **unknown_template()},
    )
    def delete(self, request: Request, slug: str) -> Response:
        """Soft delete; the slug is free again. Renders, downloads and shares of it keep working."""
        template = actions.delete_template(template=self.template(slug))
        return Response({"id": str(template.pk), "slug": template.slug, "deletedAt": iso(template.deleted_at)})


def design_of(body: dict[str, Any]) -> actions.Design:
    """The checked design that a body describes."""
    return actions.design(
        name=body["name"],
        manifest=body.get("manifest"),
        description=body.get("description"),
        template_type=body.get("templateType"),
        layout=body.get("layout"),
        page_config=body.get("pageConfig"),
    )


def check_slug(slug: str) -> None:
    """Refuse an address that could not be a slug."""
    try:
        serializers.RegexField(rf"^{SLUG_PATTERN}\Z", max_length=120).run_validation(slug)
    except serializers.ValidationError:
        reason = "Lower-case letters and digits in words joined by hyphens, at most 120 characters."
        raise InvalidRequest(issues=field_issues({"slug": [reason]})) from None


def summary(template: Template) -> dict[str, Any]:
    """A template as lists show it."""
    return {
        "id": str(template.pk),
        "name": template.name,
        "slug": template.slug,
        "templateType": template.template_type,
        "currentVersionNumber": template.current_version.number if template.current_version else None,
        "published": template.is_published,
        "createdAt": iso(template.created_at),
        "updatedAt": iso(template.updated_at),
    }


def full(template: Template) -> dict[str, Any]:
    """A template with the variables of its published version."""
    version = template.current_version
    return {
        **summary(template),
        "description": template.description or None,
        "manifest": version.manifest if version else None,
        "jsonSchema": json_schema(parse_manifest(version.manifest)) if version else None,
    }
