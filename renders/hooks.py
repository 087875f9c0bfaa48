"""`POST /v1/hooks/{token}`: whoever can send JSON starts renders; the token in the address says of which template."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from limits import RateLimitItemPerMinute
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.authentication import ANYBODY
from craftkit.api.context import request_id
from craftkit.api.doors import Door
from craftkit.api.idempotency import MAX_LENGTH, Once, fingerprint
from craftkit.api.parsing import parse_json
from craftkit.api.schema import problems
from craftkit.api.throttling import hit
from craftkit.lib.errors import AppError, InvalidJson, NotFound, RateLimited, UnsupportedMediaType
from renders import actions, answers, inbound
from renders import serializers as shapes
from renders.api import DELETED
from renders.mapping import mapped
from renders.models import Render
from templates_app.api import NoPublishedVersion
from templates_app.models import Template

SIGNATURE = re.compile(r"(?:sha256=)?([0-9a-fA-F]{64})")
HEADER = OpenApiParameter(
    "x-craftkit-signature",
    str,
    OpenApiParameter.HEADER,
    description="Hex HMAC-SHA256 of the raw body under the template's inbound secret; optional unless it is required.",
)


class InvalidToken(NotFound):
    """No living template has this token."""

    code = "invalid_token"
    message = "Unknown inbound webhook token."


class InvalidSignature(AppError):
    """The body is not signed with the template's inbound secret."""

    status = 401
    code = "invalid_signature"
    message = "HMAC signature mismatch."


class InboundHook(Door):
    """The inbound hook of one template. The body is the data itself, without an envelope."""

    allowed: ClassVar = ANYBODY

    @extend_schema(
        operation_id="inboundTemplateWebhook",
        tags=["Webhooks"],
        summary="Start a render from outside",
        auth=[],
        parameters=[HEADER, shapes.IDEMPOTENCY],
        request=shapes.HookBody,
        responses={
            202: shapes.HookAccepted,
            200: shapes.HookAccepted,
            **problems(
                400,
                409,
                413,
                415,
                422,
                429,
                503,
                invalid_signature=(401, InvalidSignature.message, "The signature is wrong, or missing where required."),
                **DELETED,
                invalid_token=(404, InvalidToken.message, "No template has this token."),
            ),
        },
    )
    def post(self, request: Request, token: str) -> Response:
        """Accept a render of the template's current version; poll it with a project key."""
        template = self.template(token)
        with inbound.logged(template, request.headers) as call:
            call.body = uncompressed(request)
            check_signature(request, template, call.body)
            call.render, replayed = self.accept(request, template, parse_json(call.body))
            call.status = 200 if replayed else 202
        answer = {"id": str(call.render.pk), "status": call.render.status, "pollUrl": answers.poll_url(call.render)}
        headers = {"Idempotent-Replayed": "true"} if replayed else None
        return Response(answer, status=call.status, headers=headers)

    def template(self, token: str) -> Template:
        """The template that the token opens, unless it is called too often."""
        template = Template.objects.by_inbound_token(token)
        if template is None:
            raise InvalidToken
        limit = RateLimitItemPerMinute(settings.HOOK_RATE_LIMIT_PER_MINUTE)
        allowed, _, seconds = hit(limit, "hook", template.inbound_token_digest)
        if not allowed:
            raise RateLimited(retry_after=seconds)
        return template

    def accept(self, request: Request, template: Template, data: Any) -> tuple[Render, bool]:
        """Hand the data to the action that every render goes through."""
        version = template.current_version
        if version is None:
            raise NoPublishedVersion
        return actions.render_later(
            project=template.project,
            template=template,
            version=version,
            data=mapped(template.hook_mapping, data) if template.hook_mapping else data,
            options={},
            source=Render.Source.HOOK,
            env="live",
            request_id=request_id(),
            once=once(request, template, data),
        )


def uncompressed(request: Request) -> bytes:
    """The raw body."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType("Send the body uncompressed.")
    raw: bytes = request._request.body
    return raw


def check_signature(request: Request, template: Template, raw: bytes) -> None:
    """Refuse a wrong signature, and a missing one where the template requires it; and an empty body."""
    given = request.headers.get("x-craftkit-signature")
    if given is None and template.is_signature_required:
        raise InvalidSignature("This template takes signed calls only; send x-craftkit-signature.")
    secrets = template.inbound_secrets(timezone.now())
    if given is not None and not any(is_genuine(given, raw, secret) for secret in secrets):
        raise InvalidSignature
    if not raw.strip():
        raise InvalidJson("The request body is empty.")


def is_genuine(signature: str, raw: bytes, secret: str) -> bool:
    """Whether the header is the body's HMAC-SHA256 under the secret, in hex, with or without `sha256=`."""
    found = SIGNATURE.fullmatch(signature.strip())
    expected = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return found is not None and hmac.compare_digest(found.group(1).lower(), expected)


def once(request: Request, template: Template, data: Any) -> Once | None:
    """The idempotency key of the call, if its sender gave one."""
    key = request.headers.get("Idempotency-Key") or request.headers.get("x-craftkit-delivery-id") or ""
    key = key.strip()[:MAX_LENGTH]
    if not key or not key.isprintable():
        return None
    mark = fingerprint("POST", f"hook {template.pk}", data)
    return Once(template.project_id, "live", "hook", key, mark)
