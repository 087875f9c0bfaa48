"""`/v1/renders/{id}/engagement` and `/events`: what became of a document, and what your own application saw."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.schema import problems
from craftkit.api.throttling import address
from renders.api import RenderDoor
from sharing import actions, answers
from sharing import serializers as shapes
from sharing.traces import trace_of

TAGS = ["Renders"]


class Engagement(RenderDoor):
    """What became of one render."""

    allowed: ClassVar = PROJECT_KEYS

    @extend_schema(
        operation_id="getEngagement",
        tags=TAGS,
        summary="Read engagement",
        responses={200: shapes.EngagementAnswer, **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, render_id: str) -> Response:
        """Counters and the newest 25 entries. Machines are in neither."""
        return Response(answers.engagement(self.render_row(render_id)))


class Events(RenderDoor):
    """Entries that your own application adds."""

    allowed: ClassVar = PROJECT_KEYS

    @extend_schema(
        operation_id="recordEvent",
        tags=TAGS,
        summary="Record an event",
        request=shapes.EventCreate,
        responses={200: shapes.EventRecorded, **problems(400, 401, 403, 404, 413, 415, 429)},
    )
    def post(self, request: Request, render_id: str) -> Response:
        """Add what your own application saw, with `actorKind` `partner`; repetitions within five minutes are not."""
        render = self.render_row(render_id)
        body = self.read(shapes.EventCreate, request)
        trace = trace_of(address(request._request), request.headers.get("User-Agent", ""), key=settings.SECRET_KEY)
        entry = actions.record_partner(
            render=render, event_type=body["eventType"], trace=trace, metadata=body.get("metadata")
        )
        return Response({"recorded": entry is not None})
