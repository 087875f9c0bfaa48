"""`POST /v1/mail/bounces/{token}`: a mail provider reports what came back."""

from __future__ import annotations

import hmac
from typing import Any, ClassVar

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.authentication import ANYBODY
from craftkit.api.doors import Door
from craftkit.api.parsing import parse_json
from craftkit.api.schema import problems
from craftkit.lib.errors import NotFound
from craftkit.mail import actions, bounces
from craftkit.mail import serializers as shapes


class Bounces(Door):
    """Where bounces are reported; the token in the address is the install's `MAIL_BOUNCE_TOKEN`."""

    allowed: ClassVar = ANYBODY

    @extend_schema(
        operation_id="reportBounce",
        tags=["System"],
        summary="Report mails that came back",
        auth=[],
        request=shapes.BounceReport,
        responses={200: shapes.BouncesNoted, **problems(400, 404, 413, 429)},
    )
    def post(self, request: Request, token: str) -> Response:
        """Mark the mail as bounced, and write to dead addresses and to who complained no more."""
        refuse_stranger(token)
        noted = actions.note_returns(reports=bounces.reports(content(request)))
        return Response({"noted": noted})


def content(request: Request) -> Any:
    """The JSON of the body, whatever type it claims to be: Amazon calls its own text."""
    return parse_json(request._request.body)


def refuse_stranger(token: str) -> None:
    """NotFound unless the token is the install's; without one the door is closed."""
    expected = settings.MAIL_BOUNCE_TOKEN
    if not expected or not hmac.compare_digest(token.encode(), expected.encode()):
        raise NotFound
