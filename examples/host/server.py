"""A small product that embeds Craftkit: its server mints and renews sessions and takes the callback of publishing.

`make host` starts it, beside a Craftkit that `make run` started. Only the standard library is used, so that what a host
has to do stands here in full.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sys
import urllib.error
import urllib.request
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGES = {"/": "index.html", "/builder": "builder.html", "/form": "form.html"}
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
PERMISSIONS = {
    "publish": True,
    "saveDraft": True,
    "rename": True,
    "rollback": True,
    "createCustomVariables": True,
    "viewVersionHistory": True,
    "submitForm": True,
}
LARGEST = 1_000_000


class Product:
    """What a real product has in its database: who is signed in, and the renew token of each one's session."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known
        self.renew_tokens: dict[str, str] = {}
        self.events: list[dict[str, Any]] = []

    def mint(self, user: str, wish: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Open a session for this person. The key stays here; the page gets only the session's token."""
        mode = wish.get("mode", "edit")
        body: dict[str, Any] = {
            "tenant": {"externalId": "org_42", "displayName": "Northwind Example"},
            "actor": {"externalId": user, "displayName": "Sample person"},
            "scope": {"mode": mode, **({"templateId": wish["templateId"]} if wish.get("templateId") else {})},
            "permissions": PERMISSIONS,
            "branding": {"locale": wish.get("locale", "en")},
            "callbacks": {
                "onPublished": f"{self.known['origin']}/api/craftkit/events",
                "onCloseUrl": f"{self.known['origin']}/",
            },
        }
        return self._keep(user, *self.call("POST", "/v1/embed/sessions", body))

    def refresh(self, user: str) -> tuple[int, dict[str, Any]]:
        """A new token for the same session. The renew token works once: the next one is kept at once."""
        renewal = {"renewToken": self.renew_tokens.get(user, "there is none")}
        return self._keep(user, *self.call("POST", "/v1/embed/sessions/refresh", renewal))

    def _keep(self, user: str, status: int, answer: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if "renew_token" not in answer:
            return status, answer
        self.renew_tokens[user] = answer["renew_token"]
        return 200, {"session_token": answer["session_token"], "expires_at": answer["expires_at"]}

    def take(self, body: bytes, signature: str) -> tuple[int, dict[str, Any]]:
        """The callback of publishing: what is not signed by Craftkit is not believed."""
        expected = hmac.new(self.known["webhookSecret"].encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(f"sha256={expected}", signature):
            return 401, {"error": "invalid_signature"}
        self.events.append(json.loads(body))
        return 200, {"received": True}

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """A call of the API with the project's key."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.known['apiKey']}", "Content-Type": "application/json"}
        address = self.known["baseUrl"] + path  # http(s), as the install itself wrote it
        request = urllib.request.Request(address, data, headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError as error:
            return 502, {"error": {"code": "craftkit_unreachable", "message": f"Is `make run` running? {error}"}}


class Door(BaseHTTPRequestHandler):
    """The product's pages and its small API."""

    product: Product

    def do_GET(self) -> None:
        """A page, a file beside it, the templates, or the callbacks that came."""
        path = urlsplit(self.path).path
        if path == "/api/config":
            return self.answer(200, {name: self.product.known[name] for name in ("embedUrl", "publishableKey")})
        if path == "/api/templates":
            return self.answer(*self.product.call("GET", "/v1/templates"))
        if path == "/api/events":
            return self.answer(200, {"events": self.product.events})
        file = HERE / "pages" / PAGES.get(path, Path(path).name)
        if not file.is_file():
            return self.answer(404, {"error": "not_found"})
        self.reply(200, file.read_bytes(), TYPES[file.suffix])

    def do_POST(self) -> None:
        """A session, its renewal, or a callback."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST:
            return self.answer(413, {"error": "too_large"})
        body = self.rfile.read(length)
        if self.path == "/api/craftkit/session":
            return self.answer(*self.product.mint(self.user(), json.loads(body or b"{}")))
        if self.path == "/api/craftkit/refresh":
            return self.answer(*self.product.refresh(self.user()))
        if self.path == "/api/craftkit/events":
            return self.answer(*self.product.take(body, self.headers.get("X-Craftkit-Signature", "")))
        self.answer(404, {"error": "not_found"})

    def user(self) -> str:
        """Who is signed in; here everybody gets a name of their own."""
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("user")
        return cookie.value if cookie else "user_1"

    def answer(self, status: int, content: dict[str, Any]) -> None:
        """JSON."""
        self.reply(status, json.dumps(content).encode(), "application/json")

    def reply(self, status: int, body: bytes, content_type: str) -> None:
        """Bytes of a type."""
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if not self.headers.get("Cookie"):
            self.send_header("Set-Cookie", f"user=user_{secrets.token_hex(4)}; Path=/; HttpOnly; SameSite=Lax")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Addresses may carry tokens: nothing is logged."""


def main() -> None:
    """Serve at the origin that `manage.py embed_host` wrote down."""
    place = Path(os.environ.get("CRAFTKIT_VAR", ROOT / "var")) / "demo" / "host.json"
    if not place.exists():
        sys.exit("There is no var/demo/host.json. Start this with `make host`, beside a running `make run`.")
    known = json.loads(place.read_text())
    Door.product = Product(known)
    port = urlsplit(known["origin"]).port or 80
    sys.stdout.write(f"The sample product is at {known['origin']}\n")
    sys.stdout.flush()
    ThreadingHTTPServer(("127.0.0.1", port), Door).serve_forever()


if __name__ == "__main__":
    main()
