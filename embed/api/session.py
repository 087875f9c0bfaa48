"""`/v1/embed/session` and `/preflight`: what an iframe asks before anything else."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.authentication import ANYBODY
from craftkit.api.doors import Door
from craftkit.api.schema import problems
from embed import answers
from embed.api.doors import BUILDER_TAGS, SessionDoor, session_auth, session_problems
from embed.entrance import check_origin, dashboard_origin, own_session, partner_by_key
from embed.faults import EmbedDisabled
from embed.serializers import sessions as shapes


class Session(SessionDoor):
    """The session of the token."""

    @extend_schema(
        operation_id="getEmbedSession",
        tags=BUILDER_TAGS,
        summary="Read the session",
        auth=session_auth,
        responses={200: shapes.SessionState, **session_problems()},
    )
    def get(self, request: Request) -> Response:
        """What the session may do, how it looks, what it offers, and the template that it opens."""
        return Response(answers.session_answer(self.session))


class Preflight(Door):
    """The question whether a page may show the iframe."""

    allowed: ClassVar = ANYBODY

    @extend_schema(
        operation_id="preflightEmbed",
        tags=BUILDER_TAGS,
        summary="Ask whether a page may embed",
        auth=[],
        parameters=[
            OpenApiParameter("pk", OpenApiTypes.STR, required=True, description="The publishable key."),
        ],
        responses={
            200: shapes.PreflightAnswer,
            **problems(400, 429, embed_disabled=(403, EmbedDisabled.message, "Not enabled, or another origin.")),
        },
    )
    def get(self, request: Request) -> Response:
        """Whether the asking page's origin is on the project's list: a frame that the browser refused cannot tell."""
        name, origin = self.read_query(shapes.PreflightQuery, request)["pk"], request.headers.get("Origin")
        if own_session(name) and origin in {None, dashboard_origin()}:
            return Response({"ok": True})
        partner = partner_by_key(name)
        if partner is None:
            raise EmbedDisabled
        check_origin(partner.project, origin)
        return Response({"ok": True})

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Any page may read the answer: it says nothing that the page does not know."""
        answered = super().finalize_response(request, response, *args, **kwargs)
        answered["Access-Control-Allow-Origin"] = "*"
        answered["Cache-Control"] = "no-store"
        return answered
