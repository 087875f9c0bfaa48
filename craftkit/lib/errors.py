"""Expected failures: every error a client can cause or meet, as one tree.

AppError
├── InvalidRequest        400 invalid_request
├── InvalidJson           400 invalid_json
├── Unauthorized          401 unauthorized
├── Forbidden             403 forbidden
├── NotFound              404 not_found
├── Conflict              409 conflict
├── PayloadTooLarge       413 payload_too_large
├── UnsupportedMediaType  415 unsupported_media_type
├── RateLimited           429 rate_limited
└── Unavailable           503 unavailable

Rooms define narrower ones beside the function that raises them, by subclassing and naming a `code`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from django.utils.translation import gettext_noop


class Issues(TypedDict):
    """What is wrong with an input: faults of the whole, and faults by dotted leaf path (`items[2].qty`)."""

    formErrors: list[str]
    fieldErrors: dict[str, list[str]]


def field_issues(errors: Mapping[str, list[str]], form: list[str] | None = None) -> Issues:
    """Issues from errors keyed by dotted path."""
    return {"formErrors": form or [], "fieldErrors": dict(errors)}


class AppError(Exception):
    """An expected failure with its HTTP status and stable code; the one handler in craftkit.api turns it into JSON.

    `message` is for people, `issues` names the faulty fields, `retry_after` is in seconds,
    `permanent` says that trying again cannot help (workers give up at once).
    """

    status = 500
    code = "internal"
    message = gettext_noop("Something went wrong on our side.")
    permanent = True

    def __init__(
        self,
        message: str | None = None,
        *,
        code: str | None = None,
        issues: Issues | None = None,
        retry_after: int | None = None,
    ) -> None:
        self.message = message or self.message
        self.code = code or self.code
        self.issues = issues
        self.retry_after = retry_after
        super().__init__(self.message)


class InvalidRequest(AppError):
    """The body or query does not have the documented shape."""

    status = 400
    code = "invalid_request"
    message = gettext_noop("Request did not match the expected shape.")


class InvalidJson(AppError):
    """The body is not JSON."""

    status = 400
    code = "invalid_json"
    message = gettext_noop("The request body is not valid JSON.")


class Unauthorized(AppError):
    """No credential, or one that is unknown, revoked or of the wrong kind."""

    status = 401
    code = "unauthorized"
    message = gettext_noop("A valid API key is required in the Authorization header.")


class Forbidden(AppError):
    """The credential is genuine but may not do this."""

    status = 403
    code = "forbidden"
    message = gettext_noop("This key may not do that.")


class NotFound(AppError):
    """Nothing of that name in the caller's scope; a stranger's object answers the same."""

    status = 404
    code = "not_found"
    message = gettext_noop("Not found.")


class Conflict(AppError):
    """The state of the resource does not allow this now."""

    status = 409
    code = "conflict"
    message = gettext_noop("The current state does not allow this.")


class PayloadTooLarge(AppError):
    """The body is larger than the documented limit."""

    status = 413
    code = "payload_too_large"
    message = gettext_noop("The request body is too large.")


class UnsupportedMediaType(AppError):
    """The body is of a type that this endpoint does not read."""

    status = 415
    code = "unsupported_media_type"
    message = gettext_noop("Send the body as application/json.")


class RateLimited(AppError):
    """Too many requests for now."""

    status = 429
    code = "rate_limited"
    message = gettext_noop("Too many requests; slow down and try again.")
    permanent = False


class Unavailable(AppError):
    """A part that we depend on does not answer; repeating later is right."""

    status = 503
    code = "unavailable"
    message = gettext_noop("Temporarily unavailable; try again shortly.")
    permanent = False
