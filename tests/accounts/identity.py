"""A small OpenID Connect provider on loopback: discovery, codes with PKCE, tokens that are really signed, userinfo."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, cast
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "craftkit", "a secret of the client's"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(BaseHTTPRequestHandler):
    """Signs in whoever `person` describes, without asking."""

    person: ClassVar[dict[str, Any]] = {}
    audience: ClassVar[str] = CLIENT
    codes: ClassVar[dict[str, dict[str, str]]] = {}
    asked: ClassVar[list[dict[str, str]]] = []

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{cast(ThreadingHTTPServer, self.server).server_port}"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/authorize":
            return self.authorize()
        pages = {
            "/.well-known/openid-configuration": self.configuration,
            "/jwks": lambda: {
                "keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1"}]
            },
            "/userinfo": lambda: self.person,
        }
        return self.answer(pages[path]())

    def authorize(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.asked.append(asked)
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.codes.pop(sent["code"])
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if sent["client_secret"] != SECRET or proof != asked["code_challenge"]:
            return self.answer({"error": "invalid_grant"}, status=400)
        return self.answer({"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token()})

    def id_token(self) -> str:
        now = int(time.time())
        claims = {**self.person, "iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 300}
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})

    def configuration(self) -> dict[str, Any]:
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in ends.items()},
        }

    def answer(self, content: Any, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def provider() -> Iterator[tuple[str, type[Provider]]]:
    """A provider that answers, with its address and what it can be told."""
    kind = type("OneProvider", (Provider,), {"codes": {}, "asked": [], "person": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", kind
    server.shutdown()
    thread.join()
    server.server_close()
