"""`/v1/embed/catalogs`: the partner publishes what the builder's picker offers."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.pagination import PageQuery, page_of
from craftkit.api.times import iso
from embed.actions import catalogs
from embed.api.doors import NO_CATALOG, PARTNER_TAGS, PartnerDoor, partner_problems
from embed.directory import changes
from embed.faults import CatalogNotFound
from embed.models import Catalog, CatalogVersion
from embed.serializers import catalogs as shapes


class CatalogDoor(PartnerDoor):
    """A door of the project's catalogs."""

    def version(self, name: str, number: int | None) -> CatalogVersion:
        """A version of the catalog of that name, the newest by default."""
        rows = CatalogVersion.objects.filter(project=self.principal.project, catalog__name=name)
        rows = rows.filter(number=number) if number else rows
        found = rows.select_related("catalog").first()
        if found is None:
            raise CatalogNotFound
        return found


class Catalogs(CatalogDoor):
    """The collection of catalogs."""

    invalid_status: ClassVar = 422

    @extend_schema(
        operation_id="listCatalogs",
        tags=PARTNER_TAGS,
        summary="List catalogs",
        parameters=[PageQuery],
        responses={200: shapes.CatalogList, **partner_problems(400)},
    )
    def get(self, request: Request) -> Response:
        """The project's catalogs by their newest versions, the one made last first."""
        rows = Catalog.objects.filter(project=self.principal.project).prefetch_related("versions")
        page = page_of(rows, self.read_query(PageQuery, request))
        newest = [catalog.versions.all()[0] for catalog in page.rows]
        found = [{**published(version), "updatedAt": iso(version.created_at)} for version in newest]
        return Response({"catalogs": found, **page.as_json()})

    @extend_schema(
        operation_id="publishCatalog",
        tags=PARTNER_TAGS,
        summary="Publish a catalog",
        request=shapes.CatalogPublish,
        responses={
            201: shapes.CatalogPublished,
            **partner_problems(400, 413, 415, invalid_request=(422, "The catalog does not fit.", "See issues.")),
        },
    )
    def post(self, request: Request) -> Response:
        """Make a catalog, or the next version of the one of this name. Earlier versions stay."""
        body = self.read(shapes.CatalogPublish, request)
        version = catalogs.publish_catalog(project=self.principal.project, name=body["name"], body=body["catalog"])
        return Response(published(version), status=201)


class OneCatalog(CatalogDoor):
    """One catalog."""

    @extend_schema(
        operation_id="getCatalog",
        tags=PARTNER_TAGS,
        summary="Fetch a catalog",
        parameters=[shapes.CatalogQuery],
        responses={200: shapes.CatalogAnswer, **partner_problems(400, **NO_CATALOG)},
    )
    def get(self, request: Request, name: str) -> Response:
        """A version of the catalog, the newest by default."""
        query = self.read_query(shapes.CatalogQuery, request)
        version = self.version(name, query.get("version"))
        return Response({**published(version), "createdAt": iso(version.created_at), "catalog": version.body})


class CatalogDifference(CatalogDoor):
    """What changed between two versions of a catalog."""

    @extend_schema(
        operation_id="compareCatalogVersions",
        tags=PARTNER_TAGS,
        summary="Compare two versions of a catalog",
        responses={200: shapes.CatalogDifference, **partner_problems(**NO_CATALOG)},
    )
    def get(self, request: Request, name: str, number: int, other: int) -> Response:
        """The variables and lists that were added, removed or changed."""
        before, after = self.version(name, number), self.version(name, other)
        return Response({"from": before.number, "to": after.number, "changes": changes(before.body, after.body)})


def published(version: CatalogVersion) -> dict[str, object]:
    """A version by its names."""
    return {"id": str(version.pk), "name": version.catalog.name, "version": version.number}
