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
from playwright.sync_api import FrameLocator, Page

from ops.places import ROOT
from tests.reliability.desk import HASTE
from tests.reliability.harness import House

MAY = {"submitForm": True, "saveFormDraft": True}
EVENTS = ["ready", "form.changed", "form.submitted", "document.ready", "height.changed", "error"]


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
    """Web and a worker, and the host among the origins."""
    house.env |= HASTE
    (house.state / "demo").mkdir()
    (house.state / "demo" / "credentials.json").write_text(json.dumps(house.ground.credentials))
    command = [sys.executable, "manage.py", "embed_host", host.origin]
    subprocess.run(command, cwd=ROOT, env=house.env, timeout=300, check=True)
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


def form_session(house: House, template: str = "invoice", **more: Any) -> str:
    """The token of a session that fills in that template."""
    listed = house.call("GET", "/v1/templates").body["templates"]
    found = next(row["id"] for row in listed if row["slug"] == template)
    return str(mint(house, MAY, {"mode": "fill", "templateId": found}, **more)["session_token"])


def show(page: Page, house: House, host: Host, token: str, options: str = "") -> FrameLocator:
    """The host's page with the form in it; its frame."""
    origin = f"http://127.0.0.1:{house.port}"
    host.page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<body style="margin:0"><main id="host"></main>'
        f'<script src="{origin}/sdk/v1/craftkit.js"></script><script>window.log = [];'
        f'window.form = Craftkit.mountForm({{ container: "#host", sessionToken: {json.dumps(token)},'
        f"autoResize: true, {options} }});"
        f"for (const name of {json.dumps(EVENTS)}) form.on(name, (said) => log.push([name, said]));"
        "</script></body></html>"
    )
    page.goto(host.origin)
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Submit").wait_for(timeout=60_000)
    return frame
