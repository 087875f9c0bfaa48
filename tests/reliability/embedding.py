"""A host application of another origin, and an install that lets it embed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ops.places import ROOT
from tests.reliability.desk import HASTE
from tests.reliability.harness import House


class Host:
    """A host application with one page, at an origin of its own; pages of another port are strangers."""

    def __init__(self) -> None:
        self.page = ""
        host = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(host.page.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.origin = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """No longer there."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.close()


@pytest.fixture
def install(house: House, host: Host) -> House:
    """Web and a worker, with the files of the front end where `make run` puts them, and the host among the origins."""
    house.env |= HASTE
    (house.state / "demo").mkdir()
    (house.state / "demo" / "credentials.json").write_text(json.dumps(house.ground.credentials))
    for command in (["collectstatic", "--noinput", "--verbosity", "0"], ["embed_host", host.origin]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=house.env, timeout=300, check=True)
    house.start_broker()
    house.start_web()
    house.start_workers("work", lanes=1)
    return house


def mint(house: House, permissions: dict[str, bool], scope: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A session as the host's server opens it."""
    wish = {
        "tenant": {"externalId": "org_42", "displayName": "Acme Corp"},
        "actor": {"externalId": "user_99"},
        "scope": scope,
        "permissions": permissions,
    }
    answer = house.call("POST", "/v1/embed/sessions", {**wish, **more})
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.body
    return found
