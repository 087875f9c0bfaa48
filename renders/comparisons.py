"""`/v1/templates/{slug}/versions/{a}/diff/{b}/pages`: what a reader sees change between two versions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.schema import problems
from craftkit.lib.errors import Conflict, NotFound
from craftkit.lib.storage import ObjectMissing, from_settings
from renders import actions
from renders import serializers as shapes
from renders.models import VersionComparison
from templates_app.api.doors import TemplateDoor

RETRY_SECONDS = "1"
WAITING = OpenApiResponse(shapes.ComparisonPending, description="It is being made; ask again.")


class ComparisonFailed(Conflict):
    """A version cannot be printed; asked for again after a minute, it is tried once more."""

    code = "comparison_failed"
    message = gettext_noop("One of the versions cannot be printed with the sample data.")


class PageUnchanged(NotFound):
    """There is no picture, because the page does not differ or the comparison is not made yet."""

    code = "page_not_found"
    message = gettext_noop("This page does not differ, or the comparison is not made yet.")


FAILED = {"comparison_failed": (409, ComparisonFailed.message, "A version cannot be printed.")}


class ComparisonDoor(TemplateDoor):
    """A door of comparisons."""

    def comparison(self, slug: str, number: int, other: int) -> VersionComparison:
        """The comparison of two versions of a template, asked for if nobody did."""
        template = self.template(slug)
        return actions.compare_later(old=self.version(template, number), new=self.version(template, other))


class ChangedPages(ComparisonDoor):
    """The pages and lines that differ between two versions."""

    @extend_schema(
        operation_id="compareTemplatePages",
        tags=["Templates"],
        summary="Compare how two versions look",
        responses={200: shapes.ComparisonAnswer, 202: WAITING, **problems(401, 403, 404, 429, **FAILED)},
    )
    def get(self, request: Request, slug: str, number: int, other: int) -> Response:
        """Both versions printed with the sample data of the second, and compared page by page and line by line.
        Made when first asked for: 202 until it is ready. Where the first version cannot take that data, its own is
        used."""
        row = self.comparison(slug, number, other)
        if row.status == VersionComparison.Status.FAILED:
            raise ComparisonFailed(row.error)
        head = {"from": number, "to": other, "status": row.status}
        if row.is_pending:
            return Response(head, status=202, headers={"Retry-After": RETRY_SECONDS})
        return Response({**head, **shown(row, f"/v1/templates/{slug}/versions/{number}/diff/{other}/pages")})


class ChangedPage(ComparisonDoor):
    """The picture of one page that differs."""

    @extend_schema(
        operation_id="getTemplatePageChange",
        tags=["Templates"],
        summary="Fetch the picture of a changed page",
        responses={
            (200, "image/png"): OpenApiResponse(OpenApiTypes.BINARY, description="Old, new, and the changes marked."),
            **problems(401, 403, 404, 429),
        },
    )
    def get(self, request: Request, slug: str, number: int, other: int, page: int) -> HttpResponse:
        """Old, new and the changes marked, side by side, as a PNG."""
        key = self.comparison(slug, number, other).picture_key(page)
        try:
            data = from_settings().get(key) if key else None
        except ObjectMissing:
            data = None
        if data is None:
            raise PageUnchanged
        return HttpResponse(data, content_type="image/png", headers={"Cache-Control": "private, no-store"})


def shown(row: VersionComparison, path: str) -> dict[str, Any]:
    """The stored result, with addresses in the place of keys."""
    pages = [{**page, "pictureUrl": f"{settings.BASE_URL}{path}/{page['number']}.png"} for page in row.result["pages"]]
    return {**row.result, "pages": [{name: page[name] for name in page if name != "key"} for page in pages]}
