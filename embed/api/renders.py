"""`/v1/embed/renders`: documents that forms made, for the session that sent them in and for the partner's server."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.authentication import PROJECT_KEYS
from craftkit.lib.errors import NotFound
from craftkit.lib.ids import parse_id
from embed import answers, history
from embed.api.doors import (
    PARTNER_TAGS,
    SUSPENDED,
    EmbedDoor,
    PartnerDoor,
    SessionDoor,
    either_auth,
    partner_problems,
    session_auth,
    session_problems,
)
from embed.api.forms import PDF, TAGS
from embed.entrance import SESSION
from embed.models import EmbedSession, FormSubmission
from embed.serializers import forms as shapes
from renders.files import pdf_response
from renders.models import Render


class EmbedRenders(EmbedDoor):
    """The documents of the partner's project, or of the session's tenant."""

    allowed: ClassVar = PROJECT_KEYS | SESSION

    @extend_schema(
        operation_id="listEmbedRenders",
        tags=PARTNER_TAGS,
        summary="List documents",
        auth=either_auth,
        parameters=[shapes.EmbedRenderQuery],
        responses={200: shapes.EmbedRenderList, **session_problems(400, **SUSPENDED)},
    )
    def get(self, request: Request) -> Response:
        """Newest first, without those that people made in the dashboard.

        With a project key: those of the project. With the token of a builder session that `ui.showRenderHistory` lets
        show them: those of its tenant, from its forms and from its own templates.
        """
        query = self.read_query(shapes.EmbedRenderQuery, request)
        start, count = query["offset"], query["limit"]
        found = list(self.rows()[start : start + count + 1])
        listed = [answers.listed_render(render) for render in found[:count]]
        return Response({"renders": listed, "limit": count, "offset": start, "hasMore": len(found) > count})

    @property
    def session(self) -> EmbedSession | None:
        """The session that asks; None for a key."""
        return getattr(self.principal, "session", None)

    def rows(self) -> QuerySet[Render]:
        """What the asker may see."""
        if self.session is None:
            return history.documents_in(self.principal.project, self.principal.env)
        history.require_shown(self.session)
        return history.documents_of(self.session)


class OwnRenderDoor(SessionDoor):
    """A door of the documents that the session itself sent in."""

    def submission(self, render_id: str) -> FormSubmission:
        """The form that the render came of, if this session sent it in."""
        wanted = parse_id(render_id)
        rows = FormSubmission.objects.filter(session=self.session).select_related("render")
        found = rows.filter(render=wanted, render__deleted_at=None).first() if wanted else None
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
        """The PDF, for the frame that shows it: of the session's own form, or where the builder lists it."""
        render = self.render(render_id)
        if render is None or not render.pdf_key:
            raise NotFound("There is no PDF yet.")
        return pdf_response(render, disposition="inline", filename=f"{render.pk}.pdf")

    def render(self, render_id: str) -> Render | None:
        """What the frame may show."""
        if not history.shown_in(self.session):
            return self.submission(render_id).render
        wanted = parse_id(render_id)
        found = history.documents_of(self.session).filter(pk=wanted).first() if wanted else None
        if found is None:
            raise NotFound("This tenant has no such document.")
        return found


class PartnerDownload(PartnerDoor):
    """The PDF of one document, for the partner's server."""

    @extend_schema(
        operation_id="downloadEmbedRender",
        tags=PARTNER_TAGS,
        summary="Download a PDF as embed partner",
        responses={**PDF, **partner_problems(404, 503)},
    )
    def get(self, request: Request, render_id: str) -> HttpResponse:
        """The PDF of any document of the project, shown inline and cacheable for an hour."""
        wanted = parse_id(render_id)
        rows = Render.objects.for_project(self.principal.project).filter(env=self.principal.env)
        render = rows.filter(pk=wanted).first() if wanted else None
        if render is None or not render.pdf_key:
            raise NotFound("This project has no such document, or it has no PDF.")
        response = pdf_response(render, disposition="inline", filename=f"{render.pk}.pdf")
        response["Cache-Control"] = "private, max-age=3600"
        return response
