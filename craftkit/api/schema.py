"""How the OpenAPI document is drawn: security schemes, the error envelope, tags, headers, and the webhooks."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiResponse

from craftkit.api import shapes

account_auth: list[Any] = [{"accountKey": []}]
admin_auth: list[Any] = [{"adminKey": []}]

TAGS = [
    ("Projects", "An account's projects and their keys. Opened by an account key (`ck_acct_…`) alone."),
    ("Templates", "Designs with typed variables: create, list, fetch, republish, delete; and start renders of them."),
    ("Renders", "Documents on their way and made: poll, list, download, cancel."),
    ("Assets", "Pictures, fonts, PDFs and files that templates and data name by id."),
    ("Batches", "Many documents at once, from JSON rows or a CSV; one zip, one PDF and a report of them."),
    ("Signatures", "Documents sent to be signed: send, follow, withdraw, remind, and fetch the proof."),
    ("Webhooks", "What we tell your server, and hooks that start renders."),
    ("Embed", "Sessions of the builder and the form inside your own pages, and the catalogs that they offer."),
    ("Embedded builder", "What the builder's iframe calls with the token of its session."),
    ("Embedded form", "What the form's iframe calls with the token of its session."),
    ("Admin", "Provisioning of outside organisations, for the holder of the install's admin key."),
    ("System", "Health."),
]
SECURITY = {
    "bearerApiKey": "Project key: `ck_live_…`, or `ck_test_…` for documents with a TEST watermark.",
    "sessionToken": "Session token of an embedded surface, for what its iframe calls alone.",
    "accountKey": "Account key: `ck_acct_…`, for `/v1/projects` alone.",
    "adminKey": "The install's `CRAFTKIT_ADMIN_KEY`, for `/v1/admin/provision` alone.",
}
PROBLEMS: dict[int, tuple[str, str, str]] = {
    400: ("invalid_request", "Request did not match the expected shape.", "The body or query is wrong."),
    401: ("unauthorized", "A valid API key is required in the Authorization header.", "No key, or not a fitting one."),
    403: ("forbidden", "The project of this key no longer exists.", "The key's project is gone."),
    404: ("not_found", "Not found.", "Nothing of that name in the key's scope."),
    409: ("conflict", "The current state does not allow this.", "The state does not allow this now."),
    410: ("gone", "This is no longer kept.", "No longer kept."),
    413: ("payload_too_large", "The request body is too large.", "The body is too large."),
    415: ("unsupported_media_type", "Send the body as application/json.", "The body is of another type."),
    422: ("idempotency_key_reused", "This key was used with another request.", "Well-formed, but cannot be done."),
    429: ("rate_limited", "Too many requests; slow down and try again.", "Too many requests; see Retry-After."),
    500: ("internal", "Something went wrong on our side.", "A fault of ours."),
    503: ("queue_unavailable", "Too much work is waiting; try again shortly.", "Repeat later; see Retry-After."),
}
DESCRIPTION = """\
Design templates with typed variables, render them to PDF, share and track the results.

**Keys.** Send a key as `Authorization: Bearer <key>`. Project keys (`ck_live_…`, `ck_test_…`) open everything of one
project; an account key (`ck_acct_…`) opens `/v1/projects` and nothing else. A stranger's object answers exactly like
one that does not exist.

**Errors.** `{"error": {"code", "message", "requestId", "issues"?}}`. Branch on `code`. `issues.fieldErrors` is keyed by
the dotted path of the faulty leaf, such as `items[2].qty`.

**Idempotency.** Operations that take `Idempotency-Key` make one thing for one key: the same request again answers 200
with the original and `Idempotent-Replayed: true`, another request under the same key 422. Keys live for at least a day.

**Limits.** Every answer carries `RateLimit` and `RateLimit-Policy`; over the limit it is 429 with `Retry-After`.
"""


class Schema(AutoSchema):
    """Operation drawing with our defaults."""

    def get_auth(self) -> list[dict[str, list[str]]]:
        """Project keys, unless the operation says otherwise."""
        return [{"bearerApiKey": []}]

    def get_override_parameters(self) -> list[Any]:
        """None beyond what an operation names."""
        return []


def problems(*statuses: int, **codes: tuple[int, str, str]) -> dict[int, OpenApiResponse]:
    """Error answers by status; `codes` adds named ones: `not_ready=(409, "message", "description")`."""
    answers = {status: _problem(*PROBLEMS[status]) for status in statuses}
    for code, (status, message, description) in codes.items():
        answers[status] = _problem(code, message, description)
    return answers


def flat_problems(*statuses: int) -> dict[int, OpenApiResponse]:
    """Error answers of the admin endpoints, whose envelope is flat."""
    return {
        status: OpenApiResponse(
            shapes.FlatProblem,
            description=PROBLEMS[status][2],
            examples=[
                OpenApiExample("Error", {"error": "invalid_credentials" if status == 401 else PROBLEMS[status][0]})
            ],
        )
        for status in statuses
    }


def _problem(code: str, message: str, description: str) -> OpenApiResponse:
    body = {"error": {"code": code, "message": message, "requestId": "req_0193c2c31111"}}
    return OpenApiResponse(shapes.Problem, description=description, examples=[OpenApiExample("Error", body)])


def only_public(endpoints: list[Any], **_: Any) -> list[Any]:
    """The operations under `/v1` and the two health checks."""
    return [entry for entry in endpoints if entry[0].startswith("/v1/") or entry[0] == "/health"]


def finish(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add what serializers cannot say: security schemes, tags, the description, and the headers of every answer."""
    result["info"]["description"] = DESCRIPTION
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS]
    result["components"]["securitySchemes"] = {
        name: {"type": "http", "scheme": "bearer", "description": text} for name, text in SECURITY.items()
    }
    result["security"] = [{"bearerApiKey": []}]
    for path in result["paths"].values():
        for operation in path.values():
            # Without a word of its own an operation would ask for the key that the document asks for.
            operation.setdefault("security", [])
            _describe_headers(operation)
    return result


def _describe_headers(operation: dict[str, Any]) -> None:
    for status, response in operation.get("responses", {}).items():
        headers = response.setdefault("headers", {})
        headers["X-Request-Id"] = {"schema": {"type": "string"}, "description": "The request's id."}
        if status in {"429", "503"}:
            headers["Retry-After"] = {"schema": {"type": "integer"}, "description": "Seconds until another try."}
