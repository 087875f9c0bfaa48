"""`/v1/renders` and `POST /v1/templates/{slug}/render`: accept, poll, list, download, cancel."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, ClassVar, cast

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.accounts.models import Project
from craftkit.api import idempotency
from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.context import request_id
from craftkit.api.doors import Door
from craftkit.api.pagination import page_of
from craftkit.api.schema import problems
from craftkit.lib.errors import AppError, Conflict, NotFound
from craftkit.lib.ids import parse_id
from renders import actions, answers, deleting, files
from renders import serializers as shapes
from renders.models import Render
from templates_app.api import NoPublishedVersion, TemplateNotFound, VersionNotFound
from templates_app.models import Template, TemplateVersion

SYNC_SECONDS, LONGEST_WAIT = 30, 60
OPTIONS = shapes.RenderOptions().fields
WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])")
PREFER = OpenApiParameter(
    "Prefer", str, OpenApiParameter.HEADER, description="`wait=N` waits up to N seconds (60 at most) for the document."
)


class NotReady(Conflict):
    """The render has made no PDF (yet)."""

    code = "not_ready"
    message = "There is no PDF: the render has not succeeded."


class Purged(AppError):
    """The project keeps PDFs or data for a while only, and that is over."""

    status = 410
    code = "purged"
    message = "It was deleted after the time for which this project keeps it; hashes and facts stay."


GONE = {"purged": (410, Purged.message, "Retention deleted it.")}
DELETED = {"render_deleted": (410, actions.Deleted.message, "What the idempotency key made was deleted.")}
NEEDED = {
    "legal_hold": (
        409,
        deleting.DocumentHeld.message,
        "It is still needed: `legal_hold` while it or its project is held, `signature_pending` while it is out for "
        "signature, `not_finished` while it is being made.",
    )
}


class StartRender(Door):
    """Renders of one template."""

    allowed: ClassVar = PROJECT_KEYS

    @extend_schema(
        operation_id="renderTemplate",
        tags=["Templates"],
        summary="Render a template",
        parameters=[shapes.IDEMPOTENCY, PREFER],
        request=shapes.RenderCreate,
        responses={
            202: shapes.RenderAccepted,
            200: shapes.RenderAnswer,
            **problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503, **DELETED),
        },
    )
    def post(self, request: Request, slug: str) -> Response:
        """Accept a render and answer 202 at once. 200 with the render as it stands for a repeated idempotency key, and
        when `options.sync` or `Prefer: wait=N` saw it end."""
        version = published_version(self.principal.project, slug)
        body = self.read(shapes.RenderCreate, request)
        render, replayed = self.accept(request, body, pinned(version, body))
        waited = actions.wait_for(render=render, seconds=patience(request, body)) if not replayed else render
        response = Response(answers.full(waited), status=200 if replayed or waited.is_terminal else 202)
        if replayed:
            response["Idempotent-Replayed"] = "true"
        return response

    def accept(self, request: Request, body: dict[str, Any], version: TemplateVersion) -> tuple[Render, bool]:
        """Hand the body to the action."""
        return actions.render_later(
            project=self.principal.project,
            template=version.template,
            version=version,
            data=body["data"],
            options=wishes(body["options"]),
            source=Render.Source.API,
            env=self.principal.env,
            key=self.principal.key,
            request_id=request_id(),
            once=idempotency.from_request(request, self.principal, "render", fallback=body.get("jobId") or ""),
            unread=unread(cast(dict[str, Any], request.data).get("options") or {}),
        )


class RenderDoor(Door):
    """A door of the project's renders."""

    allowed: ClassVar = PROJECT_KEYS

    def render_row(self, render_id: str) -> Render:
        """The render of that id among those of the key's project and environment."""
        uuid = parse_id(render_id)
        rows = Render.objects.for_project(self.principal.project).filter(env=self.principal.env)
        found = rows.select_related("template", "version").filter(pk=uuid).first() if uuid else None
        if found is None:
            raise NotFound("No such render in this project.")
        return found


class Renders(RenderDoor):
    """The collection of renders."""

    @extend_schema(
        operation_id="listRenders",
        tags=["Renders"],
        summary="List renders",
        parameters=[shapes.RenderQuery],
        responses={200: shapes.RenderList, **problems(400, 401, 403, 429)},
    )
    def get(self, request: Request) -> Response:
        """Renders of the key's project and environment, newest first."""
        query = self.read_query(shapes.RenderQuery, request)
        rows = Render.objects.for_project(self.principal.project).filter(env=self.principal.env)
        rows = rows.filter(**shapes.render_filters(query)).select_related("template", "version")
        page = page_of(rows, query)
        return Response({"renders": [answers.full(render) for render in page.rows], **page.as_json()})


class OneRender(RenderDoor):
    """One render."""

    @extend_schema(
        operation_id="getRender",
        tags=["Renders"],
        summary="Poll a render",
        responses={200: shapes.RenderAnswer, **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, render_id: str) -> Response:
        """The render as it stands."""
        return Response(answers.full(self.render_row(render_id)))

    @extend_schema(
        operation_id="deleteRender",
        tags=["Renders"],
        summary="Delete a render",
        responses={204: OpenApiResponse(description="It is gone."), **problems(401, 403, 404, 429, **NEEDED)},
    )
    def delete(self, request: Request, render_id: str) -> Response:
        """Delete the document with its PDF, its data and all copies, for good; share links to it have ended. What was
        signed stays with its signature request. A second call answers 404."""
        deleting.delete(render=self.render_row(render_id))
        return Response(status=204)


class Cancel(RenderDoor):
    """The cancelling of one render."""

    @extend_schema(
        operation_id="cancelRender",
        tags=["Renders"],
        summary="Cancel a render",
        request=None,
        responses={200: shapes.RenderAnswer, **problems(401, 403, 404, 409, 429)},
    )
    def post(self, request: Request, render_id: str) -> Response:
        """End a queued or running render; 409 `conflict` when it is over."""
        return Response(answers.full(actions.cancel(render=self.render_row(render_id))))


class Download(RenderDoor):
    """The PDF of one render."""

    @extend_schema(
        operation_id="downloadRender",
        tags=["Renders"],
        summary="Download a PDF",
        responses={
            (200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, description="The PDF."),
            **problems(401, 403, 404, 429, 503, **GONE, not_ready=(409, NotReady.message, "There is no PDF (yet).")),
        },
    )
    def get(self, request: Request, render_id: str) -> HttpResponse:
        """The PDF as an attachment named after the render."""
        render = self.render_row(render_id)
        refuse_purged(render)
        if not render.pdf_key:
            raise NotReady
        return files.pdf_response(render, disposition="attachment", filename=f"{render.pk}.pdf")


def refuse_purged(render: Render) -> None:
    """Raises Purged for a document whose PDF is gone after the project's term."""
    if render.pdf_purged_at is not None:
        raise Purged


def published_version(project: Project, slug: str) -> TemplateVersion:
    """The current version of the project's template, or the 404 or 409 that explains why there is none."""
    rows = Template.objects.for_project(project).filter(slug=slug).select_related("current_version")
    # Accepting a render needs none of these, and a content may be large.
    template = rows.defer(*(f"current_version__{name}" for name in ("content", "sample_data", "manifest"))).first()
    if template is None:
        raise TemplateNotFound
    if template.current_version is None:
        raise NoPublishedVersion
    template.current_version.template = template
    return template.current_version


def pinned(current: TemplateVersion, body: dict[str, Any]) -> TemplateVersion:
    """The version that the body pins, else the current one."""
    number = body["options"].get("versionNumber")
    if number is None or number == current.number:
        return current
    version = current.template.versions.filter(number=number).first()
    if version is None:
        raise VersionNotFound
    version.template = current.template
    return version


def wishes(options: dict[str, Any]) -> dict[str, Any]:
    """The options that the render itself keeps."""
    return {name: options[name] for name in ("filename", "locale", "timezone", "strict") if options.get(name)}


def unread(options: dict[str, Any]) -> list[str]:
    """Names of options that nobody reads: slips of the pen, most often; the first twenty of them."""
    return [name[:100] for name in islice((name for name in options if name not in OPTIONS), 20)]


def patience(request: Request, body: dict[str, Any]) -> float:
    """Seconds that the client wants to wait for the document."""
    asked = WAIT.search(request.headers.get("Prefer", ""))
    if asked:
        return min(int(asked.group(1)), LONGEST_WAIT)
    return SYNC_SECONDS if body["options"].get("sync") else 0
