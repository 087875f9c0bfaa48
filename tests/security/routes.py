"""Every API route with a request that works on one's own objects: the matrix is made from this table and the URL
configuration together, and a route that is missing here fails the build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

from tests.api.calls import Form
from tests.embed.hosts import BLANK, wish

TEMPLATE = {"name": "Matrix", "manifest": {"variables": [], "loops": []}}
ASSET = "v1/assets/<str:asset_id>"
RENDER = "v1/renders/<str:render_id>"
WEBHOOK = "v1/webhooks/<str:webhook_id>"
SIGNATURE = "v1/signatures/<str:signature_id>"
BATCH = "v1/batches/<str:batch_id>"
DIFFERENCE = "v1/templates/<str:slug>/versions/<int:number>/diff/<int:other>"
CATALOG = "v1/embed/catalogs/<str:name>"
EDITED = "v1/embed/templates/<str:reference>"
FILLED = "v1/embed/form-submit/<str:session_id>"
DATA = {"data": {"customer": {"name": "Acme Corp"}}}

SIGNING = {
    "renderId": "0193c2c3-3333-7aaa-8bbb-000000000003",
    "recipients": [{"firstName": "Ruth", "email": "ruth@example.com", "designation": "Approver"}],
}


@dataclass(frozen=True)
class Entry:
    """A request that its owner may make: the JSON body, and the status that an own object answers."""

    status: int
    body: Any = None
    env_bound: bool = False


ENTRIES: dict[tuple[str, str], Entry] = {
    ("GET", "v1/projects"): Entry(200),
    ("POST", "v1/projects"): Entry(201, {"name": "New"}),
    ("GET", "v1/projects/<str:project_id>"): Entry(200),
    ("PATCH", "v1/projects/<str:project_id>"): Entry(200, {"name": "Renamed"}),
    ("DELETE", "v1/projects/<str:project_id>"): Entry(200),
    ("GET", "v1/projects/<str:project_id>/keys"): Entry(200),
    ("POST", "v1/projects/<str:project_id>/keys"): Entry(201, {"name": "Key"}),
    ("DELETE", "v1/projects/<str:project_id>/keys/<str:key_id>"): Entry(200),
    ("POST", "v1/admin/provision"): Entry(201, {"externalOrgId": "org_matrix"}),
    ("PATCH", "v1/admin/provision"): Entry(404, {"externalOrgId": "org_nobody", "emailFrom": None}),
    ("GET", "health"): Entry(200),
    ("GET", "v1/health"): Entry(503),
    ("GET", "v1/templates"): Entry(200),
    ("POST", "v1/templates"): Entry(201, TEMPLATE),
    ("GET", "v1/templates/<str:slug>"): Entry(200),
    ("PUT", "v1/templates/<str:slug>"): Entry(200, TEMPLATE),
    ("DELETE", "v1/templates/<str:slug>"): Entry(200),
    ("GET", "v1/templates/<str:slug>/versions"): Entry(200),
    ("GET", "v1/templates/<str:slug>/versions/<int:number>"): Entry(200),
    ("GET", "v1/templates/<str:slug>/schema.json"): Entry(200),
    ("GET", "v1/templates/<str:slug>/mock"): Entry(200),
    ("GET", "v1/templates/<str:slug>/client.ts"): Entry(200),
    ("GET", "v1/templates/<str:slug>/client.py"): Entry(200),
    ("POST", "v1/templates/<str:slug>/validate"): Entry(200, DATA),
    ("POST", "v1/templates/<str:slug>/versions/<int:number>/rollback"): Entry(201),
    ("GET", DIFFERENCE): Entry(200),
    ("GET", f"{DIFFERENCE}/pages"): Entry(202),
    ("GET", f"{DIFFERENCE}/pages/<int:page>.png"): Entry(404),
    ("POST", "v1/templates/<str:slug>/render"): Entry(202, DATA),
    ("GET", "v1/assets"): Entry(200),
    ("POST", "v1/assets"): Entry(201, Form(file=b"Terms and conditions")),
    ("GET", ASSET): Entry(200),
    ("PATCH", ASSET): Entry(200, {"name": "Renamed"}),
    ("DELETE", ASSET): Entry(200),
    ("GET", f"{ASSET}/content"): Entry(200),
    ("POST", "v1/templates/<str:slug>/batches"): Entry(202, [DATA["data"]]),
    ("GET", "v1/batches"): Entry(200),
    ("GET", BATCH): Entry(200, env_bound=True),
    ("GET", f"{BATCH}/rows"): Entry(200, env_bound=True),
    ("POST", f"{BATCH}/cancel"): Entry(409, env_bound=True),
    ("POST", f"{BATCH}/retry"): Entry(409, env_bound=True),
    ("GET", f"{BATCH}/report.csv"): Entry(200, env_bound=True),
    ("GET", f"{BATCH}/zip"): Entry(202, env_bound=True),
    ("GET", f"{BATCH}/merged.pdf"): Entry(202, env_bound=True),
    ("POST", "v1/hooks/<str:token>"): Entry(202, DATA["data"]),
    ("GET", "v1/renders"): Entry(200),
    ("GET", "v1/renders/<str:render_id>"): Entry(200, env_bound=True),
    # A signature request of the cast's is on its way.
    ("DELETE", "v1/renders/<str:render_id>"): Entry(409, env_bound=True),
    ("POST", "v1/renders/<str:render_id>/cancel"): Entry(409, env_bound=True),
    ("GET", "v1/renders/<str:render_id>/download"): Entry(200, env_bound=True),
    ("GET", "v1/renders/<str:render_id>/receipt"): Entry(200, env_bound=True),
    ("POST", "v1/renders/<str:render_id>/verify"): Entry(200, env_bound=True),
    ("GET", f"{RENDER}/shares"): Entry(200, env_bound=True),
    ("POST", f"{RENDER}/shares"): Entry(201, {"message": "Matrix"}, env_bound=True),
    ("DELETE", f"{RENDER}/shares/<str:share_id>"): Entry(200, env_bound=True),
    ("POST", f"{RENDER}/email"): Entry(201, {"to": "reader@example.com"}, env_bound=True),
    ("GET", f"{RENDER}/engagement"): Entry(200, env_bound=True),
    ("POST", f"{RENDER}/events"): Entry(200, {"eventType": "viewed"}, env_bound=True),
    ("GET", "v1/embed/renders/<str:render_id>/download"): Entry(200, env_bound=True),
    ("POST", "v1/embed/sessions"): Entry(200, wish()),
    ("POST", "v1/embed/sessions/refresh"): Entry(401, {"renewToken": "ert_unknown"}),
    ("DELETE", "v1/embed/sessions/<str:session_id>"): Entry(204),
    ("GET", "v1/embed/catalogs"): Entry(200),
    ("POST", "v1/embed/catalogs"): Entry(201, {"name": "matrix", "catalog": {}}),
    ("GET", CATALOG): Entry(200),
    ("GET", f"{CATALOG}/diff/<int:number>/<int:other>"): Entry(200),
    ("GET", "v1/embed/builder/templates"): Entry(200),
    ("POST", "v1/embed/builder/templates"): Entry(200, {"documentTemplate": {"name": "Matrix"}}),
    ("GET", "v1/embed/preflight"): Entry(400),
    ("GET", "v1/embed/session"): Entry(200),
    ("GET", "v1/embed/templates"): Entry(200),
    ("POST", "v1/embed/templates"): Entry(201, {"content": BLANK}),
    ("GET", EDITED): Entry(200),
    ("PATCH", EDITED): Entry(200, {"name": "Renamed"}),
    ("DELETE", EDITED): Entry(204),
    ("PUT", f"{EDITED}/draft"): Entry(200, {"content": BLANK, "baseRevision": 0}),
    ("POST", f"{EDITED}/publish"): Entry(200, {"baseRevision": 0}),
    ("GET", f"{EDITED}/changes"): Entry(200),
    ("GET", f"{EDITED}/versions"): Entry(200),
    ("GET", f"{EDITED}/versions/<int:number>"): Entry(200),
    ("GET", f"{EDITED}/versions/<int:number>/thumbnail"): Entry(200),
    ("POST", f"{EDITED}/versions/<int:number>/rollback"): Entry(200),
    ("POST", "v1/embed/preview"): Entry(503, {"content": BLANK}),
    ("POST", "v1/embed/logo"): Entry(400, {"url": "http://127.0.0.1:9/logo.svg"}),
    ("POST", "v1/embed/uploads"): Entry(201, Form(file=b"Terms and conditions")),
    ("GET", "v1/embed/assets/<str:asset_id>"): Entry(200),
    # The session of the matrix is a builder's: a form's doors refuse it, each with its own reason.
    ("POST", FILLED): Entry(403, {"data": {}}),
    ("POST", f"{FILLED}/check"): Entry(403, {"data": {}}),
    ("POST", f"{FILLED}/preview"): Entry(403, {"data": {}}),
    ("POST", f"{FILLED}/document"): Entry(403, {"documentUrl": "https://example.org/a.pdf"}),
    ("POST", f"{FILLED}/upload-image"): Entry(403, Form(file=b"no picture")),
    ("GET", "v1/embed/form-draft"): Entry(403),
    ("PUT", "v1/embed/form-draft"): Entry(403, {"data": {}}),
    ("GET", "v1/embed/renders"): Entry(200),
    ("GET", "v1/embed/renders/<str:render_id>"): Entry(404),
    ("GET", "v1/embed/renders/<str:render_id>/content"): Entry(404),
    ("POST", "v1/embed/renders/<str:render_id>/shares"): Entry(404, {}),
    ("POST", "v1/embed/renders/<str:render_id>/email"): Entry(404, {"to": "reader@example.com"}),
    ("GET", "v1/embed/renders/<str:render_id>/engagement"): Entry(404),
    ("POST", "v1/mail/bounces/<str:token>"): Entry(404, {"recipient": "ruth@example.org", "type": "hard"}),
    ("GET", "v1/signatures"): Entry(200),
    ("POST", "v1/signatures"): Entry(404, SIGNING),
    ("POST", "v1/signatures/bulk"): Entry(404, {"batchId": SIGNING["renderId"], "request": {}}),
    ("GET", "v1/signatures/bulk/<str:bulk_id>"): Entry(200, env_bound=True),
    ("GET", "v1/signatures/bulk/<str:bulk_id>/rows"): Entry(200, env_bound=True),
    ("POST", "v1/signatures/bulk/<str:bulk_id>/cancel"): Entry(200, env_bound=True),
    ("POST", "v1/signatures/bulk/<str:bulk_id>/retry"): Entry(409, env_bound=True),
    ("GET", "v1/signatures/bulk/<str:bulk_id>/result"): Entry(200, env_bound=True),
    ("GET", SIGNATURE): Entry(200, env_bound=True),
    ("POST", f"{SIGNATURE}/cancel"): Entry(200, env_bound=True),
    ("POST", f"{SIGNATURE}/remind"): Entry(429, env_bound=True),
    ("GET", f"{SIGNATURE}/download"): Entry(409, env_bound=True),
    ("GET", f"{SIGNATURE}/certificate"): Entry(409, env_bound=True),
    ("GET", f"{SIGNATURE}/evidence"): Entry(409, env_bound=True),
    ("GET", "v1/webhooks"): Entry(200),
    ("POST", "v1/webhooks"): Entry(201, {"url": "https://93.184.216.34/hook"}),
    ("GET", WEBHOOK): Entry(200, env_bound=True),
    ("PATCH", WEBHOOK): Entry(200, {"description": "Changed"}, env_bound=True),
    ("DELETE", WEBHOOK): Entry(200, env_bound=True),
    ("POST", f"{WEBHOOK}/test"): Entry(202, env_bound=True),
    ("POST", f"{WEBHOOK}/rotate"): Entry(200, env_bound=True),
    ("POST", f"{WEBHOOK}/replay"): Entry(202, env_bound=True),
    ("GET", f"{WEBHOOK}/deliveries"): Entry(200, env_bound=True),
    ("GET", f"{WEBHOOK}/deliveries/<str:delivery_id>"): Entry(200, env_bound=True),
    ("POST", f"{WEBHOOK}/deliveries/<str:delivery_id>/replay"): Entry(202, env_bound=True),
}


def api_routes() -> Iterator[tuple[str, str, Any]]:
    """`(method, route, view class)` of every API operation in the URL configuration."""
    for route, view in _views(get_resolver(), ""):
        for method in ("get", "post", "put", "patch", "delete"):
            if hasattr(view, method):
                yield method.upper(), route, view


def _views(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _views(entry, route)
        elif isinstance(entry, URLPattern) and hasattr(entry.callback, "cls"):
            yield route, entry.callback.cls
