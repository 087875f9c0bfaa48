"""One handler turns every exception into the documented JSON envelope."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found
from django.views.defaults import server_error as page_server_error
from rest_framework import exceptions
from rest_framework.response import Response

from craftkit.api.context import request_id
from craftkit.lib.errors import (
    AppError,
    Forbidden,
    InvalidJson,
    InvalidRequest,
    Issues,
    NotFound,
    PayloadTooLarge,
    RateLimited,
    Unauthorized,
    Unavailable,
    UnsupportedMediaType,
)

log = structlog.get_logger(__name__)
REQUIRED = {"This field is required.", "This field may not be null.", "This field may not be blank."}


class MethodNotAllowed(AppError):
    """The path exists, but not with this method."""

    status = 405
    code = "method_not_allowed"
    message = "This method is not allowed here."


class DatabaseUnavailable(Unavailable):
    """The database does not answer or stays locked."""

    code = "database_unavailable"
    message = "The database is busy or down; try again shortly."


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: an expected failure in the envelope, or None for a fault of ours (500)."""
    expected = as_app_error(error)
    if expected is None:
        return None
    response = Response(envelope(expected), status=expected.status)
    if expected.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="craftkit"'
    if expected.retry_after is not None:
        response["Retry-After"] = str(expected.retry_after)
    if isinstance(error, exceptions.MethodNotAllowed):
        response["Allow"] = ", ".join(context["view"].allowed_methods)
    if getattr(context["view"], "flat_errors", False):
        response.data = flat(expected)
    return response


def flat(error: AppError) -> dict[str, Any]:
    """The envelope of the admin endpoints: `{"error": code, issues?}`; a wrong key is `invalid_credentials` there."""
    body: dict[str, Any] = {"error": "invalid_credentials" if error.status == 401 else error.code}
    if error.issues:
        body["issues"] = error.issues
    return body


def as_app_error(error: Exception) -> AppError | None:
    """The expected failure that an exception stands for, or None for a fault of ours."""
    if isinstance(error, AppError):
        return error
    if isinstance(error, OperationalError):
        log.warning("database.unavailable", error=str(error))
        return DatabaseUnavailable(retry_after=2)
    if isinstance(error, exceptions.Throttled):
        return RateLimited(retry_after=int(getattr(error, "wait", None) or 1))
    if isinstance(error, exceptions.ValidationError):
        return InvalidRequest(issues=serializer_issues(error.detail))
    plain: dict[type[Exception], AppError] = {
        RequestDataTooBig: PayloadTooLarge(),
        exceptions.ParseError: InvalidJson(),
        exceptions.UnsupportedMediaType: UnsupportedMediaType(),
        exceptions.MethodNotAllowed: MethodNotAllowed(),
        exceptions.NotAuthenticated: Unauthorized(),
        exceptions.AuthenticationFailed: Unauthorized(),
        exceptions.NotFound: NotFound(),
        Http404: NotFound(),
        exceptions.PermissionDenied: Forbidden(),
        PermissionDenied: Forbidden(),
    }
    return next((app_error for kind, app_error in plain.items() if isinstance(error, kind)), None)


def envelope(error: AppError) -> dict[str, Any]:
    """`{"error": {code, message, requestId, issues?}}`."""
    body: dict[str, Any] = {"code": error.code, "message": error.message, "requestId": request_id()}
    if error.issues:
        body["issues"] = error.issues
    return {"error": body}


def serializer_issues(errors: Any) -> Issues:
    """DRF's nested errors as issues keyed by dotted leaf path."""
    issues: Issues = {"formErrors": [], "fieldErrors": {}}
    _collect(errors, "", issues)
    return issues


def _collect(errors: Any, path: str, issues: Issues) -> None:
    if isinstance(errors, dict):
        for name, inner in errors.items():
            if name == "non_field_errors":
                _collect(inner, path, issues)
                continue
            step = f"[{name}]" if isinstance(name, int) else f".{name}" if path else str(name)
            _collect(inner, path + step, issues)
        return
    if isinstance(errors, list) and any(isinstance(inner, dict | list) for inner in errors):
        for index, inner in enumerate(errors):
            if inner:
                _collect(inner, f"{path}[{index}]", issues)
        return
    texts = ["Required" if str(text) in REQUIRED else str(text) for text in errors]
    if path:
        issues["fieldErrors"].setdefault(path, []).extend(texts)
    else:
        issues["formErrors"].extend(texts)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404: the envelope under the API, a page elsewhere."""
    if is_api(request):
        return JsonResponse(envelope(NotFound("There is no such endpoint.")), status=404)
    return page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500: the envelope under the API, a page elsewhere."""
    if is_api(request):
        return JsonResponse(envelope(AppError()), status=500)
    return page_server_error(request)


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return request.path.startswith("/v1/")
