"""`/v1/embed/renders`: documents that forms made, for the session that sent them in and for the partner's server."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.lib.errors import NotFound
from craftkit.lib.ids import parse_id
from embed import answers
from embed.api.doors import PARTNER_TAGS, PartnerDoor, SessionDoor, partner_problems, session_auth, session_problems
from embed.api.forms import PDF, TAGS
from embed.models import FormSubmission
from embed.serializers import forms as shapes
from renders.files import pdf_response
from renders.models import Render

INTERNAL = (Render.Source.DASHBOARD, Render.Source.VERIFY)
RELATED = ("template", "version", "submission__session__tenant", "submission__session__actor")


class EmbedRenders(PartnerDoor):
    """The documents of the partner's project."""

    @extend_schema(
        operation_id="listEmbedRenders",
        tags=PARTNER_TAGS,
        summary="List documents",
        parameters=[shapes.EmbedRenderQuery],
        responses={200: shapes.EmbedRenderList, **partner_problems(400)},
    )
    def get(self, request: Request) -> Response:
        """Documents of the project, newest first, without those that people made in the dashboard."""
        query = self.read_query(shapes.EmbedRenderQuery, request)
        rows = Render.objects.for_project(self.principal.project).filter(env=self.principal.env)
        rows = rows.exclude(source__in=INTERNAL).select_related(*RELATED).order_by("-pk")
        start, count = query["offset"], query["limit"]
        found = list(rows[start : start + count + 1])
        listed = [answers.listed_render(render) for render in found[:count]]
        return Response({"renders": listed, "limit": count, "offset": start, "hasMore": len(found) > count})


class OwnRenderDoor(SessionDoor):
    """A door of the documents that the session itself sent in."""

    def submission(self, render_id: str) -> FormSubmission:
        """The form that the render came of, if this session sent it in."""
        wanted = parse_id(render_id)
        rows = FormSubmission.objects.filter(session=self.session).select_related("render")
        found = rows.filter(render=wanted).first() if wanted else None
        if found is None:
            raise NotFound("This session made no such document.")
        return found


class OwnRender(OwnRenderDoor):
    """One such document."""

    @extend_schema(
        operation_id="getEmbedRender",
        tags=TAGS,
        summary="Poll a document",
        auth=session_auth,
        responses={200: shapes.FormRender, **session_problems(404)},
    )
    def get(self, request: Request, render_id: str) -> Response:
        """The document as it stands."""
        return Response(answers.form_render(self.submission(render_id)))


class OwnRenderContent(OwnRenderDoor):
    """The PDF of one such document."""

    @extend_schema(
        operation_id="getEmbedRenderContent",
        tags=TAGS,
        summary="Fetch the PDF",
        auth=session_auth,
        responses={**PDF, **session_problems(404, 503)},
    )
    def get(self, request: Request, render_id: str) -> HttpResponse:
        """The PDF, for the frame that shows it."""
        render = self.submission(render_id).render
        if render is None or not render.pdf_key:
            raise NotFound("There is no PDF yet.")
        return pdf_response(render, disposition="inline", filename=f"{render.pk}.pdf")
