"""A stage for the builder: the built bundle under the embed's policy, with a server that answers from memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).parents[3]
DIST = ROOT / "static" / "dist"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types ProseMirrorClipboard craftkit-paste craftkit-worker"
)
PERMISSIONS = [
    "publish",
    "saveDraft",
    "delete",
    "rename",
    "rollback",
    "createCustomVariables",
    "changePageSettings",
    "viewVersionHistory",
]
PAGE = """<!doctype html><html lang="en" data-icons="/dist/icons.svg"><title>Builder</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/dist/builder.css">
<script type="application/json" id="boot">%s</script><div id="app"></div>
<script type="module" src="/dist/builder.js"></script></html>"""
EMPTY: dict[str, Any] = {"body": {"type": "doc", "content": [{"type": "paragraph"}]}}


class Stage:
    """What the pretended server holds: one session with one template, and what was saved and uploaded."""

    def __init__(self, content: dict[str, Any], catalog: dict[str, Any] | None, **session: Any) -> None:
        self.content = content
        self.saved: list[dict[str, Any]] = []
        self.assets: dict[str, tuple[str, bytes]] = {}
        self.address = ""
        self.session = {
            "sessionId": "s1",
            "expiresIn": 3600,
            "mode": "edit",
            "locale": "en",
            "permissions": dict.fromkeys(PERMISSIONS, True),
            "limits": {},
            "ui": {},
            "appearance": {},
            "logoUrl": None,
            "catalog": catalog,
            "onCloseUrl": None,
            "template": self.template(),
        } | session

    def template(self) -> dict[str, Any]:
        """The template as it is opened."""
        return {
            "id": "t1",
            "externalId": None,
            "name": "Invoice",
            "slug": "invoice",
            "templateType": "document",
            "locale": "en",
            "content": self.content,
            "sampleData": {},
            "revision": 1,
            "publishedVersion": None,
            "manifest": {"fields": []},
        }

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, str, bytes] | None:
        """Status, kind and bytes of an answer; None for what is not here."""
        if path.startswith("/v1/embed/assets/") and path[17:] in self.assets:
            return 200, *self.assets[path[17:]]
        if path == "/v1/embed/uploads":
            name = str(uuid4())
            self.assets[name] = ("image/png", body[body.index(b"\x89PNG") :] if b"\x89PNG" in body else body)
            return as_json({"id": name}, 201)
        if path == "/v1/embed/session":
            return as_json(self.session)
        if path.endswith("/draft") and method == "PUT":
            self.saved.append(json.loads(body))
            return as_json({"templateId": "t1", "version": len(self.saved) + 1, "manifest": {"fields": []}})
        if path.endswith("/versions"):
            return as_json({"versions": []})
        return None


def as_json(value: Any, status: int = 200) -> tuple[int, str, bytes]:
    """An answer in JSON."""
    return status, "application/json", json.dumps(value).encode()


class Handler(BaseHTTPRequestHandler):
    """Files of the bundle, the page, and whatever the stage answers."""

    stage: Stage

    def do_GET(self) -> None:
        """The page, a file, or an answer."""
        path = self.path.partition("?")[0]
        file = DIST / path.removeprefix("/dist/")
        if path == "/":
            boot = {"origins": [], "token": "x.y.z", "locales": {}, "viewer": "/dist/viewer.js", "worker": ""}
            self.send(200, "text/html", (PAGE % json.dumps(boot)).encode())
        elif path.startswith("/dist/fonts/"):
            self.send(200, "font/woff2", (ROOT / "static/assets/fonts" / file.name).read_bytes())
        elif path.startswith("/dist/") and file.is_file():
            self.send(200, KINDS[file.suffix], file.read_bytes())
        else:
            self.answered()

    def answered(self) -> None:
        """What the stage says."""
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        error = (404, "application/json", b'{"error": {"code": "not_found", "message": "Not here."}}')
        self.send(*(self.stage.answer(self.command, self.path, body) or error))

    do_POST = do_PUT = do_PATCH = do_DELETE = answered

    def send(self, status: int, kind: str, body: bytes) -> None:
        """The answer, under the embed's policy."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: the tests look at the page."""


@contextmanager
def staged(stage: Stage) -> Iterator[Stage]:
    """The stage at an address of its own."""
    handler = type("StageHandler", (Handler,), {"stage": stage})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    stage.address = f"http://127.0.0.1:{server.server_address[1]}/"
    yield stage
    server.shutdown()
    server.server_close()


def sample(slug: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Content and catalog of one of the product's samples."""
    found = json.loads((ROOT / "templates_app" / "samples" / f"{slug}.json").read_text())
    groups: dict[str, list[dict[str, Any]]] = {}
    for variable in found["manifest"]["variables"]:
        groups.setdefault(variable["key"].rpartition(".")[0] or "document", []).append(variable)
    spaces = [{"key": key, "label": key.title(), "fields": fields} for key, fields in groups.items()]
    return found["content"], {"allowCustom": True, "namespaces": spaces, "loops": found["manifest"]["loops"]}
